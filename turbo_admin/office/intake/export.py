"""Export of requests as an Excel workbook, in the order and with the filters of the screen."""

from collections.abc import Sequence
from pathlib import Path

from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.exporting import writing
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.intake.lines import RequestLine, RequestStanding
from turbo_admin.outside.files.excel_writer import Value, write_table

_HEADERS = (
    "Reçue le",
    "À traiter avant le",
    "État",
    "Carte saisie",
    "Nom saisi",
    "Prénom saisi",
    "E-mail",
    "E-mail saisi",
    "Demandeur",
    "Concordance",
    "Hôte rattaché",
    "Carte de l’hôte",
    "Classe",
    "Alertes",
    "Traitée le",
    "Traitée par",
    "Établissement",
    "UAI",
)


@needs(Right.CONSULT)
def export_requests(
    _desk: Desk, path: Path, lines: Sequence[RequestLine], *, report: Progress = silent
) -> int:
    """Write requests to a workbook, atomically; times are dates, cards text.

    Returns:
        How many.

    Raises:
        Refused: `disk_full`, `file_not_written`.
    """
    write_table(path, "Demandes", _HEADERS, map(_row, lines), writing(report))
    return len(lines)


def _row(line: RequestLine) -> list[Value]:
    return [
        line.received_at,
        # An answered request has no deadline any more.
        line.deadline if line.state is RequestStanding.OPEN else None,
        line.state.value,
        line.card,
        line.last_name,
        line.first_name,
        line.email,
        line.typed_email,
        line.asker.value,
        "choisi" if line.chosen_by else line.degree.value,
        line.diner_name,
        line.diner_card,
        line.class_name,
        ", ".join(line.alerts),
        line.dealt_at,
        line.dealt_by,
        line.school_name,
        line.uai,
    ]
