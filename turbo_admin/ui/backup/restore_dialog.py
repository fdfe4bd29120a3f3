"""« Fichier › Restaurer… »: what a copy holds beside the present database, and the question."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import NBSP
from turbo_admin.office.backup.copying import automatic_copies
from turbo_admin.office.backup.restoring import RestorePlan, plan_restore
from turbo_admin.ui.backup.save_dialog import KINDS
from turbo_admin.ui.forms.backup.restore import Ui_Restore
from turbo_admin.ui.kit.dialog import Dialog
from turbo_admin.ui.kit.files import ask_open
from turbo_admin.ui.kit.page import BarMessage, Tone, Workplace
from turbo_admin.ui.kit.theme import semibold
from turbo_admin.ui.kit.typed_signals import TypedSignal

_HEADINGS = ((1, "Sauvegarde"), (2, "Base présente"))


class RestoreDialog(Dialog):
    """Shows what would change, and asks.

    Signals:
        agreed: the copy is to take the place of the database.
            arg: RestorePlan.
    """

    agreed = TypedSignal["RestorePlan"]()

    def __init__(self, plan: RestorePlan, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        form = self.form = Ui_Restore()
        form.setupUi(self)
        form.file.setText(str(plan.path))
        self._fill(plan)
        form.remarks.setText("\n".join(plan.remarks))
        form.remarks.setVisible(bool(plan.remarks))
        form.detail.setText(
            f"Tout ce qui a été fait depuis cette sauvegarde est remplacé. La base présente est d’abord copiée dans {folder}, "
            f"d’où elle peut être restaurée à son tour. Le logiciel se ferme et se rouvre{NBSP}; ensuite, le bureau et le "
            "portail sont à mettre d’accord."
        )
        form.confirm.clicked.connect(lambda _down: self._on_confirmed(plan))
        form.cancel.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        form.cancel.setFocus()

    def _fill(self, plan: RestorePlan) -> None:
        grid = self.form.figures
        for column, heading in _HEADINGS:
            grid.addWidget(_cell(heading, part="muted"), 0, column)
        for row, line in enumerate(plan.lines, 1):
            grid.addWidget(_cell(line.label, part="muted"), row, 0)
            # Not by weight alone: a reader hears it too.
            grid.addWidget(_cell(line.copy, strong=line.differs), row, 1)
            grid.addWidget(_cell(f"{line.present} (différent)" if line.differs else line.present), row, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)

    def _on_confirmed(self, plan: RestorePlan) -> None:
        self.accept()
        self.agreed.emit(plan)


class Restoring(QObject):
    """Asks for a copy, reads it, and asks whether it is to take the place of the database.

    Args:
        window: parent of dialogs; also the parent.

    Signals:
        agreed: see `RestoreDialog`.
        message_raised: a sentence for the message bar.
            arg: BarMessage.
    """

    agreed = TypedSignal["RestorePlan"]()
    message_raised = TypedSignal[BarMessage]()

    def __init__(self, workplace: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._workplace, self._window = workplace, window

    def ask(self) -> None:
        """Ask for a file."""
        desk = self._workplace.desk
        self._workplace.tasks.read(
            self, lambda _: automatic_copies(desk), lambda shown: self._ask_in(shown.folder, shown.suffix)
        )

    def read(self, path: Path) -> None:
        """Read a copy, then ask."""
        desk = self._workplace.desk
        self._workplace.tasks.read(
            self,
            lambda _: (plan_restore(desk, path), automatic_copies(desk).folder),
            self._on_read,
            self._on_failed,
        )

    def _ask_in(self, folder: Path, suffix: str) -> None:
        ask_open(
            self._window, "Restaurer une sauvegarde", KINDS.format(suffix=suffix), self.read, folder=folder
        )

    def _on_read(self, read: tuple[RestorePlan, Path]) -> None:
        dialog = RestoreDialog(*read, self._window)
        dialog.agreed.connect(self.agreed)
        dialog.open()

    def _on_failed(self, error: TurboError) -> None:
        self.message_raised.emit(BarMessage(str(error), Tone.TROUBLE))


def _cell(text: str, *, part: str = "", strong: bool = False) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(not part)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if part:
        label.setProperty("part", part)
    if strong:
        label.setFont(semibold(label.font()))
    return label
