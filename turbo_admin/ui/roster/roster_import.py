"""« Fichier › Importer des hôtes… »: choose files, name their columns, review the plan, apply it, undo it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from turbo_admin.core.errors import Cancelled, TurboError
from turbo_admin.core.french import NBSP, count
from turbo_admin.office.roster.apply import Imported, apply_import
from turbo_admin.office.roster.export import export_plan
from turbo_admin.office.roster.importing import plan_import
from turbo_admin.office.roster.plan import Action, ImportPlan
from turbo_admin.office.roster.tables import (
    TableChoice,
)
from turbo_admin.office.settings.schools import SchoolSummary, schools
from turbo_admin.ui.forms.roster.roster_import import Ui_RosterImport
from turbo_admin.ui.kit.ask import ask
from turbo_admin.ui.kit.exporting import Exported
from turbo_admin.ui.kit.files import ask_open_several
from turbo_admin.ui.kit.navigation import Command, Destination, PageKey
from turbo_admin.ui.kit.page import BarMessage, Page, Tone, Workplace
from turbo_admin.ui.kit.row_table import ColumnLayout, RowTable, bind_ticks
from turbo_admin.ui.kit.ticks import TickDelegate
from turbo_admin.ui.roster.past_imports import PastImports
from turbo_admin.ui.roster.roster_columns_step import ColumnsStep
from turbo_admin.ui.roster.roster_plan_model import TICK, PlanModel
from turbo_admin.ui.roster.roster_plan_words import (
    fill_filter,
    hint_of,
    in_full,
    show_columns,
    show_problems,
    summary,
)
from turbo_admin.ui.roster.roster_questions import RosterQuestions

_KINDS = "Hôtes (*.xml *.zip *.xlsx *.csv *.txt);;Tous les fichiers (*)"
_LAYOUT = ColumnLayout({0: 42, 1: 70, 2: 150, 3: 220, 4: 90, 5: 110}, stretch=6, movable=False)
# Between the paths of several files in the field.
_BETWEEN = " ; "


class RosterImportPage(Page):
    """Files become diners, in steps, and nothing is written before the last one."""

    key = PageKey.ROSTER_IMPORT
    title = "Importer des hôtes"
    crumbs = "Fichier"
    offers_export = True

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        form = self.form = Ui_RosterImport()
        form.setupUi(self)
        self.plan: ImportPlan | None = None
        self.model = PlanModel(workplace.theme, self)
        self._columns = ColumnsStep(workplace, form, self)
        self._questions = RosterQuestions(form)
        self.past = PastImports(workplace, form, self)
        self.table = RowTable(workplace, form.rows, self.model, _LAYOUT)
        form.rows.setItemDelegateForColumn(TICK, TickDelegate(workplace.theme, form.rows))
        form.rows.selectionModel().currentRowChanged.connect(self._show_current)
        form.splitter.setStretchFactor(0, 3)
        form.splitter.setStretchFactor(1, 1)
        self._connect()
        self._show_plan(None)

    def arrive(self, destination: Destination) -> None:
        super().arrive(destination)
        self.form.file.setFocus()

    def refresh(self) -> None:
        desk = self.workplace.desk
        self.workplace.tasks.read(self, lambda _: schools(desk), partial(_offer_schools, self))
        self.past.refresh()

    def exported(self) -> Exported | None:
        plan, places, without = self.plan, tuple(self.model.records), frozenset(self.model.without)
        return (
            Exported(
                "Exporter le plan de l’import",
                "plan-de-l-import.xlsx",
                ("ligne exportée", "lignes exportées"),
                lambda path, report: export_plan(
                    self.workplace.desk, path, plan, places, without, report=report
                ),
            )
            if plan is not None and places
            else None
        )

    def read(self, paths: Path | Sequence[Path]) -> None:
        """Read files for the chosen establishment, and show what they would do."""
        some = [paths] if isinstance(paths, Path) else list(paths)
        self.form.file.setText(_BETWEEN.join(map(str, some)))
        self._columns.forget()
        self._questions.forget()
        self._read()

    def _connect(self) -> None:
        form = self.form
        form.browse.clicked.connect(
            lambda: ask_open_several(self, "Choisir les fichiers des hôtes", _KINDS, self.read)
        )
        form.read.clicked.connect(lambda: self.read(_paths(self.form)))
        form.file.returnPressed.connect(form.read.click)
        form.file.textChanged.connect(lambda: self._show_plan(None))
        form.school.currentIndexChanged.connect(lambda: self._show_plan(None))
        form.filter.currentIndexChanged.connect(lambda: self.model.narrow(form.filter.currentData()))
        form.apply.clicked.connect(self._on_apply)
        form.export_button.clicked.connect(lambda: self.signals.run(Command.EXPORT))
        form.other.clicked.connect(lambda: _begin_again(form))
        form.columns.clicked.connect(lambda: self._columns.read(_paths(form)))
        form.absent.clicked.connect(self._read)
        self._columns.chosen_anew.connect(self._read)
        self._columns.failed.connect(self._on_failed)
        self._questions.answered.connect(self._read)
        self.model.ticks_changed.connect(self._show_what_is_ticked)
        self.past.message_raised.connect(self.signals.message_raised)
        self.past.changed.connect(self.signals.records_changed)
        bind_ticks(form.rows, self.model.toggle)

    def _read(self) -> None:
        form, desk, paths, table = self.form, self.workplace.desk, _paths(self.form), self._columns.chosen
        uai = form.school.currentData()
        if not uai:
            text = "Ajoutez d’abord un établissement, ou reliez le portail."
            self.signals.show_message(
                BarMessage(text, Tone.WARNING, link="Configurer", opens=PageKey.SCHOOLS)
            )
            return
        # None at the first read: the kind of file decides whether it lists everybody (SIECLE and ONDE do).
        leave_absent = form.absent.isChecked() if self.plan is not None else None
        answers = self._questions.answers
        form.read.setEnabled(False)
        form.apply.setEnabled(False)
        # A write, although nothing is stored: it is cancellable and shown in the progress bar.
        self.workplace.tasks.write(
            self,
            lambda report: plan_import(
                desk,
                paths,
                uai,
                table=table,
                leave_absent=leave_absent,
                identity=answers,
                report=report,
            ),
            self._on_planned,
            partial(self._on_not_read, paths),
            label="Lecture du fichier",
        )

    def _on_planned(self, plan: ImportPlan) -> None:
        if self.plan is None:
            # The box shows what the first plan assumed; afterwards it belongs to the clerk.
            self.form.absent.setChecked(any(row.action is Action.LEAVE and not row.row for row in plan.rows))
        self._show_plan(plan)

    def _on_not_read(self, paths: list[Path], error: TurboError) -> None:
        if error.code == "no_header" and len(paths) == 1 and self._columns.chosen == TableChoice():
            # A table without known titles: the clerk is asked what its columns hold.
            self._columns.read(paths, otherwise=error)
        else:
            self._on_failed(error)

    def _show_plan(self, plan: ImportPlan | None) -> None:
        form = self.form
        self.plan = plan
        form.read.setEnabled(bool(_paths(self.form)))
        form.views.setCurrentWidget(form.empty_view if plan is None else form.plan_view)
        form.other.setVisible(plan is not None)
        form.apply.setVisible(plan is not None)
        form.columns_done.hide()
        form.columns.setVisible(plan is not None and plan.table is not None)
        # Signals are blocked: clearing and filling would filter the model for each entry.
        form.filter.blockSignals(True)
        form.filter.clear()
        if plan is not None:
            fill_filter(form, plan)
            show_problems(form, plan)
            show_columns(form, plan)
            form.summary.setText(summary(plan))
        form.filter.blockSignals(False)
        self.model.show_plan(plan)
        self._show_current()
        self._show_what_is_ticked()
        if plan is not None:
            form.apply.setFocus()

    def _show_current(self) -> None:
        """Show the current line of the plan in full: its detail is often longer than the column."""
        position = self.table.current
        row = self.plan.rows[position] if self.plan is not None and position is not None else None
        self.form.detail.setText(in_full(row))

    def _show_what_is_ticked(self) -> None:
        self._questions.show(self.plan, self.model.without)
        ticked = self.model.ticked().total()
        self.form.apply.setEnabled(ticked > 0)
        self.form.apply.setText(f"Appliquer {count(ticked, 'ligne')}" if ticked else "Appliquer")
        self.form.hint.setText("" if self.plan is None else hint_of(self.plan))

    def _on_apply(self) -> None:
        if self.plan is None:
            return
        # Asked only for unusual plans, such as many absent pupils or another school's cards.
        questions = self.plan.questions(self.model.without)
        if not questions:
            self._apply(self.plan, agreed=False)
            return
        ask(
            self,
            "Importer quand même\u00a0?",
            "\n".join((*questions, "Aucun hôte n’est effacé, et cet import pourra être annulé.")),
            "Importer",
            partial(self._apply, self.plan, agreed=True),
        )

    def _apply(self, plan: ImportPlan, *, agreed: bool) -> None:
        desk, without = self.workplace.desk, frozenset(self.model.without)
        self.form.apply.setEnabled(False)
        self.workplace.tasks.write(
            self,
            lambda report: apply_import(desk, plan, without=without, agreed=agreed, report=report),
            self._on_applied,
            self._on_failed,
            label="Enregistrement des hôtes",
        )

    def _on_applied(self, done: Imported) -> None:
        parts = [
            count(done.created, "hôte ajouté", "hôtes ajoutés"),
            count(done.changed, "modifié", "modifiés"),
        ]
        if done.left:
            parts.append(count(done.left, "marqué sorti", "marqués sortis"))
        self.signals.show_message(BarMessage(f"{', '.join(parts)}.", link="Accueil", opens=PageKey.HOME))
        self.signals.records_changed.emit()
        _begin_again(self.form)
        self.past.refresh()

    def _on_failed(self, error: TurboError) -> None:
        stopped = isinstance(error, Cancelled)
        # An import is one transaction: stopped, it has changed nothing.
        text = f"Import arrêté{NBSP}: rien n’a été modifié." if stopped else str(error)
        self.signals.show_message(BarMessage(text, Tone.WARNING if stopped else Tone.TROUBLE))
        self.form.read.setEnabled(bool(_paths(self.form)))
        self._show_what_is_ticked()


def _begin_again(form: Ui_RosterImport) -> None:
    form.file.clear()
    form.file.setFocus()


def _offer_schools(page: RosterImportPage, known: list[SchoolSummary]) -> None:
    box = page.form.school
    # Refreshed every minute: filled only when the list differs, or the choice would be lost.
    if [box.itemData(row) for row in range(box.count())] != [school.uai for school in known]:
        box.clear()
        for school in known:
            box.addItem(f"{school.name} ({school.uai})", school.uai)
    page.filled.emit()


def _paths(form: Ui_RosterImport) -> list[Path]:
    return [Path(one.strip()) for one in form.file.text().split(_BETWEEN) if one.strip()]
