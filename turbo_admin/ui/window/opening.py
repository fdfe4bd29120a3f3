"""Placeholder of the pages while the database opens, and the error when it cannot be opened."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.ui.forms.window.opening import Ui_Opening

# A text that is shown for less time only flickers.
_SAY_AFTER_MS = 250
# As `office.backup.rescue`, which the first window does not wait for.
_UNREADABLE = {"database_damaged", "database_not_ours"}


class OpeningView(QWidget):
    """Shown in the centre until there is a desk.

    Signals:
        retry_wanted, restore_wanted, leave_wanted: the buttons.
    """

    retry_wanted = Signal()
    restore_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = Ui_Opening()
        self._form.setupUi(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAY_AFTER_MS)
        self._label = ""
        self._timer.timeout.connect(lambda: self._form.heading.setText(f"{self._label}…"))
        self._form.retry.clicked.connect(self.retry_wanted)
        self._form.restore.clicked.connect(self.restore_wanted)
        self._form.leave.clicked.connect(self.leave_wanted)
        self.wait("Ouverture de la base")

    def wait(self, label: str) -> None:
        """Say what is being done with the base, if it takes long.

        Args:
            label: in French.
        """
        self._label = label
        self._timer.start()
        self._form.heading.clear()
        self._form.detail.clear()
        for button in (self._form.retry, self._form.restore, self._form.leave):
            button.hide()

    def fail(self, error: TurboError) -> None:
        """Show why the database cannot be opened."""
        self._timer.stop()
        self._form.heading.setText("La base ne peut pas être ouverte")
        self._form.detail.setText(str(error))
        self._form.retry.show()
        self._form.restore.setVisible(error.code in _UNREADABLE)
        self._form.leave.show()
        self._form.retry.setFocus()
