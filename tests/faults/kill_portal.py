"""The portal killed (`kill -9`) at any point of a synchronisation and of the mailing that follows it.

Where: after a drawn byte between the office and the portal, between the portal and PostgreSQL (so between any two
statements, and around each commit), or between the mail worker and the mail server. Whom: the web processes, the mail
worker, a backend of PostgreSQL, its postmaster, or everything at once. Then whoever watches over the portal starts it
again, the office synchronises again, and both sides must be equal to the fault-free run.

A mail may leave twice only where its worker died between the server's « 250 » and writing it down, so that nobody is
left who has heard it; the second must bear the same Message-ID. A kill that struck when all was over is not counted.
"""

import dataclasses
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

from msgspec import structs

from tests.faults import house, variants
from tests.faults.house import House, served_house
from tests.faults.tally import Campaign, Facts, Plan, Tally
from tests.faults.world import Case, Ground
from tests.people import Person
from turbo_admin.core.errors import Unreachable
from turbo_admin.demo.catcher import Catcher
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.intake import acts
from turbo_admin.office.intake import lines as intake_lines
from turbo_admin.office.outbox import queue
from turbo_admin.office.settings import school_settings
from turbo_admin.office.sheets import mail
from turbo_admin.portal.host import worker
from turbo_admin.portal.mail.send_results import record_result
from turbo_admin.portal.mail.sending import SendingResult, try_mail
from turbo_admin.store import diners

_KILLS = 340
_FAR = datetime.max.replace(tzinfo=UTC)
_SETTLED_S = 60.0
_NAMES = ("Aubry", "Bernard", "Colin", "Dumas", "Étienne", "Faure", "Giraud", "Humbert", "Imbert", "Joly")
_ISSUED, _REFUSED, _ASKED_SINCE = 5, 2, 3
# (where, whom), as often as each is drawn; a worker is only seen to die between a mail and its note at its own wire.
_SPOTS = (
    *[("office", whom) for whom in ("web", "one web", "backend", "postmaster", "all", "mail")],
    *[("database", whom) for whom in ("web", "one web", "backend", "postmaster", "all", "mail", "mail")],
    *[("mail", whom) for whom in ("mail", "mail", "backend", "postmaster", "all")],
)
# A living worker asks again for its database every 8 s at worst, and this machine may be busy.
_STILL_S = 15
# Whose death breaks the very connection whose bytes are counted.
_ENDS = {
    "office": {"web", "one web", "all"},
    "database": {"web", "backend", "postmaster", "all"},
    "mail": {"mail", "all"},
}


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill.

    Attributes:
        at: after what share of the bytes of the fault-free run.
    """

    where: str
    whom: str
    at: float


def run(plan: Plan, *_: object) -> Tally:
    """Kill the portal at drawn points, mend it, synchronise again, compare."""
    return _campaign(plan, _SPOTS)


def _campaign(
    plan: Plan, spots: Sequence[tuple[str, str]], *, until_failed: bool = False, **wrong: Any
) -> Tally:
    draw = Random(plan.seed)  # noqa: S311 (replayable, no secret)
    kills = [Kill(*spots[number % len(spots)], draw.random()) for number in range(_KILLS)]
    draw.shuffle(kills)
    tally = Tally()
    with Catcher() as smtp, served_house(smtp, **wrong) as (served, ground):
        play = _Play(served, ground, smtp, _busy(ground))
        expected, sizes = play.whole()
        for kill in kills[: plan.amount][plan.part :: plan.parts]:
            tally.add(play.once(kill, sizes[kill.where], expected))
            if until_failed and tally.failed:
                break
    return tally


@dataclass
class _Play:
    house: House
    ground: Ground
    smtp: Catcher
    template: Case

    def whole(self) -> tuple[Facts, dict[str, int]]:
        """Play it through, unharmed; returns what both sides hold then, and how many bytes passed at each tap."""
        case = self.ground.copy(self.template)
        for tap in self.house.taps.values():
            tap.arm(0, None)
        assert case.sync(self.house.taps["office"].url).ok
        _wait(lambda: _unsettled(case) == [])
        # What the worker says to PostgreSQL before it falls asleep comes after all that matters.
        sizes = {
            name: int(tap.since * (0.93 if name == "database" else 1))
            for name, tap in self.house.taps.items()
        }
        facts = self._end(case)
        assert self._mails_of(case) == dict.fromkeys(_message_ids(case), 1)
        case.forget()
        return facts, sizes

    def once(self, kill: Kill, size: int, expected: Facts) -> Tally:
        """Kill once."""
        tally, case, struck = Tally(), self.ground.copy(self.template), threading.Event()
        struck_at = [_FAR]

        def strike() -> bool:
            struck_at[0] = datetime.now(UTC)
            # All that has not left yet, and all that is not told yet, is under way.
            tally.faults = int(self.house.kill(kill.whom) > 0)
            struck.set()
            return kill.whom in _ENDS[kill.where]

        self.house.taps[kill.where].arm(1 + int(kill.at * size), strike)
        syncing = threading.Thread(target=case.sync, args=(self.house.taps["office"].url,))
        syncing.start()
        _wait(lambda: struck.is_set() or not (syncing.is_alive() or _unsettled(case)))
        self.house.taps[kill.where].arm(0, None)
        if struck.is_set():
            self.house.mend()
        syncing.join()
        in_doubt = self._settle(case, struck_at[0], worker_died=kill.whom in {"mail", "all"})
        what = f"{kill.whom} killed at {kill.at:.4f} of {kill.where}"
        tally.compare(expected, self._end(case), what)
        self._check_mails(case, in_doubt, tally, what)
        case.forget()
        return tally

    def _settle(self, case: Case, struck_at: datetime, *, worker_died: bool) -> set[str]:
        """Let the mails leave; five minutes pass for what a worker had in hand when it died.

        Returns:
            The Message-IDs of mails one of which may have left without anybody knowing.
        """
        case.sync()
        dropped = _in_hand(case, struck_at)
        if not worker_died:
            # A living worker holds up to eight in hand, and writes down what becomes of each as soon as it can: as long
            # as it gets on, no five minutes have passed. A claim whose answer it never got stays as it is.
            while dropped and _wait(
                lambda: _in_hand(case, struck_at) != dropped,  # noqa: B023 (at once)
                seconds=_STILL_S,
                strict=False,
            ):
                dropped = _in_hand(case, struck_at)
        self.ground.portal.rows(
            "UPDATE mail SET claimed_at = claimed_at - interval '6 minutes' WHERE school_id = :uai"
            " AND state = 'sending' AND message_id = ANY(:dropped)",
            uai=case.uai,
            dropped=list(dropped),
        )
        self.ground.portal.rows("SELECT pg_notify('turbo_mail', '')")
        _wait(lambda: _unsettled(case) == [])
        return dropped if worker_died else set()

    def _end(self, case: Case) -> Facts:
        """Synchronise until there is nothing left to say."""
        for _ in range(6):
            summary = case.sync()
            if summary.ok and not summary.schools[0].received + summary.schools[0].sent:
                break
        return case.facts()

    def _mails_of(self, case: Case) -> dict[str, int]:
        wanted = set(_message_ids(case))
        found = Counter(str(one["Message-ID"]).strip("<>").partition("@")[0] for one in self.smtp.messages)
        return {one: number for one, number in found.items() if one in wanted}

    def _check_mails(self, case: Case, in_doubt: set[str], tally: Tally, what: str) -> None:
        # Those of the template left from the template's own school, under the same ids.
        expected, found = _message_ids(case), self._mails_of(case)
        lost = [one for one in expected if one not in found]
        # One worker hands over one mail at a time: of those that it had in hand, one may have left.
        doubtful = sum(found.get(one, 0) - 1 for one in in_doubt & found.keys())
        doubled = sum(number - 1 for one, number in found.items() if one not in in_doubt) + max(
            0, doubtful - 1
        )
        tally.lost += len(lost)
        tally.doubled += doubled
        if lost or doubled:
            tally.examples.append(f"{what}: mails lost {len(lost)}, doubled {doubled}")


def _busy(ground: Ground) -> Case:
    """Prepare a school whose next sync carries settings, diners, requests, accounts, mails and refusals."""
    people = [
        Person(
            f"d-{number}", f"0683-{number:05d}", name.upper(), "Alix", "5 A", (f"famille{number}@exemple.fr",)
        )
        for number, name in enumerate(_NAMES, start=1)
    ]
    case = ground.found(people)
    for person in people[: _ISSUED + _REFUSED]:
        case.ask(person)
    first = case.sync()
    assert first.ok, first.sentence
    with case.desk() as desk:
        lines = [line.id for line in intake_lines.request_lines(desk)]
        issued = from_requests.issue(desk, lines[:_ISSUED])
        assert mail.mail_sheets(desk, issued.sheets).queued == _ISSUED
        acts.refuse(desk, lines[_ISSUED:], "Cette carte n’est plus la vôtre.")
        school_settings.save_settings(
            desk, case.uai, structs.replace(school_settings.settings_of(desk, case.uai), name="Autre nom")
        )
        with desk.database.write() as session:
            moved = [
                dataclasses.replace(one, class_name="4 B")
                for one in diners.diners(session, case.uai)
                if one.id in {"d-1", "d-9"}
            ]
            diners.change_diners(session, moved)
            queue.enqueue_diners(session, case.uai, moved)
    for person in people[-_ASKED_SINCE:]:
        case.ask(person)
    _wait(lambda: _unsettled(case) == [])
    return case


def _unsettled(case: Case) -> list[tuple[str, str]]:
    """Return (Message-ID, state) of the mails that have neither left nor failed."""
    return case.ground.portal.rows(
        "SELECT message_id, state FROM mail WHERE school_id = :uai AND state NOT IN ('sent', 'failed')",
        uai=case.uai,
    )


def _message_ids(case: Case) -> list[str]:
    rows = case.ground.portal.rows("SELECT message_id FROM mail WHERE school_id = :uai", uai=case.uai)
    return [one for (one,) in rows]


def _in_hand(case: Case, since_before: datetime) -> set[str]:
    """Return the Message-IDs of mails that a worker has had in hand since before then."""
    rows = case.ground.portal.rows(
        "SELECT message_id FROM mail WHERE school_id = :uai AND state = 'sending' AND claimed_at <= :at",
        uai=case.uai,
        at=since_before,
    )
    return {one for (one,) in rows}


def _wait(fact: Callable[[], Any], seconds: float = _SETTLED_S, *, strict: bool = True) -> bool:
    """Wait for something of other processes, which tell nobody; while PostgreSQL is dead nothing is known.

    Returns:
        Whether it came about; never False when that is an error.
    """
    until = time.monotonic() + seconds
    while not _known(fact):
        if time.monotonic() > until:
            if strict:
                raise TimeoutError("it did not settle")
            return False
        threading.Event().wait(0.02)
    return True


def _known(fact: Callable[[], Any]) -> bool:
    try:
        return bool(fact())
    except Unreachable:
        return False


# What the children of the controls run.


def run_forgetful_web(*arguments: Any) -> None:
    """Be a web process that does again what is sent again."""
    with variants.nothing_remembered():
        house.run_web(*arguments)


def run_hasty_worker(*arguments: Any) -> None:
    """Be a mail worker that notes a mail as sent, then sends it."""
    with _noted_first():
        house.run_worker(*arguments)


@contextmanager
def _noted_first() -> Any:
    right = try_mail

    def note_then_try(postman: Any, row: Any, now: Any) -> Any:
        sent = SendingResult("sent")
        record_result(postman.database, row, sent, now)
        right(postman, row, now)
        return sent

    with variants.planted(worker, "try_mail", note_then_try):
        yield


def _control(where: str, whom: str, **wrong: Any) -> Any:
    """Kill where the fault shows, until it does: a control has to fail, not to be exhaustive."""

    def control(plan: Plan, *_: object) -> Tally:
        return _campaign(dataclasses.replace(plan, amount=None), [(where, whom)], until_failed=True, **wrong)

    return control


CAMPAIGNS = (
    Campaign(
        "kill-portal",
        "kill -9 of web processes, mail worker, PostgreSQL's backends and postmaster at drawn points of a sync and its mails",
        run,
        {
            "acts not remembered": _control("office", "web", run_web=run_forgetful_web),
            "mail noted before it is sent": _control("mail", "mail", run_worker=run_hasty_worker),
        },
        sample=5,
    ),
)
