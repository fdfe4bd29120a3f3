"""« Configuration › Espace numérique »: the establishments, and the way to each one's settings."""

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from turbo_admin.core.french import when
from turbo_admin.office.settings.schools import SchoolSummary, schools
from turbo_admin.ui.forms.settings.schools import Ui_Schools
from turbo_admin.ui.kit.columns import choose_row, current_row, dress_table, restore_columns
from turbo_admin.ui.kit.family_link import FamilyLink
from turbo_admin.ui.kit.icons import icon
from turbo_admin.ui.kit.page import Page, Workplace
from turbo_admin.ui.kit.rows_model import Cell, RowsModel
from turbo_admin.ui.kit.theme import semibold, tabular

_HEADERS = (
    "Établissement",
    "UAI",
    "Code de carte",
    "Hôtes",
    "Portail",
    "Dernière synchronisation réussie",
    "Réglages",
)
_WIDTHS = {0: 290, 1: 100, 2: 120, 3: 80, 4: 130, 5: 260}


class SchoolsPage(Page):
    """The list of establishments."""

    key = "schools"
    title = "Espace numérique"
    crumbs = "Configuration"
    offers_sync = True

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(place, parent)
        self.form = Ui_Schools()
        self.form.setupUi(self)
        self.model = RowsModel(_HEADERS, self._cells, self)
        self._links = FamilyLink(place, self)
        table = self.form.table
        table.setModel(self.model)
        dress_table(table, _WIDTHS, stretch=6, moves=False)
        restore_columns(place.memory, self.key, table)
        self._connect()

    def arrive(self, about: object = None) -> None:
        super().arrive(about)
        self.form.table.setFocus()

    def refresh(self) -> None:
        desk = self.place.desk
        self.place.tasks.read(self, lambda _: schools(desk), self._on_read)

    def remember(self) -> None:
        self.place.memory.remember_header(self.key, self.form.table.horizontalHeader())

    def _connect(self) -> None:
        form, wishes = self.form, self.wishes
        form.configure.clicked.connect(self._on_configure)
        form.table.activated.connect(self._on_configure)
        form.add.clicked.connect(lambda: wishes.act.emit("add_school"))
        for button in (form.pair, form.first_pair):
            button.clicked.connect(lambda: wishes.page.emit("settings", ""))
        form.copy_link.clicked.connect(lambda: self._links.copy(self._current()))
        form.poster.clicked.connect(lambda: self._links.ask_poster(self._current()))
        form.table.selectionModel().currentRowChanged.connect(self._on_moved)
        self._links.tell.connect(wishes.tell)
        self.place.theme.changed.connect(self.model.repaint)

    def _on_read(self, known: list[SchoolSummary]) -> None:
        form, before = self.form, self._current()
        self.model.show(known)
        form.views.setCurrentWidget(form.list_view if known else form.empty_view)
        if known:
            uais = [school.uai for school in known]
            choose_row(form.table, uais.index(before.uai) if before and before.uai in uais else 0)
        self._on_moved()
        self.filled.emit()

    def _current(self) -> SchoolSummary | None:
        return self.model.record(current_row(self.form.table))

    def _on_moved(self) -> None:
        school = self._current()
        self.form.configure.setEnabled(school is not None)
        for button in (self.form.copy_link, self.form.poster):
            button.setEnabled(school is not None and bool(school.family_url))
            button.setToolTip("" if button.isEnabled() else "Reliez d’abord l’établissement au portail.")

    def _on_configure(self) -> None:
        school = self._current()
        if school is not None:
            self.wishes.page.emit("settings", school.uai)

    def _cells(self, school: SchoolSummary) -> tuple[Cell, ...]:
        theme, table = self.place.theme, self.form.table
        muted = QColor(theme.colours.muted)
        linked = ("link", "certain", "relié") if school.paired else ("link-break", "probable", "à relier")
        last = when(school.last_success, self.place.desk.now()) if school.last_success else "jamais"
        waiting = "à envoyer à la prochaine synchronisation" if school.settings_waiting else ""
        return (
            Cell(school.name, font=semibold(table.font())),
            Cell(school.uai),
            Cell(school.site_code, font=tabular(table.font())),
            Cell(str(school.diners), font=tabular(table.font())),
            Cell(linked[2], icon=icon(theme, linked[0], linked[1]), tip=school.portal_url),
            Cell(last, colour=muted),
            Cell(waiting, colour=muted),
        )
