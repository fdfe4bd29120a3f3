"""Cells of the tables of « Journal de synchronisation », one a column."""

from datetime import timedelta

from PySide6.QtGui import QColor, QFont

from turbo_admin.core.french import NBSP, PARIS, short_time
from turbo_admin.core.sync.agreement import ProofOutcome
from turbo_admin.office.sync.journal import RunOutcome, SyncRunLine
from turbo_admin.office.sync.refused_listing import RefusedItem
from turbo_admin.ui.kit.icons import icon
from turbo_admin.ui.kit.row_table import ColumnLayout
from turbo_admin.ui.kit.rows_model import TableCell
from turbo_admin.ui.kit.theme import Theme, semibold, tabular

RUN_HEADERS = (
    *("Début", "Fin", "Durée", "Établissement", "Lancée par", "Poste", "Reçu", "Envoyé"),
    "Résultat",
)
RUN_LAYOUT = ColumnLayout(
    {0: 102, 1: 84, 2: 96, 3: 170, 4: 112, 5: 104, 6: 176, 7: 216}, stretch=8, movable=False
)
REFUSED_HEADERS = ("Envoi refusé", "Établissement", "Raison", "Que faire")
REFUSED_LAYOUT = ColumnLayout({0: 280, 1: 180, 2: 380}, stretch=3, movable=False)
# outcome of a run -> its icon and the icon's colour
_OUTCOME_ICONS = {
    RunOutcome.RUNNING: ("arrows-clockwise", "accent"),
    RunOutcome.DONE: ("check-circle-fill", "certain"),
    RunOutcome.REFUSALS: ("warning-fill", "probable"),
    RunOutcome.CUT: ("prohibit-fill", "probable"),
    RunOutcome.STOPPED: ("prohibit-fill", "probable"),
    RunOutcome.FAILED: ("warning-circle-fill", "none"),
}
_MINUTE = 60


class SyncJournalCells:
    """Turns records into cells.

    Args:
        theme: whose colours they take.
        font: the tables' own.
    """

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._theme, self._font = theme, font

    def run(self, line: SyncRunLine) -> tuple[TableCell, ...]:
        """Return what the list shows of a run."""
        theme, font = self._theme, self._font
        figures, muted = tabular(font), QColor(theme.colours.muted)
        name, colour = _OUTCOME_ICONS[line.outcome]
        ended = f"{line.ended_at.astimezone(PARIS):%H:%M:%S}" if line.ended_at else "—"
        if line.proof.outcome is ProofOutcome.DIFFERS:
            name, colour = "warning-circle-fill", "none"
        said = f"{line.outcome.value}{NBSP}: {line.error}" if line.error else _result(line)
        return (
            TableCell(short_time(line.started_at), font=figures),
            TableCell(ended, font=figures),
            TableCell(_duration_text(line.duration), font=figures),
            TableCell(line.school, font=semibold(font)),
            TableCell(line.who),
            TableCell(line.workstation, colour=muted),
            TableCell(line.received or "—"),
            TableCell(line.sent or "—"),
            TableCell(said, icon=icon(theme, name, colour), tip=line.text),
        )

    def refused(self, item: RefusedItem) -> tuple[TableCell, ...]:
        """Return what the list shows of something that the portal refused."""
        return (
            TableCell(item.what, font=semibold(self._font)),
            TableCell(item.school),
            TableCell(item.why),
            TableCell(item.todo),
        )


def _result(line: SyncRunLine) -> str:
    return " · ".join(part for part in (line.outcome.value, line.proof.text) if part)


def _duration_text(duration: timedelta | None) -> str:
    """`0,4 s`, `12 s`, `1 min 05 s`, `—` for what did not end."""
    if duration is None:
        return "—"
    seconds = duration.total_seconds()
    if seconds < 10:
        return f"{seconds:.1f}".replace(".", ",") + f"{NBSP}s"
    if seconds < _MINUTE:
        return f"{int(seconds)}{NBSP}s"
    minutes, rest = divmod(int(seconds), _MINUTE)
    return f"{minutes}{NBSP}min {rest:02d}{NBSP}s"
