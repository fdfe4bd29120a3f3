"""Rows of the bench about synchronisation: real offices and a portal that serves, over HTTP of this machine.

Both sides wait for the disk as they do at a school's and at a host's. What a figure is compared with is measured in
the same run, right beside it.
"""

import atexit
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import cache
from typing import Any

import psutil
import psycopg

from tests.bench.ground import ROOT, Ground, Office, ground, make_diner
from turbo_admin.core.uai import make_uai
from turbo_admin.office.sync.run import synchronise
from turbo_admin.office.sync.summary import SyncSummary
from turbo_admin.outside.portal.portal_client import PortalClient
from turbo_admin.store.outbox import count_waiting

_FEW, _MANY = 1_000, 100_000
_EDITED = 100
_SCHOOLS = 50
_DINERS_OF_SCHOOL = 500
_MEGABYTE = 1024 * 1024
_LOOK_EVERY_S = 0.02
_marks = iter(range(1_000_000))


def first_1000_row() -> tuple[float, float]:
    """Return the seconds of the first synchronisation of 1,000 diners, and of a bare upsert of the same rows."""
    return _first(1_000)


def first_10000_row() -> tuple[float, float]:
    """Likewise for 10,000 diners."""
    return _first(10_000)


def empty_row() -> float:
    """Return the milliseconds of a synchronisation that finds nothing to do, in a process that is there already."""
    return _empty(settled(_FEW))


def empty_many_row() -> tuple[float, float]:
    """Return the same among 100,000 diners, and among 1,000."""
    return _empty(settled(_MANY)), _empty(settled(_FEW))


def command_row() -> float:
    """Return the seconds of a whole `turbo-admin sync` that finds nothing to do."""
    office = settled(_FEW)
    return timed(lambda: _command(office))


def edits_row() -> tuple[float, float]:
    """Return the milliseconds of a synchronisation of 100 edited diners among 100,000, and among 1,000."""
    return _edits(settled(_MANY)), _edits(settled(_FEW))


def memory_row() -> float:
    """Return the megabytes that `turbo-admin sync` needs at most, to tell a portal its first 100,000 diners."""
    with ground().office(_MANY) as office:
        office.desk.close()
        most = _peak(_arguments(office))
        with office.desk.database.read() as session:
            if count_waiting(session):
                raise AssertionError("not all was sent")
        return most


def page_row() -> float:
    """Return the seconds within which 99 of 100 pages are answered while 50 schools synchronise at once."""
    pages, _ = _together()
    return sorted(pages)[-(-len(pages) * 99 // 100) - 1]


def fair_row() -> tuple[float, float]:
    """Return the seconds of the slowest of 50 schools that synchronise at once, and of the one in the middle."""
    _, runs = _together()
    return max(runs), sorted(runs)[len(runs) // 2]


def _first(many: int) -> tuple[float, float]:
    with ground().office(many) as office:
        seconds = timed(lambda: well(synchronise(office.desk), sent=many + 1))
    return seconds, _bare_upsert(ground(), many)


def _bare_upsert(at: Ground, many: int) -> float:
    """Return the seconds of one transaction that upserts the rows into a table of the portal's form, unguarded."""
    uai = make_uai(990_001)
    people = (make_diner(uai, number) for number in range(many))
    rows = [(uai, one.id, one.last_name, one.first_name, one.class_name, one.left) for one in people]
    with psycopg.connect(at.cluster.url("postgres")) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS bare (school_id text, diner_id text, last_name text NOT NULL,"
            ' first_name text NOT NULL, class_name text NOT NULL, "left" boolean NOT NULL,'
            " PRIMARY KEY (school_id, diner_id))"
        )
        connection.execute("TRUNCATE bare")
        connection.commit()
        return timed(lambda: _upsert(connection, rows))


def _upsert(connection: Any, rows: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO bare VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (school_id, diner_id) DO UPDATE SET"
            " last_name = excluded.last_name, first_name = excluded.first_name,"
            ' class_name = excluded.class_name, "left" = excluded."left"',
            rows,
        )
    connection.commit()


@cache
def settled(many: int) -> Office:
    """Return an office whose portal knows all: made once for the rows that share it.

    Args:
        many: diners.
    """
    office = house().enter_context(ground().office(many))
    well(synchronise(office.desk), sent=many + 1)
    for _ in range(2):
        synchronise(office.desk)
    _command(office)
    return office


@cache
def house() -> ExitStack:
    """Return what closes as this process ends, before the portal does."""
    ground()  # it is to end after the desks, and what is begun first ends last
    stack = ExitStack()
    atexit.register(stack.close)
    return stack


def _empty(office: Office) -> float:
    return 1000 * timed(lambda: well(synchronise(office.desk), sent=0))


def _edits(office: Office) -> float:
    """Return the milliseconds of the second such run: the first one of a process prepares its statements."""
    for _ in range(2):
        office.edit(_EDITED, f"{next(_marks)} A")
        taken = timed(lambda: well(synchronise(office.desk), sent=_EDITED))
    return 1000 * taken


def well(summary: SyncSummary, *, sent: int) -> None:
    """Make sure that what is timed was done."""
    if not summary.ok or sum(run.sent for run in summary.schools) != sent:
        raise AssertionError(summary.sentence)


def _arguments(office: Office) -> list[str]:
    return [sys.executable, "-m", "turbo_admin", "sync", "--database", str(office.path)]


def _command(office: Office) -> None:
    subprocess.run(_arguments(office), check=True, capture_output=True, env=ground().environment, cwd=ROOT)


def _peak(arguments: list[str]) -> float:
    """Run a program and return the megabytes of memory that it held at most."""
    most = 0
    with subprocess.Popen(
        arguments, stdout=subprocess.DEVNULL, env=ground().environment, cwd=ROOT
    ) as program:
        watched = psutil.Process(program.pid)
        while program.poll() is None:
            with suppress(psutil.Error, subprocess.TimeoutExpired):
                most = max(most, watched.memory_info().rss)
                program.wait(_LOOK_EVERY_S)
    if program.returncode:
        raise AssertionError(f"exit code {program.returncode}")
    return most / _MEGABYTE


class _TimedClient(PortalClient):
    """Notes how long each page took, its repeats and what waits for this process included."""

    pages: list[float]

    def events(self, *arguments: Any, **options: Any) -> Any:
        """Ask for events."""
        return self._noted(lambda: super(_TimedClient, self).events(*arguments, **options))

    def change(self, *arguments: Any, **options: Any) -> Any:
        """Tell changes."""
        return self._noted(lambda: super(_TimedClient, self).change(*arguments, **options))

    def _noted(self, call: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        try:
            return call()
        finally:
            self.pages.append(time.perf_counter() - began)


def _together() -> tuple[list[float], list[float]]:
    """Let 50 schools tell their rosters at the same moment; return the seconds of all pages, and of each run."""
    pages: list[float] = []

    def connect(url: str, **identity: Any) -> PortalClient:
        client = _TimedClient(url, **identity)
        client.pages = pages
        return client

    with ExitStack() as house:
        offices = [house.enter_context(ground().office(_DINERS_OF_SCHOOL, connect)) for _ in range(_SCHOOLS)]
        pages.clear()
        start = threading.Barrier(_SCHOOLS)

        def run(office: Office) -> float:
            start.wait()
            return timed(lambda: well(synchronise(office.desk), sent=_DINERS_OF_SCHOOL + 1))

        with ThreadPoolExecutor(_SCHOOLS) as pool:
            return pages, list(pool.map(run, offices))


def timed(act: Callable[[], object]) -> float:
    """Return how many seconds an act took."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
