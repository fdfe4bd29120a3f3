"""The list of requests as Qt shows it; `intake_list` decides what is shown, so that 100,000 lines stay quick."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon

from turbo_admin.core.french import NBSP, delay, short_time
from turbo_admin.core.matching.asker import Asker
from turbo_admin.core.matching.match import Degree
from turbo_admin.office.intake.lines import RequestLine, State
from turbo_admin.ui.intake.intake_list import (
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
    TICK,
    Narrowing,
    Requests,
    Stock,
)
from turbo_admin.ui.kit.icons import icon
from turbo_admin.ui.kit.rows_model import Index
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
_ASKERS = {
    Asker.KNOWN: ("user-circle-fill", "certain"),
    Asker.CONFIRMED: ("envelope-open-fill", "accent"),
    Asker.UNVERIFIED: ("user", "muted"),
}
_DEGREES = {
    Degree.CERTAIN: ("check-circle-fill", "certain"),
    Degree.PROBABLE: ("circle-half-fill", "probable"),
    Degree.AMBIGUOUS: ("question-fill", "ambiguous"),
    Degree.NONE: ("prohibit-fill", "none"),
}
_TEXT: dict[int, Callable[[RequestLine], str]] = {
    RECEIVED: lambda line: short_time(line.received_at),
    DELAY: lambda line: delay(line.hours_left) if line.state is State.OPEN else line.state.value,
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
# A diner that the clerk chose is nobody's guess any more.
_CHOSEN = "choisi"
_FIGURES = frozenset({RECEIVED, DELAY, CARD})
# Two flags joined are a microsecond each time, and a window asks for some hundred at each key.
_PLAIN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_CHECKABLE = _PLAIN | Qt.ItemFlag.ItemIsUserCheckable
_QUIET = frozenset({RECEIVED, CLASS})


class RequestsModel(QAbstractTableModel):
    """Requests in a table.

    Args:
        theme: whose colours and icons it shows.

    Attributes:
        requests: what is shown, and what is ticked.

    Signals:
        ticks_changed: other lines are ticked.
    """

    ticks_changed = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.requests = Requests()
        self._theme = theme
        self._looks = _Looks(theme)
        theme.changed.connect(self._on_theme_changed)

    def show(self, stock: Stock) -> int:
        """Show these requests; return how many ticks were lost to somebody who dealt with the line."""
        self.beginResetModel()
        lost = self.requests.show(stock)
        self.endResetModel()
        self.ticks_changed.emit()
        return lost

    def replace(self, line: RequestLine) -> None:
        """Show one request as it is now."""
        row = self.requests.replace(line)
        if row >= 0:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(HEADERS) - 1))
        self.ticks_changed.emit()

    def narrow(self, narrowing: Narrowing) -> None:
        """Show only some of the requests."""
        self.beginResetModel()
        self.requests.narrow(narrowing)
        self.endResetModel()

    def tick_certain(self) -> int:
        """Tick the lines shown that need no look at each; return how many."""
        return self._ticking(self.requests.tick_certain())

    def toggle(self, rows: Iterable[int]) -> int:
        """Tick or untick rows; return how many could not be ticked."""
        return self._ticking(self.requests.toggle(rows))

    def clear_ticks(self) -> None:
        """Untick everything."""
        self.requests.clear_ticks()
        self._ticking(0)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.requests)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(HEADERS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADERS[section]
        return "Cochée" if role == Qt.ItemDataRole.AccessibleTextRole and section == TICK else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.column() != TICK:
            return _PLAIN
        line = self.requests.line(index.row())
        return _CHECKABLE if line is not None and line.tickable else _PLAIN

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.requests.line(index.row())
        if line is None:
            return None
        if index.column() == TICK:
            return _tick_data(line, role, ticked=self.requests.is_ticked(line))
        return self._looks.data(line, index.column(), role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != TICK:
            return False
        return self.toggle([index.row()]) == 0

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column != TICK:
            self.beginResetModel()
            self.requests.sort(column, descending=order == Qt.SortOrder.DescendingOrder)
            self.endResetModel()

    def _ticking(self, answer: int) -> int:
        if len(self.requests):
            self.dataChanged.emit(self.index(0, TICK), self.index(len(self.requests) - 1, TICK))
        self.ticks_changed.emit()
        return answer

    def _on_theme_changed(self) -> None:
        self._looks = _Looks(self._theme)
        if len(self.requests):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.requests) - 1, len(HEADERS) - 1))


def _tick_data(line: RequestLine, role: int, *, ticked: bool) -> Any:
    if role == Qt.ItemDataRole.CheckStateRole and line.tickable:
        return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return "cochée" if ticked else "non cochée" if line.tickable else "ne peut pas être cochée"
    if role == Qt.ItemDataRole.ToolTipRole and not line.tickable and line.state is State.OPEN:
        return f"Choisissez d’abord l’hôte{NBSP}: touche Entrée, puis «{NBSP}Choisir un autre hôte…{NBSP}»"
    return None


class _Looks:
    """Words, icons, colours and fonts of the cells, in one theme."""

    def __init__(self, theme: Theme) -> None:
        colours = theme.colours
        self._askers = {asker: icon(theme, *look) for asker, look in _ASKERS.items()}
        self._degrees = {degree: icon(theme, *look) for degree, look in _DEGREES.items()}
        self._degree_colours = {
            degree: QColor(getattr(colours, look[1])) for degree, look in _DEGREES.items()
        }
        self._chosen = icon(theme, "hand-pointing", "accent")
        self._warning = icon(theme, "warning", "probable")
        self._muted, self._none = QColor(colours.muted), QColor(colours.none)
        self._figures = tabular(QGuiApplication.font())
        self._bold = semibold(QGuiApplication.font())
        # A window asks for six roles of each cell at each painting: to name each of them costs more than to answer.
        self._role: dict[int, Callable[[RequestLine, int], Any]] = {
            Qt.ItemDataRole.DisplayRole: lambda line, column: _TEXT[column](line),
            Qt.ItemDataRole.DecorationRole: self._icon,
            Qt.ItemDataRole.ForegroundRole: self._colour,
            Qt.ItemDataRole.FontRole: self._font,
            Qt.ItemDataRole.ToolTipRole: _tip,
        }

    def data(self, line: RequestLine, column: int, role: int) -> Any:
        """Return what a cell has of a role, None for one that is the table's own affair."""
        take = self._role.get(role)
        return take and take(line, column)

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


def _to_choose(line: RequestLine) -> str:
    return f"(choisir{NBSP}: {line.candidates})" if line.candidates else "(choisir)"


def _tip(line: RequestLine, column: int) -> str:
    if column == ASKER:
        return line.asker_reason
    if column == DELAY and line.state is State.OPEN:
        return f"À traiter avant le {short_time(line.deadline)}"
    if column == DELAY:
        return f"{line.state.value} par {line.dealt_by or 'un autre poste'}"
    if column == DEGREE and line.chosen_by:
        return f"Hôte choisi à la main par {line.chosen_by}"
    if column == DINER and line.diner_name:
        return f"{line.diner_name} · {line.diner_card} · {line.school_name}"
    return _TEXT[column](line)
