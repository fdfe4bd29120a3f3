"""What the clerk does on « Accord avec le portail »: verify, read a plan, apply it."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import NBSP, count, in_words
from turbo_admin.office.reconcile.adopting import Reconciled
from turbo_admin.office.reconcile.choices import with_choices
from turbo_admin.office.reconcile.lines import PlanLine, lines_of
from turbo_admin.office.reconcile.plan import ReconcilePlan
from turbo_admin.office.reconcile.reconciling import carry_out, plan_reconciliation
from turbo_admin.office.sync.verifying import Verified, verify
from turbo_admin.ui.kit.ask import ask
from turbo_admin.ui.kit.navigation import PageKey
from turbo_admin.ui.kit.page import BarMessage, Tone, Workplace
from turbo_admin.ui.kit.page_acts import PageActs
from turbo_admin.ui.kit.tasks import Job, TaskProgress
from turbo_admin.ui.kit.typed_signals import TypedSignal

PlanAndLines = tuple[ReconcilePlan, list[PlanLine]]
_LABEL_READING = "Lecture de ce que tient le portail"


class AgreementActs(PageActs):
    """Runs the acts of the page.

    Signals:
        verified: the records of both sides were compared.
            arg: Verified.
        planned: a plan was read.
            args: ReconcilePlan, its lines.
        applied: a plan was carried out.
        ended: an act ended, well or not.
    """

    verified = TypedSignal[Verified]()
    planned = TypedSignal[ReconcilePlan, list[PlanLine]]()
    applied = Signal()
    ended = Signal()

    def __init__(self, workplace: Workplace, window: QWidget) -> None:
        super().__init__(workplace, window)
        self._job: Job | None = None

    @property
    def is_running(self) -> bool:
        """Whether an act is waiting or running."""
        return self._job is not None

    def verify(self, uai: str) -> None:
        """Compare the records of both sides."""
        desk = self._workplace.desk
        self._job = self._workplace.tasks.write(
            self,
            lambda report: verify(desk, uai, report=report),
            self._on_verified,
            self._on_failed,
            label="Vérification de l’accord",
        )

    def plan(self, uai: str) -> None:
        """Read what would make both sides agree."""
        desk = self._workplace.desk

        def act(report: TaskProgress) -> PlanAndLines:
            plan = plan_reconciliation(desk, uai, report=report)
            return plan, lines_of(desk, plan)

        self._job = self._workplace.tasks.write(
            self, act, self._on_planned, self._on_failed, label=_LABEL_READING
        )

    def ask_apply(
        self, plan: ReconcilePlan, lines: Sequence[PlanLine], choices: Mapping[tuple[str, str], str]
    ) -> None:
        """« Appliquer »: ask first, in numbers and names."""
        try:
            chosen = with_choices(plan, choices)
        except TurboError as error:
            self._show(str(error), Tone.TROUBLE)
            return
        taken = sum(len(one.adopt) for one in chosen.kinds.values()) + len(chosen.renamed)
        told = sum(len(one.tell | one.both) for one in chosen.kinds.values())
        names = in_words(sorted({line.name for line in lines}), 5)
        ask(
            self._window,
            f"Appliquer {count(len(lines), 'ligne')}{NBSP}?"
            if lines
            else f"Relier cette base au portail{NBSP}?",
            (f"{names}.\n\n" if names else "")
            + f"{count(taken, 'fiche est reprise', 'fiches sont reprises')} du portail, "
            f"{count(told, 'part', 'partent')} vers lui, et une synchronisation démarre aussitôt. "
            f"Ce qui est remplacé ici ne revient pas{NBSP}: faites d’abord une sauvegarde si vous hésitez.",
            "Appliquer" if lines else "Relier",
            partial(self._apply, chosen),
        )

    def _apply(self, plan: ReconcilePlan) -> None:
        desk = self._workplace.desk
        self._job = self._workplace.tasks.write(
            self,
            lambda report: carry_out(desk, plan, report=report),
            self._on_applied,
            partial(self._on_not_applied, plan.uai),
            label="Mise d’accord",
        )

    def _on_verified(self, found: Verified) -> None:
        self._job = None
        self.verified.emit(found)
        self.ended.emit()

    def _on_planned(self, found: PlanAndLines) -> None:
        self._job = None
        self.planned.emit(*found)
        self.ended.emit()

    def _on_applied(self, done: Reconciled) -> None:
        self._job = None
        self.applied.emit()
        self.message_raised.emit(applied_message(done))
        self.ended.emit()
        self.changed.emit()
        self.sync_wanted.emit()

    def _on_not_applied(self, uai: str, error: TurboError) -> None:
        self._on_failed(error)
        if error.code == "moved":
            self.plan(uai)  # what was adopted stays; the rest has to be compared again

    def _on_failed(self, error: TurboError) -> None:
        self._job = None
        self._show(str(error), Tone.WARNING if error.code == "cancelled" else Tone.TROUBLE)
        self.ended.emit()
        self.changed.emit()


def applied_message(done: Reconciled) -> BarMessage:
    """Return what a reconciliation did, in words, with where to go on when something is left to do."""
    parts = [
        f"{count(done.adopted, 'fiche reprise', 'fiches reprises')} du portail, "
        f"{count(done.told, 'à lui envoyer', 'à lui envoyer')}."
    ]
    if done.reprint:
        parts.append(f"{count(len(done.reprint), 'feuille est', 'feuilles sont')} à réimprimer.")
    if done.resend:
        parts.append(f"{count(len(done.resend), 'courriel est', 'courriels sont')} à renvoyer.")
    if done.reprint or done.resend:
        opens = PageKey.ACCOUNTS if done.reprint else PageKey.SHEETS
        return BarMessage(" ".join(parts), Tone.WARNING, "Voir lesquels", opens)
    return BarMessage(" ".join(parts))
