"""A list that is ticked, sorted and narrowed: records as they came, and which of them are shown in which order.

Ticks are ids, never the selection: reading a selection of a hundred thousand rows takes seconds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from turbo_admin.core.matching.spellings import fold
from turbo_admin.ui.kit.rows_model import Cell, Index, RowsModel

TICK = 0


class TickedRows(RowsModel):
    """Rows of records that have an `id`, with a tick in the first column.

    Args:
        headers: one a column; the first is the tick's, and empty.
        cells: as for `RowsModel`.
        keys: column -> what it is sorted by; a column without one cannot be sorted.

    Signals:
        ticks_changed: other records are ticked.
    """

    ticks_changed = Signal()

    def __init__(
        self,
        headers: Sequence[str],
        cells: Callable[[Any], Sequence[Cell]],
        keys: Mapping[int, Callable[[Any], Any]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(headers, cells, parent)
        self._keys = keys
        self._all: list[Any] = []
        self._sorted: dict[int, list[Any]] = {}
        self._column, self._descending = -1, False
        self._words: tuple[str, ...] = ()
        self._keep: Callable[[Any], bool] = lambda _: True
        self._ticked: set[str] = set()

    def show(self, records: Sequence[Any]) -> None:
        """Show other records; ticks of those that are still there stay."""
        self._all = list(records)
        self._sorted = {}
        self._ticked &= {record.id for record in self._all}
        self._arrange()
        self.ticks_changed.emit()

    @property
    def everything(self) -> Sequence[Any]:
        """All records, those that are not shown too."""
        return self._all

    def narrow(self, text: str, keep: Callable[[Any], bool]) -> None:
        """Show only those whose `search` holds every word of a text, and of which `keep` says yes."""
        self._words, self._keep = tuple(fold(text).split()), keep
        self._arrange()
        self.ticks_changed.emit()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column in self._keys:
            self._column, self._descending = column, order == Qt.SortOrder.DescendingOrder
            self._arrange()

    def row_of(self, record_id: str) -> int:
        """Return the row of a record, -1 when it is not shown."""
        return next((row for row, record in enumerate(self.records) if record.id == record_id), -1)

    def ticked(self) -> list[Any]:
        """Return the ticked records in the order shown, then those that a filter hides."""
        shown = [record for record in self.records if record.id in self._ticked]
        if len(shown) == len(self._ticked):
            return shown
        seen = {record.id for record in shown}
        return shown + [one for one in self._all if one.id in self._ticked and one.id not in seen]

    def hidden_ticks(self) -> int:
        """Return how many ticked records a filter hides."""
        return len(self._ticked) - sum(record.id in self._ticked for record in self.records)

    def tick(self, ids: Iterable[str]) -> None:
        """Tick these, and only these."""
        self._ticked = set(ids)
        if self.records:
            self.dataChanged.emit(self.index(0, TICK), self.index(len(self.records) - 1, TICK))
        self.ticks_changed.emit()

    def toggle(self, rows: Iterable[int]) -> None:
        """Tick rows, or untick them when all of them are."""
        ids = {self.records[row].id for row in rows if 0 <= row < len(self.records)}
        self.tick(self._ticked - ids if ids <= self._ticked else self._ticked | ids)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == TICK else flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if (
            role == Qt.ItemDataRole.AccessibleTextRole
            and orientation == Qt.Orientation.Horizontal
            and section == TICK
        ):
            return "Cochée"
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and index.column() == TICK:
            ticked = self.records[index.row()].id in self._ticked
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return "cochée" if ticked else "non cochée"
            return None
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != TICK:
            return False
        self.toggle([index.row()])
        return True

    def _arrange(self) -> None:
        """Show what the filters keep, in the order of the column."""
        records = self._by(self._column)
        words, keep = self._words, self._keep
        super().show(
            [
                one
                for one in (reversed(records) if self._descending else records)
                if keep(one) and (not words or all(word in one.search for word in words))
            ]
        )

    def _by(self, column: int) -> list[Any]:
        if column not in self._keys:
            return self._all
        if column not in self._sorted:
            self._sorted[column] = sorted(self._all, key=self._keys[column])
        return self._sorted[column]
