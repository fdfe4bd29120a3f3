"""What the list of « Accord avec le portail » shows, one cell a column, and what was chosen on each line."""

from collections.abc import Mapping

from PySide6.QtGui import QColor, QFont, QIcon

from turbo_admin.office.reconcile.lines import PlanLine
from turbo_admin.ui.kit.icons import icon
from turbo_admin.ui.kit.row_table import ColumnLayout
from turbo_admin.ui.kit.rows_model import TableCell
from turbo_admin.ui.kit.theme import Theme, semibold

HEADERS = ("Quoi", "Qui", "Ici", "Au portail", "Proposé")
WHAT, WHO, HERE, THERE, PROPOSED = range(len(HEADERS))
LAYOUT = ColumnLayout({WHAT: 192, WHO: 190, HERE: 226, THERE: 236}, stretch=PROPOSED, movable=False)
KIND_ICONS: Mapping[str, str] = {
    "settings": "sliders-horizontal",
    "diner": "users",
    "account": "identification-card",
    "request": "envelope",
}


class AgreementCells:
    """Turns lines into cells, and keeps what was chosen.

    Args:
        theme: whose colours they take.
        font: the table's own.

    Attributes:
        choices: of the lines that the clerk settled otherwise than proposed.
    """

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._theme, self._font = theme, font
        self.choices: dict[tuple[str, str], str] = {}

    def chosen(self, line: PlanLine) -> str:
        """Return the choice that stands."""
        return self.choices.get(line.id, line.chosen)

    def choose(self, line: PlanLine, value: str) -> None:
        """Settle a line."""
        self.choices.pop(line.id, None)
        if value != line.chosen:
            self.choices[line.id] = value

    def row(self, line: PlanLine) -> tuple[TableCell, ...]:
        """Return what the list shows of a line."""
        muted = QColor(self._theme.colours.muted)
        amber = QColor(self._theme.colours.probable)
        what = icon(
            self._theme,
            "question-fill" if line.is_question else KIND_ICONS[line.kind],
            "probable" if line.is_question else "muted",
        )
        who = ", ".join(part for part in (line.name, line.detail) if part)
        here, there = self._marks(line)
        return (
            TableCell(line.what, icon=what, colour=amber if line.is_question else None),
            TableCell(line.name, font=semibold(self._font), tip=who),
            TableCell(line.here, icon=here, colour=None if line.choices else muted),
            TableCell(line.there, icon=there),
            TableCell(line.proposed_for(self.chosen(line))),
        )

    def _marks(self, line: PlanLine) -> tuple[QIcon | None, QIcon | None]:
        """Return the marks of the two sides: which of them stands."""
        if not line.choices:
            return None, None
        stands, other = icon(self._theme, "check-circle-fill", "accent"), icon(self._theme, "circle", "muted")
        return (other, stands) if self.chosen(line) == line.choices[-1].value else (stands, other)
