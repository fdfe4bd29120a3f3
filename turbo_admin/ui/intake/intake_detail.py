"""The pane below the requests: typed values beside the roster's, differences marked, and the history."""

from collections.abc import Sequence
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from turbo_admin.core.french import NBSP, count, short_time
from turbo_admin.core.matching.differences import Difference, Span
from turbo_admin.office.intake.detail import CandidateLine, ComparedField, RequestDetail
from turbo_admin.office.intake.lines import RequestStanding
from turbo_admin.ui.forms.intake.intake_detail import Ui_IntakeDetail
from turbo_admin.ui.kit.columns import wrapped
from turbo_admin.ui.kit.theme import Theme
from turbo_admin.ui.kit.typed_signals import TypedSignal

if TYPE_CHECKING:  # a class for mypy alone
    from turbo_admin.ui.kit.typed_signals import BoundSignal

_FIELDS = ("last", "first", "card", "email")
_HISTORY_SHOWN = 2
# As many as have a key, and are read without scrolling.
SHOWN_CANDIDATES = 4
# Shared by all candidates, so that the pane keeps its height from one request to the next.
_CANDIDATE_LINES = 8


class IntakeDetailPane(QFrame):
    """Shows one request in full.

    Args:
        theme: whose colour marks differences.

    Signals:
        choose_wanted, take_back_wanted, correct_wanted: the buttons.
            arg: RequestDetail, as shown.
        candidate_wanted: one of the diners listed.
            arg: its number, from 1.
    """

    choose_wanted = TypedSignal[RequestDetail]()
    take_back_wanted = TypedSignal[RequestDetail]()
    correct_wanted = TypedSignal[RequestDetail]()
    candidate_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.detail: RequestDetail | None = None
        self.form = Ui_IntakeDetail()
        self.form.setupUi(self)
        form = self.form
        form.choose.clicked.connect(lambda: self._emit_detail(self.choose_wanted))
        form.take_back.clicked.connect(lambda: self._emit_detail(self.take_back_wanted))
        form.email_button.clicked.connect(lambda: self._emit_detail(self.correct_wanted))
        self._candidates = (form.candidate1, form.candidate2, form.candidate3, form.candidate4)
        for number, button in enumerate(self._candidates, 1):
            button.clicked.connect(partial(self._on_candidate, number))
        form.history.installEventFilter(self)
        theme.changed.connect(self._on_theme_changed)
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self.detail = None
        for field in _FIELDS:
            self._row(field, ("", "", ""))
            self._set_accessible_names(field, ("", ""))
        self.form.alerts.hide()
        self.form.reasons.clear()
        self.form.history.clear()
        self.form.others.clear()
        for button in (self.form.choose, self.form.take_back, self.form.email_button):
            button.setEnabled(False)
        self.form.take_back.hide()
        self._show_candidates(())

    def show_detail(self, detail: RequestDetail) -> None:
        """Show a request."""
        self.detail = detail
        colour = self._theme.colours.probable
        for field, row in zip(_FIELDS, detail.rows, strict=True):
            self._row(field, (_marked(row.typed, colour), _roster(row, colour), escape(row.why)))
            self._set_accessible_names(
                field,
                (
                    _accessible(f"{row.label} saisi", row.typed),
                    _accessible(f"{row.label} au fichier", row.roster),
                ),
            )
        line, form = detail.line, self.form
        form.alerts.setText(_alerts(detail, colour))
        form.alerts.setVisible(bool(line.alerts))
        form.reasons.setText(_reasons(detail))
        form.history.setText(_history(detail))
        self._show_candidates(detail.candidates)
        is_open = line.state is RequestStanding.OPEN
        for button in (form.choose, form.take_back, form.email_button):
            button.setEnabled(is_open)
        form.choose.setText("Choisir un autre hôte…" if line.diner_id else "Choisir un hôte…")
        form.take_back.setVisible(is_open and bool(line.chosen_by))
        QTimer.singleShot(0, self, self._fit_candidates)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            # The width has changed: the candidates are elided again once the layout is done.
            QTimer.singleShot(0, self, self._fit_candidates)
        return super().eventFilter(watched, event)

    def _fit_candidates(self) -> None:
        if self.detail is not None:
            self._show_candidates(self.detail.candidates)

    def _show_candidates(self, candidates: Sequence[CandidateLine]) -> None:
        form, line = self.form, self.detail.line if self.detail else None
        width, most = form.history.width(), _lines_each(len(candidates))
        for number, button in enumerate(self._candidates, 1):
            button.setVisible(number <= len(candidates))
            if number <= len(candidates):
                one = candidates[number - 1]
                text = _candidate(number, one, is_chosen=bool(line and one.diner.id == line.diner_id))
                button.setText(wrapped(text, button.fontMetrics(), width, most))
                button.setAccessibleName(text)
                button.setToolTip(f"{text}\nTouche {number}{NBSP}: choisir cet hôte et cocher la ligne")
                button.setEnabled(line is not None and line.state is RequestStanding.OPEN)
        form.others.setText(_others(len(candidates)))
        form.others.setVisible(bool(form.others.text()))

    def _emit_detail(self, signal: "BoundSignal[RequestDetail]") -> None:
        if self.detail is not None:
            signal.emit(self.detail)

    def _on_candidate(self, number: int, _down: bool) -> None:
        self.candidate_wanted.emit(number)

    def _row(self, field: str, texts: tuple[str, str, str]) -> None:
        for side, text in zip(("typed", "roster", "why"), texts, strict=True):
            label: QLabel = getattr(self.form, f"{field}_{side}")
            label.setText(text)

    def _set_accessible_names(self, field: str, texts: tuple[str, str]) -> None:
        for side, text in zip(("typed", "roster"), texts, strict=True):
            label: QLabel = getattr(self.form, f"{field}_{side}")
            label.setAccessibleName(text)
            # A long one is cut where the pane is narrow.
            label.setToolTip(text)

    def _on_theme_changed(self) -> None:
        if self.detail is not None:
            self.show_detail(self.detail)


def _marked(spans: Sequence[Span], colour: str) -> str:
    # Every text is escaped: families type it, and labels show rich text.
    """Return rich text: what differs is bold, underlined and coloured, an accent underlined alone."""
    marks = {
        Difference.SAME: "{}",
        Difference.ACCENT: "<u>{}</u>",
        Difference.OTHER: f'<b style="color:{colour}"><u>{{}}</u></b>',
    }
    return "".join(marks[how].format(escape(text)) for text, how in spans)


def _accessible(label: str, spans: Sequence[Span]) -> str:
    """Return the same for screen readers, which read no colours: `Nom saisi : DUPOND ; diffère : « D »`."""
    text = "".join(span.text for span in spans) or "rien"
    for words, difference in (("diffère", Difference.OTHER), ("accent", Difference.ACCENT)):
        marked = [f"«{NBSP}{span.text}{NBSP}»" for span in spans if span.difference is difference]
        if marked:
            text += f"{NBSP}; {words}{NBSP}: {', '.join(marked)}"
    return f"{label}{NBSP}: {text}"


def _roster(row: ComparedField, colour: str) -> str:
    return _marked(row.roster, colour) or "—"


def _alerts(detail: RequestDetail, colour: str) -> str:
    """Return all alerts; the column of the list is too narrow for them."""
    alerts = detail.line.alerts
    label = "Alerte" if len(alerts) == 1 else "Alertes"
    return f'<span style="color:{colour}">{label}{NBSP}: {escape(", ".join(alerts))}</span>'


def _lines_each(candidates: int) -> int:
    """Return how many lines each candidate may take."""
    return _CANDIDATE_LINES // max(1, min(candidates, SHOWN_CANDIDATES))


def _reasons(detail: RequestDetail) -> str:
    asked_by = f"  {detail.asked_by}." if detail.asked_by else ""
    return f"{_judgement(detail)}{asked_by}  Référence {detail.reference}."


def _judgement(detail: RequestDetail) -> str:
    line = detail.line
    if line.chosen_by:
        return f"Hôte choisi à la main par {line.chosen_by}.  Demandeur {line.asker}{NBSP}: {line.requester_reason}."
    reasons = " ; ".join(detail.reasons).replace(" ;", f"{NBSP};")
    concordance = f"Concordance {line.degree}" + (f"{NBSP}: {reasons}" if reasons else "")
    return f"{concordance}.  Demandeur {line.asker}{NBSP}: {line.requester_reason}."


def _history(detail: RequestDetail) -> str:
    lines = [
        f"{short_time(line.at)}  {line.text}" + (f" ({line.who})" if line.who else "")
        for line in detail.history[-_HISTORY_SHOWN:]
    ]
    return "\n".join(lines)


def _candidate(number: int, one: CandidateLine, *, is_chosen: bool) -> str:
    """Return `1 ✓ MARTIN Lucas · 6 A · 0683-07750 — nom et prénom identiques`."""
    diner = one.diner
    parts = (diner.name, diner.class_name, diner.card)
    chosen = "✓ " if is_chosen else ""
    return f"{number}  {chosen}{' · '.join(part for part in parts if part)} — {', '.join(one.reasons)}"


def _others(candidates: int) -> str:
    if not candidates:
        return "Aucun hôte ne ressemble à cette demande."
    more = candidates - SHOWN_CANDIDATES
    return f"et {count(more, 'autre')}{NBSP}: Choisir un autre hôte…" if more > 0 else ""
