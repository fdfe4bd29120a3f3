"""Establishments as the screen shows them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.store.engine.school_record import SchoolRecord


@dataclass(frozen=True, slots=True)
class SchoolSummary:
    """An establishment as the screen shows it.

    Attributes:
        paired: whether it is bound to a portal.
        public_url: the portal's address for families, empty before pairing.
        diners: how many are present.
        settings_waiting: whether changed settings have not reached the portal yet.
    """

    uai: str
    name: str
    site_code: str
    paired: bool
    portal_url: str
    public_url: str
    diners: int
    last_success: datetime | None
    settings_waiting: bool

    @property
    def family_url(self) -> str:
        """The families' link; empty before pairing."""
        return family_url(self.public_url, self.uai)


def family_url(public_url: str, uai: str) -> str:
    """Return the address of a school's home page, empty without a portal."""
    return f"{public_url}/e/{uai}" if public_url else ""


@needs(Right.CONSULT)
def schools(desk: Desk) -> list[SchoolSummary]:
    """Return all establishments, by name."""
    # Imported on use: the home page needs `SchoolSummary` before SQLAlchemy is loaded.
    from turbo_admin.store import diners, outbox
    from turbo_admin.store import schools as stored

    with desk.database.read() as session:
        known, present = stored.schools(session), diners.count_present(session)
        return shown(known, present, outbox.schools_waiting(session, "settings"))


def shown(
    known: Iterable[SchoolRecord], diners: Mapping[str, int], waiting: Collection[str]
) -> list[SchoolSummary]:
    """Return establishments as the screen shows them.

    Args:
        diners: how many are present, by school.
        waiting: schools whose settings have not reached the portal yet.
    """
    return [school_shown(record, diners.get(record.uai, 0), record.uai in waiting) for record in known]


def school_shown(record: SchoolRecord, diners: int, waiting: bool) -> SchoolSummary:
    """Return an establishment as the screen shows it."""
    return SchoolSummary(
        uai=record.uai,
        name=record.name,
        site_code=record.site_code,
        paired=record.paired_at is not None,
        portal_url=record.portal_url,
        public_url=record.public_url,
        diners=diners,
        last_success=record.last_success_at,
        settings_waiting=waiting,
    )
