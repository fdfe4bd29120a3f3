"""Polls for changes that another PC, or the nightly run, made to the database that this window shows."""

from PySide6.QtCore import QObject, QTimer, Signal

from turbo_admin.core.errors import TurboError
from turbo_admin.office.journal.sentences import last_act
from turbo_admin.ui.kit.page import Workplace

# One row is read each time, on the thread for reads.
_POLL_EVERY_MS = 4_000


class OtherPcs(QObject):
    """Reads the number of the newest act in the journal every few seconds.

    Signals:
        happened: the number has changed: something was done, on this PC or another.
    """

    happened = Signal()

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._last = -1
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_EVERY_MS)
        self._timer.timeout.connect(self.poll)
        self._timer.start()
        # At once: an act before the first reading would be part of the first number, and go unnoticed.
        QTimer.singleShot(0, self._read)

    def poll(self) -> None:
        """Read it now, unless a task runs: its page is refreshed when it ends."""
        if self._workplace.tasks.is_idle:
            self._read()

    def _read(self) -> None:
        desk = self._workplace.desk
        self._workplace.tasks.read(self, lambda _: last_act(desk), self._on_read, _ignore)

    def _on_read(self, last: int) -> None:
        before, self._last = self._last, last
        # -1: the first reading has nothing to compare with.
        if before not in {-1, last}:
            self.happened.emit()


def _ignore(_error: TurboError) -> None:
    """Show nothing: a database that cannot be read is reported by the clerk's next act, not every four seconds."""
