"""« Demande de création de compte »: requests are checked, ticked, and turned into accounts."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from turbo_admin.core.french import NBSP, count
from turbo_admin.office.credentials import Issued
from turbo_admin.office.detail import RequestDetail, request_detail
from turbo_admin.office.intake import RequestLine, request_lines
from turbo_admin.office.schools import School, schools
from turbo_admin.ui.columns import choose_row, current_row, dress_table, restore_columns, selected_rows
from turbo_admin.ui.forms.intake import Ui_Intake
from turbo_admin.ui.icons import icon
from turbo_admin.ui.intake_acts import IntakeActs
from turbo_admin.ui.intake_detail import IntakeDetailPane
from turbo_admin.ui.intake_list import ALERTS, DELAY, TICK
from turbo_admin.ui.intake_model import RequestsModel
from turbo_admin.ui.intake_views import TABS, Empty, count_text, empty, tab_text
from turbo_admin.ui.page import Notice, Page, Tone, Workplace
from turbo_admin.ui.ticks import TickDelegate

_WIDTHS = dict(enumerate((38, 92, 98, 72, 116, 96, 166, 110, 190, 72, 118)))
_EVERYTHING = len(TABS) - 1
# The detail follows the arrows without being read for each line that is passed.
_SETTLE_MS = 60
_ALL_SCHOOLS = "Tous les établissements"


class IntakePage(Page):
    """The list of requests, and the detail of the current one below."""

    key = "intake"
    title = "Demande de création de compte"
    crumbs = "Comptabilité › Espace numérique"
    offers_sync = True

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(place, parent)
        self.form = Ui_Intake()
        self.form.setupUi(self)
        self.model = RequestsModel(place.theme, self)
        self.detail = IntakeDetailPane(place.theme, self)
        self.acts = IntakeActs(place, self)
        self._empty = Empty("", "")
        self._read = False
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._dress()
        self._connect()
        self._connect_keys()

    def arrive(self, about: object = None) -> None:
        """Be shown.

        Args:
            about: a text to search for among all requests; empty for those to deal with.
        """
        if isinstance(about, str):
            self.form.tabs.setCurrentIndex(_EVERYTHING if about else 0)
            self.form.search.setText(about)
        self.refresh()
        self.form.table.setFocus()

    def refresh(self) -> None:
        desk = self.place.desk
        self.place.tasks.read(self, lambda _: (schools(desk), request_lines(desk)), self._on_read)

    def remember(self) -> None:
        memory = self.place.memory
        memory.remember_header(self.key, self.form.table.horizontalHeader())
        memory.remember_splitter(self.key, self.form.splitter)
        memory.remember(f"{self.key}/school", self.form.school.currentData() or "")

    def _dress(self) -> None:
        form, memory = self.form, self.place.memory
        for label, _ in TABS:
            form.tabs.addTab(label)
        form.search.addAction(icon(self.place.theme, "magnifying-glass", "muted"), form.search.ActionPosition.LeadingPosition)
        form.export_button.setIcon(icon(self.place.theme, "export", "muted"))
        form.detail_layout.addWidget(self.detail)
        form.table.setModel(self.model)
        form.table.setItemDelegateForColumn(TICK, TickDelegate(self.place.theme, form.table))
        dress_table(form.table, _WIDTHS, stretch=ALERTS)
        form.table.setSortingEnabled(True)
        restore_columns(memory, self.key, form.table, (DELAY, False))
        form.splitter.setStretchFactor(0, 1)
        form.splitter.setStretchFactor(1, 0)
        memory.restore_splitter(self.key, form.splitter)
        form.school.addItem(_ALL_SCHOOLS, "")
        self._show_counts()

    def _connect(self) -> None:
        form = self.form
        form.tabs.currentChanged.connect(self._on_narrowed)
        form.search.textChanged.connect(self._on_narrowed)
        form.school.currentIndexChanged.connect(self._on_narrowed)
        form.issue_button.clicked.connect(self._on_issue)
        form.tick_certain.clicked.connect(self._on_tick_certain)
        form.refuse_button.clicked.connect(lambda: self.acts.ask_refusal(self._chosen()))
        form.empty_button.clicked.connect(self._on_empty_button)
        form.table.doubleClicked.connect(self._on_open_detail)
        form.table.selectionModel().currentRowChanged.connect(lambda: self._settle.start())
        form.table.selectionModel().selectionChanged.connect(self._show_counts)
        self._settle.timeout.connect(self._read_detail)
        self.model.ticks_changed.connect(self._show_counts)
        self.model.modelReset.connect(self._on_reset)
        self.detail.choose_wanted.connect(lambda: self._with_detail(self.acts.ask_diner))
        self.detail.take_back_wanted.connect(lambda: self._with_detail(self.acts.take_back))
        self.detail.correct_wanted.connect(lambda: self._with_detail(self.acts.ask_email))
        self.acts.line_changed.connect(self._on_line_changed)
        self.acts.lines_changed.connect(self.refresh)
        self.acts.lines_changed.connect(self.wishes.changed)
        self.acts.issued.connect(self._on_issued)
        self.acts.tell.connect(self.wishes.tell)
