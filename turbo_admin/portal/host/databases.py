"""Opens the portal's database for one command of the host: a given address, else the embedded PostgreSQL."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from turbo_admin.core.errors import Refused, Unreachable
from turbo_admin.portal.base import keyfiles
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.base.role_access import check_access, check_role
from turbo_admin.portal.base.roles import OWNER, WORKER
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
    """Yield the database as the owner of the tables: at the given address, else embedded.

    Raises:
        Refused, Unreachable: as `check_access`.
    """
    with _database(data, url, OWNER, pool_size=1) as database:
        check_access(database, OWNER)
        yield database


@contextmanager
def examined_database(data: Path, url: str) -> Iterator[PortalDatabase]:
    """Yield the database as the owner of the tables, of whatever version they are; it may also be away.

    Raises:
        Refused: as `check_role`.
    """
    with _database(data, url, OWNER, pool_size=1) as database:
        with suppress(Unreachable):
            check_role(database, OWNER)
        yield database


@contextmanager
def worker_database(data: Path, url: str) -> Iterator[PortalDatabase]:
    """Yield the database as the mail worker's role: at the given address, else embedded.

    Raises:
        Refused, Unreachable: as `check_access`.
    """
    with _database(data, url, WORKER, pool_size=2) as database:
        check_access(database, WORKER)
        yield database


@contextmanager
def _database(data: Path, url: str, role: str, *, pool_size: int) -> Iterator[PortalDatabase]:
    with ExitStack() as stack:
        if not url:
            url = stack.enter_context(cluster_in_use(data)).url(role)
        database = PortalDatabase(url, pool_size=pool_size)
        stack.callback(database.dispose)
        yield database
