"""Log files of this PC: codes, ids and numbers; never names, addresses or secrets."""

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
    """A log file, rotated at 1 MB; five former ones are kept.

    Log lines that a full or failing disk does not take are dropped: the act itself reports the disk, and a traceback from
    logging would look like a bug.

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
        """Ignore errors of the disk; any other error is reported as usual."""
        if not isinstance(exc_info()[1], OSError):
            super().handleError(record)

    def close(self) -> None:
        """Close the file; ignore buffered lines that do not fit on the disk."""
        with suppress(OSError):
            super().close()


def keep_log(folder: Path) -> None:
    """Log to a folder from now on, once a process. Without a writable folder nothing is logged."""
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

    Without a writable folder the command runs without a log.
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
    """Return the class of an error and its traceback's positions; not the message, which may hold a name."""
    frames = traceback.extract_tb(error.__traceback__)
    return " ".join(
        [type(error).__name__, *(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)]
    )
