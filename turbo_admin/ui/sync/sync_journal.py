"""« Journal de synchronisation »: each run, and below what the portal refused."""

from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from turbo_admin.core.french import NBSP, PARIS, count, short_seconds, short_time
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.settings.schools import SchoolSummary, schools
from turbo_admin.office.sync.journal import LONGEST, RunOutcome, SyncRunLine, export_journal, run_lines
from turbo_admin.office.sync.refused_listing import RefusedItem, refused_items
from turbo_admin.office.sync.sending_everything import Whole, wholes
from turbo_admin.ui.forms.sync.sync_journal import Ui_SyncJournal
from turbo_admin.ui.kit.columns import choose_row, current_row, dress_table, restore_columns, selected_rows
from turbo_admin.ui.kit.exporting import Exported
from turbo_admin.ui.kit.icons import dress_button, icon
from turbo_admin.ui.kit.page import Page, Workplace
from turbo_admin.ui.kit.rows_model import Cell, RowsModel
from turbo_admin.ui.kit.theme import semibold, tabular
from turbo_admin.ui.sync.sync_journal_acts import SyncJournalActs

_RUN_HEADERS = (
    *("Début", "Fin", "Durée", "Établissement", "Lancée par", "Poste", "Reçu", "Envoyé"),
    "Résultat",
)
_RUN_WIDTHS = {0: 102, 1: 84, 2: 96, 3: 170, 4: 112, 5: 104, 6: 176, 7: 216}
_RESULT = 8
_REFUSED_HEADERS = ("Envoi refusé", "Établissement", "Raison", "Que faire")
_REFUSED_WIDTHS = {0: 280, 1: 180, 2: 380}
_TODO = 3
# The runs, and the refused below; there is no second part on a good day.
_SHARES = [330, 230]
_ALL_SCHOOLS = "Tous les établissements"
_ICONS = {
    RunOutcome.RUNNING: ("arrows-clockwise", "accent"),
    RunOutcome.DONE: ("check-circle-fill", "certain"),
    RunOutcome.REFUSALS: ("warning-fill", "probable"),
    RunOutcome.CUT: ("prohibit-fill", "probable"),
    RunOutcome.STOPPED: ("prohibit-fill", "probable"),
    RunOutcome.FAILED: ("warning-circle-fill", "none"),
}
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class _Read:
    """What the page shows."""

    schools: list[SchoolSummary]
    lines: list[SyncRunLine]
    refused: list[RefusedItem]
    wholes: list[Whole]


class SyncJournalPage(Page):
    """The journal of runs, and what was refused."""

    key = "sync_journal"
    title = "Journal de synchronisation"
    crumbs = "Comptabilité › Espace numérique"
    offers_sync = True
    offers_export = True

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(place, parent)
        self.form = Ui_SyncJournal()
        self.form.setupUi(self)
        self.runs = RowsModel(_RUN_HEADERS, self._run_cells, self)
        self.refused = RowsModel(_REFUSED_HEADERS, self._refused_cells, self)
        self.acts = SyncJournalActs(place, self)
        self._schools: list[SchoolSummary] = []
        self._wholes: list[Whole] = []
        self._to_refused = False
        self._dress()
        self._connect()

    def arrive(self, about: object = None) -> None:
        """Be shown.

        Args:
            about: "refused" goes to what was refused; None to the runs.
        """
        self._to_refused = about == "refused"
        super().arrive(about)
        self.form.runs.setFocus()

    def refresh(self) -> None:
        desk, uai, troubled = self.place.desk, self._uai(), self.form.troubled.isChecked()
        self.place.tasks.read(self, lambda _: _read(desk, uai, troubled=troubled), self._on_read)

    def exported(self) -> Exported | None:
        desk, uai, troubled = self.place.desk, self._uai(), self.form.troubled.isChecked()
        return (
            Exported(
                "Exporter le journal",
                "journal-de-synchronisation.xlsx",
                ("ligne exportée", "lignes exportées"),
                lambda path, report: export_journal(desk, path, uai=uai, troubled=troubled, report=report),
            )
            if self.form.export_button.isEnabled()
            else None
        )

    def remember(self) -> None:
        memory = self.place.memory
        memory.remember_header(self.key, self.form.runs.horizontalHeader())
        memory.remember_header(f"{self.key}/refused", self.form.refused.horizontalHeader())
        memory.remember_splitter(self.key, self.form.splitter)
        memory.remember(f"{self.key}/school", self._uai())

    def _dress(self) -> None:
        form, memory = self.form, self.place.memory
        for table, model, widths, stretch, key in (
            (form.runs, self.runs, _RUN_WIDTHS, _RESULT, self.key),
            (form.refused, self.refused, _REFUSED_WIDTHS, _TODO, f"{self.key}/refused"),
        ):
            table.setModel(model)
            dress_table(table, widths, stretch=stretch, moves=False)
            restore_columns(memory, key, table)
        dress_button(form.export_button, self.place.theme, "export", "muted")
        form.school.addItem(_ALL_SCHOOLS, "")
        form.refused_side.hide()
        form.splitter.setStretchFactor(0, 1)
        if not memory.restore_splitter(self.key, form.splitter):
            form.splitter.setSizes(_SHARES)

    def _connect(self) -> None:
        form, acts = self.form, self.acts
        form.school.currentIndexChanged.connect(self.refresh)
        form.troubled.toggled.connect(self.refresh)
        form.runs.selectionModel().currentRowChanged.connect(self._show_detail)
        form.refused.selectionModel().selectionChanged.connect(self._show_choice)
        form.retry.clicked.connect(lambda: acts.retry(self._chosen()))
        form.give_up.clicked.connect(lambda: acts.ask_give_up(self._chosen()))
        form.send_all.clicked.connect(lambda: acts.ask_send_all(self._whole()))
        form.export_button.clicked.connect(lambda: self.wishes.act.emit("export"))
        acts.changed.connect(self.refresh)
        acts.changed.connect(self.wishes.changed)
        acts.sync_wanted.connect(self.wishes.sync)
        acts.tell.connect(self.wishes.tell)
        for model in (self.runs, self.refused):
            self.place.theme.changed.connect(model.repaint)

    def _on_read(self, read: _Read) -> None:
        self._wholes = read.wholes
        self._show_schools(read.schools)
        self._show_runs(read.lines)
        self._show_refused(read.refused)
        whole = self._whole()
        self.form.send_all.setEnabled(whole is not None)
        self.form.send_all.setToolTip(
            "Réparation : le portail reçoit de nouveau tout ce qu’il doit savoir de l’établissement"
            if whole
            else "Choisissez d’abord un établissement relié au portail."
        )
        self.filled.emit()

    def _show_schools(self, known: list[SchoolSummary]) -> None:
        box = self.form.school
        if known == self._schools:
            return
        first, self._schools = not self._schools, known
        wanted = self.place.memory.text(f"{self.key}/school") if first else self._uai()
        box.blockSignals(True)
        box.clear()
        box.addItem(_ALL_SCHOOLS, "")
        for school in known:
            box.addItem(school.name, school.uai)
        box.setCurrentIndex(max(0, box.findData(wanted)))
        box.blockSignals(False)
        if first and self._uai():
            self.refresh()

    def _show_runs(self, lines: list[SyncRunLine]) -> None:
        form, before = self.form, self.runs.record(current_row(self.form.runs))
        self.runs.show(lines)
        shown = count(len(lines), "synchronisation")
        form.count.setText(
            shown if 0 < len(lines) < LONGEST else f"Les {shown} les plus récentes" if lines else ""
        )
        form.export_button.setEnabled(bool(lines))
        narrowed = form.troubled.isChecked() or bool(self._uai())
        form.empty_title.setText("Rien de tel au journal" if narrowed else "Aucune synchronisation")
        form.empty_text.setText(
            "Aucune synchronisation ne répond à ces filtres."
            if narrowed
            else "La première s’inscrira ici, avec ce qui a été reçu et envoyé."
        )
        form.views.setCurrentWidget(form.list_view if lines else form.empty_view)
        if lines:
            known = [(line.run_id, line.uai) for line in lines]
            wanted = (before.run_id, before.uai) if before else known[0]
            choose_row(form.runs, known.index(wanted) if wanted in known else 0)
        self._show_detail()

    def _show_detail(self) -> None:
        line = self.runs.record(current_row(self.form.runs))
        self.form.detail.setText(line.text if line else "")

    def _show_refused(self, items: list[RefusedItem]) -> None:
        form, before = self.form, self.refused.record(current_row(self.form.refused))
        self.refused.show(items)
        form.refused_side.setVisible(bool(items))
        form.refused_title.setText(f"{count(len(items), 'envoi refusé', 'envois refusés')} par le portail")
        if items:
            ids = [item.id for item in items]
            choose_row(form.refused, ids.index(before.id) if before and before.id in ids else 0)
            if self._to_refused:
                form.refused.setFocus()
        self._to_refused = False
        self._show_choice()

    def _show_choice(self) -> None:
        form, chosen = self.form, self._chosen()
        may_pass = any(item.may_pass for item in chosen)
        form.retry.setEnabled(may_pass)
        form.give_up.setEnabled(bool(chosen))
        current = self.refused.record(current_row(form.refused))
        form.todo.setText(f"{current.why} {current.todo}" if current else "")
        for button, proposed in ((form.retry, may_pass), (form.give_up, bool(chosen) and not may_pass)):
            button.setProperty("part", "primary" if proposed else "")
            button.style().unpolish(button)
            button.style().polish(button)

    def _chosen(self) -> list[RefusedItem]:
        return [self.refused.records[row] for row in selected_rows(self.form.refused)]

    def _uai(self) -> str:
        return self.form.school.currentData() or ""

    def _whole(self) -> Whole | None:
        """Return what « Tout renvoyer » is about: the establishment chosen, or the only one."""
        found = [whole for whole in self._wholes if self._uai() in {"", whole.uai}]
        return found[0] if len(found) == 1 else None

    def _run_cells(self, line: SyncRunLine) -> tuple[Cell, ...]:
        theme, table = self.place.theme, self.form.runs
        figures, muted = tabular(table.font()), QColor(theme.colours.muted)
        name, colour = _ICONS[line.outcome]
        ended = f"{line.ended_at.astimezone(PARIS):%H:%M:%S}" if line.ended_at else "—"
        said = f"{line.outcome.value}{NBSP}: {line.error}" if line.error else line.outcome.value
        return (
            Cell(short_time(line.started_at), font=figures),
            Cell(ended, font=figures),
            Cell(_lasted(line.duration), font=figures),
            Cell(line.school, font=semibold(table.font())),
            Cell(line.who),
            Cell(line.workstation, colour=muted),
            Cell(line.received or "—"),
            Cell(line.sent or "—"),
            Cell(said, icon=icon(theme, name, colour), tip=line.text),
        )

    def _refused_cells(self, item: RefusedItem) -> tuple[Cell, ...]:
        return (
            Cell(item.what, font=semibold(self.form.refused.font())),
            Cell(item.school),
            Cell(item.why),
            Cell(item.todo),
        )


def _read(desk: Desk, uai: str, *, troubled: bool) -> _Read:
    return _Read(
        schools(desk), run_lines(desk, uai=uai, troubled=troubled), refused_items(desk, uai), wholes(desk)
    )


def _lasted(duration: timedelta | None) -> str:
    """`0,4 s`, `12 s`, `1 min 05 s`, `—` for what did not end."""
    if duration is None:
        return "—"
    seconds = duration.total_seconds()
    if seconds < 10:
        return short_seconds(seconds)
    if seconds < _MINUTE:
        return f"{int(seconds)}{NBSP}s"
    minutes, rest = divmod(int(seconds), _MINUTE)
    return f"{minutes}{NBSP}min {rest:02d}{NBSP}s"
