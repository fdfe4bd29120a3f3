"""« Configuration › Espace numérique »: the list of establishments; opens the settings of each."""

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from turbo_admin.core.french import when
from turbo_admin.office.settings.schools import SchoolSummary, schools
from turbo_admin.ui.forms.settings.schools import Ui_Schools
from turbo_admin.ui.kit.family_link import FamilyLink
from turbo_admin.ui.kit.icons import icon
from turbo_admin.ui.kit.list_page import ListPage
from turbo_admin.ui.kit.navigation import Command, ConfigureSchool, PageKey
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.kit.row_table import ColumnLayout
from turbo_admin.ui.kit.rows_model import RowsModel, TableCell
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
_LAYOUT = ColumnLayout({0: 290, 1: 100, 2: 120, 3: 80, 4: 130, 5: 260}, stretch=6, movable=False)


class SchoolsPage(ListPage):
    """The list of establishments."""

    form: Ui_Schools
    key = PageKey.SCHOOLS
    title = "Espace numérique"
    crumbs = "Configuration"
    offers_sync = True

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.form = Ui_Schools()
        self.form.setupUi(self)
        self.model = RowsModel(_HEADERS, self._cells, self)
        self._links = FamilyLink(workplace, self)
        self.table = self.bind_table(self.model, _LAYOUT, lambda school: school.uai)
        self._connect()

    def refresh(self) -> None:
        desk = self.workplace.desk
        self.workplace.tasks.read(self, lambda _: schools(desk), self._on_read)

    def remember(self) -> None:
        self.table.remember()

    def _connect(self) -> None:
        form, signals = self.form, self.signals
        form.configure.clicked.connect(self._on_configure)
        form.table.activated.connect(self._on_configure)
        form.add.clicked.connect(lambda: signals.run(Command.ADD_SCHOOL))
        for button in (form.pair, form.first_pair):
            button.clicked.connect(lambda: signals.open_page(ConfigureSchool()))
        form.copy_link.clicked.connect(lambda: self._links.copy(self.table.current))
        form.poster.clicked.connect(lambda: self._links.ask_poster(self.table.current))
        form.table.selectionModel().currentRowChanged.connect(self._on_moved)
        self._links.message_raised.connect(signals.message_raised)

    def _on_read(self, known: list[SchoolSummary]) -> None:
        self.model.show(known)
        self.show_list_or_empty()
        self._on_moved()
        self.filled.emit()

    def _on_moved(self) -> None:
        school = self.table.current
        self.form.configure.setEnabled(school is not None)
        for button in (self.form.copy_link, self.form.poster):
            button.setEnabled(school is not None and bool(school.family_url))
            button.setToolTip("" if button.isEnabled() else "Reliez d’abord l’établissement au portail.")

    def _on_configure(self) -> None:
        school = self.table.current
        if school is not None:
            self.signals.open_page(ConfigureSchool(school.uai))

    def _cells(self, school: SchoolSummary) -> tuple[TableCell, ...]:
        theme, table = self.workplace.theme, self.form.table
        muted = QColor(theme.colours.muted)
        linked = ("link", "certain", "relié") if school.paired else ("link-break", "probable", "à relier")
        last = when(school.last_success, self.workplace.desk.now()) if school.last_success else "jamais"
        waiting = "à envoyer à la prochaine synchronisation" if school.settings_waiting else ""
        return (
            TableCell(school.name, font=semibold(table.font())),
            TableCell(school.uai),
            TableCell(school.site_code, font=tabular(table.font())),
            TableCell(str(school.diners), font=tabular(table.font())),
            TableCell(linked[2], icon=icon(theme, linked[0], linked[1]), tip=school.portal_url),
            TableCell(last, colour=muted),
            TableCell(waiting, colour=muted),
        )
