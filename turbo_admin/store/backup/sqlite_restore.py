"""Putting a SQLite copy in the place of the present database.

The present file is not replaced: the pages of the copy are written into it, in one transaction of SQLite. Windows lets
nobody replace a file that is open, and a file that is replaced under a running program leaves that program with the
former one, whose journal would be applied to the new one.
"""

import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.store.engine.database import open_database
from turbo_admin.store.engine.sqlite_copies import (
    CopyProgress,
    copy_pages,
    folder_errors,
    no_progress,
    opened_copy,
    translate,
)

_PREFIX = ".turbo-restauration-"
# A reading that is about to end is waited for; a program that is open is not.
_LOCK_SECONDS = 3
# What a restore that was killed left behind.
_DEAD_SECONDS = 24 * 3600


def restore_sqlite(
    copy: Path, base: Path, note: Callable[[Session], None], *, progress: CopyProgress = no_progress
) -> None:
    """Give a database the content of a copy, at this program's schema; all of it or nothing.

    Args:
        copy: checked, see `contents_reader.contents_of_copy`; it stays as it is.
        base: no connection of this process may be open on it.
        note: called with a transaction on what takes the place of the database.

    Raises:
        Refused: `backup_in_use`: somebody else has the database open; `backup_disk_full`, `backup_folder_readonly`,
            `backup_disk_failing`; nothing was replaced.
        BadData: as `sqlite_copies.opened_copy`.
    """
    _forget_dead_folders(base.parent)
    with folder_errors(base.parent), TemporaryDirectory(prefix=_PREFIX, dir=base.parent) as folder:
        prepared = Path(folder) / base.name
        with opened_copy(copy) as pages:
            copy_pages(pages, prepared, progress=progress)
        # Brought up to date before it takes the place of anything: a migration that fails changes nothing.
        with closing(open_database(str(prepared))) as database, database.write() as session:
            note(session)
        _write_into(prepared, base)


def check_unused(base: Path) -> None:
    """Check that nobody has the database open, in this process or another.

    Raises:
        Refused: `backup_in_use`.
    """
    with closing(sqlite3.connect(base, timeout=_LOCK_SECONDS, isolation_level=None)) as present:
        _lock(present)


def _forget_dead_folders(folder: Path) -> None:
    for left in folder.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _DEAD_SECONDS:
                shutil.rmtree(left)


def _write_into(prepared: Path, base: Path) -> None:
    with closing(sqlite3.connect(base, timeout=_LOCK_SECONDS, isolation_level=None)) as present:
        _lock(present)
        present.execute("PRAGMA synchronous = FULL").close()
        try:
            with closing(sqlite3.connect(prepared, isolation_level=None)) as new:
                new.backup(present)
        except sqlite3.Error as error:
            french = translate(error)
            if french.code == "disk_full":
                raise Refused("backup_disk_full", folder=str(base.parent)) from error
            raise french from error


def _lock(present: sqlite3.Connection) -> None:
    """Keep everybody else out until the connection is closed."""
    try:
        # In WAL mode a connection holds a shared lock for as long as it is open, which this one does not get past.
        present.execute("PRAGMA locking_mode = EXCLUSIVE").close()
        present.execute("BEGIN EXCLUSIVE").close()
        present.execute("COMMIT").close()
    except sqlite3.Error as error:
        if "locked" in str(error).lower():
            raise Refused("backup_in_use") from error
        # A database that cannot be read is what a copy is put back for.
        with suppress(sqlite3.Error):
            present.rollback()
