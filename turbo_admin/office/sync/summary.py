"""What a synchronisation did, for the screen, the command line and the journal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from turbo_admin.core.french import count
from turbo_admin.core.sync.agreement import DISAGREEMENTS
from turbo_admin.office.sync.proof_result import Proof


@dataclass(frozen=True, slots=True)
class SchoolRun:
    """What a run did for one school.

    Attributes:
        error: in French, empty for a run that came to its end.
        error_kind: the class of the error, by name: what the clerk can do about it.
        kinds: "received", "sent", "refused" -> kind -> number, for the journal.
        skew_minutes: how far this PC's clock is from the portal's, 0 when it does not matter.
        proof: whether both sides were seen to hold the same.
    """

    uai: str
    name: str
    received: int
    new_requests: int
    sent: int
    refused: int
    error: str = ""
    error_code: str = ""
    error_kind: str = ""
    kinds: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    skew_minutes: int = 0
    proof: Proof = field(default_factory=Proof)


@dataclass(frozen=True, slots=True)
class SyncSummary:
    """What a run did."""

    started: datetime
    ended: datetime
    schools: tuple[SchoolRun, ...]

    @property
    def ok(self) -> bool:
        """Whether every school came to its end."""
        return not any(run.error for run in self.schools)

    @property
    def to_reconcile(self) -> str:
        """The first school whose run stopped because both sides differ; empty for none."""
        return next((run.uai for run in self.schools if run.error_code in DISAGREEMENTS), "")

    @property
    def new_requests(self) -> int:
        """How many requests came in."""
        return sum(run.new_requests for run in self.schools)

    @property
    def title(self) -> str:
        """How it ended."""
        return "Synchronisation réussie" if self.ok else "Synchronisation incomplète"

    @property
    def counts(self) -> str:
        """The numbers in each direction, and the error of each school that had one."""
        received, sent = self.new_requests, sum(run.sent for run in self.schools)
        refused = sum(run.refused for run in self.schools)
        parts = [count(received, "nouvelle demande", "nouvelles demandes"), count(sent, "envoi")]
        if refused:
            parts.append(count(refused, "refus du portail", "refus du portail"))
        text = ", ".join(parts) + "."
        for run in self.schools:
            if run.error:
                text += f" {run.name}\u00a0: {run.error}"
            elif said := run.proof.figures.text:
                text += (
                    f" {run.name}\u00a0: {said}."
                    if len(self.schools) > 1
                    else f" {said[0].upper()}{said[1:]}."
                )
            if run.skew_minutes and not run.error:
                text += f" {run.name}\u00a0: l’horloge de ce poste s’écarte de {run.skew_minutes}\u00a0min de celle du portail."
        return text

    @property
    def sentence(self) -> str:
        """The run in one or two sentences."""
        return f"{self.title}\u00a0: {self.counts}"
