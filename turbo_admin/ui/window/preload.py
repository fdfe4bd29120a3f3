"""Imports the office's modules on a worker thread, once the home page is shown.

Without it the imports take 0.3 s of the GUI thread as the menus become usable, and 0.13 s as the list of requests opens.
Modules of the ui are left to the GUI thread: objects of Qt may be created as they are imported.
"""

from importlib import import_module
from pkgutil import walk_packages

from PySide6.QtCore import QObject, Signal

from turbo_admin.ui.kit.tasks import TaskProgress, Tasks

# What menus, status bar and synchronisation panel need comes first; the pages' modules follow.
_FIRST, _ALL = "turbo_admin.office.sync", "turbo_admin.office"


class Preload(QObject):
    """Imports in two steps.

    Signals:
        menus_ready: what the menus need is imported.
        pages_ready: so is what the pages need.
    """

    menus_ready = Signal()
    pages_ready = Signal()

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.is_complete = False

    def begin(self) -> None:
        """Import both, one after the other."""
        self._tasks.read(self, lambda _: _import_package(_FIRST), self._on_first)

    def _on_first(self, _: None) -> None:
        self.menus_ready.emit()
        self._tasks.read(self, self._import_all, lambda _: self.pages_ready.emit())

    def _import_all(self, _: TaskProgress) -> None:
        try:
            _import_package(_ALL)
        finally:
            # Set even if one cannot be imported: opening its page will say so.
            self.is_complete = True


def _import_package(name: str) -> None:
    """Import a package and all of its modules."""
    for module in walk_packages(import_module(name).__path__, f"{name}."):
        import_module(module.name)
