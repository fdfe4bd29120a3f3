"""The columns of a file: what each holds and where the titles stand, guessed and then corrected by the clerk."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QTableWidgetItem, QWidget

from turbo_admin.core.french import NBSP
from turbo_admin.office.roster.tables import EMAIL, FIELDS, TableColumns
from turbo_admin.ui.forms.roster.roster_import import Ui_RosterImport
from turbo_admin.ui.kit.theme import ROW_HEIGHT

_NOTHING = "(ne pas reprendre)"
_NO_TITLES = "(aucune ligne de titres)"
_TITLE, _FIELD, _SAMPLES = range(3)
_AIR = 10
_WIDTHS = {_TITLE: 260, _FIELD: 240}


class ColumnsTable(QObject):
    """Fills a table with the columns of a file, a choice beside each; and the boxes of its sheets and first lines.

    Args:
        form: of the page.

    Signals:
        changed: another field was chosen.
        moved: another sheet or line of titles was chosen; the columns have to be read again.
    """

    changed = Signal()
    moved = Signal()

    def __init__(self, form: Ui_RosterImport) -> None:
        table = form.columns_table
        super().__init__(table)
        self._form, self._table = form, table
        self._boxes: list[QComboBox] = []
        header = table.horizontalHeader()
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(_SAMPLES, QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT + _AIR)
        table.verticalHeader().hide()
        form.columns_sheet.activated.connect(self._on_sheet)
        form.columns_line.activated.connect(self.moved)

    @property
    def sheet(self) -> str | None:
        """The sheet that was chosen; None where there is nothing to choose."""
        chosen = self._form.columns_sheet.currentData()
        return str(chosen) if chosen else None

    @property
    def title_row(self) -> int | None:
        """The line of titles that was chosen, 0 for none; None before the sheet has been read."""
        chosen = self._form.columns_line.currentData()
        return int(chosen) if chosen is not None else None

    def _on_sheet(self) -> None:
        # Another sheet has its own line of titles, which is searched again.
        self._form.columns_line.clear()
        self.moved.emit()

    def show(self, columns: TableColumns) -> None:
        """Show the columns of a file."""
        self._show_places(columns)
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
            # A guessed field that is not offered shows as « (ne pas reprendre) ».
            box.setCurrentIndex(max(0, box.findData(column.field)))
            box.currentIndexChanged.connect(self.changed)
            self._table.setCellWidget(row, _FIELD, _padded(box))
            self._boxes.append(box)

    def _show_places(self, columns: TableColumns) -> None:
        sheets, lines = self._form.columns_sheet, self._form.columns_line
        sheets.clear()
        lines.clear()
        for sheet in columns.sheets:
            sheets.addItem(sheet, sheet)
        sheets.setCurrentIndex(max(0, sheets.findData(columns.sheet)))
        for widget in (self._form.columns_sheet_label, sheets):
            widget.setVisible(len(columns.sheets) > 1)
        lines.addItem(_NO_TITLES, 0)
        for number, text in columns.lines:
            lines.addItem(f"Ligne {number}{NBSP}: {text}", number)
        lines.setCurrentIndex(max(0, lines.findData(columns.title_row)))

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
    # Several columns of addresses are usual: one for each parent.
    chosen = [field for field in fields if field and field != EMAIL]
    return next((field for field in chosen if chosen.count(field) > 1), "")


def hint(columns: TableColumns, enough: bool, repeated: str) -> str:
    """Return the text above the table."""
    if repeated:
        return f"Deux colonnes ne peuvent pas contenir «{NBSP}{repeated}{NBSP}»{NBSP}: choisissez la bonne."
    if not enough:
        return f"Indiquez au moins où sont le nom et le prénom (ou «{NBSP}nom et prénom{NBSP}» ensemble)."
    known = "Ces titres sont connus, et repris comme la dernière fois. " if columns.remembered else ""
    return known + "Votre choix sera proposé de nouveau pour les fichiers qui ont les mêmes titres."
