"""Placeholder of the pages while the database opens, and the error when it cannot be opened."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.ui.forms.window.opening import Ui_Opening

# A text that is shown for less time only flickers.
_SAY_AFTER_MS = 250


class OpeningView(QWidget):
    """Shown in the centre until there is a desk.

    Signals:
        retry_wanted, leave_wanted: the buttons.
    """

    retry_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = Ui_Opening()
        self._form.setupUi(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAY_AFTER_MS)
        self._timer.timeout.connect(lambda: self._form.heading.setText("Ouverture de la base…"))
        self._form.retry.clicked.connect(self.retry_wanted)
        self._form.leave.clicked.connect(self.leave_wanted)
        self.wait()

    def wait(self) -> None:
        """Show that the database is being opened, if it takes longer than `_SAY_AFTER_MS`."""
        self._timer.start()
        self._form.heading.clear()
        self._form.detail.clear()
        self._form.retry.hide()
        self._form.leave.hide()

    def fail(self, error: TurboError) -> None:
        """Show why the database cannot be opened."""
        self._timer.stop()
        self._form.heading.setText("La base ne peut pas être ouverte")
        self._form.detail.setText(str(error))
        self._form.retry.show()
        self._form.leave.show()
        self._form.retry.setFocus()
