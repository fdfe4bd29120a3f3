"""Garbage collection of cycles on the GUI thread only."""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1_000
# CPython's own defaults: new objects before a collection of the youngest generation, and collections of one generation
# before the next one is collected too.
_NEW_OBJECTS, _COLLECTIONS = 700, 10


class Collector(QObject):
    """Replaces Python's automatic garbage collection by a timer of the GUI thread, as long as it lives.

    Automatic collection runs on whatever thread allocates. A cycle may hold a QObject: destroyed on another thread, it
    ends the process.

    Args:
        parent: the desktop.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect now, if enough was allocated since the last time."""
        # CPython's own rule: a generation is collected when it counts more allocations, or collections of the younger
        # one, than its threshold.
        new, young, middle = gc.get_count()
        if new > _NEW_OBJECTS:
            gc.collect(0 if young <= _COLLECTIONS else 1 if middle <= _COLLECTIONS else 2)

    def end(self) -> None:
        """Enable automatic collection again."""
        self._timer.stop()
        gc.enable()
