"""Table models of lists with tick boxes, sorted by column and filtered.

Ticks are kept as ids, not as the view's selection: reading a selection of 100,000 rows takes seconds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from turbo_admin.core.matching.spellings import fold
from turbo_admin.ui.kit.rows_model import Index, RowsModel, TableCell

if TYPE_CHECKING:
    from _typeshed import SupportsRichComparison

TICK = 0
# What a column is sorted by; the keys of one column are of one type.
SortKey: TypeAlias = "SupportsRichComparison"


class IdentifiedRow(Protocol):
    """A record that can be ticked."""

    @property
    def id(self) -> str:
        """Unique among the records of a list."""


class SearchableRow(IdentifiedRow, Protocol):
    """A record that a search field can find."""

    @property
    def search(self) -> str:
        """All text that the search looks in, folded."""


TickedRow = TypeVar("TickedRow", bound=IdentifiedRow)
FilteredRow = TypeVar("FilteredRow", bound=SearchableRow)


class TickedRows(RowsModel[TickedRow]):
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
        cells: Callable[[TickedRow], Sequence[TableCell]],
        keys: Mapping[int, Callable[[TickedRow], SortKey]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(headers, cells, parent)
        self._keys = keys
        self._all: list[TickedRow] = []
        # column -> all records in its order, until other records are shown
        self._sorted: dict[int, list[TickedRow]] = {}
        self._column, self._descending = -1, False
        self._keep: Callable[[TickedRow], bool] = lambda _: True
        self._ticked: set[str] = set()

    def show(self, records: Sequence[TickedRow]) -> None:
        """Show other records; ticks of those that are still there stay."""
        self._all = list(records)
        self._sorted = {}
        # After a read, ids that are gone must not be counted, nor passed to an act.
        self._ticked &= {record.id for record in self._all}
        self._arrange()
        self.ticks_changed.emit()

    @property
    def everything(self) -> Sequence[TickedRow]:
        """All records, those that are filtered out too."""
        return self._all

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column in self._keys:
            self._column, self._descending = column, order == Qt.SortOrder.DescendingOrder
            self._arrange()

    def ticked(self) -> list[TickedRow]:
        """Return the ticked records that are shown, in their order; acts never apply to others unseen."""
        return [record for record in self.records if record.id in self._ticked]

    def hidden_ticks(self) -> list[TickedRow]:
        """Return the ticked records that are filtered out."""
        shown = {record.id for record in self.records}
        return [one for one in self._all if one.id in self._ticked and one.id not in shown]

    def tick(self, ids: Iterable[str]) -> None:
        """Tick these, and only these."""
        self._ticked = set(ids)
        if self.records:
            self.dataChanged.emit(self.index(0, TICK), self.index(len(self.records) - 1, TICK))
        self.ticks_changed.emit()

    def toggle(self, rows: Iterable[int]) -> None:
        """Tick rows, or untick them when all of them are."""
        ids = {self.records[row].id for row in rows if 0 <= row < len(self.records)}
        # One click unticks a block only when all of it is ticked, as in a mail program.
        self.tick(self._ticked - ids if ids <= self._ticked else self._ticked | ids)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == TICK else flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if (
            role == Qt.ItemDataRole.AccessibleTextRole
            and orientation == Qt.Orientation.Horizontal
            and section == TICK
        ):
            return "Cochée"
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and index.column() == TICK:
            ticked = self.records[index.row()].id in self._ticked
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return "cochée" if ticked else "non cochée"
            return None
        return super().data(index, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != TICK:
            return False
        self.toggle([index.row()])
        return True

    def _arrange(self) -> None:
        """Show the records that the filter keeps, in the order of the column."""
        records = self._in_order_of(self._column)
        # reversed() on the sorted list, so that each column is sorted once for both directions.
        super().show([one for one in (reversed(records) if self._descending else records) if self._keep(one)])

    def _in_order_of(self, column: int) -> list[TickedRow]:
        if column not in self._keys:
            return self._all
        if column not in self._sorted:
            # Python's sort is stable: equal keys keep the order in which they were read.
            self._sorted[column] = sorted(self._all, key=self._keys[column])
        return self._sorted[column]


class FilteredRows(TickedRows[FilteredRow]):
    """Ticked rows that are narrowed by the words of a search field and by filters."""

    def narrow(self, text: str, keep: Callable[[FilteredRow], bool]) -> None:
        """Show only the records whose `search` holds every word of a text, and of which `keep` says yes."""
        words = tuple(fold(text).split())
        self._keep = lambda one: keep(one) and all(word in one.search for word in words)
        self._arrange()
        self.ticks_changed.emit()
