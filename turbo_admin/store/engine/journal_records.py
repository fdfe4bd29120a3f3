"""Records of who did what."""

from dataclasses import dataclass
from datetime import datetime

from turbo_admin.store.engine.journal_codes import JournalCode


@dataclass(frozen=True, slots=True)
class JournalRecord:
    """Who did what, when; ids only."""

    at: datetime
    who: str
    workstation: str
    what: JournalCode
    subject: str
    other: str
