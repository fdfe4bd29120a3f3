"""The rows of `make bench`: what is measured, against what, and what is aimed at."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

_RUNS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of which less is better: seconds, megabytes.

    Attributes:
        id: by which it is run alone.
        unit: of the value and of the reference's.
        reference: what the value is compared with; empty for a figure that stands alone.
        provider: `module:function`; the function measures once and returns (value, reference value), or the value
            alone without a reference.
        limit: for the ratio, or for the value itself without a reference.
        most: for the value itself, beside the limit for the ratio; None for none.
        or_more: how much above the reference is good enough, whatever the ratio; None for none.
        at_least: whether the limit is a floor for our speed in parts of the reference's (reference / value), rather
            than a ceiling for what we need (value / reference).
        runs: how many the median is taken of, five or more.
    """

    id: str
    what: str
    unit: str
    reference: str
    provider: str
    limit: float
    at_least: bool
    runs: int = _RUNS
    most: float | None = None
    or_more: float | None = None

    @property
    def target(self) -> str:
        """`≥ 90 %` of the reference's speed, `≤ 1.6 ×` the reference, `≤ 250 MB`, `≤ 0.2 s and ≤ 6 ×`."""
        sign = "≥" if self.at_least else "≤"
        if not self.reference:
            return f"{sign} {self.limit:g} {self.unit}"
        ratio = f"{sign} {self.limit * 100:.0f} %" if self.at_least else f"{sign} {self.limit:g} ×"
        if self.or_more is not None:
            ratio += f" or ≤ {self.or_more:g} {self.unit} more"
        return ratio if self.most is None else f"≤ {self.most:g} {self.unit} and {ratio}"

    def ratio(self, value: float, reference_value: float) -> float:
        """Return what the limit is for."""
        return reference_value / value if self.at_least else value / reference_value

    def is_met_by(self, value: float, reference_value: float | None) -> bool:
        """Whether a value is within every limit."""
        if reference_value is None:
            return self._is_within(value)
        near = self.or_more is not None and value - reference_value <= self.or_more
        small = self.most is None or value <= self.most
        return small and (near or self._is_within(self.ratio(value, reference_value)))

    def _is_within(self, figure: float) -> bool:
        return bool((operator.ge if self.at_least else operator.le)(figure, self.limit))

    def exists(self) -> bool:
        """Whether what measures it is there."""
        return find_spec(self.provider.partition(":")[0]) is not None

    def measure(self) -> Callable[[], tuple[float, float] | float]:
        """Return the function that measures once."""
        module, _, name = self.provider.partition(":")
        function: Callable[[], tuple[float, float] | float] = getattr(import_module(module), name)
        return function


ROWS = (
    Row(
        id="window",
        what="start to the window painted, its menus and keys answering; the base opens behind it",
        unit="s",
        reference="an empty PySide6 window",
        provider="tests.bench.rows_desktop:shown_row",
        limit=1.6,
        at_least=False,
    ),
    Row(
        id="start",
        what="start to Accueil painted with its figures, read from a base of 3,000 diners and 1,000 requests",
        unit="s",
        reference="an empty PySide6 window",
        provider="tests.bench.rows_desktop:start_row",
        limit=1.6,
        at_least=False,
    ),
    Row(
        id="memory",
        what="memory of the desktop, 3,000 diners and 1,000 requests",
        unit="MB",
        reference="",
        provider="tests.bench.rows_desktop:memory_row",
        limit=250,
        at_least=False,
    ),
    Row(
        id="hashing",
        what="1,000 credentials drawn and hashed",
        unit="s",
        reference="bare argon2id on all cores",
        provider="tests.bench.rows_paper:hashing_row",
        limit=0.9,
        at_least=True,
    ),
    Row(
        id="accounts-generate",
        what="1,000 accounts generated from their requests, beside a window that answers",
        unit="s",
        reference="bare argon2id on all cores",
        provider="tests.bench.rows_accounts:generate_row",
        limit=0.85,
        at_least=True,
    ),
    Row(
        id="accounts-layout",
        what="the same, and their sheets written as a PDF, with progress",
        unit="s",
        reference="bare argon2id on all cores",
        provider="tests.bench.rows_accounts:layout_row",
        limit=0.75,
        at_least=True,
    ),
    Row(
        id="accounts-stall",
        what="the same: the longest time that the screen answered nothing",
        unit="ms",
        reference="",
        provider="tests.bench.rows_accounts:stall_row",
        limit=100,
        at_least=False,
    ),
    Row(
        id="accounts-cancel",
        what="the same, cancelled half-way: until nothing runs, nothing written",
        unit="s",
        reference="",
        provider="tests.bench.rows_accounts:cancel_row",
        limit=1,
        at_least=False,
    ),
    Row(
        id="sheets",
        what="1,000 sheets, each with its QR code and embedded font",
        unit="s",
        reference="a bare reportlab loop of the same text, font and QR code",
        provider="tests.bench.rows_paper:sheets_row",
        limit=0.6,
        at_least=True,
    ),
    Row(
        id="sync-1000",
        what="first synchronisation of 1,000 diners",
        unit="s",
        reference="a bare executemany upsert of the same rows",
        provider="tests.bench.rows_sync:first_1000_row",
        limit=6,
        at_least=False,
        runs=9,
        most=0.2,
    ),
    Row(
        id="sync-10000",
        what="first synchronisation of 10,000 diners",
        unit="s",
        reference="a bare executemany upsert of the same rows",
        provider="tests.bench.rows_sync:first_10000_row",
        limit=6,
        at_least=False,
        most=1.0,
    ),
    Row(
        id="sync-empty",
        what="synchronisation when nothing changed, in a program that is open",
        unit="ms",
        reference="",
        provider="tests.bench.rows_sync:empty_row",
        limit=30,
        at_least=False,
        runs=15,
    ),
    Row(
        id="sync-empty-many",
        what="the same among 100,000 diners",
        unit="ms",
        reference="the same among 1,000 diners",
        provider="tests.bench.rows_sync:empty_many_row",
        limit=1.2,
        at_least=False,
        runs=15,
        most=30,
        or_more=10,
    ),
    Row(
        id="sync-command",
        what="the whole of turbo-admin sync when nothing changed",
        unit="s",
        reference="",
        provider="tests.bench.rows_sync:command_row",
        limit=1.5,
        at_least=False,
    ),
    Row(
        id="sync-edits",
        what="100 changes among 100,000 diners",
        unit="ms",
        reference="100 changes among 1,000 diners",
        provider="tests.bench.rows_sync:edits_row",
        limit=1.3,
        at_least=False,
        runs=15,
        most=100,
        or_more=10,
    ),
    Row(
        id="sync-memory",
        what="memory of turbo-admin sync, first synchronisation of 100,000 diners",
        unit="MB",
        reference="",
        provider="tests.bench.rows_sync:memory_row",
        limit=180,
        at_least=False,
    ),
    Row(
        id="sync-schools",
        what="99 of 100 pages answered while 50 schools of 500 diners synchronise at once, portal of 2 workers",
        unit="s",
        reference="",
        provider="tests.bench.rows_sync:page_row",
        limit=2,
        at_least=False,
    ),
    Row(
        id="sync-fair",
        what="the slowest of these 50 schools",
        unit="s",
        reference="the school in the middle",
        provider="tests.bench.rows_sync:fair_row",
        limit=2,
        at_least=False,
    ),
    Row(
        id="matching",
        what="2,000 requests matched against 20,000 diners",
        unit="s",
        reference="a bare rapidfuzz cdist of the same names",
        provider="tests.bench.rows_matching:many_row",
        limit=2.0,
        at_least=False,
    ),
    Row(
        id="matching-seconds",
        what="2,000 requests matched against 20,000 diners",
        unit="s",
        reference="",
        provider="tests.bench.rows_matching:many_alone_row",
        limit=3.0,
        at_least=False,
    ),
    Row(
        id="matching-opened",
        what="one request matched as it is opened, 100,000 diners: the slowest kind of request",
        unit="ms",
        reference="",
        provider="tests.bench.rows_matching:opened_row",
        limit=30.0,
        at_least=False,
    ),
    Row(
        id="matching-wrong",
        what="labelled requests: « certaine » that the clerk would not give",
        unit="of 488",
        reference="",
        provider="tests.bench.rows_matching:wrong_row",
        limit=0.0,
        at_least=False,
    ),
    Row(
        id="matching-found",
        what="labelled requests: the truly certain that are found",
        unit="%",
        reference="",
        provider="tests.bench.rows_matching:found_row",
        limit=97.0,
        at_least=True,
    ),
    Row(
        id="matching-first",
        what="labelled requests: right diner among the first three, of the others",
        unit="%",
        reference="",
        provider="tests.bench.rows_matching:first_row",
        limit=99.0,
        at_least=True,
    ),
    Row(
        id="siecle",
        what="SIECLE import: 3,000 pupils and 6,000 guardians read and planned",
        unit="s",
        reference="",
        provider="tests.bench.rows_roster:siecle_row",
        limit=1.5,
        at_least=False,
    ),
    Row(
        id="excel",
        what="100,000 rows of Excel read, planned and written",
        unit="s",
        reference="bare openpyxl reading of the same file, and the insert",
        provider="tests.bench.rows_roster:excel_row",
        limit=1.3,
        at_least=False,
    ),
    Row(
        id="desk-first",
        what="Demandes with 100,000 requests: its first lines shown",
        unit="ms",
        reference="",
        provider="tests.bench.rows_desk:first_row",
        limit=300,
        at_least=False,
    ),
    Row(
        id="desk-usable",
        what="the same: all lines there to be searched and sorted",
        unit="s",
        reference="",
        provider="tests.bench.rows_desk:usable_row",
        limit=1.5,
        at_least=False,
    ),
    Row(
        id="desk-key",
        what="the same: the slowest key in the search",
        unit="ms",
        reference="",
        provider="tests.bench.rows_desk:key_row",
        limit=50,
        at_least=False,
    ),
    Row(
        id="desk-sort",
        what="the same: the slowest sort by a header",
        unit="ms",
        reference="",
        provider="tests.bench.rows_desk:sort_row",
        limit=200,
        at_least=False,
    ),
    Row(
        id="desk-stall",
        what="the same: the longest time that the screen answered nothing",
        unit="ms",
        reference="",
        provider="tests.bench.rows_desk:stall_row",
        limit=100,
        at_least=False,
    ),
    Row(
        id="desk-keystrokes",
        what="100 mixed requests dealt with by the keyboard alone, Ctrl and Shift counted",
        unit="keys",
        reference="",
        provider="tests.bench.rows_keys:keys_row",
        limit=150,
        at_least=False,
    ),
)
