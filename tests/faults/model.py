"""The portal in memory, rule for rule as `turbo_admin.portal` on PostgreSQL, for histories by the hundred thousand.

`test_model` holds it to the real one, call by call. Left out: pairing codes (any is good), throttles, versions.
"""

import copy
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import msgspec
from turbo_admin.protocol.changes import (
    ACTS,
    CHANGES,
    AccountState,
    DinerState,
    IssueAccount,
    MailCredentials,
    NotifyGuardian,
    RefuseRequest,
    RevokeIssue,
)

from tests.people import MONDAY, UAI, make_received
from turbo_admin.core.emails import email_key, parse_email
from turbo_admin.core.errors import BadData, Outdated, Refused
from turbo_admin.protocol import codec
from turbo_admin.protocol.events import (
    AccountActivated,
    AccountClosed,
    AccountEmailChanged,
    RequestConfirmed,
)
from turbo_admin.protocol.messages import (
    Change,
    ChangeAnswer,
    ChangeAnswers,
    Event,
    EventPage,
    Hello,
    PairAnswer,
    PairRequest,
)
from turbo_admin.protocol.settings import Settings

_MAIL_KEY = b"\x09" + b"\x00" * 31
_URL = "https://espace.exemple.fr"


class Deny(Exception):
    """A rule says no."""


@dataclass
class Account:
    """An account of the portal.

    Attributes:
        password: which one the family chose last, by its generation; 0 for none.
        lent: link hash of the office's provisional, empty for none.
        lent_at: the generation that the office knew when it drew that one.
        family_rev: how many times the family has changed its address or closed the account.
        family_closed: by the family, and not opened again since.
    """

    state: str
    login: str = ""
    email: str = ""
    generation: int = 0
    password: int = 0
    lent: str = ""
    lent_at: int = 0
    diners: frozenset[str] = frozenset()
    family_rev: int = 0
    family_closed: bool = False


@dataclass
class Wrong:
    """What is wrong on purpose."""

    forgets_acts: bool = False
    takes_late: bool = False
    ignores_generation: bool = False
    ignores_family: bool = False


@dataclass
class ModelPortal:
    """One school of the portal.

    Attributes:
        keys: those that are good, each with the office epoch that it was given to.
        mails: act ids, as often as each was queued.
        revoked: link hashes that open nothing, should they still arrive.
        buttonless: requests that were refused once, which cannot be confirmed any more.
    """

    epoch: str = "portal-1"
    office_epoch: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    states: dict[tuple[str, str], tuple[int, bytes]] = field(default_factory=dict)
    acts: dict[tuple[str, str], bytes] = field(default_factory=dict)
    diners: dict[str, DinerState] = field(default_factory=dict)
    settings: str = ""
    accounts: dict[str, Account] = field(default_factory=dict)
    requests: dict[str, str] = field(default_factory=dict)
    confirmed: set[str] = field(default_factory=set)
    buttonless: set[str] = field(default_factory=set)
    revoked: set[str] = field(default_factory=set)
    mails: list[str] = field(default_factory=list)
    acknowledged: int = 0
    last_rev: int = 0
    page: int = 2
    clock: datetime = MONDAY
    wrong: Wrong = field(default_factory=Wrong)
    ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def backup(self) -> dict[str, Any]:
        """Return a copy of what a backup holds."""
        kept = {name: value for name, value in vars(self).items() if name not in {"ids", "wrong", "clock"}}
        return {name: copy.copy(value) for name, value in kept.items()} | {
            "accounts": {one: copy.copy(account) for one, account in self.accounts.items()}
        }

    def restore(self, backup: dict[str, Any]) -> None:
        """Become what it was."""
        for name, value in copy.deepcopy(backup).items():
            setattr(self, name, value)

    def declare_restored(self) -> None:
        """Become another portal for the offices, as the host's command has it."""
        self.epoch = f"portal-{next(self.ids)}"

    # What families do

    def ask(self, person: Any) -> str:
        """Take a request."""
        told = make_received(person, request_id=f"r-{next(self.ids)}")
        self.requests[told.request_id] = "received"
        self._tell("request.received", told)
        return told.request_id

    def confirm(self, request_id: str) -> None:
        """Take the confirmation of a request, once."""
        if request_id in self.requests and request_id not in self.confirmed | self.buttonless:
            self.confirmed.add(request_id)
            self._tell("request.confirmed", RequestConfirmed(request_id=request_id, confirmed_at=self.clock))

    def choose(self, account_id: str) -> int:
        """Let a family choose a password of its own; returns its generation, 0 where it may not."""
        account = self.accounts.get(account_id)
        if account is None or account.state != "open" or not (account.lent or account.password):
            return 0
        account.generation += 1
        account.password, account.lent = account.generation, ""
        told = AccountActivated(account_id=account_id, generation=account.generation, activated_at=self.clock)
        self._tell("account.activated", told)
        return account.generation

    def change_email(self, account_id: str, typed: str) -> int:
        """Let a family take another address; returns its `family_rev`, 0 where it may not."""
        account, email = self.accounts.get(account_id), email_key(typed)
        if account is None or account.state != "open" or self._is_taken(email, account_id):
            return 0
        account.email, account.family_rev = email, account.family_rev + 1
        told = AccountEmailChanged(
            account_id=account_id, email=typed, family_rev=account.family_rev, changed_at=self.clock
        )
        self._tell("account.email_changed", told)
        return account.family_rev

    def close(self, account_id: str) -> int:
        """Let a family close its account; returns its `family_rev`, 0 where it may not."""
        account = self.accounts.get(account_id)
        if account is None or account.state != "open":
            return 0
        account.state, account.lent, account.family_closed = "closed", "", True
        account.family_rev += 1
        told = AccountClosed(account_id=account_id, family_rev=account.family_rev, closed_at=self.clock)
        self._tell("account.closed", told)
        return account.family_rev

    def _is_taken(self, email: str, by_other_than: str) -> bool:
        return bool(email) and any(
            one.email == email and one.state != "closed"
            for key, one in self.accounts.items()
            if key != by_other_than
        )

    def _tell(self, kind: str, body: msgspec.Struct) -> None:
        seq = len(self.events) + 1
        event = Event(seq=seq, id=f"e-{next(self.ids)}", kind=kind, at=self.clock, body=codec.raw(body))
        self.events.append(event)

    # What the office does

    def apply(self, changes: Sequence[Change]) -> list[ChangeAnswer]:
        """Apply a batch, in order."""
        return [self._take(change) for change in changes]

    def _take(self, change: Change) -> ChangeAnswer:
        try:
            body = _body(change)
            known = self._known(change)
            if known is None:
                self._apply(change, body)
                self._keep(change)
                known = "done"
        except Deny as refusal:
            return ChangeAnswer(id=change.id, outcome="refused", reason=str(refusal), message="Non.")
        return ChangeAnswer(id=change.id, outcome=known)  # type: ignore[arg-type]

    def _known(self, change: Change) -> str | None:
        name, body = (change.kind, change.key), _content(change)
        if change.kind in ACTS:
            if self.wrong.forgets_acts or name not in self.acts:
                return None
            if self.acts[name] != body:
                raise Deny("other_content")
            return "already"
        rev, former = self.states.get(name, (0, b""))
        if change.rev > rev or self.wrong.takes_late:
            return None
        if change.rev == rev and former != body:
            raise Deny("other_content")
        return "already"

    def _keep(self, change: Change) -> None:
        name, body = (change.kind, change.key), _content(change)
        if change.kind in ACTS:
            self.acts[name] = body
        else:
            self.states[name] = (change.rev, body)
        self.last_rev = max(self.last_rev, change.rev)

    def _apply(self, change: Change, body: Any) -> None:
        match body:
            case Settings():
                if change.key != "school":
                    raise Deny("bad_body")
                self.settings = body.name
            case DinerState():
                self.diners[change.key] = body
            case AccountState():
                self._save(change.key, body)
            case RevokeIssue():
                self._revoke(body)
            case IssueAccount():
                self._issue(body)
            case MailCredentials():
                self._mail(change.key, body)
            case RefuseRequest():
                self._refuse(body)
            case NotifyGuardian():
                self._notify(change.key, body)

    def _save(self, account_id: str, told: AccountState) -> Account:
        known = self.accounts.get(account_id)
        if known and known.family_rev > told.family_rev and not self.wrong.ignores_family:
            state = "closed" if known.family_closed else told.state
            told = msgspec.structs.replace(told, email=known.email, state=state)
        email = _address(told.email) if told.email.strip() else ""
        others = [one for key, one in self.accounts.items() if key != account_id]
        if not told.login.strip():
            raise Deny("bad_body")
        if any(one.login.lower() == told.login.lower() for one in others):
            raise Deny("login_taken")
        if told.state != "closed" and self._is_taken(email, account_id):
            raise Deny("email_taken")
        if not set(told.diner_ids) <= self.diners.keys():
            raise Deny("unknown_diner")
        account = self.accounts.setdefault(account_id, Account(told.state))
        account.state, account.login, account.email = told.state, told.login, email
        account.diners, account.family_rev = (
            frozenset(told.diner_ids),
            max(account.family_rev, told.family_rev),
        )
        if told.state == "closed":
            account.lent = ""
        else:
            account.family_closed = False
        return account

    def _revoke(self, body: RevokeIssue) -> None:
        account = self.accounts.get(body.account_id)
        self.revoked.add(body.link_hash)
        if account and account.lent == body.link_hash:
            account.lent = ""
        for one in body.request_ids:
            if self.requests.get(one) == "issued":
                self.requests[one] = "received"

    def _notify(self, key: str, body: NotifyGuardian) -> None:
        if body.diner_id not in self.diners:
            raise Deny("unknown_diner")
        account = self.accounts.get(body.account_id)
        if body.occasion == "opened" and account is None:
            raise Deny("unknown_account")
        holds = account and account.state != "closed" and body.diner_id in account.diners
        if holds or body.occasion == "asked":
            _address(body.to)
            self.mails.append(key)

    def _issue(self, body: IssueAccount) -> None:
        present = self.accounts.get(body.account_id)
        if present and present.generation > body.generation and not self.wrong.ignores_generation:
            raise Deny("superseded")
        if present and present.state != "open":
            raise Deny("account_closed")
        if body.link_hash in self.revoked:
            raise Deny("superseded")
        account = self._save(
            body.account_id,
            AccountState(
                login=body.login, email=body.email, diner_ids=body.diner_ids, family_rev=body.family_rev
            ),
        )
        account.lent, account.lent_at = body.link_hash, body.generation
        for one in body.request_ids:
            if one in self.requests:
                self.requests[one] = "issued"

    def _mail(self, key: str, body: MailCredentials) -> None:
        if body.mail_key != _MAIL_KEY:
            raise Deny("mail_key_changed")
        account = self.accounts.get(body.account_id)
        if account is None:
            raise Deny("unknown_account")
        if account.state != "open":
            raise Deny("account_closed")
        if account.lent != body.link_hash:
            raise Deny("superseded")
        if account.family_rev and email_key(body.to) != account.email:
            raise Deny("address_changed")
        _address(body.to)
        self.mails.append(key)

    def _refuse(self, body: RefuseRequest) -> None:
        state = self.requests.get(body.request_id)
        if state is None:
            raise Deny("unknown_request")
        if state != "received":
            raise Deny("request_closed")
        self.requests[body.request_id] = "refused"
        self.buttonless.add(body.request_id)


def _body(change: Change) -> Any:
    if change.kind not in CHANGES:
        raise Deny("unknown_kind")
    try:
        return codec.decode(change.body, CHANGES[change.kind])
    except BadData as error:
        raise Deny("bad_body") from error


def _content(change: Change) -> bytes:
    return msgspec.json.encode(msgspec.json.decode(change.body), order="deterministic")


def _address(typed: str) -> str:
    try:
        return email_key(parse_email(typed))
    except Refused as error:
        raise Deny("bad_address") from error


@dataclass
class ModelClient:
    """What an office speaks through; `wire` breaks it.

    Attributes:
        wire: called with ("events" | "changes", what the portal does); returns the portal's answer, or raises.
    """

    portal: ModelPortal
    wire: Any
    office_epoch: str = ""
    portal_epoch: str = ""
    key: str = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Nothing to close."""

    def pair(self, request: PairRequest) -> PairAnswer:
        """Exchange any code for a key."""
        portal = self.portal
        if portal.office_epoch not in {"", request.office_epoch} and not request.replace:
            raise Refused("bound_elsewhere")
        portal.office_epoch, portal.acknowledged = request.office_epoch, 0
        portal.keys = {key: epoch for key, epoch in portal.keys.items() if epoch == request.office_epoch}
        key = f"{UAI}.{next(portal.ids)}"
        portal.keys[key] = request.office_epoch
        return PairAnswer(
            uai=UAI,
            school_name="Collège",
            key=key,
            key_id="k1",
            portal_epoch=portal.epoch,
            mail_public_key=_MAIL_KEY,
            public_url=_URL,
            last_seq=len(portal.events),
            last_rev=portal.last_rev,
            server_time=portal.clock,
        )

    def hello(self) -> Hello:
        """Say where the portal stands."""
        portal = self.portal
        self._admit()
        return Hello(
            uai=UAI,
            school_name="Collège",
            portal_epoch=portal.epoch,
            current_version=1,
            oldest_version=1,
            mail_public_key=_MAIL_KEY,
            public_url=_URL,
            last_seq=len(portal.events),
            last_rev=portal.last_rev,
            acknowledged_seq=portal.acknowledged,
            server_time=portal.clock,
        )

    def events(self, after: int, limit: int = 1000) -> EventPage:
        """Tell the events after a position."""
        page: EventPage = self.wire("events", lambda: self._events(after, limit))
        return page

    def change(self, changes: Sequence[Change]) -> ChangeAnswers:
        """Take changes."""
        batch = list(changes)
        answers: ChangeAnswers = self.wire("changes", lambda: self._change(batch), batch)
        if [answer.id for answer in answers.answers] != [change.id for change in batch]:
            raise BadData("protocol_bad_message", detail="réponses incomplètes")
        return answers

    def _admit(self) -> None:
        if self.key not in self.portal.keys:
            raise Refused("key_unknown")

    def _check(self) -> None:
        self._admit()
        if (self.portal_epoch, self.office_epoch) != (self.portal.epoch, self.portal.office_epoch):
            raise Outdated("unknown_epoch")

    def _events(self, after: int, limit: int) -> EventPage:
        portal = self.portal
        self._check()
        if after > len(portal.events):
            raise Outdated("ahead")
        if after < portal.acknowledged:
            raise Outdated("behind")
        portal.acknowledged = after
        shown = portal.events[after : after + min(limit, portal.page)]
        return EventPage(
            portal_epoch=portal.epoch,
            events=shown,
            more=after + len(shown) < len(portal.events),
            last_seq=len(portal.events),
            last_rev=portal.last_rev,
            mail_public_key=_MAIL_KEY,
            public_url=_URL,
            server_time=portal.clock,
            after_id=portal.events[after - 1].id if after else "",
        )

    def _change(self, batch: Sequence[Change]) -> ChangeAnswers:
        self._check()
        former_rev = self.portal.last_rev
        return ChangeAnswers(
            portal_epoch=self.portal.epoch,
            answers=self.portal.apply(batch),
            server_time=self.portal.clock,
            former_rev=former_rev,
            last_seq=len(self.portal.events),
        )
