"""What the store hands out: frozen copies of its rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

R = TypeVar("R")


def copier(kind: type[R]) -> Callable[[Any], R]:
    """Return a function that copies a row into a record whose fields are columns of the same names."""
    names: tuple[str, ...] = getattr(kind, "_fields", ()) or tuple(field.name for field in fields(kind))  # type: ignore[arg-type]  # any record

    def copy(row: Any) -> R:
        values = {name: getattr(row, name) for name in names}
        return kind(
            **{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
        )

    return copy


@dataclass(frozen=True, slots=True)
class DinerRecord:
    """Anyone with a card.

    Attributes:
        external_id: another software's number; `external_kind` is the normalised title of the column it came from.
        ine, elenoet, birth: who a pupil is for the State; they stay in the office.
        birth: `2014-03-02`, empty when unknown.
        used_name: another last name that the diner goes by, « nom d’usage »; empty when there is none.
    """

    id: str
    uai: str
    external_id: str
    last_name: str
    first_name: str
    class_name: str
    kind: str
    card: str
    left: bool
    emails: tuple[str, ...]
    ine: str = ""
    elenoet: str = ""
    birth: str = ""
    regime: str = ""
    used_name: str = ""
    external_kind: str = ""


@dataclass(frozen=True, slots=True)
class DinerImportRecord:
    """An import of diners; `undone_at` is None while it stands."""

    id: str
    uai: str
    at: datetime
    who: str
    workstation: str
    files: tuple[str, ...]
    created: int
    changed: int
    left: int
    undone_at: datetime | None
    undone_by: str


@dataclass(frozen=True, slots=True)
class CardRecord:
    """A card of a diner beside its first one; a former one has an end, and `why`."""

    id: int
    diner_id: str
    card: str
    noted_at: datetime
    until_at: datetime | None
    why: str


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

    @property
    def address(self) -> str:
        """The address that counts: the clerk's correction, else the one typed."""
        return self.corrected_email or self.email


class Attached(NamedTuple):
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


class RequestGlance(NamedTuple):
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
    candidates: int
    dealt_at: datetime | None
    dealt_by: str
    search: str
    diner: Attached | None

    @property
    def address(self) -> str:
        """The address that counts: the clerk's correction, else the one typed."""
        return self.corrected_email or self.email


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """A person's account."""

    id: str
    uai: str
    login: str
    email: str
    email_key: str
    salt: bytes
    generation: int
    state: str
    created_at: datetime
    activated_at: datetime | None
    last_sign_in_at: datetime | None = None
    mail_problem: str = ""
    family_rev: int = 0
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """A diner that an account holds; `search` is folded."""

    account_id: str
    diner_id: str
    last_name: str
    first_name: str
    class_name: str
    left: bool
    regime: str
    search: str


@dataclass(frozen=True, slots=True)
class SheetRecord:
    """A provisional password on its way to a family."""

    id: str
    batch_id: str
    place: int
    uai: str
    account_id: str
    reference: str
    secret: bytes | None
    link_hash: str
    generation: int
    asker: str
    expires_at: datetime
    created_at: datetime
    created_by: str
    workstation: str
    printed_at: datetime | None
    handed_at: datetime | None
    used_at: datetime | None
    refused: str
    mail_id: str
    mail_to: str
    mail_state: str
    mail_reason: str
    mail_at: datetime | None


class PendingRecord(NamedTuple):
    """A change that waits for the portal. A tuple: a first synchronisation makes thousands of them."""

    id: str
    rev: int
    uai: str
    kind: str
    key: str
    body: bytes
    refused: str
    refused_message: str


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One school in one synchronisation; no end means that it was cut.

    Attributes:
        kinds: "received", "sent", "refused" -> kind -> number.
        skew_minutes: how far the PC's clock was from the portal's.
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
    error_code: str
    error: str


@dataclass(frozen=True, slots=True)
class JournalRecord:
    """Who did what, when; ids only."""

    at: datetime
    who: str
    workstation: str
    what: str
    subject: str
    other: str
