"""Accueil: what needs doing, or the three first steps of a new installation."""

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from turbo_admin.core.french import NBSP, count
from turbo_admin.office.home import Look, Overview, look
from turbo_admin.office.schools import School
from turbo_admin.ui import pages
from turbo_admin.ui.day_plot import DayPlot, words
from turbo_admin.ui.family_link import FamilyLink
from turbo_admin.ui.forms.home import Ui_Home
from turbo_admin.ui.icons import dress_button, picture
from turbo_admin.ui.page import Page, Workplace
from turbo_admin.ui.tiles import Tile

# Narrower, their words would be cut: two rows of two.
_FOUR_TILES_FROM = 1100


class HomePage(Page):
    """The first page."""

    key = "home"
    title = "Accueil"
    offers_sync = True

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(place, parent)
        self.form = Ui_Home()
        self.form.setupUi(self)
        self._school: School | None = None
        self._seen: Overview | None = None
        self._plot: DayPlot | None = None
        self._plot_asked = False
        self._links = FamilyLink(place, self)
        theme, form = place.theme, self.form
        self._open = Tile(form.open_tile, theme, "identification-card")
        self._sheets = Tile(form.sheets_tile, theme, "printer")
        self._mails = Tile(form.mail_tile, theme, "envelope")
        self._sync = Tile(form.sync_tile, theme, "arrows-clockwise")
        for button, name in ((form.copy_link, "copy"), (form.poster, "file-pdf")):
            dress_button(button, theme, name, "muted")
        form.views.hide()
        self._connect()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        form = self.form
        across = 4 if event.size().width() >= _FOUR_TILES_FROM else 2
        for place, tile in enumerate((form.open_tile, form.sheets_tile, form.mail_tile, form.sync_tile)):
            form.tiles.addWidget(tile, *divmod(place, across))

    def arrive(self, about: object = None) -> None:
        """Be shown.

        Args:
            about: a `Look` taken a moment ago; anything else has one taken.
        """
        if isinstance(about, Look):
            self._on_read(about)
        else:
            self.refresh()

    def refresh(self) -> None:
        desk = self.place.desk
        self.place.tasks.read(self, lambda _: look(desk), self._on_read)

    def _connect(self) -> None:
        form, wishes = self.form, self.wishes
        form.open_tile.clicked.connect(lambda: wishes.page.emit("intake", ""))
        form.sheets_tile.clicked.connect(lambda: wishes.page.emit("sheets", None))
        form.mail_tile.clicked.connect(lambda: wishes.page.emit("sheets", None))
        form.sync_tile.clicked.connect(self._on_sync_tile)
        form.pair_button.clicked.connect(lambda: wishes.page.emit("settings", ""))
        form.import_button.clicked.connect(lambda: wishes.page.emit("roster_import", None))
        form.next_step.clicked.connect(lambda: wishes.page.emit("schools", None))
        for copy in (form.copy_link, form.first_copy_link):
            copy.clicked.connect(lambda: self._links.copy(self._school))
        for poster in (form.poster, form.first_poster):
            poster.clicked.connect(lambda: self._links.ask_poster(self._school))
        self._links.tell.connect(wishes.tell)
        self.place.theme.changed.connect(self._draw)

    def _on_sync_tile(self) -> None:
        if self._seen is not None and self._seen.refused_changes:
            self.wishes.page.emit("sync_journal", "refused")
        else:
            self.wishes.sync.emit()

    def _on_read(self, read: Look) -> None:
        seen, known = read
        self._school = next((school for school in known if school.family_url), None)
        form = self.form
        form.views.setCurrentWidget(form.first_steps if seen.first_steps else form.day)
        form.views.show()
        fresh = self._seen is None
        self._seen = seen
        if seen.first_steps:
            self._show_steps(seen)
        else:
            self._show_day(seen, known)
        if fresh:
            (form.pair_button if seen.first_steps else form.open_tile).setFocus()
        self.filled.emit()
        if not (seen.first_steps or self._plot_asked):
            self._plot_asked = True
            # Once the figures are painted, and after what the window itself wants to load.
            QTimer.singleShot(0, self._ask_plot)

    def _ask_plot(self) -> None:
        self.place.tasks.read(self, lambda _: pages.load(pages.PLOT), lambda _: self._make_plot())

    def _show_steps(self, seen: Overview) -> None:
        form, linked = self.form, self._school is not None
        _done(form.step1_number, form.step1_text, seen.paired, "Le portail est relié.")
        _done(
            form.step2_number,
            form.step2_text,
            seen.diners > 0,
            f"{count(seen.diners, 'hôte')} au fichier. Réimporter met à jour, sans jamais effacer.",
        )
        if self._school is not None:
            form.step3_text.setText(f"Le lien{NBSP}: {self._school.family_url}")
        form.import_button.setEnabled(seen.has_school)
        form.import_button.setToolTip(
            "" if seen.has_school else "Reliez d’abord le portail, ou ajoutez un établissement."
        )
        for button in (form.first_copy_link, form.first_poster):
            button.setEnabled(linked)
            button.setToolTip("" if linked else "Reliez d’abord le portail.")
        steps = (
            (seen.paired, form.pair_button),
            (seen.diners > 0, form.import_button),
            (False, form.first_copy_link),
        )
        _one_primary(next(button for done, button in steps if not done), [button for _, button in steps])

    def _show_day(self, seen: Overview, known: list[School]) -> None:
        form = self.form
        form.welcome.hide()
        self._show_tiles(seen)
        links = [school for school in known if school.family_url]
        form.family_link.setText(links[0].family_url if len(links) == 1 else "")
        for button in (form.copy_link, form.poster):
            button.setVisible(len(links) == 1)
        form.plot_words.setText(words(seen.per_day))
        if self._plot is not None:
            self._draw()

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
            seen.sync.text,
            name="arrows-clockwise",
            colour="accent" if seen.sync.ok else "probable",
        )

    def _make_plot(self) -> None:
        self._plot = DayPlot(self)
        self.form.plot_text.hide()
        self.form.plot_layout.addWidget(self._plot.widget)
        self._draw()

    def _draw(self) -> None:
        for label, colour in ((self.form.received_key, "accent"), (self.form.answered_key, "probable")):
            label.setPixmap(picture(self.place.theme, "square-fill", colour, 16, self.devicePixelRatioF()))
        if self._plot is not None and self._seen is not None:
            self._plot.show(self._seen.per_day, self.place.theme.colours)


def _done(number: Any, text: Any, done: bool, words_when_done: str) -> None:
    if done:
        number.setText("✓")
        text.setText(words_when_done)


def _one_primary(chosen: Any, buttons: list[Any]) -> None:
    for button in buttons:
        button.setProperty("part", "primary" if button is chosen else "")
        button.style().unpolish(button)
        button.style().polish(button)
