"""The table model of a list: one record a row, turned into cells by a function."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QIcon

Index = QModelIndex | QPersistentModelIndex
RowType = TypeVar("RowType")


@dataclass(frozen=True, slots=True)
class TableCell:
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


class RowsModel(QAbstractTableModel, Generic[RowType]):
    """Rows of records of one type.

    Args:
        headers: one a column.
        cells: returns the cells of a record, one a column; called when a row is first painted, and again after `repaint`.
    """

    def __init__(
        self,
        headers: Sequence[str],
        cells: Callable[[RowType], Sequence[TableCell]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._headers = tuple(headers)
        self._cells = cells
        self._records: list[RowType] = []
        # Qt asks for each role of each visible cell at every painting: the cells of a row are made once.
        self._shown: dict[int, Sequence[TableCell]] = {}
        self._role: dict[int, Callable[[TableCell], object]] = {
            Qt.ItemDataRole.DisplayRole: lambda cell: cell.text,
            Qt.ItemDataRole.DecorationRole: lambda cell: cell.icon,
            Qt.ItemDataRole.ForegroundRole: lambda cell: cell.colour,
            Qt.ItemDataRole.FontRole: lambda cell: cell.font,
            Qt.ItemDataRole.ToolTipRole: lambda cell: cell.tip or cell.text,
        }

    def show(self, records: Sequence[RowType]) -> None:
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
    def records(self) -> Sequence[RowType]:
        """What is shown, in order."""
        return self._records

    def record(self, row: int) -> RowType | None:
        """Return the record of a row; None when there is no such row."""
        return self._records[row] if 0 <= row < len(self._records) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._records)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._headers)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        take = self._role.get(role)
        if take is None or not index.isValid():
            return None
        return take(self.cell(index.row(), index.column()))

    def cell(self, row: int, column: int) -> TableCell:
        """Return what a cell shows."""
        cells = self._shown.get(row)
        if cells is None:
            cells = self._shown[row] = self._cells(self._records[row])
        return cells[column]
