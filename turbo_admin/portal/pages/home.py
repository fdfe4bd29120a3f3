"""A school's home page, and what stands above the schools: the root, the health check, the robots' page."""

import ipaddress
from datetime import timedelta
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.exceptions import NotFoundException
from sqlalchemy import text

from turbo_admin.core.credentials import PARIS
from turbo_admin.portal.pages.site import Page, Site, Visit, WebRequest, visit_of
from turbo_admin.portal.schools import only_school
from turbo_admin.protocol.changes import ClosureState

# Closures are told this long ahead: families plan the term's end, not the next year.
_TOLD_AHEAD = timedelta(days=45)
_ROBOTS = "User-agent: *\nDisallow: /\n"


@get("/", sync_to_thread=True)
def show_home(request: WebRequest) -> Page:
    """Welcome families to their school's space."""
    visit = visit_of(request)
    with visit.opened():
        return visit.page("home.html", closures=closures_ahead(visit))


def closures_ahead(visit: Visit, zone: ZoneInfo = PARIS) -> list[ClosureState]:
    """Return the closures under way or near, in order."""
    today = visit.now.astimezone(zone).date()
    near = [
        closure
        for closure in visit.school.settings.closures
        if closure.last >= today and closure.first <= today + _TOLD_AHEAD
    ]
    return sorted(near, key=lambda closure: (closure.first, closure.last))


@get("/", sync_to_thread=True)
def show_root(request: WebRequest) -> Page:
    """Lead to the only school; a portal of several does not list them."""
    site: Site = request.app.state.site
    with site.database.host() as connection:
        uai = only_school(connection)
    if uai:
        return Response("", status_code=302, media_type="text/html", headers={"location": f"/e/{uai}"})
    text_ = site.environment.get_template("root.html").render()
    return Response(text_, media_type="text/html")


@get("/robots.txt", sync_to_thread=False)
def show_robots() -> Response[str]:
    """Ask robots to stay out: there is nothing here for a search engine."""
    return Response(_ROBOTS, media_type="text/plain")


@get("/healthz", sync_to_thread=True)
def show_health(request: WebRequest) -> Response[dict[str, bool]]:
    """Tell the host's monitoring, and nobody else, that the site and its database answer."""
    site: Site = request.app.state.site
    if not _is_near(request.client.host if request.client else "", site.config.trusted_proxies):
        raise NotFoundException
    with site.database.host() as connection:
        connection.execute(text("SELECT 1"))
    return Response({"ok": True}, media_type="application/json")


def _is_near(address: str, proxies: tuple[str, ...]) -> bool:
    if not address:  # a Unix socket
        return True
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return parsed.is_loopback or any(parsed in ipaddress.ip_network(proxy, strict=False) for proxy in proxies)
