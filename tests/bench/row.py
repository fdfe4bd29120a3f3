"""A row of `make bench`: what is measured, against what, and when that is good enough."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

_RUNS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of which less is better: seconds, megabytes; or, for a rate, more.

    Attributes:
        id: by which it is run alone.
        unit: of the value and of the reference's.
        reference: what the value is compared with; empty for a figure that stands alone.
        provider: `module:function`; the function measures once and returns (value, reference value), or the value
            alone without a reference.
        limit: for the ratio, or for the value itself without a reference; None for a figure without a target.
        most: for the value itself, beside the limit for the ratio; None for none.
        or_more: how much above the reference is good enough, whatever the ratio; None for none.
        at_least: whether the limit is a floor for our speed in parts of the reference's (reference / value), rather
            than a ceiling for what we need (value / reference).
        rate: whether value and reference are speeds already (answers a second), so that more is better.
        least: for the value of a rate, beside the limit for the ratio; None for none.
        runs: how many the median is taken of, five or more.
    """

    id: str
    what: str
    unit: str
    reference: str
    provider: str
    limit: float | None
    at_least: bool
    runs: int = _RUNS
    most: float | None = None
    or_more: float | None = None
    rate: bool = False
    least: float | None = None

    @property
    def target(self) -> str:
        """`≥ 90 %` of the reference's speed, `≤ 1.6 ×` the reference, `≤ 250 MB`, `≤ 0.2 s and ≤ 6 ×`."""
        if self.limit is None:
            return "–"
        sign = "≥" if self.at_least else "≤"
        if not self.reference:
            return f"{sign} {self.limit:g} {self.unit}"
        ratio = f"{sign} {self.limit * 100:.0f} %" if self.at_least else f"{sign} {self.limit:g} ×"
        if self.or_more is not None:
            ratio += f" or ≤ {self.or_more:g} {self.unit} more"
        if self.least is not None:
            return f"≥ {self.least:g} {self.unit} and {ratio}"
        return ratio if self.most is None else f"≤ {self.most:g} {self.unit} and {ratio}"

    def ratio(self, value: float, reference_value: float) -> float:
        """Return what the limit is for."""
        return reference_value / value if self.at_least and not self.rate else value / reference_value

    def is_met_by(self, value: float, reference_value: float | None) -> bool:
        """Whether a value is within every limit."""
        if reference_value is None:
            return self._is_within(value)
        near = self.or_more is not None and value - reference_value <= self.or_more
        small = self.most is None or value <= self.most
        fast = self.least is None or value >= self.least
        return small and fast and (near or self._is_within(self.ratio(value, reference_value)))

    def _is_within(self, figure: float) -> bool:
        if self.limit is None:
            return True
        return bool((operator.ge if self.at_least else operator.le)(figure, self.limit))

    def exists(self) -> bool:
        """Whether what measures it is there."""
        return find_spec(self.provider.partition(":")[0]) is not None

    def measure(self) -> Callable[[], tuple[float, float] | float]:
        """Return the function that measures once."""
        module, _, name = self.provider.partition(":")
        function: Callable[[], tuple[float, float] | float] = getattr(import_module(module), name)
        return function
