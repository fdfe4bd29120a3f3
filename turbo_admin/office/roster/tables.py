"""Columns of a table: guessed, chosen by the clerk, and remembered by the titles."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from turbo_admin.core.roster.title_words import DinerField
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.outside.files.excel_reader import CellValue
from turbo_admin.outside.roster_files.diner_cells import text_of
from turbo_admin.outside.roster_files.diner_columns import column_letter
from turbo_admin.outside.roster_files.diner_files import FilesRead, heads_of, look_at
from turbo_admin.outside.roster_files.spreadsheets import ReadingChoice
from turbo_admin.outside.roster_files.table_preview import SheetHead, Table
from turbo_admin.store import diner_imports

# Fields that the clerk can choose for a column.
FIELDS = tuple(field.value for field in DinerField)
NAMES = (frozenset({DinerField.LAST.value, DinerField.FIRST.value}), frozenset({DinerField.BOTH.value}))
EMAIL = DinerField.EMAIL.value
_LONGEST_LINE = 120


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table.

    Attributes:
        title: its header, or its letter without one.
        samples: the cells below, at most five.
        field: one of `FIELDS`; empty for a column that is not imported.
    """

    title: str
    samples: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The columns of a table as they are read.

    Attributes:
        key: a digest of the titles, by which choices are remembered.
        sheet: empty for a text file.
        title_row: number of the line of titles; 0 for a table without titles.
        remembered: whether the clerk has chosen them before.
        sheets: sheets that are not empty, to choose from.
        lines: (number, text) of the first lines of the sheet, to choose the titles from.
    """

    key: str
    sheet: str
    title_row: int
    columns: tuple[TableColumn, ...]
    remembered: bool
    sheets: tuple[str, ...]
    lines: tuple[tuple[int, str], ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The field of each column."""
        return tuple(column.field for column in self.columns)


@dataclass(frozen=True, slots=True)
class TableChoice:
    """The clerk's choices for a table; none by default.

    Attributes:
        fields: what each column holds, of `FIELDS`; remembered for the titles, else guessed, by default.
        title_row: number of the line of titles, 0 for none; the best by default.
        sheet: the only one to be read; by default all that list diners.
    """

    fields: tuple[str, ...] | None = None
    title_row: int | None = None
    sheet: str | None = None


@needs(Right.ROSTER)
def columns_of(
    desk: Desk, path: Path, *, title_row: int | None = None, sheet: str | None = None
) -> TableColumns | None:
    """Return the columns of a table; None for a file of SIECLE or ONDE, whose format is fixed.

    Args:
        title_row, sheet: as for `TableChoice`.

    Raises:
        BadData: the file cannot be read.
    """
    heads = heads_of(path)
    if not heads:
        return None
    table = _remembered_table(desk, heads, look_at(path, title_row=title_row, sheet=sheet), title_row)
    if table is None:
        return None
    known = _profile(desk, table.key)
    held = known if known is not None else tuple(field.value if field else "" for field in table.guess.fields)
    columns = tuple(
        TableColumn(
            title or column_letter(position),
            tuple(row[position] for row in table.samples if position < len(row) and row[position]),
            held[position] if position < len(held) else "",
        )
        for position, title in enumerate(table.titles)
    )
    head = next(head for head in heads if head.sheet == table.sheet)
    return TableColumns(
        key=table.key,
        sheet=table.sheet,
        title_row=table.title_row,
        columns=columns,
        remembered=known is not None,
        sheets=tuple(one.sheet for one in heads),
        lines=tuple((number, _shown(cells)) for number, cells in head.rows if number),
    )


def _remembered_table(
    desk: Desk, heads: Sequence[SheetHead], table: Table | None, title_row: int | None
) -> Table | None:
    """Return the table below the line of titles chosen for an earlier file, if one of the lines matches."""
    if table is None or title_row is not None or _profile(desk, table.key) is not None:
        return table
    head = next(head for head in heads if head.sheet == table.sheet)
    others = (head.table(number) for number, _ in head.rows)
    return next((other for other in others if _profile(desk, other.key) is not None), table)


def _profile(desk: Desk, key: str) -> tuple[str, ...] | None:
    with desk.database.read() as session:
        known = diner_imports.profile(session, key)
    return known[1] if known else None


def _shown(cells: Sequence[CellValue]) -> str:
    texts = [text for cell in cells if (text := text_of(cell))]
    return " · ".join(texts)[:_LONGEST_LINE]


def are_enough(fields: Sequence[str]) -> bool:
    """Whether the columns give last and first names."""
    return any(names <= set(fields) for names in NAMES)


@needs(Right.ROSTER)
def remember_columns(desk: Desk, key: str, name: str, fields: Sequence[str]) -> None:
    """Store the fields of a table's columns, for the next file with the same titles.

    Args:
        name: of the file, shown when it is proposed again.
    """
    with desk.database.write() as session:
        diner_imports.keep_profile(session, key, name, fields, at=desk.now(), who=desk.operator.who)
        # Other columns may hold other numbers: remembered answers no longer apply.
        diner_imports.forget_answers(session, kind=key)


def kind_of(read: FilesRead) -> str:
    """Return the key of remembered answers: the titles of a table, else the name of the official software."""
    return read.table.key if read.table is not None else read.source.value


@needs(Right.ROSTER)
def choice_for(desk: Desk, paths: Sequence[Path], chosen: TableChoice) -> ReadingChoice:
    """Return how to read a table: as chosen, else as remembered for its titles, else as guessed."""
    fields, title_row = chosen.fields, chosen.title_row
    with desk.database.read() as session:
        # Reading the head of a large file takes time: only if anything can be remembered.
        may_know = fields is None and len(paths) == 1 and diner_imports.has_profiles(session)
    if may_know:
        known = columns_of(desk, paths[0], title_row=title_row, sheet=chosen.sheet)
        if known is not None and known.remembered:
            fields, title_row = known.fields, known.title_row
    held = (
        tuple(DinerField(field) if field in FIELDS else None for field in fields)
        if fields is not None
        else None
    )
    return ReadingChoice(held, title_row, chosen.sheet)
