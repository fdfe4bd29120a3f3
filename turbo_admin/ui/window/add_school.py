"""« Fichier › Établissement… »: adds an establishment before it is paired with a portal."""

from functools import partial

from PySide6.QtWidgets import QDialogButtonBox, QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.office.settings.school_edits import add_school
from turbo_admin.office.settings.schools import SchoolSummary
from turbo_admin.ui.forms.window.add_school import Ui_AddSchool
from turbo_admin.ui.kit.dialog import Dialog
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.kit.typed_signals import TypedSignal


class AddSchoolDialog(Dialog):
    """Asks for UAI, name and card code.

    Signals:
        added: an establishment was added.
            arg: SchoolSummary.
    """

    added = TypedSignal[SchoolSummary]()

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._form = Ui_AddSchool()
        self._form.setupUi(self)
        self._form.trouble.hide()
        self._form.buttons.accepted.connect(self._on_accepted)
        self._form.buttons.rejected.connect(self.reject)
        # A dialog that is only closed would live as long as the window, its parent.
        self.finished.connect(self.deleteLater)

    def _on_accepted(self) -> None:
        form = self._form
        act = partial(
            add_school, self._workplace.desk, form.uai.text(), form.name.text(), form.site_code.text()
        )
        # Until the answer is there: a second Enter would add it twice.
        self._enable(False)
        self._workplace.tasks.write(
            self, lambda _: act(), self._on_added, self._on_failed, label="Ajout de l’établissement"
        )

    def _on_added(self, school: SchoolSummary) -> None:
        self.added.emit(school)
        self.accept()

    def _on_failed(self, error: TurboError) -> None:
        self._form.trouble.setText(str(error))
        self._form.trouble.show()
        self._enable(True)
        # The UAI is what is most often wrong: its last letter is a check character.
        self._form.uai.setFocus()

    def _enable(self, on: bool) -> None:
        self._form.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(on)
