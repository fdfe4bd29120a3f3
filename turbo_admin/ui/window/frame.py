"""The main window: menus, title, message bar, pages, status bar. Commands are in `commands`."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, QTimer, Signal
from PySide6.QtWidgets import QMainWindow

from turbo_admin.core.errors import Cancelled, TurboError
from turbo_admin.office.overview.home import HomeData
from turbo_admin.ui.forms.window.frame import Ui_Frame
from turbo_admin.ui.kit.dialog import usable_area
from turbo_admin.ui.kit.icons import set_button_icon
from turbo_admin.ui.kit.keys import bind_window
from turbo_admin.ui.kit.memory import Memory
from turbo_admin.ui.kit.navigation import Command, Destination, PageKey, ShowFigures
from turbo_admin.ui.kit.page import BarMessage, Page, Tone, Workplace
from turbo_admin.ui.kit.tasks import Tasks
from turbo_admin.ui.kit.theme import Theme
from turbo_admin.ui.window.bars import MessageBar
from turbo_admin.ui.window.bug_report import BugReport
from turbo_admin.ui.window.closing import ClosingGuard
from turbo_admin.ui.window.menus import build_menus, enable
from turbo_admin.ui.window.navigator import Navigator
from turbo_admin.ui.window.opening import OpeningView
from turbo_admin.ui.window.preload import Preload

if TYPE_CHECKING:  # they load the office, which the first window does not wait for
    from PySide6.QtGui import QCloseEvent

    from turbo_admin.ui.sync.sync_panel import SyncPanel
    from turbo_admin.ui.window.commands import Commands

_FIRST_SIZE = QSize(1366, 768)
_NO_LIST = (
    "Ouvrez d’abord une liste : demandes, hôtes, comptes, identifiants, journal, ou le plan d’un import."
)


class Frame(QMainWindow):
    """The main window.

    It starts in three steps: painted, with its menus; then the desk is open and the home page shows its figures; then
    the office's modules are imported and everything else is added. What the clerk asks for before that is postponed;
    only the last request is kept.

    Attributes:
        closing_guard: says whether the window may be closed, and what for.

    Signals:
        closed: the window is closed and everything it ran has ended.
        loading: the first page is filled, or there is none; what can wait may be loaded.
        ready: it is loaded, or there is nothing to work with.
    """

    closed = Signal()
    loading = Signal()
    ready = Signal()

    def __init__(self, theme: Theme, tasks: Tasks, memory: Memory) -> None:
        super().__init__()
        self.form = Ui_Frame()
        self.form.setupUi(self)
        self.tasks = tasks
        self.memory = memory
        self.theme = theme
        self.report = BugReport(self)
        self.opening = OpeningView(self)
        self.navigator: Navigator | None = None
        self.panel: SyncPanel | None = None
        self.commands: Commands | None = None
        self._messages: MessageBar | None = None
        self._postponed: Callable[[], object] | None = None
        self._is_loading = False
        self._preload = Preload(tasks, self)
        self.closing_guard = ClosingGuard(self)
        self._set_up()
        self._connect()

    def wait(self, label: str) -> None:
        """Show that the database is being opened; what the menus offer is done once it is.

        Args:
            label: what is being done, in French.
        """
        self.opening.wait(label)
        self.form.menus.setEnabled(True)

    def fail(self, error: TurboError) -> None:
        """Show why the database cannot be opened: the clerk can only try again or leave."""
        self._postponed = None
        self.form.status.clearMessage()
        self.opening.fail(error)
        self.form.menus.setEnabled(False)
        self.loading.emit()
        self.ready.emit()

    def begin(self, workplace: Workplace, seen: HomeData | None = None) -> None:
        """Start work: the desk is open.

        Args:
            seen: what the first page shows; None when it has to be read.
        """
        navigator = self.navigator = Navigator(self.form.stack, workplace)
        navigator.made.connect(self._on_made)
        navigator.moved.connect(self._on_moved)
        self.report.database = "PostgreSQL" if workplace.desk.database.is_shared else "SQLite"
        # After the figures are painted, or could not be read: the imports hold the GIL and would delay the paint.
        load_rest = partial(self._load_once, workplace, navigator)
        navigator.made.connect(lambda page: page.filled.connect(load_rest))
        for error_signal in (self.tasks.refused, self.tasks.crashed):
            error_signal.connect(lambda _error: load_rest())
        navigator.open(PageKey.HOME if seen is None else ShowFigures(seen))

    def open_page(self, destination: Destination) -> Page | None:
        """Show a page; None when it is postponed until it is loaded, or when the page that is shown may not be left."""
        if self.navigator is None or self.commands is None or not self._preload.is_complete:
            self._postpone(partial(self.open_page, destination))
            return None
        self._postponed = None
        return self.navigator.open(destination)

    def run(self, command: Command) -> None:
        """Run one of the commands of the menus."""
        if self.commands is not None:
            self.commands.run(command)
        elif command is Command.QUIT:
            self.close()
        else:
            self._postpone(partial(self.run, command))

    def show_message(self, message: BarMessage) -> None:
        """Show a sentence above the page."""
        self.messages.show_message(message)

    @property
    def messages(self) -> MessageBar:
        """The message bar above the page; made when there is something to say."""
        if self._messages is None:
            self._messages = MessageBar(self.theme, self)
            self._messages.page_wanted.connect(self.open_page)
            self.tasks.succeeded.connect(self._messages.on_succeeded)
            self.form.bars_layout.insertWidget(0, self._messages)
        return self._messages

    def closeEvent(self, event: "QCloseEvent") -> None:
        if not self.closing_guard.is_allowed():
            event.ignore()
            return
        self._remember()
        event.accept()
        self.closed.emit()

    def _set_up(self) -> None:
        self._entries = build_menus(self.form.menus, self.open_page, self.run)
        form = self.form
        # They come with the first page; until then F5 and Ctrl+F stand for them.
        form.sync_button.hide()
        form.find_button.hide()
        form.stack.addWidget(self.opening)
        if not self.memory.restore_window(self):
            self.setGeometry(_centred(_FIRST_SIZE, usable_area(self)))

    def _connect(self) -> None:
        self.form.sync_button.clicked.connect(lambda: self.run(Command.SYNC))
        self.form.find_button.clicked.connect(lambda: self.run(Command.FIND))
        self.tasks.refused.connect(self._on_refused)
        self.tasks.crashed.connect(self.report.take)
        self._preload.pages_ready.connect(self._run_postponed)
        self.report.copied.connect(lambda: self.show_message(BarMessage("Rapport technique copié.")))
        for keys, command in (
            ("Ctrl+F", Command.FIND),
            ("Alt+Left", Command.BACK),
            ("Alt+Home", Command.HOME),
            ("Ctrl+E", Command.SHEETS),
        ):
            bind_window(keys, self, partial(self.run, command))

    def _postpone(self, request: Callable[[], object]) -> None:
        """Keep what the clerk asks for until it can be done, in place of what was asked for before."""
        self._postponed = request
        self.form.status.showMessage(
            "La base s’ouvre, un instant…" if self.commands is None else "Un instant…"
        )

    def _load_once(self, workplace: Workplace, navigator: Navigator) -> None:
        def begin() -> None:
            # Qt paints only when its event queue is empty, and the imports would come first.
            self.repaint()
            self.loading.emit()
            self._preload.menus_ready.connect(lambda: self._on_loaded(workplace, navigator))
            self._preload.begin()

        if not self._is_loading:
            self._is_loading = True
            QTimer.singleShot(0, begin)

    def _on_loaded(self, workplace: Workplace, navigator: Navigator) -> None:
        # Late: both need the office's modules, which have just been loaded on a worker thread.
        from turbo_admin.ui.window.commands import Commands
        from turbo_admin.ui.window.docks import add_docks

        self.panel = add_docks(self, workplace)
        self.commands = Commands(self, workplace, navigator, self.panel)
        self.panel.sync_finished.connect(self.commands.refresh)
        self.commands.refresh_status()
        self._run_postponed()
        self.ready.emit()

    def _run_postponed(self) -> None:
        """Do what was postponed."""
        if self._postponed is not None:
            self.form.status.clearMessage()
            request, self._postponed = self._postponed, None
            request()

    def _on_made(self, page: Page) -> None:
        if page.key is PageKey.HOME:
            _set_icons(self.form, self.theme)
            self.form.find_button.show()
        page.signals.page_requested.connect(self.open_page)
        page.signals.command_requested.connect(self.run)
        page.signals.message_raised.connect(self.show_message)
        page.signals.records_changed.connect(self._on_records_changed)

    def _on_records_changed(self) -> None:
        if self.commands is not None:
            self.commands.refresh_status()

    def _on_moved(self, page: Page) -> None:
        self.form.crumbs.setText(page.crumbs)
        self.form.crumbs.setVisible(bool(page.crumbs))
        self.form.title.setText(page.title)
        self.form.sync_button.setVisible(page.offers_sync)
        enable(self._entries[Command.EXPORT], page.offers_export, _NO_LIST)
        self.setWindowTitle(f"{page.title} — Turbo Admin")
        # Success messages belong to the page that was left.
        if self._messages is not None:
            self._messages.settle()
        if self.panel is not None:
            self.panel.settle()

    def _on_refused(self, error: TurboError) -> None:
        self.show_message(
            # A cancelled act is what the clerk wanted, not a failure.
            BarMessage(str(error), Tone.WARNING if isinstance(error, Cancelled) else Tone.TROUBLE)
        )

    def _remember(self) -> None:
        self.memory.remember_window(self)
        # Pages that were never opened have nothing to keep.
        for page in self.navigator.pages if self.navigator is not None else ():
            page.remember()
        self.memory.save()


def _centred(size: QSize, room: QRect) -> QRect:
    """Return a rectangle of that size, or of the room's where it is smaller, in the middle of the room."""
    made = QRect(QPoint(), size.boundedTo(room.size()))
    made.moveCenter(room.center())
    return made


def _set_icons(form: Ui_Frame, theme: Theme) -> None:
    set_button_icon(form.sync_button, theme, "arrows-clockwise", "accent")
    set_button_icon(form.find_button, theme, "magnifying-glass", "muted")
