"""Bringing an older office database to the schema of this program."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import resources
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from turbo_admin.core.errors import Outdated, Refused


@contextmanager
def migration(engine: Engine) -> Iterator[Connection]:
    """Open the transaction in which the schema is changed.

    SQLite changes a table by making it anew and dropping the former, which foreign keys forbid as long as rows point at
    it: they are checked once, before the end.

    Raises:
        Refused: `database_damaged`: a row points at one that is not there; nothing was kept.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        driver = connection.connection
        if is_sqlite:
            driver.cursor().execute("PRAGMA foreign_keys = OFF")  # within a transaction it does nothing
        try:
            with connection.begin():
                yield connection
                if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise Refused("database_damaged")
        finally:
            if is_sqlite:
                driver.cursor().execute("PRAGMA foreign_keys = ON")


def migrate(connection: Connection) -> None:
    """Run the migrations that are missing, within the caller's transaction; SQLite is copied before.

    Raises:
        Outdated: `database_newer`: a later version of the program has been here.
    """
    with resources.as_file(resources.files("turbo_admin.store") / "migrations") as folder:
        config = configuration(folder)
        script = ScriptDirectory.from_config(config)
        present = MigrationContext.configure(connection).get_current_revision()
        if present is not None:
            if present not in {revision.revision for revision in script.walk_revisions()}:
                raise Outdated("database_newer")
            copy_sqlite(connection, present)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def configuration(folder: Path) -> Config:
    """Return Alembic's configuration for the folder of migrations."""
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    return config


def copy_sqlite(connection: Connection, revision: str) -> Path | None:
    """Copy a SQLite database beside itself; a PostgreSQL migration is one transaction and needs none.

    Returns:
        The copy, None for PostgreSQL.
    """
    path = connection.engine.url.database
    if connection.engine.dialect.name != "sqlite" or not path:
        return None
    source = Path(path)
    copy = source.with_name(f"{source.stem}.avant-{revision}{source.suffix}")
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)
    return copy
