"""All requests in memory, with the texts and sort orders that filtering at each keystroke needs. Without Qt.

Folded texts are kept beside the lines, and a sort order is kept until the lines change.
kept for as long as the lines are.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from turbo_admin.core.matching.concordance import Degree
from turbo_admin.core.matching.requester import RequesterStatus
from turbo_admin.core.matching.spellings import fold
from turbo_admin.office.intake.lines import RequestLine, RequestStanding

if TYPE_CHECKING:
    from _typeshed import SupportsRichComparison

TICK, RECEIVED, DELAY, CARD, LAST, FIRST, EMAIL, ASKER, DINER, CLASS, DEGREE, ALERTS = range(12)
# Values of the alert filter besides the text of an alert.
ANY_ALERT, NO_ALERT = "*", "-"
_ASKER_ORDER = {asker: rank for rank, asker in enumerate(RequesterStatus)}
_DEGREE_ORDER = {degree: rank for rank, degree in enumerate(Degree)}
# Sorts after every folded text, whose characters are letters, digits and blanks.
_LAST_OF_ALL = "~"
# Seconds since 1970, later than any deadline.
_AFTER_ALL = 1e12
# Shorter words are compared with the beginnings of words only.
_ANYWHERE_FROM = 3
# The same names are folded at each read; 200,000 is more than the names of ten years.
_folded = lru_cache(maxsize=200_000)(fold)
_SortKey: TypeAlias = "SupportsRichComparison"
_KEYS: dict[int, Callable[[RequestLine], _SortKey]] = {
    RECEIVED: lambda line: line.received_at,
    # Those dealt with are not due any more: they follow, the latest first.
    DELAY: lambda line: (
        line.deadline.timestamp()
        if line.state is RequestStanding.OPEN
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
class RequestFilter:
    """Which requests are shown, as the clerk has set tabs, boxes and search field.

    Attributes:
        state: None for all.
        uai: empty for all establishments.
        degree: None for all; a diner chosen by hand has none.
        alert: one alert's words, `ANY_ALERT`, `NO_ALERT`, or empty for all.
        text: every word of it must be somewhere in the line.
    """

    state: RequestStanding | None = RequestStanding.OPEN
    uai: str = ""
    degree: Degree | None = None
    alert: str = ""
    text: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether more than a tab is asked for."""
        return bool(self.uai or self.degree or self.alert or self.text.strip())

    @property
    def without_text(self) -> "RequestFilter":
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


class RequestIndex:
    """All requests as they were read, with search texts and sort orders. Built on a worker thread.

    Args:
        lines: by delay, as `request_lines` and `first_lines` return them.
        numbers: of all requests by state, where the lines are only the first of them.
    """

    def __init__(self, lines: Sequence[RequestLine], numbers: Counter[RequestStanding] | None = None) -> None:
        self.lines = list(lines)
        self._numbers = numbers
        self.search = [line.search for line in self.lines]
        self.positions = {line.id: position for position, line in enumerate(self.lines)}
        self._sorted: dict[int, Sequence[int]] = {DELAY: range(len(self.lines))}
        self._filtered: tuple[int, RequestFilter, list[int]] | None = None
        self._counts: dict[str, Counter[RequestStanding]] = {}
        self._alerts: list[str] | None = None

    def by(self, column: int) -> Sequence[int]:
        """Return the positions in the order of a column; the sort is stable."""
        if column not in self._sorted:
            keys = list(map(_KEYS[column], self.lines))
            # Positions, not lines: an order is kept as integers and survives a filter.
            self._sorted[column] = sorted(range(len(keys)), key=keys.__getitem__)
        return self._sorted[column]

    def counts(self, uai: str) -> Counter[RequestStanding]:
        """Return how many requests there are of each state, in a school or in all."""
        if self._numbers is not None:
            return self._numbers
        if uai not in self._counts:
            self._counts[uai] = Counter(line.state for line in self.lines if not uai or line.uai == uai)
        return self._counts[uai]

    def filtered(self, request_filter: RequestFilter, column: int) -> list[int]:
        """Return the positions of the lines asked for, in the order of a column.

        The lines that pass every filter but the text are cached: between two keystrokes only the text changes.
        """
        asked, lines = request_filter.without_text, self.lines
        if self._filtered is None or self._filtered[:2] != (column, asked):
            self._filtered = (
                column,
                asked,
                [position for position in self.by(column) if asked.holds(lines[position])],
            )
        order, search = self._filtered[2], self.search
        for word in fold(request_filter.text).split():
            # One or two letters are a class or an initial: anywhere in a word they would be in every line.
            part = word if len(word) >= _ANYWHERE_FROM else f" {word}"
            order = [position for position in order if part in search[position]]
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

    def line(self, request_id: str) -> RequestLine | None:
        """Return a request; None when it is not there."""
        position = self.positions.get(request_id)
        return self.lines[position] if position is not None else None

    def is_tickable(self, request_id: str) -> bool:
        """Whether a request is there, open, and has a diner."""
        line = self.line(request_id)
        return line is not None and line.tickable

    def ready_for(self, request_filter: RequestFilter, column: int) -> "RequestIndex":
        """Compute what will be shown, on the worker thread that built it; returns itself."""
        self.filtered(request_filter, column)
        self.counts(request_filter.uai)
        self.alerts()
        return self

    def replaced(self, line: RequestLine) -> None:
        """Replace one request."""
        position = self.positions.get(line.id)
        if position is not None:
            self.lines[position] = line
            self.search[position] = line.search
            # All caches: one line may change its place in every order.
            self._sorted, self._filtered, self._counts, self._alerts = {}, None, {}, None
