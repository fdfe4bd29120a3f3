"""« Choisir un autre hôte… »: the candidates with their reasons, and a search among all diners of the school."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from turbo_admin.core.french import NBSP, full_name
from turbo_admin.office.intake.detail import RequestDetail
from turbo_admin.ui.forms.intake.choose_diner import Ui_ChooseDiner
from turbo_admin.ui.kit.dialog import Dialog
from turbo_admin.ui.kit.diner_list import DinerList
from turbo_admin.ui.kit.page import Workplace


class ChooseDinerDialog(Dialog):
    """Asks which diner a request means.

    Signals:
        diner_chosen: the clerk chose.
            args: request id, diner id.
    """

    diner_chosen = Signal(str, str)

    def __init__(self, workplace: Workplace, detail: RequestDetail, parent: QWidget) -> None:
        super().__init__(parent)
        self._request = detail.line
        self._form = Ui_ChooseDiner()
        self._form.setupUi(self)
        # Only diners of the request's school: an account at another school is another account.
        self._list = DinerList(workplace, self._form.search, self._form.found, detail.line.uai)
        line = detail.line
        self._form.about.setText(
            f"Demande de {full_name(line.last_name, line.first_name)}, carte {line.card or 'non indiquée'}."
        )
        self._form.hint.setText(
            f"Tapez pour chercher parmi tous les hôtes de {line.school_name}."
            if detail.candidates
            else f"Aucun hôte ne ressemble à cette demande{NBSP}: tapez pour chercher parmi ceux de {line.school_name}."
        )
        self._choose = self._form.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._choose.setText("Choisir cet hôte")
        self._form.buttons.accepted.connect(self._on_chosen)
        self._form.buttons.rejected.connect(self.reject)
        self._list.chosen.connect(self._on_chosen)
        self._list.moved.connect(self._on_moved)
        self._list.propose([(one.diner, ", ".join(one.reasons)) for one in detail.candidates])
        self._on_moved()
        self.finished.connect(self.deleteLater)

    def _on_moved(self) -> None:
        self._choose.setEnabled(self._list.current is not None)
        self._form.remark.setText(self._list.remark)

    def _on_chosen(self) -> None:
        diner = self._list.current
        if diner is not None:
            self.diner_chosen.emit(self._request.id, diner.id)
            self.accept()
