"""The portal's database for one command of the host: at the address given, else the embedded PostgreSQL."""

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
    """Give the embedded PostgreSQL to one short command: that of the running portal, else started for it alone.

    Raises:
        Refused, Unreachable: it cannot start.
    """
    data = keyfiles.prepare_folder(data)
    with ExitStack() as stack:
        try:
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
    """Give the host's commands a database as the owner of the tables: of the address given, else embedded."""
    with ExitStack() as stack:
        if not url:
            url = stack.enter_context(cluster_in_use(data)).url(OWNER)
        database = PortalDatabase(url, pool_size=1)
        stack.callback(database.dispose)
        yield database


@contextmanager
def worker_database(data: Path, url: str) -> Iterator[PortalDatabase]:
    """Give a database as the mail worker: of the address given, else embedded."""
    data = keyfiles.prepare_folder(data)
    with ExitStack() as stack:
        if not url:
            url = stack.enter_context(cluster_in_use(data)).url(WORKER)
        database = PortalDatabase(url, pool_size=2)
        stack.callback(database.dispose)
        database.check(version=latest_version())
        yield database
