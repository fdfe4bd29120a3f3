"""Checks before any page of a school: the UAI's form, and that posts come from our own forms."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import quote

from litestar import Response
from litestar.exceptions import HTTPException, NotFoundException, PermissionDeniedException

from turbo_admin.portal.base.csrf import Csrf
from turbo_admin.portal.base.forms import read_form
from turbo_admin.portal.pages import ask, choose, forgotten, sign_in
from turbo_admin.portal.pages.cookies import cookie_name
from turbo_admin.portal.pages.return_page import return_page
from turbo_admin.portal.pages.site_context import SiteContext
from turbo_admin.portal.pages.visit import PageResponse, Visit, WebRequest, visit_of

_UAI = re.compile(r"[0-9]{7}[A-Za-z]", re.ASCII)
_FORM = "application/x-www-form-urlencoded"
# Forms shown again with what was typed, when their cookie is gone.
_SHOWN_AGAIN: Mapping[str, Callable[[Visit], PageResponse]] = {
    "creer-un-compte": ask.show_again,
    "connexion": sign_in.show_again,
    "choisir-mot-de-passe": choose.show_again,
    "mot-de-passe-oublie": forgotten.show_again,
}


class StaleForm(PermissionDeniedException):
    """A form of ours without its CSRF cookie: the browser was closed meanwhile, or refuses cookies."""


async def before_page(request: WebRequest) -> PageResponse | None:
    """Check a request after routing.

    Returns:
        A redirection when the UAI was typed in small letters; the form again, 403, when its token has gone with the
        browser's cookies; None lets the page answer.

    Raises:
        NotFoundException: that is no UAI.
        HTTPException: 403 a post from elsewhere, 413 too long, 415 not a form.
    """
    uai = str(request.path_params.get("uai", ""))
    if not _UAI.fullmatch(uai):
        raise NotFoundException
    if request.method == "POST":
        try:
            await _check_post(request)
        except StaleForm:
            return await _show_again(request)
    if uai != uai.upper():
        # The first occurrence is the one in the path: nothing before it (`/e/`) looks like a UAI.
        location = quote(str(request.scope["path"]).replace(uai, uai.upper(), 1))
        if asked := request.scope["query_string"]:
            location += "?" + asked.decode("ascii", "ignore")
        # 308 keeps the method: a form posted to the small-letter address is posted again.
        return Response("", status_code=308, media_type="text/html", headers={"location": location})
    return None


async def _check_post(request: WebRequest) -> None:
    site: SiteContext = request.app.state.site
    # First: a post from another site is refused before its body is read.
    if not site.origins.allows(request.headers):
        raise PermissionDeniedException("origin")
    if request.content_type[0] != _FORM:
        raise HTTPException(status_code=415)
    form = read_form(await request.body())
    token = form.pop(Csrf.FIELD, "")
    # Read once here; `visit_of` takes it from the scope.
    request.scope["turbo_form"] = form  # type: ignore[typeddict-unknown-key]
    try:
        site.csrf.check(request.cookies.get(cookie_name("csrf", secure=site.config.secure), ""), token)
    except PermissionDeniedException as error:
        # Without a token it is not one of our forms, and is refused.
        if token and (_page_name(request) in _SHOWN_AGAIN or return_page(_page_name(request))):
            raise StaleForm from error
        raise


def _page_name(request: WebRequest) -> str:
    """Return what stands after the UAI when it is one word."""
    return str(request.scope["path"]).partition(str(request.path_params["uai"]))[2].strip("/")


async def _show_again(request: WebRequest) -> PageResponse:
    """Show the form as it was filled in, with a new token; nothing of the post was done."""
    request.path_params["uai"] = str(request.path_params["uai"]).upper()
    visit = visit_of(request)
    return await visit.in_thread(_SHOWN_AGAIN.get(_page_name(request), _show_family_page_again))


def _show_family_page_again(visit: Visit) -> PageResponse:
    """Lead to the sign-in page and back: the session went with the token.

    Raises:
        SeeOther: in that case.
        PermissionDeniedException: the session is there, and the token alone was refused.
    """
    visit.load()
    visit.session_of("full")
    raise PermissionDeniedException("csrf")
