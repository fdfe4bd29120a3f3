"""The requests behind the list: which are shown, in which order, and which are ticked. No Qt in here."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from turbo_admin.core.asker import Asker
from turbo_admin.core.matching import Degree
from turbo_admin.core.names import fold
from turbo_admin.office.intake import RequestLine, State

TICK, RECEIVED, DELAY, CARD, LAST, FIRST, EMAIL, ASKER, DINER, CLASS, DEGREE, ALERTS = range(12)
_ASKER_ORDER = {asker: rank for rank, asker in enumerate(Asker)}
_DEGREE_ORDER = {degree: rank for rank, degree in enumerate(Degree)}
_LAST_OF_ALL = "~"
_ANYWHERE_FROM = 3
_KEYS: dict[int, Callable[[RequestLine], Any]] = {
    RECEIVED: lambda line: line.received_at,
    DELAY: lambda line: line.deadline,
    CARD: lambda line: line.card,
    LAST: lambda line: fold(line.last_name),
    FIRST: lambda line: fold(line.first_name),
    EMAIL: lambda line: line.email.casefold(),
    ASKER: lambda line: _ASKER_ORDER[line.asker],
    DINER: lambda line: fold(line.diner_name) or _LAST_OF_ALL,
    CLASS: lambda line: line.class_name or _LAST_OF_ALL,
    DEGREE: lambda line: _DEGREE_ORDER[line.degree],
    ALERTS: lambda line: line.alerts,
}


class Requests:
    """Requests as they came, and a list of places in the order shown; ticks are a set of ids."""

    def __init__(self) -> None:
        self._lines: list[RequestLine] = []
        self._order: list[int] = []
        self._sorted: dict[int, list[int]] = {}
        self._column, self._descending = DELAY, False
        self._state: State | None = State.OPEN
        self._uai = ""
        self._words: tuple[str, ...] = ()
        self._ticked: set[str] = set()

    def __len__(self) -> int:
        return len(self._order)

    @property
    def is_empty(self) -> bool:
        """Whether there is no request at all, whatever the filters."""
        return not self._lines

    def show(self, lines: Sequence[RequestLine]) -> int:
        """Take other requests; those that can no longer be ticked lose their tick.

        Returns:
            How many ticks were lost: lines dealt with elsewhere.
        """
        self._lines = list(lines)
        self._sorted = {}
        lost = self._ticked - {line.id for line in self._lines if line.tickable}
        self._ticked -= lost
        self._order = self._filtered()
        return len(lost)

    def replace(self, line: RequestLine) -> int:
        """Take one request as it is now; return its row, -1 when it is not shown."""
        for place, old in enumerate(self._lines):
            if old.id == line.id:
                self._lines[place] = line
                self._sorted = {}
        if not line.tickable:
            self._ticked.discard(line.id)
        return self.row_of(line.id)

    def narrow(self, *, state: State | None, uai: str, text: str) -> None:
        """Show only some: of a state (None for all), of a school (empty for all), holding every word of a text."""
        self._state, self._uai, self._words = state, uai, tuple(fold(text).split())
        self._order = self._filtered()

    def sort(self, column: int, *, descending: bool) -> None:
        """Show them in the order of a column."""
        self._column, self._descending = column, descending
        self._order = self._filtered()

    def line(self, row: int) -> RequestLine | None:
        """Return the request of a row; None when there is no such row."""
        return self._lines[self._order[row]] if 0 <= row < len(self._order) else None

    def ids(self) -> list[str]:
        """Return the requests shown, in order."""
        return [self._lines[place].id for place in self._order]

    def row_of(self, request_id: str) -> int:
        """Return the row of a request, -1 when it is not shown."""
        return next((row for row, place in enumerate(self._order) if self._lines[place].id == request_id), -1)

    def counts(self) -> Counter[State]:
        """Return how many requests there are of each state, in the school that is shown."""
        return Counter(line.state for line in self._lines if not self._uai or line.uai == self._uai)

    def is_ticked(self, line: RequestLine) -> bool:
        """Whether a request is ticked."""
        return line.id in self._ticked

    def ticked(self) -> list[str]:
        """Return the ticked requests in the order shown, then those that a filter hides."""
        everything = (*self.ids(), *(line.id for line in self._lines))
        return [one for one in dict.fromkeys(everything) if one in self._ticked]

    def tick_certain(self) -> int:
        """Tick the lines shown that may be ticked without a look at each; return how many."""
        ids = {self._lines[place].id for place in self._order if self._lines[place].bulk}
        self._ticked |= ids
        return len(ids)

    def toggle(self, rows: Iterable[int]) -> int:
        """Tick rows, or untick them when all of them are; return how many could not be ticked."""
        lines = [line for line in map(self.line, rows) if line is not None]
        ids = {line.id for line in lines if line.tickable}
        self._ticked = self._ticked - ids if ids <= self._ticked else self._ticked | ids
        return len(lines) - len(ids)

    def clear_ticks(self) -> None:
        """Untick everything."""
        self._ticked = set()

    def _filtered(self) -> list[int]:
        places = self._by(self._column)
        return [
            place
            for place in (reversed(places) if self._descending else places)
            if self._matches(self._lines[place])
        ]

    def _by(self, column: int) -> list[int]:
        if column not in self._sorted:
            keys = [_KEYS[column](line) for line in self._lines]
            self._sorted[column] = sorted(range(len(keys)), key=keys.__getitem__)
        return self._sorted[column]

    def _matches(self, line: RequestLine) -> bool:
        return (
            (self._state is None or line.state is self._state)
            and (not self._uai or line.uai == self._uai)
            and all(_holds(line.search, word) for word in self._words)
        )


def _holds(search: str, word: str) -> bool:
    # One or two letters are a class or an initial: anywhere in a word they would be in every line.
    return word in search if len(word) >= _ANYWHERE_FROM else f" {word}" in f" {search}"
