"""A school's home page, the root page, the health check, and robots.txt."""

import ipaddress
from datetime import timedelta
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.exceptions import NotFoundException
from sqlalchemy import text

from turbo_admin.core.credentials.rules import PARIS
from turbo_admin.portal.pages.site_context import SiteContext
from turbo_admin.portal.pages.visit import PageResponse, Visit, WebRequest, visit_of
from turbo_admin.portal.schools.registry import LEAST_LETTERS, MOST_FOUND, only_school, search_schools
from turbo_admin.protocol.settings import SchoolClosure

# How early closures are shown: families plan the end of the term, not the next year.
_SHOWN_AHEAD = timedelta(days=45)
_TYPED_LENGTH = 100
_WRITE = text("UPDATE meta SET unnamed_by = unnamed_by")
_ROBOTS = "User-agent: *\nDisallow: /\n"


@get("/", sync_to_thread=True)
def show_home(request: WebRequest) -> PageResponse:
    """Show the school's home page."""
    visit = visit_of(request)
    visit.load()
    closed = closed_now(visit)
    # The closure shown above the page is not repeated, unless it blocks payments or bookings.
    ahead = [one for one in closures_ahead(visit) if one is not closed or _blocks(one)]
    # Beside the thanks for a request: where its answer goes.
    sent = visit.cookies.typed("creer-un-compte") if visit.cookies.notice() == "demande" else {}
    return visit.shared_page("home.html", closures=ahead, closed=closed, sent=sent)


def closures_ahead(visit: Visit, zone: ZoneInfo = PARIS) -> list[SchoolClosure]:
    """Return the closures under way or near, in order."""
    today = visit.now.astimezone(zone).date()
    near = [
        closure
        for closure in visit.school.settings.closures
        if closure.last >= today and closure.first <= today + _SHOWN_AHEAD
    ]
    return sorted(near, key=lambda closure: (closure.first, closure.last))


def _blocks(closure: SchoolClosure) -> bool:
    return closure.blocks_payment or closure.blocks_booking


def closed_now(visit: Visit, zone: ZoneInfo = PARIS) -> SchoolClosure | None:
    """Return the closure under way that lasts longest, None when the office is not closed."""
    today = visit.now.astimezone(zone).date()
    under_way = [one for one in visit.school.settings.closures if one.first <= today <= one.last]
    return max(under_way, key=lambda closure: closure.last, default=None)


@get("/", sync_to_thread=True)
def show_root(request: WebRequest) -> PageResponse:
    """Redirect to the only school; of several, search by what was typed. The whole list is never shown."""
    site: SiteContext = request.app.state.site
    typed = request.query_params.get("q", "").replace("\0", "")[:_TYPED_LENGTH]
    with site.database.host() as connection:
        uai = only_school(connection)
        found = search_schools(connection, typed) if typed.strip() and not uai else []
    if uai:
        return Response("", status_code=302, media_type="text/html", headers={"location": f"/e/{uai}"})
    text_ = site.templates.render(
        "root.html", typed=typed, asked=bool(typed.strip()), found=found, most=MOST_FOUND, least=LEAST_LETTERS
    )
    return Response(text_, media_type="text/html")


@get("/robots.txt", sync_to_thread=False)
def show_robots() -> Response[str]:
    """Return robots.txt, which excludes all robots."""
    return Response(_ROBOTS, media_type="text/plain")


@get("/healthz", sync_to_thread=True)
def show_health(request: WebRequest) -> Response[dict[str, bool]]:
    """Answer the host's monitoring, on this machine or a trusted proxy; 404 for anybody else.

    Something is written: a database that can be read only (a full disk, a standby) serves no family.
    """
    site: SiteContext = request.app.state.site
    if not _is_near(request.client.host if request.client else "", site.config.trusted_proxies):
        raise NotFoundException
    with site.database.host() as connection:
        connection.execute(_WRITE)
    return Response({"ok": True}, media_type="application/json")


def _is_near(address: str, proxies: tuple[str, ...]) -> bool:
    if not address:  # a Unix socket
        return True
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return parsed.is_loopback or any(parsed in ipaddress.ip_network(proxy, strict=False) for proxy in proxies)
