"""What a run has proved: whether office and portal hold the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


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
class Proof:
    """Result of the comparison, with numbers by kind.

    Attributes:
        refused, waiting: changes that the portal refused, that have not been sent.
        differing: states that one side holds otherwise than the other, or alone.
    """

    outcome: ProofOutcome = ProofOutcome.NONE
    refused: Mapping[str, int] = field(default_factory=dict)
    waiting: Mapping[str, int] = field(default_factory=dict)
    differing: Mapping[str, int] = field(default_factory=dict)

    def detail(self) -> dict[str, dict[str, int]]:
        """Return the numbers as they are stored."""
        named = {"refused": self.refused, "waiting": self.waiting, "differing": self.differing}
        return {name: dict(numbers) for name, numbers in named.items() if numbers}
