"""The main window: menus, title, message bars, pages, status bar. What it does is elsewhere."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QMainWindow

from turbo_admin.core.errors import Cancelled, TurboError
from turbo_admin.core.french import NBSP
from turbo_admin.ui.ask import ask
from turbo_admin.ui.bars import BusyStrip, MessageBar
from turbo_admin.ui.forms.frame import Ui_Frame
from turbo_admin.ui.icons import dress_button
from turbo_admin.ui.keys import bind
from turbo_admin.ui.memory import Memory
from turbo_admin.ui.menus import build_menus
from turbo_admin.ui.navigator import Navigator
from turbo_admin.ui.opening import OpeningView
from turbo_admin.ui.page import Notice, Page, Tone, Workplace
from turbo_admin.ui.report import BugReport
from turbo_admin.ui.resources import resource
from turbo_admin.ui.tasks import Tasks
from turbo_admin.ui.theme import Theme

if TYPE_CHECKING:  # both load the office, which the first window does not wait for
    from turbo_admin.ui.acts import Acts
    from turbo_admin.ui.sync_panel import SyncPanel

_FIRST_SIZE = QSize(1366, 768)


class Frame(QMainWindow):
    """The main window.

    Signals:
        closed: the window is shut and everything it ran has ended.
    """

    closed = Signal()

    def __init__(self, theme: Theme, tasks: Tasks, memory: Memory) -> None:
        super().__init__()
        self.form = Ui_Frame()
        self.form.setupUi(self)
        self.tasks = tasks
        self.memory = memory
        self.report = BugReport(self)
        self.messages = MessageBar(theme, self)
        self.opening = OpeningView(self)
        self.navigator: Navigator | None = None
        self.panel: SyncPanel | None = None
        self.acts: Acts | None = None
        self._closing = False
        self._dress(theme)
        self._connect()

    def begin(self, place: Workplace) -> None:
        """Start work: the desk is open."""
        from turbo_admin.ui.acts import Acts
        from turbo_admin.ui.sync_panel import SyncPanel

        self.navigator = Navigator(self.form.stack, place)
        self.panel = SyncPanel(place, self)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.panel)
        self.acts = Acts(self, place)
        self.navigator.made.connect(self._on_made)
        self.navigator.moved.connect(self._on_moved)
        self.panel.sync_finished.connect(self.acts.refresh)
        self.panel.requests_wanted.connect(lambda: self.open_page("intake", ""))
        self.panel.journal_wanted.connect(lambda: self.open_page("sync_journal", "refused"))
        self.report.database = "PostgreSQL" if place.desk.database.is_shared else "SQLite"
        for widget in (self.form.menus, self.form.sync_button, self.form.find_button):
            widget.setEnabled(True)
        self.open_page("home")
        self.acts.look()

    def open_page(self, key: str, about: object = None) -> Page | None:
        """Show a page; None when there is no desk yet, or when the page that is shown may not be left."""
        return self.navigator.open(key, about) if self.navigator is not None else None

    def do(self, act: str) -> None:
        """Do one of the acts of the menus."""
        if self.acts is not None:
            self.acts.do(act)

    def tell(self, notice: Notice) -> None:
        """Say something above the page."""
        self.messages.show_notice(notice)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.tasks.is_busy and not self._closing:
            event.ignore()
            self._ask_before_stopping()
            return
        current = self.navigator.current if self.navigator is not None else None
        if self.tasks.is_busy or (current is not None and not current.may_leave()):
            event.ignore()
            return
        self._remember()
        event.accept()
        self.closed.emit()

    def _dress(self, theme: Theme) -> None:
        self.setWindowIcon(QIcon(str(resource("turbo-admin.svg"))))
        build_menus(self.form.menus, self.open_page, self.do)
        form = self.form
        dress_button(form.sync_button, theme, "arrows-clockwise", "accent")
        dress_button(form.find_button, theme, "magnifying-glass", "muted")
        form.bars_layout.addWidget(self.messages)
        form.bars_layout.addWidget(BusyStrip(self.tasks, self))
        form.stack.addWidget(self.opening)
        for widget in (form.menus, form.sync_button, form.find_button):
            widget.setEnabled(False)
        if not self.memory.restore_window(self):
            self.resize(_FIRST_SIZE.boundedTo(self.screen().availableSize()))

    def _connect(self) -> None:
        self.form.sync_button.clicked.connect(lambda: self.do("sync"))
        self.form.find_button.clicked.connect(lambda: self.do("find"))
        self.messages.page_wanted.connect(self.open_page)
        self.tasks.refused.connect(self._on_refused)
        self.tasks.broke.connect(self.report.take)
        self.tasks.busy_changed.connect(self._on_busy_changed)
        self.report.copied.connect(lambda: self.tell(Notice("Rapport technique copié.")))
        for keys, act in (
            ("Ctrl+F", "find"),
            ("Alt+Left", "back"),
            ("Alt+Home", "home"),
            ("Ctrl+E", "sheets"),
        ):
            bind(keys, self, partial(self.do, act), Qt.ShortcutContext.WindowShortcut)

    def _on_made(self, page: Page) -> None:
        wishes = page.wishes
        wishes.page.connect(self.open_page)
        wishes.sync.connect(lambda: self.do("sync"))
        wishes.act.connect(self.do)
        wishes.tell.connect(self.tell)
        if self.acts is not None:
            wishes.changed.connect(self.acts.look)

    def _on_moved(self, page: Page) -> None:
        self.form.crumbs.setText(page.crumbs)
        self.form.crumbs.setVisible(bool(page.crumbs))
        self.form.title.setText(page.title)
        self.form.sync_button.setVisible(page.offers_sync)
        self.setWindowTitle(f"{page.title} — Turbo Admin")
        self.messages.settle()
        if self.panel is not None:
            self.panel.settle()

    def _on_refused(self, error: TurboError) -> None:
        self.tell(Notice(str(error), Tone.WARNING if isinstance(error, Cancelled) else Tone.TROUBLE))

    def _ask_before_stopping(self) -> None:
        ask(
            self,
            f"Arrêter et quitter{NBSP}?",
            f"En cours{NBSP}: {self.tasks.running()}. Ce qui est déjà enregistré le reste, et ce qui n’a pas été "
            "envoyé partira la prochaine fois.",
            "Arrêter et quitter",
            self._on_stop,
            no="Continuer",
        )

    def _on_stop(self) -> None:
        self._closing = True
        self.tell(Notice("Arrêt en cours, la fenêtre va se fermer…", Tone.WARNING))
        self.tasks.cancel_all()
        if not self.tasks.is_busy:
            self.close()

    def _on_busy_changed(self, busy: bool) -> None:
        if self._closing and not busy:
            self.close()

    def _remember(self) -> None:
        self.memory.remember_window(self)
        for page in self.navigator.pages if self.navigator is not None else ():
            page.remember()
        self.memory.save()
