"""« Mon espace »: the diners of an account, and links to the family's spaces at other schools open in this browser.

A family with children in several schools has an account in each. The page shows those that this browser has a session
of; no row belongs to two schools.
joined them (`link`); what this page joins is what the browser holds a session of. No row belongs to two schools.
"""

from dataclasses import dataclass

from litestar import get

from turbo_admin.portal.accounts.page_query import read_page_context
from turbo_admin.portal.pages.home import closures_ahead
from turbo_admin.portal.pages.visit import PageResponse, Visit, WebRequest, visit_of


@dataclass(frozen=True, slots=True)
class OtherSpace:
    """A space that is open in this browser at another school."""

    uai: str
    school: str
    names: tuple[str, ...]


@get("/mon-espace", sync_to_thread=True)
def show_space(request: WebRequest) -> PageResponse:
    """Show one card for each diner."""
    visit = visit_of(request)
    found_context, others = visit.load(diners=True), _other_spaces(visit)
    visit.session_of("full")
    return visit.page(
        "space.html", diners=found_context.diners, closures=closures_ahead(visit), others=others
    )


def _other_spaces(visit: Visit) -> list[OtherSpace]:
    """Read each other school in its own transaction: none may see another's rows."""
    found = []
    for uai, token in visit.cookies.other_sessions():
        found_context = read_page_context(visit.site.database, uai, token, now=visit.now, diners=True)
        if found_context and found_context.session and found_context.session.kind == "full":
            names = tuple(diner.name for diner in found_context.diners)
            found.append(OtherSpace(uai, found_context.school.name, names))
    return found
