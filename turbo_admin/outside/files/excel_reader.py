"""Reads rows of an Excel workbook (`.xlsx`) with python-calamine, from a checked and repacked archive."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from turbo_admin.core.errors import BadData
from turbo_admin.outside.files.progress import ReadProgress, no_progress
from turbo_admin.outside.files.sheet_text import UNCOMPUTED
from turbo_admin.outside.files.workbook_parts import pack

__all__ = ["UNCOMPUTED", "CellValue", "Row", "Workbook", "WorkbookSheet"]

# Empty cells are empty texts.
CellValue = str | bool | int | float | date | datetime | time | timedelta | None
Row = tuple[int, list[CellValue]]

_REPORT_EVERY = 500
# Raised when the Rust library panics: a BaseException without an importable name.
_PANIC = "PanicException"


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """One sheet: its title, and whether it is shown."""

    title: str
    is_visible: bool


class Workbook:
    """An open workbook.

    Args:
        content: the file.
        name: its name, for messages.
        report: called with (bytes read, bytes in all).
        is_head: whether to read only the first rows of each sheet.

    Attributes:
        sheets: in the order of the tabs; charts are left out.
        is_cut: whether a sheet has values beyond column GR, which are not read.

    Raises:
        BadData: `workbook_damaged`, `workbook_ods`, or `workbook_too_big` when it unpacks to more than any list of diners.
    """

    def __init__(
        self,
        content: bytes,
        name: str,
        report: ReadProgress = no_progress,
        *,
        is_head: bool = False,
    ) -> None:
        self.name = name
        package = pack(content, name, report, is_head=is_head)
        self.is_cut = package.is_cut
        with _said_of(name):
            self._book: CalamineWorkbook = load_workbook(package.content)
            self.sheets = tuple(
                WorkbookSheet(one.name, one.visible == SheetVisibleEnum.Visible)
                for one in self._book.sheets_metadata
                if one.typ == SheetTypeEnum.WorkSheet
            )

    def rows(self, sheet: WorkbookSheet, report: ReadProgress) -> Iterator[Row]:
        """Read a sheet row by row: (number from 1, cells from column A); empty rows are skipped.

        Args:
            report: called with (rows read, rows in all).

        Raises:
            BadData: `workbook_damaged`.
        """
        with _said_of(self.name):
            table = self._book.get_sheet_by_name(sheet.title)
            # calamine includes the rows above the first cell, but not the columns before it.
            rows, before = table.iter_rows(), [""] * (table.start or (0, 0))[1]
        number = 0
        while True:
            with _said_of(self.name):
                cells = next(rows, None)
            if cells is None:
                return
            if number % _REPORT_EVERY == 0:
                report(number, table.total_height)
            number += 1
            if cells.count("") != len(cells):
                yield number, [*before, *cells]

    def close(self) -> None:
        """Close the file."""
        self._book.close()


@contextmanager
def _said_of(name: str) -> Iterator[None]:
    """Convert the library's exceptions to BadData.

    Raises:
        BadData: `workbook_protected`, `workbook_too_big` or `workbook_damaged`.
    """
    try:
        yield
    except PasswordError as error:
        raise BadData("workbook_protected", where=name) from error
    except MemoryError as error:
        raise BadData("workbook_too_big", where=name) from error
    except (CalamineError, ValueError, LookupError, OverflowError, OSError) as error:
        raise BadData("workbook_damaged", where=name) from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise BadData("workbook_damaged", where=name) from error
