"""« Se connecter », by login or e-mail, with an own or a provisional password; and « Se déconnecter »."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from litestar import get, post
from sqlalchemy import Connection

from turbo_admin.core.credentials.passwords import LONGEST
from turbo_admin.core.credentials.rules import hash_token, needs_rehash, salt_of, tidy_password
from turbo_admin.core.emails import email_key
from turbo_admin.core.language import _
from turbo_admin.portal.accounts.access import (
    AcceptedPassword,
    Account,
    accepted_passwords,
    append_sign_in_event,
    append_spent_event,
    find_account,
    note_sign_in,
    read_account,
    spend_provisionals,
)
from turbo_admin.portal.accounts.links import end_links, end_sessions_elsewhere, links_of
from turbo_admin.portal.accounts.own_log import log_activity
from turbo_admin.portal.accounts.sessions import SessionKind, end_session, find_session, open_session
from turbo_admin.portal.base.page_texts import (
    CHOICE_ENDED,
    SESSION_ENDED,
    SIGN_IN_FIRST,
    SIGN_IN_NAME_EMPTY,
    SIGN_IN_PASSWORD_EMPTY,
    sign_in_failed,
)
from turbo_admin.portal.base.throttle import bucket, give_back
from turbo_admin.portal.pages.access_log import note
from turbo_admin.portal.pages.link import open_others
from turbo_admin.portal.pages.return_page import CHOICE, return_page
from turbo_admin.portal.pages.visit import PageResponse, Visit, WebRequest, too_many_tries, visit_of

# The longest e-mail address (RFC 5321).
_NAME_LENGTH = 254


@dataclass(frozen=True, slots=True)
class SignInAttempt:
    """An unverified sign-in attempt.

    Attributes:
        account: None when no account has that name, or it may not sign in.
        accepted_passwords: hashes that would open the account; empty when the try is throttled.
        buckets: the throttle buckets in which the try was counted, given back on success.
    """

    account: Account | None
    accepted_passwords: tuple[AcceptedPassword, ...]
    buckets: tuple[str, ...]


@get("/connexion", sync_to_thread=True)
def show_sign_in(request: WebRequest) -> PageResponse:
    """Show the form; whoever is signed in already goes on to their space."""
    visit = visit_of(request)
    visit.load()
    page = return_page(request.query_params.get("suite", ""))
    if visit.session and visit.session.kind == "full":
        return visit.redirect(page or "mon-espace")
    ended = sign_in_reason(visit, page)
    # A page that leads back is this visitor's own: not shared.
    show = visit.page if ended else visit.shared_page
    return show("sign_in.html", typed="", failed=(), wrong={}, suite=page, ended=ended)


@post("/connexion", status_code=303)
async def sign_in(request: WebRequest) -> PageResponse:
    """Authenticate. Every failure gives the same answer after exactly one hash, so that nothing shows who has an account."""
    visit = visit_of(request)
    # Before the try is counted: a busy server must not use up a family's tries.
    visit.site.hashing.check_room()
    name = visit.form.get("identifiant", "").replace("\0", "").strip()
    typed = visit.form.get("mot_de_passe", "")[: LONGEST + 1]
    # What is empty is no try: it is neither counted nor hashed, whatever the name.
    if missing := _missing(name, typed):
        return await visit.in_thread(_ask_for, name, missing)
    attempt = await visit.in_thread(_find_attempt, name[:_NAME_LENGTH])
    provisional_only = all(accepted.origin != "own" for accepted in attempt.accepted_passwords)
    password = tidy_password(typed, provisional_only=provisional_only)
    matched = await visit.site.hashing.match(
        [accepted.hashed for accepted in attempt.accepted_passwords], password
    )
    if attempt.account is None or matched is None:
        known = attempt.account.account_id if attempt.account else ""
        # `evaluated` tells the host a throttled try from a wrong password.
        note(visit, "sign_in_refused", known, evaluated="yes" if attempt.accepted_passwords else "no")
        return await visit.in_thread(_fail, name)
    rehashed = await _rehash(visit, attempt.accepted_passwords[matched], password)
    return await visit.in_thread(_admit, attempt, attempt.accepted_passwords[matched], name, rehashed)


@post("/deconnexion", status_code=303, sync_to_thread=True)
def sign_out(request: WebRequest) -> PageResponse:
    """End this session, and those of this browser at other schools: on a shared computer none may stay open."""
    visit = visit_of(request)
    for uai, token in visit.cookies.other_sessions():
        _sign_out_elsewhere(visit, uai, token)
    with visit.opened() as connection:
        if visit.session:
            end_session(connection, visit.uai, visit.session.account_id, visit.session.token_hash)
            end_sessions_elsewhere(
                connection, visit.uai, visit.session.account_id, opener=visit.session.token_hash
            )
            visit.log(connection, visit.session.account_id, "signed_out")
    visit.cookies.keep_session("")
    visit.cookies.notify("au-revoir")
    page = visit.redirect()
    if visit.site.config.secure:  # browsers ignore it over http
        page.headers["clear-site-data"] = '"cache", "storage"'
    return page


def _sign_out_elsewhere(visit: Visit, uai: str, token: str) -> None:
    with visit.site.database.school(uai) as connection:
        session = find_session(connection, uai, token, now=visit.now)
        if session:
            end_session(connection, uai, session.account_id, session.token_hash)
            log_activity(connection, uai, session.account_id, "signed_out", now=visit.now, agent=visit.agent)
    visit.cookies.keep_session("", uai)


def _find_attempt(visit: Visit, name: str) -> SignInAttempt:
    """Count the try and read the password hashes. Unknown, blocked and closed accounts cost the same queries."""
    with visit.opened() as connection:
        address = bucket("connexion-ip", visit.address)
        if not visit.allows(connection, "connexion-ip", visit.address, visit.site.limits.failures_of_address):
            raise too_many_tries(
                connection, visit, "connexion-ip", visit.address, visit.site.limits.failures_of_address
            )
        account = find_account(connection, visit.uai, name)
        # A stand-in without rows: unknown names run the same statements.
        known = account if account is not None else Account("", "", "", "unknown", 0, None, None)
        counted, allowed = _count(visit, connection, known.account_id, name)
        found = accepted_passwords(connection, visit.uai, known, now=visit.now)
        if known.state != "open":
            return SignInAttempt(None, found if allowed else (), (address, counted))
        return SignInAttempt(known, found if allowed else (), (address, counted))


def _count(visit: Visit, connection: Connection, account_id: str, name: str) -> tuple[str, bool]:
    """Count the try in its bucket; return the bucket, and whether the try may be evaluated.

    A known account has one bucket, however it is named; an unknown name has its own. A visitor cannot tell them apart:
    a throttled try is answered like a wrong password.
    """
    limits = visit.site.limits
    # A browser that signed in before has a bucket of its own: strangers' guesses do not lock the family out.
    if account_id and visit.cookies.knows_device(account_id):
        purpose, who, limit = "connexion-appareil", account_id, limits.guesses_of_device
    else:
        purpose, who, limit = "connexion", account_id or f"?{email_key(name)}", limits.guesses
    return bucket(purpose, who), visit.allows(connection, purpose, who, limit)


async def _rehash(visit: Visit, accepted: AcceptedPassword, password: str) -> str:
    # Provisional passwords die soon; only own ones are brought to new parameters.
    if accepted.origin != "own" or not needs_rehash(accepted.hashed):
        return ""
    return await visit.site.hashing.make(password, salt_of(accepted.hashed))


def show_again(visit: Visit) -> PageResponse:
    """Show the form with the name that was typed: after its CSRF token was refused."""
    visit.load()
    typed = visit.form.get("identifiant", "").replace("\0", "").strip()[:_NAME_LENGTH]
    return form_again(visit, 403, typed)


def form_again(
    visit: Visit,
    status: int,
    typed: str,
    *,
    failed: Sequence[str] = (),
    wrong: Mapping[str, str] | None = None,
) -> PageResponse:
    """Show the form again.

    Args:
        status: 403 when its CSRF token was refused.
        typed: the name, as it was typed.
        failed: what is said of a name and a password that do not fit.
        wrong: what is missing, by field.
    """
    return visit.page(
        "sign_in.html",
        status,
        typed=typed[:_NAME_LENGTH],
        failed=failed,
        wrong=wrong or {},
        suite=return_page(visit.form.get("suite", "")),
        ended=(),
        stale=status == 403,
    )


def sign_in_reason(visit: Visit, page: str) -> tuple[str, ...]:
    """Return why somebody who was sent here has to sign in; empty for whoever came by himself.

    Args:
        page: the one to come back to, empty for none.
    """
    if page == CHOICE:
        return tuple(map(_, CHOICE_ENDED))
    # A browser keeps the cookie of a session that has ended, unless it has signed out.
    if page and visit.cookies.session():
        return tuple(map(_, SESSION_ENDED))
    return (_(SIGN_IN_FIRST),) if page else ()


def _missing(name: str, password: str) -> dict[str, str]:
    missing = {}
    if not name:
        missing["identifiant"] = _(SIGN_IN_NAME_EMPTY)
    if not password.strip():
        missing["mot_de_passe"] = _(SIGN_IN_PASSWORD_EMPTY)
    return missing


def _ask_for(visit: Visit, name: str, missing: Mapping[str, str]) -> PageResponse:
    visit.load()
    return form_again(visit, 400, name, wrong=missing)


def _fail(visit: Visit, name: str) -> PageResponse:
    visit.load()
    return form_again(visit, 400, name, failed=sign_in_failed())


def _admit(
    visit: Visit, attempt: SignInAttempt, accepted: AcceptedPassword, name: str, rehashed: str
) -> PageResponse:
    """Open the session, unless the password has been used or replaced, or the account blocked, meanwhile."""
    account_id = attempt.account.account_id if attempt.account else ""
    with visit.opened() as connection:
        account = read_account(connection, visit.uai, account_id, lock=True)
        if (
            account is None
            or account.state != "open"
            or accepted not in accepted_passwords(connection, visit.uai, account, now=visit.now)
        ):
            return form_again(visit, 400, name, failed=sign_in_failed())
        give_back(connection, visit.uai, attempt.buckets)
        # A provisional password opens no other school: it may have been read by others.
        links = links_of(connection, visit.uai, account_id) if accepted.origin == "own" else []
        token = start_session(visit, connection, account, own=accepted.origin == "own", rehashed=rehashed)
    open_others(visit, links, hash_token(token))
    if accepted.origin != "own":
        return visit.redirect("choisir-mot-de-passe")
    return visit.redirect(return_page(visit.form.get("suite", "")) or "mon-espace")


def start_session(
    visit: Visit, connection: Connection, account: Account, *, own: bool, rehashed: str = ""
) -> str:
    """Open a session under a new id, replacing this browser's session; called last in a transaction.

    Args:
        account: locked by this transaction.
        own: whether an own password was typed. A provisional one is spent, and ends the links to other schools'
            accounts: it may have been read by others.

    Returns:
        Its token.
    """
    spent = 0
    if visit.session:
        end_session(connection, visit.uai, visit.session.account_id, visit.session.token_hash)
    if own:
        note_sign_in(connection, visit.uai, account.account_id, now=visit.now, rehashed=rehashed)
        # What another family had typed in this browser is not shown to this one.
        if not visit.cookies.knows_device(account.account_id):
            visit.cookies.forget_typed()
        visit.cookies.mark_device(account.account_id)
    else:
        spent = spend_provisionals(connection, visit.uai, account.account_id, now=visit.now)
        if end_links(connection, visit.uai, account.account_id):
            visit.log(connection, account.account_id, "links_ended")
    kind: SessionKind = "full" if own else "choose"
    token = open_session(connection, visit.uai, account.account_id, kind, agent=visit.agent, now=visit.now)
    visit.cookies.keep_session(token)
    what = "signed_in" if own else "signed_in_provisional"
    note(visit, what, account.account_id)
    visit.log(connection, account.account_id, what)
    if own:
        append_sign_in_event(connection, visit.uai, account, now=visit.now)
    else:
        append_spent_event(connection, visit.uai, account.account_id, spent, now=visit.now)
    return token
