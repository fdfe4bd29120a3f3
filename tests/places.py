"""Where tests and campaigns leave what is gone with them: in memory where there is room.

Databases wait for the disk at each commit; a slow disk made two thirds of a run of all tests. What is called stays the
same, files, `fsync` and all: only what lies beneath is quick.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108 (folders of our own within it)
# Two clusters, two browsers and the databases of what runs at once take about 1 GB.
_ROOM = 4 * 1024**3


def in_memory() -> Path | None:
    """Return a folder in memory with room, where programs may run as on a disk; None where there is none."""
    if os.name != "posix" or not os.access(_MEMORY, os.W_OK) or os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC:
        return None
    return _MEMORY if shutil.disk_usage(_MEMORY).free >= _ROOM else None


def use_memory() -> None:
    """Have this process and those that it starts leave their temporary files in memory, unless TMPDIR says where."""
    place = in_memory()
    if place and "TMPDIR" not in os.environ:
        os.environ["TMPDIR"] = str(place)
        tempfile.tempdir = None  # found anew, from the environment


@contextmanager
def public_folder(within: Path | None = None) -> Iterator[Path]:
    """Make a folder of a short path that other users may enter, gone at the end.

    As root the embedded PostgreSQL runs as a user of its own; in pytest's own folders, which are closed, it would
    have to leave its files elsewhere, for good.

    Args:
        within: where; None for where temporary files go.
    """
    folder = Path(tempfile.mkdtemp(prefix="turbo-", dir=within))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
