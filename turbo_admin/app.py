"""Assembles the desktop; the only module that knows all its parts."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType

from platformdirs import PlatformDirs
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from turbo_admin import __version__
from turbo_admin.core.errors import TurboError
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.office.overview.home import HomeData, read_home
from turbo_admin.ui.kit.collector import Collector
from turbo_admin.ui.kit.memory import Memory
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.kit.proxy import load_resolver, system_proxy
from turbo_admin.ui.kit.tasks import TaskProgress, Tasks
from turbo_admin.ui.kit.theme import Theme, install_french, load_other_weights
from turbo_admin.ui.window.frame import Frame


class Desktop(QObject):
    """The desktop, assembled.

    Args:
        memory_file: where the screen remembers sizes and columns.

    Attributes:
        window: the main window, not shown yet.
        tasks: runs the acts.
        theme: colours and fonts of the window.
    """

    def __init__(self, memory_file: Path) -> None:
        application = qt_application()
        super().__init__(application)
        self.theme = Theme(application)
        self.tasks = Tasks(self)
        self.window = Frame(self.theme, self.tasks, Memory(memory_file))
        self.window.loading.connect(lambda: QTimer.singleShot(0, load_other_weights))
        self._collector = Collector(self)
        self._desk: Desk | None = None

    def begin(self, desk: Desk, seen: HomeData | None = None) -> None:
        """Start work at a desk.

        Args:
            seen: what the first page shows; None when it has to be read.
        """
        self._desk = desk
        self.window.begin(Workplace(desk, self.tasks, self.theme, self.window.memory), seen)

    def open_desk(self, open_it: Callable[[], tuple[Desk, HomeData | None]]) -> None:
        """Open the desk in a worker thread, then start work; a failure is shown, with a button to retry.

        Args:
            open_it: returns the desk, and what the first page shows if that could be read.
        """

        def act(_: TaskProgress) -> tuple[Desk, HomeData | None]:
            return open_it()

        self.window.wait()
        self.tasks.write(
            self,
            act,
            lambda opened: self.begin(*opened),
            self.window.fail,
            label="Ouverture de la base",
            panel=True,
        )

    def close(self) -> None:
        """Stop the running tasks and close the desk."""
        self.tasks.close()
        if self._desk is not None:
            self._desk.close()
            self._desk = None
        self._collector.end()
        for part in (self.window, self.theme, self):
            part.deleteLater()


def qt_application() -> QApplication:
    """Return Qt's application, in French; created on the first call."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(["turbo-admin", "-style", "Fusion"])
    if not application.property("french"):
        application.setApplicationName("turbo-admin")
        application.setApplicationDisplayName("Turbo Admin")
        application.setApplicationVersion(__version__)
        application.setDesktopFileName("turbo-admin")
        install_french(application)
        application.setProperty("french", True)
    return application


def build(desk: Desk, memory_file: Path) -> Desktop:
    """Assemble the desktop around a desk that is open.

    Args:
        desk: closed with the desktop.
        memory_file: where the screen remembers sizes and columns.
    """
    desktop = Desktop(memory_file)
    desktop.begin(desk)
    return desktop


def run(database: str | None) -> int:
    """Open the desktop and return its exit code.

    Args:
        database: a SQLite path or a `postgresql://` address; None for this PC's own.
    """
    desktop = start(database)
    try:
        return qt_application().exec()
    finally:
        # Whatever happens: a thread that still runs as the interpreter ends would end the process.
        desktop.close()


def start(database: str | None) -> Desktop:
    """Show the desktop, then open its database once the window is painted.

    Args:
        database: as for `run`.
    """
    folders = PlatformDirs("turbo-admin", appauthor=False)
    desktop = Desktop(Path(folders.user_config_dir) / "ecran.ini")
    log_folder = Path(folders.user_log_dir)
    _show_bugs(desktop, log_folder)
    window, open_it = desktop.window, partial(_open, database)
    window.opening.retry_wanted.connect(lambda: desktop.open_desk(open_it))
    window.opening.leave_wanted.connect(window.close)
    window.loading.connect(lambda: _load_rest(desktop, log_folder))
    window.show()
    # A timer of 0 ms runs after the first paint: the window shows before the database opens.
    QTimer.singleShot(0, lambda: desktop.open_desk(open_it))
    return desktop


def _load_rest(desktop: Desktop, log_folder: Path) -> None:
    """Load what neither the window nor its first page needs."""
    QTimer.singleShot(0, load_resolver)
    desktop.tasks.read(desktop, lambda _: _log_to(log_folder), lambda _: None)


def _open(database: str | None) -> tuple[Desk, HomeData | None]:
    desk = open_desk(database, system_proxy=system_proxy)
    try:
        return desk, read_home(desk)
    except Exception:  # whatever it is: the page reads again, and shows the error
        return desk, None


def _show_bugs(desktop: Desktop, folder: Path) -> None:
    """Show and log exceptions that nothing catches: a windowed program has no console to print them on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        # A refusal has a sentence for the user; anything else is a bug, and goes to the report.
        if isinstance(error, TurboError):
            desktop.tasks.refused.emit(error)
        elif issubclass(kind, Exception):
            _log_to(folder)
            desktop.window.report.take(error)
        else:
            # KeyboardInterrupt and SystemExit: not bugs, Python ends the process as usual.
            sys.__excepthook__(kind, error, trace)

    sys.excepthook = hook


def _log_to(folder: Path) -> None:
    # Late: `logging.handlers` takes as long to load as the window to show.
    from turbo_admin.outside.pc import logs

    logs.keep_log(folder)
