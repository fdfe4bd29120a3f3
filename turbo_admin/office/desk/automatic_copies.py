"""Copies that the program makes by itself: where they go, and how one is written."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from turbo_admin.core.backup.copy_names import CopyName, CopyReason, CopySeries, next_copy
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import PARIS
from turbo_admin.outside.files.copies_folder import (
    FOLDER_NAME,
    known_copies,
    ready_folder,
    remove_surplus,
)
from turbo_admin.store.engine.connection_settings import BUSY_SECONDS, is_shared
from turbo_admin.store.engine.sqlite_copies import copy_base

# What a PC sets about its copies, in `store.pc_settings`: {"folder": path}.
BACKUP_SETTING = "backup"
SQLITE_SUFFIX = "db"


@dataclass(frozen=True, slots=True)
class CopiesPlace:
    """Where the automatic copies of a database go, and how one is made.

    Attributes:
        is_own: whether nobody chose the folder; it is made when it is missing.
        copy_to: writes a copy into a file, whole or not at all, in the place of one that is there.
    """

    folder: Path
    is_own: bool
    series: CopySeries
    copy_to: Callable[[Path], None]

    def known(self) -> list[CopyName]:
        """Return the copies that are there, newest first."""
        return known_copies(self.folder, self.series)

    def next_file(self, reason: CopyReason, at: datetime) -> Path:
        """Return the file of the next copy; its folder is made.

        Raises:
            Refused: `backup_folder_missing`, `backup_folder_readonly`.
        """
        ready_folder(self.folder, is_own=self.is_own)
        return self.folder / str(next_copy(self.known(), self.series, at.astimezone(PARIS).date(), reason))

    def write(self, reason: CopyReason, at: datetime) -> Path:
        """Write a copy, and remove those beyond the ones that are kept.

        Raises:
            Refused: as `next_file` and `copy_to`.
        """
        target = self.next_file(reason, at)
        self.copy_to(target)
        remove_surplus(self.folder, self.series)
        return target


def base_file(address: str) -> Path | None:
    """Return the file of a SQLite database; None for a server."""
    return None if is_shared(address) or "://" in address else Path(address).expanduser().absolute()


def default_folder(base: Path) -> Path:
    """Return where copies of a database go when nothing was chosen."""
    return base.parent / FOLDER_NAME


def sqlite_place(base: Path, epoch: str, chosen: Path | None = None) -> CopiesPlace:
    """Return where the copies of a SQLite database go.

    Args:
        chosen: by somebody; None for `sauvegardes` beside the database.
    """
    series = CopySeries.of(base.stem, epoch, SQLITE_SUFFIX)
    copy_to = partial(copy_base, base, replace=True)
    return CopiesPlace(chosen or default_folder(base), chosen is None, series, copy_to)


def copy_before_migration(address: str, workstation: str, now: Callable[[], datetime]) -> Callable[[], None]:
    """Return what copies a database before its tables are brought to another version.

    A chosen folder that is out of reach is replaced by the one beside the database. Without any copy the migration does
    not begin: it is the one act of the program that nobody can take back.

    Returns:
        A function that raises `Refused`, `backup_before_migration`. It does nothing for a server, whose migrations are
        one transaction and whose copies are its administrator's.
    """

    def copy() -> None:
        base = base_file(address)
        if base is None:
            return
        epoch, chosen = _read_older(base, workstation)
        if chosen:
            with suppress(Refused):
                sqlite_place(base, epoch, Path(chosen)).write(CopyReason.MIGRATION, now())
                return
        try:
            sqlite_place(base, epoch).write(CopyReason.MIGRATION, now())
        except Refused as refusal:
            raise Refused("backup_before_migration", reason=str(refusal)) from refusal

    return copy


def _read_older(base: Path, workstation: str) -> tuple[str, str]:
    """Return epoch and chosen folder of a database whose tables may be of any version; each empty when not known."""
    epoch = chosen = ""
    uri = f"{base.as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS)) as connection:
        with suppress(sqlite3.Error, TypeError):
            epoch = str(connection.execute("SELECT epoch FROM office").fetchone()[0])
        with suppress(sqlite3.Error, TypeError, KeyError, ValueError):
            found = connection.execute(
                "SELECT value FROM pc_setting WHERE workstation = ? AND name = ?",
                (workstation, BACKUP_SETTING),
            ).fetchone()
            chosen = str(json.loads(found[0])["folder"])
    return epoch, chosen
