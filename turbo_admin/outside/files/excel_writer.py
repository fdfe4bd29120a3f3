"""Writes Excel workbooks: typed cells, widths, frozen header, filter; text is never a formula."""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from turbo_admin.core.colours import LIGHT
from turbo_admin.core.french import PARIS
from turbo_admin.outside.files.atomic import whole_file
from turbo_admin.outside.files.progress import ReadProgress, no_progress

Value = str | int | float | bool | date | datetime | None

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE, _LONGEST_TEXT = 31, 32_767
_NARROWEST, _WIDEST = 8, 60
# « # » too: « #N/A » would become an error value.
_FORMULA_STARTS = ("=", "+", "-", "@", "#", "\t", "\r")
_REPORT_EVERY = 500


def write_table(
    path: Path,
    title: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[Value]],
    report: ReadProgress = no_progress,
) -> None:
    """Write one list to a workbook, atomically.

    Args:
        title: of the sheet.
        rows: each as long as the headers; text stays text, whatever it begins with. Times are shown in Paris time.
        report: called with (done, total), in rows; what it raises leaves the old file as it was.

    Raises:
        Refused: `disk_full` or `file_not_written`.
    """
    with whole_file(path) as stream:
        stream.write(_workbook(title, headers, [[_value(value) for value in row] for row in rows], report))


def _workbook(
    title: str, headers: Sequence[str], rows: Sequence[Sequence[Value]], report: Callable[[int, int], None]
) -> bytes:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_NOT_IN_TITLES.sub(" ", title)[:_LONGEST_TITLE] or "Liste")
    # In a write-only sheet, column settings must precede the first row.
    sheet.freeze_panes = "A2"
    for position, header in enumerate(headers):
        widths = [
            len(header) + 3,
            *(len(str(row[position])) + 1 for row in rows if row[position] is not None),
        ]
        sheet.column_dimensions[get_column_letter(position + 1)].width = min(
            max(*widths, _NARROWEST), _WIDEST
        )
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headers))}{len(rows) + 1}"
    with _given_up(sheet):
        sheet.append([_header(sheet, header) for header in headers])
        for done, row in enumerate(rows):
            if done % _REPORT_EVERY == 0:
                report(done, len(rows))
            sheet.append([_cell(sheet, value) for value in row])
        report(len(rows), len(rows))
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


@contextmanager
def _given_up(sheet: WriteOnlyWorksheet) -> Iterator[None]:
    """Delete openpyxl's temporary file at once when writing is interrupted."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            sheet.close()
        # It holds names, and would stay in the temporary folder until the program ends.
        sheet._writer.cleanup()  # type: ignore[attr-defined]
        raise


def _value(value: Value) -> Value:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        # Excel has no time zones.
        return value.astimezone(PARIS).replace(tzinfo=None)
    if isinstance(value, str):
        return _NOT_IN_XML.sub(" ", value)[:_LONGEST_TEXT]
    return value


def _header(sheet: Worksheet, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True, color=f"FF{LIGHT.on_accent[1:]}")
    cell.fill = PatternFill("solid", fgColor=f"FF{LIGHT.accent[1:]}")
    cell.alignment = Alignment(vertical="center")
    return cell


def _cell(sheet: Worksheet, value: Value) -> Cell | Value:
    if isinstance(value, str) and not value.startswith(_FORMULA_STARTS):
        # A plain value: a WriteOnlyCell takes three times as long.
        return value
    cell = WriteOnlyCell(sheet)
    cell.value = value
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        # Stored as text, so that it is not computed, not even after editing the cell or saving as CSV.
        cell.data_type = "s"
        cell.quotePrefix = True
    elif isinstance(value, datetime):
        cell.number_format = "dd/mm/yyyy hh:mm"
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    return cell
