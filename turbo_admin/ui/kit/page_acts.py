"""The base of what the clerk does on a page: acts that run as tasks, and signals for what they changed."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.ui.kit.page import BarMessage, Tone, Workplace
from turbo_admin.ui.kit.typed_signals import TypedSignal


class PageActs(QObject):
    """Asks, runs acts, and reports.

    Args:
        workplace: desk and tasks.
        window: parent of dialogs.

    Signals:
        changed: records are other than shown.
        sync_wanted: a synchronisation, now: the portal is to know at once.
        message_raised: a sentence for the message bar.
            arg: BarMessage.
    """

    changed = Signal()
    sync_wanted = Signal()
    message_raised = TypedSignal[BarMessage]()

    def __init__(self, workplace: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._workplace, self._window = workplace, window

    def _show(self, text: str, tone: Tone = Tone.GOOD) -> None:
        self.message_raised.emit(BarMessage(text, tone))

    def _end(self, text: str, tone: Tone = Tone.GOOD) -> None:
        """Say what was done."""
        self._show(text, tone)
        self.changed.emit()

    def _on_failed(self, error: TurboError) -> None:
        # Most often another PC changed the record meanwhile: `changed` has the page read again.
        self._end(str(error), Tone.TROUBLE)
