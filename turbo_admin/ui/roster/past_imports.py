"""The last imports below the invitation to choose a file, and « Annuler cet import »."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import NBSP, count, short_time
from turbo_admin.office.roster.apply import ImportLine, past_imports, undo_import
from turbo_admin.ui.forms.roster.roster_import import Ui_RosterImport
from turbo_admin.ui.kit.ask import ask
from turbo_admin.ui.kit.columns import choose_row, current_row, dress_table
from turbo_admin.ui.kit.page import Notice, Tone, Workplace
from turbo_admin.ui.kit.rows_model import Cell, RowsModel

_HEADERS = ("Le", "Par", "Fichiers", "Ajoutés", "Modifiés", "Sortis", "État")
_WIDTHS = {0: 100, 1: 150, 3: 90, 4: 90, 5: 80, 6: 220}
_FILES = 2
_SHOWN = 20


class PastImports(QObject):
    """Shows the last imports of all establishments, and takes one back.

    Signals:
        wishes: a sentence for the message bar.
            arg: Notice.
        changed: an import was taken back.
    """

    wishes = Signal(object)
    changed = Signal()

    def __init__(self, place: Workplace, form: Ui_RosterImport, page: QWidget) -> None:
        super().__init__(page)
        self._place, self._form, self._page = place, form, page
        self.model = RowsModel(_HEADERS, self._cells, self)
        form.past.setModel(self.model)
        dress_table(form.past, _WIDTHS, stretch=_FILES, moves=False)
        form.past.selectionModel().currentChanged.connect(self._on_current_changed)
        form.undo.clicked.connect(self._on_undo)
        place.theme.changed.connect(self.model.repaint)
        form.past_side.hide()

    def refresh(self) -> None:
        """Read the list again."""
        desk = self._place.desk
        self._place.tasks.read(self, lambda _: past_imports(desk, limit=_SHOWN), self._show)

    def _show(self, lines: list[ImportLine]) -> None:
        self._form.past_side.setVisible(bool(lines))
        self.model.show(lines)
        if lines:
            choose_row(self._form.past, 0)
        self._on_current_changed()

    def _on_current_changed(self, *_: object) -> None:
        line = self.model.record(current_row(self._form.past))
        self._form.undo.setEnabled(line is not None and line.can_be_undone)

    def _on_undo(self) -> None:
        line: ImportLine | None = self.model.record(current_row(self._form.past))
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
        desk = self._place.desk
        self._form.undo.setEnabled(False)
        self._place.tasks.write(
            self,
            lambda report: undo_import(desk, import_id, report=report),
            self._on_undone,
            self._on_failed,
            label="Annulation de l’import",
        )

    def _on_undone(self, number: int) -> None:
        self.wishes.emit(Notice(f"Import annulé{NBSP}: {count(number, 'hôte rétabli', 'hôtes rétablis')}."))
        self.changed.emit()
        self.refresh()

    def _on_failed(self, error: TurboError) -> None:
        self.wishes.emit(Notice(str(error), Tone.TROUBLE))
        self._on_current_changed()

    def _cells(self, line: ImportLine) -> tuple[Cell, ...]:
        muted = QColor(self._place.theme.colours.muted)
        state = (
            f"annulé le {short_time(line.undone_at)} par {line.undone_by}" if line.undone_at else "en place"
        )
        return (
            Cell(short_time(line.at)),
            Cell(line.who, colour=muted),
            Cell(", ".join(line.files)),
            Cell(str(line.created)),
            Cell(str(line.changed)),
            Cell(str(line.left)),
            Cell(state, colour=muted),
        )
