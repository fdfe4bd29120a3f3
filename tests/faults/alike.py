"""The same random calls to the real portal, over HTTP, and to one in memory: what each answers, in the same words.

Ids differ between the two (each draws its own), so each side translates what it is given: the second request, the
third event.
"""

import itertools
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Protocol, TypeVar

import msgspec
from msgspec import Raw

from tests.faults.world import Ground
from tests.people import CAST, make_form
from tests.portal.office import HASH
from turbo_admin.core.credentials.rules import hash_token
from turbo_admin.core.credentials.sealing import unseal_for_mail
from turbo_admin.core.errors import TurboError
from turbo_admin.core.intake.rules import Intake, check_request
from turbo_admin.outside.portal.portal_client import PortalClient
from turbo_admin.portal.accounts.access import (
    append_spent_event,
    issue_forgotten_password,
    read_account,
    set_own_password,
    spend_provisionals,
)
from turbo_admin.portal.accounts.own_account import (
    AddressConfirmation,
    ask_address,
    close_account,
    confirm_address,
)
from turbo_admin.portal.accounts.requests import confirm_request, record_request
from turbo_admin.portal.api.account_changes import erase_accounts
from turbo_admin.portal.api.change_context import ChangeContext
from turbo_admin.portal.api.school_changes import erase_diners
from turbo_admin.portal.base.told_states import erase_told_states, lock_school
from turbo_admin.portal.schools.registry import add_school
from turbo_admin.protocol import codec
from turbo_admin.protocol.kinds import STATES
from turbo_admin.protocol.messages import Change, PairRequest
from turbo_admin.protocol.settings import Settings
from turbo_admin.protocol.states import (
    AccountState,
    Credential,
    DinerState,
    MailCredentials,
    NotifyGuardian,
    RequestState,
)

_EPOCHS = ("bureau-a", "bureau-b")
_ACCOUNTS, _DINERS = ("a1", "a2", "a3"), ("d1", "d2", "d3")
_LOGINS, _EMAILS = (
    ("lm482716", "LM482716", "hm118304", "ld220917"),
    ("", "A@exemple.fr", "a@exemple.fr", "b@exemple.fr", "b chez exemple"),
)
_FAMILY_EMAILS = ("a@exemple.fr", "B@exemple.fr", "n@exemple.fr")
_SOON = datetime(2036, 1, 1, tzinfo=UTC)
_EXPIRIES = (_SOON, datetime(2037, 1, 1, tzinfo=UTC))
_SECOND = timedelta(seconds=1)

Of = TypeVar("Of")


class Side(Protocol):
    """A portal, and what its families do.

    Attributes:
        requests: ids of the requests made so far, in order.
        mail_key: for which mails are sealed.
    """

    requests: list[str]
    mail_key: bytes

    def client(self, key: str, office_epoch: str, portal_epoch: str) -> Any:
        """Return a client of its API."""

    def new_code(self) -> str:
        """Return a pairing code."""

    def ask(self, who: int) -> None:
        """Let somebody ask; nobody asks the same twice."""

    def confirm(self, which: int) -> None:
        """Let the asker of a request confirm it."""

    def choose(self, account_id: str) -> bool:
        """Let a family choose a password, if it has one to come in with."""

    def change_email(self, account_id: str, email: str) -> bool:
        """Let a family take another address and confirm it, if it may."""

    def close(self, account_id: str) -> bool:
        """Let a family close its account, if it is open."""

    def sign_in(self, account_id: str) -> bool:
        """Let a family sign in with what was lent to it, if it may."""

    def forget(self, account_id: str) -> bool:
        """Lend a family a password by « oublié(s) », if its account is open."""

    def erase(self, kind: str, key: str) -> bool:
        """Erase a record by the portal's own rule."""

    def holds(self) -> dict[str, Any]:
        """Return what it holds in the end."""


@dataclass
class RealSide:
    """The real one, over HTTP; its families by the portal's own functions."""

    ground: Ground
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.uai = self.ground._new_uai()
        add_school(self.ground.portal.owner, self.uai, "Collège")
        self.mail_key = bytes(self.ground.portal.rows("SELECT mail_public_key FROM meta")[0][0])
        self._moment = datetime.now(UTC)
        self._loans: dict[str, str] = {}

    def client(self, key: str, office_epoch: str, portal_epoch: str) -> PortalClient:
        return PortalClient(self.ground.url, key=key, office_epoch=office_epoch, portal_epoch=portal_epoch)

    def new_code(self) -> str:
        return add_school(self.ground.portal.owner, self.uai, "Collège")

    def ask(self, who: int) -> None:
        asked = check_request(make_form(CAST[who % len(CAST)], email=f"f{len(self.requests)}@exemple.fr"))
        assert isinstance(asked, Intake)
        with self.ground.portal.database.school(self.uai) as connection:
            made = record_request(connection, self.uai, asked, now=self._now())
        assert made
        self.requests.append(made)

    def confirm(self, which: int) -> None:
        (sealed,) = self._rows(
            "SELECT sealed FROM mail WHERE school_id = :uai AND kind = 'demande' AND request_id = :id",
            id=self.requests[which],
        )[0]
        token = unseal_for_mail(bytes(sealed), self.ground.portal.mail_key).link_token
        with self.ground.portal.database.school(self.uai) as connection:
            confirm_request(connection, self.uai, token, now=self._now())

    def choose(self, account_id: str) -> bool:
        with self.ground.portal.database.school(self.uai) as connection:
            if not self._opening(account_id):
                return False
            set_own_password(connection, self.uai, account_id, HASH, now=self._now())
        return True

    def sign_in(self, account_id: str) -> bool:
        with self.ground.portal.database.school(self.uai) as connection:
            if not self._opening(account_id) - {"own"}:
                return False
            now = self._now()
            number = spend_provisionals(connection, self.uai, account_id, now=now)
            append_spent_event(connection, self.uai, account_id, number, now=now)
        return True

    def forget(self, account_id: str) -> bool:
        link = secrets.token_hex(8)
        with self.ground.portal.database.school(self.uai) as connection:
            account = read_account(connection, self.uai, account_id, lock=True)
            if not account or account.state != "open" or not account.email:
                return False
            issue_forgotten_password(
                connection, self.uai, account_id, hashed=HASH, link_token=link, now=self._now()
            )
        self._loans[account_id] = hash_token(link)
        return True

    def erase(self, kind: str, key: str) -> bool:
        with self.ground.portal.database.school(self.uai) as connection:
            lock_school(connection, self.uai)
            context = ChangeContext(connection, self.uai, self._now())
            {"account": erase_accounts, "diner": erase_diners}[kind](context, [key])
            erase_told_states(connection, self.uai, {kind: [key]}, now=self._now())
        return True

    def _opening(self, account_id: str) -> set[str]:
        rows = self._rows(
            "SELECT a.password_hash IS NOT NULL, p.origin, p.number > a.ended, p.link_hash FROM account a"
            " LEFT JOIN provisional p USING (school_id, account_id)"
            " WHERE a.school_id = :uai AND a.account_id = :id AND a.state = 'open'",
            id=account_id,
        )
        found = {"own"} if any(row[0] for row in rows) else set()
        found |= {"office" for row in rows if row[1] == "office" and row[2]}
        return found | {
            "lent" for row in rows if row[1] == "forgotten" and row[3] == self._loans.get(account_id)
        }

    def change_email(self, account_id: str, email: str) -> bool:
        database, now = self.ground.portal.database, self._now()
        with database.school(self.uai) as connection:
            account = read_account(connection, self.uai, account_id, lock=True)
            if not account or account.state != "open":
                return False
            ask_address(connection, self.uai, account, email, now=now)
        sealed = self._rows(
            "SELECT sealed FROM mail WHERE school_id = :uai AND kind = 'adresse' AND created_at = :now",
            now=now,
        )
        if not sealed:
            return False  # it is another's
        token = unseal_for_mail(bytes(sealed[0][0]), self.ground.portal.mail_key).link_token
        with database.school(self.uai) as connection:
            return confirm_address(connection, self.uai, token, now=self._now()) is AddressConfirmation.DONE

    def close(self, account_id: str) -> bool:
        with self.ground.portal.database.school(self.uai) as connection:
            account = read_account(connection, self.uai, account_id, lock=True)
            if not account or account.state != "open":
                return False
            close_account(connection, self.uai, account, now=self._now())
        return True

    def holds(self) -> dict[str, Any]:
        order: dict[str, int | str] = {one: number for number, one in enumerate(self.requests)}
        loans = {one for one in _ACCOUNTS if "lent" in self._opening(one)}
        links = "coalesce((SELECT p.link_hash FROM provisional p WHERE p.school_id = a.school_id AND"
        return {
            "settings": self._rows("SELECT settings ->> 'name' FROM school WHERE school_id = :uai")[0][0],
            "diners": dict(self._rows("SELECT diner_id, class_name FROM diner WHERE school_id = :uai")),
            "accounts": {
                row[0]: (*row[1:-1], sorted(row[-1]), row[0] in loans)
                for row in self._rows(
                    "SELECT account_id, state, login, generation, password_hash IS NOT NULL, number, number_expires_at,"
                    f" ended, sessions_ended, own_ended, {links} p.account_id = a.account_id AND p.origin = 'office'"
                    " AND p.number > a.ended), ''), email_key, family_rev, family_closed_at IS NOT NULL,"
                    " ARRAY(SELECT diner_id FROM attachment t WHERE t.school_id = a.school_id"
                    " AND t.account_id = a.account_id) FROM account a WHERE school_id = :uai"
                )
            },
            "requests": {
                order.get(row[0], row[0]): tuple(row[1:])
                for row in self._rows(
                    "SELECT request_id, state, account_id, decision, mailed_decision, confirmed_at IS NOT NULL"
                    " FROM account_request WHERE school_id = :uai"
                )
            },
            "mails": sorted(
                one
                for (one,) in self._rows(
                    "SELECT mail_id FROM mail WHERE school_id = :uai AND kind IN ('identifiants', 'vigilance')"
                )
            ),
            "refusals": sorted(
                str(order.get(one, one))
                for (one,) in self._rows(
                    "SELECT request_id FROM mail WHERE school_id = :uai AND kind = 'refus'"
                )
            ),
        }

    def _now(self) -> datetime:
        self._moment += _SECOND
        return self._moment

    def _rows(self, statement: str, **values: object) -> list[Any]:
        return self.ground.portal.rows(statement, uai=self.uai, **values)


@dataclass
class Office:
    """One office database, a client of one side."""

    side: Side
    epoch: str
    key: str = ""
    portal_epoch: str = ""

    def pair(self, replace: bool) -> Any:
        """Pair; returns what both sides must answer alike."""
        request = PairRequest(
            code=self.side.new_code(), office_epoch=self.epoch, workstation="Poste 1", replace=replace
        )
        with self.side.client("", "", "") as client:
            answer = client.pair(request)
        self.key, self.portal_epoch = answer.key, answer.portal_epoch
        return answer.last_seq, answer.last_rev

    def hello(self) -> Any:
        """Say hello."""
        with self._client() as client:
            told = client.hello()
        return told.last_seq, told.last_rev, told.acknowledged_seq, told.portal_epoch == self.portal_epoch

    def events(self, after: int, limit: int) -> Any:
        """Hear a page."""
        with self._client() as client:
            page = client.events(after, limit)
        seen = [(event.seq, event.kind) for event in page.events]
        return seen, page.more, page.last_seq, page.last_rev, bool(page.after_id), _sums(page.sums)

    def held(self, kind: str, after: str) -> Any:
        """List what is held of a kind, none of whose keys differ between the sides."""
        with self._client() as client:
            page = client.held(kind, after)
        return [
            (
                one.key,
                one.life,
                one.rev,
                one.digest,
                one.erased,
                _plain(one),
                one.account and one.account.number,
            )
            for one in page.states
        ]

    def change(self, changes: Sequence[Change]) -> Any:
        """Tell changes."""
        with self._client() as client:
            told = client.change(changes)
        answers = [(answer.outcome, answer.reason) for answer in told.answers]
        return told.former_rev, told.last_seq, answers, _sums(told.sums)

    def _client(self) -> Any:
        return self.side.client(self.key, self.epoch, self.portal_epoch)


class Caller:
    """Draws calls and makes them at several sides; the first is the real one.

    Args:
        kinds: of changes to draw from.
    """

    def __init__(self, seed: int, sides: Sequence[Side], kinds: Sequence[str]) -> None:
        self._draw = Random(seed)  # noqa: S311 (replayable, no secret)
        self._sides, self._kinds = sides, kinds
        self._offices = {epoch: [Office(side, epoch) for side in sides] for epoch in _EPOCHS}
        self._numbers = itertools.count(1)
        self._rev = 1
        self._sent: list[list[Change]] = []
        self.answers: list[str] = []

    def play(self, steps: int) -> None:
        """Make so many calls; each must be answered alike."""
        self._both("pair", _EPOCHS[0], lambda one: one.pair(False))
        for _ in range(steps):
            self._step()
        held = [side.holds() for side in self._sides]
        assert all(one == held[0] for one in held[1:]), held

    def _step(self) -> None:
        epoch = _EPOCHS[self._draw.random() < 0.08]
        what = self._draw.choices(
            [
                "change",
                "again",
                "events",
                "held",
                "hello",
                "ask",
                "confirm",
                "choose",
                "pair",
                "change_email",
                "close",
                "sign_in",
                "forget",
                "erase",
            ],
            [14, 3, 3, 2, 1, 3, 1, 2, 0.5, 1, 0.5, 1, 1, 0.5],
        )[0]
        if what in {"held", "erase"} and "account" not in self._kinds:
            return
        match what:
            case "change":
                many = self._draw.choice([1, 1, 2, 4])
                drawn = [[self._change(side) for side in self._sides] for _ in range(many)]
                self._sent += drawn
                self._send(epoch, drawn)
            case "held":
                kind, after = (
                    self._draw.choice(["account", "account", "diner"]),
                    self._draw.choice(["", "a1", "d2"]),
                )
                self._both(f"held {kind}", epoch, lambda one: one.held(kind, after))
            case "again" if self._sent:
                # Late ones, doubled ones, two at once and in the wrong order.
                self._send(epoch, self._draw.choices(self._sent[-12:], k=2))
            case "events":
                after, limit = self._draw.choice([0, 1, 2, 3, 5, 8, 13]), self._draw.choice([1, 2, 1000])
                self._both(f"events {after}", epoch, lambda one: one.events(after, limit))
            case "hello":
                self._both("hello", epoch, Office.hello)
            case "pair":
                replace = self._draw.random() < 0.5
                self._both(f"pair {replace}", epoch, lambda one: one.pair(replace))
            case _:
                self._family(what)

    def _family(self, what: str) -> None:
        who, which = self._draw.randrange(len(CAST)), self._draw.choice(_ACCOUNTS)
        known = len(self._sides[0].requests)
        if what == "ask":
            for side in self._sides:
                side.ask(who)
        elif what == "erase":
            kind, keys = self._draw.choice([("account", _ACCOUNTS), ("diner", _DINERS)])
            key = self._draw.choice(keys)
            for side in self._sides:
                side.erase(kind, key)
        elif what in {"choose", "change_email", "close", "sign_in", "forget"}:
            more = [self._draw.choice(_FAMILY_EMAILS)] if what == "change_email" else []
            could = [getattr(side, what)(which, *more) for side in self._sides]
            assert len(set(could)) == 1, (what, could)
        elif known:
            for side in self._sides:
                side.confirm(who % known)

    def _send(self, epoch: str, changes: Sequence[Sequence[Change]]) -> None:
        def send(number: int) -> Any:
            # An id is the message's own, a repeated one included.
            batch = [msgspec.structs.replace(one[number], id=secrets.token_hex(8)) for one in changes]
            return lambda office: office.change(batch)

        first = changes[0][0]
        self._each(
            f"{first.kind} {first.key} {first.rev}",
            epoch,
            [send(number) for number in range(len(self._sides))],
        )

    def _both(self, what: str, epoch: str, call: Callable[[Office], Any]) -> None:
        self._each(what, epoch, [call] * len(self._sides))

    def _each(self, what: str, epoch: str, calls: Sequence[Callable[[Office], Any]]) -> None:
        said = [
            _said(lambda call=call, office=office: call(office))
            for call, office in zip(calls, self._offices[epoch], strict=True)
        ]
        self.answers.append(said[0])
        assert all(one == said[0] for one in said[1:]), (
            f"{what} of {epoch}: real {said[0]}, in memory {said[1:]}"
        )

    def _change(self, side: Side) -> Change:
        if side is self._sides[0]:
            self._drawn = self._draw_change()
        change, key, body = self._drawn
        told = body(side)
        return msgspec.structs.replace(
            change,
            id=secrets.token_hex(8),
            key=key(side),
            body=Raw(b"null") if told is None else codec.raw(told),
        )

    def _draw_change(self) -> "_Drawn":
        draw, kind = self._draw, self._draw.choice(self._kinds)
        self._rev += draw.choice([0, 1, 1, 1, 3])
        rev = max(1, self._rev - draw.choice([0, 0, 0, 0, 1, 4]))
        key, body = self._draw_body(kind)
        if draw.random() < 0.04:
            kind = draw.choice(["cash.report", kind])
            body = lambda _side: DinerState(last_name="X", first_name="Y")  # noqa: E731 (of another kind)
        elif draw.random() < 0.06 and "account" in self._kinds:
            body = lambda _side: None  # noqa: E731 (an erasure)
        lives = [1] * 8 + [2, 3] if "account" in self._kinds else [1]
        life = draw.choice(lives) if kind in STATES else 1
        hashed = draw.choice([HASH] * 8 + ["", "$argon2id$"]) if kind == "account" else ""
        change = Change(
            id="-", rev=rev, kind=kind, key="-", body=Raw(b"null"), life=life, password_hash=hashed
        )
        return change, key, body

    def _draw_body(self, kind: str) -> "tuple[_OfSide[str], _OfSide[msgspec.Struct | None]]":
        draw, act = self._draw, f"act-{next(self._numbers) // 2}"
        diners, number = sorted(draw.sample(_DINERS, draw.randrange(1, 3))), draw.randrange(3)
        match kind:
            case "settings":
                key = draw.choice(["school", "school", "school", "other"])
                return lambda _side: key, lambda _side: Settings(name=f"Nom {number}")
            case "diner":
                key, class_name = draw.choice(_DINERS), f"{number} A"
                state = DinerState(last_name="MARTIN", first_name="Léa", class_name=class_name)
                return lambda _side: key, lambda _side: state
            case "account":
                account, told = draw.choice(_ACCOUNTS), self._draw_account(diners)
                return lambda _side: account, lambda _side: told
            case "guardian.notify":
                return lambda _side: act, self._draw_notice(diners[0])
            case "mail.credentials":
                return lambda _side: act, self._draw_mail()
            case _:
                return self._draw_request()

    def _draw_account(self, diners: list[str]) -> AccountState:
        draw, number = self._draw, self._draw.randrange(1, 5)
        credential = Credential(
            number=number,
            link_hash=hash_token(f"{number} {draw.randrange(2)}"),
            expires_at=draw.choice(_EXPIRIES),
        )
        return AccountState(
            login=draw.choice(_LOGINS),
            email=draw.choice(_EMAILS),
            state=draw.choice(["open", "open", "open", "blocked", "closed"]),
            diner_ids=diners,
            family_rev=draw.choice([0, 0, 5, 20]),
            credential=draw.choice([credential, credential, None]),
            ended=draw.choice([0, 0, 0, 1, 2, 3]),
            sessions_ended=draw.choice([0, 0, 1, 2]),
            own_ended=draw.choice([0, 0, 0, 4, 12]),
        )

    def _draw_notice(self, diner: str) -> "_OfSide[msgspec.Struct | None]":
        draw = self._draw
        occasion, account = draw.choice(["asked", "opened"]), draw.choice(_ACCOUNTS)
        told = NotifyGuardian(
            to=draw.choice(_EMAILS) or "g@exemple.fr",
            diner_id=diner,
            occasion=occasion,
            account_id=account if occasion == "opened" else "",
        )
        return lambda _side: told

    def _draw_mail(self) -> "_OfSide[msgspec.Struct | None]":
        draw = self._draw
        account, number, to = (
            draw.choice(_ACCOUNTS),
            draw.randrange(1, 5),
            draw.choice(_EMAILS) or "c@exemple.fr",
        )
        is_foreign = draw.random() < 0.15
        return lambda side: MailCredentials(
            account_id=account,
            number=number,
            to=to,
            sealed=b"s",
            mail_key=b"k" * 32 if is_foreign else side.mail_key,
        )

    def _draw_request(self) -> "tuple[_OfSide[str], _OfSide[msgspec.Struct | None]]":
        draw, which = self._draw, self._draw.randrange(6)
        answer, decision = draw.choice(["open", "answered", "refused", "refused"]), draw.randrange(4)
        told = RequestState(
            card="0683-04217",
            last_name="MARTIN",
            first_name="Léa",
            email=draw.choice(["a@exemple.fr", "a@exemple.fr", "a chez exemple"]),
            received_at=_SOON,
            answer=answer,
            decision=decision,
            mailed=draw.choice([0, 0, 0, 1]),
            account_id=draw.choice(_ACCOUNTS) if answer == "answered" else "",
            reason=draw.choice(["", "Non."]),
        )
        return lambda side: (side.requests[which : which + 1] or ["r-lost"])[0], lambda _side: told


_OfSide = Callable[[Side], Of]
_Drawn = tuple[Change, _OfSide[str], _OfSide[msgspec.Struct | None]]


def _sums(sums: Any) -> Any:
    """Return what both sides count alike: the ids of requests are each side's own, and so are their digests."""
    return {kind: one.count if kind == "request" else one for kind, one in sorted(sums.items())}


def _plain(held: Any) -> Any:
    return msgspec.json.decode(held.body)


def _said(call: Callable[[], Any]) -> str:
    try:
        return repr(call())
    except TurboError as error:
        return f"{type(error).__name__} {error.code}"
