"""Finds the tables of a file: their beginnings, their columns, and the sheets without any.

Every sheet of a workbook is opened once: its first rows are examined, and the rows below are read on from there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from turbo_admin.core.errors import BadData
from turbo_admin.outside.files.csv_reader import decode, has_columns_beyond, rows_in
from turbo_admin.outside.files.excel_reader import CellValue, Row, Workbook, WorkbookSheet
from turbo_admin.outside.files.file_kinds import refuse_others
from turbo_admin.outside.files.progress import ReadProgress, no_progress
from turbo_admin.outside.files.sheet_text import MOST_COLUMNS
from turbo_admin.outside.roster_files.table_preview import SheetHead, Table, table_below
from turbo_admin.outside.roster_files.title_rows import (
    SAMPLES,
    WITHIN,
    best_title_row,
    title_row_at,
)

__all__ = ["Part", "SheetHead", "Table", "Tables", "open_tables", "read_heads"]

_REPORT_EVERY = 500
# One for each class makes about forty.
_MOST_SHEETS = 300
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_CUT = "Les colonnes au-delà de la 200e (GR) n’ont pas été lues."
_BEYOND = "GS et suivantes"


@dataclass(frozen=True, slots=True)
class Part:
    """One table and the rows below its titles, read lazily."""

    table: Table
    rows: Iterator[Row]


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one file.

    Attributes:
        main: by whose titles the file is recognised: the first that names present diners, else the first that names
            diners, else the first with two words in a row.
        parts: the main one and the others of its kind, in the order of the tabs: either all name diners, or none does.
        bare: names of the other non-empty sheets.
        hidden: the heads of hidden sheets that name diners.
        skipped: names of the other sheets, where the clerk chose one.
        remarks: remarks on the whole file.
        unread_columns: columns beyond the last one that is read.
    """

    main: Part
    parts: tuple[Part, ...]
    bare: tuple[str, ...] = ()
    hidden: tuple[Table, ...] = ()
    skipped: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    unread_columns: tuple[str, ...] = ()
    close: Callable[[], None] = lambda: None


def open_tables(
    content: bytes,
    name: str,
    report: ReadProgress,
    *,
    title_row: int | None = None,
    sheet: str | None = None,
    is_head: bool = False,
) -> Tables:
    """Find the tables of a file.

    Args:
        title_row: number of the line of titles of the main table, 0 for a table without titles; the best by default.
        sheet: the only one that is read; by default all that list diners.
        is_head: whether to read only the first rows.

    Raises:
        BadData: `workbook_old`, `workbook_protected`, `workbook_damaged`, `workbook_too_big`, `sheet_missing`,
            `list_hidden`, `no_header`, and as `csv_reader.decode` and `rows_in`.
    """
    if workbook := _workbook(content, name, report, is_head=is_head):
        try:
            return _of_workbook(workbook, report, title_row, sheet)
        except BaseException:
            workbook.close()
            raise
    text = decode(content, name)
    rows = _rows_of_text(text.text, name)
    head = list(islice(rows, WITHIN + SAMPLES))
    part = _part("", head, rows, title_row)
    if part is None:
        raise BadData("no_header", where=name)
    part = Part(part.table, _reported(part.rows, report))
    cut = _CUT if has_columns_beyond(text.text, MOST_COLUMNS) else ""
    return Tables(part, (part,), remarks=tuple(filter(None, (text.remark, cut))))


def _rows_of_text(text: str, name: str) -> Iterator[Row]:
    return ((row.number, list[CellValue](row.cells[:MOST_COLUMNS])) for row in rows_in(text, name))


def read_heads(content: bytes, name: str) -> tuple[SheetHead, ...]:
    """Return the first rows of all sheets of a workbook that hold anything, or those of a text file.

    Raises:
        BadData: as `open_tables`.
    """
    if workbook := _workbook(content, name, no_progress, is_head=True):
        try:
            heads = (
                (sheet.title, sheet.is_visible, _first_rows(workbook, sheet)) for sheet in _few(workbook)
            )
            return tuple(_head(*head) for head in heads if head[2])
        finally:
            workbook.close()
    rows = _rows_of_text(decode(content, name).text, name)
    return (_head("", True, list(islice(rows, WITHIN + SAMPLES))),)


def _head(sheet: str, is_visible: bool, rows: list[Row]) -> SheetHead:
    found = best_title_row(rows)
    return SheetHead(
        sheet, is_visible, tuple(rows), rows[found.position][0] if found and found.position >= 0 else 0
    )


def _workbook(content: bytes, name: str, report: ReadProgress, *, is_head: bool) -> Workbook | None:
    """Open a workbook; None for any other content.

    Raises:
        BadData: as `open_tables`.
    """
    refuse_others(content, name)
    if content.startswith(_OLE):
        raise BadData("workbook_protected" if _ENCRYPTED in content else "workbook_old", where=name)
    return Workbook(content, name, report, is_head=is_head) if content.startswith(_ZIP) else None


def _few(workbook: Workbook) -> tuple[WorkbookSheet, ...]:
    """Return the sheets of a workbook.

    Raises:
        BadData: `workbook_too_big`.
    """
    if sum(sheet.is_visible for sheet in workbook.sheets) > _MOST_SHEETS:
        raise BadData("workbook_too_big", where=workbook.name)
    return workbook.sheets[: 2 * _MOST_SHEETS]


def _first_rows(workbook: Workbook, sheet: WorkbookSheet) -> list[Row]:
    """Return the first rows of a sheet; none for a damaged hidden sheet, which must not prevent reading the others."""
    try:
        return list(islice(workbook.rows(sheet, no_progress), WITHIN + SAMPLES))
    except BadData:
        if sheet.is_visible:
            raise
        return []


def _of_workbook(workbook: Workbook, report: ReadProgress, title_row: int | None, only: str | None) -> Tables:
    sheets = _few(workbook)
    remarks = (_CUT,) if workbook.is_cut else ()
    if only is not None:
        return _of_one(workbook, report, title_row, only)
    named: list[Part] = []
    perhaps: list[Part] = []
    bare: list[str] = []
    for sheet in (sheet for sheet in sheets if sheet.is_visible):
        rows = workbook.rows(sheet, report)
        head = list(islice(rows, WITHIN + SAMPLES))
        part = _part(sheet.title, head, rows, None)
        if part is None:
            bare += [sheet.title] if _holds_something(head) else []
        else:
            (named if part.table.guess.has_names else perhaps).append(part)
    parts = named or perhaps
    if not parts and (hidden := next(_hidden(workbook), None)):
        raise BadData("list_hidden", where=workbook.name, sheet=hidden.sheet)
    if not parts:
        raise BadData("no_header", where=workbook.name)
    if named:
        bare += [part.table.sheet for part in perhaps]
    main = next(
        (part for part in parts if not (part.table.is_of_the_gone or part.table.is_of_guardians)), parts[0]
    )
    if title_row is not None:
        moved = _of_workbook(workbook, report, title_row, main.table.sheet).main
        parts = [moved if part is main else part for part in parts]
        main = moved
    return Tables(
        main,
        tuple(parts),
        tuple(bare),
        tuple(_hidden(workbook)),
        remarks=remarks,
        unread_columns=(_BEYOND,) if workbook.is_cut else (),
        close=workbook.close,
    )


def _of_one(workbook: Workbook, report: ReadProgress, title_row: int | None, only: str) -> Tables:
    """Return the table of the one sheet that the clerk chose."""
    sheets = _few(workbook)
    chosen = next((sheet for sheet in sheets if sheet.title == only), None)
    if chosen is None:
        raise BadData("sheet_missing", where=workbook.name, sheet=only)
    rows = workbook.rows(chosen, report)
    part = _part(only, list(islice(rows, WITHIN + SAMPLES)), rows, title_row)
    if part is None:
        raise BadData("no_header", where=workbook.name)
    skipped = tuple(
        sheet.title
        for sheet in sheets
        if sheet.is_visible and sheet is not chosen and _holds_something(_first_rows(workbook, sheet))
    )
    remarks = (_CUT,) if workbook.is_cut else ()
    beyond = (_BEYOND,) if workbook.is_cut else ()
    return Tables(
        part, (part,), skipped=skipped, remarks=remarks, unread_columns=beyond, close=workbook.close
    )


def _hidden(workbook: Workbook) -> Iterator[Table]:
    for sheet in _few(workbook):
        head = [] if sheet.is_visible else _first_rows(workbook, sheet)
        found = best_title_row(head)
        # Titles without rows below are an empty form.
        if found and found.columns.has_names and _holds_something(head[found.position + 1 :]):
            yield table_below(sheet.title, head, found)


def _part(sheet: str, head: list[Row], rest: Iterable[Row], title_row: int | None) -> Part | None:
    """Return the table of a sheet; None for one without two words in a row, or without the line that was chosen."""
    if title_row is None:
        found = best_title_row(head)
    else:
        position = next((position for position, (number, _) in enumerate(head) if number == title_row), -1)
        found = None if title_row and position < 0 else title_row_at(head, position)
    if found is None:
        return None
    return Part(table_below(sheet, head, found), _with_content(chain(head[found.position + 1 :], rest)))


def _with_content(rows: Iterable[Row]) -> Iterator[Row]:
    for number, cells in rows:
        if any(cell not in (None, "") for cell in cells):
            yield number, cells


def _holds_something(rows: Sequence[Row]) -> bool:
    return any(cell not in (None, "") for _, cells in rows for cell in cells)


def _reported(rows: Iterable[Row], report: ReadProgress) -> Iterator[Row]:
    for seen, row in enumerate(rows):
        if seen % _REPORT_EVERY == 0:
            report(seen, 0)
        yield row
