"""« Ajouter un enfant »: a signed-in family asks for one more diner, without typing again what its account says."""

from collections.abc import Mapping
from dataclasses import replace

from litestar import get, post

from turbo_admin.core.errors import Unreachable
from turbo_admin.core.intake.rules import Problems, check_request, typed_request
from turbo_admin.core.language import _
from turbo_admin.portal.accounts.access import Account, read_account
from turbo_admin.portal.accounts.requests import RequestOutcome, SubmittedRequest
from turbo_admin.portal.base.error_texts import too_many_tries_words
from turbo_admin.portal.base.logs import log_bug
from turbo_admin.portal.base.page_texts import UNRECORDED_REQUEST
from turbo_admin.portal.base.throttle import bucket, seconds_left
from turbo_admin.portal.pages.visit import PageResponse, Visit, WebRequest, visit_of

_PAGE = "mon-compte/ajouter"


@get("/mon-compte/ajouter", sync_to_thread=True)
def show_adding(request: WebRequest) -> PageResponse:
    """Show the form, with what was typed before the session ended."""
    visit = visit_of(request)
    account = _account(visit)
    return _form(visit, account, visit.cookies.typed(_PAGE), {}, 200)


@post("/mon-compte/ajouter", status_code=303)
async def add_diner(request: WebRequest) -> PageResponse:
    """Record the request, by the account's own address; the office is told which account asks."""
    visit = visit_of(request)
    account = await visit.in_thread(_account)
    checked = check_request({**visit.form, "email": account.email}, verified=account.email)
    if isinstance(checked, Problems):
        return await visit.in_thread(_form, account, checked.typed, checked.errors, 400)
    asked = SubmittedRequest(
        replace(checked, asked_by=account.account_id), bucket("demande-ip", visit.address), visit.now
    )
    try:
        outcome = await visit.site.requests.do(visit.uai, asked)
    except Unreachable as error:
        return await visit.in_thread(_refuse_unrecorded, account, error)
    if outcome.state != "taken":
        return await visit.in_thread(_refuse, account, outcome, asked)
    visit.cookies.forget_typed()
    visit.cookies.notify("ajout")
    return visit.redirect("mon-espace")


def _account(visit: Visit) -> Account:
    with visit.opened() as connection:
        session = visit.session_of("full")
        account = read_account(connection, visit.uai, session.account_id)
    if account is None:  # impossible: a session has a foreign key to its account
        raise LookupError(session.account_id)
    return account


def _refuse(visit: Visit, account: Account, outcome: RequestOutcome, asked: SubmittedRequest) -> PageResponse:
    limits = visit.site.limits
    is_crowded = outcome.state == "crowded"
    key, limit = (
        (asked.email, limits.requests_of_email) if is_crowded else (asked.address, limits.requests_of_address)
    )
    with visit.opened() as connection:
        wait = seconds_left(connection, visit.uai, key, limit, now=visit.now)
    words = too_many_tries_words("courriel" if is_crowded else "demande-ip", wait)
    page = _form(visit, account, typed_request(visit.form).typed, {"": words}, 429)
    page.headers["retry-after"] = str(wait)
    return page


def _refuse_unrecorded(visit: Visit, account: Account, error: Unreachable) -> PageResponse:
    """Say that nothing was recorded (a full disk); what was typed stays. A database that is away shows the error page."""
    visit.load()
    log_bug(error, str(visit.request.scope.get("request_id", "")))
    page = _form(visit, account, typed_request(visit.form).typed, {"": _(UNRECORDED_REQUEST)}, 503)
    page.headers["retry-after"] = "60"
    return page


def _form(
    visit: Visit, account: Account, typed: Mapping[str, str], errors: Mapping[str, str], status: int
) -> PageResponse:
    # The address is the account's, so it is no field of this form.
    shown = {name: words for name, words in errors.items() if name != "email"}
    return visit.page("add_diner.html", status, email=account.email, typed=typed, errors=shown)
