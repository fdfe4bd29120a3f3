"""What a cash report (FQE, BE) says, before it is drawn: titles, columns, rows, totals, signatures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column of the table.

    Attributes:
        share: of the table's width, all shares adding up to 1.
        right: whether its cells end at the right edge: amounts and numbers.
        strong: whether its cells are semibold: what a reader looks for.
        quiet: whether they are muted.
    """

    title: str
    share: float
    right: bool = False
    strong: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class ReportSums:
    """A small table below the total.

    Attributes:
        rows: (label, detail, amount) each; the last one may be the total.
    """

    title: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class CashReport:
    """A cash report.

    Attributes:
        sender: lines at the top left, the first one strong.
        notes: lines below the title, such as the means that the report is about.
        facts: (label, value) across the page.
        rows: cells of the columns; an amount that takes back begins with a minus.
        words: the sentence that puts the total into words, and its end, which is strong.
        signatures: (title, name) of each box.
        copies: who each copy is for; empty for one copy that names nobody.
        footer: at the left of each page.
    """

    title: str
    number: str
    sender: tuple[str, ...]
    notes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, str, str]
    words: tuple[str, str]
    remark: str
    sums: tuple[ReportSums, ...]
    signatures: tuple[tuple[str, str], ...]
    copies: tuple[str, ...]
    footer: str
