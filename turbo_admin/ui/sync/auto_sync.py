"""Starts synchronisations while the program is open: after a missed night, at an interval, and until mails have left."""

from datetime import datetime, time, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from turbo_admin.core.french import NBSP
from turbo_admin.office.sync.planning import missed_night, next_planned, planning
from turbo_admin.ui.kit.memory import Memory
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.sync.sync_panel import SyncPanel, SyncTrigger

_KEY = "planning/every_minutes"
# Often enough to be punctual to half a minute; a check reads no database.
_CHECK_EVERY_MS = 30_000
# Seconds after a run at which the portal is asked what became of the mails that wait: most leave within a minute.
_MAILS_AFTER_SECONDS = (30, 60, 120, 300)


def every_minutes(memory: Memory) -> int:
    """Return how often this PC synchronises while the program is open, 0 for never."""
    typed = memory.text(_KEY)
    return int(typed) if typed.isdigit() else 0


def remember_every(memory: Memory, minutes: int) -> None:
    """Keep how often this PC synchronises while the program is open, 0 for never."""
    memory.remember(_KEY, str(minutes))


class AutoSync(QObject):
    """Starts synchronisations at an interval, after mails were asked for, and at the start when the night was missed.

    Args:
        panel: runs it.

    Signals:
        next_changed: when the next run is due.
            arg: for the status bar, in French.
    """

    next_changed = Signal(str)

    def __init__(self, workplace: Workplace, panel: SyncPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._panel = panel
        self._at: time | None = None
        # Mails of which nobody has heard that they left, and how often the portal was asked since more were asked for.
        self._mails, self._mail_runs = 0, 0
        # From the opening: the first interval is waited for.
        self._last = workplace.desk.now()
        panel.sync_finished.connect(self._on_finished)
        self._timer = QTimer(self)
        self._timer.setInterval(_CHECK_EVERY_MS)
        self._timer.timeout.connect(self.check)
        self._timer.start()

    def begin(self) -> None:
        """Find out what is planned, and catch up on a night that was missed."""
        desk = self._workplace.desk

        def act(_report: object) -> tuple[time | None, bool]:
            shown = planning(desk)
            return shown.at, missed_night(desk, shown)

        self._workplace.tasks.read(self, act, self._on_begun)

    def replan(self) -> None:
        """Find out again what is planned; it was changed."""
        desk = self._workplace.desk
        self._workplace.tasks.read(self, lambda _: planning(desk).at, self._on_planned)

    def follow_mails(self, waiting: int) -> None:
        """Ask the portal a few times what became of mails, so that « en attente » turns « envoyé » by itself.

        Args:
            waiting: how many have been asked for, and are not known to have left.
        """
        if waiting > self._mails:
            self._mail_runs = 0
        self._mails = waiting

    def check(self) -> None:
        """Synchronise if it is time to; while something else is written, it waits for the next check."""
        every = every_minutes(self._workplace.memory)
        # A manual run counts too, as `_on_finished` sets `_last`.
        since = self._workplace.desk.now() - self._last
        follows = self._mails > 0 and self._mail_runs < len(_MAILS_AFTER_SECONDS)
        mails_due = follows and since >= timedelta(seconds=_MAILS_AFTER_SECONDS[self._mail_runs])
        is_due = mails_due or (every > 0 and since >= timedelta(minutes=every))
        if is_due and not self._workplace.tasks.is_busy:
            self._mail_runs += 1
            self._panel.start(SyncTrigger.CLOCK)
        self._show_next()

    def _on_begun(self, found: tuple[time | None, bool]) -> None:
        at, missed = found
        self._on_planned(at)
        if missed:
            self._panel.start(SyncTrigger.OPENING)

    def _on_planned(self, at: time | None) -> None:
        self._at = at
        self._show_next()

    def _on_finished(self) -> None:
        self._last = self._workplace.desk.now()
        self._show_next()

    def _show_next(self) -> None:
        next_run = self._next()
        clock = f"{next_run.astimezone():%H:%M}" if next_run else "non planifiée"
        self.next_changed.emit(f"Prochaine{NBSP}: {clock}")

    def _next(self) -> datetime | None:
        now, every = self._workplace.desk.now(), every_minutes(self._workplace.memory)
        known = [next_planned(self._at, now)] if self._at else []
        if every:
            # Overdue while something is written: « now », not an hour in the past.
            known.append(max(self._last + timedelta(minutes=every), now))
        return min(known, default=None)
