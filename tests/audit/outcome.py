"""What a row of the audit brings back."""

from dataclasses import dataclass, field


class NotRun(Exception):
    """A tool, or what it asks for, is not to be had on this machine; the row says so, and is not met."""


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
