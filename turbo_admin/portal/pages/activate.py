"""The link on sheets and in mails: opening it shows a button, and only the button consumes it."""

from functools import partial

from litestar import get, post
from litestar.params import FromPath
from sqlalchemy import Connection

from turbo_admin.core.credentials.rules import draw_token
from turbo_admin.portal.accounts.access import find_by_link, read_account
from turbo_admin.portal.accounts.requests import TOKEN_SHAPE
from turbo_admin.portal.accounts.resuming import find_resumable, keep_resumable
from turbo_admin.portal.accounts.sessions import end_session, open_session
from turbo_admin.portal.pages.access_log import note
from turbo_admin.portal.pages.sign_in import start_session
from turbo_admin.portal.pages.visit import PageResponse, Visit, WebRequest, visit_of


@get("/activer/{token:str}", sync_to_thread=True)
def show_activation(request: WebRequest) -> PageResponse:
    """Show the button, whatever the token. Mail scanners open links: GET neither checks nor consumes it."""
    visit = visit_of(request)
    visit.load()
    return visit.page("activate.html", dead=False)


@post("/activer/{token:str}", status_code=303, sync_to_thread=True)
def activate(request: WebRequest, token: FromPath[str]) -> PageResponse:
    """Consume the link and let its holder choose a password; the same browser may press again until it is chosen."""
    visit = visit_of(request)
    with visit.opened() as connection:
        # Checked first: a token of another shape would reach the database as any text.
        if not TOKEN_SHAPE.fullmatch(token) or not (
            _start(visit, connection, token) or _resume(visit, connection, token)
        ):
            note(visit, "link_refused")
            return visit.page("activate.html", 400, dead=True)
    return visit.redirect("choisir-mot-de-passe")


def _start(visit: Visit, connection: Connection, token: str) -> bool:
    account_id = find_by_link(connection, visit.uai, token, now=visit.now)
    # Lock, then look the link up again: of two concurrent uses one succeeds.
    account = read_account(connection, visit.uai, account_id, lock=True) if account_id else None
    if account is None or find_by_link(connection, visit.uai, token, now=visit.now) != account_id:
        return False
    start_session(visit, connection, account, own=False)
    _keep_mark(visit, connection, account.account_id, token)
    return True


def _resume(visit: Visit, connection: Connection, token: str) -> bool:
    """Open another session for the browser that had one by this link, which ended before a password was chosen."""
    find = partial(
        find_resumable,
        connection,
        visit.uai,
        link_token=token,
        mark=visit.cookies.resume_mark(),
        now=visit.now,
    )
    account_id = find()
    account = read_account(connection, visit.uai, account_id, lock=True) if account_id else None
    if account is None or find() != account_id:
        return False
    if visit.session:
        end_session(connection, visit.uai, visit.session.account_id, visit.session.token_hash)
    visit.cookies.keep_session(
        open_session(connection, visit.uai, account.account_id, "choose", agent=visit.agent, now=visit.now)
    )
    _keep_mark(visit, connection, account.account_id, token)
    note(visit, "choice_resumed", account.account_id)
    return True


def _keep_mark(visit: Visit, connection: Connection, account_id: str, token: str) -> None:
    mark = draw_token()
    keep_resumable(connection, visit.uai, account_id, link_token=token, mark=mark)
    visit.cookies.keep_resume_mark(mark)
