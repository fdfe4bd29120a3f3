"""Long lists of ids, a statement a few hundred: databases limit how many parameters one statement takes."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
CHUNK = 500


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Yield the items in lists of at most so many, in order; nothing for no items."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
