"""The portal in memory, rule for rule as `turbo_admin.portal` on PostgreSQL, for histories by the hundred thousand.

`test_model` holds it to the real one, call by call. Left out: pairing codes (any is good), throttles, versions, sessions.
What changes do to it stands in `model_changes`, how an office speaks to it in `model_client`.
"""

import copy
import itertools
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec

from tests.people import MONDAY, UAI, make_received
from turbo_admin.core.emails import email_key
from turbo_admin.protocol import codec
from turbo_admin.protocol.canonical import KindSum
from turbo_admin.protocol.events import (
    AccountActivated,
    AccountClosed,
    AccountEmailChanged,
    CredentialSpent,
    FeedRestored,
    RequestConfirmed,
    StateErased,
)
from turbo_admin.protocol.messages import Event
from turbo_admin.protocol.states import AccountRequestState, DinerState

MAIL_KEY = b"\x09" + b"\x00" * 31
# How far the counter of events jumps when a copy is put back: at the real portal between 10^6 and 10^12.
_JUMP = 1_000_000
# What outlives a copy that is put back: whoever plays, and what is in the mail.
_NOT_COPIED = frozenset({"ids", "wrong", "clock", "mails", "mailed"})


@dataclass
class Provisional:
    """A provisional password of the office.

    Attributes:
        spent: whether a sign-in has used it, so that the row keeps the salt alone.
    """

    number: int
    link: str
    expires_at: datetime
    spent: bool = False


@dataclass
class Account:
    """An account of the portal.

    Attributes:
        own: generation of the password that the family chose last, 0 for none; `generation` outlives it.
        lent: whether there is a password of « oublié(s) ».
        number: the greatest credential number that was taken; it outlives the secret, as `number_expires_at` does.
        family_closed: by the family, and not opened again since.
    """

    state: str = "open"
    login: str = ""
    email: str = ""
    own: int = 0
    generation: int = 0
    provisional: Provisional | None = None
    lent: bool = False
    diners: frozenset[str] = frozenset()
    family_rev: int = 0
    family_closed: bool = False
    number: int = 0
    number_expires_at: datetime | None = None
    ended: int = 0
    sessions_ended: int = 0
    own_ended: int = 0

    @property
    def email_key(self) -> str:
        """The address as it is compared."""
        return email_key(self.email)

    @property
    def live_link(self) -> str:
        """The link of the office's provisional password that may open; empty for none."""
        one = self.provisional
        return one.link if one and not one.spent and one.number > self.ended else ""


@dataclass(frozen=True)
class Told:
    """The last state taken of a record; no digest once it was erased."""

    rev: int
    digest: str
    life: int


@dataclass
class Request:
    """A request as the portal holds it."""

    body: AccountRequestState
    state: str = "received"
    account_id: str = ""
    decision: int = 0
    mailed: int = 0
    confirmed_at: datetime | None = None
    can_confirm: bool = True


@dataclass
class Wrong:
    """What is wrong on purpose."""

    forgets_acts: bool = False
    takes_late: bool = False
    ignores_family: bool = False
    keeps_sums: bool = False
    takes_dead_numbers: bool = False
    says_already: bool = False
    takes_erased_lives: bool = False
    keeps_loans: bool = False
    keeps_own_passwords: bool = False
    mails_refusals_again: bool = False
    normalises: bool = False


@dataclass
class ModelPortal:
    """One school of the portal.

    Attributes:
        keys: those that are good.
        mails: act ids, and (request, decision), as often as each was queued; `mailed` (account, number, address) of
            the credentials among them, which leave at once.
        bound: the epoch of the office that the school is bound to.
        suspended: put back from a copy, and not bound since: provisional passwords open nothing.
    """

    uai: str = UAI
    epoch: str = "portal-1"
    bound: str = ""
    suspended: bool = False
    keys: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    last_seq: int = 0
    states: dict[tuple[str, str], Told] = field(default_factory=dict)
    sums: dict[str, KindSum] = field(default_factory=dict)
    acts: dict[tuple[str, str], str] = field(default_factory=dict)
    diners: dict[str, DinerState] = field(default_factory=dict)
    settings: Any = None
    accounts: dict[str, Account] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    mails: list[str] = field(default_factory=list)
    mailed: list[tuple[str, int, str]] = field(default_factory=list)
    acknowledged: int = 0
    last_rev: int = 0
    page: int = 2
    clock: datetime = MONDAY
    wrong: Wrong = field(default_factory=Wrong)
    ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def backup(self) -> dict[str, Any]:
        """Return a copy of what a backup holds."""
        kept = {name: copy.copy(value) for name, value in vars(self).items() if name not in _NOT_COPIED}
        return kept | {
            "accounts": {one: _copied(account) for one, account in self.accounts.items()},
            "requests": {one: replace(request) for one, request in self.requests.items()},
        }

    def restore(self, backup: dict[str, Any]) -> None:
        """Become what it was."""
        for name, value in backup.items():
            setattr(self, name, copy.copy(value))
        self.accounts = {one: _copied(account) for one, account in self.accounts.items()}
        self.requests = {one: replace(request) for one, request in self.requests.items()}

    def declare_restored(self) -> None:
        """Become another portal for the offices, as the host's command has it."""
        self.epoch, self.suspended = f"portal-{next(self.ids)}", True
        for account in self.accounts.values():
            account.lent = False
        self.last_seq += _JUMP + next(self.ids)
        self.tell("feed.restored", FeedRestored(restored_at=self.clock))

    def tell(self, kind: str, body: msgspec.Struct) -> int:
        """Append an event; returns its position."""
        self.last_seq += 1
        event = Event(
            seq=self.last_seq,
            id=f"e-{self.uai[-1]}-{next(self.ids)}",
            kind=kind,
            at=self.clock,
            body=codec.raw(body),
        )
        self.events.append(event)
        return self.last_seq

    def id_at(self, seq: int) -> str:
        """Return the id of the event at a position; empty when there is none."""
        return next((event.id for event in reversed(self.events) if event.seq == seq), "")

    def note(self, name: tuple[str, str], told: Told) -> None:
        """Remember a state that was taken, or erased, and alter the sums by what was remembered before."""
        former = self.states.get(name)
        self.states[name] = told
        if self.wrong.keeps_sums and former is not None:
            return
        removed = [former.digest] if former and former.digest else []
        present = self.sums.get(name[0], KindSum())
        self.sums[name[0]] = present.changed(removed, [told.digest] if told.digest else [])

    # What families do

    def ask(self, person: Any, **changed: Any) -> str:
        """Take a request."""
        told = make_received(person, request_id=f"r-{self.uai[-1]}-{next(self.ids)}", **changed)
        names = ("card", "last_name", "first_name", "email", "received_at")
        self.requests[told.request_id] = Request(
            AccountRequestState(**{name: getattr(told, name) for name in names})
        )
        self.tell("request.received", told)
        return told.request_id

    def confirm(self, request_id: str) -> None:
        """Take the confirmation of a request, once."""
        one = self.requests.get(request_id)
        if one and not one.confirmed_at and one.can_confirm:
            one.confirmed_at = self.clock
            self.tell("request.confirmed", RequestConfirmed(request_id=request_id, confirmed_at=self.clock))

    def opening(self, account_id: str) -> set[str]:
        """Return what opens an account: `own`, `lent`, or the link of a provisional password."""
        account = self.accounts.get(account_id)
        if account is None or account.state != "open":
            return set()
        lent = {account.live_link} - {""} | ({"lent"} if account.lent else set())
        return ({"own"} if account.own else set()) | (set() if self.suspended else lent)

    def sign_in(self, account_id: str, by: str) -> bool:
        """Let somebody sign in with the link of a provisional password, or with what was lent: both are spent by it."""
        if by == "own" or by not in self.opening(account_id):
            return False
        account = self.accounts[account_id]
        self._spend(account_id)
        if account.provisional:
            account.provisional.spent = True
        account.lent = False
        return True

    def forget(self, account_id: str) -> bool:
        """Let a family ask for a password by « oublié(s) »."""
        account = self.accounts.get(account_id)
        if account is None or account.state != "open" or not account.email or self.suspended:
            return False
        account.lent = True
        return True

    def choose(self, account_id: str) -> int:
        """Let a family choose a password of its own; returns its generation, 0 where it may not."""
        account = self.accounts.get(account_id)
        if account is None or not self.opening(account_id):
            return 0
        self._spend(account_id)
        account.provisional, account.lent = None, False
        seq = self.tell("account.activated", AccountActivated(account_id=account_id, activated_at=self.clock))
        account.own = account.generation = max(account.generation, seq)
        return account.generation

    def change_email(self, account_id: str, typed: str) -> int:
        """Let a family take another address; returns its `family_rev`, 0 where it may not."""
        account, email = self.accounts.get(account_id), email_key(typed)
        if account is None or account.state != "open" or self.is_taken(email, account_id):
            return 0
        account.email, account.lent = typed, False
        told = AccountEmailChanged(account_id=account_id, email=typed, changed_at=self.clock)
        account.family_rev = max(account.family_rev, self.tell("account.email_changed", told))
        return account.family_rev

    def close(self, account_id: str) -> int:
        """Let a family close its account; returns its `family_rev`, 0 where it may not."""
        account = self.accounts.get(account_id)
        if account is None or account.state != "open":
            return 0
        account.state, account.family_closed = "closed", True
        account.ended = max(account.ended, account.provisional.number if account.provisional else 0)
        account.provisional, account.lent = None, False
        told = AccountClosed(account_id=account_id, closed_at=self.clock)
        account.family_rev = max(account.family_rev, self.tell("account.closed", told))
        return account.family_rev

    def is_taken(self, email: str, by_other_than: str) -> bool:
        """Whether another open account has an address."""
        return bool(email) and any(
            one.email_key == email and one.state != "closed"
            for key, one in self.accounts.items()
            if key != by_other_than
        )

    def _spend(self, account_id: str) -> None:
        account = self.accounts[account_id]
        if account.live_link and account.provisional:
            account.ended = account.provisional.number
            told = CredentialSpent(account_id=account_id, number=account.ended, spent_at=self.clock)
            self.tell("credential.spent", told)

    # What the host does

    def erase(self, kind: str, key: str) -> None:
        """Erase a record for good by the portal's own rule, and tell the office."""
        former = self.states.get((kind, key))
        self.remove(kind, key)
        if former and not former.digest:
            return
        rev, life = (former.rev, former.life) if former else (0, 1)
        self.note((kind, key), Told(rev, "", life))
        self.tell("state.erased", StateErased(kind=kind, key=key, life=life))

    def remove(self, kind: str, key: str) -> None:
        """Delete a record."""
        {"account": self.accounts, "diner": self.diners, "request": self.requests}[kind].pop(key, None)  # type: ignore[attr-defined]
        if kind == "diner":
            for account in self.accounts.values():
                account.diners -= {key}


def _copied(account: Account) -> Account:
    return replace(account, provisional=replace(account.provisional) if account.provisional else None)
