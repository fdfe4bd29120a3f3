"""The greatest number of each series that this PC has given: an older copy of the books is known by it."""

from pathlib import Path

import msgspec

from turbo_admin.core.errors import Refused
from turbo_admin.outside.files.atomic import whole_file
from turbo_admin.outside.pc.paths import state_folder

# Books, by the epoch of their database -> series, as `A/receipt/2026` -> greatest number given.
_Given = dict[str, dict[str, int]]


def greatest_given(epoch: str, series: str) -> int:
    """Return the greatest number of a series that this PC has given, 0 for none."""
    return _read().get(epoch, {}).get(series, 0)


def keep_given(epoch: str, series: str, number: int) -> None:
    """Keep that a number was given.

    Raises:
        Refused: `disk_full`, `file_not_written`.
    """
    given = _read()
    of_books = given.setdefault(epoch, {})
    if of_books.get(series, 0) >= number:
        return
    of_books[series] = number
    file = _file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused("file_not_written") from error
    with whole_file(file) as stream:
        stream.write(msgspec.json.encode(given))


def _read() -> _Given:
    try:
        # One that cannot be read says nothing: the base's own counters still hold.
        return msgspec.json.decode(_file().read_bytes(), type=_Given)
    except (OSError, msgspec.DecodeError):
        return {}


def _file() -> Path:
    return state_folder() / "numeros-donnes.json"
