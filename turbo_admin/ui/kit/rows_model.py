"""A plain list on screen: rows of words, each with its key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QIcon

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows.

    Attributes:
        icon, colour, font: left out when the table's own will do.
        tip: tooltip; the text itself when empty.
    """

    text: str
    icon: QIcon | None = None
    colour: QColor | None = None
    font: QFont | None = None
    tip: str = ""


class RowsModel(QAbstractTableModel):
    """Rows of records, shown through a function.

    Args:
        headers: one a column.
        cells: what a record shows, one cell a column; called when a row is first seen, and again after `repaint`.
    """

    def __init__(
        self, headers: Sequence[str], cells: Callable[[Any], Sequence[Cell]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._headers = tuple(headers)
        self._cells = cells
        self._records: list[Any] = []
        self._shown: dict[int, Sequence[Cell]] = {}
        self._role: dict[int, Callable[[Cell], Any]] = {
            Qt.ItemDataRole.DisplayRole: lambda cell: cell.text,
            Qt.ItemDataRole.DecorationRole: lambda cell: cell.icon,
            Qt.ItemDataRole.ForegroundRole: lambda cell: cell.colour,
            Qt.ItemDataRole.FontRole: lambda cell: cell.font,
            Qt.ItemDataRole.ToolTipRole: lambda cell: cell.tip or cell.text,
        }

    def show(self, records: Sequence[Any]) -> None:
        """Show other records."""
        self.beginResetModel()
        self._records = list(records)
        self._shown = {}
        self.endResetModel()

    def repaint(self) -> None:
        """Make the cells again, for example in the colours of another theme."""
        self._shown = {}
        if self._records:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self._records) - 1, len(self._headers) - 1)
            )

    @property
    def records(self) -> Sequence[Any]:
        """What is shown, in order."""
        return self._records

    def record(self, row: int) -> Any | None:
        """Return the record of a row; None when there is no such row."""
        return self._records[row] if 0 <= row < len(self._records) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._records)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._headers)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        take = self._role.get(role)
        if take is None or not index.isValid():
            return None
        return take(self.cell(index.row(), index.column()))

    def cell(self, row: int, column: int) -> Cell:
        """Return what a cell shows."""
        cells = self._shown.get(row)
        if cells is None:
            cells = self._shown[row] = self._cells(self._records[row])
        return cells[column]
