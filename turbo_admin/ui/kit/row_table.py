"""A table view and the rows it shows: columns, current row, selection, ticks by keyboard."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QTableView

from turbo_admin.ui.kit.columns import choose_row, current_row, restore_columns, selected_rows, set_up_table
from turbo_admin.ui.kit.keys import bind
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.kit.rows_model import RowsModel, RowType
from turbo_admin.ui.kit.ticked_rows import TICK, TickedRows
from turbo_admin.ui.kit.ticks import TickDelegate


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """How the columns of a table are laid out the first time.

    Attributes:
        widths: column -> pixels.
        stretch: the column that takes what is left.
        movable: whether the clerk may reorder columns.
        sort: (column, descending) to begin with; None when the clerk cannot sort.
    """

    widths: Mapping[int, int]
    stretch: int
    movable: bool = True
    sort: tuple[int, bool] | None = None


class RowTable(QObject, Generic[RowType]):
    """Binds a table view to a model of rows.

    Args:
        view: of a page's or dialog's form; also the parent.
        model: what the view shows; painted anew when the theme changes.
        layout: of the columns.
        identity: key of a record. When the list is read, sorted or filtered anew, the record that was the current
            one becomes so again, else the first one does. Without it the caller chooses the current row.
        memory_key: under which the columns are remembered on this PC; empty for a table that forgets them.
    """

    def __init__(
        self,
        workplace: Workplace,
        view: QTableView,
        model: RowsModel[RowType],
        layout: ColumnLayout,
        *,
        identity: Callable[[RowType], Hashable] | None = None,
        memory_key: str = "",
    ) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._memory, self._memory_key = workplace.memory, memory_key
        view.setModel(model)
        set_up_table(view, layout.widths, stretch=layout.stretch, moves=layout.movable)
        if isinstance(model, TickedRows):
            view.setItemDelegateForColumn(TICK, TickDelegate(workplace.theme, view))
        workplace.theme.changed.connect(model.repaint)
        # The order of these calls matters: the model must be set before its columns can be sized.
        if identity is not None:
            # Before the columns: restoring their sort sorts, which resets the model.
            _CurrentRow(view, model, identity)
        view.setSortingEnabled(layout.sort is not None)
        if memory_key:
            restore_columns(workplace.memory, memory_key, view, layout.sort)

    @property
    def current(self) -> RowType | None:
        """The record of the current row."""
        return self._model.record(current_row(self._view))

    @property
    def selected(self) -> list[RowType]:
        """The records of the selected rows, in order."""
        return [self._model.records[row] for row in selected_rows(self._view)]

    def choose_first(self) -> None:
        """Make the first row the current one, if there is one."""
        if self._model.records:
            choose_row(self._view, 0)

    def remember(self) -> None:
        """Keep the columns as they are now."""
        self._memory.remember_header(self._memory_key, self._view.horizontalHeader())


def bind_ticks(view: QTableView, toggle: Callable[[list[int]], object]) -> None:
    """Have Space tick or untick the selected rows of a table.

    Args:
        toggle: called with the rows.
    """
    # In the table only: in a button, Space presses it.
    bind("Space", view, lambda: toggle(selected_rows(view)), Qt.ShortcutContext.WidgetShortcut)


class _CurrentRow(QObject, Generic[RowType]):
    """Restores the current row each time the model is reset."""

    def __init__(
        self, view: QTableView, model: RowsModel[RowType], identity: Callable[[RowType], Hashable]
    ) -> None:
        super().__init__(view)
        self._view, self._model, self._identity = view, model, identity
        self._current: Hashable = None
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)

    def _remember(self) -> None:
        record = self._model.record(current_row(self._view))
        if record is not None:
            self._current = self._identity(record)

    def _restore(self) -> None:
        records = enumerate(self._model.records)
        if self._model.records:
            # A linear search: a reset follows a read of the whole list, which takes longer.
            row = next((row for row, record in records if self._identity(record) == self._current), 0)
            choose_row(self._view, row)
