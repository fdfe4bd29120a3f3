"""The commands of menus and shortcuts that do not just open a page."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from turbo_admin import __version__
from turbo_admin.core.french import NBSP
from turbo_admin.office.overview.home import HomeData, read_home
from turbo_admin.office.settings.schools import SchoolSummary
from turbo_admin.ui.backup.daily_copies import DailyCopies
from turbo_admin.ui.backup.restore_dialog import Restoring
from turbo_admin.ui.backup.save_dialog import SaveDialog
from turbo_admin.ui.kit.ask import show_information
from turbo_admin.ui.kit.exporting import Exporter
from turbo_admin.ui.kit.navigation import Command, PageKey, SearchPage, ShowDiner, ShowRefusedChanges
from turbo_admin.ui.kit.page import BarMessage, Workplace
from turbo_admin.ui.sync.auto_sync import AutoSync
from turbo_admin.ui.sync.sync_panel import SyncPanel
from turbo_admin.ui.window.add_school import AddSchoolDialog
from turbo_admin.ui.window.find_diner import FindDinerDialog
from turbo_admin.ui.window.frame import Frame
from turbo_admin.ui.window.navigator import Navigator
from turbo_admin.ui.window.other_pcs import OtherPcs
from turbo_admin.ui.window.shortcuts import ShortcutsDialog
from turbo_admin.ui.window.status import StatusLine

# Refreshes the page although nothing was done: it shows delays, which depend on the time.
_REFRESH_EVERY_MS = 60_000


class Commands(QObject):
    """Runs the window's commands.

    Args:
        frame: the window, also the parent.
        workplace: what dialogs work with.
        navigator: shows the pages.
        panel: shows synchronisations.

    Attributes:
        other_pcs: polls for what other PCs do.
        exporter: writes the list that is shown.
        daily_copies: makes the copy of the day.
        restoring: asks for a copy that is to take the place of the database.
    """

    def __init__(self, frame: Frame, workplace: Workplace, navigator: Navigator, panel: SyncPanel) -> None:
        super().__init__(frame)
        self._frame, self._navigator = frame, navigator
        self._workplace = workplace
        self.exporter = Exporter(workplace.tasks, frame)
        self.exporter.message_raised.connect(frame.show_message)
        self._status = StatusLine(frame.form.status, workplace.theme)
        self._status.refused.clicked.connect(lambda: frame.open_page(ShowRefusedChanges()))
        self.daily_copies = DailyCopies(workplace, self)
        self.daily_copies.checked.connect(self._status.show_backup)
        self._status.backup.clicked.connect(self._save)
        self.restoring = Restoring(workplace, frame)
        self.restoring.message_raised.connect(frame.show_message)
        self.restoring.agreed.connect(frame.closing_guard.close_to_restore)
        auto_sync = AutoSync(workplace, panel, self)
        auto_sync.next_changed.connect(self._status.show_next)
        # A test compares this table with `Command`: a command without an entry would fail only when clicked.
        self._table: dict[Command, Callable[[], object]] = {
            Command.ADD_SCHOOL: self._add_school,
            Command.QUIT: frame.close,
            Command.SYNC: panel.start,
            Command.REPLAN: auto_sync.replan,
            Command.SHORTCUTS: lambda: ShortcutsDialog(frame).open(),
            Command.REPORT: frame.report.copy,
            Command.ABOUT: self._about,
            Command.FIND: self._find,
            Command.EXPORT: self._export,
            Command.BACKUP: self._save,
            Command.RESTORE: self.restoring.ask,
            Command.BACK: navigator.back,
            Command.HOME: lambda: frame.open_page(PageKey.HOME),
            Command.SHEETS: lambda: frame.open_page(PageKey.SHEETS),
        }
        self._auto_sync = auto_sync
        auto_sync.begin()
        self.daily_copies.begin()
        self.other_pcs = OtherPcs(workplace, self)
        self.other_pcs.happened.connect(self.refresh)
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_EVERY_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()

    @property
    def known(self) -> frozenset[Command]:
        """The commands that `run` knows."""
        return frozenset(self._table)

    def run(self, command: Command) -> None:
        """Run a command."""
        self._table[command]()

    def refresh_status(self) -> None:
        """Bring the status bar up to date."""
        desk = self._workplace.desk
        self._workplace.tasks.read(self, lambda _: read_home(desk), self._on_status_read)

    def refresh(self) -> None:
        """Bring the status bar and the page that is shown up to date."""
        self.refresh_status()
        if self._navigator.current is not None:
            self._navigator.current.refresh()

    def _on_status_read(self, read: HomeData) -> None:
        self._status.show(read.schools, read.seen.sync)
        self._auto_sync.follow_mails(read.seen.sync.mails_waiting)

    def _add_school(self) -> None:
        dialog = AddSchoolDialog(self._workplace, self._frame)
        dialog.added.connect(self._on_school_added)
        dialog.open()

    def _on_school_added(self, school: SchoolSummary) -> None:
        self.refresh()
        self._frame.show_message(
            BarMessage(
                f"{school.name} est ajouté. Reliez-le au portail pour recevoir les demandes des familles.",
                link="Configurer",
                opens=PageKey.SCHOOLS,
            )
        )

    def _find(self) -> None:
        dialog = FindDinerDialog(self._workplace, self._frame)
        dialog.file_wanted.connect(lambda diner_id: self._frame.open_page(ShowDiner(diner_id)))
        dialog.requests_wanted.connect(lambda text: self._frame.open_page(SearchPage(PageKey.INTAKE, text)))
        dialog.open()

    def _export(self) -> None:
        if self._navigator.current is not None:
            self.exporter.ask(self._navigator.current.exported())

    def _save(self) -> None:
        dialog = SaveDialog(self._workplace, self.daily_copies.failure, self._frame)
        dialog.message_raised.connect(self._frame.show_message)
        dialog.folder_chosen.connect(self.daily_copies.check)
        dialog.open()

    def _about(self) -> None:
        show_information(
            self._frame,
            f"Turbo Admin {__version__}",
            "Le bureau de la restauration scolaire, et l’Espace Numérique des familles.\n\n"
            f"Logiciel libre, licence GNU AGPL version 3 ou ultérieure.\nCe logiciel n’est pas garanti{NBSP}; "
            "il utilise Qt, Source Sans Pro et les icônes Phosphor.",
        )
