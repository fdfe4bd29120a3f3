"""The log files of this PC: codes, ids and numbers, never a name, an address or a secret."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from turbo_admin.outside.paths import log_folder

_BYTES = 1_000_000
_KEPT = 5


@contextmanager
def logging_to(file_name: str) -> Iterator[None]:
    """Write the program's log into a file of the log folder, turned over at 1 MB, six of them at most.

    A folder that cannot be written to is no reason to stop: the work goes on without a log.
    """
    try:
        folder = log_folder()
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / file_name, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8"
        )
    except OSError:
        yield
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
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
