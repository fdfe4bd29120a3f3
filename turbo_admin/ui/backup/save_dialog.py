"""« Fichier › Sauvegarder… »: a copy in a file, and where the automatic copies go."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from turbo_admin.core.backup.base_contents import in_one_sentence
from turbo_admin.core.backup.copy_names import parse_copy_name
from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import NBSP, PARIS, count, long_date
from turbo_admin.office.backup.copying import (
    AutomaticCopies,
    SavedCopy,
    automatic_copies,
    choose_folder,
    save_copy,
)
from turbo_admin.ui.forms.backup.save import Ui_Save
from turbo_admin.ui.kit.dialog import Dialog
from turbo_admin.ui.kit.files import ask_folder, ask_save
from turbo_admin.ui.kit.page import BarMessage, Workplace
from turbo_admin.ui.kit.typed_signals import TypedSignal

KINDS = "Sauvegarde de Turbo Admin (*.{suffix})"


class SaveDialog(Dialog):
    """Asks for a file, and has the database copied into it.

    Args:
        failure: of the last automatic copy, in French; empty for none.

    Signals:
        message_raised: a sentence for the message bar.
            arg: BarMessage.
        folder_chosen: automatic copies go elsewhere now.
    """

    message_raised = TypedSignal[BarMessage]()
    folder_chosen = Signal()

    def __init__(self, workplace: Workplace, failure: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._suffix = ""
        form = self.form = Ui_Save()
        form.setupUi(self)
        self._show_trouble(failure)
        form.save.setEnabled(False)
        form.save.clicked.connect(self._on_save)
        form.change.clicked.connect(self._on_change)
        form.usual.clicked.connect(lambda: self._choose(None))
        form.close.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self._read()

    def save_into(self, path: Path) -> None:
        """Copy the database into a file, in the place of one that is there."""
        desk = self._workplace.desk
        self.form.save.setEnabled(False)
        self._show_trouble("")
        self._workplace.tasks.write(
            self,
            lambda report: save_copy(desk, path, replace=True, report=report),
            self._on_saved,
            self._on_failed,
            label="Sauvegarde de la base",
        )

    def _read(self) -> None:
        desk = self._workplace.desk
        self._workplace.tasks.read(self, lambda _: automatic_copies(desk), self._show)

    def _show(self, shown: AutomaticCopies) -> None:
        form = self.form
        self._suffix = shown.suffix
        form.folder.setText(str(shown.folder))
        form.usual.setEnabled(shown.is_chosen)
        form.last.setText(_last(shown))
        form.save.setEnabled(shown.is_possible)
        if not shown.is_possible:
            self._show_trouble(
                "Cette base est sur un serveur PostgreSQL, dont les programmes (pg_dump) ne sont pas installés sur ce "
                "poste. Installez-les, ou faites faire la sauvegarde par la personne qui gère le serveur."
            )

    def _on_save(self) -> None:
        today = self._workplace.desk.now().astimezone(PARIS).date()
        ask_save(
            self,
            "Enregistrer une copie de la base",
            f"turbo-admin-{today.isoformat()}.{self._suffix}",
            self.save_into,
            kinds=KINDS.format(suffix=self._suffix),
            suffix=self._suffix,
        )

    def _on_saved(self, saved: SavedCopy) -> None:
        text = f"Base sauvegardée dans {saved.path.name}{NBSP}: {in_one_sentence(saved.contents)}."
        self.message_raised.emit(BarMessage(text))
        self.accept()

    def _on_change(self) -> None:
        ask_folder(self, "Dossier des copies automatiques", self._choose)

    def _choose(self, folder: Path | None) -> None:
        desk = self._workplace.desk
        act = partial(choose_folder, desk, folder)
        self._workplace.tasks.write(
            self, lambda _: act(), self._on_chosen, self._on_failed, label="Dossier des copies"
        )

    def _on_chosen(self, _: None) -> None:
        self._show_trouble("")
        self.folder_chosen.emit()
        self._read()

    def _on_failed(self, error: TurboError) -> None:
        self._show_trouble(str(error))
        self.form.save.setEnabled(True)

    def _show_trouble(self, text: str) -> None:
        self.form.trouble.setText(text)
        self.form.trouble.setVisible(bool(text))


def _last(shown: AutomaticCopies) -> str:
    newest = parse_copy_name(shown.files[0]) if shown.files else None
    if newest is None:
        return "Aucune copie pour l’instant."
    return f"{count(len(shown.files), 'copie')}, la dernière du {long_date(newest.day)}."
