"""The questions of an import plan: who a doubtful row is, and what else the clerk has to agree to."""

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QRadioButton, QWidget

from turbo_admin.core.french import NBSP
from turbo_admin.core.roster.identity import Doubt
from turbo_admin.office.roster.plan import Action, IdentityQuestion, ImportPlan, Sameness
from turbo_admin.ui.forms.roster.roster_import import Ui_RosterImport

# « Nothing is written » comes first and is the default: a wrong match shows a child to another family.
_ANSWERS: tuple[tuple[Sameness | None, str], ...] = (
    (None, "Ne rien écrire pour ces hôtes"),
    (Sameness.OTHERS, "Ce sont d’autres personnes"),
    (Sameness.SAME, "Ce sont les mêmes personnes"),
)
_OF_ONE: tuple[tuple[Sameness | None, str], ...] = (
    (None, "Ne rien écrire pour cet hôte"),
    (Sameness.OTHERS, "C’est une autre personne"),
    (Sameness.SAME, "C’est la même personne"),
)
_REMEMBERED = f"Réponse donnée pour un fichier du même genre{NBSP}; elle peut être changée ici."


class RosterQuestions(QObject):
    """Shows the questions of a plan, each with its answers.

    Args:
        form: of the page; its frame `questions` is filled.

    Attributes:
        answers: what the clerk has said of the files at hand; None takes an earlier answer back.

    Signals:
        answered: another answer was chosen; the plan has to be made again.
    """

    answered = Signal()

    def __init__(self, form: Ui_RosterImport) -> None:
        super().__init__(form.questions)
        self._form = form
        self.answers: dict[Doubt, Sameness | None] = {}
        self._shown: list[QWidget] = []
        form.questions.hide()

    def forget(self) -> None:
        """Begin with other files."""
        self.answers = {}

    def show(self, plan: ImportPlan | None, without: Collection[int] = ()) -> None:
        """Show the questions of a plan; None for none.

        Args:
            without: places of rows that are unticked.
        """
        self._clear()
        identities = plan.identity_questions if plan is not None else ()
        others = plan.questions_of_files(without) if plan is not None else ()
        for one in identities:
            self._add_identity(one)
        for text in others:
            self._add(_label(text))
        self._form.questions.setVisible(bool(identities or others))

    def _clear(self) -> None:
        for widget in self._shown:
            # Hidden at once: deleteLater() runs only when control returns to the event loop.
            widget.hide()
            widget.deleteLater()
        self._shown.clear()

    def _add_identity(self, question: IdentityQuestion) -> None:
        self._add(_label(question.text, heading=True))
        holder = QWidget(self._form.questions)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        group = QButtonGroup(holder)
        for answer, text in _OF_ONE if len(question.rows) == 1 else _ANSWERS:
            button = QRadioButton(text, holder)
            button.setAccessibleDescription(question.text)
            button.setChecked(question.answer is answer)
            button.clicked.connect(partial(self._on_answer, question.doubt, answer))
            group.addButton(button)
            row.addWidget(button)
        if question.answer is None:
            row.addWidget(self._link())
        if question.is_remembered:
            row.addWidget(_label(_REMEMBERED, muted=True))
        row.addStretch(1)
        self._add(holder)

    def _add(self, widget: QWidget) -> None:
        self._form.questions_list.addWidget(widget)
        self._shown.append(widget)

    def _link(self) -> QPushButton:
        link = QPushButton("Voir ces lignes", self._form.questions)
        link.setProperty("part", "link")
        link.clicked.connect(self._show_lines)
        return link

    def _show_lines(self) -> None:
        chosen = self._form.filter.findData(Action.ASK)
        if chosen >= 0:
            self._form.filter.setCurrentIndex(chosen)
        self._form.rows.setFocus()

    def _on_answer(self, doubt: Doubt, answer: Sameness | None, _checked: bool = False) -> None:
        self.answers[doubt] = answer
        self.answered.emit()


def _label(text: str, *, heading: bool = False, muted: bool = False) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(not muted)
    # Names from the file: rich text would interpret them.
    label.setTextFormat(Qt.TextFormat.PlainText)
    if heading or muted:
        label.setProperty("part", "heading" if heading else "muted")
    return label
