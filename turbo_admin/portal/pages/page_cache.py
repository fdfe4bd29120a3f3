"""Cache of pages that are the same for all visitors without a session.

The home page and the sign-in form depend on the school's settings and the day only. The database is still read at each
visit: a cached page is sent only if it would be rendered from equal values.
database is asked each time all the same: what was kept goes out only if it would be written the same again.
"""

from collections.abc import Callable, Hashable
from threading import Lock

# Pages of some 11 kB: two for each of the schools that are visited often.
_MOST = 150


class PageCache:
    """A bounded cache of rendered pages, each with the values it was rendered from.

    Args:
        most: pages at most; the oldest is evicted.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._pages: dict[Hashable, tuple[object, bytes]] = {}

    def page(self, name: Hashable, basis: object, write: Callable[[], bytes]) -> bytes:
        """Return a page, from the cache or rendered now.

        Args:
            name: the key: template, school and language.
            basis: all values that the page depends on; a cached page with another basis is rendered again.
            write: renders the page.
        """
        # Without the lock: if two threads render the same page, either result is right.
        kept = self._pages.get(name)
        if kept and kept[0] == basis:
            return kept[1]
        written = write()
        with self._lock:
            # Removed first, so that it moves to the end: a dict keeps the order of insertion.
            self._pages.pop(name, None)
            self._pages[name] = basis, written
            while len(self._pages) > self._most:
                del self._pages[next(iter(self._pages))]
        return written
