"""Cache of the pages that are the same for every visitor who has not signed in.

A school's home page and its form of signing in are the same for all, for a day, unless the office says otherwise. The
database is asked each time all the same: what was kept goes out only if it would be written the same again.
"""

from collections.abc import Callable, Hashable
from threading import Lock

# Some 11 kB each: enough for the schools that are visited, not for all.
_MOST = 150


class PageCache:
    """A bounded cache of rendered pages, each with the values it was rendered from.

    Args:
        most: pages at most; the one that was written longest ago goes first.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._pages: dict[Hashable, tuple[object, bytes]] = {}

    def page(self, name: Hashable, basis: object, write: Callable[[], bytes]) -> bytes:
        """Return a page.

        Args:
            name: of what page it is, in what language.
            basis: all that its text depends on; written anew unless it equals that of the page kept.
            write: writes it.
        """
        # Of two threads that write the same at once, either will do.
        kept = self._pages.get(name)
        if kept and kept[0] == basis:
            return kept[1]
        written = write()
        with self._lock:
            self._pages.pop(name, None)
            self._pages[name] = basis, written
            while len(self._pages) > self._most:
                del self._pages[next(iter(self._pages))]
        return written
