"""Establishments."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from turbo_admin.core.errors import Refused
from turbo_admin.core.uai import parse_uai
from turbo_admin.office.desk.context import Desk
from turbo_admin.store.engine.school_record import SchoolRecord

_SITE_DIGITS = 4


@dataclass(frozen=True, slots=True)
class School:
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
        """The link that families are given, empty before pairing."""
        return family_url(self.public_url, self.uai)


def family_url(public_url: str, uai: str) -> str:
    """Return the address of a school's home page, empty without a portal."""
    return f"{public_url}/e/{uai}" if public_url else ""


def schools(desk: Desk) -> list[School]:
    """Return all establishments, by name."""
    # Here and below, late: the home page needs `School` before SQLAlchemy is loaded.
    from turbo_admin.store import diners, outbox
    from turbo_admin.store import schools as stored

    with desk.database.read() as session:
        known, present = stored.schools(session), diners.count_present(session)
        return shown(known, present, outbox.schools_waiting(session, "settings"))


def shown(known: Iterable[SchoolRecord], diners: Mapping[str, int], waiting: Collection[str]) -> list[School]:
    """Return establishments as the screen shows them.

    Args:
        diners: how many are present, by school.
        waiting: schools whose settings have not reached the portal yet.
    """
    return [_shown(record, diners.get(record.uai, 0), record.uai in waiting) for record in known]


def add_school(desk: Desk, uai: str, name: str, site_code: str = "") -> School:
    """Add an establishment.

    Raises:
        Refused: `uai_shape`, `uai_key`, `school_exists`, `school_name`, `site_code_shape`.
    """
    from turbo_admin.store import schools as stored

    code, known_as, site = parse_uai(uai), _name(name), _site_code(site_code)
    with desk.database.write() as session:
        if stored.has_school(session, code):
            raise Refused("school_exists", uai=code)
        stored.add_school(session, code, known_as, site)
        desk.note(session, "school_added", [(code, "")])
        return _shown(stored.school(session, code), 0, waiting=False)


def rename_school(desk: Desk, uai: str, name: str, site_code: str) -> School:
    """Correct the name or the card code of an establishment.

    Raises:
        Refused: `school_unknown`, `school_name`, `site_code_shape`.
    """
    from turbo_admin.store import schools as stored

    known_as, site = _name(name), _site_code(site_code)
    with desk.database.write() as session:
        school = stored.school(session, uai)
        settings = school.settings | {"name": known_as} if school.settings else {}
        stored.update_school(session, uai, name=known_as, site_code=site, settings=settings)
        desk.note(session, "school_changed", [(uai, "")])
    return next(school for school in schools(desk) if school.uai == uai)


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name or len(name) > 200:
        raise Refused("school_name")
    return name


def _site_code(typed: str) -> str:
    code = typed.strip()
    if code and not (code.isascii() and code.isdigit() and len(code) <= _SITE_DIGITS):
        raise Refused("site_code_shape")
    return code.zfill(_SITE_DIGITS) if code else ""


def _shown(record: SchoolRecord, diners: int, waiting: bool) -> School:
    return School(
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
