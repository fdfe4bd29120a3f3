"""« Modifier l’hôte »: name, class, régime, addresses, cards, and whether the diner has left."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QListWidgetItem, QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import PARIS
from turbo_admin.core.roster.regimes import USUAL
from turbo_admin.office.overview.diner_file import CardLine, DinerFile
from turbo_admin.office.roster.correcting import KINDS, DinerEdit, save_diner
from turbo_admin.ui.forms.roster.diner_edit import Ui_DinerEdit
from turbo_admin.ui.kit.dialog import Dialog
from turbo_admin.ui.kit.page import Workplace

_ID = Qt.ItemDataRole.UserRole
_WHYS = (
    ("lost", "l’ancienne est perdue"),
    ("replaced", "l’ancienne est remplacée"),
    ("added", "en plus de l’ancienne"),
)


class DinerEditDialog(Dialog):
    """Corrects a diner by hand.

    Signals:
        saved: it is kept.
    """

    saved = Signal()

    def __init__(self, workplace: Workplace, file: DinerFile, parent: QWidget) -> None:
        super().__init__(parent)
        self._workplace, self._file = workplace, file
        self.form = Ui_DinerEdit()
        self.form.setupUi(self)
        self._fill()
        self.form.card.textChanged.connect(self._show_why)
        self.form.buttons.accepted.connect(self._on_accepted)
        self.form.buttons.rejected.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self.form.trouble.hide()
        self._show_why()

    def edit(self) -> DinerEdit:
        """Return what the form says."""
        form = self.form
        items = [form.cards.item(row) for row in range(form.cards.count())]
        return DinerEdit(
            last_name=form.last_name.text(),
            first_name=form.first_name.text(),
            class_name=form.class_name.text(),
            kind=form.kind.currentText(),
            regime=form.regime.currentText(),
            used_name=form.used_name.text(),
            emails=tuple(form.emails.toPlainText().splitlines()),
            left=form.left.isChecked(),
            card=form.card.text(),
            # Why there is another card decides what becomes of the former one: lost, replaced, or kept in use.
            card_why=form.card_why.currentData(),
            # Only cards that can be unticked: former ones have no id here.
            ended=tuple(
                int(item.data(_ID))
                for item in items
                if item.data(_ID) is not None and item.checkState() == Qt.CheckState.Unchecked
            ),
        )

    def _fill(self) -> None:
        form, diner = self.form, self._file.diner
        form.last_name.setText(diner.last_name)
        form.used_name.setText(diner.used_name)
        form.first_name.setText(diner.first_name)
        form.class_name.setText(diner.class_name)
        form.kind.addItems(KINDS)
        form.kind.setCurrentText(diner.kind)
        form.regime.addItems(USUAL)
        # Not setCurrentText: it would choose the first entry for a régime that is not usual.
        form.regime.setCurrentIndex(form.regime.findText(diner.regime))
        form.regime.setEditText(diner.regime)
        form.emails.setPlainText("\n".join(diner.emails))
        form.card.setText(diner.card)
        form.left.setChecked(diner.left)
        for why, words in _WHYS:
            form.card_why.addItem(words, why)
        others = [card for card in self._file.cards if card.id is not None]
        for card in others:
            self._add_card(card)
        for widget in (form.cards_label, form.cards, form.cards_hint):
            widget.setVisible(bool(others))

    def _add_card(self, card: CardLine) -> None:
        since = f" le {card.until.astimezone(PARIS):%d/%m/%Y}" if card.until else ""
        item = QListWidgetItem(f"{card.card} — {card.state}{since}", self.form.cards)
        if card.in_use:
            item.setData(_ID, card.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)

    def _show_why(self) -> None:
        had = bool(self._file.diner.card)
        # Shown only when the number differs; otherwise there is no former card to explain.
        self.form.card_why.setVisible(had and self.form.card.text().strip() != self._file.diner.card)

    def _on_accepted(self) -> None:
        act = partial(save_diner, self._workplace.desk, self._file.diner.id, self.edit())
        self._enable(False)
        self._workplace.tasks.write(
            self, lambda _: act(), lambda _: self._on_saved(), self._on_failed, label="Modification de l’hôte"
        )

    def _on_saved(self) -> None:
        self.saved.emit()
        self.accept()

    def _on_failed(self, error: TurboError) -> None:
        self.form.trouble.setText(str(error))
        self.form.trouble.show()
        self._enable(True)

    def _enable(self, on: bool) -> None:
        self.form.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(on)
