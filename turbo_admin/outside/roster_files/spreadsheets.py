"""Reads diners from schools' tables: Excel workbooks and text tables, with a choice of columns.

Files come from a secretariat and are untrusted: capped in size, opened without entities, links or formulas.

| sheet of the workbook | effect |
| --- | --- |
| empty | nothing |
| hidden | not read, with a remark if its columns name diners |
| its columns hold what those of the first table hold, in whatever order | its lines are read with the others |
| several such, without a column of classes, all named after one | the name is the class, with a remark |
| its columns name diners and hold other things, such as those of the staff | its lines are read by its own columns |
| the same, but of people who stand in the sheets before it, such as a list of payments | not read, with a remark |
| its name is « Sortis », « Départs », or « Responsables », « Parents », beside others | not read, with a remark |
| the same, alone | read, as there is nothing else, with a remark |
| anything else with something in it | not read, with a remark |

Diners listed under « Sortis » must not come back as present; a list of absent pupils is not needed, since pupils in no
sheet are marked as left where the clerk asks for it. A list of known persons would create doubles, since it seldom has
their class.
"""

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from msgspec.structs import replace

from turbo_admin.core.errors import BadData
from turbo_admin.core.roster.title_words import DinerField
from turbo_admin.outside.files.csv_reader import read_file
from turbo_admin.outside.files.excel_reader import CellValue, Row
from turbo_admin.outside.files.excel_writer import write_table
from turbo_admin.outside.files.progress import ReadProgress, no_progress
from turbo_admin.outside.roster_files.diner_cells import LONGEST_NAME, split_name, text_of
from turbo_admin.outside.roster_files.diner_columns import DinerColumns, chosen_columns
from turbo_admin.outside.roster_files.diner_list import FileDiners
from turbo_admin.outside.roster_files.diner_rows import STAFF, FileDiner, RowProblem, name_key
from turbo_admin.outside.roster_files.non_diner_rows import TITLES_AGAIN, repeats_titles, skip_reason
from turbo_admin.outside.roster_files.row_reader import RowReader
from turbo_admin.outside.roster_files.sheet_choice import (
    ChosenSheets,
    choose,
    classes_of,
    is_of_staff,
    told_by_sheets,
    told_of_others,
    unread,
)
from turbo_admin.outside.roster_files.table_heads import open_tables
from turbo_admin.outside.roster_files.table_preview import Table

__all__ = [
    "FileDiner",
    "ReadingChoice",
    "RowProblem",
    "SheetRead",
    "Table",
    "read_diners",
    "read_table",
    "write_table",
]

_MOST_ROWS = 200_000
# Share of people that a sheet with other columns may have in common with the sheets before it.
_MOSTLY_NEW = 0.2
_KNOWN = "ses personnes sont déjà dans les feuilles lues. Choisissez-la seule pour la lire"


@dataclass(frozen=True, slots=True)
class ReadingChoice:
    """The clerk's choices for a table; none by default.

    Attributes:
        fields: what each column of the main table holds.
        title_row: number of its line of titles, 0 for none.
        sheet: the only one to be read.
    """

    fields: Sequence[DinerField | None] | None = None
    title_row: int | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class SheetRead:
    """Content of a file.

    Attributes:
        rows: the diners that can be imported, in the file's order.
        problems: skipped rows and unreadable cells, in the file's order.
        table: the head that it was read by.
        sheets: those read together, in their order; empty when only one was read.
        unread: sheets that may list diners too, and were not read.
        understood: (title, what it holds) of the columns that were read, in their order.
        unread_columns: titles of the columns that hold something and were not understood.
    """

    rows: tuple[FileDiner, ...]
    problems: tuple[RowProblem, ...]
    table: Table
    sheets: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    understood: tuple[tuple[str, DinerField], ...] = ()
    unread_columns: tuple[str, ...] = ()


def read_diners(
    path: Path,
    *,
    today: date | None = None,
    fields: Sequence[DinerField | None] | None = None,
    title_row: int | None = None,
    sheet: str | None = None,
    report: ReadProgress = no_progress,
) -> SheetRead:
    """Read the diners of a `.xlsx` workbook or of a text table, wherever its line of titles is.

    Args:
        today: a diner whose leaving date is later has not left; the current day by default.
        fields: what each column of the main table holds, as chosen by the clerk; guessed by default.
        title_row: number of its line of titles, 0 for a table without titles; found by default.
        sheet: the only one that is read; by default all that list diners.
        report: called with (done, total), in bytes or rows.

    Raises:
        BadData: the file as a whole cannot be used: missing, unreadable, empty, too big, `.xls`, protected by a
            password, damaged, in no known encoding, without titles or without rows.
    """
    return diners_in(
        read_file(path),
        path.name,
        today=today or date.today(),  # noqa: DTZ011 (the day on the clerk's wall)
        choice=ReadingChoice(fields, title_row, sheet),
        report=report,
    )


def diners_in(
    content: bytes, name: str, *, today: date, choice: ReadingChoice, report: ReadProgress
) -> SheetRead:
    """Read the diners of a content, as `read_diners`."""
    with closing(
        open_tables(content, name, report, title_row=choice.title_row, sheet=choice.sheet)
    ) as tables:
        main = tables.main.table
        columns = main.guess if choice.fields is None else chosen_columns(main.titles, choice.fields)
        if not columns.has_names:
            raise BadData("no_header", where=name)
        chosen = choose(name, tables, columns, choice.fields)
        reader = _FileReader(name, chosen, today)
        for part, its_columns in chosen.alike:
            reader.read(part.table, its_columns, part.rows)
        for part, its_columns in chosen.others:
            reader.read_unless_known(part.table, its_columns, part.rows)
        remarks = [RowProblem(0, "", text, name) for text in tables.remarks]
    if not reader.seen:
        raise BadData("no_rows", where=name)
    reader.diner_list.merge_duplicates()
    order = [part.table.sheet for part in tables.parts if part.table.sheet in reader.sheets]
    return SheetRead(
        tuple(_with_kind(row, row.sheet or main.sheet) for row in reader.diner_list.rows.values()),
        tuple(remarks + chosen.remarks + reader.remarks + reader.diner_list.problems),
        main,
        tuple(order) if len(order) > 1 else (),
        (*chosen.unread, *reader.unread),
        understood=tuple(dict.fromkeys(one for columns in reader.columns for one in columns.understood)),
        unread_columns=(
            *dict.fromkeys(one for columns in reader.columns for one in columns.unread),
            *tables.unread_columns,
        ),
    )


def read_table(
    content: bytes,
    name: str,
    report: ReadProgress = no_progress,
    *,
    title_row: int | None = None,
    sheet: str | None = None,
) -> Table:
    """Return the head of a file's table, without reading the rows below it.

    Args:
        title_row, sheet: as for `read_diners`.

    Raises:
        BadData: as `table_heads.open_tables`.
    """
    with closing(
        open_tables(content, name, report, title_row=title_row, sheet=sheet, is_head=True)
    ) as tables:
        return tables.main.table


class _FileReader:
    """Reads the sheets of one file, one after the other."""

    def __init__(self, name: str, chosen: ChosenSheets, today: date) -> None:
        self._name, self._today = name, today
        parts = [part.table.sheet for part, _ in chosen.alike]
        self._is_one = len(parts) + len(chosen.others) == 1
        self._classes = classes_of(parts, chosen.alike[0][1]) if len(parts) > 1 else {}
        self.diner_list = FileDiners(name)
        self.remarks = [told_by_sheets(name, parts)] if self._classes else []
        self.unread: list[str] = []
        self.sheets: list[str] = []
        self.columns: list[DinerColumns] = []
        self.seen = 0
        self._first_title: str | None = None

    def read(self, table: Table, columns: DinerColumns, rows: Iterable[Row]) -> None:
        """Read the rows of a sheet."""
        sheet, diner_list = table.sheet, self.diner_list
        diner_list.sheet = sheet
        self.sheets.append(sheet)
        self.columns.append(columns)
        self.remarks += told_of_others(self._name, "" if self._is_one else sheet, columns)
        reader = RowReader(
            diner_list, columns, self._today, "" if self._is_one else sheet, self._classes.get(sheet, "")
        )
        self._first_title = next(filter(None, table.titles), None) if table.title_row else None
        for number, cells in rows:
            self.seen += 1
            if self.seen > _MOST_ROWS:
                raise BadData("workbook_too_big", where=self._name)
            if not self._is_aside(number, cells, table.titles):
                reader.read(number, cells)

    def read_unless_known(self, table: Table, columns: DinerColumns, rows: Iterable[Row]) -> None:
        """Read the rows of a sheet with other columns, unless most of its people are in the sheets before it."""
        held = list(islice(rows, _MOST_ROWS))
        known = set(self.diner_list.names)
        names = {key for _, cells in held if (key := _key(cells, columns))}
        if len(names & known) > _MOSTLY_NEW * len(names):
            self.remarks.append(unread(self._name, table.sheet, _KNOWN))
            self.unread += [table.sheet] if names - known else []
        else:
            self.read(table, columns, held)

    def _is_aside(self, number: int, cells: Sequence[CellValue], titles: Sequence[str]) -> bool:
        """Whether a row is no diner's; adds a remark."""
        held = [cell for cell in cells if cell not in (None, "")]
        is_titles = bool(held) and held[0] == self._first_title and repeats_titles(cells, titles)
        why = TITLES_AGAIN if is_titles else skip_reason(held)
        if why:
            self._tell_aside(number, why, held)
        return bool(why)

    def _tell_aside(self, number: int, text: str, held: Sequence[CellValue]) -> None:
        who = " ".join(text_of(cell) for cell in held)[:LONGEST_NAME]
        self.diner_list.problem(number, "", text, skipped=who)


def _with_kind(row: FileDiner, sheet: str) -> FileDiner:
    """Return a row as staff when only its sheet's name tells so."""
    return row if row.kind or not is_of_staff(sheet) else replace(row, kind=STAFF)


def _key(cells: Sequence[CellValue], columns: DinerColumns) -> str:
    """Return the folded name of a row; empty without one."""

    def text(field: DinerField) -> str:
        position = columns.at.get(field)
        return text_of(cells[position]) if position is not None and position < len(cells) else ""

    last, first = text(DinerField.LAST), text(DinerField.FIRST)
    if not last and not first:
        last, first = split_name(text(DinerField.BOTH))
    return name_key(last, first) if last and first else ""
