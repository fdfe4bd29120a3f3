"""Export of an import plan as an Excel workbook, so that others can check it before it is applied."""

from collections.abc import Collection, Sequence
from pathlib import Path

from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.exporting import writing
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.roster.plan import ImportPlan
from turbo_admin.office.roster.words import unit_of
from turbo_admin.outside.files.excel_writer import Value, write_table

_HEADERS = ("Ce qui sera fait", "Coché", "Hôte", "Classe", "Carte", "Détail", "Feuille")


@needs(Right.CONSULT)
def export_plan(
    _desk: Desk,
    path: Path,
    plan: ImportPlan,
    places: Sequence[int],
    without: Collection[int] = (),
    *,
    report: Progress = silent,
) -> int:
    """Write rows of a plan to a workbook, atomically.

    Args:
        places: positions of the rows, in the order of the lines.
        without: positions that are unticked.

    Returns:
        How many.

    Raises:
        Refused: `disk_full`, `file_not_written`.
    """
    rows = (_row(plan, position, ticked=position not in without) for position in places)
    write_table(
        path, "Import", (f"{unit_of(plan.source).capitalize()} du fichier", *_HEADERS), rows, writing(report)
    )
    return len(places)


def _row(plan: ImportPlan, position: int, *, ticked: bool) -> list[Value]:
    row = plan.rows[position]
    return [
        row.row or None,
        row.action.value,
        ticked if plan.edits[position] is not None else None,
        row.name,
        row.class_name,
        row.card,
        row.detail,
        row.sheet,
    ]
