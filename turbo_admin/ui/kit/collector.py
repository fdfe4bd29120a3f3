"""Python's collector of cycles, on Qt's own thread and nowhere else."""

import gc

from PySide6.QtCore import QObject, QTimer

from turbo_admin.office.desk.gc_pause import is_collecting_held

_LOOK_EVERY_MS = 1_000
# As Python counts: objects made since the last look at the young ones, such looks, and looks at those of middle age.
_YOUNG, _LOOKS = 700, 10


class Collector(QObject):
    """Looks for garbage in Python's stead, when nothing else is to do.

    What is found may be Qt's, and destroyed on another thread it takes the program with it; and whoever looks holds
    all threads meanwhile. Python's own looks are stopped as long as this lives.

    Args:
        parent: the desktop.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # What is made while the program loads stays: it would be looked at again and again.
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Look from now on, at what comes from now on: what has been loaded stays."""
        gc.freeze()
        self._timer.start()

    def look(self) -> None:
        """Look now, if enough was made since the last time and nobody makes much at this moment."""
        young, middle, old = gc.get_count()
        if young > _YOUNG and not is_collecting_held():
            gc.collect(0 if middle <= _LOOKS else 1 if old <= _LOOKS else 2)

    def end(self) -> None:
        """Give Python its own way back."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
