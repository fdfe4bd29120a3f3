"""Choosing a password: the first one, after a provisional one, and any later one."""

from dataclasses import dataclass
from functools import cache

from litestar import get, post
from litestar.exceptions import PermissionDeniedException
from sqlalchemy import Connection
from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from turbo_admin.core.credentials.passwords import check_own_password, context_words, strength
from turbo_admin.core.errors import Refused
from turbo_admin.core.language import _
from turbo_admin.core.mails.payloads import AccountData
from turbo_admin.portal.accounts.access import (
    Account,
    account_salt,
    attached_diners,
    read_account,
    set_own_password,
)
from turbo_admin.portal.accounts.links import end_sessions_elsewhere
from turbo_admin.portal.accounts.sessions import end_all_sessions, open_session
from turbo_admin.portal.mail.queue import queue_mail
from turbo_admin.portal.pages.access_log import note
from turbo_admin.portal.pages.link import others_of_browser
from turbo_admin.portal.pages.visit import PageResponse, Visit, WebRequest, visit_of

# Characters given to zxcvbn, whose time grows with the length; longer passwords are strong anyway.
_ESTIMATED = 72
# Characters; a form field is cut before it is normalised.
_RAW_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class PasswordChoice:
    """The account whose password is chosen, its salt, and words that a good password must not consist of."""

    account: Account
    salt: bytes | None
    context: tuple[str, ...]


@get("/choisir-mot-de-passe", sync_to_thread=True)
def show_choice(request: WebRequest) -> PageResponse:
    """Show the form to whoever came with a provisional password."""
    visit = visit_of(request)
    with visit.opened() as connection:
        return _form(visit, find_password_choice(visit, connection, "choose"))


@post("/choisir-mot-de-passe", status_code=303)
async def choose(request: WebRequest) -> PageResponse:
    """Store the chosen password; provisional passwords and all other sessions end."""
    visit = visit_of(request)
    choice = await visit.in_thread(_open_choice)
    try:
        password = await visit.in_thread(check_typed, choice)
    except Refused as refused:
        return await visit.in_thread(_form, choice, refused)
    # Hashed outside of any transaction: it takes long, and would hold a connection.
    hashed = await visit.site.hashing.make(password, choice.salt)
    return await visit.in_thread(_store, hashed)


def show_again(visit: Visit) -> PageResponse:
    """Show the form again after its CSRF token was refused.

    Raises:
        SeeOther: to the sign-in page, which leads on: the session cookie is gone too.
        PermissionDeniedException: a password has been chosen already.
    """
    with visit.opened() as connection:
        if visit.session is not None and visit.session.kind == "full":
            raise PermissionDeniedException("csrf")
        return _form(visit, find_password_choice(visit, connection, "choose"), stale=True)


def check_typed(visit: Visit, choice: PasswordChoice) -> str:
    """Return the password of the form, fit to be hashed.

    Raises:
        Refused: it is not good enough, or the confirmation differs.
    """
    return check_own_password(
        visit.form.get("mot_de_passe", "")[:_RAW_LENGTH],
        visit.form.get("confirmation", "")[:_RAW_LENGTH],
        context=choice.context,
        common=_common(),
        guesses=guesses,
    )


def find_password_choice(visit: Visit, connection: Connection, kind: str) -> PasswordChoice:
    """Return who is choosing.

    Raises:
        SeeOther: no session of that kind.
    """
    session = visit.session_of("choose" if kind == "choose" else "full")
    account = read_account(connection, visit.uai, session.account_id)
    if account is None:  # impossible: a session has a foreign key to its account
        raise LookupError(session.account_id)
    diners = attached_diners(connection, visit.uai, account.account_id)
    settings = visit.school.settings
    names = [name for diner in diners for name in (diner.last_name, diner.first_name)]
    context = (visit.school.name, settings.name, settings.address, account.login, account.email, *names)
    return PasswordChoice(account, account_salt(connection, visit.uai, account, now=visit.now), context)


def store_password(visit: Visit, connection: Connection, account: Account, hashed: str) -> None:
    """Store the hash, replace all sessions by a new one of this browser, notify the family and the office.

    Args:
        account: as `Visit.lock_account` returned it.
    """
    uai = visit.uai
    # A thief who was signed in with the former password must be signed out.
    end_all_sessions(connection, uai, account.account_id)
    end_sessions_elsewhere(connection, uai, account.account_id, but=others_of_browser(visit))
    visit.cookies.keep_session(
        open_session(connection, uai, account.account_id, "full", agent=visit.agent, now=visit.now)
    )
    visit.cookies.mark_device(account.account_id)
    # A first password is no news: the family is just choosing it.
    if account.password_hash and account.email:
        data = AccountData(login=account.login, changed_at=visit.now)
        queue_mail(
            connection,
            uai,
            kind="motdepasse",
            to=account.email,
            data=data,
            account_id=account.account_id,
            now=visit.now,
        )
    note(visit, "password_changed", account.account_id)
    visit.log(
        connection, account.account_id, "password_changed" if account.password_hash else "password_chosen"
    )
    set_own_password(connection, uai, account.account_id, hashed, now=visit.now)


def guesses(password: str, words: list[str]) -> float:
    """Return log10 of the guesses that a cracking program needs, estimated by zxcvbn."""
    found = zxcvbn(password[:_ESTIMATED], user_inputs=[*words])
    return float(found["guesses_log10"])


def strength_word(password: str, choice: PasswordChoice) -> str:
    """Return the strength of a refused password in words; empty for an empty one."""
    if not password.strip():
        return ""
    return _(str(strength(guesses(password, context_words(choice.context)))))


@cache
def _common() -> frozenset[str]:
    return frozenset(FREQUENCY_LISTS["passwords"])


def _open_choice(visit: Visit) -> PasswordChoice:
    with visit.opened() as connection:
        return find_password_choice(visit, connection, "choose")


def _store(visit: Visit, hashed: str) -> PageResponse:
    with visit.opened() as connection:
        # The session may have ended, or the account been blocked, while the password was hashed.
        store_password(visit, connection, visit.lock_account(connection, "choose"), hashed)
    visit.cookies.notify("mot-de-passe")
    return visit.redirect("mon-espace")


def _form(
    visit: Visit, choice: PasswordChoice, refused: Refused | None = None, *, stale: bool = False
) -> PageResponse:
    return visit.page(
        "choose.html",
        403 if stale else 400 if refused else 200,
        stale=stale,
        login=choice.account.login,
        problem=refused,
        strength=strength_word(visit.form.get("mot_de_passe", ""), choice) if refused else "",
    )
