"""Error answers: a French page for visitors, a Problem (RFC 9457) for the office's program."""

import re

from litestar import Response
from litestar.exceptions import HTTPException
from msgspec.json import encode

from turbo_admin.core.errors import Unreachable
from turbo_admin.core.language import _
from turbo_admin.portal.base.error_texts import error_words
from turbo_admin.portal.base.logs import log_bug
from turbo_admin.portal.base.page_texts import UNRECORDED
from turbo_admin.portal.base.problems import problem_of_status
from turbo_admin.portal.pages.access_log import note_refusal
from turbo_admin.portal.pages.http_errors import SeeOther, TooManyTries
from turbo_admin.portal.pages.raw_response import RawResponse
from turbo_admin.portal.pages.site_context import SiteContext
from turbo_admin.portal.pages.visit import PageResponse, WebRequest

# Seconds that a client is asked to wait, by status.
_RETRY_SECONDS = {429: "60", 503: "5"}
_API = "/api/"
_BELOW = re.compile(r"(/e/[0-9]{7}[A-Za-z])/", re.ASCII)


def answer_http(request: WebRequest, error: HTTPException) -> PageResponse:
    """Answer an HTTPException; a redirection keeps its Location."""
    if isinstance(error, SeeOther):
        return RawResponse(b"", error.status_code, error.cookies, error.location)
    status = error.status_code
    headers = dict(error.headers or {})
    if status < 400:
        return Response("", status_code=status, media_type="text/html", headers=headers)
    note_refusal(request, status)
    if status in _RETRY_SECONDS:
        headers.setdefault("retry-after", _RETRY_SECONDS[status])
    return _answer(request, status, headers, error.words if isinstance(error, TooManyTries) else "")


def answer_unreachable(request: WebRequest, error: Unreachable) -> Response[str]:
    """Answer 503: the database does not answer."""
    log_bug(error, str(request.scope.get("request_id", "")))
    said = _(UNRECORDED) if request.method == "POST" else ""
    return _answer(request, 503, {"retry-after": _RETRY_SECONDS[503]}, said)


def answer_bug(request: WebRequest, error: Exception) -> Response[str]:
    """Answer 500 without any detail of the bug."""
    log_bug(error, str(request.scope.get("request_id", "")))
    return _answer(request, 500, {})


def error_page(site: SiteContext, status: int, said: str = "", path: str = "") -> str:
    """Return the page of an error, the same for every school: it may be shown when the database is down.

    Args:
        said: more precisely than the status alone.
        path: of what was asked for; a page below a school's home leads back there.
    """
    title, words = error_words(status)
    words = said or words
    below = _BELOW.match(path)
    home = below[1] if below else ""
    return site.templates.render("error.html", title=title, words=words, status=status, home=home)


def _answer(request: WebRequest, status: int, headers: dict[str, str], said: str = "") -> Response[str]:
    if str(request.scope["path"]).startswith(_API):
        body = encode(problem_of_status(status)).decode()
        return Response(body, status_code=status, media_type="application/json", headers=headers)
    page = error_page(request.app.state.site, status, said, str(request.scope["path"]))
    return Response(page, status_code=status, media_type="text/html", headers=headers)
