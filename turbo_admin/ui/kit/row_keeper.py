"""Keeping the clerk's place in a list that is read, sorted or narrowed anew."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QTableView

from turbo_admin.ui.kit.columns import choose_row, current_row
from turbo_admin.ui.kit.ticked_rows import TickedRows


class RowKeeper(QObject):
    """Makes the record that was the current one so again, or the first one when it is gone.

    Args:
        table: also the parent; it shows the model already.
    """

    def __init__(self, table: QTableView, model: TickedRows) -> None:
        super().__init__(table)
        self._table, self._model = table, model
        self._id = ""
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)

    def _remember(self) -> None:
        record = self._model.record(current_row(self._table))
        if record is not None:
            self._id = record.id

    def _restore(self) -> None:
        if self._model.records:
            choose_row(self._table, max(0, self._model.row_of(self._id)))
