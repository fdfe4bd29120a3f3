"""The copy of each day, made while the program is open."""

from PySide6.QtCore import QObject, QTimer, Signal

from turbo_admin.office.backup.daily import DailyCopy, copy_if_due
from turbo_admin.ui.kit.page import Workplace

# Once what the clerk waits for is there.
_FIRST_AFTER_MS = 5_000
# A program that stays open for days copies each of them.
_CHECK_EVERY_MS = 3_600_000


class DailyCopies(QObject):
    """Has the day's copy made, and says whether it could be.

    Attributes:
        failure: of the last one, in French; empty for none.

    Signals:
        checked: the day's copy was made, was there already, or failed.
            arg: the failure, empty for none.
    """

    checked = Signal(str)

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self.failure = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_CHECK_EVERY_MS)
        self._timer.timeout.connect(self.check)

    def begin(self) -> None:
        """Check soon, and then every hour."""
        QTimer.singleShot(_FIRST_AFTER_MS, self, self.check)
        self._timer.start()

    def check(self) -> None:
        """Make the day's copy if it is due; while something else is written, it waits for the next check."""
        if self._workplace.tasks.is_busy:
            QTimer.singleShot(_FIRST_AFTER_MS, self, self.check)
            return
        desk = self._workplace.desk
        self._workplace.tasks.write(
            self, lambda _: copy_if_due(desk), self._on_done, label="Copie de la base"
        )

    def _on_done(self, done: DailyCopy) -> None:
        self.failure = done.failure
        self.checked.emit(done.failure)
