"""« Sauvegarder… »: the database in a file; and where the automatic copies go."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from turbo_admin.core.backup.base_contents import BaseContents
from turbo_admin.core.backup.copy_names import CopySeries
from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.automatic_copies import (
    BACKUP_SETTING,
    CopiesPlace,
    base_file,
    default_folder,
    sqlite_place,
)
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.outside.pc import paths
from turbo_admin.store import pc_settings, schools
from turbo_admin.store.backup.contents_reader import contents_of_copy
from turbo_admin.store.backup.dump_reader import contents_of_dump
from turbo_admin.store.backup.postgres_dump import can_dump, dump_database
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.sqlite_copies import copy_base

DUMP_SUFFIX = "dump"
_COPYING = "Copie de la base"


@dataclass(frozen=True, slots=True)
class SavedCopy:
    """A copy that was written, and read again.

    Attributes:
        contents: what it holds.
        size: bytes.
    """

    path: Path
    contents: BaseContents
    size: int


@dataclass(frozen=True, slots=True)
class AutomaticCopies:
    """What the screen shows of the copies that the program makes by itself.

    Attributes:
        folder: where they go.
        is_chosen: whether somebody chose it.
        files: the copies that are there, newest first.
        suffix: of a file that « Sauvegarder… » writes, without a dot.
        is_possible: whether this PC can copy the database: of one on a server, only with PostgreSQL's programs.
    """

    folder: Path
    is_chosen: bool
    files: tuple[str, ...]
    suffix: str
    is_possible: bool


@needs(Right.BACKUP)
def save_copy(desk: Desk, target: Path, *, replace: bool = False, report: Progress = silent) -> SavedCopy:
    """Copy the database into a file, as it is at one moment; other PCs may write meanwhile.

    Args:
        replace: whether a file that is there already is replaced.
        report: called with pages; raising `Cancelled` leaves no file.

    Raises:
        Refused: `backup_onto_base`, `backup_exists`, `backup_folder_missing`, `backup_folder_readonly`,
            `backup_disk_full`, `backup_disk_failing`, `backup_unreadable_again`, `backup_no_pg_dump`,
            `backup_pg_version`, `backup_pg_failed`; no file is left, and a former one stays.
        Cancelled: from `report`.
    """
    target = target.expanduser().absolute()
    base = base_file(desk.database_address)
    if base is not None:
        copy_base(base, target, replace=replace, progress=lambda done, total: report(_COPYING, done, total))
        contents = contents_of_copy(target)
    else:
        dump_database(desk.database_address, target, replace=replace)
        contents = contents_of_dump(target)
    with desk.database.write() as session:
        desk.note(session, JournalCode.BACKUP_WRITTEN, [(desk.workstation[:64], "")])
    return SavedCopy(target, contents, target.stat().st_size)


@needs(Right.BACKUP)
def choose_folder(desk: Desk, folder: Path | None) -> None:
    """Choose where this PC's automatic copies go.

    Args:
        folder: that exists; None for the usual one.

    Raises:
        Refused: `backup_folder_missing`.
    """
    chosen = folder.expanduser().absolute() if folder is not None else None
    if chosen is not None and not chosen.is_dir():
        raise Refused("backup_folder_missing", folder=str(chosen))
    with desk.database.write() as session:
        value = {"folder": str(chosen)} if chosen is not None else {}
        pc_settings.keep(session, desk.workstation, BACKUP_SETTING, value)


@needs(Right.CONSULT)
def automatic_copies(desk: Desk) -> AutomaticCopies:
    """Return where the automatic copies go, and which are there."""
    with desk.database.read() as session:
        place = copies_place(session, desk)
        chosen = _chosen(session, desk)
    base = base_file(desk.database_address)
    return AutomaticCopies(
        folder=place.folder,
        is_chosen=chosen is not None,
        files=tuple(str(one) for one in place.known()),
        suffix=place.series.suffix,
        is_possible=base is not None or can_dump(),
    )


def copies_place(session: Session, desk: Desk) -> CopiesPlace:
    """Return where this PC's automatic copies go, and how one is made."""
    epoch, chosen = schools.epoch(session), _chosen(session, desk)
    base = base_file(desk.database_address)
    if base is not None:
        return sqlite_place(base, epoch, chosen)
    name = desk.database_address.partition("?")[0].rpartition("/")[2] or "bureau"
    copy_to: Callable[[Path], None] = partial(_dump, desk.database_address)
    series = CopySeries.of(name, epoch, DUMP_SUFFIX)
    own = default_folder(paths.default_database())
    return CopiesPlace(chosen or own, chosen is None, series, copy_to)


def _dump(address: str, target: Path) -> None:
    dump_database(address, target, replace=True)


def _chosen(session: Session, desk: Desk) -> Path | None:
    folder = pc_settings.read(session, desk.workstation, BACKUP_SETTING).get("folder")
    return Path(folder) if folder else None
