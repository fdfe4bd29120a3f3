"""A portal with a memory, for the office's tests: it keeps what it is told and tells what it has."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import msgspec
from msgspec import Raw

from tests.people import MONDAY, SCHOOL_NAME, UAI
from turbo_admin.core.errors import Outdated, Refused
from turbo_admin.core.sealing import new_mail_key, public_mail_key
from turbo_admin.protocol import codec
from turbo_admin.protocol.changes import CHANGES
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
from turbo_admin.protocol.version import CURRENT, OLDEST


@dataclass
class PortalInMemory:
    """One school's portal.

    Attributes:
        told: (kind, key) -> body of what it has taken.
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
    refusals: dict[str, tuple[str, str]] = field(default_factory=dict)
    batches: list[list[Change]] = field(default_factory=list)
    epoch: str = "portal-1"
    office_epoch: str = ""
    keys: set[str] = field(default_factory=set)
    mail_key: bytes = field(default_factory=new_mail_key)
    acknowledged: int = 0
    clock: datetime = MONDAY
    page: int = 1000
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
        portal.office_epoch, portal.acknowledged = request.office_epoch, 0
        portal.keys.add(f"{portal.uai}.key")
        return PairAnswer(
            uai=portal.uai,
            school_name=portal.name,
            key=f"{portal.uai}.key",
            key_id="k1",
            portal_epoch=portal.epoch,
            mail_public_key=public_mail_key(portal.mail_key),
            public_url="https://espace.exemple.fr",
            last_seq=len(portal.events_told),
            last_rev=max(portal.revs.values(), default=0),
            server_time=portal.clock,
        )

    def hello(self) -> Hello:
        """Say where it stands; the first use of a new key ends the others."""
        portal = self.portal
        portal.before("hello")
        if self.key not in portal.keys:
            raise Refused("key_unknown")
        portal.keys = {self.key}
        return Hello(
            uai=portal.uai,
            school_name=portal.name,
            portal_epoch=portal.epoch,
            current_version=CURRENT,
            oldest_version=OLDEST,
            mail_public_key=public_mail_key(portal.mail_key),
            public_url="https://espace.exemple.fr",
            last_seq=len(portal.events_told),
            last_rev=max(portal.revs.values(), default=0),
            acknowledged_seq=portal.acknowledged,
            server_time=portal.clock,
        )

    def new_key(self) -> KeyAnswer:
        """Give another key for a good one."""
        portal = self.portal
        portal.before("key")
        if self.key not in portal.keys:
            raise Refused("key_unknown")
        new = f"{portal.uai}.{secrets.token_hex(8)}"
        portal.keys.add(new)
        return KeyAnswer(key=new, key_id=new[-8:], portal_epoch=portal.epoch, server_time=portal.clock)

    def events(self, after: int, limit: int = 1000) -> EventPage:
        """Tell the events after a position."""
        portal = self.portal
        portal.before("events")
        if self.portal_epoch != portal.epoch or self.office_epoch != portal.office_epoch:
            raise Outdated("unknown_epoch")
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
            last_rev=max(portal.revs.values(), default=0),
            mail_public_key=public_mail_key(portal.mail_key),
            public_url="https://espace.exemple.fr",
            server_time=portal.clock,
        )
        portal.after("events")
        return page

    def change(self, changes: Sequence[Change]) -> ChangeAnswers:
        """Take changes."""
        portal = self.portal
        portal.before("changes")
        portal.batches.append(list(changes))
        answers = [self._take(change) for change in changes]
        portal.after("changes")
        return ChangeAnswers(
            portal_epoch=portal.epoch,
            answers=answers,
            server_time=portal.clock,
            last_seq=len(portal.events_told),
        )

    def _take(self, change: Change) -> ChangeAnswer:
        portal, place = self.portal, (change.kind, change.key)
        if change.kind in portal.refusals:
            reason, message = portal.refusals[change.kind]
            return ChangeAnswer(id=change.id, outcome="refused", reason=reason, message=message)
        if change.rev <= portal.revs.get(place, 0):
            return ChangeAnswer(id=change.id, outcome="already")
        portal.revs[place] = change.rev
        portal.told[place] = codec.decode(change.body, CHANGES[change.kind])
        return ChangeAnswer(id=change.id, outcome="done")
