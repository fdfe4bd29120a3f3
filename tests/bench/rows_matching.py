"""Matching: many requests at once, one as it is opened, and how right it is."""

import atexit
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from functools import cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import Indel

from tests.matching import SITE_CODE, Score, golden_cases, golden_diners, scored
from tests.mistakes import slip
from tests.people import SCHOOL_NAME, UAI
from turbo_admin.core.matching.evidence import MatchRequest, RosterDiner
from turbo_admin.core.matching.first_names import USUAL_FIRST_NAMES
from turbo_admin.core.matching.match import Roster, match_all
from turbo_admin.demo.stage import MemoryVault
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.office.settings import school_edits
from turbo_admin.store import diners
from turbo_admin.store.engine.diner_records import DinerRecord

_WORDS = """
mar du pon le roux ben al ga ri to vi lan cas tel mo reau ber nard gi rou sau va ge ot ier ski ova oui had dad
"""
# Six diners bear each surname, as in a town.
_BEARERS = 6
_MANY, _REQUESTS, _LARGEST = 20_000, 2_000, 100_000
_OPENED_OF_A_KIND = 15
_KINDS = (
    "as printed",
    "slip in the name",
    "no card",
    "first name unknown",
    "stranger",
    "half the name wrong, no card",
)
# Of twenty requests of a term, how many are of each kind.
_TERM = [0] * 10 + [1] * 3 + [2] * 3 + [3] + [4] + [5] * 2


def many_row() -> tuple[float, float]:
    """Match 2,000 requests against 20,000 diners, roster at hand; and cdist of the same names."""
    people = invented(_MANY)
    draw = random.Random(7)  # noqa: S311 (a replayable roster, not a secret)
    requests = [
        typed(draw, diner, _TERM[number % len(_TERM)])
        for number, diner in enumerate(draw.sample(people, _REQUESTS))
    ]
    roster = Roster(people, SITE_CODE)
    started = time.perf_counter()
    match_all(requests, roster)
    ours = time.perf_counter() - started
    asked = [f"{one.last_name} {one.first_name}" for one in requests]
    held = [f"{one.last_name} {one.first_name}" for one in people]
    started = time.perf_counter()
    process.cdist(asked, held, scorer=Indel.normalized_similarity)
    return ours, time.perf_counter() - started


def many_alone_row() -> float:
    """The same in seconds."""
    return many_row()[0]


def opened_row() -> float:
    """Match one request as it is opened, 100,000 diners in the office: the median of the slowest kind, in ms."""
    people, desk = invented(_LARGEST), _office()
    draw = random.Random(7)  # noqa: S311 (a replayable roster, not a secret)
    times: defaultdict[int, list[float]] = defaultdict(list)
    for number, diner in enumerate(draw.sample(people, _OPENED_OF_A_KIND * len(_KINDS))):
        asked = typed(draw, diner, number % len(_KINDS))
        started = time.perf_counter()
        with desk.database.read() as session:
            desk.rosters.roster(session, UAI, keep=True).match(asked)
        times[number % len(_KINDS)].append(1000 * (time.perf_counter() - started))
    return max(map(statistics.median, times.values()))


@cache
def _score() -> Score:
    """Hold the rule against the labelled requests, once, and print the confusion table."""
    score = scored(golden_cases(), Roster(golden_diners(), SITE_CODE))
    sys.stdout.write(score.table() + "\n\n")
    return score


def wrong_row() -> float:
    """Count the labelled requests of which the rule is certain, wrongly."""
    return float(len(_score().wrong_certain))


def found_row() -> float:
    """Return how many of the truly certain the rule finds, in percent."""
    return 100 * _score().certain_found / _score().certain


def first_row() -> float:
    """Return how many of the others have the right diner among the first three candidates, in percent."""
    return 100 - 100 * len(_score().missed) / _score().others


@cache
def _office() -> Desk:
    """Open an office with all the diners, its roster at hand; once for all runs."""
    holder = tempfile.TemporaryDirectory(prefix="turbo-bench-")
    atexit.register(holder.cleanup)
    desk = open_desk(str(Path(holder.name) / "bureau.db"), vault=MemoryVault(), who="bench")
    atexit.register(desk.close)
    school_edits.add_school(desk, UAI, SCHOOL_NAME, SITE_CODE)
    with desk.database.write() as session:
        diners.add_diners(session, [_record(diner) for diner in invented(_LARGEST)])
    with desk.database.read() as session:
        desk.rosters.roster(session, UAI, keep=True)
    return desk


def _record(diner: RosterDiner) -> DinerRecord:
    return DinerRecord(
        id=diner.id,
        uai=UAI,
        external_id=diner.id,
        last_name=diner.last_name,
        first_name=diner.first_name,
        class_name=diner.class_name,
        kind="élève",
        card=diner.card,
        left=diner.left,
        emails=diner.emails,
    )


@cache
def invented(count: int) -> list[RosterDiner]:
    """Invent a town's diners, two to a guardian's address."""
    draw = random.Random(11)  # noqa: S311 (a replayable roster, not a secret)
    lasts = [
        "".join(draw.choices(_WORDS.split(), k=draw.choice([2, 2, 3, 3, 4]))).upper()
        for _ in range(count // _BEARERS)
    ]
    firsts = sorted(USUAL_FIRST_NAMES)
    return [
        RosterDiner(
            id=f"d{place}",
            card=f"{SITE_CODE}-{place:05}",
            last_name=draw.choice(lasts),
            first_name=draw.choice(firsts).title(),
            class_name="5 A",
            left=draw.random() < 0.05,
            emails=(f"p{place // 2}@exemple.fr",),
        )
        for place in range(count)
    ]


def typed(draw: random.Random, diner: RosterDiner, kind: int) -> MatchRequest:
    """Type a request for a diner, right or wrong in one of the ways of `_KINDS`."""
    card, last, first = diner.card[-5:], diner.last_name, diner.first_name
    if kind == 1:
        last = slip(draw, last, "AEIRSTN")
    elif kind == 2:
        card = ""
    elif kind == 3:
        first = "Qqzwx"
    elif kind == 4:
        card, last, first = "", "Xyzzywk", "Wqkj"
    elif kind == 5:
        card, last = "", last[:-3] + "xwq"
    return MatchRequest("r", card, last, first, "x@exemple.org")
