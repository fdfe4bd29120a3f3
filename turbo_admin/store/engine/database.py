"""Opening the office's database, and its sessions.

SQLAlchemy is loaded when the first session opens, not before: `store.engine.home_figures` says why.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from turbo_admin.store.engine.connection_settings import is_shared
from turbo_admin.store.engine.home_figures import HomeFigures, is_current, read_home_figures
from turbo_admin.store.engine.run_lock import RunLock, is_run_lock_held, take_run_lock

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from turbo_admin.store.engine.sql_sessions import SqlSessions


class OfficeDatabase:
    """The office's database, at the schema version of this program; made by `open_database`.

    Args:
        address: a SQLite path, or a `postgresql://` address.
        sessions: when there are some already.
    """

    def __init__(self, address: str, sessions: "SqlSessions | None" = None) -> None:
        self._address = address
        self._sessions = sessions
        self._making = threading.Lock()

    @property
    def is_shared(self) -> bool:
        """Whether several PCs may be working in it."""
        return is_shared(self._address)

    @contextmanager
    def read(self) -> "Iterator[Session]":
        """Open a session for reading; nothing it does is kept.

        Raises:
            Refused: `disk_full`, `disk_failing`, `database_damaged`.
            Unreachable: `database_unreachable`.
        """
        with self._sql().read() as session:
            yield session

    @contextmanager
    def write(self) -> "Iterator[Session]":
        """Open a transaction: all of it is kept at the end, or nothing.

        Raises:
            Refused: `disk_full`, `disk_failing`, `database_damaged`, `database_busy`; nothing was kept.
            Unreachable: `database_unreachable`; nothing was kept.
        """
        with self._sql().write() as session:
            yield session

    def take_run_lock(self) -> RunLock | None:
        """Take the lock of the running synchronisation; None when somebody else holds it.

        Raises:
            Refused, Unreachable: as `store.engine.run_lock.take_run_lock`.
        """
        return take_run_lock(self._address)

    def is_run_lock_held(self) -> bool:
        """Whether a synchronisation is going on, on whatever PC."""
        return is_run_lock_held(self._address)

    def home_figures(self) -> HomeFigures:
        """Read what the home page and the status bar show.

        Raises:
            Refused, Unreachable: as `read`.
        """
        return read_home_figures(self._address)

    def close(self) -> None:
        """Close all connections."""
        if self._sessions is not None:
            self._sessions.close()

    def _sql(self) -> "SqlSessions":
        with self._making:
            if self._sessions is None:
                self._sessions = sql_sessions(self._address)
            return self._sessions


def sql_sessions(address: str, engine: "Engine | None" = None) -> "SqlSessions":
    """Return SQLAlchemy's sessions on a database; nothing is opened yet.

    Args:
        address: a SQLite path, or a `postgresql://` address.
        engine: when there is one already.

    Raises:
        Refused: as `store.engine.sql_engine.make_engine`.
    """
    # Not at the top: SQLAlchemy takes 340 ms to load, more than the first page's figures or an empty synchronisation.
    from turbo_admin.store.engine.sql_sessions import SqlSessions

    return SqlSessions.on(address) if engine is None else SqlSessions(engine)


def open_database(address: str, *, before_migration: Callable[[], None] = lambda: None) -> OfficeDatabase:
    """Open the database, making or migrating it when needed.

    Args:
        address: a SQLite path, or a `postgresql://` address.
        before_migration: called before the tables of an older version are changed, to copy them; what it raises stops
            the migration, and passes.

    Raises:
        Refused: `database_address`, `disk_full`, `disk_failing`, `database_damaged`, `database_not_ours`.
        Outdated: `database_newer`: a later version of the program has been here.
        Unreachable: `database_unreachable`.
    """
    if is_current(address):
        return OfficeDatabase(address)
    sessions = sql_sessions(address)
    try:
        sessions.prepare(before_migration)
    except BaseException:
        sessions.close()
        raise
    return OfficeDatabase(address, sessions)
