"""The copy of each day: made by the first start or nightly run of the day, and never in the way of either."""

import logging
from dataclasses import dataclass
from pathlib import Path

from turbo_admin.core.backup.copy_names import CopyReason, is_daily_due
from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import PARIS
from turbo_admin.office.backup.copying import copies_place
from turbo_admin.office.desk.automatic_copies import base_file
from turbo_admin.office.desk.context import BY_ITSELF, Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.store import journal
from turbo_admin.store.backup.postgres_dump import can_dump
from turbo_admin.store.engine.journal_codes import JournalCode

log = logging.getLogger(__name__)
# Lines of the journal about this PC among which a failure of today is looked for.
_LINES_READ = 20


@dataclass(frozen=True, slots=True)
class DailyCopy:
    """What came of the copy of the day.

    Attributes:
        path: of the copy; None when none was due, or it failed.
        failure: in French, what to do about it; empty for none.
    """

    path: Path | None = None
    failure: str = ""


@needs(Right.CONSULT)
def copy_if_due(desk: Desk) -> DailyCopy:
    """Make the copy of the day unless there is one; whatever the disk says, the day goes on.

    A failure is a line of the journal, once a day, and in what is returned. A database on a server is copied where
    PostgreSQL's programs are installed; elsewhere it is left to whoever runs the server.
    """
    if base_file(desk.database_address) is None and not can_dump():
        return DailyCopy()
    try:
        with desk.database.read() as session:
            place = copies_place(session, desk)
        if not is_daily_due(place.known(), desk.now().astimezone(PARIS).date()):
            return DailyCopy()
        return DailyCopy(place.write(CopyReason.DAILY, desk.now()))
    except TurboError as error:
        log.warning("copy of the day failed: %s", error.code)
        _note_failure(desk)
        return DailyCopy(failure=str(error))


def _note_failure(desk: Desk) -> None:
    now, pc = desk.now(), desk.workstation[:64]
    today = now.astimezone(PARIS).date()
    try:
        with desk.database.write() as session:
            lines = journal.latest_about(session, [pc], _LINES_READ)
            if not any(
                line.what is JournalCode.BACKUP_FAILED and line.at.astimezone(PARIS).date() == today
                for line in lines
            ):
                desk.note(session, JournalCode.BACKUP_FAILED, [(pc, "")], who=BY_ITSELF)
    except TurboError as error:
        # The disk that takes no copy may take no line either.
        log.warning("its line in the journal failed: %s", error.code)
