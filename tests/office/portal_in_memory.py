"""A portal with a memory, for the office's tests: it keeps what it is told and tells what it has.

It has no rules about accounts, requests and mails: a test says by `refusals` what it refuses. In all else
`tests.faults.samples.test_model` holds it to the real one.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import msgspec
from msgspec import Raw

from tests.people import MONDAY, SCHOOL_NAME, UAI
from turbo_admin.core.credentials.sealing import new_mail_key, public_mail_key
from turbo_admin.core.errors import BadData, Outdated, Refused
from turbo_admin.protocol import codec
from turbo_admin.protocol.canonical import KindSum, state_digest
from turbo_admin.protocol.events import StateErased
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
from turbo_admin.protocol.version import CURRENT, MAX_CHANGES_UNTOLD, OLDEST


@dataclass
class PortalInMemory:
    """One school's portal.

    Attributes:
        told: (kind, key) -> body of what it has taken; `digests` those of the states among them.
        erased: (kind, key) -> the life that was erased.
        keys: those that are good -> (office epoch that it was given to, key that dies when it is first used).
        refusals: kind -> (reason, message) that it answers instead of taking.
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
    before: Callable[[str], None] = lambda _call: None
    after: Callable[[str], None] = lambda _call: None

    def tell(self, kind: str, body: msgspec.Struct | None) -> Event:
        """Append an event."""
        raw = Raw(b"null" if body is None else codec.encode(body))
        event = Event(
            seq=len(self.events_told) + 1,
            id=secrets.token_hex(8),
            kind=kind,
            at=self.clock.astimezone(UTC),
            body=raw,
        )
        self.events_told.append(event)
        return event

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
        for known in (self.told, self.digests, self.revs):
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
            last_seq=len(portal.events_told),
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
            last_seq=len(portal.events_told),
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
        if after > len(portal.events_told):
            raise Outdated("ahead")
        if after < portal.acknowledged:
            raise Outdated("behind")
        portal.acknowledged = after
        shown = portal.events_told[after : after + min(limit, portal.page)]
        page = EventPage(
            portal_epoch=portal.epoch,
            events=shown,
            more=after + len(shown) < len(portal.events_told),
            last_seq=len(portal.events_told),
            last_rev=portal.last_rev,
            mail_public_key=public_mail_key(portal.mail_key),
            public_url="https://espace.exemple.fr",
            server_time=portal.clock,
            after_id=portal.events_told[after - 1].id if after else "",
            max_changes=portal.batch,
            settings_read=portal.settings_read,
            sums=portal.sums,
        )
        portal.after("events")
        return page

    def change(self, changes: Sequence[Change]) -> ChangeAnswers:
        """Take changes."""
        portal = self.portal
        portal.before("changes")
        self._check()
        former_rev = portal.last_rev
        portal.batches.append(list(changes))
        answers = [self._take(change) for change in changes]
        portal.after("changes")
        return ChangeAnswers(
            portal_epoch=portal.epoch,
            answers=answers,
            server_time=portal.clock,
            last_seq=len(portal.events_told),
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
            portal.erased[place] = change.life
            for known in (portal.told, portal.digests, portal.revs):
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
        if change.kind in STATES:
            portal.digests[place] = state_digest(change.kind, change.key, bytes(change.body))
        if change.password_hash:
            portal.hashes[change.key] = change.password_hash
        return ChangeAnswer(id=change.id, outcome="done")


def _refused(change: Change, reason: str, message: str = "Non.") -> ChangeAnswer:
    return ChangeAnswer(id=change.id, outcome="refused", reason=reason, message=message)
