"""The table model of requests. `RequestList` decides what is shown, without Qt, quick enough for 100,000 lines."""

from collections.abc import Iterable

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal

from turbo_admin.office.intake.lines import RequestLine
from turbo_admin.ui.intake.intake_cells import HEADERS, RequestCells, tick_data
from turbo_admin.ui.intake.request_index import TICK, RequestFilter, RequestIndex
from turbo_admin.ui.intake.request_list import RequestList
from turbo_admin.ui.kit.rows_model import Index
from turbo_admin.ui.kit.theme import Theme

# Built once: joining two Qt flags takes a microsecond, and the view asks for hundreds at each keystroke.
_PLAIN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_CHECKABLE = _PLAIN | Qt.ItemFlag.ItemIsUserCheckable


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
        self.requests = RequestList()
        self._theme = theme
        self._cells = RequestCells(theme)
        theme.changed.connect(self._on_theme_changed)

    def show(self, index: RequestIndex) -> int:
        """Show these requests; return how many ticks were lost: lines dealt with on another PC."""
        self.beginResetModel()
        lost = self.requests.show(index)
        self.endResetModel()
        self.ticks_changed.emit()
        return lost

    def replace(self, line: RequestLine) -> None:
        """Show one request as it is now."""
        row = self.requests.replace(line)
        if row >= 0:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(HEADERS) - 1))
        self.ticks_changed.emit()

    def narrow(self, request_filter: RequestFilter) -> None:
        """Show only some of the requests."""
        # A reset, not removed rows: with a filter nearly every row changes, and resets are one repaint.
        self.beginResetModel()
        self.requests.narrow(request_filter)
        self.endResetModel()

    def tick_certain(self) -> int:
        """Tick the lines shown that need no check one by one; return how many."""
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
    ) -> object:
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

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.requests.line(index.row())
        if line is None:
            return None
        if index.column() == TICK:
            return tick_data(line, role, ticked=self.requests.is_ticked(line))
        return self._cells.data(line, index.column(), role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != TICK:
            return False
        return self.toggle([index.row()]) == 0

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column != TICK:
            self.beginResetModel()
            self.requests.sort(column, descending=order == Qt.SortOrder.DescendingOrder)
            self.endResetModel()

    def _ticking(self, answer: int) -> int:
        # One range: Qt repaints only the rows that are visible.
        if len(self.requests):
            self.dataChanged.emit(self.index(0, TICK), self.index(len(self.requests) - 1, TICK))
        self.ticks_changed.emit()
        return answer

    def _on_theme_changed(self) -> None:
        self._cells = RequestCells(self._theme)
        if len(self.requests):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.requests) - 1, len(HEADERS) - 1))
