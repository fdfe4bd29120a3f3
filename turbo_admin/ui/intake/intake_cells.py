"""Text, icons, colours and fonts of the list of requests, column by column."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon

from turbo_admin.core.french import NBSP, delay, short_time
from turbo_admin.core.matching.concordance import Degree
from turbo_admin.core.matching.requester import RequesterStatus
from turbo_admin.office.intake.lines import RequestLine, RequestStanding
from turbo_admin.ui.intake.request_index import (
    ALERTS,
    ASKER,
    CARD,
    CLASS,
    DEGREE,
    DELAY,
    DINER,
    EMAIL,
    FIRST,
    LAST,
    RECEIVED,
)
from turbo_admin.ui.kit.icons import icon
from turbo_admin.ui.kit.theme import Theme, semibold, tabular

HEADERS = (
    "",
    "Reçue le",
    "Délai",
    "Carte",
    "Nom saisi",
    "Prénom",
    "E-mail",
    "Demandeur",
    "Hôte rattaché",
    "Classe",
    "Concordance",
    "Alertes",
)
_ASKER_ICONS = {
    RequesterStatus.KNOWN: ("user-circle-fill", "certain"),
    RequesterStatus.CONFIRMED: ("envelope-open-fill", "accent"),
    RequesterStatus.UNVERIFIED: ("user", "muted"),
}
_DEGREE_ICONS = {
    Degree.CERTAIN: ("check-circle-fill", "certain"),
    Degree.PROBABLE: ("circle-half-fill", "probable"),
    Degree.AMBIGUOUS: ("question-fill", "ambiguous"),
    Degree.NONE: ("prohibit-fill", "none"),
}
# Nothing here is computed per paint except formatting: lines hold what was read and matched.
_TEXT: dict[int, Callable[[RequestLine], str]] = {
    RECEIVED: lambda line: short_time(line.received_at),
    DELAY: lambda line: delay(line.hours_left) if line.state is RequestStanding.OPEN else line.state.value,
    CARD: lambda line: line.card,
    LAST: lambda line: line.last_name,
    FIRST: lambda line: line.first_name,
    EMAIL: lambda line: line.email,
    ASKER: lambda line: line.asker.value,
    DINER: lambda line: line.diner_name or _to_choose(line),
    CLASS: lambda line: line.class_name,
    DEGREE: lambda line: _CHOSEN if line.chosen_by else line.degree.value,
    ALERTS: lambda line: ", ".join(line.alerts),
}
# In place of a degree: the diner was chosen by the clerk, not by matching.
_CHOSEN = "choisi"
_FIGURES = frozenset({RECEIVED, DELAY, CARD})
_QUIET = frozenset({RECEIVED, CLASS})


class RequestCells:
    """Words, icons, colours and fonts of the cells, in one theme."""

    def __init__(self, theme: Theme) -> None:
        colours = theme.colours
        self._askers = {asker: icon(theme, *shown) for asker, shown in _ASKER_ICONS.items()}
        self._degrees = {degree: icon(theme, *shown) for degree, shown in _DEGREE_ICONS.items()}
        self._degree_colours = {
            degree: QColor(getattr(colours, shown[1])) for degree, shown in _DEGREE_ICONS.items()
        }
        self._chosen = icon(theme, "hand-pointing", "accent")
        self._warning = icon(theme, "warning", "probable")
        self._muted, self._none = QColor(colours.muted), QColor(colours.none)
        self._figures = tabular(QGuiApplication.font())
        self._bold = semibold(QGuiApplication.font())
        # The view asks for six roles of each cell at each paint; a table is faster than a chain of comparisons.
        self._role: dict[int, Callable[[RequestLine, int], object]] = {
            Qt.ItemDataRole.DisplayRole: lambda line, column: _TEXT[column](line),
            Qt.ItemDataRole.DecorationRole: self._icon,
            Qt.ItemDataRole.ForegroundRole: self._colour,
            Qt.ItemDataRole.FontRole: self._font,
            Qt.ItemDataRole.ToolTipRole: _tip,
        }

    def data(self, line: RequestLine, column: int, role: int) -> object:
        """Return the data of a cell for a role; None leaves it to the view."""
        take = self._role.get(role)
        return take(line, column) if take is not None else None

    def _icon(self, line: RequestLine, column: int) -> QIcon | None:
        if column == ASKER:
            return self._askers[line.asker]
        if column == DEGREE:
            return self._chosen if line.chosen_by else self._degrees[line.degree]
        return self._warning if column == ALERTS and line.alerts else None

    def _colour(self, line: RequestLine, column: int) -> QColor | None:
        if column == DELAY and line.hours_left < 0:
            return self._none
        if column == DEGREE and not line.chosen_by:
            return self._degree_colours[line.degree]
        quiet = column in _QUIET or (column == DINER and not line.diner_name)
        return self._muted if quiet else None

    def _font(self, line: RequestLine, column: int) -> QFont | None:
        if (column == DINER and line.diner_name) or (column == DELAY and line.hours_left < 0):
            return self._bold
        return self._figures if column in _FIGURES else None


def tick_data(line: RequestLine, role: int, *, ticked: bool) -> object:
    """Return the data of the tick's cell for a role; None leaves it to the view."""
    if role == Qt.ItemDataRole.CheckStateRole and line.tickable:
        return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return "cochée" if ticked else "non cochée" if line.tickable else "ne peut pas être cochée"
    # A tooltip on the empty box: without it a line that cannot be ticked looks like a broken one.
    if role == Qt.ItemDataRole.ToolTipRole and not line.tickable and line.state is RequestStanding.OPEN:
        return f"Choisissez d’abord l’hôte{NBSP}: touche Entrée, puis «{NBSP}Choisir un autre hôte…{NBSP}»"
    return None


def _to_choose(line: RequestLine) -> str:
    return f"(choisir{NBSP}: {line.candidates})" if line.candidates else "(choisir)"


def _tip(line: RequestLine, column: int) -> str:
    if column == ASKER:
        return line.requester_reason
    if column == DELAY and line.state is RequestStanding.OPEN:
        return f"À traiter avant le {short_time(line.deadline)}"
    if column == DELAY:
        return f"{line.state.value} par {line.dealt_by or 'un autre poste'}"
    if column == DEGREE and line.chosen_by:
        return f"Hôte choisi à la main par {line.chosen_by}"
    if column == DINER and line.diner_name:
        return f"{line.diner_name} · {line.diner_card} · {line.school_name}"
    return _TEXT[column](line)
