"""Random histories of both sides: families, two schools, two PCs, cuts, crashes, copies, clocks. Both agree in the end.

What an office can do stands in `history_acts`, what must hold in `history_oracle`.
"""

import dataclasses
import itertools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.faults import variants
from tests.faults.in_memory.history_acts import OFFICE_ACTS, OfficeActs
from tests.faults.in_memory.history_oracle import disagreements
from tests.faults.in_memory.memory_office import OTHERS, PEOPLE, URLS, Crash, MemoryOffice, furnished
from tests.faults.in_memory.model import ModelPortal, Wrong
from tests.faults.tally import Campaign, Plan, Tally
from tests.people import MONDAY, OTHER_UAI, UAI
from turbo_admin.core.errors import Outdated, Refused, TurboError, Unreachable
from turbo_admin.office.credentials import drafts
from turbo_admin.office.outbox import pairing
from turbo_admin.office.reconcile.reconciling import carry_out, plan_reconciliation
from turbo_admin.office.sync.proof_result import ProofOutcome
from turbo_admin.office.sync.run import synchronise
from turbo_admin.office.sync.summary import SchoolRun
from turbo_admin.protocol.messages import Change

_STEPS = 8
_CHUNK = 500
# Histories in which next to nothing is exchanged show nothing: fewer than one in so many is an error of the campaign.
_AT_LEAST_HEARD = 4
_HASH = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$" + "A" * 43
# Synchronisations and reconciliations until both sides have to agree.
_MOST_ROUNDS = 8

_FAULTS = st.sampled_from(["before", "after", "twice", "late"])
_MEANWHILE = st.sampled_from(
    [
        *(
            "ask",
            "choose",
            "sign_in",
            "forget",
            "edit_settings",
            "issue_by_mail",
            "other pc",
            "clock",
            "restore",
        ),
        *("change_email", "close", "revoke", "renew", "state", "correct", "erase_account", "erase_diner"),
    ]
)
_AT = st.integers(0, 5)
_FAMILY_ACTS = ("ask", "confirm", "choose", "sign_in", "forget", "change_email", "close")
_PORTAL_ACTS = ("erase_account", "erase_diner")
_TROUBLES = [
    ("deliver_late", None),
    ("pair", None),
    *(("clock", minutes) for minutes in (1, 6, 60, 576_000, -576_000)),
    *((name, office) for name in ("back_up", "restore") for office in (True, False)),
]


class Ledger:
    """What a history must not lose: kept by the one who plays it, not by either side.

    Attributes:
        chosen: account -> the generation of the password that its family chose last.
        emails: account -> the address that its family took last.
        closed: accounts that their family has closed.
        office_has_ended, office_has_corrected: what may undo any of that.
        restored: which sides were put back from a copy: what it took away is its own loss.
    """

    def __init__(self) -> None:
        self.chosen: dict[str, int] = {}
        self.emails: dict[str, str] = {}
        self.closed: set[str] = set()
        self.restored: set[str] = set()
        self.office_has_ended = self.office_has_corrected = False


# What may end a password that a family has chosen, or open again what it has closed.
_ENDING = frozenset({"revoke", "revoke_answer", "undo", "state", "reopen", "erase_old", "erase_account"})


class History(RuleBasedStateMachine):
    """One history; `office` is shared by all, put back at the start of each."""

    office: MemoryOffice
    office_at_start: bytes
    portals_at_start: dict[str, dict[str, Any]]
    keys_at_start: dict[str, str]
    mails_at_start: dict[str, tuple[list[str], list[tuple[str, int, str]]]]
    # `played` histories, in which `heard` synchronisations went through.
    wrong = Wrong()
    played = heard = 0

    @initialize()
    def begin(self) -> None:
        """Both sides as they were after their first exchange."""
        office = self.office
        office.start_again()
        office.restore(self.office_at_start)
        for uai, portal in office.portals.items():
            portal.restore(self.portals_at_start[uai])
            portal.mails, portal.mailed = map(list, self.mails_at_start[uai])
            portal.wrong = dataclasses.replace(self.wrong)
            portal.clock = MONDAY
        office.keep_keys(self.keys_at_start)
        office.now = MONDAY
        office.wire = self._wire
        self.ledger = Ledger()
        self.acts = OfficeActs(office)
        self.names = itertools.count(1)
        self.log: list[str] = []
        self.late: list[Callable[[], Any]] = []
        self.saved_office = self.office_at_start
        self.saved_portals = {uai: portal.backup() for uai, portal in office.portals.items()}
        self.calls = 0
        self.fault: tuple[int, str] | None = None
        self.meanwhile: tuple[int, str, int] | None = None

    # Four rules, each with its table: many rules of equal weight would leave one sync in two histories.

    @rule(what=st.sampled_from(OFFICE_ACTS), which=st.integers(0, 63))
    def act(self, what: str, which: int) -> None:
        """The office does something."""
        self._do(what, which)

    @rule(what=st.sampled_from((*_FAMILY_ACTS, *_FAMILY_ACTS, *_PORTAL_ACTS)), which=st.integers(0, 15))
    def act_elsewhere(self, what: str, which: int) -> None:
        """A family, or the host, does something."""
        self._do(what, which)

    @rule(what=st.sampled_from(_TROUBLES))
    def trouble(self, what: tuple[str, Any]) -> None:
        """Something happens between two syncs."""
        name, argument = what
        self.log.append(f"{name} {argument}")
        if name == "deliver_late":
            self.deliver_late()
        elif name == "pair":
            self._pair(UAI)
        else:
            getattr(self, name)(argument)

    def _do(self, what: str, which: int) -> None:
        self.log.append(f"{what} {which}")
        self.ledger.office_has_ended |= what in _ENDING
        self.ledger.office_has_corrected |= what in {"correct", "swap", "erase_account", "erase_old"}
        if what in OFFICE_ACTS:
            self.acts.do(what, which)
        else:
            getattr(self, what)(which)

    # Families and the host

    def ask(self, which: int) -> None:
        """A family asks, at one of the schools."""
        if which % 4 == 3:
            self.office.portals[OTHER_UAI].ask(OTHERS[which // 4 % len(OTHERS)])
        elif which % 4 == 2:
            self.office.portal.ask(PEOPLE[which // 4], email=f"a{next(self.names)}@exemple.fr")
        else:
            self.office.portal.ask(PEOPLE[which // 4])

    def confirm(self, which: int) -> None:
        """A family confirms its address."""
        known = sorted(self.office.portal.requests)
        if known:
            self.office.portal.confirm(known[which % len(known)])

    def choose(self, which: int) -> None:
        """A family chooses a password."""
        portal, account = self._account(which)
        if generation := portal.choose(account):
            self.ledger.chosen[account] = generation

    def sign_in(self, which: int) -> None:
        """A family signs in with what was lent to it."""
        portal, account = self._account(which)
        for one in sorted(portal.opening(account) - {"own"})[:1]:
            portal.sign_in(account, one)

    def forget(self, which: int) -> None:
        """A family has forgotten its password."""
        portal, account = self._account(which)
        portal.forget(account)

    def change_email(self, which: int) -> None:
        """A family takes another address, and confirms it; one in four takes that of another account here."""
        portal, account = self._account(which)
        others = [
            one for (one,) in self.office.rows("SELECT email FROM account WHERE email <> '' ORDER BY 1")
        ]
        typed = f"n{next(self.names)}@exemple.fr"
        typed = others[which % len(others)] if others and which % 4 == 0 else typed
        if portal.change_email(account, typed):
            self.ledger.emails[account] = typed

    def close(self, which: int) -> None:
        """A family closes its account."""
        portal, account = self._account(which)
        if portal.close(account):
            self.ledger.closed.add(account)

    def erase_account(self, which: int) -> None:
        """The host erases a family's account, or the portal an old one."""
        portal, account = self._account(which)
        if account:
            portal.erase("account", account)

    def erase_diner(self, which: int) -> None:
        """The portal erases an old diner."""
        known = sorted(self.office.portal.diners)
        if known:
            self.office.portal.erase("diner", known[which % len(known)])

    def _account(self, which: int) -> tuple[ModelPortal, str]:
        portal = self.office.portals[OTHER_UAI if which % 5 == 4 else UAI]
        # By when they were made: ids are drawn anew each time, and a history could not be replayed.
        known = list(portal.accounts)
        return portal, known[which % len(known)] if known else ""

    # The exchange

    @rule(
        first=st.sampled_from(["", "", "ask", "choose", *OFFICE_ACTS]),
        other=st.booleans(),
        fault=st.tuples(_AT, _FAULTS),
        meanwhile=st.none() | st.tuples(_AT, _MEANWHILE, st.integers(0, 15)),
        dies_at=st.none() | st.tuples(st.integers(0, 8), st.booleans()),
        settles=st.booleans(),
    )
    def sync(  # noqa: PLR0917 (hypothesis gives them by name)
        self,
        first: str,
        other: bool,
        fault: tuple[int, str] | None,
        meanwhile: tuple[int, str, int] | None,
        dies_at: tuple[int, bool] | None,
        settles: bool,
    ) -> None:
        """Something is done, a PC synchronises, and something happens to it; what then differs may be settled at once."""
        if first:
            self._do(first, 0)
        self.calls, self.fault, self.meanwhile = 0, fault, meanwhile
        self.office.dies_at = dies_at
        desk = self.office.other if other else self.office.desk
        with suppress(Crash):
            try:
                summary = synchronise(desk)
                self.log.append(f"sync {fault} {meanwhile} {dies_at}: {summary.sentence}"[:200])
                type(self).heard += summary.ok
                if settles:
                    for run in summary.schools:
                        self._settle_school(run)
            except Refused as error:
                if error.code not in {"sync_running", "sync_overtaken"}:
                    raise
        if self.office.dead:
            self.log.append(f"sync {fault} {meanwhile}, died {dies_at}")
        self.office.start_again()
        self.fault = self.meanwhile = None
        self._check_families()

    def deliver_late(self) -> None:
        """A request that was lost on its way arrives after all."""
        if self.late:
            _arrive(self.late.pop(0))

    # Time and copies

    def clock(self, minutes: int) -> None:
        """The office's clock jumps."""
        self.office.pass_by(minutes=minutes)

    def back_up(self, office: bool) -> None:
        """One side is saved."""
        if office:
            self.saved_office = self.office.save()
        else:
            self.saved_portals = {uai: portal.backup() for uai, portal in self.office.portals.items()}

    def restore(self, office: bool) -> None:
        """One side is put back as it was saved."""
        if office:
            self.office.restore(self.saved_office)
            self.ledger.restored.add("office")
            # Nothing waits on the wire for as long as it takes to put a copy back: what was late has died with it.
            self.late.clear()
        else:
            self.office.portal.restore(self.saved_portals[UAI])
            self.office.portal.declare_restored()
            self.ledger.restored.add("portal")

    # What happens within a sync

    def _wire(self, _call: str, do: Callable[[], Any], batch: list[Change] | None = None) -> Any:
        if self.office.dead:
            raise Crash
        number, self.calls = self.calls, self.calls + 1
        if self.meanwhile and self.meanwhile[0] == number:
            self._happen(*self.meanwhile[1:])
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

    def _happen(self, what: str, which: int) -> None:
        self.meanwhile, deaths = None, self.office.dies_at
        # What happens beside the sync happens to another program: it does not die of this one's death.
        self.office.dies_at = None
        match what:
            case "clock":
                self.office.pass_by(minutes=576_000)
            case "other pc":
                self._other_pc()
            case "restore":
                self.restore(office=False)
            case _:
                self._do(what, which)
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
        try:
            self._mend()
            found = [line for uai in URLS for line in disagreements(self.office, uai)]
            assert not found, "; ".join(found[:3])
            self._check_mails()
            self._check_ledger()
        except AssertionError as error:
            raise AssertionError(f"{error} | {'; '.join(self.log)}") from error

    def _mend(self) -> None:
        self.office.start_again()
        self.fault = self.meanwhile = None
        self._settle()
        if not self.late:
            return
        # What was lost on its way arrives at the very last, and must change nothing any more.
        for request in self.late:
            _arrive(request)
        self._settle()

    def _settle(self) -> None:
        """Synchronise as an office does until a run ends well; the clocks stay as they are."""
        for _ in range(_MOST_ROUNDS):
            summary = synchronise(self.office.desk)
            if summary.ok and not any(run.sent + run.received for run in summary.schools):
                break
            for run in summary.schools:
                self._settle_school(run)
        assert summary.ok, f"no run ends well: {summary.sentence}"
        proofs = {run.proof.outcome for run in summary.schools}
        assert proofs <= {ProofOutcome.AGREED, ProofOutcome.PENDING}, f"the last run proves {proofs}"

    def _settle_school(self, run: SchoolRun) -> None:
        """Do what the window offers after a run that did not end well: pair again, « Mettre d'accord… »."""
        desk = self.office.desk
        if run.error_code in {"key_unknown", "key_missing"}:
            self._pair(run.uai)
        elif run.error_kind == Outdated.__name__ or run.error_code == "moved":
            with suppress(Unreachable, Outdated, Refused):
                carry_out(desk, plan_reconciliation(desk, run.uai))

    def _pair(self, uai: str) -> None:
        desk, url, code = self.office.desk, URLS[uai], f"{uai} CODE"
        try:
            pairing.pair(desk, url, code)
        except Refused as error:
            if error.code != "bound_elsewhere":
                raise
            pairing.pair(desk, url, code, replace=True)

    def _check_mails(self) -> None:
        if self.ledger.restored >= {"office", "portal"}:
            return
        for portal in self.office.portals.values():
            assert len(portal.mails) == len(set(portal.mails)), "a mail was queued twice"
        if not self.ledger.restored:
            waited = self.office.rows(
                "SELECT mail_id FROM sheet WHERE mail_id <> '' AND mail_state <> 'failed' AND refused = ''"
                " AND used_at IS NULL AND mail_id NOT IN (SELECT key FROM pending_change)"
            )
            sent = {one for portal in self.office.portals.values() for one in portal.mails}
            assert {one for (one,) in waited} <= sent, "a mail was lost"

    def _check_ledger(self) -> None:
        twice = self.office.rows(
            "SELECT subject FROM journal WHERE what = 'request_received' GROUP BY subject HAVING count(*) > 1"
        )
        assert not twice or self.ledger.restored, "a request was taken in twice"
        self._check_families()
        if not self.ledger.restored:
            healed = self.office.rows("SELECT count(*) FROM journal WHERE what = 'sides_differed'")
            assert healed == [(0,)], "a difference had to be mended"

    def _check_families(self) -> None:
        """What families have done stands, at any moment."""
        ledger = self.ledger
        if ledger.restored:
            return
        held = {key: one for portal in self.office.portals.values() for key, one in portal.accounts.items()}
        if not ledger.office_has_corrected:
            for account, email in ledger.emails.items():
                assert held[account].email == email, "the family's address is gone"
        if ledger.office_has_ended:
            return
        for account, generation in ledger.chosen.items():
            if account not in ledger.closed:
                assert held[account].own == generation, "the family's password is gone"
        for account in ledger.closed:
            assert held[account].state == "closed", "what the family closed is open"


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
    office, office_at_start, portals_at_start = furnished()
    state = {
        "office": office,
        "office_at_start": office_at_start,
        "portals_at_start": portals_at_start,
        "mails_at_start": {
            uai: (list(portal.mails), list(portal.mailed)) for uai, portal in office.portals.items()
        },
        "keys_at_start": office.keys(),
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
        doubled = "twice" in words.partition(" | ")[0]
        tally.doubled += doubled
        tally.lost += not doubled
        tally.examples.append(f"seed {seed}: {words}"[:1500])


def _control(
    wrong: Wrong | None = None, variant: Callable[[], AbstractContextManager[Any]] = nullcontext
) -> Any:
    def control(plan: Plan, *_: object) -> Tally:
        with variant():
            return run(plan, wrong=wrong)

    return control


# Ways of being wrong that few histories meet: `make faults` tries thousands for them.
RARELY_MET = frozenset(
    {
        "an erased life taken",
        "own passwords outlive their end",
        "refusals mailed again",
        "pending taken for not sent",
    }
)
CAMPAIGNS = (
    Campaign(
        "histories",
        "random histories: families, two schools, two PCs, cuts, crashes around commits, late deliveries, copies, clocks",
        run,
        {
            "cursor saved first": _control(variant=variants.cursor_saved_first),
            "acts not remembered": _control(Wrong(forgets_acts=True)),
            "late older change applied": _control(Wrong(takes_late=True)),
            "a sum not altered": _control(Wrong(keeps_sums=True)),
            "an erased life taken": _control(Wrong(takes_erased_lives=True)),
            "own passwords outlive their end": _control(Wrong(keeps_own_passwords=True)),
            "refusals mailed again": _control(Wrong(mails_refusals_again=True)),
            "mails sent before their account": _control(variant=variants.mails_wait_for_nothing),
            "pairing moves the position": _control(variant=variants.pairing_moves_the_position),
            "pending taken for not sent": _control(variant=variants.pending_taken_for_unsent),
            "closing ends no password": _control(variant=variants.closing_ends_nothing),
        },
        sample=150,
        counts_histories=True,
    ),
)
