"""Opening the office's database, and its sessions.

SQLAlchemy is loaded when the first session opens, not before: the desktop's first page and a synchronisation that
finds nothing to do are quicker than its import.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from turbo_admin.store.engine.raw_connection import Bare, connected, is_current, is_shared, translated

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session


class Database:
    """The office's database, at the schema version of this program; made by `open_database`.

    Args:
        where: a SQLite path, or a `postgresql://` address.
        engine: when there is one already.
    """

    def __init__(self, where: str, engine: "Engine | None" = None) -> None:
        self._where = where
        self._known = engine
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
        from sqlalchemy.orm import Session

        from turbo_admin.store.engine.sql_engine import translated as understood

        with understood(), Session(self._engine(), expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> "Iterator[Session]":
        """Open a transaction: all of it is kept at the end, or nothing.

        Raises:
            Refused: `disk_full`, `disk_failing`, `database_damaged`, `database_busy`; nothing was kept.
            Unreachable: `database_unreachable`; nothing was kept.
        """
        from sqlalchemy.orm import Session

        from turbo_admin.store.engine.sql_engine import translated as understood
        from turbo_admin.store.engine.sql_engine import writing

        engine = writing(self._engine())
        with understood(), Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def glance(self) -> Iterator[Bare]:
        """Open a connection for what `store.home_figures` reads, without SQLAlchemy as long as it is not loaded.

        Raises:
            Refused, Unreachable: as `read`.
        """
        if self._known is None:
            with connected(self._where) as bare:
                yield bare
            return
        from turbo_admin.store.engine.sql_engine import translated as understood

        # In a transaction: all that is read is of one moment.
        with understood(), translated(), self._known.begin() as connection:
            yield Bare(connection.connection, is_shared=self.is_shared)

    def close(self) -> None:
        """Close all connections."""
        if self._known is not None:
            self._known.dispose()

    def _engine(self) -> "Engine":
        with self._making:
            if self._known is None:
                from turbo_admin.store.engine.sql_engine import make_engine

                self._known = make_engine(self._where)
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
    from turbo_admin.store.engine.sql_engine import make_engine, prepare

    engine = make_engine(where)
    try:
        prepare(engine)
    except BaseException:
        engine.dispose()
        raise
    return Database(where, engine)
