"""Diners from the spreadsheets that schools have, and lists written as real Excel workbooks.

Files come from a secretariat and are untrusted: capped in size, opened without entities, links or formulas.
"""

import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from turbo_admin.core.errors import BadData
from turbo_admin.outside.diner_columns import Columns, guess_columns
from turbo_admin.outside.diner_rows import Cell, DinerRow, RowProblem, RowReader
from turbo_admin.outside.tables import write_table
from turbo_admin.outside.textfiles import read_file, read_rows

__all__ = ["DinerRow", "RowProblem", "SheetRead", "read_diners", "write_table"]

# 100,000 diners with forty columns unpack to about 250 MB.
_LARGEST_UNPACKED = 400 * 1024 * 1024
_MOST_ROWS = 200_000
_MOST_COLUMNS = 200
# A title, a date, an empty line: the header is seldom lower.
_HEADER_WITHIN = 20
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

Row = tuple[int, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What a file holds.

    Attributes:
        rows: the diners that can be imported, in the file's order.
        problems: what was left aside, or could not be understood, in the file's order.
    """

    rows: tuple[DinerRow, ...]
    problems: tuple[RowProblem, ...]


def read_diners(path: Path, *, today: date | None = None) -> SheetRead:
    """Read the diners of a `.xlsx` workbook or of a text table, wherever the header row stands.

    The kind of file is told by its content, not by its name. Of a workbook, the first visible sheet with a
    header is read.

    Args:
        today: a diner whose leaving date is later has not left; the current day by default.

    Raises:
        BadData: the file as a whole cannot be used: missing, unreadable, empty, too big, `.xls`, protected by a
            password, damaged, in no known encoding, without header or without rows.
    """
    content = read_file(path)
    day = today or date.today()  # noqa: DTZ011 (the day on the clerk's wall)
    if content.startswith(_OLE):
        raise BadData("workbook_protected" if _ENCRYPTED in content else "workbook_old", where=path.name)
    if content.startswith(_ZIP):
        return _read_workbook(content, path.name, day)
    rows = ((row.number, row.cells) for row in read_rows(path))
    read = _read_table(rows, RowReader(path.name, "", day))
    if read is None:
        raise BadData("no_header", where=path.name)
    return read


def _read_workbook(content: bytes, name: str, today: date) -> SheetRead:
    _refuse_bomb(content, name)
    try:
        with closing(_open(content)) as workbook:
            for sheet in workbook.worksheets:
                if sheet.sheet_state != "visible":
                    continue
                # Some exporters declare a wrong extent, and rows beyond it would be lost.
                sheet.reset_dimensions()
                rows = _numbered(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS))
                read = _read_table(rows, RowReader(name, sheet.title, today))
                if read is not None:
                    return read
    except BadData:
        raise
    except MemoryError as error:
        raise BadData("workbook_too_big", where=name) from error
    except Exception as error:
        # openpyxl meets a damaged or hostile file with whatever its parts raise: KeyError, TypeError, ParseError…
        raise BadData("workbook_damaged", where=name) from error
    raise BadData("no_header", where=name)


def _refuse_bomb(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise BadData("workbook_damaged", where=name) from error
    if unpacked > _LARGEST_UNPACKED:
        raise BadData("workbook_too_big", where=name)


def _open(content: bytes) -> Workbook:
    with warnings.catch_warnings():
        # « no default style », « extension not supported »: of no meaning to a list of names.
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)


def _numbered(rows: Iterable[tuple[Any, ...]]) -> Iterator[Row]:
    for number, cells in enumerate(rows, 1):
        yield number, tuple(_cell(value) for value in cells)


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | bool | int | float | date | datetime):
        return value
    return str(value)


def _read_table(rows: Iterable[Row], reader: RowReader) -> SheetRead | None:
    """Read the rows below the header; None when there is no header."""
    rows = iter(rows)
    columns = _find_header(rows, reader)
    if columns is None:
        return None
    any_row = False
    for number, cells in rows:
        if number > _MOST_ROWS:
            raise BadData("workbook_too_big", where=reader.file)
        if any(cell not in (None, "") for cell in cells):
            any_row = True
            reader.read(number, cells, columns)
    if not any_row:
        raise BadData("no_rows", where=reader.file)
    return SheetRead(tuple(reader.rows.values()), tuple(reader.problems))


def _find_header(rows: Iterator[Row], reader: RowReader) -> Columns | None:
    for seen, (_, cells) in enumerate(rows, 1):
        columns = guess_columns([reader.text(cell) for cell in cells])
        if columns:
            return columns
        if seen >= _HEADER_WITHIN:
            break
    return None
