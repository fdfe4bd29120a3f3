"""« Accueil »: what needs doing, or the first three steps of a new installation."""

from importlib import import_module

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from turbo_admin.core.french import count
from turbo_admin.core.sync.agreement import ProofOutcome
from turbo_admin.office.overview.home import HomeData, Overview, PerDay, per_day, read_home
from turbo_admin.office.settings.schools import SchoolSummary
from turbo_admin.ui.forms.window.home import Ui_Home
from turbo_admin.ui.kit.family_link import FamilyLink
from turbo_admin.ui.kit.icons import picture, set_button_icon
from turbo_admin.ui.kit.navigation import Destination, PageKey, SearchPage, ShowFigures, ShowRefusedChanges
from turbo_admin.ui.kit.page import Page, Workplace
from turbo_admin.ui.kit.tasks import TaskProgress
from turbo_admin.ui.window.day_plot import DayPlot, words
from turbo_admin.ui.window.first_steps import FirstSteps
from turbo_admin.ui.window.tiles import Tile

# Width of the window from which four tiles stand in one row; below, their text would be cut.
_FOUR_TILES_FROM = 1136


class HomePage(Page):
    """The first page."""

    key = PageKey.HOME
    title = "Accueil"
    offers_sync = True

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.form = Ui_Home()
        self.form.setupUi(self)
        self._school: SchoolSummary | None = None
        self._seen: Overview | None = None
        self._across = 0
        self._days: PerDay = ()
        self._plot: DayPlot | None = None
        self._steps: FirstSteps | None = None
        self._links = FamilyLink(workplace, self)
        theme, form = workplace.theme, self.form
        self._open = Tile(form.open_tile, theme, "identification-card")
        self._sheets = Tile(form.sheets_tile, theme, "printer")
        self._mails = Tile(form.mail_tile, theme, "envelope")
        self._sync = Tile(form.sync_tile, theme, "arrows-clockwise")
        self._set_icons()
        form.views.hide()
        self._connect()

    def settle_tiles(self, width: int) -> None:
        """Set the tiles in one row of four, or in two rows of two.

        Args:
            width: of the window, in device independent pixels.
        """
        form, across = self.form, 4 if width >= _FOUR_TILES_FROM else 2
        if across == self._across:
            return
        self._across = across
        for number, tile in enumerate((form.open_tile, form.sheets_tile, form.mail_tile, form.sync_tile)):
            form.tiles.addWidget(tile, *divmod(number, across))

    def arrive(self, destination: Destination) -> None:
        if isinstance(destination, ShowFigures):
            self._on_read(destination.figures)
        else:
            self.refresh()

    def refresh(self) -> None:
        desk = self.workplace.desk
        self.workplace.tasks.read(self, lambda _: read_home(desk), self._on_read)

    def _follow_width(self) -> None:
        window = self.window()
        window.winId()  # makes the handle of a window that is not shown yet
        window.windowHandle().widthChanged.connect(self.settle_tiles)

    def _connect(self) -> None:
        form, signals = self.form, self.signals
        form.open_tile.clicked.connect(lambda: signals.open_page(SearchPage(PageKey.INTAKE)))
        form.sheets_tile.clicked.connect(lambda: signals.open_page(PageKey.SHEETS))
        form.mail_tile.clicked.connect(lambda: signals.open_page(PageKey.SHEETS))
        form.sync_tile.clicked.connect(self._on_sync_tile)
        form.copy_link.clicked.connect(lambda: self._links.copy(self._school))
        form.poster.clicked.connect(lambda: self._links.ask_poster(self._school))
        self._links.message_raised.connect(signals.message_raised)
        self.workplace.theme.changed.connect(self._draw)

    def _on_sync_tile(self) -> None:
        if self._seen is not None and self._seen.sync.proof.outcome is ProofOutcome.DIFFERS:
            self.signals.open_page(PageKey.AGREEMENT)
        elif self._seen is not None and self._seen.refused_changes:
            self.signals.open_page(ShowRefusedChanges())
        else:
            self.signals.synchronise()

    def _on_read(self, read: HomeData) -> None:
        seen, known = read.seen, read.schools
        # Of several schools the first that is paired: its link is the one offered.
        self._school = next((school for school in known if school.family_url), None)
        form = self.form
        self.settle_tiles(self.window().width())
        form.views.show()
        fresh = self._seen is None
        self._seen = seen
        if seen.first_steps:
            self._show_steps(seen)
        else:
            self._show_day(seen, known)
        # Only the first time: a refresh each minute must not move the focus.
        if fresh and not seen.first_steps:
            form.open_tile.setFocus()
        self.filled.emit()
        # Later: the window has no handle before it is shown.
        if fresh:
            QTimer.singleShot(0, self._follow_width)
        if not seen.first_steps:
            # After the figures are painted: the chart's library takes 0.35 s of the GUI thread.
            QTimer.singleShot(0, self._ask_days)

    def _ask_days(self) -> None:
        desk = self.workplace.desk

        def read(_: TaskProgress) -> PerDay:
            # numpy is half of pyqtgraph's import time and creates no Qt objects: it can be imported on this thread.
            import_module("numpy")
            return per_day(desk)

        self.workplace.tasks.read(self, read, self._on_days)

    def _on_days(self, days: PerDay) -> None:
        self._days = days
        self.form.plot_words.setText(words(days))
        if self._plot is None:
            self._plot = DayPlot(self)
            self.form.plot_text.hide()
            self.form.plot_layout.addWidget(self._plot.widget)
        self._draw()

    def _show_steps(self, seen: Overview) -> None:
        if self._steps is None:
            self._steps = FirstSteps(self.signals, self)
            self._steps.copy_wanted.connect(lambda: self._links.copy(self._school))
            self._steps.poster_wanted.connect(lambda: self._links.ask_poster(self._school))
            self.form.views.addWidget(self._steps)
        self.form.views.setCurrentWidget(self._steps)
        self._steps.show_progress(seen, self._school)

    def _show_day(self, seen: Overview, known: list[SchoolSummary]) -> None:
        form = self.form
        form.views.setCurrentWidget(form.day)
        self._show_tiles(seen)
        # With several schools there is no link « of the office »; each is on the page of its school.
        links = [school for school in known if school.family_url]
        form.family_link.setText(links[0].family_url if len(links) == 1 else "")
        for button in (form.copy_link, form.poster):
            button.setVisible(len(links) == 1)

    def _show_tiles(self, seen: Overview) -> None:
        late = f"{count(seen.overdue, 'dépasse', 'dépassent')} le délai annoncé"
        self._open.show(
            str(seen.open),
            "demande à traiter" if seen.open < 2 else "demandes à traiter",
            late if seen.overdue else "aucune ne dépasse le délai" if seen.open else "tout est traité",
            name="warning" if seen.overdue else "identification-card",
            colour="none" if seen.overdue else "accent",
        )
        self._sheets.show(
            str(seen.to_hand),
            "fiche à remettre" if seen.to_hand < 2 else "fiches à remettre",
            "à imprimer ou à envoyer par e-mail" if seen.to_hand else "rien n’attend",
        )
        self._mails.show(
            str(seen.rejected_mails),
            "courriel rejeté" if seen.rejected_mails < 2 else "courriels rejetés",
            "adresse à corriger, ou fiche à imprimer"
            if seen.rejected_mails
            else "tous les envois sont passés",
            colour="none" if seen.rejected_mails else "accent",
        )
        self._show_sync(seen)

    def _show_sync(self, seen: Overview) -> None:
        if seen.sync.proof.outcome is ProofOutcome.DIFFERS:
            self._sync.show("", "Désaccord avec le portail", seen.sync.text, name="warning", colour="none")
            return
        if seen.refused_changes:
            self._sync.show(
                str(seen.refused_changes),
                "envoi refusé" if seen.refused_changes < 2 else "envois refusés",
                "par le portail : le journal dit quoi faire",
                name="warning",
                colour="none",
            )
            return
        self._sync.show(
            "",
            "Synchroniser maintenant",
            seen.sync.full_text,
            name="arrows-clockwise",
            colour="accent" if seen.sync.ok else "probable",
        )

    def _set_icons(self) -> None:
        for button, name in ((self.form.copy_link, "copy"), (self.form.poster, "file-pdf")):
            set_button_icon(button, self.workplace.theme, name, "muted")

    def _draw(self) -> None:
        for label, colour in ((self.form.received_key, "accent"), (self.form.answered_key, "probable")):
            label.setPixmap(
                picture(self.workplace.theme, "square-fill", colour, 16, self.devicePixelRatioF())
            )
        if self._plot is not None:
            self._plot.show(self._days, self.workplace.theme.colours)
