"""The requests that are shown, their order, and which are ticked. Without Qt."""

from collections.abc import Iterable

from turbo_admin.office.intake.lines import RequestLine
from turbo_admin.ui.intake.request_index import DELAY, RequestFilter, RequestIndex


class RequestList:
    """An index of requests, the positions of those shown in their order, and the ids of the ticked ones."""

    def __init__(self) -> None:
        self._index = RequestIndex(())
        self._order: list[int] = []
        self._column, self._descending = DELAY, False
        self._filter = RequestFilter()
        self._ticked: set[str] = set()

    def __len__(self) -> int:
        return len(self._order)

    @property
    def index(self) -> RequestIndex:
        """All requests, shown or not."""
        return self._index

    @property
    def column(self) -> int:
        """By which they are sorted."""
        return self._column

    @property
    def filter(self) -> RequestFilter:
        """What is asked for."""
        return self._filter

    def show(self, index: RequestIndex) -> int:
        """Replace all requests; those that can no longer be ticked lose their tick.

        Returns:
            How many ticks were lost: lines dealt with on another PC.
        """
        self._index = index
        lost = {one for one in self._ticked if not index.is_tickable(one)}
        self._ticked -= lost
        self._reorder()
        return len(lost)

    def replace(self, line: RequestLine) -> int:
        """Replace one request; return its row, -1 when it is not shown."""
        self._index.replaced(line)
        if not line.tickable:
            self._ticked.discard(line.id)
        return self.row_of(line.id)

    def narrow(self, request_filter: RequestFilter) -> None:
        """Show only some."""
        self._filter = request_filter
        self._reorder()

    def sort(self, column: int, *, descending: bool) -> None:
        """Show them in the order of a column."""
        self._column, self._descending = column, descending
        self._reorder()

    def line(self, row: int) -> RequestLine | None:
        """Return the request of a row; None when there is no such row."""
        return self._index.lines[self._order[row]] if 0 <= row < len(self._order) else None

    def shown(self) -> list[RequestLine]:
        """Return the requests shown, in order."""
        lines = self._index.lines
        return [lines[position] for position in self._order]

    def ids(self) -> list[str]:
        """Return the ids of the requests shown, in order."""
        return [line.id for line in self.shown()]

    def row_of(self, request_id: str) -> int:
        """Return the row of a request, -1 when it is not shown."""
        position = self._index.positions.get(request_id)
        try:
            return -1 if position is None else self._order.index(position)
        except ValueError:
            return -1

    def is_ticked(self, line: RequestLine) -> bool:
        """Whether a request is ticked."""
        return line.id in self._ticked

    def ticked(self) -> list[str]:
        """Return the ticked requests that are shown, in their order; acts never apply to others unseen."""
        return [one for one in self.ids() if one in self._ticked] if self._ticked else []

    def hidden_ticks(self) -> list[RequestLine]:
        """Return the ticked requests that a filter hides."""
        hidden = self._ticked.difference(self.ids()) if self._ticked else set()
        return [line for line in self._index.lines if line.id in hidden] if hidden else []

    def tick_certain(self) -> int:
        """Tick the lines shown that need no check one by one; return how many."""
        ids = {line.id for line in self.shown() if line.bulk}
        # Added to those ticked by hand, which stay.
        self._ticked |= ids
        return len(ids)

    def toggle(self, rows: Iterable[int]) -> int:
        """Tick rows, or untick them when all of them are; return how many could not be ticked."""
        lines = [line for line in map(self.line, rows) if line is not None]
        ids = {line.id for line in lines if line.tickable}
        self._ticked = self._ticked - ids if ids <= self._ticked else self._ticked | ids
        return len(lines) - len(ids)

    def clear_ticks(self) -> None:
        """Untick what is shown; what a filter hides keeps its tick."""
        self._ticked.difference_update(self.ids())

    def _reorder(self) -> None:
        order = self._index.filtered(self._filter, self._column)
        # A copy: the list that the index caches must not be reversed in place.
        self._order = order[::-1] if self._descending else order
