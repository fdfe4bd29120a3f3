"""SQLAlchemy's sessions on the office's database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from turbo_admin.store.engine import schema  # noqa: F401 (whoever opens a session has all tables)
from turbo_admin.store.engine.sql_engine import make_engine, prepare, translated, writing


class SqlSessions:
    """Sessions on a database, and its driver's connection.

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

    def prepare(self) -> None:
        """Make or migrate the database when needed.

        Raises:
            Refused, Outdated, Unreachable: as `store.engine.database.open_database`.
        """
        prepare(self._engine)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session for reading; as `Database.read`."""
        with translated(), Session(self._engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a transaction; as `Database.write`."""
        engine = writing(self._engine)
        with translated(), Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def driver_connection(self) -> Iterator[Any]:
        """Lend the driver's connection, in a transaction: all that is read is of one moment."""
        with translated(), self._engine.begin() as connection:
            yield connection.connection

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
