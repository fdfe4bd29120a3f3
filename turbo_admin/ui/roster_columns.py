"""What each column of a table holds: guessed, and put right by the clerk."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from turbo_admin.core.french import NBSP
from turbo_admin.office.roster_tables import EMAIL, FIELDS, TableColumns
from turbo_admin.ui.theme import ROW_HEIGHT

_NOTHING = "(ne pas reprendre)"
_TITLE, _FIELD, _SAMPLES = range(3)
_AIR = 10
_WIDTHS = {_TITLE: 260, _FIELD: 240}


class ColumnsTable(QObject):
    """Fills a table with the columns of a file, a choice beside each.

    Args:
        table: of the form.

    Signals:
        changed: another field was chosen.
    """

    changed = Signal()

    def __init__(self, table: QTableWidget) -> None:
        super().__init__(table)
        self._table = table
        self._boxes: list[QComboBox] = []
        header = table.horizontalHeader()
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(_SAMPLES, QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT + _AIR)
        table.verticalHeader().hide()

    def show(self, columns: TableColumns) -> None:
        """Show the columns of a file."""
        self._boxes = []
        self._table.setRowCount(len(columns.columns))
        for row, column in enumerate(columns.columns):
            self._table.setItem(row, _TITLE, QTableWidgetItem(column.title))
            self._table.setItem(row, _SAMPLES, QTableWidgetItem(" · ".join(column.samples)))
            box = QComboBox(self._table)
            box.setAccessibleName(f"Contenu de la colonne {column.title}")
            box.addItem(_NOTHING, "")
            for field in FIELDS:
                box.addItem(field[0].upper() + field[1:], field)
            box.setCurrentIndex(max(0, box.findData(column.field)))
            box.currentIndexChanged.connect(self.changed)
            self._table.setCellWidget(row, _FIELD, _padded(box))
            self._boxes.append(box)

    def fields(self) -> tuple[str, ...]:
        """Return what the clerk says each column holds."""
        return tuple(str(box.currentData()) for box in self._boxes)


def _padded(box: QComboBox) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(4, 3, 4, 3)
    row.addWidget(box)
    return holder


def twice(fields: Sequence[str]) -> str:
    """Return a field that two columns are said to hold, empty for none; addresses may stand in several."""
    chosen = [field for field in fields if field and field != EMAIL]
    return next((field for field in chosen if chosen.count(field) > 1), "")


def hint(columns: TableColumns, enough: bool, repeated: str) -> str:
    """Return what is said above the table."""
    if repeated:
        return f"Deux colonnes ne peuvent pas contenir «{NBSP}{repeated}{NBSP}»{NBSP}: choisissez la bonne."
    if not enough:
        return f"Indiquez au moins où sont le nom et le prénom (ou «{NBSP}nom et prénom{NBSP}» ensemble)."
    known = "Ces titres sont connus, et repris comme la dernière fois. " if columns.remembered else ""
    return known + "Votre choix sera proposé de nouveau pour les fichiers qui ont les mêmes titres."
