"""The table of closures: dates typed or chosen, a label, and what is blocked meanwhile."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate, QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHeaderView, QLineEdit, QTableWidget, QWidget

from turbo_admin.office.settings import Closure

_HEADERS = ("Du", "Au", "Motif", "Bloque le paiement", "Bloque la réservation")
_FIRST, _LAST, _LABEL, _PAYMENT, _BOOKING = range(len(_HEADERS))
_WIDTHS = {_FIRST: 130, _LAST: 130, _PAYMENT: 150, _BOOKING: 160}
_ROW = 38


class ClosureTable(QObject):
    """Shows and edits closures in a table of the form.

    Signals:
        edited: the clerk changed something.
    """

    edited = Signal()

    def __init__(self, table: QTableWidget) -> None:
        super().__init__(table)
        self._table = table
        table.setColumnCount(len(_HEADERS))
        table.setHorizontalHeaderLabels(list(_HEADERS))
        table.verticalHeader().setDefaultSectionSize(_ROW)
        for column, width in _WIDTHS.items():
            table.setColumnWidth(column, width)
        table.horizontalHeader().setSectionResizeMode(_LABEL, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )

    def show(self, closures: Sequence[Closure]) -> None:
        """Show these closures."""
        self._table.setRowCount(0)
        for closure in closures:
            self._append(closure)

    def closures(self) -> tuple[Closure, ...]:
        """Return the closures as the table has them, earliest first."""
        found = [self._closure(row) for row in range(self._table.rowCount())]
        return tuple(sorted(found, key=lambda closure: (closure.first, closure.last)))

    def add(self, first: date) -> None:
        """Add a closure of a week, to be corrected, and put the cursor in it."""
        self._append(Closure(first, first + timedelta(days=6)))
        row = self._table.rowCount() - 1
        self._table.cellWidget(row, _FIRST).setFocus()
        self._table.scrollToBottom()
        self.edited.emit()

    def remove(self) -> None:
        """Take out the row in which the cursor or the selection is."""
        row = self._table.currentRow()
        if row < 0:
            row = self._table.rowCount() - 1
        if row >= 0:
            self._table.removeRow(row)
            self.edited.emit()

    def _append(self, closure: Closure) -> None:
        row = self._table.rowCount()
        self._table.insertRow(row)
        label = QLineEdit(closure.label)
        label.textEdited.connect(self.edited)
        widgets: dict[int, QWidget] = {
            _FIRST: self._date(closure.first),
            _LAST: self._date(closure.last),
            _LABEL: label,
            _PAYMENT: self._check(closure.blocks_payment),
            _BOOKING: self._check(closure.blocks_booking),
        }
        for column, widget in widgets.items():
            widget.setAccessibleName(f"{_HEADERS[column]}, ligne {row + 1}")
            self._table.setCellWidget(row, column, widget)

    def _date(self, day: date) -> QDateEdit:
        field = QDateEdit(QDate(day.year, day.month, day.day))
        field.setCalendarPopup(True)
        field.setDisplayFormat("dd/MM/yyyy")
        field.dateChanged.connect(self.edited)
        return field

    def _check(self, on: bool) -> QCheckBox:
        box = QCheckBox()
        box.setChecked(on)
        box.toggled.connect(self.edited)
        return box

    def _closure(self, row: int) -> Closure:
        cells = [self._table.cellWidget(row, column) for column in range(len(_HEADERS))]
        first, last, label, payment, booking = cells
        assert isinstance(first, QDateEdit) and isinstance(last, QDateEdit)  # noqa: S101, PT018
        return Closure(
            first=_day(first),
            last=_day(last),
            label=label.property("text"),
            blocks_payment=payment.property("checked"),
            blocks_booking=booking.property("checked"),
        )


def _day(field: QDateEdit) -> date:
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())
