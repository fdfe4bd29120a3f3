"""Set-up shared by all tables: columns, row height, current row, selection; and eliding text over several lines."""

from collections.abc import Mapping

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTableView

from turbo_admin.ui.kit.memory import Memory
from turbo_admin.ui.kit.theme import ROW_HEIGHT

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def set_up_table(table: QTableView, widths: Mapping[int, int], *, stretch: int, moves: bool = True) -> None:
    """Give a table its rows and first widths.

    Args:
        widths: column -> pixels.
        stretch: the column that takes what is left.
        moves: whether the clerk may reorder columns.
    """
    vertical, header = table.verticalHeader(), table.horizontalHeader()
    # A fixed height: with ResizeToContents, Qt would ask the model for every row of a long list.
    vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    vertical.setDefaultSectionSize(ROW_HEIGHT)
    vertical.hide()
    header.setHighlightSections(False)
    header.setSectionsMovable(moves)
    header.setDefaultAlignment(_LEFT)
    # Wide enough for the tick column, the narrowest of all.
    header.setMinimumSectionSize(28)
    for column, width in widths.items():
        header.resizeSection(column, width)
    header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)


def current_row(table: QTableView) -> int:
    """Return the row of the current cell, -1 without one."""
    return table.currentIndex().row()


def choose_row(table: QTableView, row: int) -> None:
    """Make a row the current and only selected one."""
    index = table.model().index(row, 0)
    table.selectionModel().setCurrentIndex(
        index,
        QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
    )
    table.scrollTo(index)


def selected_rows(table: QTableView) -> list[int]:
    """Return the selected rows in order.

    Reads ranges, not `selectedRows()`, which makes one index a row: slow when 100,000 rows are selected.
    """
    ranges = table.selectionModel().selection().toList()
    rows = {row for chosen in ranges for row in range(chosen.top(), chosen.bottom() + 1)}
    return sorted(rows)


def wrapped(text: str, metrics: QFontMetrics, width: int, most: int) -> str:
    """Return text broken at blanks into at most so many lines of a width; the last one ends in « … » if it must."""
    lines: list[str] = []
    words = text.split(" ")
    # The last line is left over on purpose: only that one is elided.
    while words and len(lines) < most - 1:
        taken = 1
        while taken < len(words) and metrics.horizontalAdvance(" ".join(words[: taken + 1])) <= width:
            taken += 1
        lines.append(" ".join(words[:taken]))
        words = words[taken:]
    if words:
        lines.append(metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width))
    return "\n".join(lines)


def restore_columns(
    memory: Memory, key: str, table: QTableView, sort: tuple[int, bool] | None = None
) -> None:
    """Give a table the columns and sort that it had; `sort` is (column, descending) for the first time."""
    header = table.horizontalHeader()
    if not memory.restore_header(key, header) and sort is not None:
        order = Qt.SortOrder.DescendingOrder if sort[1] else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(sort[0], order)
