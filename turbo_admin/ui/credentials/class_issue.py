"""« Générer pour une classe ou tous »: identifiants for everybody without an account, unasked."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import NBSP, count, thousands
from turbo_admin.office.credentials.drafts import Issued
from turbo_admin.office.credentials.unasked import issue_unasked
from turbo_admin.office.credentials.unasked_choice import ClassLine, UnaskedChoice, UnaskedPlan, choice
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.settings.schools import SchoolSummary, schools
from turbo_admin.ui.forms.credentials.class_issue import Ui_ClassIssue
from turbo_admin.ui.kit.ask import ask
from turbo_admin.ui.kit.columns import choose_row, dress_table, selected_rows
from turbo_admin.ui.kit.icons import dress_button
from turbo_admin.ui.kit.keys import bind
from turbo_admin.ui.kit.page import Notice, Page, Tone, Workplace
from turbo_admin.ui.kit.rows_model import Cell
from turbo_admin.ui.kit.theme import semibold, tabular
from turbo_admin.ui.kit.ticked_rows import TICK, TickedRows
from turbo_admin.ui.kit.ticks import TickDelegate

_HEADERS = ("", "Classe", "Hôtes présents", "Sans compte")
_, CLASS, PRESENT, WITHOUT = range(len(_HEADERS))
_WIDTHS = {TICK: 38, CLASS: 180, PRESENT: 140}


class ClassIssuePage(Page):
    """Classes to tick, and what generating for them would do."""

    key = "class_issue"
    title = "Identifiants pour une classe ou pour tous"
    crumbs = "Comptabilité › Espace numérique › Comptes de l’espace numérique"

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(place, parent)
        self.form = Ui_ClassIssue()
        self.form.setupUi(self)
        self.model = TickedRows(_HEADERS, self._cells, {}, self)
        self._schools: list[SchoolSummary] = []
        self._choice: UnaskedChoice | None = None
        self._issuing = False
        self._dress()
        self._connect()

    def arrive(self, about: object = None) -> None:
        """Be shown."""
        self.refresh()
        self.form.table.setFocus()

    def refresh(self) -> None:
        desk, uai = self.place.desk, self.form.school.currentData() or ""
        self.place.tasks.read(self, lambda _: _read(desk, uai), self._on_read)

    def remember(self) -> None:
        self.place.memory.remember(f"{self.key}/school", self.form.school.currentData() or "")

    def _dress(self) -> None:
        form, theme = self.form, self.place.theme
        form.table.setModel(self.model)
        form.table.setItemDelegateForColumn(TICK, TickDelegate(theme, form.table))
        dress_table(form.table, _WIDTHS, stretch=WITHOUT, moves=False)
        dress_button(form.issue_button, theme, "key", "on_accent")
        dress_button(form.back_button, theme, "arrow-left", "muted")

    def _connect(self) -> None:
        form, model = self.form, self.model
        form.school.currentIndexChanged.connect(self.refresh)
        form.tick_all.clicked.connect(lambda on: model.tick(line.id for line in model.records if on))
        form.issue_button.clicked.connect(self._on_issue)
        form.back_button.clicked.connect(lambda: self.wishes.page.emit("accounts", None))
        form.empty_button.clicked.connect(lambda: self.wishes.page.emit("accounts", None))
        model.ticks_changed.connect(self._show_plan)
        bind("Space", form.table, self._on_space, Qt.ShortcutContext.WidgetShortcut)
        bind("Ctrl+G", self, self._on_issue)
        self.place.theme.changed.connect(model.repaint)

    def _on_read(self, read: tuple[list[SchoolSummary], UnaskedChoice | None]) -> None:
        known, self._choice = read
        self._show_schools(known)
        lines = [line for line in self._choice.classes if line.without] if self._choice else []
        self.model.show(lines)
        if lines:
            choose_row(self.form.table, 0)
        self._show_empty()
        self._show_plan()
        self.filled.emit()

    def _show_schools(self, known: list[SchoolSummary]) -> None:
        box = self.form.school
        if known == self._schools:
            return
        wanted = box.currentData() if self._schools else self.place.memory.text(f"{self.key}/school")
        self._schools = known
        box.blockSignals(True)
        box.clear()
        for school in known:
            box.addItem(school.name, school.uai)
        box.setCurrentIndex(max(0, box.findData(wanted)))
        box.blockSignals(False)
        if self._choice is None or box.currentData() != self._choice.uai:
            self.refresh()

    def _show_empty(self) -> None:
        form = self.form
        form.views.setCurrentWidget(form.list_view if self.model.records else form.empty_view)
        present = sum(line.present for line in self._choice.classes) if self._choice else 0
        form.empty_title.setText("Tout le monde a un compte" if present else "Aucun hôte au fichier")
        form.empty_text.setText(
            "Chaque hôte présent de cet établissement est rattaché à un compte."
            if present
            else "Importez d’abord les hôtes (Fichier › Importer des hôtes…)."
        )
        form.empty_button.setText("Voir les comptes")

    def _show_plan(self) -> None:
        form, ticked = self.form, self._ticked()
        form.tick_all.setChecked(bool(ticked) and len(ticked) == len(self.model.records))
        form.count.setText(
            f"{count(len(ticked), 'classe cochée', 'classes cochées')} sur {thousands(len(self.model.records))}"
        )
        plan = self._plan()
        form.plan_title.setText(
            f"{count(plan.persons, 'personne', 'personnes')} sans compte, {count(plan.sheets, 'fiche', 'fiches')}"
            if plan.persons
            else "Cochez une ou plusieurs classes"
        )
        form.plan_text.setText("\n".join(_lines(plan)) if plan.persons else "")
        form.plan_note.setText(
            "Rien n’est envoyé encore : la page d’édition s’ouvre, pour imprimer les fiches par classe ou les envoyer. "
            "Tant qu’aucune n’est partie, tout peut être annulé."
            if plan.persons
            else "Les fiches sont classées par classe, puis par nom."
        )
        form.issue_button.setText(
            f"Générer {count(plan.sheets, 'identifiant', 'identifiants')}"
            if plan.sheets
            else "Générer les identifiants"
        )
        form.issue_button.setEnabled(plan.sheets > 0 and not self._issuing)

    def _ticked(self) -> list[ClassLine]:
        return self.model.ticked()

    def _plan(self) -> UnaskedPlan:
        names = {line.id for line in self._ticked()}
        return self._choice.plan(names) if self._choice else UnaskedPlan(0, 0, 0, 0, 0, 0, 0)

    def _on_space(self) -> None:
        self.model.toggle(selected_rows(self.form.table))

    def _on_issue(self) -> None:
        plan, names = self._plan(), [line.id for line in self._ticked()]
        if not plan.sheets or self._issuing:
            return
        ask(
            self,
            f"Générer {count(plan.sheets, 'identifiant', 'identifiants')}{NBSP}?",
            "\n".join(_lines(plan)),
            "Générer",
            lambda: self.issue(names),
        )

    def issue(self, class_names: list[str]) -> None:
        """Generate for these classes, once: a second press while it runs does nothing."""
        if self._choice is None or self._issuing:
            return
        self._issuing = True
        self._show_plan()
        desk, uai = self.place.desk, self._choice.uai
        self.place.tasks.write(
            self,
            lambda report: issue_unasked(desk, uai, class_names, report=report),
            self._on_issued,
            self._on_failed,
            label="Génération des identifiants",
        )

    def _on_issued(self, issued: Issued) -> None:
        self._issuing = False
        self.model.tick(())
        self.wishes.changed.emit()
        self.wishes.page.emit("sheets", issued.batch_id)

    def _on_failed(self, error: TurboError) -> None:
        self._issuing = False
        self.wishes.tell.emit(Notice(str(error), Tone.WARNING))
        self.refresh()

    def _cells(self, line: ClassLine) -> tuple[Cell, ...]:
        font = self.form.table.font()
        muted = QColor(self.place.theme.colours.muted)
        return (
            Cell(""),
            Cell(line.id or "(sans classe)", font=semibold(font)),
            Cell(str(line.present), font=tabular(font), colour=muted),
            Cell(str(line.without), font=tabular(font)),
        )


def _read(desk: Desk, uai: str) -> tuple[list[SchoolSummary], UnaskedChoice | None]:
    known = schools(desk)
    chosen = uai if uai in {school.uai for school in known} else ""
    return known, choice(desk, chosen) if chosen else None


def _lines(plan: UnaskedPlan) -> list[str]:
    """Say what a plan does, a line a thing."""
    new = plan.sheets - plan.joining
    lines = [f"{count(new, 'compte nouveau', 'comptes nouveaux')}"]
    if plan.families:
        lines.append(f"{count(plan.families, 'fiche partagée', 'fiches partagées')} entre frères et sœurs")
    if plan.joining:
        lines.append(
            f"{count(plan.joining, 'compte existant reçoit', 'comptes existants reçoivent')} un enfant de plus"
        )
    lines.append(
        f"{count(plan.with_email, 'adresse e-mail connue', 'adresses e-mail connues')}, "
        f"{count(plan.sheets - plan.with_email, 'fiche', 'fiches')} sur papier seulement"
    )
    if plan.shared:
        lines.append(
            f"{count(plan.shared, 'personne a', 'personnes ont')} une adresse que trop d’hôtes partagent{NBSP}: papier"
        )
    if plan.blocked:
        lines.append(
            f"{count(plan.blocked, 'personne laissée', 'personnes laissées')} de côté{NBSP}: "
            "le compte de son responsable est bloqué"
        )
    return lines
