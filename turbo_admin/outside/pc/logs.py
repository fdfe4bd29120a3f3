"""The log files of this PC: codes, ids and numbers, never a name, an address or a secret."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from sys import exc_info

from turbo_admin.outside.pc.paths import log_folder

_BYTES = 1_000_000
_KEPT = 5


class LogFile(RotatingFileHandler):
    """A log file, turned over at 1 MB, six of them at most.

    What a full or failing disk does not take is not logged: whoever works there is told by the work itself, in words,
    and a trace of Python's on top would be read as a bug of ours.

    Args:
        file: whose folder is there.
        pattern: of a line.

    Raises:
        OSError: it cannot be opened.
    """

    def __init__(self, file: Path, pattern: str) -> None:
        super().__init__(file, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8")
        self.setFormatter(logging.Formatter(pattern))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (its name at logging)
        """Pass over what the disk does not take; a mistake of ours is shown as ever."""
        if not isinstance(exc_info()[1], OSError):
            super().handleError(record)

    def close(self) -> None:
        """Close the file; what still waits may not fit on the disk."""
        with suppress(OSError):
            super().close()


def keep_log(folder: Path) -> None:
    """Write the desktop's log into a folder from now on; once. A folder that cannot be written to: no log."""
    log = logging.getLogger("turbo_admin")
    if log.handlers:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = LogFile(folder / "turbo-admin.log", "%(asctime)s %(levelname)s %(name)s %(message)s")
    except OSError:
        return
    log.addHandler(handler)
    log.setLevel(logging.INFO)


@contextmanager
def logging_to(file_name: str) -> Iterator[None]:
    """Write the program's log into a file of the log folder: see `LogFile`.

    A folder that cannot be written to is no reason to stop: the work goes on without a log.
    """
    try:
        folder = log_folder()
        folder.mkdir(parents=True, exist_ok=True)
        handler = LogFile(folder / file_name, "%(asctime)s %(levelname)s %(message)s")
    except OSError:
        yield
        return
    log = logging.getLogger("turbo_admin")
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(before)
        handler.close()


def places(error: BaseException) -> str:
    """Return the kind of an error and where it passed; not what it says, which may hold a name."""
    frames = traceback.extract_tb(error.__traceback__)
    return " ".join(
        [type(error).__name__, *(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)]
    )
