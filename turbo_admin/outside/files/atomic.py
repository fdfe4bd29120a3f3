"""Writing a file whole or not at all."""

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
    """Open a stream that becomes the file at the end of the block; if anything fails the old file stays as it was.

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
            # What is left of a part does no harm, and says nothing about the file.
            with suppress(OSError):
                part.unlink()
