"""An establishment as the store hands it out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class SchoolRecord:
    """An establishment and where its exchange stands; `settings` is protocol JSON as a dict, empty at first.

    Attributes:
        cursor_event: the id of the event at `cursor_seq`, empty for none.
        sent_rev: the greatest rev that has ever been sent to its portal.
        told_rev: the greatest that the portal has answered for.
        settings_told: what its settings were when they were last noted for the portal, see
            `office.settings.school_settings`; empty for never.
        office_epoch: how the portal knows this database, empty for the database's own epoch.
        epoch_next: how it will, once it is bound; empty when no binding is under way.
    """

    uai: str
    name: str
    site_code: str
    settings: dict[str, Any]
    portal_url: str
    public_url: str
    portal_epoch: str
    mail_public_key: bytes
    cursor_seq: int
    cursor_event: str
    sent_rev: int
    told_rev: int
    paired_at: datetime | None
    last_success_at: datetime | None
    settings_told: str
    office_epoch: str
    epoch_next: str
