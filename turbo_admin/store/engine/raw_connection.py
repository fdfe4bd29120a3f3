"""A connection to the office's database without SQLAlchemy, which takes longer to load than the first page to fill.

For reading only: whether the database is at this program's schema, and what `home_figures` reads. Statements are written
for both drivers, `?` standing for a value.
"""

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from turbo_admin.core.database_address import DatabaseLink, check_database_link
from turbo_admin.core.errors import Refused, Unreachable
from turbo_admin.store.engine.driver_errors import in_french

# The schema version of this program; a test holds it to the last migration.
HEAD = "0010"
VERSIONS = "alembic_version"
# How long a write waits for another PC's or thread's write to end, and for a server to answer.
BUSY_SECONDS = 15
CONNECT_SECONDS = 10
# Of a time as SQLite holds it: `2026-11-23 07`.
_TO_THE_HOUR = 13
_POSTGRESQL = ("postgresql://", "postgresql+psycopg://")


class _Cursor(Protocol):
    def execute(self, statement: str, values: tuple[Any, ...], /) -> object: ...
    def fetchall(self) -> list[Any]: ...
    def fetchmany(self, size: int, /) -> list[Any]: ...


class _Connection(Protocol):
    def cursor(self) -> Any: ...


class Bare:
    """A connection of a driver's own.

    Args:
        connection: of sqlite3 or psycopg.
        is_shared: whether it is PostgreSQL's.
    """

    def __init__(self, connection: _Connection, *, is_shared: bool) -> None:
        self._connection = connection
        self.is_shared = is_shared

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a SELECT. Times and JSON come as the driver has them: see `time` and `parsed`."""
        if self.is_shared:
            statement = statement.replace("?", "%s")
        cursor: _Cursor = self._connection.cursor()
        cursor.execute(statement, tuple(self._given(value) for value in values))
        return cursor.fetchall()

    def pages(self, statement: str, size: int) -> Iterator[list[tuple[Any, ...]]]:
        """Return the rows of a SELECT without values, so many at a time."""
        cursor: _Cursor = self._connection.cursor()
        cursor.execute(statement, ())
        while page := cursor.fetchmany(size):
            yield page

    def time(self, value: Any) -> datetime | None:
        """Return a time as read, UTC."""
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(f"{value}+00:00")
        found: datetime = value
        return found.astimezone(UTC)

    def times(self, values: Iterable[Any]) -> list[Any]:
        """Return times as read, UTC; None stays None."""
        return list(map(self.time, values))

    def hours(self, values: Iterable[Any]) -> Counter[datetime]:
        """Return how many of the times as read fall in each hour, which stands for them by its beginning."""
        if self.is_shared:
            return Counter(at.astimezone(UTC).replace(minute=0, second=0, microsecond=0) for at in values)
        found = Counter(value[:_TO_THE_HOUR] for value in values)
        return Counter({datetime.fromisoformat(f"{hour}+00:00"): number for hour, number in found.items()})

    def parsed(self, value: Any) -> Any:
        """Return a JSON column as read."""
        return json.loads(value) if isinstance(value, str) else value

    def _given(self, value: Any) -> Any:
        if isinstance(value, datetime) and not self.is_shared:
            # As SQLAlchemy writes it there: without a zone, and with all six digits, for it is compared as text.
            return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
        return value


@contextmanager
def connected(where: str) -> Iterator[Bare]:
    """Connect for reading; a database that is not there is not made.

    Args:
        where: a SQLite path, or a `postgresql://` address.

    Raises:
        Refused, Unreachable: as `store.engine.database.Database.read`.
    """
    with translated():
        if is_shared(where):
            import psycopg

            address = "postgresql://" + where.partition("://")[2]
            named = psycopg.conninfo.conninfo_to_dict(address)
            parts = ("host", "hostaddr", "sslmode", "service")
            check_database_link(DatabaseLink(*(str(named.get(one) or "") for one in parts)), os.environ)
            with psycopg.connect(address, connect_timeout=CONNECT_SECONDS) as server:
                yield Bare(server, is_shared=True)
        else:
            with closing(_sqlite(where)) as file:
                yield Bare(file, is_shared=False)


@contextmanager
def translated() -> Iterator[None]:
    """Turn the drivers' errors into those that the clerk can act on; a mistake of ours passes as it is."""
    try:
        yield
    except Exception as error:
        french = in_french(
            str(error), out_of_reach=_is_a_drivers(error, "OperationalError", "InterfaceError")
        )
        if french is None or not _is_a_drivers(error):
            raise
        raise french from error


def is_shared(where: str) -> bool:
    """Whether an address means a server, which several PCs may share."""
    return where.startswith(_POSTGRESQL)


def is_current(where: str) -> bool:
    """Whether a database is there, at this program's schema and with an epoch: nothing is left to prepare.

    Raises:
        Unreachable: `database_unreachable`.
    """
    if not is_shared(where) and ("://" in where or not Path(where).expanduser().is_file()):
        return False
    try:
        with connected(where) as bare:
            versions = bare.rows(f"SELECT version_num FROM {VERSIONS}")  # noqa: S608
            return versions == [(HEAD,)] and bare.rows("SELECT count(*) FROM office") == [(1,)]
    except Unreachable:
        if is_shared(where):
            raise
        return False  # no such table: the whole road tells what it is, and mends it
    except Refused:
        return False
    except Exception as error:
        if _is_a_drivers(error):
            return False
        raise


def set_up_sqlite(connection: sqlite3.Connection) -> None:
    """Make a new SQLite connection safe against power cuts, and its transactions ours."""
    # The driver's own BEGIN comes too late (before the first write, not before the first read): ours stands instead.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _sqlite(where: str) -> sqlite3.Connection:
    address = Path(where).expanduser().absolute().as_uri()
    # Not of one thread, but of one at a time: `request_columns` lets another one ask.
    connection = sqlite3.connect(
        f"{address}?mode=rw", uri=True, timeout=BUSY_SECONDS, check_same_thread=False
    )
    connection.isolation_level = None
    # All that is read is of one moment.
    connection.execute("BEGIN").close()
    return connection


def _is_a_drivers(error: Exception, *names: str) -> bool:
    """Whether an error is sqlite3's or psycopg's, and is or descends from one of these names."""
    kinds = [
        kind for kind in type(error).__mro__ if kind.__module__.partition(".")[0] in ("sqlite3", "psycopg")
    ]
    return bool(kinds) and (not names or any(kind.__name__ in names for kind in kinds))
