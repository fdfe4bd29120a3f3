"""« Créer un compte »: the account request, and the confirmation of its address."""

from dataclasses import replace

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from turbo_admin.core.errors import Unreachable
from turbo_admin.core.intake.reference import request_reference
from turbo_admin.core.intake.rules import Problems, check_request, typed_request
from turbo_admin.core.language import _
from turbo_admin.portal.accounts.request_state import read_request_state
from turbo_admin.portal.accounts.requests import (
    TOKEN_SHAPE,
    RequestOutcome,
    SubmittedRequest,
    confirm_request,
)
from turbo_admin.portal.base.error_texts import too_many_tries_words
from turbo_admin.portal.base.logs import log_bug
from turbo_admin.portal.base.page_texts import DOUBT, UNRECORDED_REQUEST
from turbo_admin.portal.base.throttle import bucket, seconds_left
from turbo_admin.portal.pages.visit import PageResponse, Visit, WebRequest, visit_of

# Hidden by the style sheet; robots fill in every field.
HONEYPOT = "site_web"
_VERIFIED = "verifie"
PAGE = "creer-un-compte"


@get("/creer-un-compte", sync_to_thread=True)
def show_form(request: WebRequest) -> PageResponse:
    """Show the empty form."""
    visit = visit_of(request)
    visit.load()
    # « Ce n’est pas la bonne ? »: what was sent a moment ago, to be corrected.
    typed = visit.cookies.typed(PAGE) if request.query_params.get("corriger") else {}
    return _form(visit, typed_request(typed) if typed else Problems({}), 200)


@post("/creer-un-compte", status_code=303)
async def send_request(request: WebRequest) -> PageResponse:
    """Record a request, or show every error at once. Sending the same request twice records one."""
    visit = visit_of(request)
    checked = check_request(visit.form, verified=visit.form.get(_VERIFIED, ""))
    if isinstance(checked, Problems):
        return await visit.in_thread(_refuse, checked)
    # Recorded all the same: some browsers fill every field in by themselves, and the office judges.
    intake = replace(checked, trapped=bool(visit.form.get(HONEYPOT)))
    asked = SubmittedRequest(intake, bucket("demande-ip", visit.address), visit.now)
    # Batched with other families' requests into one transaction; see `Batcher`.
    try:
        outcome = await visit.site.requests.do(visit.uai, asked)
    except Unreachable as error:
        return await visit.in_thread(_refuse_unrecorded, error)
    if outcome.state == "unknown":
        raise NotFoundException
    if outcome.state != "taken":
        return await visit.in_thread(_refuse_another, outcome, asked)
    kept = {**typed_request(visit.form).typed, "reference": request_reference(outcome.request_id)}
    visit.cookies.keep_typed(PAGE, kept)
    visit.cookies.notify("demande")
    return visit.redirect()


@get("/confirmer/{token:str}", sync_to_thread=True)
def show_confirmation(request: WebRequest) -> PageResponse:
    """Show the button. GET confirms nothing: mail scanners open every link."""
    visit = visit_of(request)
    visit.load()
    return visit.page("confirm.html", done=False)


@post("/confirmer/{token:str}", status_code=200, sync_to_thread=True)
def confirm(request: WebRequest, token: FromPath[str]) -> PageResponse:
    """Confirm the address; the page says the same for a token that has already served, or never existed."""
    visit = visit_of(request)
    with visit.opened() as connection:
        if TOKEN_SHAPE.fullmatch(token):
            confirm_request(connection, visit.uai, token, now=visit.now)
        return visit.page("confirm.html", done=True)


@get("/demande/{token:str}", sync_to_thread=True)
def show_request(request: WebRequest, token: FromPath[str]) -> PageResponse:
    """Show what became of a request, by the link of its acknowledgement."""
    visit = visit_of(request)
    with visit.opened() as connection:
        # Checked first: a token of another shape would reach the database as any text.
        asked = read_request_state(connection, visit.uai, token) if TOKEN_SHAPE.fullmatch(token) else None
    return visit.page("request_state.html", 200 if asked else 400, asked=asked, token=token if asked else "")


def show_again(visit: Visit) -> PageResponse:
    """Show the form as it was filled in, after its CSRF token was refused."""
    visit.load()
    return _form(visit, typed_request(visit.form), 403)


def _refuse(visit: Visit, problems: Problems) -> PageResponse:
    visit.load()
    return _form(visit, problems, 400)


def _refuse_unrecorded(visit: Visit, error: Unreachable) -> PageResponse:
    """Say that nothing was recorded (a full disk); what was typed stays. A database that is away shows the error page."""
    visit.load()
    log_bug(error, str(visit.request.scope.get("request_id", "")))
    page = _form(visit, replace(typed_request(visit.form), errors={"": _(UNRECORDED_REQUEST)}), 503)
    page.headers["retry-after"] = "60"
    return page


def _refuse_another(visit: Visit, outcome: RequestOutcome, asked: SubmittedRequest) -> PageResponse:
    """Say that there were too many; what was typed stays."""
    limits = visit.site.limits
    with visit.opened() as connection:
        key, limit = (
            (asked.email, limits.requests_of_email)
            if outcome.state == "crowded"
            else (asked.address, limits.requests_of_address)
        )
        wait = seconds_left(connection, visit.uai, key, limit, now=visit.now)
    words = too_many_tries_words("courriel" if outcome.state == "crowded" else "demande-ip", wait)
    # Too many requests from one network address: no field of the form is wrong.
    errors = {"email" if outcome.state == "crowded" else "": words}
    page = _form(visit, replace(typed_request(visit.form), errors=errors), 429)
    page.headers["retry-after"] = str(wait)
    return page


def _form(visit: Visit, problems: Problems, status: int) -> PageResponse:
    errors = dict(problems.errors)
    if problems.doubt:
        errors["email"] = _(DOUBT).format(meant=problems.doubt)
    # Cut: hidden fields come back from the browser and may hold anything.
    verified = problems.typed.get("email", "") if problems.doubt else visit.form.get(_VERIFIED, "")[:300]
    return visit.page(
        "ask.html",
        status,
        typed=problems.typed,
        errors=errors,
        honeypot=HONEYPOT,
        verified_name=_VERIFIED,
        verified=verified,
        only_doubt=bool(problems.doubt),
        stale=status == 403,
    )
