"""Opening the office's database: where it is, at which schema version, and its sessions."""

import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, OperationalError, StatementError
from sqlalchemy.orm import Session

from turbo_admin.core.errors import Outdated, Refused, TurboError, Unreachable
from turbo_admin.store.tables import OfficeRow

# How long a write waits for another PC's or thread's write to end.
_BUSY_SECONDS = 15
_WRITE = "turbo_write"


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
            _migrate(engine)
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
        engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY_SECONDS})
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
        url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, connect_args={"connect_timeout": 10}
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


def _migrate(engine: Engine) -> None:
    config = Config()
    with resources.as_file(resources.files("turbo_admin.store") / "migrations") as folder:
        config.set_main_option("script_location", str(folder))
        config.set_main_option("path_separator", "os")
        script = ScriptDirectory.from_config(config)
        head = script.get_current_head()
        with engine.connect() as connection:
            present = MigrationContext.configure(connection).get_current_revision()
        if present == head:
            return
        if present is not None and present not in {revision.revision for revision in script.walk_revisions()}:
            raise Outdated("database_newer")
        if present is not None:
            copy_sqlite(engine, present)
        with engine.execution_options(**{_WRITE: True}).begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def copy_sqlite(engine: Engine, revision: str) -> None:
    """Copy a SQLite database beside itself; a PostgreSQL migration is one transaction and needs none."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return
    source = Path(engine.url.database)
    copy = source.with_name(f"{source.stem}.avant-{revision}{source.suffix}")
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)


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
    text = str(error.orig).lower()
    if "full" in text or "no space left" in text or "disk i/o" in text:
        return Refused("disk_full")
    if "locked" in text or "lock timeout" in text or "deadlock" in text:
        return Refused("database_busy")
    if "not a database" in text or "malformed" in text:
        return Refused("database_not_ours")
    if "unable to open" in text or "readonly" in text or "read-only" in text:
        return Refused("database_folder", path="")
    if isinstance(error, (OperationalError, InterfaceError)):
        return Unreachable("database_unreachable")
    # Anything else is a mistake in our own statements: a bug, to be seen as one.
    return error
