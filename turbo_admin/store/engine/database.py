"""Opening the office's database, and its sessions.

SQLAlchemy is loaded when the first session opens, not before: `store.engine.home_figures` says why.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from turbo_admin.store.engine.connection_settings import is_shared
from turbo_admin.store.engine.home_figures import HomeFigures, is_current, read_home_figures

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from turbo_admin.store.engine.sql_engine import Sessions


class Database:
    """The office's database, at the schema version of this program; made by `open_database`.

    Args:
        where: a SQLite path, or a `postgresql://` address.
        engine: when there is one already.
    """

    def __init__(self, where: str, engine: "Engine | None" = None) -> None:
        self._where = where
        self._engine = engine
        self._known: Sessions | None = None
        self._making = threading.Lock()

    @property
    def is_shared(self) -> bool:
        """Whether several PCs may be working in it."""
        return is_shared(self._where)

    @contextmanager
    def read(self) -> "Iterator[Session]":
        """Open a session for reading; nothing it does is kept.

        Raises:
            Refused: `disk_full`, `disk_failing`, `database_damaged`.
            Unreachable: `database_unreachable`.
        """
        with self._sessions().read() as session:
            yield session

    @contextmanager
    def write(self) -> "Iterator[Session]":
        """Open a transaction: all of it is kept at the end, or nothing.

        Raises:
            Refused: `disk_full`, `disk_failing`, `database_damaged`, `database_busy`; nothing was kept.
            Unreachable: `database_unreachable`; nothing was kept.
        """
        with self._sessions().write() as session:
            yield session

    def home_figures(self, lease: str, now: datetime) -> HomeFigures:
        """Read what the home page and the status bar show.

        Args:
            lease: held by the synchronisation that is going on.

        Raises:
            Refused, Unreachable: as `read`.
        """
        return read_home_figures(self._where, lease, now)

    def close(self) -> None:
        """Close all connections."""
        if self._engine is not None:
            self._engine.dispose()

    def _sessions(self) -> "Sessions":
        with self._making:
            if self._known is None:
                from turbo_admin.store.engine import sql_engine

                self._engine = self._engine or sql_engine.make_engine(self._where)
                self._known = sql_engine.Sessions(self._engine)
            return self._known


def open_database(where: str) -> Database:
    """Open the database, making or migrating it when needed; SQLite is copied before it is migrated.

    Args:
        where: a SQLite path, or a `postgresql://` address.

    Raises:
        Refused: `database_address`, `disk_full`, `disk_failing`, `database_damaged`, `database_not_ours`.
        Outdated: `database_newer`: a later version of the program has been here.
        Unreachable: `database_unreachable`.
    """
    if is_current(where):
        return Database(where)
    from turbo_admin.store.engine import sql_engine

    engine = sql_engine.make_engine(where)
    try:
        sql_engine.prepare(engine)
    except BaseException:
        engine.dispose()
        raise
    return Database(where, engine)
