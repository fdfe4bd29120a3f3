"""What a row of the audit brings back."""

from dataclasses import dataclass, field


class NotRun(Exception):
    """A tool could not run, though it could on this machine: the row says so, and fails."""


class NotDone(NotRun):
    """What a tool asks for is out of reach of this machine, whatever is installed: the row is « non fait ».

    It says nothing of the product: it neither passes nor fails.
    """


@dataclass
class Outcome:
    """What a tool saw.

    Attributes:
        cases: what it tried, in its own unit.
        findings: one line each, faults of the product alone.
        control_found: whether it found what was planted.
        note: what the figures do not say.
    """

    cases: int = 0
    findings: list[str] = field(default_factory=list)
    control_found: bool = False
    tool_version: str = ""
    note: str = ""
