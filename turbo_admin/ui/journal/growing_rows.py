"""The table model of a list that is read page by page as the clerk scrolls."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, Signal

from turbo_admin.ui.kit.rows_model import Index, RowsModel, RowType, TableCell


class GrowingRows(RowsModel[RowType]):
    """Rows of records of which only the first pages were read.

    Signals:
        more_wanted: the last row became visible, and more rows can be read.
    """

    more_wanted = Signal()

    def __init__(
        self,
        headers: Sequence[str],
        cells: Callable[[RowType], Sequence[TableCell]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(headers, cells, parent)
        # `_asked` keeps Qt from asking for the same page again while it is being read: it calls canFetchMore at each
        # scroll.
        self._more = self._asked = False

    def begin(self, records: Sequence[RowType], *, more: bool) -> None:
        """Show other records.

        Args:
            more: whether others follow them.
        """
        self._more, self._asked = more, False
        self.show(records)

    def extend(self, records: Sequence[RowType], *, more: bool) -> None:
        """Show those that follow, below the others."""
        self._more, self._asked = more, False
        first = len(self._records)
        if records:
            self.beginInsertRows(QModelIndex(), first, first + len(records) - 1)
            self._records += records
            self.endInsertRows()

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more and not self._asked

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._asked = True
            self.more_wanted.emit()
