"""Assembles the desktop; the only module that knows all its parts."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from platformdirs import PlatformDirs
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from turbo_admin import __version__
from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import NBSP
from turbo_admin.office.desk.automatic_copies import default_folder
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.office.overview.home import HomeData, read_home
from turbo_admin.outside.pc import paths
from turbo_admin.ui.kit.collector import Collector
from turbo_admin.ui.kit.files import ask_open
from turbo_admin.ui.kit.memory import Memory
from turbo_admin.ui.kit.page import BarMessage, Tone, Workplace
from turbo_admin.ui.kit.proxy import load_resolver, system_proxy
from turbo_admin.ui.kit.tasks import TaskProgress, Tasks
from turbo_admin.ui.kit.theme import Theme, install_french, load_other_weights
from turbo_admin.ui.window.frame import Frame

if TYPE_CHECKING:  # it loads SQLAlchemy, which the first window does not wait for
    from turbo_admin.office.backup.restoring import RestoredBase, RestorePlan

_OPENING, _RESTORING = "Ouverture de la base", "Restauration de la sauvegarde"


@dataclass(frozen=True, slots=True)
class OpenedDesk:
    """A desk that was opened for the window.

    Attributes:
        seen: what the first page shows; None when it could not be read.
        said: what the window says about the opening; None for nothing.
    """

    desk: Desk
    seen: HomeData | None
    said: BarMessage | None = None


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

    def open_desk(self, open_it: Callable[[], OpenedDesk], label: str = _OPENING) -> None:
        """Open the desk away from the screen, then start work; a failure is told, and can be tried again.

        Args:
            open_it: opens it.
            label: what is being done, in French.
        """

        def act(_: TaskProgress) -> OpenedDesk:
            return open_it()

        self.window.wait(label)
        self.tasks.write(self, act, self._on_opened, self.window.fail, label=label, panel=True)

    def _on_opened(self, opened: OpenedDesk) -> None:
        self.begin(opened.desk, opened.seen)
        if opened.said is not None:
            self.window.show_message(opened.said)

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
    plan: RestorePlan | None = None
    while True:
        desktop = start(database, plan)
        try:
            code = qt_application().exec()
        finally:
            # Whatever happens: a thread that still runs as the interpreter ends would end the process.
            desktop.close()
        # A copy takes the place of the database while nobody has it open, not even this process; then all is made anew.
        plan = desktop.window.closing_guard.to_restore
        if plan is None:
            return code


def start(database: str | None, plan: "RestorePlan | None" = None) -> Desktop:
    """Show the desktop; its base is opened meanwhile, and met once the window is painted.

    Args:
        plan: a copy that first takes the place of the database; None to open it as it is.
    """
    folders = PlatformDirs("turbo-admin", appauthor=False)
    desktop = Desktop(Path(folders.user_config_dir) / "ecran.ini")
    log_folder = Path(folders.user_log_dir)
    _show_bugs(desktop, log_folder)
    window, open_it = desktop.window, partial(_open, database)
    window.opening.retry_wanted.connect(lambda: desktop.open_desk(open_it))
    window.opening.restore_wanted.connect(lambda: ask_rescue(desktop, database))
    window.opening.leave_wanted.connect(window.close)
    window.loading.connect(lambda: _load_rest(desktop, log_folder))
    window.show()
    # Once the window is painted.
    if plan is None:
        QTimer.singleShot(0, lambda: desktop.open_desk(open_it))
    else:
        restore_it = partial(restore_and_open, database, plan)
        QTimer.singleShot(0, lambda: desktop.open_desk(restore_it, _RESTORING))
    return desktop


def _load_rest(desktop: Desktop, log_folder: Path) -> None:
    """Load what neither the window nor its first page needs."""
    QTimer.singleShot(0, load_resolver)
    desktop.tasks.read(desktop, lambda _: _log_to(log_folder), lambda _: None)


def _open(database: str | None) -> OpenedDesk:
    desk = open_desk(database, system_proxy=system_proxy)
    try:
        return OpenedDesk(desk, read_home(desk))
    except Exception:  # whatever it is: the page tells it as it reads again
        return OpenedDesk(desk, None)


def restore_and_open(database: str | None, plan: "RestorePlan") -> OpenedDesk:
    """Put a copy in the place of the database and open it; when it cannot be put there, open what is there, and say why.

    Args:
        database: as for `run`.

    Raises:
        Refused, Outdated, Unreachable: as `open_desk`.
    """
    # Not at the top: it loads SQLAlchemy, and most starts restore nothing.
    from turbo_admin.office.backup.restoring import restore_copy

    desk = open_desk(database)
    try:
        said = _restored(restore_copy(desk, plan))
    except TurboError as error:
        said = BarMessage(str(error), Tone.TROUBLE)
    finally:
        desk.close()
    opened = _open(database)
    return OpenedDesk(opened.desk, opened.seen, said)


def ask_rescue(desktop: Desktop, database: str | None) -> None:
    """Ask for a copy of a database that cannot be opened, and put it in its place.

    Args:
        database: as for `run`.
    """
    address = str(database or paths.default_database())
    ask_open(
        desktop.window,
        "Restaurer une sauvegarde",
        "Sauvegarde de Turbo Admin (*.db)",
        lambda path: desktop.open_desk(partial(_rescue, address, path), _RESTORING),
        folder=default_folder(Path(address)),
    )


def _rescue(address: str, copy: Path) -> OpenedDesk:
    # Not at the top: as in `restore_and_open`.
    from turbo_admin.office.backup.rescue import restore_unreadable

    said = _restored(restore_unreadable(address, copy))
    opened = _open(address)
    return OpenedDesk(opened.desk, opened.seen, said)


def _restored(done: "RestoredBase") -> BarMessage:
    return BarMessage(
        f"La sauvegarde {done.plan.path.name} est restaurée. Ce qui était là auparavant est gardé{NBSP}: {done.kept}. "
        f"{done.advice}",
        Tone.WARNING,
    )


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
