"""The main window: menus, title, message bars, pages, status bar. What it does is elsewhere."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QMainWindow

from turbo_admin.core.errors import Cancelled, TurboError
from turbo_admin.office.overview.home import HomeState
from turbo_admin.ui.forms.window.frame import Ui_Frame
from turbo_admin.ui.kit.icons import dress_button
from turbo_admin.ui.kit.keys import bind_window
from turbo_admin.ui.kit.memory import Memory
from turbo_admin.ui.kit.page import Notice, Page, Tone, Workplace
from turbo_admin.ui.kit.report import BugReport
from turbo_admin.ui.kit.tasks import Tasks
from turbo_admin.ui.kit.theme import Theme
from turbo_admin.ui.window.bars import MessageBar
from turbo_admin.ui.window.closing import Leaving
from turbo_admin.ui.window.menus import build_menus, enable
from turbo_admin.ui.window.navigator import Navigator
from turbo_admin.ui.window.opening import OpeningView
from turbo_admin.ui.window.preload import Preload

if TYPE_CHECKING:  # they load the office, which the first window does not wait for
    from PySide6.QtGui import QCloseEvent

    from turbo_admin.ui.sync.sync_panel import SyncPanel
    from turbo_admin.ui.window.commands import Acts

_FIRST_SIZE = QSize(1366, 768)
_NO_LIST = (
    "Ouvrez d’abord une liste : demandes, hôtes, comptes, identifiants, journal, ou le plan d’un import."
)


class Frame(QMainWindow):
    """The main window.

    It is there in three steps: painted, with its menus; then the desk is open and Accueil shows its figures; then the
    office is loaded, and everything else is done. What the clerk wants before that is done as soon as it is.

    Signals:
        closed: the window is shut and everything it ran has ended.
        loading: the first page is filled, or there is none; what was put off may be loaded.
        ready: it is loaded, or there is nothing to work with; everything that can be done is done at once.
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
        self.acts: Acts | None = None
        self._messages: MessageBar | None = None
        self._wish: Callable[[], object] | None = None
        self._is_loading = False
        self._preload = Preload(tasks, self)
        self._leaving = Leaving(self)
        self._dress()
        self._connect()

    def wait(self) -> None:
        """Show that the base is being opened; what the menus offer is done once it is."""
        self.opening.wait()
        self._listen(True)

    def fail(self, error: TurboError) -> None:
        """Show why the base cannot be opened: there is nothing to choose but to try again or to leave."""
        self._wish = None
        self.form.status.clearMessage()
        self.opening.fail(error)
        self._listen(False)
        self.loading.emit()
        self.ready.emit()

    def begin(self, place: Workplace, seen: HomeState | None = None) -> None:
        """Start work: the desk is open.

        Args:
            seen: what the first page shows; None when it has to be read.
        """
        self.navigator = Navigator(self.form.stack, place)
        self.navigator.made.connect(self._on_made)
        self.navigator.moved.connect(self._on_moved)
        self.report.database = "PostgreSQL" if place.desk.database.is_shared else "SQLite"
        # Once its figures are painted, or cannot be read: the office's imports would take the screen's time.
        self.navigator.made.connect(lambda page: page.filled.connect(lambda: self._load_once(place)))
        for fact in (self.tasks.refused, self.tasks.broke):
            fact.connect(lambda: self._load_once(place))
        self.navigator.open("home", seen)

    def open_page(self, key: str, about: object = None) -> Page | None:
        """Show a page; None when it is put off until it is loaded, or when the page that is shown may not be left."""
        if self.navigator is None or self.acts is None or not self._preload.is_complete:
            self._put_off(partial(self.open_page, key, about))
            return None
        self._wish = None
        return self.navigator.open(key, about)

    def do(self, act: str) -> None:
        """Do one of the acts of the menus."""
        if self.acts is not None:
            self.acts.do(act)
        elif act == "quit":
            self.close()
        else:
            self._put_off(partial(self.do, act))

    def tell(self, notice: Notice) -> None:
        """Say something above the page."""
        self.messages.show_notice(notice)

    @property
    def messages(self) -> MessageBar:
        """What speaks above the page; made when there is something to say."""
        if self._messages is None:
            self._messages = MessageBar(self.theme, self)
            self._messages.page_wanted.connect(self.open_page)
            self.form.bars_layout.insertWidget(0, self._messages)
        return self._messages

    def closeEvent(self, event: "QCloseEvent") -> None:
        if not self._leaving.is_allowed():
            event.ignore()
            return
        self._remember()
        event.accept()
        self.closed.emit()

    def _dress(self) -> None:
        self._entries = build_menus(self.form.menus, self.open_page, self.do)
        form = self.form
        # They come with the first page; until then F5 and Ctrl+F stand for them.
        form.sync_button.hide()
        form.find_button.hide()
        form.stack.addWidget(self.opening)
        if not self.memory.restore_window(self):
            self.resize(_FIRST_SIZE.boundedTo(self.screen().availableSize()))

    def _connect(self) -> None:
        self.form.sync_button.clicked.connect(lambda: self.do("sync"))
        self.form.find_button.clicked.connect(lambda: self.do("find"))
        self.tasks.refused.connect(self._on_refused)
        self.tasks.broke.connect(self.report.take)
        self._preload.pages_ready.connect(self._grant)
        self.report.copied.connect(lambda: self.tell(Notice("Rapport technique copié.")))
        for keys, act in (
            ("Ctrl+F", "find"),
            ("Alt+Left", "back"),
            ("Alt+Home", "home"),
            ("Ctrl+E", "sheets"),
        ):
            bind_window(keys, self, partial(self.do, act))

    def _listen(self, listens: bool) -> None:
        self.form.menus.setEnabled(listens)

    def _put_off(self, wish: Callable[[], object]) -> None:
        """Keep what the clerk wants until it can be done; the last wish counts."""
        self._wish = wish
        self.form.status.showMessage("La base s’ouvre, un instant…" if self.acts is None else "Un instant…")

    def _load_once(self, place: Workplace) -> None:
        def begin() -> None:
            # Qt paints when nothing else waits in its queue, and something does.
            self.repaint()
            self.loading.emit()
            self._preload.menus_ready.connect(lambda: self._on_loaded(place))
            self._preload.begin()

        if not self._is_loading:
            self._is_loading = True
            QTimer.singleShot(0, begin)

    def _on_loaded(self, place: Workplace) -> None:
        from turbo_admin.ui.window.commands import Acts
        from turbo_admin.ui.window.docks import furnish

        self.panel = furnish(self, place)
        self.acts = Acts(self, place)
        self.panel.sync_finished.connect(self.acts.refresh)
        self.acts.look()
        self._grant()
        self.ready.emit()

    def _grant(self) -> None:
        """Do what was put off."""
        if self._wish is not None:
            self.form.status.clearMessage()
            wish, self._wish = self._wish, None
            wish()

    def _on_made(self, page: Page) -> None:
        if page.key == "home":
            _dress_buttons(self.form, self.theme)
            self.form.find_button.show()
        wishes = page.wishes
        wishes.page.connect(self.open_page)
        wishes.sync.connect(lambda: self.do("sync"))
        wishes.act.connect(self.do)
        wishes.tell.connect(self.tell)
        wishes.changed.connect(lambda: self.acts.look() if self.acts is not None else None)

    def _on_moved(self, page: Page) -> None:
        self.form.crumbs.setText(page.crumbs)
        self.form.crumbs.setVisible(bool(page.crumbs))
        self.form.title.setText(page.title)
        self.form.sync_button.setVisible(page.offers_sync)
        enable(self._entries["export"], page.offers_export, _NO_LIST)
        self.setWindowTitle(f"{page.title} — Turbo Admin")
        if self._messages is not None:
            self._messages.settle()
        if self.panel is not None:
            self.panel.settle()

    def _on_refused(self, error: TurboError) -> None:
        self.tell(Notice(str(error), Tone.WARNING if isinstance(error, Cancelled) else Tone.TROUBLE))

    def _remember(self) -> None:
        self.memory.remember_window(self)
        for page in self.navigator.pages if self.navigator is not None else ():
            page.remember()
        self.memory.save()


def _dress_buttons(form: Ui_Frame, theme: Theme) -> None:
    dress_button(form.sync_button, theme, "arrows-clockwise", "accent")
    dress_button(form.find_button, theme, "magnifying-glass", "muted")
