"""Transactions on the portal's PostgreSQL, each bound to one school before anything else.

Row-level security reads the setting `app.school_id`, local to the transaction: it dies with it, so a pooled
connection carries nothing over.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from turbo_admin.core.errors import Refused, Unreachable
from turbo_admin.core.links import check_database_link

# A page that cannot get a connection within this many seconds says « réessayez ».
_POOL_WAIT_S = 10
_CONNECT_WAIT_S = 10
_TOO_STRONG = text(
    "SELECT rolsuper OR rolbypassrls OR EXISTS ("
    " SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    " AND pg_has_role(r.oid, relowner, 'MEMBER'))"
    " FROM pg_roles r WHERE rolname = current_user"
)
# Classes of SQLSTATE: connection, role, database; resources (a full disk), shutdown, the system (a disk that fails).
_AWAY = {"08", "28", "3D", "53", "57", "58"}
_SET_SCHOOL = text("SELECT set_config('app.school_id', :uai, true)")
_SET_SCHOOL_AND_PATIENCE = text(
    "SELECT set_config('app.school_id', :uai, true), set_config('synchronous_commit', 'off', true)"
)


def parse_url(url: str) -> URL:
    """Read a `postgresql://` address and choose the driver.

    Raises:
        Refused: `portal_database_url`, `database_in_clear`.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise Refused("portal_database_url") from error
    if parsed.get_backend_name() not in {"postgresql", "postgres"}:
        raise Refused("portal_database_url")
    check_database_link(*link_of(parsed))
    return parsed.set(drivername="postgresql+psycopg")


def link_of(url: URL) -> tuple[list[str], str]:
    """Return the hosts that an address names, and its `sslmode`, for `check_database_link`."""
    query = url.normalized_query
    hosts = [url.host or "", *query.get("host", ()), *query.get("hostaddr", ())]
    return hosts, ",".join(query.get("sslmode", ()))


def make_engine(url: str, pool_size: int = 10) -> Engine:
    """Return an engine; nothing is connected yet. Its values never stand in an error or a log."""
    return create_engine(
        parse_url(url),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=_POOL_WAIT_S,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": _CONNECT_WAIT_S, "application_name": "turbo-admin"},
    )


class Database:
    """The portal's database, as one of its roles.

    Args:
        url: `postgresql://role:password@host/name`.
        pool_size: connections at most.
    """

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = url
        self.engine = make_engine(url, pool_size)

    @contextmanager
    def school(self, uai: str, *, durable: bool = True) -> Iterator[Connection]:
        """Open one transaction of one school; committed at its end, rolled back by an exception.

        Args:
            uai: as stored, in capitals. An unknown one simply sees nothing.
            durable: whether it must be on the disk before anybody is told; what is only counted need not.

        Raises:
            Unreachable: `portal_database_unreachable`.
        """
        with self.host() as connection:
            connection.execute(_SET_SCHOOL if durable else _SET_SCHOOL_AND_PATIENCE, {"uai": uai})
            yield connection

    @contextmanager
    def host(self) -> Iterator[Connection]:
        """Open one transaction bound to no school: tables of schools look empty to it.

        Raises:
            Unreachable: `portal_database_unreachable`.
        """
        try:
            with self.engine.begin() as connection:
                yield connection
        except PoolTimeout as error:
            raise Unreachable("portal_database_unreachable") from error
        except DBAPIError as error:
            if _is_lost(error):
                raise Unreachable("portal_database_unreachable") from error
            raise

    def check(self, *, version: str) -> None:
        """Refuse to start with a role that row-level security does not hold, or on other tables than ours.

        Args:
            version: the migration that the code needs (`roles.latest_version()`).

        Raises:
            Refused: `portal_role_too_strong`, `portal_database_not_migrated`.
            Unreachable: `portal_database_unreachable`.
        """
        with self.host() as connection:
            if connection.scalar(_TOO_STRONG) is not False:
                raise Refused("portal_role_too_strong")
            if found_version(connection) != version:
                raise Refused("portal_database_not_migrated")

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def found_version(connection: Connection) -> str | None:
    """Return which migration the database is at; None for a database that has none."""
    try:
        with connection.begin_nested():
            found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    except ProgrammingError:  # no such table, or not ours to read
        return None
    return str(found) if found else None


def _is_lost(error: DBAPIError) -> bool:
    """Whether the server is gone, or refuses us, rather than the statement being wrong."""
    # Without a SQLSTATE the failure is the connection's own.
    state = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or (
        isinstance(error, OperationalError) and (state is None or state[:2] in _AWAY)
    )
