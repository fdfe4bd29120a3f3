"""« Mon espace »: the diners of an account."""

from litestar import get

from turbo_admin.portal.accounts import attached_diners
from turbo_admin.portal.pages.home import closures_ahead
from turbo_admin.portal.pages.site import Page, WebRequest, visit_of


@get("/mon-espace", sync_to_thread=True)
def show_space(request: WebRequest) -> Page:
    """Show a card a diner."""
    visit = visit_of(request)
    with visit.opened() as connection:
        session = visit.session_of("full")
        diners = attached_diners(connection, visit.uai, session.account_id)
        return visit.page("space.html", diners=diners, closures=closures_ahead(visit))
