"""A disk with hardly any room: a small tmpfs, mounted for the length of a `with`."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PAGE = 4096


class NoMountError(Exception):
    """Nothing can be mounted here."""


class SmallDisk:
    """A disk of a chosen size.

    Attributes:
        folder: what is on it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "lest"

    @property
    def room(self) -> int:
        """How many bytes are free."""
        free = os.statvfs(self.folder)
        return free.f_bavail * free.f_frsize

    def leave(self, room: int) -> None:
        """Fill it up to so many free bytes, a multiple of 4096."""
        self._ballast.unlink(missing_ok=True)
        with self._ballast.open("wb", buffering=0) as stream:
            while (too_much := self.room - room) >= _PAGE:
                size = os.fstat(stream.fileno()).st_size
                # Another program may take some of it meanwhile.
                with suppress(OSError):
                    os.posix_fallocate(stream.fileno(), size, too_much // _PAGE * _PAGE)

    def make_room(self) -> None:
        """Take away what filled it."""
        self._ballast.unlink(missing_ok=True)


@contextmanager
def small_disk(megabytes: int) -> Iterator[SmallDisk]:
    """Mount one, right below /tmp: PostgreSQL's own user has to pass there.

    Raises:
        NoMountError: only root may, and not in every container.
    """
    folder = Path(tempfile.mkdtemp(prefix="turbo-petit-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(folder)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError as error:
            raise NoMountError("a small disk cannot be mounted here: there is no mount") from error
        if done.returncode != 0:
            raise NoMountError(f"a small disk cannot be mounted here: {done.stderr.strip()}")
        try:
            yield SmallDisk(folder)
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
