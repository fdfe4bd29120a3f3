"""« Fermer mon compte »: the consequences, the password, then the account is closed at once."""

from litestar import get, post

from turbo_admin.core.errors import Refused
from turbo_admin.portal.accounts.access import attached_diners
from turbo_admin.portal.accounts.own_account import close_account
from turbo_admin.portal.pages.access_log import note
from turbo_admin.portal.pages.choose import PasswordChoice, find_password_choice
from turbo_admin.portal.pages.password_check import FIELD, check_password, lock_verified_account
from turbo_admin.portal.pages.visit import PageResponse, Visit, WebRequest, visit_of


@get("/mon-compte/fermer", sync_to_thread=True)
def show_closing(request: WebRequest) -> PageResponse:
    """Say what it means, and ask for the password."""
    return _form(visit_of(request), "")


@post("/mon-compte/fermer", status_code=303)
async def close(request: WebRequest) -> PageResponse:
    """Close the account: end its sessions, append the event for the office, queue a mail."""
    visit = visit_of(request)
    choice, wrong = await check_password(visit)
    if wrong:
        return await visit.in_thread(_form, wrong)
    return await visit.in_thread(_close, choice)


def _close(visit: Visit, choice: PasswordChoice) -> PageResponse:
    with visit.opened() as connection:
        # None: the password was changed on another device meanwhile.
        account = lock_verified_account(visit, connection, choice)
        if account is not None:
            close_account(connection, visit.uai, account, now=visit.now)
            note(visit, "account_closed", account.account_id)
    if account is None:
        return _form(visit, str(Refused("password_wrong")))
    visit.cookies.keep_session("")
    visit.cookies.notify("compte-ferme")
    return visit.redirect()


def _form(visit: Visit, problem: str) -> PageResponse:
    with visit.opened() as connection:
        account = find_password_choice(visit, connection, "full").account
        return visit.page(
            "close.html",
            400 if problem else 200,
            account=account,
            diners=attached_diners(connection, visit.uai, account.account_id),
            wrong={FIELD: problem} if problem else {},
        )
