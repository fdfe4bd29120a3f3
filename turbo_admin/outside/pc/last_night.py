"""Result of the last scheduled run on this PC, written by the run and read by the desktop."""

from datetime import datetime
from pathlib import Path

import msgspec

from turbo_admin.core.errors import Refused
from turbo_admin.outside.files.atomic import whole_file
from turbo_admin.outside.pc.paths import state_folder


class LastNight(msgspec.Struct, frozen=True):
    """A scheduled run that ended.

    Attributes:
        code: the exit code of `turbo-admin sync`.
        error_code: of the first error, a key of `core.wording.sentences.ERRORS`; empty for none.
    """

    started: datetime
    ended: datetime
    code: int
    error_code: str = ""


def keep(night: LastNight) -> None:
    """Store the result of a run.

    Raises:
        Refused: `disk_full`, `file_not_written`.
    """
    file = _file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused("file_not_written") from error
    with whole_file(file) as stream:
        stream.write(msgspec.json.encode(night))


def last_night() -> LastNight | None:
    """Return how the last run came out, None before the first one."""
    try:
        # A file that cannot be read counts as no run: the next one replaces it.
        return msgspec.json.decode(_file().read_bytes(), type=LastNight)
    except (OSError, msgspec.DecodeError):
        return None


def _file() -> Path:
    return state_folder() / "derniere-nuit.json"
