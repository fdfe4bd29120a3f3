"""Result of one health check."""

from dataclasses import dataclass
from typing import Literal

HealthState = Literal["bien", "à voir", "en panne"]
OK: HealthState = "bien"
ATTENTION: HealthState = "à voir"
BROKEN: HealthState = "en panne"


@dataclass(frozen=True, slots=True)
class HealthFinding:
    """Result of one health check.

    Attributes:
        says: French; what to do, when something is to be done.
    """

    part: str
    state: HealthState
    says: str
