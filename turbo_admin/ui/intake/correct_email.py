"""« Corriger l’e-mail… » of a request."""

from functools import partial

from PySide6.QtWidgets import QDialogButtonBox, QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import NBSP, full_name
from turbo_admin.office.intake.acts import correct_email
from turbo_admin.office.intake.lines import RequestLine
from turbo_admin.ui.forms.intake.correct_email import Ui_CorrectEmail
from turbo_admin.ui.kit.dialog import Dialog
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.kit.typed_signals import TypedSignal


class CorrectEmailDialog(Dialog):
    """Asks for the right address.

    Signals:
        corrected: the address was kept.
            arg: RequestLine.
    """

    corrected = TypedSignal[RequestLine]()

    def __init__(self, workplace: Workplace, line: RequestLine, parent: QWidget) -> None:
        super().__init__(parent)
        self._workplace, self._line = workplace, line
        self._form = Ui_CorrectEmail()
        self._form.setupUi(self)
        self._form.about.setText(f"Demande de {full_name(line.last_name, line.first_name)}")
        # What the family typed is kept: it says which mailbox the mail that came back was sent to.
        self._form.hint.setText(f"L’adresse saisie par la famille est conservée{NBSP}: {line.typed_email}")
        self._form.email.setText(line.email)
        self._form.email.selectAll()
        self._form.trouble.hide()
        self._form.buttons.accepted.connect(self._on_accepted)
        self._form.buttons.rejected.connect(self.reject)
        self.finished.connect(self.deleteLater)

    def _on_accepted(self) -> None:
        act = partial(correct_email, self._workplace.desk, self._line.id, self._form.email.text())
        # Until the answer is there: a second Enter would queue a second correction.
        self._enable(False)
        self._workplace.tasks.write(
            self, lambda _: act(), self._on_corrected, self._on_failed, label="Correction de l’e-mail"
        )

    def _on_corrected(self, line: RequestLine) -> None:
        self.corrected.emit(line)
        self.accept()

    def _on_failed(self, error: TurboError) -> None:
        self._form.trouble.setText(str(error))
        self._form.trouble.show()
        self._enable(True)
        self._form.email.setFocus()

    def _enable(self, on: bool) -> None:
        self._form.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(on)
