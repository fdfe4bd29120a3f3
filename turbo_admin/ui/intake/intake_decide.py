"""Keyboard decisions on requests: a digit takes a candidate, S skips, R refuses; each moves to the next request."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QTableView

from turbo_admin.core.french import NBSP
from turbo_admin.office.intake.lines import RequestLine, RequestStanding
from turbo_admin.ui.intake.intake_acts import IntakeActs
from turbo_admin.ui.intake.intake_detail import SHOWN_CANDIDATES, IntakeDetailPane
from turbo_admin.ui.intake.intake_follow import IntakeFollower
from turbo_admin.ui.intake.intake_model import RequestsModel
from turbo_admin.ui.intake.key_queue import KeyQueue
from turbo_admin.ui.kit.columns import choose_row, current_row, selected_rows
from turbo_admin.ui.kit.page import BarMessage, Tone
from turbo_admin.ui.kit.typed_signals import TypedSignal

# What the keys 1 to 4 of an AZERTY keyboard send without Shift.
_FRENCH_DIGITS = dict(zip("&é\"'", range(1, SHOWN_CANDIDATES + 1), strict=True))
# After these the keys that still wait might meet another line than they were meant for.
_LEAVES = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.Hide})


class IntakeDecider(QObject):
    """Decides the current line, and goes on.

    A line is decided when it is ticked, refused or issued. Keys pressed before the next line is shown wait for it, so
    that each decides a line of its own.

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
        # Those that are being refused; they are decided, though the list shows them until it is read again.
        self._refusing: frozenset[str] = frozenset()
        self._queue = KeyQueue(self._is_ready)
        self._keys: dict[str, Callable[[], None]] = {"s": self.go_on, "r": self.refuse}
        pane.candidate_wanted.connect(self.take)
        follower.detail_shown.connect(self._queue.run)
        follower.detail_failed.connect(self._queue.clear)
        acts.line_changed.connect(self._on_line_changed)
        acts.changed.connect(self._on_changed)
        model.modelReset.connect(self._on_reset)
        table.installEventFilter(self)
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._table and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event) or super().eventFilter(watched, event)
        if event.type() in _LEAVES:
            self._queue.clear()
        return super().eventFilter(watched, event)

    def after_keys(self, act: Callable[[], object], *, decides: bool = False) -> None:
        """Run an act once the keys pressed before it have done theirs.

        Args:
            decides: whether it is about the line that those lead to.
        """
        self._queue.add(act, decides=decides)

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
            if self._queue:
                # The keys behind it were meant for the lines behind this one.
                self.go_on()
            return
        diner_id = detail.candidates[number - 1].diner.id
        if line.diner_id == diner_id:
            self._tick_and_go_on(line)
            return
        # The tick follows in `_on_line_changed`, when the office has stored the choice.
        self._deciding = line.id
        self._acts.choose(line.id, diner_id)

    def refuse(self) -> None:
        """Ask for the reason why the current line is refused, or all that are highlighted."""
        self.refuse_lines(self._chosen())

    def refuse_lines(self, chosen: Sequence[RequestLine]) -> None:
        """Ask for the reason why lines are refused; the next line to decide is the current one then."""
        lines = [line for line in chosen if line.state is RequestStanding.OPEN]
        if lines:
            after = self._next({line.id for line in lines})
            dialog = self._acts.ask_refusal(lines, lambda: self._on_refusing(lines, after))
            # What was pressed meanwhile waits for the answer, and for the next line where there is one.
            dialog.finished.connect(self._queue.run)

    def go_on(self) -> None:
        """Go to the next line to decide, from the top again after the last one."""
        line = self._next(set())
        if line is not None:
            choose_row(self._table, self._model.requests.row_of(line.id))
        else:
            self._queue.forget_decisions()
            self.message_raised.emit(
                BarMessage(
                    f"Toutes les lignes affichées sont décidées{NBSP}: Ctrl+G génère les identifiants des lignes cochées."
                )
            )

    def _press(self, event: QKeyEvent) -> bool:
        key = event.text().lower()
        number = int(key) if key.isdecimal() and len(key) == 1 else _FRENCH_DIGITS.get(key, 0)
        if number:
            self._queue.add(partial(self.take, number), on_detail=True)
            if self._queue:
                self._follower.read_at_once()
            return True
        if key in self._keys:
            self._queue.add(self._keys[key])
            return True
        if self._queue:
            # An arrow key moves from the line that the keys before it lead to.
            again = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())
            self._queue.add(lambda: QApplication.sendEvent(self._table, again))
            return True
        return False

    def _is_ready(self, on_detail: bool) -> bool:
        """Whether the next key may act: nothing is being stored or asked, and the current line is shown if need be."""
        line, detail = self._current(), self._pane.detail
        if self._deciding or QApplication.activeModalWidget() is not None:
            return False
        if line is not None and line.id in self._refusing:
            return False
        return not on_detail or line is None or (detail is not None and detail.line.id == line.id)

    def _tick_and_go_on(self, line: RequestLine) -> None:
        requests = self._model.requests
        if not requests.is_ticked(line):
            self._model.toggle([requests.row_of(line.id)])
        self.go_on()

    def _on_line_changed(self, line: RequestLine) -> None:
        if line.id == self._deciding:
            self._deciding = ""
            # Before it is ticked: a line that had no diner could not be.
            self._model.replace(line)
            if line.tickable:
                self._tick_and_go_on(line)
            if self._queue:
                self._follower.read_at_once()
            self._queue.run()

    def _on_changed(self) -> None:
        if self._deciding:
            # It was not stored, and the list is read again: which line each key was meant for is no longer sure.
            self._deciding = ""
            self._queue.clear()

    def _on_refusing(self, lines: Sequence[RequestLine], after: RequestLine | None) -> None:
        self._refusing = frozenset(line.id for line in lines)
        if after is not None:
            self._follower.aim(after.id)

    def _on_reset(self) -> None:
        self._refusing = frozenset()
        if self._queue:
            self._follower.read_at_once()
            self._queue.run()

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
