"""« Refuser… »: the reason that families will read, and how many mails will leave."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from turbo_admin.core.french import NBSP, count, full_name
from turbo_admin.core.intake.refusal_texts import RefusalReason
from turbo_admin.office.intake.acts import drop_reason, keep_reason, refusal_reasons
from turbo_admin.office.intake.lines import RequestLine
from turbo_admin.ui.forms.intake.refuse import Ui_Refuse
from turbo_admin.ui.kit.act_scope import names_text
from turbo_admin.ui.kit.dialog import Dialog
from turbo_admin.ui.kit.keys import bind
from turbo_admin.ui.kit.page import Workplace


class RefuseDialog(Dialog):
    """Asks for the reason, and for agreement; the reasons of the first line's school are offered.

    Signals:
        agreed: the clerk refuses the requests.
            arg: the reason, empty for no mail.

    Args:
        last: the text of the reason to begin with; the first one when it is none of the school's.
    """

    agreed = Signal(str)

    def __init__(
        self, workplace: Workplace, lines: Sequence[RequestLine], parent: QWidget, last: str = ""
    ) -> None:
        super().__init__(parent)
        self._last = last
        self._workplace = workplace
        self._uai = lines[0].uai
        self._number = len(lines)
        self._reasons: tuple[RefusalReason, ...] = ()
        self.form = Ui_Refuse()
        self.form.setupUi(self)
        self.form.names.setText(names_text([full_name(line.last_name, line.first_name) for line in lines]))
        self.form.confirm.setText(f"Refuser {count(self._number, 'demande')}")
        # Enter in the text is a new line, and must not confirm; Ctrl+Enter does.
        self.form.confirm.setAutoDefault(False)
        self.form.cancel.setDefault(True)
        self._connect()
        self._on_reason_changed()
        desk, uai = workplace.desk, self._uai
        workplace.tasks.read(self, lambda _: refusal_reasons(desk, uai), self._on_read)

    def _connect(self) -> None:
        form = self.form
        form.reason.textChanged.connect(self._on_reason_changed)
        form.known.currentIndexChanged.connect(self._on_chosen)
        form.keep.clicked.connect(self._on_keep)
        form.drop.clicked.connect(self._on_drop)
        form.confirm.clicked.connect(self._on_confirmed)
        form.cancel.clicked.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            bind(keys, self, form.confirm.click)
        form.confirm.setToolTip("Ctrl+Entrée")
        self.finished.connect(self.deleteLater)

    def _on_read(self, reasons: tuple[RefusalReason, ...]) -> None:
        texts = [reason.text for reason in reasons]
        self._offer(reasons, texts.index(self._last) if self._last in texts else 0)
        # The clerk may have typed before the reasons were read.
        if not self.form.reason.toPlainText():
            self._on_chosen()

    def _offer(self, reasons: tuple[RefusalReason, ...], current: int) -> None:
        self._reasons = reasons
        with QSignalBlocker(self.form.known):
            self.form.known.clear()
            self.form.known.addItems([reason.name for reason in reasons])
            self.form.known.setCurrentIndex(current if reasons else -1)
        self.form.drop.setEnabled(bool(reasons))

    def _on_chosen(self) -> None:
        chosen = self.form.known.currentIndex()
        if 0 <= chosen < len(self._reasons):
            self.form.reason.setPlainText(self._reasons[chosen].text)

    def _on_keep(self) -> None:
        asked = QInputDialog(self)
        asked.setWindowTitle("Enregistrer ce motif")
        asked.setLabelText("Nom du motif (un nom déjà pris est remplacé)")
        asked.setTextValue(self.form.known.currentText())
        asked.setOkButtonText("Enregistrer")
        asked.setCancelButtonText("Annuler")
        asked.textValueSelected.connect(self._keep)
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def _keep(self, name: str) -> None:
        text = self.form.reason.toPlainText()
        self._edit(partial(keep_reason, self._workplace.desk, self._uai, name, text), name.strip())

    def _on_drop(self) -> None:
        name = self.form.known.currentText()
        self._edit(partial(drop_reason, self._workplace.desk, self._uai, name), "")

    def _edit(self, act: Callable[[], tuple[RefusalReason, ...]], shown: str) -> None:
        self._workplace.tasks.write(
            self, lambda _: act(), partial(self._on_edited, shown), label="Motifs de refus"
        )

    def _on_edited(self, shown: str, reasons: tuple[RefusalReason, ...]) -> None:
        names = [reason.name for reason in reasons]
        self._offer(reasons, names.index(shown) if shown in names else 0)
        if not shown:
            self._on_chosen()

    def _on_reason_changed(self) -> None:
        # Without a reason the portal has nothing to write to the family.
        mails = self._number if self.form.reason.toPlainText().strip() else 0
        leave = "partira" if mails < 2 else "partiront"
        consequence = f"{count(mails, 'courriel')} {leave}." if mails else "Aucun courriel ne partira."
        self.form.question.setText(f"Refuser {count(self._number, 'demande')}{NBSP}? {consequence}")
        self.form.keep.setEnabled(bool(mails))

    def _on_confirmed(self) -> None:
        self.agreed.emit(self.form.reason.toPlainText().strip())
        self.accept()
