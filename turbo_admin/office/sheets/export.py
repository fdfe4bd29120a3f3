"""Export of an edition as an Excel workbook: persons and delivery states, never a password."""

from collections.abc import Sequence
from pathlib import Path

from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.exporting import writing
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.sheets.listing import SheetLine
from turbo_admin.outside.files.excel_writer import Value, write_table

_HEADERS = (
    *("Hôtes", "Classe", "Identifiant", "E-mail", "Demandeur", "État", "Imprimée", "Préparée le"),
    *("Valable jusqu’au", "UAI"),
)


@needs(Right.CONSULT)
def export_sheets(_desk: Desk, path: Path, lines: Sequence[SheetLine], *, report: Progress = silent) -> int:
    """Write the persons of an edition to a workbook, atomically.

    Returns:
        How many.

    Raises:
        Refused: `disk_full`, `file_not_written`.
    """
    write_table(path, "Identifiants", _HEADERS, map(_row, lines), writing(report))
    return len(lines)


def _row(line: SheetLine) -> list[Value]:
    return [
        ", ".join(line.names),
        line.class_name,
        line.login,
        line.email,
        line.asker.value,
        line.delivery_text,
        line.printed,
        line.created_at,
        line.expires_on,
        line.uai,
    ]
