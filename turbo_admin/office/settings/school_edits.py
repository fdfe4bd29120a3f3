"""Adds establishments; corrects their names and card codes."""

from turbo_admin.core.errors import Refused
from turbo_admin.core.uai import parse_uai
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.settings.school_settings import parse_site_code
from turbo_admin.office.settings.schools import SchoolSummary, school_shown, schools
from turbo_admin.store import schools as stored
from turbo_admin.store.engine.journal_codes import JournalCode


@needs(Right.SETTINGS)
def add_school(desk: Desk, uai: str, name: str, site_code: str = "") -> SchoolSummary:
    """Add an establishment.

    Raises:
        Refused: `uai_shape`, `uai_key`, `school_exists`, `school_name`, `site_code_shape`.
    """
    code, known_as, site = parse_uai(uai), _name(name), parse_site_code(site_code)
    with desk.database.write() as session:
        if stored.has_school(session, code):
            raise Refused("school_exists", uai=code)
        stored.add_school(session, code, known_as, site)
        desk.note(session, JournalCode.SCHOOL_ADDED, [(code, "")])
        return school_shown(stored.school(session, code), 0, waiting=False)


@needs(Right.SETTINGS)
def rename_school(desk: Desk, uai: str, name: str, site_code: str) -> SchoolSummary:
    """Correct the name or the card code of an establishment.

    Raises:
        Refused: `school_unknown`, `school_name`, `site_code_shape`.
    """
    known_as, site = _name(name), parse_site_code(site_code)
    with desk.database.write() as session:
        school = stored.school(session, uai)
        # Settings hold the name too; without stored settings the defaults apply.
        settings = school.settings | {"name": known_as} if school.settings else {}
        stored.update_school(session, uai, name=known_as, site_code=site, settings=settings)
        desk.note(session, JournalCode.SCHOOL_CHANGED, [(uai, "")])
    return next(school for school in schools(desk) if school.uai == uai)


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    # Longer than any real name; it goes into headers of mails.
    if not name or len(name) > 200:
        raise Refused("school_name")
    return name
