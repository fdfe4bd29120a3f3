"""What a family does on the portal, at every point of a running synchronisation: its choice stands.

A point is a statement of the office's calls, or a commit: the family's own requests, over HTTP, are made just before
it, within the office's transaction; where a row lock holds them back they go on when that transaction has ended. So
each act falls before, between and inside the office's calls, and after the last one.

What must hold: the password that the family chose signs in, and no other does, nor any former link, nor anything once
it has closed its account; both sides know the same requests, confirmations and generations, addresses and states of
accounts; and both sides hold exactly what they would if the act had come between two calls.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.faults.tally import Campaign, Facts, Plan, Tally
from tests.faults.variants import own_passwords_end_with_sheets
from tests.faults.world import Case, Ground, new_ground
from tests.people import HUGO_MARTIN, LEA_MARTIN, LOUISE_DURAND, LUKASZ, make_form
from tests.portal.site import OWN, Visitor
from turbo_admin.core.credentials.rules import Provisional
from turbo_admin.core.credentials.sealing import unseal_for_mail
from turbo_admin.office.accounts.acts import detach
from turbo_admin.office.accounts.lines import account_lines
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.intake.lines import request_lines
from turbo_admin.office.sheets import mail
from turbo_admin.portal.base.roles import PORTAL
from turbo_admin.protocol.states import MailCredentials

_NEW = "tortue parapluie violet mardi"
_EMAIL = LEA_MARTIN.emails[0]
_NEW_EMAIL = "martin.ailleurs@exemple.fr"
# The workstation is known, and counted, first of all.
_FIRST_OF_A_CALL = "set_config('synchronous_commit'"
_PATIENCE_S = 60.0


@dataclass
class Family:
    """One family in one case.

    Attributes:
        secrets: what was lent to it, by name: `first` before the synchronisation, `second` by it, `forgotten`.
        email: by which it signs in.
    """

    case: Case
    secrets: dict[str, Provisional]
    email: str = _EMAIL
    visitor: Visitor = field(init=False)

    def __post_init__(self) -> None:
        self.visitor = self.case.ground.site.visitor(self.case.uai)

    def sign_in(self, password: str) -> bool:
        """Try a password, in a browser that has never been seen."""
        self.visitor = self.case.ground.site.visitor(self.case.uai)
        return self.visitor.sign_in(self.email, password).status_code == 303

    def choose(self, password: str) -> None:
        """Choose a password in the session of a provisional one."""
        answer = self.visitor.submit("choisir-mot-de-passe", mot_de_passe=password, confirmation=password)
        assert answer.status_code == 303, answer.status_code

    def choose_after_all(self, password: str) -> None:
        """Choose a password; where a new sheet has ended that session meanwhile, come in with it and choose then."""
        answer = self.visitor.submit("choisir-mot-de-passe", mot_de_passe=password, confirmation=password)
        if answer.status_code != 303:
            assert self.sign_in(self.secrets["second"].password)
            self.choose(password)

    def change(self, present: str, password: str) -> None:
        """Change a password of one's own."""
        answer = self.visitor.submit(
            "mon-compte", mot_de_passe_actuel=present, mot_de_passe=password, confirmation=password
        )
        assert answer.status_code == 303, answer.status_code

    def forget(self) -> None:
        """« oublié(s) »; the mail comes."""
        assert self.visitor.submit("mot-de-passe-oublie", identifiant=_EMAIL).status_code == 200
        self.secrets["forgotten"] = self.mailed("oubli")

    def ask_address(self) -> None:
        """Ask for another address; the mail comes."""
        answer = self.visitor.submit("mon-compte/adresse", email=_NEW_EMAIL, mot_de_passe_actuel=OWN)
        assert answer.status_code == 303, answer.status_code

    def confirm_address(self) -> None:
        """Press the button of that mail."""
        token = self.mailed("adresse", to=_NEW_EMAIL).link_token
        assert self.visitor.submit(f"confirmer-adresse/{token}").status_code == 200
        self.email = _NEW_EMAIL

    def close(self) -> None:
        """Close the account."""
        answer = self.visitor.submit("mon-compte/fermer", mot_de_passe_actuel=OWN)
        assert answer.status_code == 303, answer.status_code

    def ask_twice(self) -> None:
        """Press « Envoyer » twice."""
        for _ in range(2):
            form = make_form(LUKASZ)
            assert self.visitor.submit("creer-un-compte", **form).status_code == 303

    def confirm(self) -> None:
        """Press the button of the acknowledgement."""
        token = self.mailed("demande", to=LOUISE_DURAND.emails[0]).link_token
        assert self.visitor.submit(f"confirmer/{token}").status_code == 200

    def rows(self, statement: str) -> list[Any]:
        """Return what the portal has of its school."""
        return [tuple(row) for row in self.case.ground.portal.rows(statement, uai=self.case.uai)]

    def mailed(self, kind: str, to: str = _EMAIL) -> Provisional:
        """Return what a mail holds, as the worker would unseal it."""
        portal = self.case.ground.portal
        rows = portal.rows(
            "SELECT sealed FROM mail WHERE school_id = :uai AND kind = :kind AND to_address = :to"
            " ORDER BY created_at DESC LIMIT 1",
            uai=self.case.uai,
            kind=kind,
            to=to,
        )
        return unseal_for_mail(bytes(rows[0][0]), portal.mail_key)


@dataclass(frozen=True, slots=True)
class Act:
    """What a family does.

    Attributes:
        settled: whether it had chosen a password (`OWN`), which the office knows of, before the synchronisation.
        before: what leads to it, before the synchronisation begins.
        do: the act itself, at the point.
        after: how the family goes on, when all is over.
        opens: the password that signs in then; that of the office's new sheet when empty.
        shuts: whether nothing at all signs in then.
        stands: whether the portal still knows it once that synchronisation is over.
    """

    name: str
    settled: bool
    before: Callable[[Family], object]
    do: Callable[[Family], object]
    after: Callable[[Family], object]
    opens: str
    shuts: bool = False
    stands: Callable[[Family], bool] = lambda _family: True


def _nothing(_family: Family) -> None: ...


def _with_the_sheet(family: Family) -> None:
    """Sign in with the first sheet, or with the second if that has taken its place."""
    assert family.sign_in(family.secrets["first"].password) or family.sign_in(
        family.secrets["second"].password
    )


def _with_the_mail(family: Family) -> None:
    assert family.sign_in(family.secrets["forgotten"].password)
    family.choose_after_all(_NEW)


def _signed_in(family: Family) -> None:
    assert family.sign_in(OWN)


def _ask_address(family: Family) -> None:
    _signed_in(family)
    family.ask_address()


def _change_password(family: Family) -> None:
    """Change the password under the new address: nothing that was lent opens anything after it.

    Where the new address does not sign in, what is looked at in the end says so.
    """
    if family.sign_in(OWN):
        family.change(OWN, _NEW)


def _has_moved(family: Family) -> bool:
    return (_NEW_EMAIL,) in family.rows("SELECT email FROM account WHERE school_id = :uai")


def _is_closed(family: Family) -> bool:
    return family.rows("SELECT state FROM account WHERE school_id = :uai") == [("closed",)]


_FIRST = "chooses its first password"
ACTS = (
    Act(
        "signs in with the provisional",
        False,
        _nothing,
        _with_the_sheet,
        lambda one: one.choose_after_all(OWN),
        OWN,
    ),
    Act(_FIRST, False, _with_the_sheet, lambda one: one.choose_after_all(OWN), _nothing, OWN),
    Act(
        "changes its password",
        True,
        _signed_in,
        lambda one: one.change(OWN, _NEW),
        _nothing,
        _NEW,
    ),
    Act("asks for a forgotten one", True, _nothing, Family.forget, _with_the_mail, _NEW),
    Act("uses a forgotten one", True, Family.forget, _with_the_mail, _nothing, _NEW),
    Act(
        "changes its e-mail",
        True,
        _ask_address,
        Family.confirm_address,
        _change_password,
        _NEW,
        stands=_has_moved,
    ),
    Act("closes its account", True, _signed_in, Family.close, _nothing, "", shuts=True, stands=_is_closed),
    Act("asks twice", False, _nothing, Family.ask_twice, _nothing, ""),
    Act("confirms", False, _nothing, Family.confirm, _nothing, ""),
)


class Points:
    """The statements of the office's calls, numbered; something may happen before one of them."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self._at, self._act = -1, _no_act

    def reset(self, at: int, act: Callable[[], None]) -> None:
        """Begin anew; `act` is called just before statement number `at`."""
        self.statements, self._at, self._act = [], at, act

    @contextmanager
    def heard(self) -> Iterator["Points"]:
        """Listen to the portal's database."""
        event.listen(Engine, "before_cursor_execute", self._on_statement)
        event.listen(Engine, "commit", self._on_commit)
        try:
            yield self
        finally:
            event.remove(Engine, "before_cursor_execute", self._on_statement)
            event.remove(Engine, "commit", self._on_commit)

    def _on_statement(self, connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self._reached(connection, statement)

    def _on_commit(self, connection: Any) -> None:
        self._reached(connection, "COMMIT")

    def _reached(self, connection: Any, statement: str) -> None:
        # The portal answers in threads of its own; what the campaign itself asks for is no point.
        served = (
            connection.engine.url.username == PORTAL
            and threading.current_thread() is not threading.main_thread()
        )
        if not served or self._at == -2:
            return
        number = len(self.statements)
        self.statements.append(statement)
        if number == self._at:
            self._at = -2  # what follows may be the act's own
            self._act()


def _no_act() -> None: ...


@dataclass
class _Play:
    ground: Ground
    points: Points
    templates: dict[bool, Case]

    def boundaries(self, settled: bool) -> list[int]:
        """Return which statements begin a call, and behind them how many statements there are."""
        case = self.ground.copy(self.templates[settled])
        self.points.reset(-1, _no_act)
        assert case.sync().ok
        said = self.points.statements
        case.forget()
        begins = [number for number, one in enumerate(said) if _FIRST_OF_A_CALL in one]
        assert len(begins) >= 2, said
        return [*begins, len(said)]

    def once(self, act: Act, at: int) -> tuple[Facts, Tally]:
        """Let the act happen at a point; returns what both sides hold in the end, and what is wrong by itself."""
        case, family = self._begin(act)
        tally = Tally()
        acting = _Acting(self.ground, lambda: act.do(family))
        self.points.reset(at, acting.begin)
        case.sync()
        self.points.reset(-2, _no_act)
        if not acting.begun:
            acting.begin()
        acting.join()
        tally.faults = 1
        if not act.stands(family):
            tally.lost += 1
            tally.examples.append(f"{act.name} at {at}: undone by the synchronisation")
        case.sync()
        act.after(family)
        case.sync()
        case.sync()
        facts = case.facts()
        self._check(act, family, tally, f"{act.name} at {at}")
        case.forget()
        return facts, tally

    def _begin(self, act: Act) -> tuple[Case, Family]:
        for visitor in self.ground.site._visitors:
            visitor.http.close()
        self.ground.site._visitors.clear()
        case = self.ground.copy(self.templates[act.settled])
        family = Family(case, {})
        family.secrets = {"first": family.mailed("identifiants"), "second": _to_be_mailed(case, self.ground)}
        self.points.reset(-2, _no_act)
        act.before(family)
        return case, family

    def _check(self, act: Act, family: Family, tally: Tally, what: str) -> None:
        right = "" if act.shuts else act.opens or family.secrets["second"].password
        others = {OWN, _NEW, *(one.password for one in family.secrets.values())} - {right}
        wrong = []
        if not act.opens and not act.shuts:
            others -= {OWN, _NEW}  # never chosen by anybody
        if right and not family.sign_in(right):
            tally.lost += 1
            wrong.append("its password does not sign in")
        opened = [one for one in sorted(others) if family.sign_in(one)]
        links = [one.link_token for one in family.secrets.values() if one.password != right]
        opened += [one for one in links if family.visitor.submit(f"activer/{one}").status_code == 303]
        tally.doubled += len(opened)
        if opened:
            wrong.append(f"{len(opened)} others sign in")
        tally.lost += (differing := _disagreements(family.case))
        if differing:
            wrong.append(f"the two sides differ in {differing}")
        if wrong:
            tally.examples.append(f"{what}: {', '.join(wrong)}")


class _Acting:
    """The act in its own thread: waited for until it is done, or held back by a lock of the call that it fell into."""

    def __init__(self, ground: Ground, act: Callable[[], object]) -> None:
        self._ground, self._act = ground, act
        self._thread = threading.Thread(target=self._run)
        self._error: BaseException | None = None
        self.begun = False

    def begin(self) -> None:
        """Begin; returns when nothing more happens by itself."""
        self.begun = True
        self._thread.start()
        until = time.monotonic() + _PATIENCE_S
        while self._thread.is_alive() and not self._is_held_back():
            assert time.monotonic() < until, "the act neither ended nor waited for a lock"
            self._thread.join(0.01)

    def join(self) -> None:
        """Wait for its end."""
        self._thread.join(_PATIENCE_S)
        assert not self._thread.is_alive()
        if self._error:
            raise self._error

    def _is_held_back(self) -> bool:
        return bool(self._ground.portal.rows("SELECT FROM pg_locks WHERE NOT granted LIMIT 1"))

    def _run(self) -> None:
        try:
            self._act()
        except BaseException as error:  # told to whoever joins
            self._error = error


def run(plan: Plan, ground: Ground | None = None, acts: Sequence[Act] = ACTS) -> Tally:
    """Let each act happen at each point."""
    tally = Tally()
    with nullcontext(ground) if ground else new_ground() as place, Points().heard() as points:
        place.site.clock.at = datetime.now(UTC)
        play = _Play(place, points, {settled: _school(place, settled) for settled in (False, True)})
        begins = {settled: play.boundaries(settled) for settled in (False, True)}
        faults = [(act, at) for act in acts for at in range(begins[act.settled][-1] + 1)]
        serial = _Serial(play, begins)
        for act, at in plan.share(faults):
            found, one = play.once(act, at)
            tally.add(one)
            tally.compare(serial.nearest(act, at, found), found, f"{act.name} at {at}")
            if plan.is_over(tally):
                break
    return tally


@dataclass
class _Serial:
    """What comes out when an act falls between two calls, played when it is asked for."""

    play: _Play
    begins: dict[bool, list[int]]
    _known: dict[tuple[Act, int], Facts] = field(default_factory=dict)

    def nearest(self, act: Act, at: int, found: Facts) -> Facts:
        """Return what is equal to what was found, or else what differs least."""
        begins = sorted(self.begins[act.settled], key=lambda one: abs(one - at))
        for one in begins:
            if self._outcome(act, one) == found:
                return found
        return min((self._outcome(act, one) for one in begins), key=lambda facts: _distance(facts, found))

    def _outcome(self, act: Act, at: int) -> Facts:
        if (act, at) not in self._known:
            self._known[act, at] = self.play.once(act, at)[0]
        return self._known[act, at]


def _distance(one: Facts, other: Facts) -> int:
    return (one - other).total() + (other - one).total()


def _school(ground: Ground, settled: bool) -> Case:
    """Prepare a family with an account, and an office that is about to lend it a second password for a second child."""
    case = ground.found()
    case.ask(LEA_MARTIN)
    assert case.sync().ok
    _issue_all(case)
    assert case.sync().ok
    if settled:
        family = Family(case, {})
        assert family.sign_in(family.mailed("identifiants").password)
        family.choose(OWN)
    case.ask(HUGO_MARTIN)
    assert case.sync().ok
    _issue_all(case)
    _say_it_again(case)
    case.ask(LOUISE_DURAND)
    return case


def _issue_all(case: Case) -> None:
    with case.desk() as desk:
        issued = from_requests.issue(desk, [line.id for line in request_lines(desk) if line.tickable])
        assert mail.mail_sheets(desk, issued.sheets).queued == 1


def _say_it_again(case: Case) -> None:
    """Let the office say how the account stands, as after any act of its own: it is on its way when the family acts."""
    with case.desk() as desk:
        (line,) = account_lines(desk)
        detach(desk, line.id, [])


def _to_be_mailed(case: Case, ground: Ground) -> Provisional:
    """Return the password that waits in the office for the next synchronisation."""
    with closing(sqlite3.connect(case.seat.path)) as office:
        (body,) = office.execute("SELECT body FROM pending_change WHERE kind = 'mail.credentials'").fetchone()
    return unseal_for_mail(msgspec.json.decode(body, type=MailCredentials).sealed, ground.portal.mail_key)


# What both sides must agree on: (the portal's, the office's).
_AGREED = (
    (
        "SELECT request_id, confirmed_at IS NOT NULL FROM account_request WHERE school_id = :uai",
        "SELECT id, confirmed_at IS NOT NULL FROM account_request",
    ),
    (
        "SELECT account_id, generation, email, state, family_rev FROM account WHERE school_id = :uai",
        "SELECT id, generation, email, state, family_rev FROM account",
    ),
)


def _disagreements(case: Case) -> int:
    with closing(sqlite3.connect(case.seat.path)) as office:
        return sum(
            len(
                {tuple(row) for row in case.ground.portal.rows(there, uai=case.uai)}
                ^ set(office.execute(here))
            )
            for there, here in _AGREED
        )


def _ending_own_passwords(plan: Plan, ground: Ground | None = None) -> Tally:
    """Let the families that choose meet a portal that ends their choice with the next sheet."""
    with own_passwords_end_with_sheets():
        return run(plan, ground, [act for act in ACTS if act.name == _FIRST])


CAMPAIGNS = (
    Campaign(
        "family",
        "a family signs in, chooses, changes, forgets, moves to another address, closes, asks twice, confirms at every"
        " statement of a running sync",
        run,
        {"a sheet ends what the family chose": _ending_own_passwords},
        sample=4,
    ),
)
