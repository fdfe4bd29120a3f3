"""What a copy in PostgreSQL's custom format holds: pg_restore writes its rows as text, which are counted as they come."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen

from turbo_admin.core.backup.base_contents import BaseContents
from turbo_admin.core.backup.copy_text import NULL, CopiedRow, copied_rows
from turbo_admin.core.errors import BadData, Refused
from turbo_admin.store.backup.contents_reader import check_schema
from turbo_admin.store.backup.postgres_programs import find_program
from turbo_admin.store.engine.connection_settings import VERSION_TABLE

# The first bytes of the format.
_MAGIC = b"PGDMP"
_TABLES = (VERSION_TABLE, "office", "school", "diner", "account", "account_request", "journal")


def contents_of_dump(path: Path) -> BaseContents:
    """Return what a copy holds, after reading it from end to end.

    Raises:
        BadData: `file_missing`, `file_unreadable`, `backup_not_ours`, `backup_damaged`.
        Outdated: `backup_newer`.
        Refused: `backup_no_pg_dump`.
    """
    if not path.is_file():
        raise BadData("file_missing", where=path.name)
    counted = _Counted()
    for table, row in _rows(path):
        counted.take(table, row)
    if not counted.version or not counted.epoch:
        raise BadData("backup_not_ours", where=path.name)
    check_schema(counted.version)
    return counted.contents()


def is_dump(path: Path) -> bool:
    """Whether a file begins as a copy in PostgreSQL's custom format does."""
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC
    return False


class _Counted:
    """The figures, as rows come."""

    def __init__(self) -> None:
        self.version = self.epoch = ""
        self._changed = self._synced = ""
        self._schools: list[str] = []
        self._diners = self._accounts = self._requests = 0

    def take(self, table: str, row: CopiedRow) -> None:
        if table == VERSION_TABLE:
            self.version = row["version_num"]
        elif table == "office":
            self.epoch = row["epoch"]
        elif table == "school":
            self._schools.append(row["name"])
            self._synced = max(self._synced, row["last_success_at"].replace(NULL, ""))
        elif table == "diner":
            self._diners += row["left"] == "f"
        elif table == "account":
            self._accounts += row["state"] != "closed"
        elif table == "account_request":
            self._requests += row["state"] == "open"
        elif table == "journal":
            self._changed = max(self._changed, row["at"])

    def contents(self) -> BaseContents:
        return BaseContents(
            schema=self.version,
            epoch=self.epoch,
            last_change=_time(self._changed),
            schools=tuple(sorted(self._schools)),
            diners=self._diners,
            accounts=self._accounts,
            open_requests=self._requests,
            last_sync=_time(self._synced),
        )


def _rows(path: Path) -> Iterator[tuple[str, CopiedRow]]:
    """Yield (table, row) of a few tables of a copy.

    Raises:
        BadData: `backup_not_ours`, `backup_damaged`.
        Refused: `backup_no_pg_dump`.
    """
    if not is_dump(path):
        raise BadData("backup_not_ours", where=path.name)
    program = find_program("pg_restore")
    if program is None:
        raise Refused("backup_no_pg_dump", tool="pg_restore")
    # The rows of all tables: what is damaged anywhere is seen here, and not in the middle of a restore.
    command = [str(program), "--data-only", "--file=-", str(path)]
    with Popen(command, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, encoding="utf-8") as reader:  # noqa: S603 (a program of PostgreSQL)
        assert reader.stdout is not None  # noqa: S101 (asked for above)
        yield from copied_rows(reader.stdout, _TABLES)
    if reader.returncode:
        raise BadData("backup_damaged", where=path.name)


def _time(text: str) -> datetime | None:
    """Return a time as PostgreSQL writes it with a zone; pg_dump's sessions write all of a table in one zone."""
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
