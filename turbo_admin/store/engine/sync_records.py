"""Records of the synchronisation: changes that wait, and runs."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PendingRecord:
    """A change that waits for the portal; see `PendingChangeTable`."""

    id: str
    rev: int
    uai: str
    kind: str
    key: str
    body: bytes
    life: int
    sent_rev: int
    refused: str
    refused_message: str


@dataclass(frozen=True, slots=True)
class AcknowledgedState:
    """What the portal has acknowledged of a state."""

    kind: str
    key: str
    life: int
    rev: int
    digest: str
    erased: bool


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One school in one synchronisation; no end means that it was cut.

    Attributes:
        kinds: "received", "sent", "refused" -> kind -> number.
        skew_minutes: how far the PC's clock was from the portal's.
        proof: `agreed`, `pending` or `differs`; empty when the run did not come to its proof.
        proof_detail: "refused", "waiting", "differing", "compared" -> kind -> number.
    """

    run_id: str
    uai: str
    who: str
    workstation: str
    started_at: datetime
    ended_at: datetime | None
    received: int
    sent: int
    refused: int
    kinds: dict[str, dict[str, int]]
    skew_minutes: int
    proof: str
    proof_detail: dict[str, dict[str, int]]
    error_code: str
    error: str
