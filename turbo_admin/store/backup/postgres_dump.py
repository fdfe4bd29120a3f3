"""Copies of a shared database: PostgreSQL's custom format, written and put back by its own programs."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from psycopg import Connection, sql

from turbo_admin.core.errors import BadData, Refused
from turbo_admin.store.backup.dump_reader import contents_of_dump
from turbo_admin.store.backup.postgres_programs import ServerAccess, find_program, run_program
from turbo_admin.store.backup.restoration import Restoration, statement_of
from turbo_admin.store.engine import psycopg_connection
from turbo_admin.store.engine.connection_settings import VERSION_TABLE
from turbo_admin.store.engine.schema import METADATA
from turbo_admin.store.engine.sqlite_copies import check_target, new_file

_LOCK_SECONDS = 15


def can_dump() -> bool:
    """Whether this PC has what copies of a shared database need."""
    return find_program("pg_dump") is not None


def dump_database(address: str, target: Path, *, replace: bool = False) -> None:
    """Copy a shared database into a file, as it is at one moment; the file is there whole or not at all.

    Args:
        address: a `postgresql://` address.
        replace: whether a file that is there already is replaced.

    Raises:
        Refused: `backup_no_pg_dump`, `backup_pg_version`, `backup_pg_failed`, `backup_exists`,
            `backup_unreadable_again`; or as `sqlite_copies.folder_errors`.
    """
    check_target(target, base=None, replace=replace)
    access = ServerAccess.of(address)
    tables = [f"--table={name}" for name in _table_names()]
    with new_file(target) as part:
        _written(access, part, tables, folder=target.parent)
        try:
            contents_of_dump(part)
        except BadData as error:
            raise Refused("backup_unreadable_again", folder=str(target.parent)) from error


def restore_dump(copy: Path, address: str, fact: Restoration) -> None:
    """Give a shared database the content of a copy, in one transaction; all of it or nothing.

    Args:
        copy: checked, see `dump_reader.contents_of_dump`; its tables keep their version.
        fact: kept in that transaction too.

    Raises:
        Refused: `backup_in_use`: another session is connected; `backup_no_pg_dump`, `backup_pg_version`,
            `backup_pg_failed`; nothing was replaced.
    """
    access = ServerAccess.of(address)
    with closing(psycopg_connection.connect(address)) as connection:
        _check_alone(connection)
        names = sql.SQL(", ").join(map(sql.Identifier, _table_names()))
        drop = sql.SQL("DROP TABLE IF EXISTS {} CASCADE").format(names).as_string(connection)
        last = statement_of(fact).as_string(connection)
    with TemporaryDirectory(prefix="turbo-") as folder:
        # A file, not a pipe: psql would take the end of a reader that failed for the end of the copy, and commit.
        script = Path(folder) / "copie.sql"
        run_program("pg_restore", ["--no-owner", "--no-privileges", f"--file={script}", str(copy)])
        run_program(
            "psql",
            [
                *("--no-psqlrc", "--quiet", "--no-password", "--single-transaction"),
                *("--set=ON_ERROR_STOP=1", f"--dbname={access.conninfo}"),
                *(f"--command=SET lock_timeout = '{_LOCK_SECONDS}s'", f"--command={drop}"),
                *(f"--file={script}", "--command=RESET search_path", f"--command={last}"),
            ],
            access.environment,
        )


def check_alone(address: str) -> None:
    """Check that nobody else is connected to a database.

    Raises:
        Refused: `backup_in_use`.
    """
    with closing(psycopg_connection.connect(address)) as connection:
        _check_alone(connection)


def _check_alone(connection: Connection[tuple[int]]) -> None:
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    found = connection.execute(query).fetchone()
    if found is None or found[0]:
        raise Refused("backup_in_use")


def _written(access: ServerAccess, part: Path, tables: Sequence[str], *, folder: Path) -> None:
    arguments = [
        *("--format=custom", "--no-owner", "--no-privileges", "--no-password"),
        *(f"--file={part}", f"--dbname={access.conninfo}"),
    ]
    try:
        run_program("pg_dump", [*arguments, *tables], access.environment)
    except Refused as refusal:
        if refusal.code == "disk_full":
            raise Refused("backup_disk_full", folder=str(folder)) from refusal
        raise


def _table_names() -> list[str]:
    return [*sorted(METADATA.tables), VERSION_TABLE]
