"""The last imports, and « Annuler cet import »."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import NBSP, count, short_time
from turbo_admin.office.roster.apply import ImportLine, past_imports, undo_import
from turbo_admin.ui.forms.roster.roster_import import Ui_RosterImport
from turbo_admin.ui.kit.ask import ask
from turbo_admin.ui.kit.page import BarMessage, Tone, Workplace
from turbo_admin.ui.kit.row_table import ColumnLayout, RowTable
from turbo_admin.ui.kit.rows_model import RowsModel, TableCell
from turbo_admin.ui.kit.typed_signals import TypedSignal

_HEADERS = ("Le", "Par", "Fichiers", "Ajoutés", "Modifiés", "Sortis", "État")
_FILES = 2
_LAYOUT = ColumnLayout({0: 100, 1: 150, 3: 90, 4: 90, 5: 80, 6: 220}, stretch=_FILES, movable=False)
# Imports; former values are kept for 90 days, so that older ones cannot be undone.
_SHOWN = 20


class PastImports(QObject):
    """Shows the last imports of all establishments, and takes one back.

    Signals:
        message_raised: a sentence for the message bar.
            arg: BarMessage.
        changed: an import was taken back.
    """

    message_raised = TypedSignal[BarMessage]()
    changed = Signal()

    def __init__(self, workplace: Workplace, form: Ui_RosterImport, page: QWidget) -> None:
        super().__init__(page)
        self._workplace, self._form, self._page = workplace, form, page
        self.model = RowsModel(_HEADERS, self._cells, self)
        self.table = RowTable(workplace, form.past, self.model, _LAYOUT)
        form.past.selectionModel().currentChanged.connect(self._on_current_changed)
        form.undo.clicked.connect(self._on_undo)
        form.past_side.hide()

    def refresh(self) -> None:
        """Read the list again."""
        desk = self._workplace.desk
        self._workplace.tasks.read(self, lambda _: past_imports(desk, limit=_SHOWN), self._show)

    def _show(self, lines: list[ImportLine]) -> None:
        self._form.past_side.setVisible(bool(lines))
        self.model.show(lines)
        self.table.choose_first()
        self._on_current_changed()

    def _on_current_changed(self, *_: object) -> None:
        line = self.table.current
        self._form.undo.setEnabled(line is not None and line.can_be_undone)

    def _on_undo(self) -> None:
        line = self.table.current
        if line is None:
            return
        parts = []
        if line.changed + line.left:
            parts.append(
                f"{count(line.changed + line.left, 'hôte retrouve', 'hôtes retrouvent')} ses anciennes valeurs."
                if line.changed + line.left == 1
                else f"{count(line.changed + line.left, 'hôtes')} retrouvent leurs anciennes valeurs."
            )
        if line.created:
            parts.append(
                # Nobody is deleted: an id that has reached the portal may never mean somebody else.
                f"{count(line.created, 'hôte ajouté est marqué sorti', 'hôtes ajoutés sont marqués sortis')}, "
                "sans carte ni e-mail."
            )
        ask(
            self._page,
            f"Annuler l’import du {short_time(line.at)}{NBSP}?",
            " ".join(parts) + " Le portail l’apprendra à la prochaine synchronisation.",
            "Annuler cet import",
            partial(self._undo, line.id),
            no="Ne rien changer",
        )

    def _undo(self, import_id: str) -> None:
        desk = self._workplace.desk
        # Disabled while it runs; `_on_current_changed` enables it again.
        self._form.undo.setEnabled(False)
        self._workplace.tasks.write(
            self,
            lambda report: undo_import(desk, import_id, report=report),
            self._on_undone,
            self._on_failed,
            label="Annulation de l’import",
        )

    def _on_undone(self, number: int) -> None:
        self.message_raised.emit(
            BarMessage(f"Import annulé{NBSP}: {count(number, 'hôte rétabli', 'hôtes rétablis')}.")
        )
        self.changed.emit()
        self.refresh()

    def _on_failed(self, error: TurboError) -> None:
        self.message_raised.emit(BarMessage(str(error), Tone.TROUBLE))
        self._on_current_changed()

    def _cells(self, line: ImportLine) -> tuple[TableCell, ...]:
        muted = QColor(self._workplace.theme.colours.muted)
        state = (
            f"annulé le {short_time(line.undone_at)} par {line.undone_by}" if line.undone_at else "en place"
        )
        return (
            TableCell(short_time(line.at)),
            TableCell(line.who, colour=muted),
            TableCell(", ".join(line.files)),
            TableCell(str(line.created)),
            TableCell(str(line.changed)),
            TableCell(str(line.left)),
            TableCell(state, colour=muted),
        )
