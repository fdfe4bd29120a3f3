"""Progress callbacks of reading and writing files."""

from collections.abc import Callable

# Called with (done, total); raising stops the reading.
ReadProgress = Callable[[int, int], None]


def no_progress(_done: int, _total: int) -> None:
    """Ignore the progress."""
