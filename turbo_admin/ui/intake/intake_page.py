"""« Demande de création de compte »: requests are checked, ticked, and turned into accounts."""

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from turbo_admin.core.french import NBSP, count, full_name
from turbo_admin.office.credentials.drafts import Issued
from turbo_admin.office.intake.export import export_requests
from turbo_admin.office.intake.lines import RequestLine, RequestStanding
from turbo_admin.office.settings.schools import SchoolSummary
from turbo_admin.ui.credentials.revoke import RevokingActs
from turbo_admin.ui.forms.intake.intake_page import Ui_Intake
from turbo_admin.ui.intake.intake_acts import IntakeActs
from turbo_admin.ui.intake.intake_decide import IntakeDecider
from turbo_admin.ui.intake.intake_detail import IntakeDetailPane
from turbo_admin.ui.intake.intake_filters import IntakeFilters
from turbo_admin.ui.intake.intake_follow import IntakeFollower
from turbo_admin.ui.intake.intake_model import RequestsModel
from turbo_admin.ui.intake.intake_reading import IntakeReader
from turbo_admin.ui.intake.intake_views import TABS, EmptyAction, count_text, no_requests, tab_text
from turbo_admin.ui.intake.request_index import ALERTS, DELAY, TICK, RequestIndex
from turbo_admin.ui.kit.act_scope import apply_to
from turbo_admin.ui.kit.columns import restore_columns, selected_rows, set_up_table
from turbo_admin.ui.kit.exporting import Exported
from turbo_admin.ui.kit.keys import bind
from turbo_admin.ui.kit.list_page import ListPage, show_empty_button
from turbo_admin.ui.kit.navigation import PageKey, ShowBatch
from turbo_admin.ui.kit.page import BarMessage, Tone, Workplace
from turbo_admin.ui.kit.row_table import bind_ticks
from turbo_admin.ui.kit.ticks import TickDelegate

_WIDTHS = dict(enumerate((38, 92, 102, 92, 104, 90, 150, 102, 160, 60, 106)))
# The list, and a detail that is read without scrolling at 1366×768.
_SHARES = [340, 222]
# Index of the tab « Toutes ».
_EVERYTHING = len(TABS) - 1


class IntakePage(ListPage):
    """The list of requests, and the detail of the current one below."""

    form: Ui_Intake
    key = PageKey.INTAKE
    title = "Demande de création de compte"
    crumbs = "Comptabilité › Espace numérique"
    offers_sync = True
    offers_export = True

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.form = Ui_Intake()
        self.form.setupUi(self)
        self.model = RequestsModel(workplace.theme, self)
        self.detail = IntakeDetailPane(workplace.theme, self)
        self.acts = IntakeActs(workplace, self)
        self.revoking = RevokingActs(workplace, self)
        self._set_up()
        self.filters = IntakeFilters(self.form, workplace.memory, self.memory_key)
        self._reader = IntakeReader(workplace, self)
        self._follower = IntakeFollower(workplace, self.form.table, self.model, self.detail)
        self.decider = IntakeDecider(self.form.table, self.model, self.detail, self._follower, self.acts)
        self._connect()
        self._connect_keys()

    def search_for(self, text: str) -> None:
        """Search among all requests; an empty text shows those to deal with."""
        self.form.tabs.setCurrentIndex(_EVERYTHING if text else 0)
        super().search_for(text)

    # Two reads, one after the other on the same thread; the second one replaces the first.
    def refresh(self) -> None:
        requests = self.model.requests
        if requests.index.is_empty:
            # With 20,000 requests reading all takes half a second: the first hundred are shown meanwhile.
            self._reader.read_first(self._on_first)
        self._reader.read(self.filters.current(), requests.column, self._on_read)

    def export(self) -> Exported:
        lines, desk = self.model.requests.shown(), self.workplace.desk
        return Exported(
            "Exporter les demandes",
            "demandes-de-compte.xlsx",
            ("ligne exportée", "lignes exportées"),
            lambda path, report: export_requests(desk, path, lines, report=report),
        )

    def remember(self) -> None:
        memory = self.workplace.memory
        memory.remember_header(self.memory_key, self.form.table.horizontalHeader())
        memory.remember_splitter(self.memory_key, self.form.splitter)
        self.filters.remember()

    def _set_up(self) -> None:
        form, memory, theme = self.form, self.workplace.memory, self.workplace.theme
        for tab, _ in enumerate(TABS):
            form.tabs.addTab(tab_text(tab, Counter()))
        self.set_up_search(form.search)
        self.set_up_export(form.export_button)
        form.detail_layout.addWidget(self.detail)
        form.table.setModel(self.model)
        form.table.setItemDelegateForColumn(TICK, TickDelegate(theme, form.table))
        set_up_table(form.table, _WIDTHS, stretch=ALERTS)
        form.table.setSortingEnabled(True)
        # First those whose delay ends soonest.
        restore_columns(memory, self.memory_key, form.table, (DELAY, False))
        form.splitter.setStretchFactor(0, 1)
        if not memory.restore_splitter(self.memory_key, form.splitter):
            form.splitter.setSizes(_SHARES)

    def _connect(self) -> None:
        form, acts = self.form, self.acts
        self.filters.changed.connect(lambda: self.model.narrow(self.filters.current()))
        form.issue_button.clicked.connect(self._on_issue)
        form.tick_certain.clicked.connect(self._on_tick_certain)
        form.refuse_button.clicked.connect(lambda: self._apply(self.decider.refuse_lines, self._chosen()))
        form.revoke_button.clicked.connect(self._on_revoke)
        form.empty_button.clicked.connect(self._on_empty_button)
        form.table.selectionModel().selectionChanged.connect(self._show_counts)
        self.model.ticks_changed.connect(self._show_counts)
        self.model.modelReset.connect(self._show_counts)
        self.detail.choose_wanted.connect(acts.ask_diner)
        self.detail.take_back_wanted.connect(acts.take_back)
        self.detail.correct_wanted.connect(acts.ask_email)
        acts.line_changed.connect(self._on_line_changed)
        acts.issued.connect(self._on_issued)
        self.follow(acts)
        self.follow(self.revoking)
        self.decider.message_raised.connect(self.signals.message_raised)

    def _connect_keys(self) -> None:
        table, keys = self.form.table, self.decider.after_keys
        bind_ticks(table, lambda _rows: keys(lambda: self._on_toggle(selected_rows(table)), decides=True))
        bind("Ctrl+G", self, lambda: keys(self._on_issue))
        bind("Ctrl+Shift+C", self, self._on_tick_certain)

    def _on_first(self, read: tuple[list[SchoolSummary], RequestIndex]) -> None:
        # The full list may have arrived before: it is not replaced by its beginning.
        if self.model.requests.index.is_empty and read[1].lines:
            self.filters.offer_schools(read[0])
            self.model.show(read[1])

    def _on_read(self, read: tuple[list[SchoolSummary], RequestIndex]) -> None:
        known, index = read
        self.filters.offer_schools(known)
        lost = self.model.show(index)
        self.filters.offer_alerts(index.alerts())
        if lost:
            self.signals.show_message(
                BarMessage(
                    f"{count(lost, 'ligne décochée', 'lignes décochées')}{NBSP}: déjà traitée"
                    f"{'s' if lost > 1 else ''} sur un autre poste.",
                    Tone.WARNING,
                )
            )
        self._reader.read_rosters()
        self.filled.emit()

    def _show_counts(self) -> None:
        form, requests = self.form, self.model.requests
        counts = requests.index.counts(requests.filter.uai)
        for tab, _ in enumerate(TABS):
            if form.tabs.tabText(tab) != tab_text(tab, counts):
                # setTabText lays the whole page out again even for the same text, and this runs at each keystroke.
                form.tabs.setTabText(tab, tab_text(tab, counts))
        form.count.setText(count_text(requests))
        form.issue_button.setEnabled(bool(requests.ticked() or requests.hidden_ticks()))
        form.export_button.setEnabled(self.has_rows)
        refused = len(requests.ticked() or self._chosen())
        form.refuse_button.setEnabled(refused > 0)
        form.refuse_button.setText(f"Refuser {count(refused, 'demande')}…" if refused > 1 else "Refuser…")
        form.revoke_button.setEnabled(bool(self._chosen(RequestStanding.ISSUED)))
        show_empty_button(form, no_requests(requests))
        self.show_list_or_empty()
        form.detail_place.setVisible(self.has_rows)

    def _chosen(self, state: RequestStanding = RequestStanding.OPEN) -> list[RequestLine]:
        lines = (self.model.requests.line(row) for row in selected_rows(self.form.table))
        return [line for line in lines if line is not None and line.state is state]

    def _on_toggle(self, rows: list[int]) -> None:
        stuck = self.model.toggle(rows)
        if stuck:
            self.signals.show_message(
                BarMessage(
                    f"{count(stuck, 'ligne ne peut', 'lignes ne peuvent')} pas être cochée{'s' if stuck > 1 else ''}"
                    f"{NBSP}: choisissez d’abord l’hôte (touche Entrée).",
                    Tone.WARNING,
                )
            )

    def _on_tick_certain(self) -> None:
        if self.model.tick_certain():
            self.decider.go_on()
        else:
            self.signals.show_message(
                BarMessage(
                    "Aucune ligne affichée n’est à la fois certaine, demandée par une adresse connue ou confirmée, et "
                    f"sans alerte{NBSP}: vérifiez-les une à une.",
                    Tone.WARNING,
                )
            )

    def _on_issue(self) -> None:
        requests = self.model.requests
        if requests.ticked() or requests.hidden_ticks():
            self._apply(self.acts.issue, ())
        else:
            self.signals.show_message(
                BarMessage(
                    f"Aucune ligne n’est cochée{NBSP}: Espace coche la ligne, Ctrl+Maj+C les certaines.",
                    Tone.WARNING,
                )
            )

    def _apply(self, act: Callable[[Sequence[RequestLine]], object], current: Sequence[RequestLine]) -> None:
        """Do an act to the requests that it is about."""
        requests = self.model.requests
        apply_to(
            self,
            act,
            ticked=list(filter(None, map(requests.index.line, requests.ticked()))),
            current=current,
            hidden=[full_name(line.last_name, line.first_name) for line in requests.hidden_ticks()],
            show_hidden=self.filters.clear,
        )

    def _on_revoke(self) -> None:
        chosen = self._chosen(RequestStanding.ISSUED)
        if chosen:
            names = [full_name(line.last_name, line.first_name) for line in chosen]
            self.revoking.ask_requests(chosen[0].uai, [line.id for line in chosen], names)

    def _on_issued(self, issued: Issued) -> None:
        # Their lines leave the list at the next read; until then they must not be issued again.
        self.model.clear_ticks()
        self.signals.records_changed.emit()
        self.signals.open_page(ShowBatch(issued.batch_id))

    def _on_line_changed(self, line: RequestLine) -> None:
        self.model.replace(line)
        self._follower.read()
        self.signals.records_changed.emit()

    def _on_empty_button(self) -> None:
        if no_requests(self.model.requests).action is EmptyAction.SYNCHRONISE:
            self.signals.synchronise()
        else:
            self.filters.clear()
