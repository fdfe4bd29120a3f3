"""What synchronises by itself while the program is open: a missed night, then every so many minutes if asked."""

from datetime import datetime, time, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from turbo_admin.core.french import NBSP
from turbo_admin.office.sync.planning import missed_night, next_planned, planning
from turbo_admin.ui.kit.memory import Memory
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.sync.sync_panel import Asker, SyncPanel

_KEY = "planning/every_minutes"
_LOOK_EVERY_MS = 30_000


def every_minutes(memory: Memory) -> int:
    """Return how often this PC synchronises while the program is open, 0 for never."""
    typed = memory.text(_KEY)
    return int(typed) if typed.isdigit() else 0


def remember_every(memory: Memory, minutes: int) -> None:
    """Keep how often this PC synchronises while the program is open, 0 for never."""
    memory.remember(_KEY, str(minutes))


class RegularSync(QObject):
    """Has the panel synchronise when nobody pressed anything.

    Args:
        panel: runs it.

    Signals:
        next_changed: when the next run is due.
            arg: for the status bar, in French.
    """

    next_changed = Signal(str)

    def __init__(self, place: Workplace, panel: SyncPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._place = place
        self._panel = panel
        self._at: time | None = None
        self._last = place.desk.now()
        panel.sync_finished.connect(self._on_finished)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def begin(self) -> None:
        """Find out what is planned, and catch up on a night that was missed."""
        desk = self._place.desk

        def act(_report: object) -> tuple[time | None, bool]:
            shown = planning(desk)
            return shown.at, missed_night(desk, shown)

        self._place.tasks.read(self, act, self._on_begun)

    def replan(self) -> None:
        """Find out again what is planned; it was changed."""
        desk = self._place.desk
        self._place.tasks.read(self, lambda _: planning(desk).at, self._on_planned)

    def look(self) -> None:
        """Synchronise if it is time to; while something else is written, it waits for the next look."""
        every = every_minutes(self._place.memory)
        due = self._last + timedelta(minutes=every)
        if every and due <= self._place.desk.now() and not self._place.tasks.is_busy:
            self._panel.start(Asker.CLOCK)
        self._tell()

    def _on_begun(self, found: tuple[time | None, bool]) -> None:
        at, missed = found
        self._on_planned(at)
        if missed:
            self._panel.start(Asker.OPENING)

    def _on_planned(self, at: time | None) -> None:
        self._at = at
        self._tell()

    def _on_finished(self) -> None:
        self._last = self._place.desk.now()
        self._tell()

    def _tell(self) -> None:
        next_run = self._next()
        clock = f"{next_run.astimezone():%H:%M}" if next_run else "non planifiée"
        self.next_changed.emit(f"Prochaine{NBSP}: {clock}")

    def _next(self) -> datetime | None:
        now, every = self._place.desk.now(), every_minutes(self._place.memory)
        known = [next_planned(self._at, now)] if self._at else []
        if every:
            known.append(max(self._last + timedelta(minutes=every), now))
        return min(known, default=None)
