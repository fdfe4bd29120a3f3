"""Transactions on the portal's PostgreSQL, each bound to one school before anything else.

Row-level security reads the setting `app.school_id`, local to the transaction: it dies with it, so a pooled
connection carries nothing over.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from turbo_admin.core.database_address import DatabaseLink, check_database_link
from turbo_admin.core.errors import Refused, Unreachable

T = TypeVar("T")

# A page that cannot get a connection within this many seconds says « réessayez ».
_POOL_WAIT_S = 10
_CONNECT_WAIT_S = 10
# Classes of SQLSTATE: connection, role, database; resources (a full disk), shutdown, the system (a disk that fails). And
# what PostgreSQL took back so that another could go on (two schools that end one link at once): nothing was done, and
# it works the next time.
_AWAY = {"08", "28", "3D", "40", "53", "57", "58"}
_DISK_FULL = "53100"
_PING = text("SELECT 1")
_SET_SCHOOL = text("SELECT set_config('app.school_id', :uai, true)")
_SET_SCHOOL_AND_PATIENCE = text(
    "SELECT set_config('app.school_id', :uai, true), set_config('synchronous_commit', 'off', true)"
)


def parse_url(url: str) -> URL:
    """Read a `postgresql://` address and choose the driver.

    Raises:
        Refused: `portal_database_url`, `database_in_clear`, `database_environment`.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise Refused("portal_database_url") from error
    if parsed.get_backend_name() not in {"postgresql", "postgres"}:
        raise Refused("portal_database_url")
    check_database_link(link_of(parsed), os.environ)
    return parsed.set(drivername="postgresql+psycopg")


def link_of(url: URL) -> DatabaseLink:
    """Return what an address says of the way to its server."""
    return DatabaseLink.of(url.host, url.normalized_query)


def make_engine(url: str, pool_size: int = 10) -> Engine:
    """Return an engine; nothing is connected yet. Its values never stand in an error or a log."""
    return create_engine(
        parse_url(url),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=_POOL_WAIT_S,
        hide_parameters=True,
        connect_args={"connect_timeout": _CONNECT_WAIT_S, "application_name": "turbo-admin"},
    )


class _Died(Exception):
    """The connection has lost its server."""


class PortalDatabase:
    """The portal's database, as one of its roles.

    Args:
        url: `postgresql://role:password@host/name`.
        pool_size: connections at most.
    """

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = url
        self.engine, self._pool_size = make_engine(url, pool_size), pool_size

    @contextmanager
    def school(self, uai: str, *, durable: bool = True) -> Iterator[Connection]:
        """Open one transaction of one school; committed at its end, rolled back by an exception.

        Args:
            uai: as stored, in capitals. An unknown one simply sees nothing.
            durable: whether the commit waits for the disk; counters need not.

        Raises:
            Unreachable: `portal_database_unreachable`, `portal_database_full`.
        """
        statement = _SET_SCHOOL if durable else _SET_SCHOOL_AND_PATIENCE
        with self.begun(lambda connection: connection.execute(statement, {"uai": uai})) as (connection, _):
            yield connection

    @contextmanager
    def host(self) -> Iterator[Connection]:
        """Open one transaction bound to no school: tables of schools look empty to it.

        Raises:
            Unreachable: `portal_database_unreachable`, `portal_database_full`.
        """
        with self.begun(lambda connection: connection.execute(_PING)) as (connection, _):
            yield connection

    @contextmanager
    def begun(self, first: Callable[[Connection], T]) -> Iterator[tuple[Connection, T]]:
        """Open one transaction with a first statement, retried once if the pooled connection had lost its server.

        A connection that has lain in the pool may have lost its server. Its first statement shows it, before anything
        was done; so nothing has to ask each time beforehand.

        Args:
            first: binds the transaction to its school, as `school` does; what it returns is passed on.

        Raises:
            Unreachable: `portal_database_unreachable`, `portal_database_full`.
        """
        try:
            connection, found = self._begin(first)
            with connection:
                yield connection, found
                connection.commit()
        except PoolTimeout as error:
            raise Unreachable("portal_database_unreachable") from error
        except DBAPIError as error:
            if _is_lost(error):
                raise Unreachable(_away_code(error.orig)) from error
            raise

    def ask(self, statement: str, values: Sequence[object]) -> tuple[Any, ...] | None:
        """Run a read-only statement as a transaction of its own and return its one row, None for none.

        Read-only, since it is retried when the connection had lost its server. It goes straight to the driver, which
        prepares it: a page that only shows sends no other statement.

        Args:
            statement: binds itself to its school, if it needs one; `%s` for each value.

        Raises:
            Unreachable: `portal_database_unreachable`, `portal_database_full`.
        """
        try:
            # Of those that lie in the pool, every one may have died.
            for _ in range(self._pool_size):
                with suppress(_Died):
                    return self._ask(statement, values)
            return self._ask(statement, values)
        except (PoolTimeout, _Died) as error:
            raise Unreachable("portal_database_unreachable") from error
        except psycopg.OperationalError as error:
            if is_away(error):
                raise Unreachable("portal_database_unreachable") from error
            raise

    def _ask(self, statement: str, values: Sequence[object]) -> tuple[Any, ...] | None:
        pooled = self.engine.raw_connection()
        driver: psycopg.Connection[Any] = pooled.driver_connection  # type: ignore[assignment]
        try:
            driver.autocommit = True
            row: tuple[Any, ...] | None = driver.execute(statement, values).fetchone()
            driver.autocommit = False
        except psycopg.Error as error:
            pooled.invalidate()
            if driver.broken:
                raise _Died from error
            raise
        finally:
            pooled.close()
        return row

    def _begin(self, first: Callable[[Connection], T]) -> tuple[Connection, T]:
        for tried_before in (False, True):
            connection = self.engine.connect()
            try:
                return connection, first(connection)
            except DBAPIError as error:
                connection.close()
                if tried_before or not error.connection_invalidated:
                    raise
            except BaseException:
                connection.close()
                raise
        raise AssertionError("unreachable")

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
    return error.connection_invalidated or (isinstance(error, OperationalError) and is_away(error.orig))


def _away_code(error: BaseException | None) -> str:
    full = getattr(error, "sqlstate", None) == _DISK_FULL
    return "portal_database_full" if full else "portal_database_unreachable"


def is_away(error: BaseException | None) -> bool:
    """Whether the driver's operational error is the server's absence."""
    # Without a SQLSTATE the failure is the connection's own.
    state = getattr(error, "sqlstate", None)
    return state is None or state[:2] in _AWAY
