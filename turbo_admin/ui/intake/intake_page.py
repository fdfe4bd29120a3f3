"""« Demande de création de compte »: requests are checked, ticked, and turned into accounts."""

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from turbo_admin.core.french import NBSP, count
from turbo_admin.office.credentials.from_requests import Issued
from turbo_admin.office.intake.export import export_requests
from turbo_admin.office.intake.lines import RequestLine, State, first_lines, request_lines, request_numbers
from turbo_admin.office.matching.open_requests import read_rosters
from turbo_admin.office.settings.schools import School, schools
from turbo_admin.ui.credentials.revoke import RevokingActs
from turbo_admin.ui.forms.intake.intake_page import Ui_Intake
from turbo_admin.ui.intake.intake_acts import IntakeActs
from turbo_admin.ui.intake.intake_decide import IntakeDecider
from turbo_admin.ui.intake.intake_detail import IntakeDetailPane
from turbo_admin.ui.intake.intake_filters import IntakeFilters
from turbo_admin.ui.intake.intake_follow import IntakeFollower
from turbo_admin.ui.intake.intake_list import ALERTS, DELAY, TICK, Stock
from turbo_admin.ui.intake.intake_model import RequestsModel
from turbo_admin.ui.intake.intake_views import TABS, Empty, count_text, empty, tab_text
from turbo_admin.ui.kit.columns import dress_table, restore_columns, selected_rows
from turbo_admin.ui.kit.exporting import Exported
from turbo_admin.ui.kit.icons import dress_button, icon
from turbo_admin.ui.kit.keys import bind
from turbo_admin.ui.kit.page import Notice, Page, Tone, Workplace
from turbo_admin.ui.kit.ticks import TickDelegate

if TYPE_CHECKING:
    from turbo_admin.office.desk.context import Desk

_WIDTHS = dict(enumerate((38, 92, 102, 92, 104, 90, 150, 102, 160, 60, 106)))
# The list, and a detail that is read without scrolling at 1366×768.
_SHARES = [340, 222]
_EVERYTHING = len(TABS) - 1
# More than any window shows.
_AT_ONCE = 100


class IntakePage(Page):
    """The list of requests, and the detail of the current one below."""

    key = "intake"
    title = "Demande de création de compte"
    crumbs = "Comptabilité › Espace numérique"
    offers_sync = True
    offers_export = True

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(place, parent)
        self.form = Ui_Intake()
        self.form.setupUi(self)
        self.model = RequestsModel(place.theme, self)
        self.detail = IntakeDetailPane(place.theme, self)
        self.acts = IntakeActs(place, self)
        self.revoking = RevokingActs(place, self)
        self._empty = Empty("", "")
        self._dress()
        self.filters = IntakeFilters(self.form, place.memory, self.key)
        self._follower = IntakeFollower(place, self.form.table, self.model, self.detail)
        self.decider = IntakeDecider(self.form.table, self.model, self.detail, self._follower, self.acts)
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
        desk, read = self.place.desk, self.place.tasks.read
        if self.model.requests.stock.is_empty:
            # The first lines at once; with 20,000 requests all of them take half a second.
            read(self, lambda _: _first(desk), self._on_first)
        narrowing, column = self.filters.narrowing(), self.model.requests.column
        read(
            self,
            lambda _: (schools(desk), _whole(desk).ready_for(narrowing, column)),
            self._on_read,
        )

    def exported(self) -> Exported | None:
        lines = self.model.requests.shown()
        return (
            Exported(
                "Exporter les demandes",
                "demandes-de-compte.xlsx",
                ("ligne exportée", "lignes exportées"),
                lambda path, report: export_requests(path, lines, report=report),
            )
            if lines
            else None
        )

    def remember(self) -> None:
        memory = self.place.memory
        memory.remember_header(self.key, self.form.table.horizontalHeader())
        memory.remember_splitter(self.key, self.form.splitter)
        self.filters.remember()

    def _dress(self) -> None:
        form, memory, theme = self.form, self.place.memory, self.place.theme
        for place, _ in enumerate(TABS):
            form.tabs.addTab(tab_text(place, Counter()))
        form.search.addAction(
            icon(theme, "magnifying-glass", "muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        dress_button(form.export_button, theme, "export", "muted")
        form.detail_layout.addWidget(self.detail)
        form.table.setModel(self.model)
        form.table.setItemDelegateForColumn(TICK, TickDelegate(theme, form.table))
        dress_table(form.table, _WIDTHS, stretch=ALERTS)
        form.table.setSortingEnabled(True)
        restore_columns(memory, self.key, form.table, (DELAY, False))
        form.splitter.setStretchFactor(0, 1)
        if not memory.restore_splitter(self.key, form.splitter):
            form.splitter.setSizes(_SHARES)

    def _connect(self) -> None:
        form, acts = self.form, self.acts
        self.filters.changed.connect(lambda: self.model.narrow(self.filters.narrowing()))
        form.issue_button.clicked.connect(self._on_issue)
        form.tick_certain.clicked.connect(self._on_tick_certain)
        form.refuse_button.clicked.connect(self.decider.refuse)
        form.revoke_button.clicked.connect(self._on_revoke)
        form.export_button.clicked.connect(lambda: self.wishes.act.emit("export"))
        form.empty_button.clicked.connect(self._on_empty_button)
        form.table.selectionModel().selectionChanged.connect(self._show_counts)
        self.model.ticks_changed.connect(self._show_counts)
        self.model.modelReset.connect(self._show_counts)
        self.detail.choose_wanted.connect(acts.ask_diner)
        self.detail.take_back_wanted.connect(acts.take_back)
        self.detail.correct_wanted.connect(acts.ask_email)
        acts.line_changed.connect(self._on_line_changed)
        acts.lines_changed.connect(self.refresh)
        acts.lines_changed.connect(self.wishes.changed)
        acts.issued.connect(self._on_issued)
        acts.tell.connect(self.wishes.tell)
        self.revoking.changed.connect(self.refresh)
        self.revoking.changed.connect(self.wishes.changed)
        self.revoking.sync_wanted.connect(self.wishes.sync)
        self.revoking.tell.connect(self.wishes.tell)
        self.decider.tell.connect(self.wishes.tell)

    def _connect_keys(self) -> None:
        table = self.form.table
        bind("Space", table, self._on_space, Qt.ShortcutContext.WidgetShortcut)
        bind("Ctrl+G", self, self._on_issue)
        bind("Ctrl+Shift+C", self, self._on_tick_certain)
        bind("Ctrl+R", self, self.form.search.setFocus)

    def _on_first(self, read: tuple[list[School], Stock]) -> None:
        if self.model.requests.stock.is_empty and read[1].lines:
            self.filters.offer_schools(read[0])
            self.model.show(read[1])

    def _on_read(self, read: tuple[list[School], Stock]) -> None:
        known, stock = read
        self.filters.offer_schools(known)
        lost = self.model.show(stock)
        self.filters.offer_alerts(stock.alerts())
        if lost:
            self.wishes.tell.emit(
                Notice(
                    f"{count(lost, 'ligne décochée', 'lignes décochées')}{NBSP}: déjà traitée"
                    f"{'s' if lost > 1 else ''} sur un autre poste.",
                    Tone.WARNING,
                )
            )
        desk = self.place.desk
        # So that the first request opened does not wait for its roster to be indexed.
        self.place.tasks.read(self, lambda _: read_rosters(desk), lambda _: None)
        self.filled.emit()

    def _show_counts(self) -> None:
        form, requests = self.form, self.model.requests
        counts = requests.stock.counts(requests.narrowing.uai)
        for place, _ in enumerate(TABS):
            if form.tabs.tabText(place) != tab_text(place, counts):
                # Even the same words would have the whole page laid out anew, at each key of a search.
                form.tabs.setTabText(place, tab_text(place, counts))
        form.count.setText(count_text(requests))
        form.issue_button.setEnabled(bool(requests.ticked()))
        form.export_button.setEnabled(bool(len(requests)))
        form.refuse_button.setEnabled(bool(self._chosen()))
        form.revoke_button.setEnabled(bool(self._chosen(State.ISSUED)))
        self._empty = empty(requests)
        form.empty_title.setText(self._empty.title)
        form.empty_text.setText(self._empty.text)
        form.empty_button.setText(self._empty.button)
        form.empty_button.setVisible(bool(self._empty.button))
        form.views.setCurrentWidget(form.list_view if len(requests) else form.empty_view)
        form.detail_place.setVisible(bool(len(requests)))

    def _chosen(self, state: State = State.OPEN) -> list[RequestLine]:
        lines = (self.model.requests.line(row) for row in selected_rows(self.form.table))
        return [line for line in lines if line is not None and line.state is state]

    def _on_space(self) -> None:
        stuck = self.model.toggle(selected_rows(self.form.table))
        if stuck:
            self.wishes.tell.emit(
                Notice(
                    f"{count(stuck, 'ligne ne peut', 'lignes ne peuvent')} pas être cochée{'s' if stuck > 1 else ''}"
                    f"{NBSP}: choisissez d’abord l’hôte (touche Entrée).",
                    Tone.WARNING,
                )
            )

    def _on_tick_certain(self) -> None:
        if self.model.tick_certain():
            self.decider.go_on()
        else:
            self.wishes.tell.emit(
                Notice(
                    "Aucune ligne affichée n’est à la fois certaine, demandée par une adresse connue ou confirmée, et "
                    f"sans alerte{NBSP}: vérifiez-les une à une.",
                    Tone.WARNING,
                )
            )

    def _on_issue(self) -> None:
        self.acts.issue(self.model.requests.ticked())

    def _on_revoke(self) -> None:
        chosen = self._chosen(State.ISSUED)
        if chosen:
            self.revoking.ask_requests(chosen[0].uai, [line.id for line in chosen])

    def _on_issued(self, issued: Issued) -> None:
        self.model.clear_ticks()
        self.wishes.changed.emit()
        self.wishes.page.emit("sheets", issued.batch_id)

    def _on_line_changed(self, line: RequestLine) -> None:
        self.model.replace(line)
        self._follower.read()
        self.wishes.changed.emit()

    def _on_empty_button(self) -> None:
        if self._empty.act == "sync":
            self.wishes.sync.emit()
        else:
            self.filters.clear()


def _whole(desk: "Desk") -> Stock:
    return Stock(request_lines(desk))


def _first(desk: "Desk") -> tuple[list[School], Stock]:
    return schools(desk), Stock(first_lines(desk, _AT_ONCE), request_numbers(desk))
