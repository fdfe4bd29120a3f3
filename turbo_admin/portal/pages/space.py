"""« Mon espace »: the diners of an account, and the way to the spaces of other schools that this browser has opened.

A family with children in several schools has an account in each, proved once by its own password; what joins them is the
browser that holds a session of each. No row belongs to two schools.
"""

from dataclasses import dataclass

from litestar import get

from turbo_admin.portal.accounts import attached_diners
from turbo_admin.portal.pages.home import closures_ahead
from turbo_admin.portal.pages.site import Page, Visit, WebRequest, visit_of
from turbo_admin.portal.schools import find_school
from turbo_admin.portal.sessions import find_session


@dataclass(frozen=True, slots=True)
class OtherSpace:
    """A space that is open in this browser at another school."""

    uai: str
    school: str
    names: tuple[str, ...]


@get("/mon-espace", sync_to_thread=True)
def show_space(request: WebRequest) -> Page:
    """Show a card a diner."""
    visit = visit_of(request)
    others = _other_spaces(visit)
    with visit.opened() as connection:
        session = visit.session_of("full")
        diners = attached_diners(connection, visit.uai, session.account_id)
        return visit.page("space.html", diners=diners, closures=closures_ahead(visit), others=others)


def _other_spaces(visit: Visit) -> list[OtherSpace]:
    """Look at each other school in a transaction of its own: none sees another."""
    found = []
    for uai, token in visit.other_sessions():
        with visit.site.database.school(uai) as connection:
            school = find_school(connection, uai)
            session = find_session(connection, uai, token, now=visit.now) if school else None
            if school and session and session.kind == "full":
                names = tuple(diner.name for diner in attached_diners(connection, uai, session.account_id))
                found.append(OtherSpace(uai, school.name, names))
    return found
