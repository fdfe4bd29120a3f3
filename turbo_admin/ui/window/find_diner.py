"""Ctrl+F: the dialog that searches for a diner from any page, for instance when a family calls."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from turbo_admin.ui.forms.window.find_diner import Ui_FindDiner
from turbo_admin.ui.kit.dialog import Dialog
from turbo_admin.ui.kit.diner_list import DinerList
from turbo_admin.ui.kit.page import Workplace


class FindDinerDialog(Dialog):
    """Searches for a diner, and asks for its page, or for the requests that concern it.

    Signals:
        file_wanted: show everything about a diner.
            arg: its id.
        requests_wanted: show the requests of a diner.
            arg: what to search for.
    """

    file_wanted = Signal(str)
    requests_wanted = Signal(str)

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._form = Ui_FindDiner()
        self._form.setupUi(self)
        self._list = DinerList(workplace, self._form.search, self._form.found, None)
        self._list.chosen.connect(self._on_chosen)
        self._list.moved.connect(self._on_moved)
        self._form.open_file.clicked.connect(self._on_chosen)
        self._form.show_requests.clicked.connect(self._on_requests)
        self._form.close.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self._on_moved()

    def _on_moved(self) -> None:
        for button in (self._form.open_file, self._form.show_requests):
            button.setEnabled(self._list.current is not None)
        typed = bool(self._form.search.text().strip())
        self._form.hint.setText(
            ""
            if self._list.current
            else "Aucun hôte trouvé."
            if typed
            else "Tapez un nom, un prénom ou une carte."
        )

    def _on_chosen(self) -> None:
        diner = self._list.current
        if diner is not None:
            self.file_wanted.emit(diner.id)
            self.accept()

    def _on_requests(self) -> None:
        diner = self._list.current
        if diner is not None:
            # Both names: the search of requests wants every word, so that few other families are listed.
            self.requests_wanted.emit(f"{diner.last_name} {diner.first_name}")
            self.accept()
