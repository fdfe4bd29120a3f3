"""SQLAlchemy's sessions on the office's database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from turbo_admin.store.engine import schema  # noqa: F401 (whoever opens a session has all tables)
from turbo_admin.store.engine.sql_engine import make_engine, prepare, translated, writing


class SqlSessions:
    """Sessions on a database.

    Args:
        engine: of the database; closed with the sessions.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def on(cls, address: str) -> "SqlSessions":
        """Return sessions on a SQLite path or a `postgresql://` address; nothing is opened yet.

        Raises:
            Refused: as `make_engine`.
        """
        return cls(make_engine(address))

    def prepare(self, before_migration: Callable[[], None]) -> None:
        """Make or migrate the database when needed.

        Args:
            before_migration: see `store.engine.database.open_database`.

        Raises:
            Refused, Outdated, Unreachable: as `store.engine.database.open_database`.
        """
        prepare(self._engine, before_migration)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session for reading; as `OfficeDatabase.read`."""
        with translated(), Session(self._engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a transaction; as `OfficeDatabase.write`."""
        engine = writing(self._engine)
        with translated(), Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
