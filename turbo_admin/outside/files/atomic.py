"""Atomic writing of files: complete, or unchanged."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from turbo_admin.core.errors import Refused

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Yield a stream that replaces the file at the end of the block; after an error the old file is unchanged.

    Raises:
        Refused: `disk_full` or `file_not_written`.
    """
    part = None
    try:
        # Beside the file, so that the last step is a rename within one disk.
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        part = Path(name)
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError as error:
        raise Refused("disk_full" if error.errno in _FULL else "file_not_written") from error
    finally:
        if part is not None:
            # A temporary file that cannot be deleted is harmless; the first error is the one to report.
            with suppress(OSError):
                part.unlink()
