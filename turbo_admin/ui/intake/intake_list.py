"""The requests behind the list: which are shown, in which order, and which are ticked. No Qt in here.

They are narrowed at each key of a search: what is compared stands ready beside the lines, and a sort is kept for as
long as the lines are.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from turbo_admin.core.matching.asker import Asker
from turbo_admin.core.matching.match import Degree
from turbo_admin.core.matching.names import fold
from turbo_admin.office.intake.lines import RequestLine, State

TICK, RECEIVED, DELAY, CARD, LAST, FIRST, EMAIL, ASKER, DINER, CLASS, DEGREE, ALERTS = range(12)
# In place of one alert's own words.
ANY_ALERT, NO_ALERT = "*", "-"
_ASKER_ORDER = {asker: rank for rank, asker in enumerate(Asker)}
_DEGREE_ORDER = {degree: rank for rank, degree in enumerate(Degree)}
_LAST_OF_ALL = "~"
_AFTER_ALL = 1e12
_ANYWHERE_FROM = 3
# The names of a school come back again and again.
_folded = lru_cache(maxsize=200_000)(fold)
_KEYS: dict[int, Callable[[RequestLine], Any]] = {
    RECEIVED: lambda line: line.received_at,
    # Those dealt with are not due any more: they follow, the latest first.
    DELAY: lambda line: (
        line.deadline.timestamp()
        if line.state is State.OPEN
        else _AFTER_ALL - (line.dealt_at or line.received_at).timestamp()
    ),
    CARD: lambda line: line.card,
    LAST: lambda line: _folded(line.last_name),
    FIRST: lambda line: _folded(line.first_name),
    EMAIL: lambda line: line.email.casefold(),
    ASKER: lambda line: _ASKER_ORDER[line.asker],
    DINER: lambda line: line.diner.search if line.diner else _LAST_OF_ALL,
    CLASS: lambda line: line.class_name or _LAST_OF_ALL,
    DEGREE: lambda line: _DEGREE_ORDER[line.degree],
    # As one text: a sort compares those faster than lists.
    ALERTS: lambda line: "\n".join(line.alerts),
}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which requests are shown.

    Attributes:
        state: None for all.
        uai: empty for all establishments.
        degree: None for all; a diner chosen by hand has none.
        alert: one alert's words, `ANY_ALERT`, `NO_ALERT`, or empty for all.
        text: every word of it must be somewhere in the line.
    """

    state: State | None = State.OPEN
    uai: str = ""
    degree: Degree | None = None
    alert: str = ""
    text: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether more than a tab is asked for."""
        return bool(self.uai or self.degree or self.alert or self.text.strip())

    @property
    def without_text(self) -> "Narrowing":
        """The same, whatever the text."""
        return replace(self, text="")

    def holds(self, line: RequestLine) -> bool:
        """Whether a request is of the state, school, degree and alert asked for, whatever the text."""
        return (
            (self.state is None or line.state is self.state)
            and (not self.uai or line.uai == self.uai)
            and (self.degree is None or (line.degree is self.degree and not line.chosen_by))
            and (not self.alert or self._has_alert(line))
        )

    def _has_alert(self, line: RequestLine) -> bool:
        if self.alert in {ANY_ALERT, NO_ALERT}:
            return bool(line.alerts) == (self.alert == ANY_ALERT)
        return self.alert in line.alerts


class Stock:
    """All requests as they were read, with what searching and sorting want at hand. Made away from the screen.

    Args:
        lines: by delay, as `request_lines` and `first_lines` return them.
        numbers: of all requests by state, where the lines are only the first of them.
    """

    def __init__(self, lines: Sequence[RequestLine], numbers: Counter[State] | None = None) -> None:
        self.lines = list(lines)
        self._numbers = numbers
        self.search = [line.search for line in self.lines]
        self.places = {line.id: place for place, line in enumerate(self.lines)}
        self._sorted: dict[int, Sequence[int]] = {DELAY: range(len(self.lines))}
        self._held: tuple[int, Narrowing, list[int]] | None = None
        self._counts: dict[str, Counter[State]] = {}
        self._alerts: list[str] | None = None

    def by(self, column: int) -> Sequence[int]:
        """Return the places in the order of a column; equal ones stay in theirs."""
        if column not in self._sorted:
            keys = list(map(_KEYS[column], self.lines))
            self._sorted[column] = sorted(range(len(keys)), key=keys.__getitem__)
        return self._sorted[column]

    def counts(self, uai: str) -> Counter[State]:
        """Return how many requests there are of each state, in a school or in all."""
        if self._numbers is not None:
            return self._numbers
        if uai not in self._counts:
            self._counts[uai] = Counter(line.state for line in self.lines if not uai or line.uai == uai)
        return self._counts[uai]

    def narrowed(self, narrowing: Narrowing, column: int) -> list[int]:
        """Return the places of the lines asked for, in the order of a column.

        What all but the text asks for is kept: between two keys nothing else changes.
        """
        asked, lines = narrowing.without_text, self.lines
        if self._held is None or self._held[:2] != (column, asked):
            self._held = (column, asked, [place for place in self.by(column) if asked.holds(lines[place])])
        order, search = self._held[2], self.search
        for word in fold(narrowing.text).split():
            # One or two letters are a class or an initial: anywhere in a word they would be in every line.
            part = word if len(word) >= _ANYWHERE_FROM else f" {word}"
            order = [place for place in order if part in search[place]]
        return order

    @property
    def is_empty(self) -> bool:
        """Whether there is no request at all."""
        return not self.lines

    def alerts(self) -> list[str]:
        """Return the alerts that any request has."""
        if self._alerts is None:
            self._alerts = sorted({alert for line in self.lines for alert in line.alerts})
        return self._alerts

    def is_tickable(self, request_id: str) -> bool:
        """Whether a request is there, open, and has a diner."""
        place = self.places.get(request_id)
        return place is not None and self.lines[place].tickable

    def ready_for(self, narrowing: Narrowing, column: int) -> "Stock":
        """Have at hand what is going to be shown; returns itself."""
        self.narrowed(narrowing, column)
        self.counts(narrowing.uai)
        self.alerts()
        return self

    def replaced(self, line: RequestLine) -> None:
        """Take one request as it is now."""
        place = self.places.get(line.id)
        if place is not None:
            self.lines[place] = line
            self.search[place] = line.search
            self._sorted, self._held, self._counts, self._alerts = {}, None, {}, None


class Requests:
    """Requests as they came, and a list of places in the order shown; ticks are a set of ids."""

    def __init__(self) -> None:
        self._stock = Stock(())
        self._order: list[int] = []
        self._column, self._descending = DELAY, False
        self._narrowing = Narrowing()
        self._ticked: set[str] = set()

    def __len__(self) -> int:
        return len(self._order)

    @property
    def stock(self) -> Stock:
        """All requests, shown or not."""
        return self._stock

    @property
    def column(self) -> int:
        """By which they are sorted."""
        return self._column

    @property
    def narrowing(self) -> Narrowing:
        """What is asked for."""
        return self._narrowing

    def show(self, stock: Stock) -> int:
        """Take other requests; those that can no longer be ticked lose their tick.

        Returns:
            How many ticks were lost: lines dealt with elsewhere.
        """
        self._stock = stock
        lost = {one for one in self._ticked if not stock.is_tickable(one)}
        self._ticked -= lost
        self._reorder()
        return len(lost)

    def replace(self, line: RequestLine) -> int:
        """Take one request as it is now; return its row, -1 when it is not shown."""
        self._stock.replaced(line)
        if not line.tickable:
            self._ticked.discard(line.id)
        return self.row_of(line.id)

    def narrow(self, narrowing: Narrowing) -> None:
        """Show only some."""
        self._narrowing = narrowing
        self._reorder()

    def sort(self, column: int, *, descending: bool) -> None:
        """Show them in the order of a column."""
        self._column, self._descending = column, descending
        self._reorder()

    def line(self, row: int) -> RequestLine | None:
        """Return the request of a row; None when there is no such row."""
        return self._stock.lines[self._order[row]] if 0 <= row < len(self._order) else None

    def shown(self) -> list[RequestLine]:
        """Return the requests shown, in order."""
        lines = self._stock.lines
        return [lines[place] for place in self._order]

    def ids(self) -> list[str]:
        """Return the ids of the requests shown, in order."""
        return [line.id for line in self.shown()]

    def row_of(self, request_id: str) -> int:
        """Return the row of a request, -1 when it is not shown."""
        place = self._stock.places.get(request_id)
        try:
            return -1 if place is None else self._order.index(place)
        except ValueError:
            return -1

    def is_ticked(self, line: RequestLine) -> bool:
        """Whether a request is ticked."""
        return line.id in self._ticked

    def ticked(self) -> list[str]:
        """Return the ticked requests in the order shown, then those that a filter hides."""
        if not self._ticked:
            return []
        shown = [one for one in self.ids() if one in self._ticked]
        hidden = self._ticked.difference(shown)
        return shown + sorted(hidden, key=self._stock.places.__getitem__)

    def tick_counts(self) -> tuple[int, int]:
        """Return how many requests are ticked, and how many of them a filter hides."""
        return len(self._ticked), len(self._ticked.difference(self.ids())) if self._ticked else 0

    def tick_certain(self) -> int:
        """Tick the lines shown that may be ticked without a look at each; return how many."""
        ids = {line.id for line in self.shown() if line.bulk}
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

    def _reorder(self) -> None:
        order = self._stock.narrowed(self._narrowing, self._column)
        self._order = order[::-1] if self._descending else order
