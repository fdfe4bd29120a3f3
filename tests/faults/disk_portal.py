"""The portal's disk full or failing under PostgreSQL; then room again."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import text
from tenacity import Retrying, stop_after_delay, wait_fixed

from tests.database import Postgres, running_postgres
from tests.faults import variants
from tests.faults.small_disk import NoMountError, SmallDisk, small_disk
from tests.faults.strace import NoStraceError, Strike, Tracer, calls_of, most_of_a_thread, struck
from tests.faults.tally import Campaign, Facts, Plan, Tally, wrongly
from tests.faults.world import Case, Ground, full, ground_on
from tests.people import STAFF, make_form

# The cluster takes 40 MB, its journal some segments of 16.
_DISK_MB = 320
# What a first sync of 1,100 diners finds left, in bytes: up to more than the tables grow by.
_LEFT = range(0, 640 * 1024, 16 * 1024)
# What it finds when the journal needs its next segment, of 16 MB.
_LEFT_FOR_JOURNAL = range(0, 16 << 20, 1 << 20)
_WRITING = (
    "pwrite64",
    "pwritev",
    "pwritev2",
    "fdatasync",
    "fsync",
    "write",
    "fallocate",
    "ftruncate",
    "pread64",
    "preadv",
)
_BACK_WITHIN_S = 60
# What a family is answered whose request is kept: see the page of confirmation.
_RECORDED = 303
# By how many calls of a kind a family's request is written, at most.
_OF_A_FAMILY = 4
# What part of the strikes may find that PostgreSQL has made fewer calls than in the run without a fault.
_MAY_MISS = 0.2


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with the disk: so many bytes left, or a strike at PostgreSQL's calls.

    Attributes:
        journal: whether the journal needs a new segment just then.
        family_first: whether a family asks before the office synchronises.
    """

    left: int = 0
    journal: bool = False
    strike: Strike | None = None
    family_first: bool = False

    def __str__(self) -> str:
        if self.strike:
            return f"PostgreSQL, {self.strike}{' of a family' if self.family_first else ''}"
        return f"{self.left // 1024} kB left{' and the journal full' if self.journal else ''}"


@dataclass(frozen=True, slots=True)
class _Place:
    """The portal on its small disk, a school before its first sync, and what both sides hold in the end."""

    disk: SmallDisk
    server: Postgres
    ground: Ground
    bugs: "Bugs"
    template: Case
    expected: Facts


class Bugs:
    """Stands around the portal and counts the answers by which it calls itself broken.

    Attributes:
        met: how many.
    """

    def __init__(self) -> None:
        self.met = 0

    def around(self, app: Any) -> Any:
        """Return the application, watched."""

        async def watched(scope: Any, receive: Any, send: Any) -> None:
            async def sent(message: Any) -> None:
                self.met += message.get("status") == 500
                await send(message)

            await app(scope, receive, sent)

        return watched


class DiskPortal:
    """The campaign."""

    def __call__(self, plan: Plan, _ground: Ground | None = None) -> Tally:
        """Try each trouble during a sync and a family's request."""
        tally = Tally()
        try:
            with _place() as place:
                troubles = [Trouble(left) for left in _LEFT]
                troubles += [Trouble(left, journal=True) for left in _LEFT_FOR_JOURNAL]
                strikes = _strikes(place)
                troubles += [Trouble(strike=strike) for strike in strikes]
                troubles += [
                    Trouble(strike=one, family_first=True) for one in strikes if one.number <= _OF_A_FAMILY
                ]
                missed = 0
                for trouble in plan.share(troubles):
                    one = _try(place, trouble)
                    missed += bool(trouble.strike and not one.faults)
                    tally.add(one)
                # PostgreSQL does not write the same number of times at each run; a few strikes come too late.
                if missed > _MAY_MISS * len(strikes):
                    tally.errors.append(f"{missed} strikes at PostgreSQL's calls found no such call")
        except (NoStraceError, NoMountError) as error:
            tally.errors.append(str(error))
        return tally


@contextmanager
def _place() -> Iterator[_Place]:
    bugs = Bugs()
    with (
        small_disk(_DISK_MB) as disk,
        running_postgres(disk.folder) as server,
        ground_on(server.superuser_url, bugs.around) as ground,
    ):
        with psycopg.connect(server.superuser_url, autocommit=True) as connection:
            # Its journal then wants a new file for each segment.
            connection.execute("ALTER SYSTEM SET wal_recycle = off")
            connection.execute("ALTER SYSTEM SET min_wal_size = '32MB'")
            connection.execute("SELECT pg_reload_conf()")
        template = full(ground)
        yield _Place(disk, server, ground, bugs, template, _without_a_fault(ground, template))


def _without_a_fault(ground: Ground, template: Case) -> Facts:
    case = ground.copy(template)
    assert _sync_and_ask(ground, case) == ("", _RECORDED)
    done = case.sync()
    assert done.ok, done.sentence
    facts = case.facts()
    case.forget()
    return facts


def _strikes(place: _Place) -> list[Strike]:
    """Return an error at each call by which the portal's connection writes and reads during a sync."""
    case = place.ground.copy(place.template)
    with _struck(place, ()) as lines:
        assert case.sync().ok
    case.forget()
    most = most_of_a_thread([call for call in calls_of(lines) if str(place.server.data) in call.place])
    return [
        Strike(kind, number, "error=EIO") for kind, count in most.items() for number in range(1, count + 1)
    ]


@contextmanager
def _struck(place: _Place, strikes: Sequence[Strike]) -> Iterator[list[str]]:
    """Trace the connections that PostgreSQL takes from now on; the list is filled at the end."""
    lines: list[str] = []
    pid = int((place.server.data / "postmaster.pid").read_text(encoding="utf-8").split()[0])
    _hang_up(place)
    with tempfile.TemporaryDirectory(prefix="turbo-trace-") as folder:
        kinds = [one.kind for one in strikes] or _WRITING
        tracer = Tracer(pid, Path(folder) / "trace.txt", kinds, strikes)
        try:
            yield lines
        finally:
            lines += tracer.leave()


def _hang_up(place: _Place) -> None:
    """End the portal's connections: those that come next are traced from their first call."""
    with psycopg.connect(place.server.superuser_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'turbo_portal'"
        )


def _try(place: _Place, trouble: Trouble) -> Tally:
    case = place.ground.copy(place.template)
    bugs = place.bugs.met
    told = _during(place, case, trouble)
    tally = _clear(trouble, told)
    if place.bugs.met > bugs:
        tally.lost += 1
        tally.examples.append(f"{trouble}: the portal calls it a bug of its own")
    tally.faults = int(told.struck)
    _wait_until_back(place)
    # A family that was told to come back does.
    asked = told.asked if told.asked == _RECORDED else _ask(place.ground, case)
    again = case.sync()
    found = f"then {asked} and: {again.sentence}"
    tally.compare(
        place.expected, case.facts(), f"{trouble} (told {told.said or 'all is well'}, {told.asked}, {found})"
    )
    case.forget()
    return tally


@dataclass(frozen=True, slots=True)
class _Told:
    """What people were told while something was wrong.

    Attributes:
        said: to the clerk, a code; empty when all went well.
        asked: the status that a family got for its request.
        struck: whether anything was wrong.
    """

    said: str
    asked: int
    struck: bool


def _during(place: _Place, case: Case, trouble: Trouble) -> _Told:
    if trouble.strike:
        with _struck(place, [trouble.strike]) as lines:
            said, asked = _sync_and_ask(place.ground, case, family_first=trouble.family_first)
        return _Told(said, asked, struck(lines) > 0)
    place.disk.leave(trouble.left)
    try:
        if trouble.journal:
            _begin_a_segment(place)
        said, asked = _sync_and_ask(place.ground, case)
    finally:
        place.disk.make_room()
    # With enough left nothing was wrong.
    return _Told(said, asked, bool(said) or asked != _RECORDED)


def _begin_a_segment(place: _Place) -> None:
    """Let the journal want a new file, which PostgreSQL breaks off at when there is no room for it."""
    with (
        suppress(psycopg.OperationalError),
        psycopg.connect(place.server.superuser_url, autocommit=True) as connection,
    ):
        connection.execute("SELECT pg_switch_wal()")
        connection.execute("CREATE TEMPORARY TABLE anything AS SELECT 1")


def _clear(trouble: Trouble, told: _Told) -> Tally:
    tally = Tally()
    if told.said not in {"", "unavailable"}:
        tally.lost += 1
        tally.examples.append(f"{trouble}: the clerk is told {told.said}")
    if told.asked not in {_RECORDED, 503}:
        tally.lost += 1
        tally.examples.append(f"{trouble}: the family is answered {told.asked}")
    return tally


def _sync_and_ask(ground: Ground, case: Case, *, family_first: bool = False) -> tuple[str, int]:
    """Return what the clerk is told, empty for nothing wrong, and the status that a family gets for its request."""
    asked = _ask(ground, case) if family_first else 0
    (run,) = case.sync().schools
    return run.error_code, asked or _ask(ground, case)


def _ask(ground: Ground, case: Case) -> int:
    with ground.site.visitor(case.uai) as visitor:
        page = visitor.get("creer-un-compte")
        if page.status_code != 200:
            return page.status_code
        return visitor.submit("creer-un-compte", **make_form(STAFF)).status_code


def _wait_until_back(place: _Place) -> None:
    """Wait until PostgreSQL has mended itself; started by its host when it has ended instead."""
    for attempt in Retrying(stop=stop_after_delay(_BACK_WITHIN_S), wait=wait_fixed(0.1), reraise=True):
        with attempt:
            place.server.start_again()
            with psycopg.connect(
                place.server.superuser_url, autocommit=True, connect_timeout=5
            ) as connection:
                # Else its journal would in the end fill the disk by itself.
                connection.execute("CHECKPOINT")
            with place.ground.portal.superuser.host() as held:
                held.execute(text("SELECT 1"))


CAMPAIGNS = (
    Campaign(
        "disk-portal",
        "the portal's disk with hardly any room, its journal without, or failing at each read, write and sync",
        DiskPortal(),
        {"failures taken for done": wrongly(DiskPortal(), variants.failures_taken_for_done)},
    ),
)
