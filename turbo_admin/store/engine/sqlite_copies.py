"""Copies of a SQLite database: written whole beside their name, read again, and only then named."""

import errno
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from turbo_admin.core.errors import BadData, Refused, TurboError, Unreachable
from turbo_admin.store.engine.connection_settings import BUSY_SECONDS, VERSION_TABLE
from turbo_admin.store.engine.driver_errors import in_french

# Called with (pages done, pages in all); may raise `Cancelled`.
CopyProgress = Callable[[int, int], None]
PART_PREFIX, PART_SUFFIX = ".turbo-", ".part"
_MAGIC = b"SQLite format 3\0"
_PAGES_A_STEP = 2_000
# What a writer that was killed leaves behind; a copy that takes longer is none.
_DEAD_PART_SECONDS = 24 * 3600
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_MISSING = {errno.ENOENT, errno.ENOTDIR}


def no_progress(_done: int, _total: int) -> None:
    """Ignore the progress."""


def copy_base(
    source: Path, target: Path, *, replace: bool = False, progress: CopyProgress = no_progress
) -> None:
    """Copy a database into a file, as it is at one moment, whoever writes meanwhile; the file is there whole or not at all.

    Args:
        source: a database that may be in use.
        replace: whether a file that is there already is replaced.

    Raises:
        Refused: `backup_onto_base`, `backup_exists`, `backup_folder_missing`, `backup_folder_readonly`,
            `backup_disk_full`, `backup_disk_failing`, `backup_unreadable_again`; or the database cannot be read, as
            `store.engine.database.OfficeDatabase.read`.
        Cancelled: from `progress`.
    """
    check_target(target, base=source, replace=replace)
    with new_file(target) as part:
        with _reading(source) as base:
            copy_pages(base, part, progress=progress)
            identity = _identity(base)
        if not _is_sound(part, identity):
            raise Refused("backup_unreadable_again", folder=str(target.parent))


def check_target(target: Path, *, base: Path | None, replace: bool) -> None:
    """Check that a file may be written.

    Args:
        base: the database itself, which is never replaced; None when it is no file.

    Raises:
        Refused: `backup_onto_base`, `backup_exists`, `backup_folder_missing`.
    """
    with folder_errors(target.parent):
        if base is not None and target.exists() and base.exists() and target.samefile(base):
            raise Refused("backup_onto_base", file=target.name)
        if target.is_dir() or (target.exists() and not replace):
            raise Refused("backup_exists", file=target.name)
        if not target.parent.is_dir():
            raise Refused("backup_folder_missing", folder=str(target.parent))


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """Give a file to be written in the target's folder, which gets the target's name at the end of the block.

    Until then its name says that it is a part; if anything fails, or the process is killed, no target appears.

    Raises:
        Refused: as `folder_errors`.
    """
    folder = target.parent
    with folder_errors(folder):
        _forget_dead_parts(folder)
        part = folder / f"{PART_PREFIX}{os.urandom(8).hex()}{PART_SUFFIX}"
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            yield part
            _sync_file(part)
            part.replace(target)
            _sync_folder(folder)
        finally:
            for left in (part, *(part.with_name(part.name + end) for end in ("-journal", "-wal", "-shm"))):
                with suppress(OSError):
                    left.unlink()


@contextmanager
def folder_errors(folder: Path) -> Iterator[None]:
    """Turn the system's errors about a folder into words.

    Raises:
        Refused: `backup_folder_missing`, `backup_folder_readonly`, `backup_disk_full`, `backup_disk_failing`.
    """
    try:
        yield
    except OSError as error:
        said = {"folder": str(folder)}
        if error.errno in _FULL:
            raise Refused("backup_disk_full", **said) from error
        if error.errno in _READ_ONLY:
            raise Refused("backup_folder_readonly", **said) from error
        if error.errno in _MISSING:
            raise Refused("backup_folder_missing", **said) from error
        raise Refused("backup_disk_failing", **said) from error


def copy_pages(base: sqlite3.Connection, part: Path, *, progress: CopyProgress = no_progress) -> None:
    """Copy the pages of a database into an empty file, out of one read transaction.

    Raises:
        Refused: `backup_disk_full`, `backup_disk_failing`, or the database cannot be read.
    """
    folder = {"folder": str(part.parent)}
    try:
        # A transaction that has begun to read keeps its snapshot: the copy need not begin anew at each write of others.
        base.execute("BEGIN").close()
        base.execute("SELECT count(*) FROM sqlite_master").fetchall()
        with closing(sqlite3.connect(part)) as copy:
            base.backup(
                copy, pages=_PAGES_A_STEP, progress=lambda _state, left, total: progress(total - left, total)
            )
            # One file, without the two that stand beside a database in WAL mode: read-only media have no room for them.
            copy.execute("PRAGMA journal_mode = DELETE").close()
    except sqlite3.Error as error:
        french = translate(error)
        if french.code == "disk_full":
            raise Refused("backup_disk_full", **folder) from error
        if french.code == "disk_failing":
            raise Refused("backup_disk_failing", **folder) from error
        raise french from error
    finally:
        if base.in_transaction:
            base.rollback()


@contextmanager
def opened_copy(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a copy for reading; nothing is written beside it, so that a protected stick will do.

    Raises:
        BadData: `file_missing`, `file_unreadable`, `backup_not_ours`, `backup_damaged`.
    """
    if not path.is_file():
        raise BadData("file_missing", where=path.name)
    beside = [path.with_name(path.name + end) for end in ("-wal", "-journal")]
    # A database that was copied by hand while in use has one of these, which belongs to it.
    mode = "ro" if any(one.exists() for one in beside) else "ro&immutable=1"
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True)) as copy:
            yield copy
    except sqlite3.Error as error:
        raise _not_a_copy(path, error) from error


def is_sqlite(path: Path) -> bool:
    """Whether a file begins as a SQLite database does."""
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC
    return False


def check_copy(path: Path) -> None:
    """Read a copy from end to end.

    Raises:
        BadData: as `opened_copy`.
    """
    with opened_copy(path) as copy:
        tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {VERSION_TABLE, "office"} <= tables:
            raise BadData("backup_not_ours", where=path.name)
        if copy.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            raise BadData("backup_damaged", where=path.name)


def translate(error: sqlite3.Error) -> TurboError:
    """Return what SQLite complains of, in words that the clerk can act on."""
    out_of_reach = isinstance(error, sqlite3.OperationalError)
    return in_french(str(error), out_of_reach=out_of_reach) or Unreachable("database_unreachable")


@contextmanager
def _reading(base: Path) -> Iterator[sqlite3.Connection]:
    try:
        uri = f"{base.absolute().as_uri()}?mode=rw"
        with closing(
            sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        ) as connection:
            yield connection
    except sqlite3.Error as error:
        raise translate(error) from error


def _identity(base: sqlite3.Connection) -> tuple[object, ...]:
    """Return schema version and epoch."""
    version = base.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()  # noqa: S608 (our own name)
    epoch = base.execute("SELECT epoch FROM office").fetchone()
    return (*version, *(epoch or ()))


def _is_sound(part: Path, identity: tuple[object, ...]) -> bool:
    try:
        check_copy(part)
        with opened_copy(part) as copy:
            return _identity(copy) == identity
    except BadData:
        return False


def _not_a_copy(path: Path, error: sqlite3.Error) -> BadData:
    said = str(error).lower()
    if "unable to open" in said or "readonly" in said:
        return BadData("file_unreadable", where=path.name)
    return BadData("backup_damaged" if is_sqlite(path) else "backup_not_ours", where=path.name)


def _forget_dead_parts(folder: Path) -> None:
    """Remove the parts that killed writers left; those of the last day may be in use."""
    for part in folder.glob(f"{PART_PREFIX}*{PART_SUFFIX}*"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > _DEAD_PART_SECONDS:
                part.unlink()


def _sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    # Windows opens no folders, and writes its names down by itself; some network drives refuse it.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
