"""Random histories of both sides: families, two PCs, cuts, crashes, backups, clocks. Nothing lost, nothing doubled."""

import dataclasses
import itertools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import timedelta
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from msgspec import structs

from tests.faults import variants
from tests.faults.memory_office import PEOPLE, Crash, MemoryOffice, furnished
from tests.faults.model import Wrong
from tests.faults.tally import Campaign, Plan, Tally
from tests.people import MONDAY, UAI
from turbo_admin.core.errors import Outdated, Refused, TurboError, Unreachable
from turbo_admin.office.credentials import drafts, revoking
from turbo_admin.office.credentials.second_accounts import ISSUES, Way, second_lines, settle
from turbo_admin.office.intake import acts, lines
from turbo_admin.office.outbox import pairing, queue
from turbo_admin.office.settings import school_settings as office_settings
from turbo_admin.office.sheets import mail
from turbo_admin.office.sheets.records import WITHDRAWN
from turbo_admin.office.sync.run import synchronise
from turbo_admin.protocol.messages import Change
from turbo_admin.store import diners

_STEPS = 8
_LONGER_THAN_ANY_JUMP = timedelta(days=801)
_CHUNK = 500
# Histories in which next to nothing is exchanged show nothing: fewer than one in so many is an error of the campaign.
_AT_LEAST_HEARD = 4
_HASH = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$" + "A" * 43

_FAULTS = st.sampled_from(["before", "after", "twice", "late"])
_MEANWHILE = st.sampled_from(
    ["ask", "choose", "edit", "issue", "other pc", "clock", "restore", "change_email", "close", "revoke"]
)
_AT = st.integers(0, 4)
_ACTS = [
    *("ask", "confirm", "choose", "change_email", "close"),
    *("edit_settings", "edit_diner", "issue", "refuse", "revoke"),
]
_FAMILY_ACTS = frozenset({"ask", "confirm", "choose", "change_email", "close"})
_TROUBLES = [
    ("deliver_late", None),
    *(("clock", minutes) for minutes in (1, 6, 60, 576_000, -576_000)),
    *((name, office) for name in ("back_up", "restore") for office in (True, False)),
]


class Ledger:
    """What a history must not lose: kept by the one who plays it, not by either side.

    Attributes:
        chosen: account -> the generation of the password that its family chose last.
        emails: account -> the address that its family took last.
        closed: accounts that their family has closed.
        office_restored, portal_restored: what a backup took away is the backup's loss.
    """

    def __init__(self) -> None:
        self.chosen: dict[str, int] = {}
        self.emails: dict[str, str] = {}
        self.closed: set[str] = set()
        self.name = "Collège des Tilleuls"
        self.office_restored = self.portal_restored = False


class History(RuleBasedStateMachine):
    """One history; `office` is shared by all, put back at the start of each."""

    office: MemoryOffice
    office_at_start: bytes
    portal_at_start: dict[str, Any]
    key_at_start: str
    # `played` histories, in which `heard` synchronisations went through.
    wrong = Wrong()
    played = heard = 0

    @initialize()
    def begin(self) -> None:
        """Both sides as they were after their first exchange."""
        office = self.office
        office.start_again()
        office.restore(self.office_at_start)
        office.portal.restore(self.portal_at_start)
        # Else the key of a former history's pairing stays, and no synchronisation gets as far as the portal.
        office.keep_key(self.key_at_start)
        office.portal.wrong = dataclasses.replace(self.wrong)
        office.portal.clock = office.now = MONDAY
        office.wire = self._wire
        self.ledger = Ledger()
        self.names = itertools.count(1)
        self.late: list[Callable[[], Any]] = []
        self.saved_office = self.office_at_start
        self.saved_portal = office.portal.backup()
        self.calls = 0
        self.fault: tuple[int, str] | None = None
        self.meanwhile: tuple[int, str] | None = None

    # Three rules, each with its table: many rules of equal weight would leave one sync in two histories.

    @rule(what=st.sampled_from(_ACTS), which=st.integers(0, len(PEOPLE) - 1))
    def act(self, what: str, which: int) -> None:
        """Somebody does something."""
        match what:
            case "edit_diner":
                self.edit_diner(which)
            case _ if what in _FAMILY_ACTS:
                getattr(self, what)(which)
            case "issue":
                self.issue(by_mail=bool(which % 2))
            case _:
                getattr(self, what)()

    @rule(what=st.sampled_from(_TROUBLES))
    def trouble(self, what: tuple[str, Any]) -> None:
        """Something happens between two syncs."""
        name, argument = what
        if name == "deliver_late":
            self.deliver_late()
        else:
            getattr(self, name)(argument)

    # Families

    def ask(self, who: int) -> None:
        """A family asks."""
        self.office.portal.ask(PEOPLE[who])

    def confirm(self, which: int) -> None:
        """A family confirms its address."""
        known = sorted(self.office.portal.requests)
        if known:
            self.office.portal.confirm(known[which % len(known)])

    def choose(self, which: int) -> None:
        """A family chooses a password."""
        account = self._account(which)
        generation = self.office.portal.choose(account)
        if generation:
            self.ledger.chosen[account] = generation

    def change_email(self, which: int) -> None:
        """A family takes another address, and confirms it."""
        account = self._account(which)
        typed = f"n{next(self.names)}@exemple.fr"
        if account and self.office.portal.change_email(account, typed):
            self.ledger.emails[account] = typed

    def close(self, which: int) -> None:
        """A family closes its account."""
        account = self._account(which)
        if account and self.office.portal.close(account):
            self.ledger.closed.add(account)

    def _account(self, which: int) -> str:
        known = sorted(self.office.portal.accounts)
        return known[which % len(known)] if known else ""

    # The office

    def edit_settings(self) -> None:
        """The school gets another name."""
        name = f"Nom {next(self.names)}"
        kept = office_settings.settings_of(self.office.desk, UAI)
        office_settings.save_settings(self.office.desk, UAI, structs.replace(kept, name=name))

    def edit_diner(self, who: int) -> None:
        """A diner changes class."""
        with self.office.database.write() as session:
            record = diners.diners_by_id(session, [PEOPLE[who].id])[PEOPLE[who].id]
            moved = dataclasses.replace(record, class_name=f"{next(self.names)} A")
            diners.change_diners(session, [moved])
            queue.enqueue_diners(session, UAI, [moved])

    def issue(self, by_mail: bool) -> None:
        """The clerk answers all requests whose diner is known."""
        desk = self.office.desk
        ids = [line.id for line in lines.request_lines(desk) if line.tickable]
        choices = {
            line.request_id: next((way for way in line.ways if way in ISSUES), Way.LEAVE)
            for line in second_lines(desk, ids)
        }
        issued = settle(desk, ids, choices, "").issued
        if by_mail:
            mail.mail_sheets(desk, issued.sheets)

    def refuse(self) -> None:
        """The clerk refuses the first request."""
        ids = [
            line.id
            for line in lines.request_lines(self.office.desk)
            if line.state is lines.RequestStanding.OPEN
        ]
        acts.refuse(self.office.desk, ids[:1], "Non.")

    def revoke(self) -> None:
        """The clerk takes back the latest identifiants."""
        ids = [
            one for (one,) in self.office.rows("SELECT id FROM sheet ORDER BY created_at DESC, id LIMIT 1")
        ]
        if ids:
            revoking.revoke_sheets(self.office.desk, ids)

    # The exchange

    @rule(
        first=st.sampled_from(["", "ask", "edit", "issue", "choose", "confirm", "change_email", "close"]),
        other=st.booleans(),
        fault=st.tuples(_AT, _FAULTS),
        meanwhile=st.none() | st.tuples(_AT, _MEANWHILE),
        dies_at=st.none() | st.tuples(st.integers(0, 8), st.booleans()),
    )
    def sync(
        self,
        first: str,
        other: bool,
        fault: tuple[int, str] | None,
        meanwhile: tuple[int, str] | None,
        dies_at: tuple[int, bool] | None,
    ) -> None:
        """Something is done, a PC synchronises, and something happens to it."""
        if first:
            self._happen(first)
        self.calls, self.fault, self.meanwhile = 0, fault, meanwhile
        self.office.dies_at = dies_at
        try:
            type(self).heard += synchronise(self.office.other if other else self.office.desk).ok
        except Crash:
            pass
        except Refused as error:
            if error.code not in {"sync_running"}:
                raise
        finally:
            self.office.start_again()
            self.fault = self.meanwhile = None

    def deliver_late(self) -> None:
        """A request that was lost on its way arrives after all."""
        if self.late:
            _arrive(self.late.pop(0))

    # Time and backups

    def clock(self, minutes: int) -> None:
        """The office's clock jumps."""
        self.office.pass_by(minutes=minutes)

    def back_up(self, office: bool) -> None:
        """One side is saved."""
        if office:
            self.saved_office = self.office.save()
        else:
            self.saved_portal = self.office.portal.backup()

    def restore(self, office: bool) -> None:
        """One side is put back as it was saved."""
        if office:
            self.office.restore(self.saved_office)
            self.ledger.office_restored = True
            # Nothing waits on the wire for as long as it takes to put a backup back: what was late has died with it.
            self.late.clear()
        else:
            self.office.portal.restore(self.saved_portal)
            self.office.portal.declare_restored()
            self.ledger.portal_restored = True

    # What happens within a sync

    def _wire(self, _call: str, do: Callable[[], Any], batch: list[Change] | None = None) -> Any:
        if self.office.dead:
            raise Crash
        number, self.calls = self.calls, self.calls + 1
        if self.meanwhile and self.meanwhile[0] == number:
            self._happen(self.meanwhile[1])
        kind = self._fault_of(number, batch)
        if kind == "late" and batch is not None:
            self.late.append(do)
        if kind in {"before", "late"}:
            raise Unreachable("portal_unreachable")
        answer = do()
        if kind == "twice":
            answer = do()
        if kind == "after":
            raise Unreachable("portal_unreachable")
        return answer

    def _fault_of(self, number: int, batch: list[Change] | None) -> str:
        if self.fault is None:
            return ""
        at, kind = self.fault
        # Only a batch of changes can do harm by being late.
        return kind if (batch is not None if kind == "late" else at == number) else ""

    def _happen(self, what: str) -> None:
        self.meanwhile, deaths = None, self.office.dies_at
        # What happens beside the sync happens to another program: it does not die of this one's death.
        self.office.dies_at = None
        match what:
            case "ask":
                self.office.portal.ask(PEOPLE[0])
            case "choose":
                for which in range(len(self.office.portal.accounts)):
                    self.choose(which)
            case "edit":
                self.edit_settings()
            case "issue":
                self.issue(by_mail=True)
            case "confirm" | "change_email" | "close":
                getattr(self, what)(-1)
            case "revoke":
                self.revoke()
            case "clock":
                self.office.pass_by(minutes=7)
            case "other pc":
                self._other_pc()
            case "restore":
                self.restore(office=False)
        self.office.dies_at = deaths

    def _other_pc(self) -> None:
        fault, self.fault = self.fault, None
        try:
            synchronise(self.office.other)
        except Refused as error:
            if error.code != "sync_running":
                raise
        self.fault = fault

    # The end

    def teardown(self) -> None:
        """Mend everything, synchronise, compare."""
        type(self).played += 1
        if not hasattr(self, "ledger"):
            return
        self._mend()
        self._check_portal_knows()
        self._check_office_knows()
        self._check_mails()
        self._check_choices()

    def _mend(self) -> None:
        self.office.start_again()
        self.fault = self.meanwhile = None
        if self.late:
            self.edit_settings()
        self._settle()
        if not self.late:
            return  # one synchronisation has to be enough
        # What was lost on its way arrives at the very last, and must change nothing any more.
        for request in self.late:
            _arrive(request)
        self._settle()

    def _settle(self) -> None:
        for _ in range(3):
            # Whoever died held the lease; whoever jumped a year ahead held it for that long.
            self.office.now = max(self.office.now, MONDAY) + _LONGER_THAN_ANY_JUMP
            summary = synchronise(self.office.desk)
            if summary.ok:
                return
            # A portal put back from a backup does not know the key of a pairing made since.
            failed = summary.schools[0]
            if failed.error_kind == Outdated.__name__ or failed.error_code == "key_unknown":
                pairing.pair(self.office.desk, "https://espace.exemple.fr", "CODE", replace=True)
        raise AssertionError(summary.sentence)

    def _check_portal_knows(self) -> None:
        portal, rows = self.office.portal, self.office.rows
        assert rows("SELECT kind, refused FROM pending_change WHERE refused = ''") == [], "waiting for ever"
        (name,) = rows("SELECT name FROM school")[0]
        assert portal.settings == name, f"settings: portal {portal.settings}, office {name}"
        told = {one: (diner.last_name, diner.class_name) for one, diner in portal.diners.items()}
        held = {
            one: (last, klass) for one, last, klass in rows("SELECT id, last_name, class_name FROM diner")
        }
        assert told == held, "diners differ"
        refused = {key for (key,) in rows("SELECT key FROM pending_change WHERE refused <> ''")}
        if not self.ledger.portal_restored:
            for one, state in rows("SELECT id, state FROM account_request WHERE state = 'issued'"):
                assert portal.requests[one] == "issued" or refused or self.ledger.office_restored, state

    def _check_office_knows(self) -> None:
        portal, rows = self.office.portal, self.office.rows
        known = {one: confirmed for one, confirmed in rows("SELECT id, confirmed_at FROM account_request")}
        assert not portal.requests.keys() - known.keys(), "a request never reached the office"
        assert all(known[one] for one in portal.confirmed), "a confirmation never reached the office"
        generations = dict(rows("SELECT id, generation FROM account"))
        for one, account in portal.accounts.items():
            if one in generations and not self.ledger.portal_restored:
                assert generations[one] == account.generation, "a choice never reached the office"
        twice = rows(
            "SELECT subject FROM journal WHERE what = 'request_received' GROUP BY subject HAVING count(*) > 1"
        )
        assert not twice, "a request was taken in twice"

    def _check_mails(self) -> None:
        portal, rows = self.office.portal, self.office.rows
        assert len(portal.mails) == len(set(portal.mails)), "a mail was queued twice"
        if self.ledger.portal_restored:
            return
        waited = rows(
            "SELECT mail_id FROM sheet WHERE mail_id <> '' AND mail_state <> 'failed' AND refused = ''"
        )
        assert {one for (one,) in waited} <= set(portal.mails), "a mail was lost"

    def _check_choices(self) -> None:
        for one, account in self.office.portal.accounts.items():
            assert not account.lent or account.lent_at >= account.password, "an older password opens again"
            if not self.ledger.portal_restored:
                assert account.password == self.ledger.chosen.get(one, 0), "the family's password is gone"
                assert account.email == self.ledger.emails.get(one, account.email), (
                    "the family's address is gone"
                )
        if self.ledger.portal_restored:
            return
        known = {
            one: (email, state)
            for one, email, state in self.office.rows("SELECT id, email_key, state FROM account")
        }
        for one in self.ledger.emails.keys() & known.keys():
            assert known[one][0] == self.ledger.emails[one], "an address never reached the office"
        for one in self.ledger.closed & known.keys():
            assert known[one][1] == "closed", "a closing never reached the office"
        sheets = self.office.rows("SELECT link_hash, refused FROM sheet")
        ended = {link for link, refused in sheets if refused == WITHDRAWN}
        if not self.ledger.office_restored:
            lent = {account.lent for account in self.office.portal.accounts.values()}
            assert not lent & ended, "what was taken back opens again"
        for one in self.ledger.closed:
            assert self.office.portal.accounts[one].state == "closed", "what the family closed is open"


def _arrive(request: Callable[[], Any]) -> None:
    """Let a late request arrive, with the epochs of when it was sent; nobody hears the answer."""
    with suppress(Outdated, Refused):
        request()


def _cheap_hashes(passwords: Any, *, report: Any = None) -> list[str]:
    """Stand for argon2: what a history is about is not what a hash costs."""
    del report
    return [_HASH] * len(passwords)


@contextmanager
def _machine(wrong: Wrong) -> Iterator[type[History]]:
    office, office_at_start, portal_at_start = furnished()
    state = {
        "office": office,
        "office_at_start": office_at_start,
        "portal_at_start": portal_at_start,
        "key_at_start": office.key(),
        "wrong": wrong,
        "played": 0,
        "heard": 0,
    }
    try:
        with variants.planted(drafts, "hash_all", _cheap_hashes):
            yield type("History", (History,), state)
    finally:
        office.close()


def run(plan: Plan, *_: object, wrong: Wrong | None = None) -> Tally:
    """Play histories; each chunk of them stops at its first violation, shrunk."""
    tally, wanted = Tally(), -(-(plan.amount or 100_000) // plan.parts)
    with _machine(wrong or Wrong()) as machine:
        for chunk in itertools.count():
            left = wanted - machine.played
            if left <= 0 or tally.lost + tally.doubled >= 3 or plan.is_over(tally):
                break
            _play(machine, plan.seed * 1_000_003 + plan.part * 500_009 + chunk, min(left, _CHUNK), tally)
        tally.faults = machine.played
        if machine.heard * _AT_LEAST_HEARD < machine.played:
            tally.errors.append(f"{machine.heard} synchronisations passed in {machine.played} histories")
    return tally


def _play(machine: type[History], seed: int, number: int, tally: Tally) -> None:
    """Play some histories of one seed."""
    options = settings(
        max_examples=number,
        stateful_step_count=_STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
    )
    try:
        run_state_machine_as_test(hypothesis.seed(seed)(machine), settings=options)
    except (AssertionError, TurboError, FlakyFailure) as error:
        # Ids are drawn anew each time: what failed once and not again has failed.
        found = error.exceptions if isinstance(error, FlakyFailure) else (error,)
        words = " ".join(str(one) for one in found)
        # Whether it is a loss or a double is in the words; a history that cannot be mended is a loss.
        doubled = "twice" in words
        tally.doubled += doubled
        tally.lost += not doubled
        tally.examples.append(f"seed {seed}: {words}"[:300])


def _control(
    wrong: Wrong | None = None, variant: Callable[[], AbstractContextManager[Any]] = nullcontext
) -> Any:
    def control(plan: Plan, *_: object) -> Tally:
        with variant():
            return run(plan, wrong=wrong)

    return control


CAMPAIGNS = (
    Campaign(
        "histories",
        "random histories: families, two PCs, cuts, crashes around commits, late deliveries, backups, clocks",
        run,
        {
            "cursor saved first": _control(variant=variants.cursor_saved_first),
            "acts not remembered": _control(Wrong(forgets_acts=True)),
            "late older change applied": _control(Wrong(takes_late=True)),
            "generation ignored": _control(Wrong(ignores_generation=True)),
            "family's own changes ignored": _control(Wrong(ignores_family=True)),
        },
        sample=150,
        counts_histories=True,
    ),
)
