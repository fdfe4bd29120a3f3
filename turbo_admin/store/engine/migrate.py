"""Bringing an older office database to the schema of this program."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
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


def migrate(connection: Connection, before: Callable[[], None]) -> None:
    """Run the migrations that are missing, within the caller's transaction.

    Args:
        before: called when a database that has tables is about to be changed; what it raises stops the migration.

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
            before()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def configuration(folder: Path) -> Config:
    """Return Alembic's configuration for the folder of migrations."""
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    return config
