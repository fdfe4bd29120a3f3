"""Opens the portal's database for one command of the host: a given address, else the embedded PostgreSQL."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from turbo_admin.core.errors import Refused
from turbo_admin.portal.base import keyfiles
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.base.roles import OWNER, WORKER, latest_version
from turbo_admin.portal.host.embedded_postgres import Cluster, open_cluster


@contextmanager
def cluster_in_use(data: Path) -> Iterator[Cluster]:
    """Yield the embedded PostgreSQL: the running portal's, else started for this command alone.

    Raises:
        Refused, Unreachable: it cannot start.
    """
    data = keyfiles.prepare_folder(data)
    with ExitStack() as stack:
        try:
            # The lock is held by a running `serve`, which then owns the server.
            stack.enter_context(keyfiles.exclusive_lock(data / "serve.lock"))
        except Refused as busy:
            if busy.code != "portal_already_running":
                raise
            yield open_cluster(data)
            return
        cluster = open_cluster(data)
        stack.callback(cluster.stop)
        cluster.start()
        yield cluster


@contextmanager
def owner_database(data: Path, url: str) -> Iterator[PortalDatabase]:
    """Yield the database as the owner of the tables: at the given address, else embedded."""
    with ExitStack() as stack:
        if not url:
            url = stack.enter_context(cluster_in_use(data)).url(OWNER)
        database = PortalDatabase(url, pool_size=1)
        stack.callback(database.dispose)
        yield database


@contextmanager
def worker_database(data: Path, url: str) -> Iterator[PortalDatabase]:
    """Yield the database as the mail worker's role: at the given address, else embedded."""
    data = keyfiles.prepare_folder(data)
    with ExitStack() as stack:
        if not url:
            url = stack.enter_context(cluster_in_use(data)).url(WORKER)
        database = PortalDatabase(url, pool_size=2)
        stack.callback(database.dispose)
        database.check(version=latest_version())
        yield database
