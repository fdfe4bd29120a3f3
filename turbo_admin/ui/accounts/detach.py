"""« Détacher un hôte… »: asks which diners an account may no longer see."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QListWidgetItem, QWidget

from turbo_admin.core.french import NBSP, count
from turbo_admin.office.accounts.lines import AccountLine
from turbo_admin.ui.forms.accounts.detach import Ui_Detach
from turbo_admin.ui.kit.dialog import Dialog
from turbo_admin.ui.kit.typed_signals import TypedSignal

_ID = Qt.ItemDataRole.UserRole


class DetachDialog(Dialog):
    """Asks which diners to detach from an account.

    Signals:
        agreed: these are to be detached.
            arg: list of diner ids.
    """

    agreed = TypedSignal[list[str]]()

    def __init__(self, line: AccountLine, parent: QWidget) -> None:
        super().__init__(parent)
        self.form = Ui_Detach()
        self.form.setupUi(self)
        self._line = line
        self.form.about.setText(f"Le compte {line.login} ne verra plus{NBSP}:")
        for diner_id, name in zip(line.diner_ids, line.names, strict=True):
            item = QListWidgetItem(name, self.form.diners)
            item.setData(_ID, diner_id)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            # An only diner is what the clerk means; of several, none is ticked beforehand.
            item.setCheckState(Qt.CheckState.Checked if len(line.names) == 1 else Qt.CheckState.Unchecked)
        self.form.diners.setCurrentRow(0)
        self._agree = self.form.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.form.diners.itemChanged.connect(self._show)
        self.form.buttons.accepted.connect(self._on_agreed)
        self.form.buttons.rejected.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self._show()

    def chosen(self) -> list[str]:
        """Return the diners that are ticked."""
        items = (self.form.diners.item(row) for row in range(self.form.diners.count()))
        return [str(item.data(_ID)) for item in items if item.checkState() == Qt.CheckState.Checked]

    def _show(self) -> None:
        number, left = len(self.chosen()), len(self._line.names) - len(self.chosen())
        self._agree.setText(f"Détacher {count(number, 'hôte')}" if number else "Détacher")
        self._agree.setEnabled(number > 0)
        stays = f"Il en gardera {left}." if left else "Il n’en verra plus aucun\u00a0: mieux vaut le fermer."
        at_once = "Le portail l’applique dès la synchronisation, qui démarre aussitôt. "
        self.form.hint.setText(at_once + stays if number else "Cochez un ou plusieurs hôtes.")

    def _on_agreed(self) -> None:
        self.agreed.emit(self.chosen())
        self.accept()
