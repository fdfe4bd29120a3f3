"""« Refuser… »: the reason that families will read, and what will happen, in numbers."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QDialog, QInputDialog, QWidget

from turbo_admin.core.french import NBSP, count, full_name
from turbo_admin.core.refusals import Reason
from turbo_admin.office.intake import drop_reason, keep_reason, refusal_reasons
from turbo_admin.office.intake_lines import RequestLine
from turbo_admin.ui.forms.refuse import Ui_Refuse
from turbo_admin.ui.page import Workplace

_NAMES_SHOWN = 6


class RefuseDialog(QDialog):
    """Asks for the reason, and for agreement; the reasons of the first line's school are offered.

    Signals:
        agreed: the clerk refuses the requests.
            arg: the reason, empty for no mail.
    """

    agreed = Signal(str)

    def __init__(self, place: Workplace, lines: Sequence[RequestLine], parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self._uai = lines[0].uai
        self._number = len(lines)
        self._reasons: tuple[Reason, ...] = ()
        self._form = Ui_Refuse()
        self._form.setupUi(self)
        shown = [full_name(line.last_name, line.first_name) for line in lines[:_NAMES_SHOWN]]
        more = [f"et {self._number - _NAMES_SHOWN} de plus"] if self._number > _NAMES_SHOWN else []
        self._form.names.setText(", ".join([*shown, *more]))
        self._form.confirm.setText(f"Refuser {count(self._number, 'demande')}")
        self._form.confirm.setAutoDefault(False)
        self._form.cancel.setDefault(True)
        self._connect()
        self._on_reason_changed()
        desk, uai = place.desk, self._uai
        place.tasks.read(self, lambda _: refusal_reasons(desk, uai), self._on_read)

    def _connect(self) -> None:
        form = self._form
        form.reason.textChanged.connect(self._on_reason_changed)
        form.known.currentIndexChanged.connect(self._on_chosen)
        form.keep.clicked.connect(self._on_keep)
        form.drop.clicked.connect(self._on_drop)
        form.confirm.clicked.connect(self._on_confirmed)
        form.cancel.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)

    def _on_read(self, reasons: tuple[Reason, ...]) -> None:
        self._offer(reasons, 0)
        if not self._form.reason.toPlainText():
            self._on_chosen()

    def _offer(self, reasons: tuple[Reason, ...], current: int) -> None:
        self._reasons = reasons
        with QSignalBlocker(self._form.known):
            self._form.known.clear()
            self._form.known.addItems([reason.name for reason in reasons])
            self._form.known.setCurrentIndex(current if reasons else -1)
        self._form.drop.setEnabled(bool(reasons))

    def _on_chosen(self) -> None:
        chosen = self._form.known.currentIndex()
        if 0 <= chosen < len(self._reasons):
            self._form.reason.setPlainText(self._reasons[chosen].text)

    def _on_keep(self) -> None:
        asked = QInputDialog(self)
        asked.setWindowTitle("Enregistrer ce motif")
        asked.setLabelText("Nom du motif (un nom déjà pris est remplacé)")
        asked.setTextValue(self._form.known.currentText())
        asked.setOkButtonText("Enregistrer")
        asked.setCancelButtonText("Annuler")
        asked.textValueSelected.connect(self._keep)
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def _keep(self, name: str) -> None:
        text = self._form.reason.toPlainText()
        self._edit(partial(keep_reason, self._place.desk, self._uai, name, text), name.strip())

    def _on_drop(self) -> None:
        name = self._form.known.currentText()
        self._edit(partial(drop_reason, self._place.desk, self._uai, name), "")

    def _edit(self, act: Callable[[], tuple[Reason, ...]], shown: str) -> None:
        self._place.tasks.write(
            self, lambda _: act(), partial(self._on_edited, shown), label="Motifs de refus"
        )

    def _on_edited(self, shown: str, reasons: tuple[Reason, ...]) -> None:
        names = [reason.name for reason in reasons]
        self._offer(reasons, names.index(shown) if shown in names else 0)
        if not shown:
            self._on_chosen()

    def _on_reason_changed(self) -> None:
        mails = self._number if self._form.reason.toPlainText().strip() else 0
        leave = "partira" if mails < 2 else "partiront"
        told = f"{count(mails, 'courriel')} {leave}." if mails else "Aucun courriel ne partira."
        self._form.question.setText(f"Refuser {count(self._number, 'demande')}{NBSP}? {told}")
        self._form.keep.setEnabled(bool(mails))

    def _on_confirmed(self) -> None:
        self.agreed.emit(self._form.reason.toPlainText().strip())
        self.accept()
