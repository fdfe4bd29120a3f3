"""« déjà un compte »: asks what to do with each ticked request whose diner already has an account."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from turbo_admin.core.french import NBSP, count
from turbo_admin.office.credentials.second_accounts import ISSUES, SecondLine, Way, already_reason
from turbo_admin.ui.forms.intake.second_accounts import Ui_SecondAccounts
from turbo_admin.ui.kit.dialog import Dialog
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.kit.typed_signals import TypedSignal

# Height of a line in pixels, and how many are visible without scrolling at 1366×768.
_ROW_HEIGHT, _ROWS_SHOWN = 100, 3
_WORDS = {
    Way.OPEN: "Ouvrir un compte de plus, pour {email}",
    Way.JOIN: "Rattacher au compte {login} de cette adresse",
    Way.RENEW: "Nouveau mot de passe provisoire pour {login}",
    Way.REFUSE: "Refuser, avec le motif ci-dessous",
    Way.LEAVE: "Laisser à traiter",
}
_FOR_ALL = {
    Way.OPEN: "Ouvrir un compte de plus",
    Way.JOIN: "Rattacher au compte de l’adresse",
    Way.RENEW: "Nouveau mot de passe provisoire",
    Way.REFUSE: "Refuser",
    Way.LEAVE: "Laisser à traiter",
}


class SecondAccountsDialog(Dialog):
    """Asks, line by line, what becomes of requests whose diner has an account already.

    Args:
        lines: those requests; never none.
        others: how many other lines are ticked, and are issued as usual.

    Signals:
        agreed: the clerk has chosen.
            args: request -> Way, the reason for the refused ones.
    """

    agreed = TypedSignal[dict[str, Way], str]()

    def __init__(
        self, workplace: Workplace, lines: Sequence[SecondLine], others: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.form = Ui_SecondAccounts()
        self.form.setupUi(self)
        self._others = others
        self.boxes: dict[str, QComboBox] = {}
        self._set_texts(lines)
        for line in lines:
            self._add(line)
        self.form.rows_layout.addStretch(1)
        self.form.area.setMinimumHeight(_ROW_HEIGHT * min(len(lines), _ROWS_SHOWN))
        self._connect()
        self._show()
        next(iter(self.boxes.values())).setFocus()
        desk, uai = workplace.desk, lines[0].uai
        workplace.tasks.read(self, lambda _: already_reason(desk, uai), self.form.reason.setPlainText)

    def choices(self) -> dict[str, Way]:
        """Return what is chosen."""
        return {request: Way(box.currentData()) for request, box in self.boxes.items()}

    def _set_texts(self, lines: Sequence[SecondLine]) -> None:
        form, number = self.form, len(lines)
        what = count(
            number, "ligne cochée concerne un hôte qui a", "lignes cochées concernent des hôtes qui ont"
        )
        form.about.setText(f"{what} déjà un compte{NBSP}: que faut-il faire{NBSP}?")
        as_usual = count(
            self._others, "autre ligne cochée sera générée", "autres lignes cochées seront générées"
        )
        form.others.setText(f"{as_usual} comme d’habitude.")
        form.others.setVisible(self._others > 0)
        form.all.addItem("(au cas par cas)", None)
        # Only ways that at least one line allows.
        for way in Way:
            if any(way in line.ways for line in lines):
                form.all.addItem(_FOR_ALL[way], way.value)
        for widget in (form.all, form.all_label):
            widget.setVisible(number > 1)

    def _add(self, line: SecondLine) -> None:
        row = QWidget(self.form.rows)
        layout = QVBoxLayout(row)
        layout.setContentsMargins(0, 8, 12, 8)
        layout.setSpacing(4)
        name = QLabel(line.diner, row)
        name.setProperty("part", "heading")
        held = QLabel(
            f"Demandé par {line.asked_by} ({line.asker}). Déjà{NBSP}: {' ; '.join(line.holders)}.", row
        )
        held.setProperty("part", "muted")
        held.setWordWrap(True)
        box = QComboBox(row)
        box.setAccessibleName(f"Que faire de la demande de {line.asked_by} pour {line.diner}")
        for way in line.ways:
            box.addItem(_WORDS[way].format(email=line.asked_by, login=line.login), way.value)
        for widget in (name, held, box):
            layout.addWidget(widget)
        self.form.rows_layout.addWidget(row)
        self.boxes[line.request_id] = box

    def _connect(self) -> None:
        form = self.form
        for box in self.boxes.values():
            box.currentIndexChanged.connect(self._show)
        form.all.currentIndexChanged.connect(self._on_all)
        form.reason.textChanged.connect(self._show)
        form.confirm.clicked.connect(self._on_confirmed)
        form.cancel.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)

    def _show(self) -> None:
        form, ways = self.form, list(self.choices().values())
        issued = self._others + sum(way in ISSUES for way in ways)
        refused, left = ways.count(Way.REFUSE), ways.count(Way.LEAVE)
        mails = count(refused if form.reason.toPlainText().strip() else 0, "courriel")
        parts = [
            count(issued, "demande générée", "demandes générées") if issued else "",
            f"{count(refused, 'demande refusée', 'demandes refusées')} ({mails})" if refused else "",
            count(left, "demande laissée à traiter", "demandes laissées à traiter") if left else "",
        ]
        form.hint.setText(f"{', '.join(filter(None, parts))}.")
        for widget in (form.reason, form.reason_label):
            widget.setVisible(refused > 0)
        self.adjustSize()

    def _on_all(self) -> None:
        way = self.form.all.currentData()
        for box in self.boxes.values():
            # A line that does not allow this way keeps its own choice.
            row = box.findData(way)
            if row >= 0:
                box.setCurrentIndex(row)

    def _on_confirmed(self) -> None:
        self.agreed.emit(self.choices(), self.form.reason.toPlainText().strip())
        self.accept()
