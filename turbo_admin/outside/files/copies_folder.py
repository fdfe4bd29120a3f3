"""A folder of automatic copies."""

from contextlib import suppress
from pathlib import Path

from turbo_admin.core.backup.copy_names import CopyName, CopySeries, copies_in, surplus
from turbo_admin.core.errors import Refused

# Beside the database.
FOLDER_NAME = "sauvegardes"


def known_copies(folder: Path, series: CopySeries) -> list[CopyName]:
    """Return the copies of a database that a folder holds, newest first; none when it cannot be read."""
    try:
        return copies_in([one.name for one in folder.iterdir()], series)
    except OSError:
        return []


def ready_folder(folder: Path, *, is_own: bool) -> None:
    """Make sure that the folder is there.

    Args:
        is_own: whether it is the program's own, made when it is missing. A chosen one is not: in the place of a stick
            that is not plugged in it would be a folder of this very disk.

    Raises:
        Refused: `backup_folder_missing`, `backup_folder_readonly`.
    """
    try:
        if is_own:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (NotADirectoryError, FileExistsError) as error:
        raise Refused("backup_folder_missing", folder=str(folder)) from error
    except OSError as error:
        raise Refused("backup_folder_readonly", folder=str(folder)) from error
    if not folder.is_dir():
        raise Refused("backup_folder_missing", folder=str(folder))


def remove_surplus(folder: Path, series: CopySeries) -> None:
    """Remove the copies of a database beyond those that are kept; one that cannot be removed stays."""
    for one in surplus(known_copies(folder, series)):
        with suppress(OSError):
            (folder / str(one)).unlink()
