"""The poster with the families' link, and a school's data for paper."""

import io
from collections.abc import Sequence

from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.settings.school_settings import of_record
from turbo_admin.office.settings.schools import family_url
from turbo_admin.outside.paper.credential_sheet import SheetSchool
from turbo_admin.outside.paper.poster import write_poster
from turbo_admin.store import schools
from turbo_admin.store.engine.school_record import SchoolRecord


def sheet_school(school: SchoolRecord) -> SheetSchool:
    """Return the school's data for paper."""
    settings = of_record(school)
    lines = tuple(line.strip() for line in settings.address.splitlines() if line.strip())
    return SheetSchool(
        name=settings.name,
        uai=school.uai,
        address_lines=lines,
        phone=settings.phone,
        email=settings.email,
        town=_town(lines),
        portal_url=family_url(school.public_url, school.uai),
    )


def _town(lines: Sequence[str]) -> str:
    """Return the town of an address: the words after the postcode on its last line."""
    last = lines[-1].rpartition(",")[2].split() if lines else []
    while last and last[0].isdigit():
        last = last[1:]
    return " ".join(last)


@needs(Right.CONSULT)
def poster_pdf(desk: Desk, uai: str) -> bytes:
    """Return the A4 poster that gives families the link.

    Raises:
        Refused: `school_unknown`, `not_paired` (there is no link to give yet).
    """
    with desk.database.read() as session:
        school = schools.school(session, uai)
    if not school.public_url:
        raise Refused("not_paired", name=school.name)
    stream = io.BytesIO()
    write_poster(stream, sheet_school(school))
    return stream.getvalue()
