"""« Générer pour une classe ou tous »: issues credentials to diners without an account who asked for none."""

from functools import partial

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import NBSP, count
from turbo_admin.office.credentials.drafts import Issued
from turbo_admin.office.credentials.issue_questions import IssueAnswer, IssueQuestion
from turbo_admin.office.credentials.unasked import issue_unasked, unasked_questions
from turbo_admin.office.credentials.unasked_choice import ClassLine, UnaskedChoice, UnaskedPlan, choice
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.settings.schools import SchoolSummary, schools
from turbo_admin.ui.credentials.issue_questions import IssueQuestionsDialog
from turbo_admin.ui.credentials.issue_words import issued_text
from turbo_admin.ui.forms.credentials.class_issue import Ui_ClassIssue
from turbo_admin.ui.kit.ask import ask
from turbo_admin.ui.kit.icons import set_button_icon
from turbo_admin.ui.kit.keys import bind
from turbo_admin.ui.kit.list_page import EmptyState, ListPage, show_empty_button, ticked_text
from turbo_admin.ui.kit.navigation import PageKey, ShowBatch
from turbo_admin.ui.kit.page import BarMessage, Tone, Workplace
from turbo_admin.ui.kit.row_table import ColumnLayout, RowTable, bind_ticks
from turbo_admin.ui.kit.rows_model import TableCell
from turbo_admin.ui.kit.school_box import SchoolBox
from turbo_admin.ui.kit.theme import semibold, tabular
from turbo_admin.ui.kit.ticked_rows import TICK, TickedRows

_HEADERS = ("", "Classe", "Hôtes présents", "Sans compte")
_, CLASS, PRESENT, WITHOUT = range(len(_HEADERS))
_LAYOUT = ColumnLayout({TICK: 38, CLASS: 180, PRESENT: 140}, stretch=WITHOUT, movable=False)
_NO_DINER = EmptyState(
    "Aucun hôte au fichier",
    "Importez d’abord les hôtes (Fichier › Importer des hôtes…).",
    "Voir les comptes",
)
_ALL_HAVE_ACCOUNTS = EmptyState(
    "Tout le monde a un compte",
    "Chaque hôte présent de cet établissement est rattaché à un compte.",
    "Voir les comptes",
)


class ClassIssuePage(ListPage):
    """Classes to tick, and what generating for them would do."""

    form: Ui_ClassIssue
    key = PageKey.CLASS_ISSUE
    title = "Identifiants pour une classe ou pour tous"
    crumbs = "Comptabilité › Espace numérique › Comptes de l’espace numérique"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.form = Ui_ClassIssue()
        self.form.setupUi(self)
        self.model = TickedRows(_HEADERS, self._cells, {}, self)
        self.table = RowTable(workplace, self.form.table, self.model, _LAYOUT)
        self.schools = SchoolBox(self.form.school, workplace.memory, self.memory_key, offers_all=False)
        self._choice: UnaskedChoice | None = None
        self._issuing = False
        self._connect()

    def refresh(self) -> None:
        desk, uai = self.workplace.desk, self.schools.uai
        self.workplace.tasks.read(self, lambda _: _read(desk, uai), self._on_read)

    def remember(self) -> None:
        self.schools.remember()

    def _connect(self) -> None:
        form, model, theme = self.form, self.model, self.workplace.theme
        set_button_icon(form.issue_button, theme, "key", "on_accent")
        set_button_icon(form.back_button, theme, "arrow-left", "muted")
        form.school.currentIndexChanged.connect(self.refresh)
        form.tick_all.clicked.connect(lambda on: model.tick(line.id for line in model.records if on))
        form.issue_button.clicked.connect(self._on_issue)
        form.back_button.clicked.connect(lambda: self.signals.open_page(PageKey.ACCOUNTS))
        form.empty_button.clicked.connect(lambda: self.signals.open_page(PageKey.ACCOUNTS))
        model.ticks_changed.connect(self._show_plan)
        bind_ticks(form.table, model.toggle)
        bind("Ctrl+G", self, self._on_issue)

    def _on_read(self, read: tuple[list[SchoolSummary], UnaskedChoice | None]) -> None:
        known, self._choice = read
        if self.schools.show(known):
            # Read again: this result is about the establishment chosen before, or about none.
            self.refresh()
        # Classes in which everybody has an account are not listed.
        self.model.show([line for line in self._choice.classes if line.without] if self._choice else [])
        self.table.choose_first()
        self._show_empty()
        self._show_plan()
        self.filled.emit()

    def _show_empty(self) -> None:
        present = sum(line.present for line in self._choice.classes) if self._choice else 0
        self.show_list_or_empty()
        show_empty_button(self.form, _ALL_HAVE_ACCOUNTS if present else _NO_DINER)

    def _show_plan(self) -> None:
        form, ticked = self.form, self.model.ticked()
        form.tick_all.setChecked(bool(ticked) and len(ticked) == len(self.model.records))
        shown = len(self.model.records)
        form.count.setText(ticked_text(len(ticked), "classe cochée", "classes cochées", shown))
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

    def _plan(self) -> UnaskedPlan:
        names = {line.id for line in self.model.ticked()}
        return self._choice.plan(names) if self._choice else UnaskedPlan(0, 0, 0, 0, 0, 0, 0)

    def _on_issue(self) -> None:
        plan, names = self._plan(), [line.id for line in self.model.ticked()]
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
        """Issue for these classes; a second click while it runs is ignored.

        Of children whom somebody else asks an account for it is asked first what becomes of them.
        """
        if self._choice is None or self._issuing:
            return
        self._issuing = True
        self._show_plan()
        desk, uai = self.workplace.desk, self._choice.uai
        self.workplace.tasks.read(
            self,
            lambda _: unasked_questions(desk, uai, class_names),
            partial(self._on_questions, uai, class_names),
            self._on_failed,
        )

    def _on_questions(self, uai: str, class_names: list[str], lines: list[IssueQuestion]) -> None:
        if not lines:
            self._issue(uai, class_names, {}, "")
            return
        others = self._choice.plan(class_names).persons - len(lines) if self._choice else 0
        dialog = IssueQuestionsDialog(self.workplace, lines, others, self, unasked=True)
        dialog.agreed.connect(partial(self._issue, uai, class_names))
        dialog.rejected.connect(self._on_given_up)
        dialog.open()

    def _issue(self, uai: str, class_names: list[str], answers: dict[str, IssueAnswer], _reason: str) -> None:
        desk = self.workplace.desk
        self.workplace.tasks.write(
            self,
            lambda report: issue_unasked(desk, uai, class_names, answers=answers, report=report),
            self._on_issued,
            self._on_failed,
            label="Génération des identifiants",
        )

    def _on_given_up(self) -> None:
        self._issuing = False
        self._show_plan()

    def _on_issued(self, issued: Issued) -> None:
        self._issuing = False
        # The page opens again with nothing ticked.
        self.model.tick(())
        self.signals.records_changed.emit()
        self.signals.open_page(ShowBatch(issued.batch_id))
        self.signals.show_message(BarMessage(issued_text(issued)))

    def _on_failed(self, error: TurboError) -> None:
        self._issuing = False
        self.signals.show_message(BarMessage(str(error), Tone.WARNING))
        # Most often another PC has issued for the same class.
        self.refresh()

    def _cells(self, line: ClassLine) -> tuple[TableCell, ...]:
        font = self.form.table.font()
        muted = QColor(self.workplace.theme.colours.muted)
        return (
            TableCell(""),
            TableCell(line.id or "(sans classe)", font=semibold(font)),
            TableCell(str(line.present), font=tabular(font), colour=muted),
            TableCell(str(line.without), font=tabular(font)),
        )


def _read(desk: Desk, uai: str) -> tuple[list[SchoolSummary], UnaskedChoice | None]:
    known = schools(desk)
    # The establishment remembered on this PC may have been merged or removed.
    chosen = uai if uai in {school.uai for school in known} else ""
    return known, choice(desk, chosen) if chosen else None


def _lines(plan: UnaskedPlan) -> list[str]:
    """Return the lines that describe a plan, one a consequence."""
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
