"""How an office speaks to the portal in memory: the calls of `PortalClient`, over a wire that may break."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from msgspec import Raw

from tests.faults.in_memory.model import MAIL_KEY, Account, ModelPortal
from tests.faults.in_memory.model_changes import apply_batch
from tests.people import MONDAY
from turbo_admin.core.errors import BadData, Outdated, Refused
from turbo_admin.protocol import codec
from turbo_admin.protocol.agreement import AccountFacts, HeldPage, HeldState
from turbo_admin.protocol.kinds import STATES
from turbo_admin.protocol.messages import Change, ChangeAnswers, EventPage, Hello, PairAnswer, PairRequest
from turbo_admin.protocol.states import AccountRequestState, AccountState, Credential
from turbo_admin.protocol.version import CURRENT, OLDEST

_URL = "https://espace.exemple.fr"
_SALT = b"somesaltsomesalt"
_ANSWERS: dict[str, Any] = {"received": "open", "issued": "answered", "refused": "refused"}


@dataclass
class ModelClient:
    """What an office speaks through; `wire` breaks it.

    Attributes:
        wire: called with the call's name and what the portal does; returns the portal's answer, or raises.
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
        if portal.bound not in {"", request.office_epoch} and not request.replace:
            raise Refused("bound_elsewhere")
        portal.bound = portal.bound or request.office_epoch
        key = f"{portal.uai}.{next(portal.ids)}"
        portal.keys.add(key)
        return PairAnswer(
            uai=portal.uai,
            school_name="Collège",
            key=key,
            key_id="k1",
            portal_epoch=portal.epoch,
            mail_public_key=MAIL_KEY,
            public_url=_URL,
            last_seq=portal.last_seq,
            last_rev=portal.last_rev,
            server_time=portal.clock,
        )

    def hello(self) -> Hello:
        """Say where the portal stands."""
        portal = self.portal
        self._admit()
        return Hello(
            uai=portal.uai,
            school_name="Collège",
            portal_epoch=portal.epoch,
            current_version=CURRENT,
            oldest_version=OLDEST,
            mail_public_key=MAIL_KEY,
            public_url=_URL,
            last_seq=portal.last_seq,
            last_rev=portal.last_rev,
            acknowledged_seq=portal.acknowledged,
            server_time=portal.clock,
        )

    def events(self, after: int, limit: int = 1000) -> EventPage:
        """Tell the events after a position."""
        page: EventPage = self.wire("events", lambda: self._events(after, limit))
        return page

    def review(self, after: int, limit: int = 1000) -> EventPage:
        """Tell events again; nothing is acknowledged."""
        page: EventPage = self.wire("review", lambda: self._page(after, limit))
        return page

    def held(self, kind: str, after: str = "", *, only_digests: bool = False) -> HeldPage:
        """List what is held of a kind."""
        page: HeldPage = self.wire("states", lambda: self._held(kind, after, only_digests))
        return page

    def bind(self, to: str, seen_seq: int, seen_rev: int) -> None:
        """Bind the school to an office that has adopted what is held."""
        self.wire("bind", lambda: self._bind(to, seen_seq, seen_rev))

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
        if (self.portal_epoch, self.office_epoch) != (self.portal.epoch, self.portal.bound):
            raise Outdated("unknown_epoch")

    def _events(self, after: int, limit: int) -> EventPage:
        portal = self.portal
        self._check()
        if after > portal.last_seq:
            raise Outdated("ahead")
        if after < portal.acknowledged:
            raise Outdated("behind")
        portal.acknowledged = after
        return self._page(after, limit)

    def _page(self, after: int, limit: int) -> EventPage:
        portal = self.portal
        self._admit()
        found = [event for event in portal.events if event.seq > after]
        shown = found[: min(limit, portal.page)]
        return EventPage(
            portal_epoch=portal.epoch,
            events=shown,
            more=len(found) > len(shown),
            last_seq=portal.last_seq,
            last_rev=portal.last_rev,
            mail_public_key=MAIL_KEY,
            public_url=_URL,
            server_time=portal.clock,
            after_id=portal.id_at(after),
            sums={kind: one for kind, one in portal.sums.items() if one.count},
        )

    def _change(self, batch: Sequence[Change]) -> ChangeAnswers:
        self._check()
        former_rev = self.portal.last_rev
        return ChangeAnswers(
            portal_epoch=self.portal.epoch,
            answers=apply_batch(self.portal, batch),
            server_time=self.portal.clock,
            former_rev=former_rev,
            last_seq=self.portal.last_seq,
            sums={kind: one for kind, one in self.portal.sums.items() if one.count},
        )

    def _bind(self, to: str, seen_seq: int, seen_rev: int) -> None:
        portal = self.portal
        self._admit()
        if portal.bound == to:
            return
        if portal.last_rev != seen_rev:
            raise Refused("moved")
        portal.bound, portal.acknowledged, portal.suspended = to, seen_seq, False

    def _held(self, kind: str, after: str, only_digests: bool) -> HeldPage:
        self._admit()
        assert kind in STATES
        portal = self.portal
        bodies = _bodies(portal, kind)
        keys = sorted({key for one, key in portal.states if one == kind} | bodies.keys())
        shown = [key for key in keys if key > after][: portal.page]
        return HeldPage(
            portal_epoch=portal.epoch,
            states=[self._one(kind, key, {} if only_digests else bodies) for key in shown],
            more=bool(shown) and shown[-1] != keys[-1],
            server_time=portal.clock,
        )

    def _one(self, kind: str, key: str, bodies: dict[str, Any]) -> HeldState:
        told = self.portal.states.get((kind, key))
        account = self.portal.accounts.get(key) if kind == "account" and key in bodies else None
        request = self.portal.requests.get(key) if kind == "request" and key in bodies else None
        return HeldState(
            key=key,
            life=told.life if told else 1,
            rev=told.rev if told else 0,
            digest=told.digest if told else "",
            body=codec.raw(bodies[key]) if key in bodies else Raw(b"null"),
            erased=bool(told and not told.digest),
            account=_facts(account) if account else None,
            confirmed_at=request.confirmed_at if request else None,
        )


def _bodies(portal: ModelPortal, kind: str) -> dict[str, Any]:
    if kind == "settings":
        return {"school": portal.settings} if portal.settings is not None else {}
    if kind == "diner":
        return dict(portal.diners)
    if kind == "request":
        return {
            key: AccountRequestState(
                card=one.body.card,
                last_name=one.body.last_name,
                first_name=one.body.first_name,
                email=one.body.email,
                received_at=one.body.received_at,
                answer=_ANSWERS[one.state],
                decision=one.decision,
                account_id=one.account_id,
            )
            for key, one in portal.requests.items()
        }
    return {key: _state(one) for key, one in portal.accounts.items()}


def _state(one: Account) -> AccountState:
    credential = None
    if one.number > one.ended and one.number_expires_at:
        link = one.provisional.link if one.provisional and not one.provisional.spent else "0" * 64
        credential = Credential(number=one.number, link_hash=link, expires_at=one.number_expires_at)
    state: Any = one.state
    return AccountState(
        login=one.login,
        email=one.email,
        state=state,
        diner_ids=sorted(one.diners),
        family_rev=one.family_rev,
        credential=credential,
        ended=one.ended,
        sessions_ended=one.sessions_ended,
        own_ended=one.own_ended,
    )


def _facts(one: Account) -> AccountFacts:
    return AccountFacts(
        salt=_SALT if one.own or one.provisional else b"",
        number=one.number,
        generation=one.generation if one.own else 0,
        created_at=MONDAY,
    )
