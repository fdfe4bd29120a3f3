"""« Journal de synchronisation »: the runs, and below them what the portal refused."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from turbo_admin.core.french import count
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.settings.schools import SchoolSummary, schools
from turbo_admin.office.sync.journal import LONGEST, SyncRunLine, export_journal, run_lines
from turbo_admin.office.sync.refused_listing import RefusedItem, refused_items
from turbo_admin.ui.forms.sync.sync_journal import Ui_SyncJournal
from turbo_admin.ui.kit.exporting import Exported
from turbo_admin.ui.kit.list_page import EmptyState, ListPage, show_empty_state
from turbo_admin.ui.kit.navigation import Destination, PageKey, ReconcileSchool, ShowRefusedChanges
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.kit.row_table import RowTable
from turbo_admin.ui.kit.rows_model import RowsModel
from turbo_admin.ui.kit.school_box import SchoolBox
from turbo_admin.ui.kit.theme import set_part
from turbo_admin.ui.sync.sync_journal_acts import STAYS, SyncJournalActs
from turbo_admin.ui.sync.sync_journal_cells import (
    REFUSED_HEADERS,
    REFUSED_LAYOUT,
    RUN_HEADERS,
    RUN_LAYOUT,
    SyncJournalCells,
)

# Heights of runs and refusals; the second part is hidden without refusals.
_SHARES = [330, 230]
_NO_RUN = EmptyState(
    "Aucune synchronisation", "La première s’inscrira ici, avec ce qui a été reçu et envoyé."
)
_NONE_MATCHES = EmptyState("Rien de tel au journal", "Aucune synchronisation ne répond à ces filtres.")


@dataclass(frozen=True, slots=True)
class _Read:
    """What the page shows."""

    schools: list[SchoolSummary]
    lines: list[SyncRunLine]
    refused: list[RefusedItem]


class SyncJournalPage(ListPage):
    """The journal of runs, and what was refused."""

    form: Ui_SyncJournal
    key = PageKey.SYNC_JOURNAL
    title = "Journal de synchronisation"
    crumbs = "Comptabilité › Espace numérique"
    offers_sync = True
    offers_export = True

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        form = self.form = Ui_SyncJournal()
        form.setupUi(self)
        cells = SyncJournalCells(workplace.theme, form.table.font())
        self.runs = RowsModel(RUN_HEADERS, cells.run, self)
        self.refused = RowsModel(REFUSED_HEADERS, cells.refused, self)
        self.schools = SchoolBox(form.school, workplace.memory, self.memory_key)
        self.acts = SyncJournalActs(workplace, self)
        self._to_refused = False
        self._runs_table = self.bind_table(self.runs, RUN_LAYOUT, lambda line: (line.run_id, line.uai))
        self._refused_table = RowTable(
            workplace,
            form.refused,
            self.refused,
            REFUSED_LAYOUT,
            identity=lambda item: item.id,
            memory_key=f"{self.memory_key}/refused",
        )
        self._set_up()
        self._connect()

    def arrive(self, destination: Destination) -> None:
        self._to_refused = isinstance(destination, ShowRefusedChanges)
        super().arrive(destination)

    def refresh(self) -> None:
        desk, uai, troubled = self.workplace.desk, self.schools.uai, self.form.troubled.isChecked()
        self.workplace.tasks.read(self, lambda _: _read(desk, uai, troubled=troubled), self._on_read)

    def export(self) -> Exported:
        desk, uai, troubled = self.workplace.desk, self.schools.uai, self.form.troubled.isChecked()
        return Exported(
            "Exporter le journal",
            "journal-de-synchronisation.xlsx",
            ("ligne exportée", "lignes exportées"),
            lambda path, report: export_journal(desk, path, uai=uai, troubled=troubled, report=report),
        )

    def remember(self) -> None:
        self._runs_table.remember()
        self._refused_table.remember()
        self.workplace.memory.remember_splitter(self.memory_key, self.form.splitter)
        self.schools.remember()

    def _set_up(self) -> None:
        form = self.form
        self.set_up_export(form.export_button)
        form.refused_side.hide()
        form.splitter.setStretchFactor(0, 1)
        if not self.workplace.memory.restore_splitter(self.memory_key, form.splitter):
            form.splitter.setSizes(_SHARES)

    def _connect(self) -> None:
        form, acts, refused = self.form, self.acts, self._refused_table
        form.school.currentIndexChanged.connect(self.refresh)
        form.troubled.toggled.connect(self.refresh)
        form.table.selectionModel().currentRowChanged.connect(self._show_detail)
        form.refused.selectionModel().selectionChanged.connect(self._show_choice)
        form.retry.clicked.connect(lambda: acts.retry(refused.selected))
        form.give_up.clicked.connect(lambda: acts.ask_give_up(refused.selected))
        form.agree.clicked.connect(self._on_agree)
        self.follow(acts)

    def _on_read(self, read: _Read) -> None:
        # The first time the school box is filled the remembered choice may differ from what was read.
        if self.schools.show(read.schools):
            self.refresh()
        self._show_runs(read.lines)
        self._show_refused(read.refused)
        self.filled.emit()

    def _show_runs(self, lines: list[SyncRunLine]) -> None:
        form = self.form
        self.runs.show(lines)
        shown = count(len(lines), "synchronisation")
        form.count.setText(
            # No more runs than LONGEST are read for the screen.
            shown if 0 < len(lines) < LONGEST else f"Les {shown} les plus récentes" if lines else ""
        )
        form.export_button.setEnabled(self.has_rows)
        narrowed = form.troubled.isChecked() or bool(self.schools.uai)
        show_empty_state(form, _NONE_MATCHES if narrowed else _NO_RUN)
        self.show_list_or_empty()
        self._show_detail()

    def _show_detail(self) -> None:
        line = self._runs_table.current
        self.form.detail.setText(line.text if line else "")
        self.form.agree.setVisible(line is not None and line.sides_differ)

    def _on_agree(self) -> None:
        line = self._runs_table.current
        if line is not None:
            self.signals.open_page(ReconcileSchool(line.uai))

    def _show_refused(self, items: list[RefusedItem]) -> None:
        form = self.form
        self.refused.show(items)
        form.refused_side.setVisible(bool(items))
        form.refused_title.setText(f"{count(len(items), 'envoi refusé', 'envois refusés')} par le portail")
        if items and self._to_refused:
            form.refused.setFocus()
        self._to_refused = False
        self._show_choice()

    def _show_choice(self) -> None:
        form, chosen = self.form, self._refused_table.selected
        may_pass = any(item.may_pass for item in chosen)
        may_be_given_up = any(item.may_be_given_up for item in chosen)
        form.retry.setEnabled(may_pass)
        form.give_up.setEnabled(may_be_given_up)
        form.give_up.setToolTip("" if may_be_given_up or not chosen else STAYS)
        current = self._refused_table.current
        form.todo.setText(f"{current.why} {current.todo}" if current else "")
        # The act that helps is the highlighted button: retrying is pointless for what can never pass.
        for button, proposed in ((form.retry, may_pass), (form.give_up, may_be_given_up and not may_pass)):
            set_part(button, "primary" if proposed else "")


def _read(desk: Desk, uai: str, *, troubled: bool) -> _Read:
    return _Read(
        schools(desk),
        run_lines(desk, uai=uai, troubled=troubled),
        refused_items(desk, uai),
    )
