"""Asks what becomes of each line that is not issued without an answer: others have or want the account, or it cannot be."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from turbo_admin.core.french import NBSP, count
from turbo_admin.office.credentials.issue_questions import (
    ISSUES,
    IssueAnswer,
    IssueQuestion,
    Way,
    already_reason,
)
from turbo_admin.ui.forms.credentials.issue_questions import Ui_IssueQuestions
from turbo_admin.ui.kit.dialog import Dialog
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.kit.typed_signals import TypedSignal

# Height of a line in pixels, and how many are visible without scrolling at 1366×768.
_ROW_HEIGHT, _ROWS_SHOWN = 116, 3
_WORDS = {
    Way.OPEN: "Ouvrir un compte{more} pour {email}",
    Way.JOIN: "Rattacher au compte {login} de cette adresse",
    Way.RENEW: "Nouveau mot de passe provisoire pour {login}",
    Way.REFUSE: "Refuser, avec le motif ci-dessous",
    Way.LEAVE: "Laisser à traiter",
}
# Of somebody who has not asked: there is no request to answer.
_UNASKED = {
    Way.OPEN: "Ouvrir quand même un compte pour {email}",
    Way.JOIN: "Rattacher quand même au compte de {email}",
    Way.LEAVE: "Laisser de côté",
}
_FOR_ALL = {
    Way.OPEN: "Ouvrir un compte",
    Way.JOIN: "Rattacher au compte de l’adresse",
    Way.RENEW: "Nouveau mot de passe provisoire",
    Way.REFUSE: "Refuser",
    Way.LEAVE: "Laisser à traiter",
}


class IssueQuestionsDialog(Dialog):
    """Asks, line by line, what becomes of what is not issued without an answer.

    Args:
        lines: the questions; never none.
        others: how many other lines are issued as usual.
        unasked: whether the lines are diners whom nobody has asked an account for with this address.

    Signals:
        agreed: the clerk has chosen.
            args: the answers by `IssueQuestion.id`, the reason for the refused ones.
    """

    agreed = TypedSignal[dict[str, IssueAnswer], str]()

    def __init__(
        self,
        workplace: Workplace,
        lines: Sequence[IssueQuestion],
        others: int,
        parent: QWidget,
        *,
        unasked: bool = False,
    ) -> None:
        super().__init__(parent)
        self.form = Ui_IssueQuestions()
        self.form.setupUi(self)
        self._lines, self._others, self._unasked = lines, others, unasked
        self.boxes: dict[str, QComboBox] = {}
        self._set_texts()
        for line in lines:
            self._add(line, _UNASKED if unasked else _WORDS)
        self.form.rows_layout.addStretch(1)
        self.form.area.setMinimumHeight(_ROW_HEIGHT * min(len(lines), _ROWS_SHOWN))
        self._connect()
        self._show()
        next(iter(self.boxes.values())).setFocus()
        uais = [line.uai for line in lines if Way.REFUSE in line.ways]
        if uais:
            desk, uai = workplace.desk, uais[0]
            workplace.tasks.read(self, lambda _: already_reason(desk, uai), self.form.reason.setPlainText)

    def choices(self) -> dict[str, Way]:
        """Return what is chosen."""
        return {line: Way(box.currentData()) for line, box in self.boxes.items()}

    def _set_texts(self) -> None:
        form = self.form
        form.about.setText(_about(self._lines))
        as_usual = (
            count(self._others, "autre hôte aura son compte", "autres hôtes auront leur compte")
            if self._unasked
            else count(
                self._others, "autre ligne cochée sera générée", "autres lignes cochées seront générées"
            )
        )
        form.others.setText(f"{as_usual} comme d’habitude.")
        form.others.setVisible(self._others > 0)
        form.all.addItem("(au cas par cas)", None)
        # Only ways that at least one line allows.
        for way in Way:
            if any(way in line.ways for line in self._lines):
                form.all.addItem(_FOR_ALL[way], way.value)
        for widget in (form.all, form.all_label):
            widget.setVisible(len(self._lines) > 1)

    def _add(self, line: IssueQuestion, words: Mapping[Way, str]) -> None:
        row = QWidget(self.form.rows)
        layout = QVBoxLayout(row)
        layout.setContentsMargins(0, 8, 12, 8)
        layout.setSpacing(4)
        name = QLabel(line.diner, row)
        name.setProperty("part", "heading")
        name.setVisible(bool(line.diner))
        why = QLabel(_why(line, unasked=self._unasked), row)
        why.setProperty("part", "muted")
        why.setWordWrap(True)
        box = QComboBox(row)
        box.setAccessibleName(f"Que faire pour {line.diner}, {line.asked_by}")
        named = {
            "email": line.asked_by or "une feuille à remettre",
            "login": line.login,
            "more": " de plus," if line.holders else "",
        }
        for way in line.ways:
            box.addItem(words[way].format_map(named), way.value)
        for widget in (name, why, box):
            layout.addWidget(widget)
        self.form.rows_layout.addWidget(row)
        self.boxes[line.id] = box

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
            self._issued_text(issued) if issued else "",
            f"{count(refused, 'demande refusée', 'demandes refusées')} ({mails})" if refused else "",
            self._left_text(left) if left else "",
        ]
        form.hint.setText(f"{', '.join(filter(None, parts))}.")
        for widget in (form.reason, form.reason_label):
            widget.setVisible(refused > 0)
        self.adjustSize()

    def _issued_text(self, number: int) -> str:
        if self._unasked:
            return count(number, "hôte aura un compte", "hôtes auront un compte")
        return count(number, "demande générée", "demandes générées")

    def _left_text(self, number: int) -> str:
        if self._unasked:
            return count(number, "hôte laissé de côté", "hôtes laissés de côté")
        return count(number, "demande laissée à traiter", "demandes laissées à traiter")

    def _on_all(self) -> None:
        way = self.form.all.currentData()
        for box in self.boxes.values():
            # A line that does not allow this way keeps its own choice.
            row = box.findData(way)
            if row >= 0:
                box.setCurrentIndex(row)

    def _on_confirmed(self) -> None:
        ways = self.choices()
        answers = {line.id: line.answered(ways[line.id]) for line in self._lines}
        self.agreed.emit(answers, self.form.reason.toPlainText().strip())
        self.accept()


def _about(lines: Sequence[IssueQuestion]) -> str:
    """Return what is asked: who else has or wants the account, then what cannot be issued."""
    stuck = sum(line.problem is not None for line in lines)
    shared = len(lines) - stuck
    claimed = count(
        shared,
        "ligne concerne un hôte qui a déjà un compte, ou que plusieurs personnes demandent",
        "lignes concernent des hôtes qui ont déjà un compte, ou que plusieurs personnes demandent",
    )
    impossible = count(stuck, "ligne ne peut pas être générée", "lignes ne peuvent pas être générées")
    parts = [claimed if shared else "", impossible if stuck else ""]
    return f"{' ; '.join(filter(None, parts)).replace(' ;', f'{NBSP};')}{NBSP}: que faut-il faire{NBSP}?"


def _why(line: IssueQuestion, *, unasked: bool) -> str:
    """Return who asks and who else has or wants the account, by name; or why the line cannot be issued."""
    if line.problem is not None:
        return f"Demandé par {line.asked_by}. {line.problem}" if line.asked_by else str(line.problem)
    by = f"{'Compte pour' if unasked else 'Demandé par'} {line.asked_by} ({line.asker})."
    parts = [
        by if line.asked_by else "Compte par feuille à remettre.",
        f"Déjà{NBSP}: {_joined(line.holders)}." if line.holders else "",
        f"Demandé {'' if unasked else 'aussi '}par{NBSP}: {_joined(line.others)}." if line.others else "",
    ]
    return " ".join(filter(None, parts))


def _joined(names: Sequence[str]) -> str:
    return f"{NBSP}; ".join(names)
