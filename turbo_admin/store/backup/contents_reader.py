"""What a database or a SQLite copy holds, whatever the version of its tables."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from turbo_admin.core.backup.base_contents import BaseContents
from turbo_admin.core.errors import BadData, Outdated
from turbo_admin.store.engine.connection_settings import SCHEMA_VERSION, VERSION_TABLE
from turbo_admin.store.engine.sqlite_copies import check_copy, opened_copy

ReadRows = Callable[[str], Sequence[Sequence[Any]]]


def contents_of_copy(path: Path) -> BaseContents:
    """Return what a SQLite copy holds, after reading it from end to end.

    Raises:
        BadData: `file_missing`, `file_unreadable`, `backup_not_ours`, `backup_damaged`.
        Outdated: `backup_newer`.
    """
    check_copy(path)
    try:
        with opened_copy(path) as copy:
            found = _read(lambda statement: copy.execute(statement).fetchall())
    except (sqlite3.Error, IndexError, ValueError) as error:
        raise BadData("backup_not_ours", where=path.name) from error
    check_schema(found.schema)
    return found


def contents_of_session(session: Session) -> BaseContents:
    """Return what the present database holds."""
    return _read(lambda statement: [tuple(row) for row in session.connection().execute(text(statement))])


def check_schema(version: str) -> None:
    """Check that this program can bring tables of a version up to date.

    Raises:
        Outdated: `backup_newer`.
    """
    # The versions are numbered: 0001, 0002…
    if version > SCHEMA_VERSION:
        raise Outdated("backup_newer")


def _read(rows: ReadRows) -> BaseContents:
    schools = rows("SELECT name, last_success_at FROM school ORDER BY name")
    syncs = [at for _, value in schools if (at := _time(value)) is not None]
    return BaseContents(
        schema=rows(f"SELECT version_num FROM {VERSION_TABLE}")[0][0],  # noqa: S608 (our own name)
        epoch=rows("SELECT epoch FROM office")[0][0],
        last_change=_time(rows("SELECT max(at) FROM journal")[0][0]),
        schools=tuple(name for name, _ in schools),
        diners=rows('SELECT count(*) FROM diner WHERE NOT "left"')[0][0],
        accounts=rows("SELECT count(*) FROM account WHERE state <> 'closed'")[0][0],
        open_requests=rows("SELECT count(*) FROM account_request WHERE state = 'open'")[0][0],
        last_sync=max(syncs, default=None),
    )


def _time(value: datetime | str | None) -> datetime | None:
    """Return a time as a driver has it, in UTC: SQLite's are texts without a zone."""
    if value is None:
        return None
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
