"""What a run has proved: whether office and portal hold the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from turbo_admin.core.sync.agreement import ProofFigures, ProofOutcome


@dataclass(frozen=True, slots=True)
class Proof:
    """Result of the comparison, with numbers by kind.

    Attributes:
        refused, waiting: changes that the portal refused, that have not been sent.
        differing: states that one side holds otherwise than the other, or alone.
        compared: records that were compared one by one, as in the night; empty where sums alone were.
    """

    outcome: ProofOutcome = ProofOutcome.NONE
    refused: Mapping[str, int] = field(default_factory=dict)
    waiting: Mapping[str, int] = field(default_factory=dict)
    differing: Mapping[str, int] = field(default_factory=dict)
    compared: Mapping[str, int] = field(default_factory=dict)

    @property
    def figures(self) -> ProofFigures:
        """The result in total."""
        return ProofFigures(self.outcome, sum(self.refused.values()), sum(self.waiting.values()))

    def detail(self) -> dict[str, dict[str, int]]:
        """Return the numbers as they are stored."""
        named = {
            "refused": self.refused,
            "waiting": self.waiting,
            "differing": self.differing,
            "compared": self.compared,
        }
        return {name: dict(numbers) for name, numbers in named.items() if numbers}
