"""What a campaign counts, and what it is asked for."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

F = TypeVar("F")

# Facts of both sides, as text, each as often as it is there.
Facts = Counter[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of a campaign to run.

    Attributes:
        seed: of whatever is drawn.
        part, parts: which share of the faults this process takes.
        amount: how many faults at most, drawn by the seed; None for all there are.
        until_failed: stops at the first finding: enough to see that a control fails.
    """

    seed: int = 1
    part: int = 0
    parts: int = 1
    amount: int | None = None
    until_failed: bool = False

    def is_over(self, tally: "Tally") -> bool:
        """Return whether nothing more needs to be tried."""
        return self.until_failed and tally.failed

    def share(self, faults: Sequence[F]) -> Sequence[F]:
        """Return this process's share of the faults."""
        chosen = faults
        if self.amount is not None and self.amount < len(faults):
            chosen = Random(self.seed).sample(faults, self.amount)  # noqa: S311 (replayable, no secret)
        return chosen[self.part :: self.parts]


@dataclass(slots=True)
class Tally:
    """What came out.

    Attributes:
        faults: how many really struck.
        lost, doubled: facts missing from, or too many in, either side after all was mended.
        examples: the first findings, in words that allow a replay.
        errors: why the campaign saw less than it should have: its figures count for nothing then.
    """

    faults: int = 0
    lost: int = 0
    doubled: int = 0
    examples: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether anything was lost or doubled."""
        return bool(self.lost or self.doubled)

    def compare(self, expected: Facts, found: Facts, what: str) -> None:
        """Count what differs from the fault-free run."""
        missing, extra = expected - found, found - expected
        self.lost += missing.total()
        self.doubled += extra.total()
        if (missing or extra) and len(self.examples) < 5:
            self.examples.append(f"{what}: missing {sorted(missing)[:6]}, extra {sorted(extra)[:6]}")

    def add(self, other: "Tally") -> None:
        """Take in another share's."""
        self.faults += other.faults
        self.lost += other.lost
        self.doubled += other.doubled
        self.examples = (self.examples + other.examples)[:5]
        self.errors = (self.errors + other.errors)[:5]


@dataclass(frozen=True, slots=True)
class Campaign:
    """A way to break things.

    Attributes:
        run: the campaign over the product; takes a plan, and a ground to run on instead of one of its own.
        controls: name -> the same over a deliberately broken variant, which must fail.
        parts: over how many processes it may be spread.
        sample: how many faults `make test` tries.
        counts_histories: whether `--histories` says how many.
    """

    id: str
    what: str
    run: "Run"
    controls: dict[str, "Run"]
    parts: int = 2
    sample: int = 30
    counts_histories: bool = False


Run = Callable[..., Tally]


def wrongly(run: Run, variant: Callable[[], AbstractContextManager[Any]]) -> Run:
    """Return a campaign over a product that is wrong."""

    def control(plan: Plan, *rest: Any) -> Tally:
        with variant():
            return run(plan, *rest)

    return control
