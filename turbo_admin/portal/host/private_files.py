"""Files that only their owner reads, written whole or not at all."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from turbo_admin.core.errors import Refused

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_MISSING = {errno.ENOENT, errno.ENOTDIR}


@contextmanager
def private_file(target: Path, *, replace: bool = False) -> Iterator[Path]:
    """Give a file to be written beside the target, which gets its name at the end of the block.

    Args:
        replace: whether a file that is there already is replaced.

    Raises:
        Refused: `backup_exists`, `backup_folder_missing`, `backup_folder_readonly`, `backup_disk_full`,
            `backup_disk_failing`.
    """
    if target.exists() and not (replace and target.is_file()):
        raise Refused("backup_exists", file=target.name)
    part = target.with_name(f".turbo-{os.urandom(8).hex()}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise Refused(_code(error), folder=str(target.parent)) from error
    finally:
        with suppress(OSError):
            part.unlink()


def _code(error: OSError) -> str:
    if error.errno in _FULL:
        return "backup_disk_full"
    if error.errno in _READ_ONLY:
        return "backup_folder_readonly"
    return "backup_folder_missing" if error.errno in _MISSING else "backup_disk_failing"
