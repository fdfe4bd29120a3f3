"""A web process: serves the site until its lifeline says stop."""

import gc
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from litestar.types import ASGIApp
from sqlalchemy import text

from turbo_admin.core.errors import TurboError
from turbo_admin.portal.base import logs
from turbo_admin.portal.base.config import WebConfig
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.base.outgoing import forbid_outgoing_connections
from turbo_admin.portal.base.roles import PORTAL, WORKER
from turbo_admin.portal.host.embedded_postgres import Cluster
from turbo_admin.portal.host.lifeline import Lifeline, follow_lifeline
from turbo_admin.portal.web.app import create_app
from turbo_admin.portal.web.bounded_http import BoundedHttpProtocol

# Key of the advisory lock under which ending processes count who is left; any constant.
_LAST_OUT = 7_318_229_042
_ASK_IN_TURN = text("SELECT pg_advisory_xact_lock(:lock)")
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = ANY(:roles)"
    " AND pid <> pg_backend_pid()"
)


def run_web(config: WebConfig, listening: socket.socket, cluster: Cluster | None, lifeline: Lifeline) -> None:
    """Serve until the lifeline says stop; when the supervisor has died, the last process stops the embedded PostgreSQL.

    Args:
        cluster: the embedded PostgreSQL, without its passwords; None for a server that is not ours.
    """
    logs.configure(config.log_file)
    # Web processes call nobody: a bug must not become a way to send data out.
    forbid_outgoing_connections()
    words: list[str] = []
    app = create_app(config)
    # Objects loaded at the start are never freed, so full collections need not scan them.
    gc.collect()
    gc.freeze()
    server = _Server(server_settings(app))

    def stop(word: str) -> None:
        words.append(word)
        server.should_exit = True

    follow_lifeline(lifeline, stop)
    server.run(sockets=[listening])
    if words == [""] and cluster is not None and _is_last(config.database_url):
        cluster.stop()


def server_settings(app: ASGIApp) -> uvicorn.Config:
    """Return how uvicorn serves the site."""
    return uvicorn.Config(
        app,
        http=BoundedHttpProtocol,
        ws="none",
        log_config=None,
        access_log=False,  # a path may hold a token
        proxy_headers=False,  # the application has its own list of trusted proxies
        server_header=False,
        timeout_graceful_shutdown=5,
    )


def _is_last(url: str) -> bool:
    """Whether none of the portal's processes is connected any more.

    The mail worker stops PostgreSQL, but may have died shortly before the supervisor. Processes hold a connection while
    they wait for the lock, so they are counted, and the last one finds nobody.
    """
    database = PortalDatabase(url, pool_size=1)
    try:
        with database.host() as connection:
            connection.execute(_ASK_IN_TURN, {"lock": _LAST_OUT})
            return bool(connection.scalar(_OTHERS, {"roles": [PORTAL, WORKER]}) == 0)
    except TurboError:
        return False  # it does not answer: stopped already, or being stopped
    finally:
        database.dispose()


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: only the lifeline stops it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals as they are."""
        yield
