"""Records of accounts, of the diners they hold, and of their sheets."""

from dataclasses import dataclass
from datetime import datetime


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
    last_number: int = 0
    ended: int = 0
    sessions_ended: int = 0
    own_ended: int = 0


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
    number: int
    password_hash: str
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
    portal_refusal: str
    mail_id: str
    mail_to: str
    mail_state: str
    mail_reason: str
    mail_at: datetime | None
