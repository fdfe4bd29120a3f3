"""Notices what another PC, or the night's own run, has done to the base that this window shows."""

from PySide6.QtCore import QObject, QTimer, Signal

from turbo_admin.core.errors import TurboError
from turbo_admin.office.journal.sentences import last_act
from turbo_admin.ui.kit.page import Workplace

_LOOK_EVERY_MS = 4_000


class Elsewhere(QObject):
    """Looks every few seconds whether anything was done.

    Signals:
        happened: something was, here or elsewhere.
    """

    happened = Signal()

    def __init__(self, place: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._place = place
        self._last = -1
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        # At once: what is done before the first look would be taken for what was there.
        QTimer.singleShot(0, self._read)

    def look(self) -> None:
        """Look now, unless something runs: what it does is shown when it ends."""
        if self._place.tasks.is_idle:
            self._read()

    def _read(self) -> None:
        desk = self._place.desk
        self._place.tasks.read(self, lambda _: last_act(desk), self._on_looked, _keep_quiet)

    def _on_looked(self, last: int) -> None:
        before, self._last = self._last, last
        if before not in {-1, last}:
            self.happened.emit()


def _keep_quiet(_error: TurboError) -> None:
    """A base that cannot be read at this moment is told by whoever wants something of it."""
