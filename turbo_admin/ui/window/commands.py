"""What the menus and the keys do, besides opening pages. Dialogs are imported when they are first wanted."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from turbo_admin import __version__
from turbo_admin.core.french import NBSP
from turbo_admin.office.overview.home import HomeState, read_home
from turbo_admin.office.settings.schools import School
from turbo_admin.ui.kit.ask import tell
from turbo_admin.ui.kit.exporting import Exporter
from turbo_admin.ui.kit.page import Notice, Workplace
from turbo_admin.ui.sync.auto_sync import RegularSync
from turbo_admin.ui.window.frame import Frame
from turbo_admin.ui.window.other_pcs import Elsewhere
from turbo_admin.ui.window.status import StatusLine

# How often the page is read anew though nothing was done: delays run down by themselves.
_REFRESH_EVERY_MS = 60_000


class Acts(QObject):
    """Does what the window is asked for.

    Args:
        frame: the window, also the parent.
        place: what dialogs work with.

    Attributes:
        elsewhere: notices what other PCs do.
        exporter: writes the list that is shown.
    """

    def __init__(self, frame: Frame, place: Workplace) -> None:
        super().__init__(frame)
        self._frame = frame
        self._place = place
        self.exporter = Exporter(place.tasks, frame)
        self.exporter.tell.connect(frame.tell)
        self._status = StatusLine(frame.form.status, place.theme)
        self._status.refused.clicked.connect(lambda: frame.open_page("sync_journal", "refused"))
        self._table: dict[str, Callable[[], None]] = {
            "add_school": self._add_school,
            "quit": lambda: _ignore(frame.close()),
            "sync": self._sync,
            "shortcuts": self._shortcuts,
            "report": frame.report.copy,
            "about": self._about,
            "find": self._find,
            "export": self._export,
            "back": self._back,
            "home": lambda: _ignore(frame.open_page("home")),
            "sheets": lambda: _ignore(frame.open_page("sheets")),
        }
        if frame.panel is not None:
            regular = RegularSync(place, frame.panel, self)
            regular.next_changed.connect(self._status.show_next)
            self._table["replan"] = regular.replan
            regular.begin()
        self.elsewhere = Elsewhere(place, self)
        self.elsewhere.happened.connect(self.refresh)
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_EVERY_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()

    @property
    def names(self) -> frozenset[str]:
        """The acts that `do` knows."""
        return frozenset(self._table)

    def do(self, act: str) -> None:
        """Do an act.

        Raises:
            KeyError: no such act.
        """
        self._table[act]()

    def look(self) -> None:
        """Bring the status bar up to date."""
        desk = self._place.desk
        self._place.tasks.read(self, lambda _: read_home(desk), self._on_looked)

    def refresh(self) -> None:
        """Bring the status bar and the page that is shown up to date."""
        self.look()
        navigator = self._frame.navigator
        if navigator is not None and navigator.current is not None:
            navigator.current.refresh()

    def _on_looked(self, read: HomeState) -> None:
        self._status.show(read.schools, read.seen.sync)

    def _sync(self) -> None:
        if self._frame.panel is not None:
            self._frame.panel.start()

    def _back(self) -> None:
        if self._frame.navigator is not None:
            self._frame.navigator.back()

    def _add_school(self) -> None:
        from turbo_admin.ui.window.add_school import AddSchoolDialog

        dialog = AddSchoolDialog(self._place, self._frame)
        dialog.added.connect(self._on_school_added)
        dialog.open()

    def _on_school_added(self, school: School) -> None:
        self.refresh()
        self._frame.tell(
            Notice(
                f"{school.name} est ajouté. Reliez-le au portail pour recevoir les demandes des familles.",
                link="Configurer",
                page="schools",
            )
        )

    def _find(self) -> None:
        from turbo_admin.ui.window.find_diner import FindDinerDialog

        dialog = FindDinerDialog(self._place, self._frame)
        dialog.file_wanted.connect(lambda diner_id: self._frame.open_page("host_file", diner_id))
        dialog.requests_wanted.connect(lambda text: self._frame.open_page("intake", text))
        dialog.open()

    def _export(self) -> None:
        navigator = self._frame.navigator
        if navigator is not None and navigator.current is not None:
            self.exporter.ask(navigator.current.exported())

    def _shortcuts(self) -> None:
        from turbo_admin.ui.window.shortcuts import ShortcutsDialog

        ShortcutsDialog(self._frame).open()

    def _about(self) -> None:
        tell(
            self._frame,
            f"Turbo Admin {__version__}",
            "Le bureau de la restauration scolaire, et l’Espace Numérique des familles.\n\n"
            f"Logiciel libre, licence GNU AGPL version 3 ou ultérieure.\nCe logiciel n’est pas garanti{NBSP}; "
            "il utilise Qt, Source Sans Pro et les icônes Phosphor.",
        )


def _ignore(_answer: object) -> None:
    """Drop an answer that nobody waits for."""
