"""Search for a diner: a field, and a table of those whose name or card matches what is typed."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QTableView

from turbo_admin.office.roster.search import DinerLine, search_diners
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.kit.row_table import ColumnLayout, RowTable
from turbo_admin.ui.kit.rows_model import RowsModel, TableCell
from turbo_admin.ui.kit.theme import semibold, tabular

_HEADERS = ("Hôte", "Classe", "Carte", "Compte", "Remarque")
_LAYOUT = ColumnLayout({0: 230, 1: 80, 2: 110, 3: 90}, stretch=4, movable=False)
# After the last key, so that a name typed at speed is searched once.
_TYPING_MS = 120
_MOVES = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class DinerList(QObject):
    """Fills a table with the diners that a field's text finds.

    Args:
        workplace: the desk that is asked.
        field, table: of a dialog's form.
        uai: school to search in, None for all.

    Signals:
        chosen: Enter or a double click on a diner.
        moved: another diner is the current one, or none.
    """

    chosen = Signal()
    moved = Signal()

    def __init__(self, workplace: Workplace, field: QLineEdit, table: QTableView, uai: str | None) -> None:
        super().__init__(table)
        self._workplace, self._field, self._table, self._uai = workplace, field, table, uai
        self._first: tuple[tuple[DinerLine, str], ...] = ()
        self._model = RowsModel(_HEADERS, self._cells, self)
        self._rows = RowTable(workplace, table, self._model, _LAYOUT)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MS)
        self._timer.timeout.connect(self._search)
        field.textChanged.connect(self._timer.start)
        field.installEventFilter(self)
        field.returnPressed.connect(self.chosen)
        table.doubleClicked.connect(self._on_double_click)
        table.selectionModel().currentRowChanged.connect(self._on_row)

    def propose(self, lines: Sequence[tuple[DinerLine, str]]) -> None:
        """Show these diners, each with a remark, while the field is empty."""
        self._first = tuple(lines)
        self._show(self._first)

    @property
    def current(self) -> DinerLine | None:
        """The diner of the current row."""
        record = self._rows.current
        return record[0] if record is not None else None

    @property
    def remark(self) -> str:
        """What is said of the diner of the current row, in full; empty for nothing."""
        record = self._rows.current
        return _note(*record) if record is not None else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The arrow keys move in the list while the field keeps the focus.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _MOVES:
            self._table.event(event)
            return True
        return super().eventFilter(watched, event)

    def _on_double_click(self) -> None:
        self.chosen.emit()

    def _on_row(self) -> None:
        self.moved.emit()

    def _search(self) -> None:
        text = self._field.text().strip()
        if not text:
            self._show(self._first)
            return
        search = partial(search_diners, self._workplace.desk, self._uai, text)
        self._workplace.tasks.read(self, lambda _: search(), partial(self._on_found, text))

    def _on_found(self, text: str, lines: list[DinerLine]) -> None:
        # Answers of earlier searches may arrive after more was typed: they are dropped.
        if text == self._field.text().strip():
            remarks = {line.id: remark for line, remark in self._first}
            self._show([(line, remarks.get(line.id, "")) for line in lines])

    def _show(self, lines: Sequence[tuple[DinerLine, str]]) -> None:
        self._model.show(lines)
        self._rows.choose_first()
        self.moved.emit()

    def _cells(self, record: tuple[DinerLine, str]) -> tuple[TableCell, ...]:
        line, remark = record
        muted = QColor(self._workplace.theme.colours.muted)
        return (
            TableCell(line.name, font=semibold(self._table.font())),
            TableCell(line.class_name, colour=muted),
            TableCell(line.card, font=tabular(self._table.font())),
            TableCell("a un compte" if line.has_account else "", colour=muted),
            TableCell(_note(line, remark)),
        )


def _note(line: DinerLine, remark: str) -> str:
    return " · ".join(part for part in ("sorti" if line.left else "", remark) if part)
