"""The choices of one line of « Accord avec le portail », below the list."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QWidget

from turbo_admin.core.french import NBSP
from turbo_admin.office.reconcile.lines import PlanLine
from turbo_admin.ui.forms.sync.agreement import Ui_Agreement
from turbo_admin.ui.kit.typed_signals import TypedSignal


class AgreementChoice(QObject):
    """Shows what may be chosen on the current line.

    Signals:
        chosen: another choice was made.
            args: PlanLine, the choice's value.
    """

    chosen = TypedSignal[PlanLine, str]()

    def __init__(self, form: Ui_Agreement, parent: QObject) -> None:
        super().__init__(parent)
        self._form = form
        self._line: PlanLine | None = None
        self._group: QButtonGroup | None = None
        self._shown: list[QWidget] = []
        form.choice.hide()

    def show(self, line: PlanLine | None, value: str) -> None:
        """Show a line's choices; the frame is hidden without a line.

        Args:
            value: of the choice that stands.
        """
        self._form.choice.setVisible(line is not None)
        if line is None:
            self._clear()
        elif line != self._line or self._group is None:
            self._clear()
            self._fill(line)
        self._line = line
        if line is not None and self._group is not None:
            for place, choice in enumerate(line.choices):
                self._group.button(place).setChecked(choice.value == value)

    def _fill(self, line: PlanLine) -> None:
        form = self._form
        form.choice_title.setText(" · ".join(part for part in (line.what, line.name, line.detail) if part))
        self._group = QButtonGroup(self)
        for place, choice in enumerate(line.choices):
            side = _side(line, place)
            button = QRadioButton(f"{side}{NBSP}: {choice.text}  →  {choice.proposed}", form.choice)
            button.setToolTip(choice.text)
            self._group.addButton(button, place)
            self._add(button)
        if not line.choices:
            for text in _sides(line):
                self._add(QLabel(text, form.choice))
        self._group.idClicked.connect(self._on_clicked)

    def _add(self, widget: QWidget) -> None:
        self._form.choice_box.addWidget(widget)
        self._shown.append(widget)

    def _on_clicked(self, place: int) -> None:
        if self._line is not None:
            self.chosen.emit(self._line, self._line.choices[place].value)

    def _clear(self) -> None:
        for widget in self._shown:
            widget.hide()
            widget.deleteLater()
        self._shown.clear()
        if self._group is not None:
            self._group.deleteLater()
        self._group = None


def _side(line: PlanLine, place: int) -> str:
    return "Au portail" if place == len(line.choices) - 1 else "Ici"


def _sides(line: PlanLine) -> list[str]:
    both = f"Ici{NBSP}: {line.here} · Au portail{NBSP}: {line.there}"
    return [both, f"Proposé{NBSP}: {line.proposed}"] if line.proposed else [both]
