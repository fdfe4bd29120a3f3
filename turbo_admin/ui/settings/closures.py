"""The table of closures: first and last day, label, and what is blocked meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QDate, QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHeaderView, QLineEdit, QTableWidget, QWidget

from turbo_admin.office.settings.school_settings import SchoolClosure

_HEADERS = ("Du", "Au", "Motif", "Bloque le paiement", "Bloque la réservation")
_FIRST, _LAST, _LABEL, _PAYMENT, _BOOKING = range(len(_HEADERS))
_COLUMNS = ("first", "last", "label", "payment", "booking")
# Attribute of `_Row` behind each header.
_WIDTHS = {_FIRST: 130, _LAST: 130, _PAYMENT: 150, _BOOKING: 160}
_ROW = 38


@dataclass(frozen=True, slots=True)
class _Row:
    """The fields of a closure."""

    first: QDateEdit
    last: QDateEdit
    label: QLineEdit
    payment: QCheckBox
    booking: QCheckBox

    def closure(self) -> SchoolClosure:
        return SchoolClosure(
            first=_day(self.first),
            last=_day(self.last),
            label=self.label.text().strip(),
            blocks_payment=self.payment.isChecked(),
            blocks_booking=self.booking.isChecked(),
        )


class ClosureTable(QObject):
    """Shows and edits closures in a table of the form.

    Signals:
        edited: the clerk changed something.
    """

    edited = Signal()

    def __init__(self, table: QTableWidget) -> None:
        super().__init__(table)
        self._table = table
        self._rows: list[_Row] = []
        table.setColumnCount(len(_HEADERS))
        table.setHorizontalHeaderLabels(list(_HEADERS))
        table.verticalHeader().setDefaultSectionSize(_ROW)
        for column, width in _WIDTHS.items():
            table.setColumnWidth(column, width)
        table.horizontalHeader().setSectionResizeMode(_LABEL, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )

    def show(self, closures: Sequence[SchoolClosure]) -> None:
        """Show these closures."""
        self._table.setRowCount(0)
        self._rows = []
        for closure in closures:
            self._append(closure)

    def closures(self) -> tuple[SchoolClosure, ...]:
        """Return the closures as the table has them, earliest first."""
        found = [row.closure() for row in self._rows]
        # Sorted, so that reordering alone does not count as a change to be saved.
        return tuple(sorted(found, key=lambda closure: (closure.first, closure.last)))

    def add(self, first: date) -> None:
        """Add a closure of a week, to be corrected, and put the cursor in it."""
        self._append(SchoolClosure(first, first + timedelta(days=6)))
        self._rows[-1].first.setFocus()
        self._table.scrollToBottom()
        self.edited.emit()

    def add_all(self, closures: Sequence[SchoolClosure]) -> int:
        """Add closures whose days are not in the table yet; return how many were added."""
        # By days alone: the clerk may have renamed « Vacances de Noël ».
        there = {(closure.first, closure.last) for closure in self.closures()}
        new = [closure for closure in closures if (closure.first, closure.last) not in there]
        for closure in new:
            self._append(closure)
        if new:
            self._table.scrollToBottom()
            self.edited.emit()
        return len(new)

    def remove(self) -> None:
        """Take out the row in which the cursor or the selection is."""
        row = self._table.currentRow()
        # The cursor is in a cell widget, which does not select its row.
        if row < 0:
            row = self._table.rowCount() - 1
        if row >= 0:
            self._table.removeRow(row)
            self._rows.pop(row)
            self.edited.emit()

    def _append(self, closure: SchoolClosure) -> None:
        row = self._table.rowCount()
        self._table.insertRow(row)
        widgets = _Row(
            first=self._date(closure.first),
            last=self._date(closure.last),
            label=self._line(closure.label),
            payment=self._check(closure.blocks_payment),
            booking=self._check(closure.blocks_booking),
        )
        self._rows.append(widgets)
        for column, header in enumerate(_HEADERS):
            widget: QWidget = getattr(widgets, _COLUMNS[column])
            # Screen readers read no headers for widgets inside cells.
            widget.setAccessibleName(f"{header}, ligne {row + 1}")
            self._table.setCellWidget(row, column, widget)

    def _line(self, text: str) -> QLineEdit:
        field = QLineEdit(text)
        field.textEdited.connect(self.edited)
        return field

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


def _day(field: QDateEdit) -> date:
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())
