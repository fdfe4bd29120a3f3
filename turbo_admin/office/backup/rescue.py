"""A database that cannot be opened any more: set aside, and a copy in its place."""

from contextlib import suppress
from itertools import count
from pathlib import Path

from turbo_admin.core.errors import Refused, TurboError
from turbo_admin.office.backup.restoring import RestoredBase, plan_restore, restore_copy
from turbo_admin.office.desk.automatic_copies import base_file
from turbo_admin.office.desk.context import open_desk
from turbo_admin.store.backup.contents_reader import contents_of_copy

# Of a file that no act can be done on, the one of restoring included.
UNREADABLE = frozenset({"database_damaged", "database_not_ours"})
_ENDS = ("", "-wal", "-shm")


def restore_unreadable(address: str, copy: Path) -> RestoredBase:
    """Put a copy in the place of a SQLite database that cannot be opened; its file stays beside, under another name.

    Args:
        address: a SQLite path.

    Raises:
        BadData, Outdated: as `restoring.plan_restore`; nothing was touched.
        Refused: as `restoring.restore_copy`; the file is where it was.
    """
    base = base_file(address)
    if base is None:
        raise Refused("backup_other_engine")
    contents_of_copy(copy)
    aside = next(
        name
        for number in count(1)
        if not (name := base.with_name(f"{base.stem}.illisible-{number}{base.suffix}")).exists()
    )
    _move(base, aside)
    try:
        desk = open_desk(address)
        try:
            return RestoredBase(restore_copy(desk, plan_restore(desk, copy)).plan, aside)
        finally:
            desk.close()
    except TurboError:
        _move(aside, base)
        raise


def _move(source: Path, target: Path) -> None:
    """Rename a database with what belongs to it, in the place of what is there."""
    for end in _ENDS:
        file, place = source.with_name(source.name + end), target.with_name(target.name + end)
        with suppress(FileNotFoundError):
            place.unlink()
        try:
            file.replace(place)
        except FileNotFoundError:
            continue
        except OSError as error:  # Windows renames no file that somebody has open
            raise Refused("backup_in_use") from error
