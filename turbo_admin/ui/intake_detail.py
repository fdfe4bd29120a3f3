"""The pane below the requests: typed and roster side by side, differences marked, history."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from turbo_admin.core.differences import Difference, Span
from turbo_admin.core.french import NBSP, short_time
from turbo_admin.office.detail import Compared, RequestDetail
from turbo_admin.office.intake_lines import State
from turbo_admin.ui.forms.intake_detail import Ui_IntakeDetail
from turbo_admin.ui.theme import Theme

_FIELDS = ("last", "first", "card", "email")
_HISTORY_SHOWN = 5


class IntakeDetailPane(QFrame):
    """Shows one request in full.

    Args:
        theme: whose colour marks differences.

    Signals:
        choose_wanted, take_back_wanted, correct_wanted: the buttons.
            arg: RequestDetail, as shown.
    """

    choose_wanted = Signal(object)
    take_back_wanted = Signal(object)
    correct_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.detail: RequestDetail | None = None
        self.form = Ui_IntakeDetail()
        self.form.setupUi(self)
        self.form.choose.clicked.connect(lambda: self.choose_wanted.emit(self.detail))
        self.form.take_back.clicked.connect(lambda: self.take_back_wanted.emit(self.detail))
        self.form.email_button.clicked.connect(lambda: self.correct_wanted.emit(self.detail))
        theme.changed.connect(self._on_theme_changed)
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self.detail = None
        for field in _FIELDS:
            self._row(field, ("", "", ""))
            self._tell(field, ("", ""))
        self.form.reasons.clear()
        self.form.history.clear()
        self.form.others.clear()
        for button in (self.form.choose, self.form.take_back, self.form.email_button):
            button.setEnabled(False)
        self.form.take_back.hide()

    def show_detail(self, detail: RequestDetail) -> None:
        """Show a request."""
        self.detail = detail
        colour = self._theme.colours.probable
        for field, row in zip(_FIELDS, detail.rows, strict=True):
            self._row(field, (_marked(row.typed, colour), _roster(row, colour), escape(row.why)))
            self._tell(
                field, (_told(f"{row.label} saisi", row.typed), _told(f"{row.label} au fichier", row.roster))
            )
        line, form = detail.line, self.form
        form.reasons.setText(_reasons(detail))
        form.history.setText(_history(detail))
        form.others.setText(_others(detail))
        is_open = line.state is State.OPEN
        for button in (form.choose, form.take_back, form.email_button):
            button.setEnabled(is_open)
        form.choose.setText("Choisir un autre hôte…" if line.diner_id else "Choisir un hôte…")
        form.take_back.setVisible(is_open and bool(line.chosen_by))

    def _row(self, field: str, texts: tuple[str, str, str]) -> None:
        for side, text in zip(("typed", "roster", "why"), texts, strict=True):
            label: QLabel = getattr(self.form, f"{field}_{side}")
            label.setText(text)

    def _tell(self, field: str, texts: tuple[str, str]) -> None:
        for side, text in zip(("typed", "roster"), texts, strict=True):
            label: QLabel = getattr(self.form, f"{field}_{side}")
            label.setAccessibleName(text)

    def _on_theme_changed(self) -> None:
        if self.detail is not None:
            self.show_detail(self.detail)


def _marked(spans: Sequence[Span], colour: str) -> str:
    """Return rich text: what differs is bold, underlined and coloured, an accent underlined alone."""
    marks = {
        Difference.SAME: "{}",
        Difference.ACCENT: "<u>{}</u>",
        Difference.OTHER: f'<b style="color:{colour}"><u>{{}}</u></b>',
    }
    return "".join(marks[how].format(escape(text)) for text, how in spans)


def _told(label: str, spans: Sequence[Span]) -> str:
    """Say the same for who does not see it: `Nom saisi : DUPOND ; diffère : « D »`."""
    text = "".join(span.text for span in spans) or "rien"
    for words, difference in (("diffère", Difference.OTHER), ("accent", Difference.ACCENT)):
        marked = [f"«{NBSP}{span.text}{NBSP}»" for span in spans if span.difference is difference]
        if marked:
            text += f"{NBSP}; {words}{NBSP}: {', '.join(marked)}"
    return f"{label}{NBSP}: {text}"


def _roster(row: Compared, colour: str) -> str:
    return _marked(row.roster, colour) or "—"


def _reasons(detail: RequestDetail) -> str:
    line = detail.line
    if line.chosen_by:
        return (
            f"Hôte choisi à la main par {line.chosen_by}.  Demandeur {line.asker}{NBSP}: {line.asker_reason}."
        )
    reasons = " ; ".join(detail.reasons).replace(" ;", f"{NBSP};")
    concordance = f"Concordance {line.degree}" + (f"{NBSP}: {reasons}" if reasons else "")
    return f"{concordance}.  Demandeur {line.asker}{NBSP}: {line.asker_reason}."


def _history(detail: RequestDetail) -> str:
    lines = [
        f"{short_time(line.at)}  {line.text}" + (f" ({line.who})" if line.who else "")
        for line in detail.history[-_HISTORY_SHOWN:]
    ]
    return "\n".join(lines)


def _others(detail: RequestDetail) -> str:
    others = sum(1 for one in detail.candidates if one.diner.id != detail.line.diner_id)
    if not others:
        return "aucun autre candidat"
    return "1 autre candidat" if others == 1 else f"{others} autres candidats"
