"""The bars above a page: the last message, and the running act."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from turbo_admin.core.french import thousands
from turbo_admin.ui.kit.icons import picture
from turbo_admin.ui.kit.navigation import Destination
from turbo_admin.ui.kit.page import BarMessage, Tone
from turbo_admin.ui.kit.tasks import Job, Tasks
from turbo_admin.ui.kit.theme import Theme
from turbo_admin.ui.kit.typed_signals import TypedSignal

_ICONS = {
    Tone.GOOD: ("check-circle-fill", "certain"),
    Tone.WARNING: ("warning-fill", "probable"),
    Tone.TROUBLE: ("warning-circle-fill", "none"),
}
# An act that ends sooner needs no strip.
_SHOW_AFTER_MS = 250
_ICON = 18


class MessageBar(QFrame):
    """The last message, with an optional button that opens the page it is about.

    Signals:
        page_wanted: the sentence's button was pressed.
            arg: Destination.
    """

    page_wanted = TypedSignal[Destination]()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._message = BarMessage("")
        self.setProperty("part", "bar")
        self._icon, self._text = QLabel(self), QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._link, close = QPushButton(self), QPushButton("Fermer", self)
        for button in (self._link, close):
            button.setProperty("part", "link")
        _row(self, self._icon, self._text, self._link, close)
        self._link.clicked.connect(self._on_link)
        close.clicked.connect(self.hide)
        theme.changed.connect(self._paint_icon)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty when hidden."""
        return self._message.text if self.isVisible() else ""

    def show_message(self, message: BarMessage) -> None:
        """Show a message in place of the one before."""
        self._message = message
        self._text.setText(message.text)
        self._link.setText(message.link)
        self._link.setVisible(bool(message.link))
        self.setProperty("tone", message.tone.value)
        # A property used in a style sheet takes effect only when the style is polished again.
        self.style().polish(self)
        self._paint_icon()
        self.show()

    def settle(self) -> None:
        """Hide a message about success as another page is shown; warnings and errors stay until they are closed."""
        if self._message.tone is Tone.GOOD:
            self.hide()

    def on_succeeded(self, job: Job) -> None:
        """Hide what was said of an earlier act: it is over, and trouble beside success would be read as of this one."""
        # Synchronisations tell their troubles in their own panel, and run by themselves.
        if not job.panel:
            self.hide()

    def _paint_icon(self) -> None:
        name, token = _ICONS[self._message.tone]
        self._icon.setPixmap(picture(self._theme, name, token, _ICON, self.devicePixelRatioF()))

    def _on_link(self) -> None:
        self.hide()
        if self._message.opens is not None:
            self.page_wanted.emit(self._message.opens)


class BusyStrip(QFrame):
    """Label, progress and « Annuler » of the running act."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "busy")
        self._job: Job | None = None
        self._label, self._figures = QLabel(self), QLabel(self)
        self._figures.setProperty("part", "muted")
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Avancement")
        self._cancel = QPushButton("Annuler", self)
        _row(self, self._label, self._progress, self._figures, self._cancel)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOW_AFTER_MS)
        self._timer.timeout.connect(self.show)
        self._cancel.clicked.connect(self._on_cancel)
        tasks.started.connect(self._on_begun)
        tasks.progressed.connect(self._on_progressed)
        tasks.ended.connect(self._on_ended)
        self.hide()

    def _on_begun(self, job: Job) -> None:
        # One act at a time is shown; those that wait behind it begin when it ends.
        if job.panel or self._job is not None:
            return
        self._job = job
        self._label.setText(f"{job.label}…")
        self._figures.clear()
        # An empty range is Qt's way to show activity without a known end.
        self._progress.setRange(0, 0)
        self._cancel.setEnabled(True)
        self._timer.start()

    def _on_progressed(self, job: Job, step: str, done: int, total: int) -> None:
        # Signals of a job that ended may still be in the queue.
        if job is not self._job:
            return
        if step:
            self._label.setText(step)
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        self._figures.setText(f"{thousands(done)} sur {thousands(total)}" if total else "")

    def _on_ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._timer.stop()
            self.hide()

    def _on_cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            # The act stops at its next report, up to a few seconds later.
            self._cancel.setEnabled(False)
            self._label.setText("Arrêt en cours…")


def _row(frame: QFrame, *widgets: QWidget) -> None:
    row = QHBoxLayout(frame)
    row.setContentsMargins(12, 6, 8, 6)
    row.setSpacing(10)
    for widget in widgets:
        row.addWidget(widget)
