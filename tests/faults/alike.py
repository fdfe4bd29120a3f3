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
from typing import Any, Protocol

import msgspec
from turbo_admin.protocol.changes import (
    AccountState,
    DinerState,
    IssueAccount,
    MailCredentials,
    NotifyGuardian,
    RefuseRequest,
    RevokeIssue,
)

from tests.faults.world import Ground
from tests.people import CAST, make_form
from tests.portal.office import HASH
from turbo_admin.core.credentials.rules import hash_token
from turbo_admin.core.credentials.sealing import unseal_for_mail
from turbo_admin.core.errors import TurboError
from turbo_admin.core.intake.rules import Intake, check_request
from turbo_admin.outside.portal.portal_client import PortalClient
from turbo_admin.portal.accounts.access import accepted_passwords, read_account, set_own_password
from turbo_admin.portal.accounts.own_account import (
    AddressConfirmation,
    ask_address,
    close_account,
    confirm_address,
)
from turbo_admin.portal.accounts.requests import confirm_request, record_request
from turbo_admin.portal.schools.registry import add_school
from turbo_admin.protocol import codec
from turbo_admin.protocol.messages import Change, PairRequest
from turbo_admin.protocol.settings import Settings

_EPOCHS = ("bureau-a", "bureau-b")
_ACCOUNTS, _DINERS = ("a1", "a2", "a3"), ("d1", "d2", "d3")
_LOGINS, _EMAILS = (
    ("lm482716", "LM482716", "hm118304", "ld220917"),
    ("", "A@exemple.fr", "a@exemple.fr", "b@exemple.fr", "b chez exemple"),
)
_FAMILY_EMAILS = ("a@exemple.fr", "B@exemple.fr", "n@exemple.fr")
_SOON = datetime(2036, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


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
            account = read_account(connection, self.uai, account_id, lock=True)
            if (
                not account
                or account.state != "open"
                or not accepted_passwords(connection, self.uai, account, now=self._now())
            ):
                return False
            set_own_password(connection, self.uai, account_id, HASH, now=self._now())
        return True

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
        order = {one: number for number, one in enumerate(self.requests)}
        return {
            "settings": self._rows("SELECT settings ->> 'name' FROM school WHERE school_id = :uai")[0][0],
            "diners": dict(self._rows("SELECT diner_id, class_name FROM diner WHERE school_id = :uai")),
            "accounts": {
                row[0]: (*row[1:-1], sorted(row[-1]))
                for row in self._rows(
                    "SELECT account_id, state, login, generation, password_hash IS NOT NULL, EXISTS (SELECT FROM provisional p"
                    " WHERE p.school_id = a.school_id AND p.account_id = a.account_id), email_key, family_rev,"
                    " family_closed_at IS NOT NULL, ARRAY(SELECT diner_id FROM attachment t WHERE t.school_id = a.school_id"
                    " AND t.account_id = a.account_id) FROM account a WHERE school_id = :uai"
                )
            },
            "requests": {
                order[one]: (state, confirmed)
                for one, state, confirmed in self._rows(
                    "SELECT request_id, state, confirmed_at IS NOT NULL FROM account_request WHERE school_id = :uai"
                )
            },
            "mails": sorted(
                one
                for (one,) in self._rows(
                    "SELECT mail_id FROM mail WHERE school_id = :uai AND kind IN ('identifiants', 'vigilance')"
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
        return seen, page.more, page.last_seq, page.last_rev, bool(page.after_id)

    def change(self, changes: Sequence[Change]) -> Any:
        """Tell changes."""
        with self._client() as client:
            told = client.change(changes)
        return told.former_rev, told.last_seq, [(answer.outcome, answer.reason) for answer in told.answers]

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
                "hello",
                "ask",
                "confirm",
                "choose",
                "pair",
                "change_email",
                "close",
            ],
            [10, 3, 4, 1, 3, 1, 2, 0.5, 1, 0.5],
        )[0]
        match what:
            case "change":
                self._sent.append([self._change(side) for side in self._sides])
                self._send(epoch, [self._sent[-1]])
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
        elif what in {"choose", "change_email", "close"}:
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
        kind, key, rev, body = self._drawn
        return Change(id=secrets.token_hex(8), rev=rev, kind=kind, key=key, body=codec.raw(body(side)))

    def _draw_change(self) -> tuple[str, str, int, Callable[[Side], msgspec.Struct]]:
        kind = self._draw.choice(self._kinds)
        self._rev += self._draw.choice([0, 1, 1, 1, 3])
        rev = max(1, self._rev - self._draw.choice([0, 0, 0, 0, 1, 4]))
        key, body = self._draw_body(kind)
        if self._draw.random() < 0.04:
            return (kind, key, rev, lambda _side: RefuseRequest(request_id="r-1")) if kind != "request.refuse" else (
                "cash.report", key, rev, body)  # fmt: skip
        return kind, key, rev, body

    def _draw_body(self, kind: str) -> tuple[str, Callable[[Side], msgspec.Struct]]:
        draw, act = self._draw, f"act-{next(self._numbers) // 2}"
        account, login, email = draw.choice(_ACCOUNTS), draw.choice(_LOGINS), draw.choice(_EMAILS)
        diners, number = draw.sample(_DINERS, draw.randrange(1, 3)), draw.randrange(3)
        link = hash_token(f"{account} {draw.randrange(3)}")
        which = draw.randrange(6)
        match kind:
            case "settings":
                key, body = (
                    draw.choice(["school", "school", "school", "other"]),
                    Settings(name=f"Nom {number}"),
                )
            case "diner":
                key = draw.choice(_DINERS)
                body = DinerState(last_name="MARTIN", first_name="Léa", class_name=f"{number} A")
            case "account":
                state = draw.choice(["open", "open", "blocked", "closed"])
                key, body = (
                    account,
                    AccountState(login=login, email=email, state=state, diner_ids=diners, family_rev=number),
                )
            case "account.issue":
                return act, lambda side: IssueAccount(
                    account_id=account, login=login, email=email, generation=number, password_hash=HASH, link_hash=link,
                    expires_at=_SOON, diner_ids=diners, request_ids=side.requests[which : which + 1],
                    family_rev=number,
                )  # fmt: skip
            case "issue.revoke":
                return act, lambda side: RevokeIssue(
                    account_id=account, link_hash=link, request_ids=side.requests[which : which + 1]
                )
            case "guardian.notify":
                occasion, to = draw.choice(["asked", "opened"]), email or "g@exemple.fr"
                return act, lambda _side: NotifyGuardian(
                    to=to,
                    diner_id=diners[0],
                    occasion=occasion,
                    account_id=account if occasion == "opened" else "",
                )
            case "mail.credentials":
                foreign = draw.random() < 0.15
                return act, lambda side: MailCredentials(
                    account_id=account, to=email or "c@exemple.fr", sealed=b"s", link_hash=link, expires_at=_SOON,
                    mail_key=b"k" * 32 if foreign else side.mail_key,
                )  # fmt: skip
            case _:
                reason = draw.choice(["", "Non."])
                return act, lambda side: RefuseRequest(
                    request_id=(side.requests[which : which + 1] or ["r-none"])[0], reason=reason
                )
        return key, lambda _side: body


def _said(call: Callable[[], Any]) -> str:
    try:
        return repr(call())
    except TurboError as error:
        return f"{type(error).__name__} {error.code}"
