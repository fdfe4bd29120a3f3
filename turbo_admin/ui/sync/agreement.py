"""« Accord avec le portail »: what both sides hold, whether they agree, and the plan that makes them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QWidget

from turbo_admin.office.desk.context import Desk
from turbo_admin.office.reconcile.exporting import export_lines
from turbo_admin.office.reconcile.lines import PlanLine
from turbo_admin.office.reconcile.plan import ReconcilePlan
from turbo_admin.office.settings.schools import SchoolSummary, schools
from turbo_admin.office.sync.agreements import SchoolAgreement, school_agreements
from turbo_admin.office.sync.verifying import RecordDifference, Verified
from turbo_admin.ui.forms.sync.agreement import Ui_Agreement
from turbo_admin.ui.kit.exporting import Exported
from turbo_admin.ui.kit.keys import bind
from turbo_admin.ui.kit.list_page import ListPage
from turbo_admin.ui.kit.navigation import Destination, PageKey, ReconcileSchool
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.kit.rows_model import RowsModel
from turbo_admin.ui.kit.school_box import SchoolBox
from turbo_admin.ui.sync.agreement_acts import AgreementActs
from turbo_admin.ui.sync.agreement_cells import (
    HEADERS,
    HERE,
    LAYOUT,
    THERE,
    AgreementCells,
)
from turbo_admin.ui.sync.agreement_choice import AgreementChoice
from turbo_admin.ui.sync.agreement_view import AgreementShown, AgreementView


@dataclass(frozen=True, slots=True)
class _Read:
    """What the page shows without asking the portal."""

    schools: list[SchoolSummary]
    agreements: list[SchoolAgreement]


class AgreementPage(ListPage):
    """The agreement of one establishment, and the plan that makes it."""

    form: Ui_Agreement
    key = PageKey.AGREEMENT
    title = "Accord avec le portail"
    crumbs = "Comptabilité › Espace numérique"
    offers_sync = True
    offers_export = True

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        form = self.form = Ui_Agreement()
        form.setupUi(self)
        self.plan: ReconcilePlan | None = None
        self.cells = AgreementCells(workplace.theme, form.table.font())
        self.lines = RowsModel(HEADERS, self.cells.row, self)
        self.schools = SchoolBox(form.school, workplace.memory, self.memory_key, offers_all=False)
        self.acts = AgreementActs(workplace, self)
        self.choice = AgreementChoice(form, self)
        self._table = self.bind_table(self.lines, LAYOUT, lambda line: line.id)
        self._view = AgreementView(form, workplace.theme)
        self._agreements: dict[str, SchoolAgreement] = {}
        self._verified: Verified | None = None
        self._wanted = ""
        self._connect()

    def arrive(self, destination: Destination) -> None:
        if isinstance(destination, ReconcileSchool):
            self._wanted = destination.uai
        super().arrive(destination)

    def refresh(self) -> None:
        desk = self.workplace.desk
        self.workplace.tasks.read(self, lambda _: _read(desk), self._on_read)

    def export(self) -> Exported | None:
        desk, lines, chosen = self.workplace.desk, list(self.lines.records), dict(self.cells.choices)
        return Exported(
            "Exporter ce qui diffère",
            "accord-avec-le-portail.xlsx",
            ("ligne exportée", "lignes exportées"),
            lambda path, report: export_lines(desk, path, lines, chosen, report=report),
        )

    def remember(self) -> None:
        self._table.remember()
        self.schools.remember()

    def choose(self, line: PlanLine, value: str) -> None:
        """Settle a line."""
        if value in {one.value for one in line.choices}:
            self.cells.choose(line, value)
            self.lines.repaint()
            self._show_choice()

    def _connect(self) -> None:
        form, acts, theme = self.form, self.acts, self.workplace.theme
        self.set_up_export(form.export_button)
        form.school.currentIndexChanged.connect(self._on_school)
        form.verify.clicked.connect(lambda: self._start(acts.verify))
        form.reconcile.clicked.connect(lambda: self._start(acts.plan))
        form.apply.clicked.connect(self._on_apply)
        form.cancel.clicked.connect(self._on_cancel)
        form.table.selectionModel().currentRowChanged.connect(self._show_choice)
        form.table.clicked.connect(self._on_cell)
        self.lines.modelReset.connect(self._show_choice)
        self.choice.chosen.connect(self.choose)
        acts.verified.connect(self._on_verified)
        acts.planned.connect(self._on_planned)
        acts.applied.connect(self._on_school)
        acts.ended.connect(self._show_buttons)
        theme.changed.connect(self._show)
        for keys, step in (("Space", 1), ("Right", 1), ("Left", -1)):
            bind(keys, form.table, partial(self._turn, step), Qt.ShortcutContext.WidgetShortcut)
        self.follow(acts)

    def _on_read(self, read: _Read) -> None:
        self._agreements = {one.uai: one for one in read.agreements}
        self.schools.show([school for school in read.schools if school.uai in self._agreements])
        if self._wanted in self._agreements:
            self.form.school.setCurrentIndex(self.form.school.findData(self._wanted))
            self._wanted = ""
            self._forget()
            self._start(self.acts.plan)
        self._show()
        self.filled.emit()

    def _on_school(self) -> None:
        self._forget()
        self._show()

    def _forget(self) -> None:
        """Leave the plan, and what a comparison found."""
        self.plan, self._verified = None, None
        self.cells.choices.clear()
        self.lines.show([])

    def _start(self, act: Callable[[str], None]) -> None:
        """Start an act on the establishment that is shown."""
        if self.schools.uai and not self.acts.is_running:
            act(self.schools.uai)
            self._show_buttons()

    def _on_verified(self, found: Verified) -> None:
        if found.uai == self.schools.uai:
            self._forget()
            self._verified = found
            self.lines.show([_difference(one) for one in found.differences])
            self._show()

    def _on_planned(self, plan: ReconcilePlan, lines: list[PlanLine]) -> None:
        if plan.uai == self.schools.uai:
            self._forget()
            self.plan = plan
            self.lines.show(lines)
            self._show()
            self.form.table.setFocus()

    def _on_apply(self) -> None:
        if self.plan is not None:
            plan, lines = self.plan, list(self.lines.records)
            self.acts.ask_apply(plan, lines, dict(self.cells.choices))

    def _on_cancel(self) -> None:
        self._forget()
        self._show()
        self.form.reconcile.setFocus()

    def _on_cell(self, index: QModelIndex) -> None:
        line = self._table.current
        if line is not None and line.choices and index.column() in {HERE, THERE}:
            there = line.choices[-1].value
            ours = [one.value for one in line.choices[:-1]]
            is_ours = self.cells.chosen(line) in ours
            self.choose(
                line, there if index.column() == THERE else self.cells.chosen(line) if is_ours else ours[0]
            )

    def _turn(self, step: int) -> None:
        """Take the next choice of the current line, or the one before."""
        line = self._table.current
        if line is not None and line.choices:
            values = [one.value for one in line.choices]
            self.choose(line, values[(values.index(self.cells.chosen(line)) + step) % len(values)])

    def _show(self) -> None:
        lines = self.lines.records
        self._view.show(
            AgreementShown(self._agreements.get(self.schools.uai), self._verified, self.plan, lines)
        )
        self.show_list_or_empty()
        self._show_buttons()

    def _show_buttons(self) -> None:
        self._view.show_buttons(runs=self.acts.is_running)

    def _show_choice(self) -> None:
        line = self._table.current
        self.choice.show(line, self.cells.chosen(line) if line else "")


def _read(desk: Desk) -> _Read:
    return _Read(schools(desk), school_agreements(desk))


def _difference(one: RecordDifference) -> PlanLine:
    return PlanLine(one.kind, one.key, one.what, one.name, one.detail, one.here, one.there, proposed="")
