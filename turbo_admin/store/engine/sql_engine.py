"""SQLAlchemy's engine on the office's database, and bringing the database to this program's schema."""

import os
import re
import secrets
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from msgspec import json
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, OperationalError, StatementError
from sqlalchemy.orm import Session

from turbo_admin.core.database_address import DatabaseLink, check_database_link
from turbo_admin.core.errors import Refused, TurboError
from turbo_admin.store.engine.connection_settings import (
    BUSY_SECONDS,
    CONNECT_SECONDS,
    SCHEMA_VERSION,
    VERSION_TABLE,
)
from turbo_admin.store.engine.driver_errors import in_french
from turbo_admin.store.engine.school_tables import OfficeTable

_WRITE = "turbo_write"
# What SQLite writes beside a database, with the rights that the database has at that moment.
_BESIDE = ("", "-wal", "-shm", "-journal")


def make_engine(address: str) -> Engine:
    """Return an engine; nothing is opened yet.

    Args:
        address: a SQLite path, or a `postgresql://` address.

    Raises:
        Refused: `database_address`, `database_folder`, `database_in_clear`, `database_environment`.
    """
    if not re.match(r"[a-z0-9+]+://", address):
        path = Path(address).expanduser()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refused("database_folder", path=str(path.parent)) from error
        _keep_private(path)
        return listening(
            create_engine(
                # Not as text: a path may hold %20, ? or #, which are a URL's own there.
                URL.create("sqlite", database=str(path)),
                connect_args={"timeout": BUSY_SECONDS},
                json_deserializer=json.decode,
            )
        )
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise Refused("database_address") from error
    if url.get_backend_name() != "postgresql":
        raise Refused("database_address")
    check_database_link(DatabaseLink.of(url.host, url.normalized_query), os.environ)
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_SECONDS},
        json_deserializer=json.decode,
    )


def _keep_private(path: Path) -> None:
    """Make a new database file, empty, for its owner alone, and take an existing one back from others.

    A file that cannot be made, or is another user's, is left to whoever opens it next: they say what is wrong.
    """
    if sys.platform == "win32":
        # A user's profile is private there, and modes mean nothing.
        return
    with suppress(OSError):
        # SQLite would make it readable for all that the umask lets in.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    for end in _BESIDE:
        file = path.with_name(path.name + end)
        with suppress(OSError):
            mode = file.stat().st_mode
            if mode & 0o077:
                file.chmod(mode & 0o700)


def listening(engine: Engine) -> Engine:
    """Have each SQLite connection of an engine set up, and its transactions begun, our way; returns the engine."""
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def writing(engine: Engine) -> Engine:
    """Return the engine for transactions that write."""
    return engine.execution_options(**{_WRITE: True})


def prepare(engine: Engine, before_migration: Callable[[], None] = lambda: None) -> None:
    """Make or migrate the database when needed, and give a new one its epoch.

    Args:
        before_migration: see `store.engine.database.open_database`.

    Raises:
        Refused, Outdated, Unreachable: as `store.engine.database.open_database`.
    """
    with translated():
        _bring_up_to_date(engine, before_migration)
        _name_epoch(engine)


@contextmanager
def translated() -> Iterator[None]:
    """Turn SQLAlchemy's errors into those that the clerk can act on; a mistake of ours passes as it is."""
    try:
        yield
    except TurboError:
        raise
    except (OperationalError, InterfaceError, DatabaseError, StatementError) as error:
        french = in_french(
            str(error.orig), out_of_reach=isinstance(error, (OperationalError, InterfaceError))
        )
        if french is None:
            raise
        raise french from error


def set_up_sqlite(connection: sqlite3.Connection) -> None:
    """Make a new SQLite connection safe against power cuts, and its transactions ours."""
    # The driver's own BEGIN comes too late (before the first write, not before the first read): ours stands instead.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    set_up_sqlite(connection)


def _begin_sqlite(connection: Connection) -> None:
    # A write takes the lock at once: two that read first and write later would both fail.
    is_write = connection.get_execution_options().get(_WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")


def _bring_up_to_date(engine: Engine, before: Callable[[], None]) -> None:
    if _revision(engine) != SCHEMA_VERSION:
        # Not at the top: Alembic takes 400 ms to load, and nearly every start finds nothing to migrate.
        from turbo_admin.store.engine.migrate import migrate, migration

        with migration(writing(engine)) as connection:
            migrate(connection, before)


def _revision(engine: Engine) -> str | None:
    """Return the schema version of the database, None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            return None
        revision: str | None = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608
        return revision


def _name_epoch(engine: Engine) -> None:
    with Session(writing(engine)) as session, session.begin():
        if session.get(OfficeTable, 1) is None:
            session.add(
                OfficeTable(id=1, epoch=secrets.token_hex(16), last_rev=0, created_at=datetime.now(UTC))
            )
