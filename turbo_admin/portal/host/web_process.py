"""A web process: serves the site until its lifeline says stop."""

import gc
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
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

# Any constant of ours: processes that leave ask one after the other whether they are the last.
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
    forbid_outgoing_connections()
    words: list[str] = []
    app = create_app(config)
    # What is loaded at the start is never freed: the garbage collector need not scan it at each full collection.
    gc.collect()
    gc.freeze()
    server = _Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,  # a path may hold a token
            proxy_headers=False,  # the application decides which proxies it believes
            server_header=False,
            timeout_graceful_shutdown=5,
        )
    )

    def stop(word: str) -> None:
        words.append(word)
        server.should_exit = True

    follow_lifeline(lifeline, stop)
    server.run(sockets=[listening])
    if words == [""] and cluster is not None and _is_last(config.database_url):
        cluster.stop()


def _is_last(url: str) -> bool:
    """Whether none of the portal's processes is connected any more.

    The mail worker stops PostgreSQL; but it may have died just before the supervisor did.
    Those who ask wait for each other and are counted while they wait, so that of several the last one knows.
    """
    database = PortalDatabase(url, pool_size=1)
    try:
        with database.host() as connection:
            connection.execute(_ASK_IN_TURN, {"lock": _LAST_OUT})
            return bool(connection.scalar(_OTHERS, {"roles": [PORTAL, WORKER]}) == 0)
    except TurboError:
        return False  # it does not answer: there is nothing to stop, or somebody else stops it
    finally:
        database.dispose()


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: the lifeline alone says when to stop."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals as they are."""
        yield
