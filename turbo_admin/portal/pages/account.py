"""« Mon compte »: login and address, diners, the password, the devices signed in, the joined schools."""

from dataclasses import dataclass

from litestar import get, post

from turbo_admin.core.errors import Refused
from turbo_admin.portal.accounts.access import attached_diners
from turbo_admin.portal.accounts.links import is_fresh, links_of
from turbo_admin.portal.accounts.own_account import waiting_address
from turbo_admin.portal.accounts.sessions import list_sessions
from turbo_admin.portal.pages.choose import (
    PasswordChoice,
    check_typed,
    find_password_choice,
    store_password,
    strength_word,
)
from turbo_admin.portal.pages.link import see_spaces
from turbo_admin.portal.pages.password_check import FIELD, check_password, lock_verified_account
from turbo_admin.portal.pages.visit import PageResponse, Visit, WebRequest, visit_of


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with a change of password, and in which field."""

    where: str
    words: str


@get("/mon-compte", sync_to_thread=True)
def show_account(request: WebRequest) -> PageResponse:
    """Show the account."""
    visit = visit_of(request)
    return _page(visit)


@post("/mon-compte", status_code=303)
async def change_password(request: WebRequest) -> PageResponse:
    """Change the password, after the present one."""
    visit = visit_of(request)
    choice, wrong = await check_password(visit)
    if wrong:
        return await visit.in_thread(_page, FieldError(FIELD, wrong))
    try:
        password = await visit.in_thread(check_typed, choice)
    except Refused as error:
        where = "confirmation" if error.code == "password_unmatched" else "mot_de_passe"
        words = strength_word(visit.form.get("mot_de_passe", ""), choice)
        return await visit.in_thread(_page, FieldError(where, str(error)), words)
    hashed = await visit.site.hashing.make(password, choice.salt)
    return await visit.in_thread(_store, choice, hashed)


def _store(visit: Visit, choice: PasswordChoice, hashed: str) -> PageResponse:
    with visit.opened() as connection:
        account = lock_verified_account(visit, connection, choice)
        if account is not None:
            store_password(visit, connection, account, hashed)
    if account is None:
        return _page(visit, FieldError(FIELD, str(Refused("password_wrong"))))
    visit.cookies.notify("change")
    return visit.redirect("mon-compte")


def _page(visit: Visit, problem: FieldError | None = None, strength: str = "") -> PageResponse:
    with visit.opened() as connection:
        account = find_password_choice(visit, connection, "full").account
        session = visit.session_of("full")
        links = links_of(connection, visit.uai, account.account_id)
        fresh = is_fresh(connection, visit.uai, session, now=visit.now)
        facts = {
            "account": account,
            "waiting": waiting_address(connection, visit.uai, account.account_id, now=visit.now),
            "diners": attached_diners(connection, visit.uai, account.account_id),
            "sessions": list_sessions(connection, visit.uai, session, now=visit.now),
        }
    # After this transaction: each school is read in its own, since none may see another's rows.
    spaces = see_spaces(visit, links, fresh=fresh)
    status = 400 if problem else 200
    return visit.page("account.html", status, **facts, spaces=spaces, problem=problem, strength=strength)
