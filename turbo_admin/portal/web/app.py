"""The web application: the families' pages, the office's API, and the security middleware around both."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from anyio import CapacityLimiter
from litestar import Litestar, Router
from litestar.datastructures.state import State
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp

from turbo_admin.core.errors import Unreachable
from turbo_admin.portal.accounts.requests import take_requests
from turbo_admin.portal.api import routes
from turbo_admin.portal.base.batching import Batcher
from turbo_admin.portal.base.config import WebConfig
from turbo_admin.portal.base.csrf import Csrf, Origins
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.base.device_marks import DeviceMark
from turbo_admin.portal.base.forms import MAX_FORM_BYTES
from turbo_admin.portal.base.hashing import Hashing
from turbo_admin.portal.base.languages import Languages, read_languages
from turbo_admin.portal.base.throttle import Limits
from turbo_admin.portal.pages import (
    account,
    activate,
    add_diner,
    address,
    ask,
    choose,
    close,
    devices,
    errors,
    forgotten,
    history,
    home,
    link,
    own_data,
    sign_in,
    source,
    space,
    statics,
    texts,
)
from turbo_admin.portal.pages.guard import before_page
from turbo_admin.portal.pages.site_context import SiteContext
from turbo_admin.portal.pages.templates import Templates
from turbo_admin.portal.web.deployment import record_unnamed_proxy
from turbo_admin.portal.web.security_middleware import SecurityMiddleware

# Below the ten connections of the pool: a thread without a connection would only wait for one.
_THREADS = 8

_PAGES = (
    home.show_home,
    ask.show_form,
    ask.send_request,
    ask.show_confirmation,
    ask.confirm,
    ask.show_request,
    sign_in.show_sign_in,
    sign_in.sign_in,
    sign_in.sign_out,
    activate.show_activation,
    activate.activate,
    choose.show_choice,
    choose.choose,
    forgotten.show_forgotten,
    forgotten.forget,
    space.show_space,
    account.show_account,
    account.change_password,
    devices.show_devices,
    devices.end_devices,
    link.link_spaces,
    link.unlink_spaces,
    address.show_address,
    address.change_address,
    address.give_up,
    address.show_new_address,
    address.confirm_new_address,
    history.show_history,
    own_data.show_own_data,
    own_data.send_json,
    own_data.send_pdf,
    add_diner.show_adding,
    add_diner.add_diner,
    close.show_closing,
    close.close,
    texts.show_legal,
    texts.show_privacy,
    texts.show_accessibility,
)


def utc_now() -> datetime:
    """Return the current time, UTC."""
    return datetime.now(UTC)


def assemble_routes() -> Litestar:
    """Assemble the routes; handlers find their site in the application's state."""
    pages = Router(
        "/e/{uai:str}",
        route_handlers=_PAGES,
        before_request=before_page,
        request_max_body_size=MAX_FORM_BYTES,
    )
    return Litestar(
        route_handlers=[
            pages,
            routes.router,
            home.show_root,
            home.show_robots,
            home.show_health,
            statics.send_static,
            source.send_source,
        ],
        # Not copied: the state holds the connection pool.
        state=State({}, deep_copy=False),
        exception_handlers={
            HTTPException: errors.answer_http,
            Unreachable: errors.answer_unreachable,
            Exception: errors.answer_bug,
        },
        on_shutdown=[_release],
        # No schema page: the API is the office program's alone.
        openapi_config=None,
        logging_config=None,
        debug=False,
    )


def _release(app: Litestar) -> None:
    app.state.database.dispose()
    app.state.site.hashing.close()


def create_app(
    config: WebConfig,
    *,
    limits: Limits | None = None,
    hashing: Hashing | None = None,
    now: Callable[[], datetime] = utc_now,
    languages: Languages | None = None,
    application: Litestar | None = None,
) -> ASGIApp:
    """Assemble the site.

    Nothing is connected before the first request; the database's connections are closed at shutdown.

    Args:
        config: settings of this web process.
        limits: the throttles, if not the usual ones.
        hashing: password hashing, if not argon2id on this process's share of cores.
        now: the clock, UTC.
        languages: the languages, if not those of the package.
        application: from `assemble_routes`, which no site uses that still runs; None to assemble one.
    """
    languages = languages or read_languages()
    site = make_site(config, limits or Limits(), hashing or Hashing(config.workers), now, languages)
    app = application or assemble_routes()
    app.state.update({"site": site, "database": site.database, "config": config})
    return SecurityMiddleware(
        app,
        config,
        lambda: errors.error_page(site, 500).encode(),
        languages,
        site.statics.style_hash,
        report_proxy=partial(_record_proxy, site),
    )


def _record_proxy(site: SiteContext, proxy: str) -> None:
    """Store for `portal doctor` that a proxy passed a request on without the visitor's address; it is logged anyway."""
    with suppress(Unreachable), site.database.host() as connection:
        record_unnamed_proxy(connection, proxy, now=site.now())


def make_site(
    config: WebConfig, limits: Limits, hashing: Hashing, now: Callable[[], datetime], languages: Languages
) -> SiteContext:
    """Build the objects that pages share."""
    files, database, threads = (
        statics.read_statics(),
        PortalDatabase(config.database_url),
        CapacityLimiter(_THREADS),
    )
    return SiteContext(
        config=config,
        database=database,
        hashing=hashing,
        limits=limits,
        now=now,
        templates=Templates(files, languages),
        statics=files,
        csrf=Csrf(config.csrf_secret),
        device=DeviceMark(config.csrf_secret),
        origins=Origins(config.public_url),
        threads=threads,
        requests=Batcher(partial(take_requests, database, limits), threads),
    )
