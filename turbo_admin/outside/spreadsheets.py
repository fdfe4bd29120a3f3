"""Diners from the tables that schools have: Excel workbooks and text tables, read through a choice of columns.

Files come from a secretariat and are untrusted: capped in size, opened without entities, links or formulas.

| a sheet of the workbook | what is done |
| --- | --- |
| empty | nothing |
| hidden | not read; it is said if its columns name diners |
| its columns hold what those of the first table hold, in whatever order | its lines are read with the others |
| several such, without a column of classes, all named after one | the name is the class, and it is said |
| the same, under a name such as « Sortis » or « Départs », beside others | left out, and it is said |
| the same, under such a name, alone | read: there is nothing else to read; and it is said |
| anything else with something in it | not read, and it is said |

Who is listed under « Sortis » must not come back as present, and a list of absent pupils needs no import: who is in no
other sheet is marked as left where the clerk asks for it.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from turbo_admin.core.errors import BadData
from turbo_admin.core.french import NBSP
from turbo_admin.core.names import fold
from turbo_admin.outside.diner_cells import class_of_sheet
from turbo_admin.outside.diner_columns import Columns, Field, chosen_columns
from turbo_admin.outside.diner_rows import DinerRow, RowProblem
from turbo_admin.outside.gathered import Gathered
from turbo_admin.outside.row_reader import RowReader
from turbo_admin.outside.table_heads import Part, Table, Tables, open_tables
from turbo_admin.outside.tables import write_table
from turbo_admin.outside.textfiles import read_file

__all__ = ["DinerRow", "RowProblem", "SheetRead", "Table", "read_diners", "read_table", "write_table"]

_MOST_ROWS = 200_000
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What a file holds.

    Attributes:
        rows: the diners that can be imported, in the file's order.
        problems: what was left aside, or could not be understood, in the file's order.
        table: the head that it was read by.
        sheets: those read together, in their order; empty when only one was read.
        unread: sheets that may list diners too, and were not read.
        columns: what stands where in the main table.
    """

    rows: tuple[DinerRow, ...]
    problems: tuple[RowProblem, ...]
    table: Table
    sheets: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    columns: Columns = field(default_factory=lambda: Columns({}, (), ()))


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

    The kind of file is told by its content, not by its name. Of a workbook, the sheets that hold the same columns are
    read together.

    Args:
        today: a diner whose leaving date is later has not left; the current day by default.
        fields: what each column holds, as chosen by the clerk; guessed by default.
        report: called with (done, total), in bytes or rows.

    Raises:
        BadData: the file as a whole cannot be used: missing, unreadable, empty, too big, `.xls`, protected by a
            password, damaged, in no known encoding, without header or without rows.
    """
    with closing(open_tables(read_file(path), path.name, report)) as tables:
        main = tables.main.table
        columns = main.guess if fields is None else chosen_columns(main.titles, fields)
        if not columns.has_names:
            raise BadData("no_header", where=path.name)
        joined, remarks, unread = _choose(path.name, tables, columns, fields)
        sheets = tuple(part.table.sheet for part, _ in joined) if len(joined) > 1 else ()
        classes = _classes(sheets, columns)
        gathered = Gathered(path.name)
        gathered.problems += [RowProblem(0, "", text, path.name) for text in tables.remarks]
        gathered.problems += remarks + ([_told_by_sheets(path.name, sheets)] if classes else [])
        seen = 0
        day = today or date.today()  # noqa: DTZ011 (the day on the clerk's wall)
        for part, its_columns in joined:
            gathered.sheet = part.table.sheet
            sheet = part.table.sheet
            reader = RowReader(gathered, its_columns, day, sheet if sheets else "", classes.get(sheet, ""))
            for number, cells in part.rows:
                seen += 1
                if seen > _MOST_ROWS:
                    raise BadData("workbook_too_big", where=path.name)
                reader.read(number, cells)
    if not seen:
        raise BadData("no_rows", where=path.name)
    gathered.settle()
    return SheetRead(tuple(gathered.rows.values()), tuple(gathered.problems), main, sheets, unread, columns)


def read_table(content: bytes, name: str, report: Report = quiet) -> Table:
    """Return the head of a file's table, without reading the rows below it.

    Raises:
        BadData: as `table_heads.open_tables`.
    """
    with closing(open_tables(content, name, report)) as tables:
        return tables.main.table


def _choose(
    name: str, tables: Tables, columns: Columns, fields: Sequence[Field | None] | None
) -> tuple[list[tuple[Part, Columns]], list[RowProblem], tuple[str, ...]]:
    """Return what is read together and by which columns, what is said of the rest, and which of it may list diners."""
    main = tables.main.table
    joined: list[tuple[Part, Columns]] = []
    remarks: list[RowProblem] = []
    unread: list[str] = []
    for part in tables.parts:
        table = part.table
        own = columns if part is tables.main else _columns_like(main, table, fields)
        if own.at.keys() != columns.at.keys():
            unread.append(table.sheet)
            remarks.append(
                _unread(name, table.sheet, f"ses colonnes ne sont pas celles de la {_named(main.sheet)}")
            )
        elif part is tables.main or not table.is_of_the_gone:
            joined.append((part, own))
            remarks += [_read_though_gone(name, table.sheet)] if table.is_of_the_gone else []
        else:
            why = "son nom est celui d’une liste de départs. Qui y figure n’est pas repris comme présent"
            remarks.append(_unread(name, table.sheet, why))
    for table in tables.hidden:
        remarks.append(
            _unread(name, table.sheet, "elle est masquée dans le classeur. Affichez-la si elle compte")
        )
        unread += [] if table.is_of_the_gone else [table.sheet]
    for sheet in tables.bare:
        unread.append(sheet)
        why = (
            "aucune ligne de titres n’y est reconnue (il faut au moins "
            f"«{NBSP}Nom{NBSP}» et «{NBSP}Prénom{NBSP}»)"
        )
        remarks.append(_unread(name, sheet, why))
    return joined, remarks, tuple(unread)


def _classes(sheets: Sequence[str], columns: Columns) -> dict[str, str]:
    """Return the class of each sheet, when all are named after one and no column tells it; empty otherwise."""
    named = {} if Field.CLASS in columns.at else {sheet: class_of_sheet(sheet) for sheet in sheets}
    return named if all(named.values()) else {}


def _told_by_sheets(file: str, sheets: Sequence[str]) -> RowProblem:
    text = (
        f"Aucune colonne ne donne la classe{NBSP}: c’est le nom de la feuille qui a été repris "
        f"(«{NBSP}{sheets[0]}{NBSP}», «{NBSP}{sheets[1]}{NBSP}»…)."
    )
    return RowProblem(0, "", text, file)


def _columns_like(main: Table, table: Table, fields: Sequence[Field | None] | None) -> Columns:
    """Return what the columns of another sheet hold: what the clerk chose under the same titles, or as guessed."""
    if fields is None:
        return table.guess
    if table.key == main.key:
        return chosen_columns(table.titles, fields)
    chosen = {fold(title): field for title, field in zip(main.titles, fields, strict=False)}
    return chosen_columns(table.titles, [chosen.get(fold(title)) for title in table.titles])


def _unread(file: str, sheet: str, why: str) -> RowProblem:
    text = f"La {_named(sheet)} n’a pas été lue{NBSP}: {why}."
    return RowProblem(0, "", text, file)


def _read_though_gone(file: str, sheet: str) -> RowProblem:
    text = (
        f"La {_named(sheet)} porte le nom d’une liste de départs, et il n’y en a pas d’autre{NBSP}: "
        f"ses lignes sont lues comme celles de présents, sauf si une colonne «{NBSP}Sorti{NBSP}» dit le contraire."
    )
    return RowProblem(0, "", text, file)


def _named(sheet: str) -> str:
    return f"feuille «{NBSP}{sheet}{NBSP}»"
