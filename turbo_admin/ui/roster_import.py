"""« Fichier › Importer des hôtes… »: choose, look at the plan, apply."""

from pathlib import Path

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import NBSP, count
from turbo_admin.office.roster import Action, Imported, ImportPlan, PlanRow, apply_import, plan_import
from turbo_admin.office.schools import School, schools
from turbo_admin.ui.columns import dress_table
from turbo_admin.ui.files import ask_open
from turbo_admin.ui.forms.roster_import import Ui_RosterImport
from turbo_admin.ui.icons import icon
from turbo_admin.ui.page import Notice, Page, Tone, Workplace
from turbo_admin.ui.rows_model import Cell, RowsModel
from turbo_admin.ui.theme import semibold, tabular

_KINDS = "Hôtes (*.xlsx *.csv *.txt);;Tous les fichiers (*)"
_HEADERS = ("Ligne", "Ce qui sera fait", "Hôte", "Classe", "Carte", "Détail")
_WIDTHS = {0: 60, 1: 130, 2: 220, 3: 80, 4: 110}
_ICONS = {
    Action.CREATE: ("plus-circle-fill", "certain"),
    Action.CHANGE: ("pencil", "probable"),
    Action.SAME: ("check", "muted"),
    Action.LEAVE: ("sign-out", "ambiguous"),
}
_EVERYTHING = "Tout"


class RosterImportPage(Page):
    """A file becomes diners, in two steps."""

    key = "roster_import"
    title = "Importer des hôtes"
    crumbs = "Fichier"

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(place, parent)
        self.form = Ui_RosterImport()
        self.form.setupUi(self)
        self.plan: ImportPlan | None = None
        self.model = RowsModel(_HEADERS, self._cells, self)
        form = self.form
        form.rows.setModel(self.model)
        dress_table(form.rows, _WIDTHS, stretch=5, moves=False)
        form.splitter.setStretchFactor(0, 3)
        form.splitter.setStretchFactor(1, 1)
        form.filter.addItem(_EVERYTHING, None)
        for action in Action:
            form.filter.addItem(action.value.capitalize(), action)
        self._connect()
        self._show_plan(None)

    def arrive(self, about: object = None) -> None:
        super().arrive(about)
        self.form.file.setFocus()

    def refresh(self) -> None:
        desk = self.place.desk
        self.place.tasks.read(self, lambda _: schools(desk), self._on_schools)

    def read(self, path: Path) -> None:
        """Read a file for the chosen establishment, and show what it would do."""
        form = self.form
        form.file.setText(str(path))
        uai = form.school.currentData()
        if not uai:
            self.wishes.tell.emit(
                Notice(
                    "Ajoutez d’abord un établissement, ou reliez le portail.",
                    Tone.WARNING,
                    link="Configurer",
                    page="schools",
                )
            )
            return
        desk = self.place.desk
        form.read.setEnabled(False)
        self.place.tasks.write(
            self,
            lambda report: plan_import(desk, path, uai, report=report),
            self._show_plan,
            self._on_failed,
            label="Lecture du fichier",
        )

    def _connect(self) -> None:
        form = self.form
        form.browse.clicked.connect(lambda: ask_open(self, "Choisir le fichier des hôtes", _KINDS, self.read))
        form.read.clicked.connect(lambda: self.read(Path(form.file.text().strip())))
        form.file.returnPressed.connect(form.read.click)
        form.file.textChanged.connect(self._on_file_changed)
        form.school.currentIndexChanged.connect(lambda: self._show_plan(None))
        form.filter.currentIndexChanged.connect(self._show_rows)
        form.apply.clicked.connect(self._on_apply)
        form.other.clicked.connect(self._on_other)
        self.place.theme.changed.connect(self.model.repaint)

    def _on_schools(self, known: list[School]) -> None:
        box = self.form.school
        if [box.itemData(place) for place in range(box.count())] != [school.uai for school in known]:
            box.clear()
            for school in known:
                box.addItem(f"{school.name} ({school.uai})", school.uai)
        self.filled.emit()

    def _on_file_changed(self) -> None:
        self.form.read.setEnabled(bool(self.form.file.text().strip()))
        if self.plan is not None:
            self._show_plan(None)

    def _show_plan(self, plan: ImportPlan | None) -> None:
        form = self.form
        self.plan = plan
        form.read.setEnabled(bool(form.file.text().strip()))
        form.views.setCurrentWidget(form.empty_view if plan is None else form.plan_view)
        form.other.setVisible(plan is not None)
        form.apply.setEnabled(plan is not None and plan.create + plan.change + plan.left > 0)
        form.hint.setText("" if plan is None else _hint(plan))
        if plan is not None:
            form.summary.setText(_summary(plan))
            self._show_rows()
            self._show_problems(plan)
            form.apply.setFocus()

    def _show_rows(self) -> None:
        wanted = self.form.filter.currentData()
        rows = self.plan.rows if self.plan is not None else ()
        self.model.show([row for row in rows if wanted is None or row.action == wanted])

    def _show_problems(self, plan: ImportPlan) -> None:
        form = self.form
        form.problem_side.setVisible(bool(plan.problems))
        form.problem_title.setText(
            f"{count(len(plan.problems), 'ligne laissée', 'lignes laissées')} de côté, à corriger dans le fichier"
        )
        form.problems.clear()
        for problem in plan.problems:
            column = f", {problem.column}" if problem.column else ""
            form.problems.addItem(f"Ligne {problem.row}{column}{NBSP}: {problem.text}")

    def _on_apply(self) -> None:
        plan, desk = self.plan, self.place.desk
        if plan is not None:
            self.form.apply.setEnabled(False)
            self.place.tasks.write(
                self,
                lambda report: apply_import(desk, plan, report=report),
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
        self.wishes.tell.emit(Notice(f"{', '.join(parts)}.", link="Accueil", page="home"))
        self.wishes.changed.emit()
        self._on_other()

    def _on_failed(self, error: TurboError) -> None:
        self.wishes.tell.emit(Notice(str(error), Tone.TROUBLE))
        self._show_plan(self.plan)

    def _on_other(self) -> None:
        self.form.file.clear()
        self.form.file.setFocus()

    def _cells(self, row: PlanRow) -> tuple[Cell, ...]:
        theme, font = self.place.theme, self.form.rows.font()
        muted = QColor(theme.colours.muted)
        return (
            Cell(str(row.row), colour=muted, font=tabular(font)),
            Cell(str(row.action), icon=icon(theme, *_ICONS[row.action])),
            Cell(row.name, font=semibold(font)),
            Cell(row.class_name),
            Cell(row.card, font=tabular(font)),
            Cell(row.detail, colour=muted),
        )


def _summary(plan: ImportPlan) -> str:
    parts = [
        count(plan.create, "hôte à ajouter", "hôtes à ajouter"),
        count(plan.change, "à modifier", "à modifier"),
        count(plan.same, "inchangé", "inchangés"),
    ]
    if plan.left:
        parts.append(count(plan.left, "à marquer sorti", "à marquer sortis"))
    return ", ".join(parts)


def _hint(plan: ImportPlan) -> str:
    if plan.create + plan.change + plan.left:
        return "Rien n’est encore modifié. Aucun hôte n’est jamais effacé."
    return "Le fichier ne change rien."
