"""Opening the office's database: where it is, at which schema version, and its sessions."""

import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from msgspec import json
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, OperationalError, StatementError
from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused, TurboError, Unreachable
from turbo_admin.store.tables import OfficeRow

# How long a write waits for another PC's or thread's write to end.
_BUSY_SECONDS = 15
_WRITE = "turbo_write"
# The schema version of this program; a test holds it to the last migration.
HEAD = "0003"
_VERSIONS = "alembic_version"


class Database:
    """The office's database, at the schema version of this program.

    Args:
        engine: made by `open_database`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = engine.execution_options(**{_WRITE: True})

    @property
    def is_shared(self) -> bool:
        """Whether several PCs may be working in it."""
        return self._engine.dialect.name == "postgresql"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session for reading; nothing it does is kept.

        Raises:
            Unreachable: `database_unreachable`.
        """
        with _translated(), Session(self._engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a transaction: all of it is kept at the end, or nothing.

        Raises:
            Refused: `disk_full`, `database_busy`; nothing was kept.
            Unreachable: `database_unreachable`; nothing was kept.
        """
        with _translated(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def open_database(where: str) -> Database:
    """Open the database, making or migrating it when needed; SQLite is copied before it is migrated.

    Args:
        where: a SQLite path, or a `postgresql://` address.

    Raises:
        Refused: `database_address`, `disk_full`, `database_not_ours`.
        Outdated: `database_newer`: a later version of the program has been here.
        Unreachable: `database_unreachable`.
    """
    engine = _engine(where)
    try:
        with _translated():
            _bring_up_to_date(engine)
            _name_epoch(engine)
    except BaseException:
        engine.dispose()
        raise
    return Database(engine)


def _engine(where: str) -> Engine:
    if not re.match(r"[a-z0-9+]+://", where):
        path = Path(where).expanduser()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refused("database_folder", path=str(path.parent)) from error
        engine = create_engine(
            f"sqlite:///{path}", connect_args={"timeout": _BUSY_SECONDS}, json_deserializer=json.decode
        )
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        url = make_url(where)
    except ArgumentError as error:
        raise Refused("database_address") from error
    if url.get_backend_name() != "postgresql":
        raise Refused("database_address")
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10},
        json_deserializer=json.decode,
    )


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own BEGIN comes too late (before the first write, not before the first read): ours stands instead.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    # A write takes the lock at once: two that read first and write later would both fail.
    writing = connection.get_execution_options().get(_WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _bring_up_to_date(engine: Engine) -> None:
    if _revision(engine) != HEAD:
        # Late: Alembic takes a third of a program's start, and nearly every start finds nothing to migrate.
        from turbo_admin.store.migrate import migrate

        with engine.execution_options(**{_WRITE: True}).begin() as connection:
            migrate(connection)


def _revision(engine: Engine) -> str | None:
    """Return the schema version of the database, None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(_VERSIONS):
            return None
        revision: str | None = connection.execute(text(f"SELECT version_num FROM {_VERSIONS}")).scalar()  # noqa: S608
        return revision


def _name_epoch(engine: Engine) -> None:
    with Session(engine.execution_options(**{_WRITE: True})) as session, session.begin():
        if session.get(OfficeRow, 1) is None:
            session.add(
                OfficeRow(id=1, epoch=secrets.token_hex(16), last_rev=0, created_at=datetime.now(UTC))
            )


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except TurboError:
        raise
    except (OperationalError, InterfaceError, DatabaseError, StatementError) as error:
        raise _in_french(error) from error


def _in_french(error: StatementError) -> Exception:
    said = str(error.orig).lower()
    if "full" in said or "no space left" in said or "disk i/o" in said:
        return Refused("disk_full")
    if "locked" in said or "lock timeout" in said or "deadlock" in said:
        return Refused("database_busy")
    if "not a database" in said or "malformed" in said:
        return Refused("database_not_ours")
    if "unable to open" in said or "readonly" in said or "read-only" in said:
        return Refused("database_folder", path="")
    if isinstance(error, (OperationalError, InterfaceError)):
        return Unreachable("database_unreachable")
    # Anything else is a mistake in our own statements: a bug, to be seen as one.
    return error
