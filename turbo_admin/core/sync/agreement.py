"""Whether office and portal hold the same, as a run's proof found it, and its French."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from turbo_admin.core.french import thousands

# Errors that stop a run because either side is an older copy: « Mettre d'accord… » settles them.
DISAGREEMENTS = frozenset({"unknown_epoch", "ahead", "behind", "unknown_states", "moved"})


class ProofOutcome(StrEnum):
    """Result of comparing the digests of both sides.

    NONE: the run did not come to it. AGREED: both hold the same, and nothing waits. PENDING: both hold the same of what
    was sent; something was refused or waits. DIFFERS: they do not.
    """

    NONE = ""
    AGREED = "agreed"
    PENDING = "pending"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class ProofFigures:
    """Result of a proof, with what it leaves out.

    Attributes:
        refused, waiting: how many changes the portal refused, how many have not been sent.
    """

    outcome: ProofOutcome = ProofOutcome.NONE
    refused: int = 0
    waiting: int = 0

    @property
    def text(self) -> str:
        """In words, without a capital; empty when nothing was proved."""
        return {
            ProofOutcome.NONE: "",
            ProofOutcome.AGREED: "accord vérifié",
            ProofOutcome.PENDING: f"vérifié, {except_words(self.refused, self.waiting)}",
            ProofOutcome.DIFFERS: "désaccord avec le portail",
        }[self.outcome]


def except_words(refused: int, waiting: int) -> str:
    """`sauf 2 refusés et 1 en attente`, `sauf 1 refusé`."""
    parts = [f"{thousands(refused)} refusé{'s' if refused > 1 else ''}"] if refused else []
    if waiting:
        parts.append(f"{thousands(waiting)} en attente")
    return f"sauf {' et '.join(parts)}" if parts else "sauf ce qui attend"


def combine_proofs(proofs: Iterable[ProofFigures]) -> ProofFigures:
    """Return what the proofs of several schools come to: the worst of them, with the numbers of all."""
    found = list(proofs)
    outcomes = {one.outcome for one in found}
    worst = (ProofOutcome.DIFFERS, ProofOutcome.NONE, ProofOutcome.PENDING, ProofOutcome.AGREED)
    outcome = next((one for one in worst if one in outcomes), ProofOutcome.NONE)
    return ProofFigures(outcome, sum(one.refused for one in found), sum(one.waiting for one in found))


def stored_proof(proof: str, detail: Mapping[str, Mapping[str, int]], error_code: str) -> ProofFigures:
    """Return the proof of a run as it is stored; a run that stopped because both sides differ has proved that.

    Args:
        detail: "refused", "waiting" -> kind -> number.
    """
    outcome = ProofOutcome.DIFFERS if error_code in DISAGREEMENTS else ProofOutcome(proof)
    refused, waiting = (sum(detail.get(name, {}).values()) for name in ("refused", "waiting"))
    return ProofFigures(outcome, refused, waiting)
