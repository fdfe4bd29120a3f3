"""How one part of the portal was found, by whoever looked."""

from dataclasses import dataclass
from typing import Literal

State = Literal["bien", "à voir", "en panne"]
WELL: State = "bien"
LOOK: State = "à voir"
BROKEN: State = "en panne"


@dataclass(frozen=True, slots=True)
class Finding:
    """How one part is.

    Attributes:
        says: French; what to do, when something is to be done.
    """

    part: str
    state: State
    says: str
