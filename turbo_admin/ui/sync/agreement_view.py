"""What « Accord avec le portail » says: its state, its tiles, its empty list, and which button is the main one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHeaderView

from turbo_admin.core.french import count, thousands
from turbo_admin.core.sync.agreement import ProofOutcome
from turbo_admin.office.reconcile.lines import PlanLine
from turbo_admin.office.reconcile.plan import ReconcilePlan
from turbo_admin.office.reconcile.summary import plan_reason
from turbo_admin.office.sync.agreements import SchoolAgreement
from turbo_admin.office.sync.verifying import Verified
from turbo_admin.ui.forms.sync.agreement import Ui_Agreement
from turbo_admin.ui.kit.icons import picture
from turbo_admin.ui.kit.list_page import EmptyState, show_empty_state
from turbo_admin.ui.kit.proof_style import PROOF_ICONS
from turbo_admin.ui.kit.theme import Theme, set_part
from turbo_admin.ui.sync.agreement_cells import KIND_ICONS, LAYOUT, PROPOSED, THERE
from turbo_admin.ui.sync.agreement_tiles import AgreementTile

_ICON = 20
_NO_PORTAL = EmptyState(
    "Aucun établissement relié au portail",
    "Reliez-en un dans Configuration › Espace numérique. L’accord se vérifie ensuite à chaque synchronisation.",
)
_NOTHING_DIFFERS = EmptyState(
    "Rien ne diffère",
    "Chaque synchronisation compare ce que tiennent les deux côtés. «\u00a0Vérifier l’accord\u00a0» relit aussi chaque fiche.",
)
_DIFFERS = EmptyState(
    "Les deux côtés ne sont plus d’accord",
    "«\u00a0Mettre d’accord…\u00a0» lit ce que tient le portail et montre ce qui sera repris ou envoyé. Rien n’est écrit "
    "avant «\u00a0Appliquer\u00a0».",
)
_ONLY_TO_BIND = EmptyState(
    "Les deux côtés tiennent déjà la même chose",
    "Il ne reste qu’à relier cette base au portail. «\u00a0Appliquer\u00a0» le fait, sans rien reprendre ni envoyer.",
)


@dataclass(frozen=True, slots=True)
class AgreementShown:
    """What the page is about.

    Attributes:
        agreement: of the establishment that is chosen; None when none is linked.
        verified: what the last comparison found; None before one.
        plan: None when there is none.
        lines: of the plan, or what the comparison found.
    """

    agreement: SchoolAgreement | None = None
    verified: Verified | None = None
    plan: ReconcilePlan | None = None
    lines: Sequence[PlanLine] = ()

    @property
    def outcome(self) -> ProofOutcome:
        """Whether both sides agree, as far as is known."""
        if self.plan is not None:
            return ProofOutcome.DIFFERS if self.lines else ProofOutcome.AGREED
        if self.verified is not None:
            exceptions = any(self.verified.refused.values()) or any(self.verified.waiting.values())
            agrees = ProofOutcome.PENDING if exceptions else ProofOutcome.AGREED
            return agrees if self.verified.agrees else ProofOutcome.DIFFERS
        return self.agreement.proof.outcome if self.agreement else ProofOutcome.NONE

    @property
    def texts(self) -> tuple[str, str]:
        """What was found, and what follows."""
        if self.plan is not None:
            reason = plan_reason(self.plan)
            follows = "Voici ce qui mettrait les deux côtés d’accord." if self.lines else ""
            return f"{reason[0].upper()}{reason[1:]}", follows
        if self.verified is not None:
            return self.verified.sentence, ""
        known = self.agreement
        return (known.text, known.error or known.compared) if known else ("", "")


class AgreementView:
    """Writes in the page's form."""

    def __init__(self, form: Ui_Agreement, theme: Theme) -> None:
        self._form, self._theme = form, theme
        self._shown = AgreementShown()
        frames = {
            "settings": form.settings_tile,
            "diner": form.diner_tile,
            "account": form.account_tile,
            "request": form.request_tile,
        }
        self._tiles = {kind: AgreementTile(frame, theme, KIND_ICONS[kind]) for kind, frame in frames.items()}

    def show(self, shown: AgreementShown) -> None:
        """Show another state of the page; the buttons follow by `show_buttons`."""
        self._shown = shown
        self._show_state()
        for kind in self._tiles:
            self._show_tile(kind)
        self._lay_out_columns()
        show_empty_state(self._form, self._empty())
        self._show_count()

    def show_buttons(self, *, runs: bool) -> None:
        """Show which buttons there are.

        Args:
            runs: whether an act is running, which the clerk waits for.
        """
        form, shown = self._form, self._shown
        is_planned, lines = shown.plan is not None, len(shown.lines)
        form.apply.setVisible(is_planned)
        form.cancel.setVisible(is_planned)
        form.apply.setText(f"Appliquer {count(lines, 'ligne')}" if lines else "Appliquer")
        form.reconcile.setText("Relire le portail" if is_planned else "Mettre d’accord…")
        differs = shown.outcome is ProofOutcome.DIFFERS
        set_part(form.reconcile, "primary" if differs and not is_planned else "")
        set_part(form.verify, "primary" if not differs and not is_planned else "")
        for button in (form.apply, form.verify, form.reconcile, form.cancel):
            button.setEnabled(shown.agreement is not None and not runs)
        form.export_button.setEnabled(bool(lines))

    def _lay_out_columns(self) -> None:
        """Without a plan nothing is proposed: the column before takes the space."""
        table, is_planned = self._form.table, self._shown.plan is not None
        header, mode = table.horizontalHeader(), QHeaderView.ResizeMode
        if table.isColumnHidden(PROPOSED) == is_planned:
            table.setColumnHidden(PROPOSED, not is_planned)
            header.setSectionResizeMode(THERE, mode.Interactive if is_planned else mode.Stretch)
            header.resizeSection(THERE, LAYOUT.widths[THERE])

    def _show_state(self) -> None:
        form = self._form
        name, colour = PROOF_ICONS[self._shown.outcome]
        form.state_icon.setPixmap(
            picture(self._theme, name, colour, _ICON, form.state_icon.devicePixelRatioF())
        )
        form.state_icon.setVisible(self._shown.agreement is not None)
        state, detail = self._shown.texts
        form.state.setText(state)
        form.state_detail.setText(detail)

    def _show_tile(self, kind: str) -> None:
        shown, tile = self._shown, self._tiles[kind]
        tile.frame.setVisible(shown.agreement is not None)
        if shown.agreement is None:
            return
        known = next(one for one in shown.agreement.kinds if one.kind == kind)
        here, there, figure = known.here, known.there, ""
        if shown.verified is not None:
            here, there = shown.verified.here[kind], shown.verified.there[kind]
        if shown.plan is not None:
            here, there = len(shown.plan.kinds[kind].local), shown.plan.kinds[kind].there
            figure = thousands(sum(line.kind == kind for line in shown.lines))
        tile.show(figure, known.one if max(here, there) < 2 else known.many, here, there)

    def _show_count(self) -> None:
        questions = sum(line.is_question for line in self._shown.lines)
        parts = [f"{count(questions, 'question')}, avec une réponse proposée."] if questions else []
        if self._shown.plan is not None:
            parts.append("Rien n’est écrit avant «\u00a0Appliquer\u00a0».")
        self._form.count.setText(" ".join(parts))

    def _empty(self) -> EmptyState:
        if self._shown.agreement is None:
            return _NO_PORTAL
        if self._shown.plan is not None:
            return _ONLY_TO_BIND
        return _DIFFERS if self._shown.outcome is ProofOutcome.DIFFERS else _NOTHING_DIFFERS
