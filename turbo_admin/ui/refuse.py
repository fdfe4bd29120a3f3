"""« Refuser… »: the reason that families will read, and what will happen, in numbers."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from turbo_admin.core.french import NBSP, count, full_name
from turbo_admin.office.intake_lines import RequestLine
from turbo_admin.ui.forms.refuse import Ui_Refuse

_NAMES_SHOWN = 6
_REASON = (
    "Nous n’avons pas pu rattacher votre demande à une carte de notre établissement. Merci de vérifier les 5 derniers "
    f"chiffres de la carte, le nom et le prénom de son titulaire, puis de refaire votre demande{NBSP}; ou de contacter "
    "le service de restauration."
)


class RefuseDialog(QDialog):
    """Asks for the reason, and for agreement.

    Signals:
        agreed: the clerk refuses the requests.
            arg: the reason, empty for no mail.
    """

    agreed = Signal(str)

    def __init__(self, lines: Sequence[RequestLine], parent: QWidget) -> None:
        super().__init__(parent)
        self._number = len(lines)
        self._form = Ui_Refuse()
        self._form.setupUi(self)
        shown = [full_name(line.last_name, line.first_name) for line in lines[:_NAMES_SHOWN]]
        more = [f"et {self._number - _NAMES_SHOWN} de plus"] if self._number > _NAMES_SHOWN else []
        self._form.names.setText(", ".join([*shown, *more]))
        self._form.reason.setPlainText(_REASON)
        self._form.reason.textChanged.connect(self._on_reason_changed)
        self._form.confirm.setText(f"Refuser {count(self._number, 'demande')}")
        self._form.confirm.setAutoDefault(False)
        self._form.cancel.setDefault(True)
        self._form.confirm.clicked.connect(self._on_confirmed)
        self._form.cancel.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self._on_reason_changed()

    def _on_reason_changed(self) -> None:
        mails = self._number if self._form.reason.toPlainText().strip() else 0
        leave = "partira" if mails < 2 else "partiront"
        told = f"{count(mails, 'courriel')} {leave}." if mails else "Aucun courriel ne partira."
        self._form.question.setText(f"Refuser {count(self._number, 'demande')}{NBSP}? {told}")

    def _on_confirmed(self) -> None:
        self.agreed.emit(self._form.reason.toPlainText().strip())
        self.accept()
