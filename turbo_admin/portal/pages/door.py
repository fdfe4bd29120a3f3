"""Before any page of a school: its address in one spelling, and posts from our own forms only."""

import re
from urllib.parse import quote

from litestar import Response
from litestar.exceptions import HTTPException, NotFoundException, PermissionDeniedException

from turbo_admin.portal.pages.site import Page, Site, WebRequest
from turbo_admin.portal.security import Csrf, read_form

_UAI = re.compile(r"[0-9]{7}[A-Za-z]", re.ASCII)
_FORM = "application/x-www-form-urlencoded"


async def before_page(request: WebRequest) -> Page | None:
    """Judge a request whose route is known.

    Returns:
        A redirection when the UAI was typed in small letters; None lets the page answer.

    Raises:
        NotFoundException: that is no UAI.
        HTTPException: 403 a post from elsewhere, 413 too long, 415 not a form.
    """
    uai = str(request.path_params.get("uai", ""))
    if not _UAI.fullmatch(uai):
        raise NotFoundException
    if request.method == "POST":
        await _check_post(request)
    if uai != uai.upper():
        # Routes are not sensitive to what stands before the UAI: its first occurrence is the one in the path.
        location = quote(str(request.scope["path"]).replace(uai, uai.upper(), 1))
        return Response("", status_code=308, media_type="text/html", headers={"location": location})
    return None


async def _check_post(request: WebRequest) -> None:
    site: Site = request.app.state.site
    if not site.origins.allows(request.headers):
        raise PermissionDeniedException("origin")
    if request.content_type[0] != _FORM:
        raise HTTPException(status_code=415)
    form = read_form(await request.body())
    site.csrf.check(request.cookies.get(site.cookie_name("csrf"), ""), form.pop(Csrf.FIELD, ""))
    request.scope["turbo_form"] = form  # type: ignore[typeddict-unknown-key]
