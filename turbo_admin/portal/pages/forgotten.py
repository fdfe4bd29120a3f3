"""« identifiant \\ mot de passe oublié(s) ? »: one field, and one answer whether the account exists or not."""

from dataclasses import dataclass

import anyio
import structlog
from litestar import get, post

from turbo_admin.core.credentials.rules import Provisional, draw_provisional
from turbo_admin.core.emails import email_key
from turbo_admin.core.errors import Unreachable
from turbo_admin.core.mails.payloads import ForgottenData
from turbo_admin.portal.accounts.access import (
    Account,
    account_salt,
    attached_diners,
    find_account,
    issue_forgotten_password,
    read_account,
)
from turbo_admin.portal.mail.queue import queue_mail, seal
from turbo_admin.portal.pages.visit import PageResponse, Visit, WebRequest, too_many_tries, visit_of

# The longest e-mail address (RFC 5321).
_NAME_LENGTH = 254
# Every answer leaves this long after the request, so that its time does not tell whether a mail was written.
ANSWER_AFTER_S = 0.35
_log = structlog.get_logger("turbo_admin.portal")


@dataclass(frozen=True, slots=True)
class ForgottenRequest:
    """The account to mail; None when the name is unknown, or was asked for too often."""

    account: Account | None
    salt: bytes | None


@get("/mot-de-passe-oublie", sync_to_thread=True)
def show_forgotten(request: WebRequest) -> PageResponse:
    """Show the form."""
    visit = visit_of(request)
    visit.load()
    return visit.page("forgotten.html", typed="", empty=False, done=False)


@post("/mot-de-passe-oublie", status_code=200)
async def forget(request: WebRequest) -> PageResponse:
    """Mail a provisional password if the account exists and has an address; the answer is the same in any case."""
    visit = visit_of(request)
    start = anyio.current_time()
    name = visit.form.get("identifiant", "").replace("\0", "").strip()[:_NAME_LENGTH]
    if not name:
        return await visit.in_thread(_empty)
    forgotten = await visit.in_thread(_find_forgotten, name)
    # Drawn and hashed for unknown names too: the time must be the same.
    secret = draw_provisional()
    hashed = await visit.site.hashing.make(secret.password, forgotten.salt)
    page = await visit.in_thread(_issue_and_mail, forgotten, secret, hashed)
    # Known and unknown names answer at the same moment.
    await anyio.sleep_until(start + ANSWER_AFTER_S)
    return page


def show_again(visit: Visit) -> PageResponse:
    """Show the form with what was typed: after its CSRF token was refused."""
    visit.load()
    typed = visit.form.get("identifiant", "").replace("\0", "").strip()[:_NAME_LENGTH]
    return visit.page("forgotten.html", 403, typed=typed, empty=False, done=False, stale=True)


def _empty(visit: Visit) -> PageResponse:
    visit.load()
    return visit.page("forgotten.html", 400, typed="", empty=True, done=False)


def _find_forgotten(visit: Visit, name: str) -> ForgottenRequest:
    limits = visit.site.limits
    with visit.opened() as connection:
        if not visit.allows(connection, "oubli-ip", visit.address, limits.forgotten_of_address):
            raise too_many_tries(connection, visit, "oubli-ip", visit.address, limits.forgotten_of_address)
        account = find_account(connection, visit.uai, name)
        # An unknown name has a bucket of its own, so that it is throttled like a known one.
        who = account.account_id if account else f"?{email_key(name)}"
        allowed = visit.allows(connection, "oubli", who, limits.forgotten_of_name)
        if account is None or account.state != "open" or not account.email or not allowed:
            return ForgottenRequest(None, None)
        return ForgottenRequest(account, account_salt(connection, visit.uai, account, now=visit.now))


def _issue_and_mail(
    visit: Visit, forgotten: ForgottenRequest, secret: Provisional, hashed: str
) -> PageResponse:
    with visit.opened() as connection:
        account = forgotten.account and read_account(
            connection, visit.uai, forgotten.account.account_id, lock=True
        )
        if account and account.state == "open" and account.email:
            try:
                sealed = seal(connection, secret)
            except Unreachable:
                # No mail worker has ever started here: the host is told by the log and by `portal doctor`.
                _log.error("forgotten_not_mailed", reason="no_mail_key")
            else:
                expires_at = issue_forgotten_password(
                    connection,
                    visit.uai,
                    account.account_id,
                    hashed=hashed,
                    link_token=secret.link_token,
                    now=visit.now,
                )
                visit.log(connection, account.account_id, "forgotten")
                diners = attached_diners(connection, visit.uai, account.account_id)
                queue_mail(
                    connection,
                    visit.uai,
                    kind="oubli",
                    to=account.email,
                    data=ForgottenData(
                        login=account.login, expires_at=expires_at, diners=[diner.name for diner in diners]
                    ),
                    sealed=sealed,
                    account_id=account.account_id,
                    expires_at=expires_at,
                    now=visit.now,
                )
        return visit.page("forgotten.html", typed="", empty=False, done=True)
