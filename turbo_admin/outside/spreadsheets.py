"""Diners from the tables that schools have: Excel workbooks and text tables, read through a choice of columns.

Files come from a secretariat and are untrusted: capped in size, opened without entities, links or formulas.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path

from turbo_admin.core.errors import BadData
from turbo_admin.outside.diner_cells import text_of
from turbo_admin.outside.diner_columns import Columns, Field, chosen_columns, guess_columns, headers_key
from turbo_admin.outside.diner_rows import DinerRow, Gathered, RowProblem
from turbo_admin.outside.row_reader import RowReader
from turbo_admin.outside.tables import write_table
from turbo_admin.outside.textfiles import read_file, text_rows
from turbo_admin.outside.workbooks import Cell, Row, Workbook

__all__ = ["DinerRow", "RowProblem", "SheetRead", "Table", "read_diners", "read_table", "write_table"]

_MOST_ROWS = 200_000
# A title, a date, an empty line: the header is seldom lower.
_HEADER_WITHIN = 20
_SAMPLES = 5
_REPORT_EVERY = 500
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ZIP = b"PK\x03\x04"
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What a file holds.

    Attributes:
        rows: the diners that can be imported, in the file's order.
        problems: what was left aside, or could not be understood, in the file's order.
        table: the head that it was read by.
    """

    rows: tuple[DinerRow, ...]
    problems: tuple[RowProblem, ...]
    table: "Table"


@dataclass(frozen=True, slots=True)
class Table:
    """The head of a table, to choose what its columns hold.

    Attributes:
        sheet: its title, empty for a text file.
        samples: the first rows below the header, as text.
        guess: what the columns seem to hold.
    """

    sheet: str
    titles: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    guess: Columns

    @property
    def key(self) -> str:
        """By what a table with the same header is known again."""
        return headers_key(self.titles)


def quiet(_done: int, _total: int) -> None:
    """Report to nobody."""


def read_diners(
    path: Path,
    *,
    today: date | None = None,
    fields: Sequence[Field | None] | None = None,
    report: Report = quiet,
) -> SheetRead:
    """Read the diners of a `.xlsx` workbook or of a text table, wherever the header row stands.

    The kind of file is told by its content, not by its name. Of a workbook, the first visible sheet with a
    header is read.

    Args:
        today: a diner whose leaving date is later has not left; the current day by default.
        fields: what each column holds, as chosen by the clerk; guessed by default.
        report: called with (done, total), in bytes or rows.

    Raises:
        BadData: the file as a whole cannot be used: missing, unreadable, empty, too big, `.xls`, protected by a
            password, damaged, in no known encoding, without header or without rows.
    """
    table, rows = read_table(read_file(path), path.name, report)
    columns = table.guess if fields is None else chosen_columns(table.titles, fields)
    if not columns.has_names:
        raise BadData("no_header", where=path.name)
    gathered = Gathered(path.name, table.sheet)
    reader = RowReader(gathered, columns, today or date.today())  # noqa: DTZ011 (the day on the clerk's wall)
    seen = 0
    for number, cells in rows:
        seen += 1
        if seen > _MOST_ROWS:
            raise BadData("workbook_too_big", where=path.name)
        reader.read(number, cells)
    if not seen:
        raise BadData("no_rows", where=path.name)
    return SheetRead(tuple(gathered.rows.values()), tuple(gathered.problems), table)


def read_table(content: bytes, name: str, report: Report = quiet) -> tuple[Table, Iterator[Row]]:
    """Find the table of a file.

    Without a header that names the diners, the first row with two words is taken for it: the clerk says what the
    columns hold.

    Returns:
        Its head, and the rows below it, read as they are asked for.

    Raises:
        BadData: as `read_diners`.
    """
    if content.startswith(_OLE):
        raise BadData("workbook_protected" if _ENCRYPTED in content else "workbook_old", where=name)
    if content.startswith(ZIP):
        return _of_workbook(content, name, report)
    rows = text_rows(content, name)
    head = [(row.number, list[Cell](row.cells)) for row in islice(rows, _HEADER_WITHIN + _SAMPLES)]
    place = _header_named(head)
    if place is None:
        place = _header_perhaps(head)
    if place is None:
        raise BadData("no_header", where=name)
    table, below = _table("", head, place)
    rest = ((row.number, list[Cell](row.cells)) for row in rows)
    return table, _reported(chain(below, rest), report)


def _of_workbook(content: bytes, name: str, report: Report) -> tuple[Table, Iterator[Row]]:
    perhaps: tuple[Table, Iterator[Row]] | None = None
    workbook = Workbook(content, name)
    for sheet in workbook.sheets:
        if not sheet.is_visible:
            continue
        rows = workbook.rows(sheet, report)
        head = list(islice(rows, _HEADER_WITHIN + _SAMPLES))
        place = _header_named(head)
        if place is not None:
            table, below = _table(sheet.title, head, place)
            return table, _closing(chain(below, rows), workbook)
        place = _header_perhaps(head)
        if perhaps is None and place is not None:
            table, below = _table(sheet.title, head, place)
            perhaps = table, chain(below, rows)
    if perhaps is None:
        workbook.close()
        raise BadData("no_header", where=name)
    return perhaps[0], _closing(perhaps[1], workbook)


def _closing(rows: Iterator[Row], workbook: Workbook) -> Iterator[Row]:
    with closing(workbook):
        for number, cells in rows:
            if any(cell not in (None, "") for cell in cells):
                yield number, cells


def _reported(rows: Iterable[Row], report: Report) -> Iterator[Row]:
    for seen, row in enumerate(rows):
        if seen % _REPORT_EVERY == 0:
            report(seen, 0)
        yield row


def _header_named(head: Sequence[Row]) -> int | None:
    """Return the place of the first row that says where the names stand."""
    for place, (_, cells) in enumerate(head[:_HEADER_WITHIN]):
        if guess_columns([text_of(cell) for cell in cells]).has_names:
            return place
    return None


def _header_perhaps(head: Sequence[Row]) -> int | None:
    """Return the place of the first row with two words."""
    return next((place for place, (_, cells) in enumerate(head) if _words(cells) > 1), None)


def _table(sheet: str, head: list[Row], place: int) -> tuple[Table, Iterator[Row]]:
    below = head[place + 1 :]
    titles = tuple(text_of(cell) for cell in head[place][1]) if head else ()
    samples = tuple(tuple(text_of(cell) for cell in cells) for _, cells in below[:_SAMPLES])
    return Table(sheet, titles, samples, guess_columns(titles, samples)), iter(below)


def _words(cells: Sequence[Cell]) -> int:
    return sum(isinstance(cell, str) and bool(cell.strip()) for cell in cells)
