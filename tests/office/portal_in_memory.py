"""A portal with a memory, for the office's tests: it keeps what it is told and tells what it has.

It has no rules about accounts, requests and mails: a test says by `refusals` what it refuses. In all else
`tests.faults.samples.test_model` holds it to the real one.
"""

import secrets
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from tests.people import MONDAY, SCHOOL_NAME, UAI
from turbo_admin.core.credentials.rules import salt_of
from turbo_admin.core.credentials.sealing import new_mail_key, public_mail_key
from turbo_admin.core.errors import BadData, Outdated, Refused
from turbo_admin.protocol import codec
from turbo_admin.protocol.agreement import AccountFacts, BindAnswer, HeldPage, HeldState
from turbo_admin.protocol.canonical import KindSum, state_digest
from turbo_admin.protocol.events import (
    AccountActivated,
    CredentialSpent,
    FeedRestored,
    RequestReceived,
    StateErased,
)
from turbo_admin.protocol.kinds import ACTS, CHANGES, STATES
from turbo_admin.protocol.messages import (
    Change,
    ChangeAnswer,
    ChangeAnswers,
    Event,
    EventPage,
    Hello,
    KeyAnswer,
    PairAnswer,
    PairRequest,
)
from turbo_admin.protocol.settings import Settings
from turbo_admin.protocol.states import AccountRequestState, AccountState
from turbo_admin.protocol.version import CURRENT, MAX_CHANGES_UNTOLD, OLDEST


@dataclass
class PortalInMemory:
    """One school's portal.

    Attributes:
        told: (kind, key) -> body of what it has taken; `digests` those of the states among them.
        erased: (kind, key) -> the life that was erased.
        facts: account -> what it knows beside the state: salt, greatest number, generation of the own password.
        asked: request -> as it was received.
        keys: those that are good -> (office epoch that it was given to, key that dies when it is first used).
        refusals: kind -> (reason, message) that it answers instead of taking.
        rule: what it refuses of a batch: key -> (reason, message).
        before: called with the name of the call, before it is answered; may raise, as a cut wire does.
        after: the same, after the portal has done its part.
    """

    uai: str = UAI
    name: str = SCHOOL_NAME
    codes: set[str] = field(default_factory=lambda: {"CODE"})
    events_told: list[Event] = field(default_factory=list)
    told: dict[tuple[str, str], msgspec.Struct] = field(default_factory=dict)
    revs: dict[tuple[str, str], int] = field(default_factory=dict)
    digests: dict[tuple[str, str], str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    erased: dict[tuple[str, str], int] = field(default_factory=dict)
    facts: dict[str, AccountFacts] = field(default_factory=dict)
    asked: dict[str, RequestReceived] = field(default_factory=dict)
    refusals: dict[str, tuple[str, str]] = field(default_factory=dict)
    batches: list[list[Change]] = field(default_factory=list)
    epoch: str = "portal-1"
    office_epoch: str = ""
    keys: dict[str, tuple[str, str]] = field(default_factory=dict)
    mail_key: bytes = field(default_factory=new_mail_key)
    acknowledged: int = 0
    clock: datetime = MONDAY
    page: int = 1000
    batch: int = MAX_CHANGES_UNTOLD
    settings_read: str = ""
    rule: "Callable[[PortalInMemory, Sequence[Change]], dict[str, tuple[str, str]]]" = (
        lambda _portal, _batch: {}
    )
    before: Callable[[str], None] = lambda _call: None
    after: Callable[[str], None] = lambda _call: None

    def tell(self, kind: str, body: msgspec.Struct | None, *, jump: int = 0) -> Event:
        """Append an event, `jump` positions further than the next."""
        raw = Raw(b"null" if body is None else codec.encode(body))
        event = Event(
            seq=self.last_seq + 1 + jump,
            id=secrets.token_hex(8),
            kind=kind,
            at=self.clock.astimezone(UTC),
            body=raw,
        )
        self.events_told.append(event)
        if isinstance(body, RequestReceived):
            self.asked[body.request_id] = body
        return event

    @property
    def last_seq(self) -> int:
        """The position of the last event."""
        return self.events_told[-1].seq if self.events_told else 0

    def choose_password(self, account_id: str) -> None:
        """Have a family sign in with its provisional password and choose its own."""
        state, now = self.account(account_id), self.clock.astimezone(UTC)
        assert state.credential is not None
        number = state.credential.number
        self.tell("credential.spent", CredentialSpent(account_id=account_id, number=number, spent_at=now))
        activated = self.tell("account.activated", AccountActivated(account_id=account_id, activated_at=now))
        self._know(account_id, generation=activated.seq, activated_at=now)
        self.told["account", account_id] = replace(state, credential=None, ended=number)

    def account(self, account_id: str) -> AccountState:
        """Return an account as it stands here."""
        state = self.told["account", account_id]
        assert isinstance(state, AccountState)
        return state

    def _know(self, account_id: str, **values: Any) -> None:
        known = self.facts.get(account_id) or AccountFacts(
            salt=b"", number=0, generation=0, created_at=self.clock.astimezone(UTC)
        )
        self.facts[account_id] = replace(known, **values)

    def rename_diner(self, former: str, new: str) -> None:
        """Hold a diner under another id, as if another office had sent it."""
        places = {("diner", former): ("diner", new)}
        for known in (self.told, self.revs, self.digests):
            for place, other in places.items():
                known[other] = known.pop(place)  # type: ignore[index]
        for (kind, key), body in list(self.told.items()):
            if isinstance(body, AccountState) and former in body.diner_ids:
                ids = sorted(new if one == former else one for one in body.diner_ids)
                self.told[kind, key] = replace(body, diner_ids=ids)
        for kind, key in self.digests:
            self.digests[kind, key] = state_digest(kind, key, codec.encode(self.told[kind, key]))

    def copied(self) -> "PortalInMemory":
        """Return a copy of it, as a night's backup is."""
        copy = PortalInMemory()
        vars(copy).update(
            deepcopy({name: value for name, value in vars(self).items() if not callable(value)})
        )
        return copy

    def put_back(self, copy: "PortalInMemory") -> None:
        """Become an older copy of itself, as `portal restored` leaves it."""
        now, epoch = self.clock, f"{self.epoch}+"
        vars(self).update(vars(copy.copied()))
        self.clock, self.epoch = now, epoch
        self.tell("feed.restored", FeedRestored(restored_at=now.astimezone(UTC)), jump=1_000_000)

    def of_kind(self, kind: str) -> list[Any]:
        """Return the bodies taken of a kind."""
        return [body for (one, _), body in self.told.items() if one == kind]

    @property
    def last_rev(self) -> int:
        """The greatest rev taken."""
        return max(self.revs.values(), default=0)

    def erase(self, kind: str, key: str, life: int = 1) -> None:
        """Erase a state by its own rule."""
        place = (kind, key)
        self.erased[place] = life
        for known in (self.told, self.digests):
            known.pop(place, None)
        self.tell("state.erased", StateErased(kind=kind, key=key, life=life))

    @property
    def sums(self) -> dict[str, KindSum]:
        """What it holds, by kind."""
        found: dict[str, KindSum] = {}
        for (kind, _), digest in self.digests.items():
            found[kind] = found.get(kind, KindSum()).changed([], [digest])
        return found

    def client(self, _url: str, *, key: str = "", office_epoch: str = "", portal_epoch: str = "") -> "Client":
        """Return a way to it, as `Desk.connect` does."""
        return Client(self, key, office_epoch, portal_epoch)


@dataclass
class Client:
    """What the office speaks through."""

    portal: PortalInMemory
    key: str
    office_epoch: str
    portal_epoch: str

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Nothing to close."""

    def pair(self, request: PairRequest) -> PairAnswer:
        """Exchange a code for a key."""
        portal = self.portal
        portal.before("pair")
        if request.code not in portal.codes:
            raise Refused("bad_code")
        if portal.office_epoch not in {"", request.office_epoch} and not request.replace:
            raise Refused("bound_elsewhere")
        portal.codes.discard(request.code)
        portal.office_epoch = portal.office_epoch or request.office_epoch
        key = f"{portal.uai}.{secrets.token_hex(8)}"
        portal.keys[key] = (request.office_epoch, "")
        return PairAnswer(
            uai=portal.uai,
            school_name=portal.name,
            key=key,
            key_id=key[-8:],
            portal_epoch=portal.epoch,
            mail_public_key=public_mail_key(portal.mail_key),
            public_url="https://espace.exemple.fr",
            last_seq=portal.last_seq,
            last_rev=portal.last_rev,
            server_time=portal.clock,
        )

    def _admit(self) -> None:
        """Know the caller; the first use of a new key ends the one that it replaces, and its siblings."""
        portal = self.portal
        if self.key not in portal.keys:
            raise Refused("key_unknown")
        epoch, replaced = portal.keys[self.key]
        if replaced:
            dead = {key for key, (_, former) in portal.keys.items() if former == replaced} | {replaced}
            portal.keys = {key: one for key, one in portal.keys.items() if key not in dead - {self.key}}
            portal.keys[self.key] = (epoch, "")

    def _check(self) -> None:
        self._admit()
        portal = self.portal
        if self.portal_epoch != portal.epoch or self.office_epoch != portal.office_epoch:
            raise Outdated("unknown_epoch")

    def hello(self) -> Hello:
        """Say where it stands."""
        portal = self.portal
        portal.before("hello")
        self._admit()
        return Hello(
            uai=portal.uai,
            school_name=portal.name,
            portal_epoch=portal.epoch,
            current_version=CURRENT,
            oldest_version=OLDEST,
            mail_public_key=public_mail_key(portal.mail_key),
            public_url="https://espace.exemple.fr",
            last_seq=portal.last_seq,
            last_rev=portal.last_rev,
            acknowledged_seq=portal.acknowledged,
            server_time=portal.clock,
        )

    def new_key(self) -> KeyAnswer:
        """Give another key for a good one."""
        portal = self.portal
        portal.before("key")
        self._check()
        new = f"{portal.uai}.{secrets.token_hex(8)}"
        portal.keys[new] = (portal.office_epoch, self.key)
        return KeyAnswer(key=new, key_id=new[-8:], portal_epoch=portal.epoch, server_time=portal.clock)

    def events(self, after: int, limit: int = 1000) -> EventPage:
        """Tell the events after a position."""
        portal = self.portal
        portal.before("events")
        self._check()
        if after > portal.last_seq:
            raise Outdated("ahead")
        if after < portal.acknowledged:
            raise Outdated("behind")
        portal.acknowledged = after
        page = self._page(after, limit)
        portal.after("events")
        return page

    def review(self, after: int, limit: int = 1000) -> EventPage:
        """Tell events again, whatever was acknowledged."""
        self.portal.before("review")
        self._admit()
        return self._page(after, limit)

    def _page(self, after: int, limit: int) -> EventPage:
        portal = self.portal
        following = [event for event in portal.events_told if event.seq > after]
        shown = following[: min(limit, portal.page)]
        return EventPage(
            portal_epoch=portal.epoch,
            events=shown,
            more=len(shown) < len(following),
            last_seq=portal.last_seq,
            last_rev=portal.last_rev,
            mail_public_key=public_mail_key(portal.mail_key),
            public_url="https://espace.exemple.fr",
            server_time=portal.clock,
            after_id=next((event.id for event in portal.events_told if event.seq == after), ""),
            max_changes=portal.batch,
            settings_read=portal.settings_read,
            sums=portal.sums,
        )

    def held(self, kind: str, after: str, *, only_digests: bool = False) -> HeldPage:
        """List what it holds of a kind, undecided requests too."""
        portal = self.portal
        portal.before("held")
        self._admit()
        keys = {key for one, key in (*portal.told, *portal.erased) if one == kind}
        keys |= set(portal.asked) if kind == "request" else set()
        page = [one for one in sorted(keys) if one > after]
        return HeldPage(
            portal_epoch=portal.epoch,
            states=[self._held(kind, key, only_digests=only_digests) for key in page[: portal.page]],
            more=len(page) > portal.page,
            server_time=portal.clock,
        )

    def _held(self, kind: str, key: str, *, only_digests: bool) -> HeldState:
        portal, place = self.portal, (kind, key)
        if place in portal.erased and place not in portal.told:
            return HeldState(
                key=key, life=portal.erased[place], rev=0, digest="", body=Raw(b"null"), erased=True
            )
        body = portal.told.get(place) or _as_asked(portal.asked[key])
        return HeldState(
            key=key,
            life=portal.erased.get(place, 0) + 1,
            rev=portal.revs.get(place, 0),
            digest=portal.digests.get(place, ""),
            body=Raw(b"null") if only_digests else Raw(codec.encode(body)),
            account=None if only_digests or kind != "account" else portal.facts[key],
        )

    def bind(self, to: str, seen_seq: int, seen_rev: int) -> BindAnswer:
        """Bind the school to an office."""
        portal = self.portal
        portal.before("bind")
        self._admit()
        if portal.office_epoch != to:
            if portal.last_rev != seen_rev:
                raise Refused("moved")
            portal.office_epoch, portal.acknowledged = to, seen_seq
        portal.after("bind")
        return BindAnswer(portal_epoch=portal.epoch, server_time=portal.clock)

    def change(self, changes: Sequence[Change]) -> ChangeAnswers:
        """Take changes."""
        portal = self.portal
        portal.before("changes")
        self._check()
        former_rev = portal.last_rev
        portal.batches.append(list(changes))
        refused = portal.rule(portal, changes)
        answers = [
            _refused(change, *refused[change.key]) if change.key in refused else self._take(change)
            for change in changes
        ]
        portal.after("changes")
        return ChangeAnswers(
            portal_epoch=portal.epoch,
            answers=answers,
            server_time=portal.clock,
            last_seq=portal.last_seq,
            former_rev=former_rev,
            sums=portal.sums,
        )

    def _take(self, change: Change) -> ChangeAnswer:
        portal, place = self.portal, (change.kind, change.key)
        if change.kind in portal.refusals:
            return _refused(change, *portal.refusals[change.kind])
        if change.kind not in CHANGES:
            return _refused(change, "unknown_kind")
        if change.life <= portal.erased.get(place, 0):
            return ChangeAnswer(id=change.id, outcome="gone")
        if change.erases:
            portal.erased[place], portal.revs[place] = change.life, change.rev
            for known in (portal.told, portal.digests):
                known.pop(place, None)
            return ChangeAnswer(id=change.id, outcome="done")
        try:
            body = codec.decode(change.body, CHANGES[change.kind])
        except BadData:
            return _refused(change, "bad_body")
        if place in portal.told and (change.kind in ACTS or change.rev <= portal.revs[place]):
            same = portal.told[place] == body
            known = same or (change.kind not in ACTS and change.rev < portal.revs[place])
            return (
                ChangeAnswer(id=change.id, outcome="already") if known else _refused(change, "other_content")
            )
        if isinstance(body, Settings) and change.key != "school":
            return _refused(change, "bad_body")
        portal.revs[place], portal.told[place] = change.rev, body
        if isinstance(body, AccountState):
            self._know_account(change, body)
        if change.kind in STATES:
            portal.digests[place] = state_digest(change.kind, change.key, bytes(change.body))
        if change.password_hash:
            portal.hashes[change.key] = change.password_hash
        return ChangeAnswer(id=change.id, outcome="done")

    def _know_account(self, change: Change, body: AccountState) -> None:
        known = self.portal.facts.get(change.key)
        number = max(
            known.number if known else 0, body.ended, body.credential.number if body.credential else 0
        )
        values: dict[str, Any] = {"number": number}
        if change.password_hash:
            values["salt"] = salt_of(change.password_hash)
        if known and known.generation <= body.own_ended:
            values["generation"] = 0
        self.portal._know(change.key, **values)


def _as_asked(asked: RequestReceived) -> AccountRequestState:
    return AccountRequestState(
        card=asked.card,
        last_name=asked.last_name,
        first_name=asked.first_name,
        email=asked.email,
        received_at=asked.received_at,
    )


def _refused(change: Change, reason: str, message: str = "Non.") -> ChangeAnswer:
    return ChangeAnswer(id=change.id, outcome="refused", reason=reason, message=message)
