"""A plan of reconciliation as an Excel workbook, to be read by somebody else before it is applied."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.exporting import writing
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.reconcile.lines import PlanLine
from turbo_admin.outside.files.excel_writer import write_table

_HEADERS = ("Quoi", "Qui", "Précision", "Ici", "Au portail", "Proposé")


@needs(Right.CONSULT)
def export_lines(
    _desk: Desk,
    path: Path,
    lines: Sequence[PlanLine],
    chosen: Mapping[tuple[str, str], str],
    *,
    report: Progress = silent,
) -> int:
    """Write lines of a plan, whole or not at all.

    Args:
        chosen: what was chosen otherwise than proposed.

    Returns:
        How many.

    Raises:
        Refused: `disk_full`, `file_not_written`.
    """
    rows = [
        [
            line.what,
            line.name,
            line.detail,
            line.here,
            line.there,
            line.proposed_for(chosen.get(line.id, line.chosen)),
        ]
        for line in lines
    ]
    write_table(path, "Accord avec le portail", _HEADERS, rows, writing(report))
    return len(lines)
