"""The link on sheets and in mails: opening it shows a button, and only the button consumes it."""

from litestar import get, post
from litestar.params import FromPath

from turbo_admin.portal.accounts.access import find_by_link, read_account
from turbo_admin.portal.accounts.requests import TOKEN_SHAPE
from turbo_admin.portal.pages.access_log import note
from turbo_admin.portal.pages.sign_in import start_session
from turbo_admin.portal.pages.visit import PageResponse, WebRequest, visit_of


@get("/activer/{token:str}", sync_to_thread=True)
def show_activation(request: WebRequest) -> PageResponse:
    """Show the button, whatever the token. Mail scanners open links: GET neither checks nor consumes it."""
    visit = visit_of(request)
    visit.load()
    return visit.page("activate.html", dead=False)


@post("/activer/{token:str}", status_code=303, sync_to_thread=True)
def activate(request: WebRequest, token: FromPath[str]) -> PageResponse:
    """Consume the link and let its holder choose a password."""
    visit = visit_of(request)
    with visit.opened() as connection:
        # Checked first: a token of another shape would reach the database as any text.
        known = TOKEN_SHAPE.fullmatch(token)
        account_id = find_by_link(connection, visit.uai, token, now=visit.now) if known else None
        # Lock, then look the link up again: of two concurrent uses one succeeds.
        account = read_account(connection, visit.uai, account_id, lock=True) if account_id else None
        if account is None or find_by_link(connection, visit.uai, token, now=visit.now) != account_id:
            note(visit, "link_refused")
            return visit.page("activate.html", 400, dead=True)
        start_session(visit, connection, account, own=False)
    return visit.redirect("choisir-mot-de-passe")
