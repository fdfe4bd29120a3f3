"""« Corriger l’e-mail… » of an account."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import NBSP
from turbo_admin.office.accounts.acts import correct_address
from turbo_admin.office.accounts.lines import AccountLine
from turbo_admin.office.sheets.delivery import Delivery
from turbo_admin.ui.forms.intake.correct_email import Ui_CorrectEmail
from turbo_admin.ui.kit.dialog import Dialog
from turbo_admin.ui.kit.page import Workplace


class AccountEmailDialog(Dialog):
    """Asks for the right address of an account.

    Signals:
        corrected: the address was kept.
    """

    corrected = Signal()

    def __init__(self, workplace: Workplace, line: AccountLine, parent: QWidget) -> None:
        super().__init__(parent)
        self._workplace, self._line = workplace, line
        self.form = Ui_CorrectEmail()
        self.form.setupUi(self)
        self.form.about.setText(f"Compte {line.login} ({', '.join(line.names)})")
        problem = f"Le dernier courriel est revenu{NBSP}: {line.mail_problem}. " if line.mail_problem else ""
        mailed = (
            " Les identifiants partis pour l’ancienne adresse ne serviront plus : préparez ensuite un nouveau mot de"
            " passe provisoire."
            if line.delivery is Delivery.MAILED
            else ""
        )
        self.form.hint.setText(f"{problem}Laissez vide pour un compte remis sur papier seulement.{mailed}")
        self.form.email.setText(line.email)
        self.form.email.selectAll()
        self.form.trouble.hide()
        self.form.buttons.accepted.connect(self._on_accepted)
        self.form.buttons.rejected.connect(self.reject)
        self.finished.connect(self.deleteLater)

    def _on_accepted(self) -> None:
        act = partial(correct_address, self._workplace.desk, self._line.id, self.form.email.text())
        self._enable(False)
        self._workplace.tasks.write(
            self,
            lambda _: act(),
            lambda _: self._on_corrected(),
            self._on_failed,
            label="Correction de l’e-mail",
        )

    def _on_corrected(self) -> None:
        self.corrected.emit()
        self.accept()

    def _on_failed(self, error: TurboError) -> None:
        self.form.trouble.setText(str(error))
        self.form.trouble.show()
        self._enable(True)
        self.form.email.setFocus()

    def _enable(self, on: bool) -> None:
        self.form.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(on)
