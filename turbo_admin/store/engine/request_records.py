"""Records of account requests: in full, and as a list shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec import Struct


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """A request for an account; `state` is open, issued or refused, `candidates` are (diner id, score, reasons)."""

    id: str
    uai: str
    card: str
    last_name: str
    first_name: str
    email: str
    corrected_email: str
    mail_problem: str
    received_at: datetime
    confirmed_at: datetime | None
    state: str
    diner_id: str | None
    chosen_by: str
    degree: str
    alerts: tuple[str, ...]
    reasons: tuple[str, ...]
    candidates: tuple[Any, ...]
    account_id: str | None
    dealt_at: datetime | None
    dealt_by: str
    search: str
    decision: int = 0
    reason: str = ""
    sheet_id: str = ""
    mailed_decision: int = 0
    match_due: int = 1
    match_done: int = 1
    trapped: bool = False
    asked_by: str = ""

    @property
    def address(self) -> str:
        """The address that counts: the clerk's correction, else the one typed."""
        return self.corrected_email or self.email


@dataclass(frozen=True, slots=True)
class StoredMatch:
    """A new match of a request, as it is stored.

    Attributes:
        id: of the request.
        diner_id: the clerk's choice, or the diner that the match sets.
        candidates: (diner id, score, reasons).
        match_done: the `match_due` that the request had when it was matched.
    """

    id: str
    degree: str
    diner_id: str | None
    alerts: tuple[str, ...]
    reasons: tuple[str, ...]
    candidates: tuple[tuple[str, int, tuple[str, ...]], ...]
    match_done: int


class AttachedDiner(Struct, frozen=True, gc=False):
    """What a list of requests shows of the diner that one is attached to.

    Attributes:
        search: names, class and card, folded.
    """

    last_name: str
    first_name: str
    class_name: str
    card: str
    emails: Sequence[str]
    search: str


class ListedRequest(Struct, frozen=True, gc=False):
    """What a list shows of a request, and of the diner it is attached to.

    Attributes:
        candidates: how many there are.
    """

    id: str
    uai: str
    card: str
    last_name: str
    first_name: str
    email: str
    corrected_email: str
    received_at: datetime
    confirmed_at: datetime | None
    state: str
    diner_id: str | None
    chosen_by: str
    degree: str
    alerts: list[str]
    dealt_at: datetime | None
    dealt_by: str
    search: str
    trapped: bool
    candidates: int
    diner: AttachedDiner | None

    @property
    def address(self) -> str:
        """The address that counts: the clerk's correction, else the one typed."""
        return self.corrected_email or self.email
