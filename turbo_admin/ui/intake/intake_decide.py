"""Keyboard decisions on requests: a digit takes a candidate, S skips, R refuses; each moves to the next request."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView

from turbo_admin.core.french import NBSP
from turbo_admin.office.intake.lines import RequestLine, RequestStanding
from turbo_admin.ui.intake.intake_acts import IntakeActs
from turbo_admin.ui.intake.intake_detail import SHOWN_CANDIDATES, IntakeDetailPane
from turbo_admin.ui.intake.intake_follow import IntakeFollower
from turbo_admin.ui.intake.intake_model import RequestsModel
from turbo_admin.ui.kit.columns import choose_row, current_row, selected_rows
from turbo_admin.ui.kit.page import BarMessage, Tone
from turbo_admin.ui.kit.typed_signals import TypedSignal

# What the keys 1 to 4 of an AZERTY keyboard send without Shift.
_FRENCH_DIGITS = dict(zip("&é\"'", range(1, SHOWN_CANDIDATES + 1), strict=True))


class IntakeDecider(QObject):
    """Decides the current line, and goes on.

    A line is decided when it is ticked, refused or issued.

    Signals:
        message_raised: a sentence for the message bar.
            arg: BarMessage.
    """

    message_raised = TypedSignal[BarMessage]()

    def __init__(
        self,
        table: QTableView,
        model: RequestsModel,
        pane: IntakeDetailPane,
        follower: IntakeFollower,
        acts: IntakeActs,
    ) -> None:
        super().__init__(table)
        self._table, self._model, self._pane = table, model, pane
        self._follower, self._acts = follower, acts
        # The request whose diner is being written; its line is ticked once it is.
        self._deciding = ""
        self._keys: dict[str, Callable[[], None]] = {"s": self.go_on, "r": self.refuse}
        pane.candidate_wanted.connect(self.take)
        acts.line_changed.connect(self._on_line_changed)
        acts.changed.connect(self._on_changed)
        table.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._table and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event.text().lower()) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def take(self, number: int) -> None:
        """Attach the current line to a candidate, tick it, and go on; nothing while its detail has not been read.

        Args:
            number: of the candidate, from 1, as listed.
        """
        # Only for the detail of the current line: nobody may take a candidate that is not on the screen.
        line, detail = self._current(), self._pane.detail
        if line is None or line.state is not RequestStanding.OPEN or self._deciding:
            return
        if detail is None or detail.line.id != line.id:
            return
        if number > min(len(detail.candidates), SHOWN_CANDIDATES):
            self.message_raised.emit(
                BarMessage(f"Il n’y a pas de candidat {number} pour cette demande.", Tone.WARNING)
            )
            return
        diner_id = detail.candidates[number - 1].diner.id
        if line.diner_id == diner_id:
            self._tick_and_go_on(line)
            return
        # The tick follows in `_on_line_changed`, when the office has stored the choice.
        self._deciding = line.id
        self._acts.choose(line.id, diner_id)

    def refuse(self) -> None:
        """Ask for the reason why the chosen lines are refused; the next line to decide is the current one then."""
        lines = [line for line in self._chosen() if line.state is RequestStanding.OPEN]
        if lines:
            after = self._next({line.id for line in lines})
            self._acts.ask_refusal(lines, lambda: self._follower.aim(after.id) if after else None)

    def go_on(self) -> None:
        """Go to the next line to decide, from the top again after the last one."""
        line = self._next(set())
        if line is not None:
            choose_row(self._table, self._model.requests.row_of(line.id))
        else:
            self.message_raised.emit(
                BarMessage(
                    f"Toutes les lignes affichées sont décidées{NBSP}: Ctrl+G génère les identifiants des lignes cochées."
                )
            )

    def _press(self, key: str) -> bool:
        number = int(key) if key.isdecimal() and len(key) == 1 else _FRENCH_DIGITS.get(key, 0)
        if number:
            self.take(number)
            return True
        if key in self._keys:
            self._keys[key]()
            return True
        return False

    def _tick_and_go_on(self, line: RequestLine) -> None:
        requests = self._model.requests
        if not requests.is_ticked(line):
            self._model.toggle([requests.row_of(line.id)])
        self.go_on()

    def _on_line_changed(self, line: RequestLine) -> None:
        if line.id == self._deciding:
            self._deciding = ""
            if line.tickable:
                self._tick_and_go_on(line)

    def _on_changed(self) -> None:
        # The list was read again, so the answer that was waited for may never come.
        self._deciding = ""

    def _current(self) -> RequestLine | None:
        return self._model.requests.line(current_row(self._table))

    def _chosen(self) -> Sequence[RequestLine]:
        lines = (self._model.requests.line(row) for row in selected_rows(self._table))
        return [line for line in lines if line is not None]

    def _next(self, without: set[str]) -> RequestLine | None:
        """Return the next line to decide after the current one, None when there is none."""
        requests, here = self._model.requests, current_row(self._table)
        # From the line below to the end, then from the top to the current one.
        for row in (*range(here + 1, len(requests)), *range(here + 1)):
            line = requests.line(row)
            if (
                line is not None
                and line.state is RequestStanding.OPEN
                and line.id not in without
                and not requests.is_ticked(line)
            ):
                return line
        return None
