"""The daily pages' modules, loaded ahead of their use while nobody waits."""

import sys
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from turbo_admin.ui.kit.navigation import PageKey
from turbo_admin.ui.kit.tasks import Tasks
from turbo_admin.ui.window.pages import NEXT, SCREENS, load, module_of


class Screens(QObject):
    """Loads what needs no screen on the tasks' thread, then what does, a module each time that nothing else is to do.

    Together the modules of a page would hold Qt's own thread a tenth of a second.

    Signals:
        loaded: all are there.
    """

    loaded = Signal()

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._is_loading = False

    def begin(self) -> None:
        """Load them; once."""
        self._is_loading = True
        self._tasks.read(self, lambda _: load(NEXT), lambda _: self._load(SCREENS))

    def are_coming(self, key: PageKey) -> bool:
        """Whether a page is about to be there, and sooner than it could be made at once."""
        return self._is_loading and module_of(key) in SCREENS and module_of(key) not in sys.modules

    def _load(self, modules: Sequence[str]) -> None:
        # If one cannot be loaded, nothing is coming any more: opening its page will say so.
        self._is_loading = False
        if modules:
            load(modules[:1])
            self._is_loading = True
            self._tasks.read(self, lambda _: None, lambda _: self._load(modules[1:]))
        else:
            self.loaded.emit()
