"""Sixteen writers append events at once while an office reads and acknowledges them over the API: none is missed.

A writer takes its position, then lives on for a moment before it commits, as families' pages do; whichever commits
later must not be overtaken for good by a reader that has gone past it. A plain database sequence in the place of the
school's counter is the control: it has holes that fill up behind the reader's back.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from random import Random

from sqlalchemy import text

from tests.faults.tally import Campaign, Plan, Tally
from tests.faults.variants import planted
from tests.faults.world import Ground, new_ground
from tests.portal.office import Office
from tests.portal.site import Site
from turbo_admin.portal.base import events
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.base.roles import OWNER, PORTAL
from turbo_admin.portal.base.throttle import Limit, Limits
from turbo_admin.portal.schools.registry import add_school
from turbo_admin.protocol.events import RequestConfirmed

_WRITERS = 16
_EVENTS = 4000
_PAGE = 1000
# How long a transaction lives on after it has taken its position: one in thirty for longer. PostgreSQL's own time.
_LIVES_ON_S, _LIVES_LONGER_S = 0.001, 0.15
# The API lets a workstation call ten times a second; this one asks again at once.
_NO_THROTTLE = Limits(calls_of_key=Limit(timedelta(seconds=1), (0,) * 1000))


def run(plan: Plan, ground: Ground | None = None, *, plain: bool = False) -> Tally:
    """Append and read at once; every event that was committed must have been told, in its place, once."""
    amount = min(plan.amount or _EVENTS, _EVENTS) // plan.parts
    with (
        nullcontext(ground) if ground else new_ground() as place,
        Site(place.portal, limits=_NO_THROTTLE) as site,
    ):
        uai, office = place._new_uai(), Office(site.base)
        assert office.pair(add_school(place.portal.owner, uai, "Collège de l’Exemple")).status == 200
        with _plain_sequence(place, uai) if plain else nullcontext():
            told = _write_and_read(place, uai, office, amount, plan.seed + plan.part)
        written = [
            one for (one,) in place.portal.rows("SELECT event_id FROM event WHERE school_id = :uai", uai=uai)
        ]
    tally = Tally(faults=len(written))
    tally.compare(Counter(written), told, f"{len(written)} events of {_WRITERS} writers")
    return tally


def _write_and_read(ground: Ground, uai: str, office: Office, amount: int, seed: int) -> "Counter[str]":
    database, finished = PortalDatabase(ground.portal.url(PORTAL), pool_size=_WRITERS), threading.Event()
    told: Counter[str] = Counter()
    try:
        with ThreadPoolExecutor(_WRITERS + 1) as pool:
            reading = pool.submit(_read, office, told, finished)
            writing = [
                pool.submit(_write, database, uai, amount // _WRITERS, seed * _WRITERS + number)
                for number in range(_WRITERS)
            ]
            try:
                for one in writing:
                    one.result()
            finally:
                finished.set()
            reading.result()
    finally:
        database.dispose()
    return told


def _write(database: PortalDatabase, uai: str, number: int, seed: int) -> None:
    draw = Random(seed)  # noqa: S311 (replayable, no secret)
    for one in range(number):
        body = RequestConfirmed(request_id=f"r-{seed}-{one}", confirmed_at=datetime.now(UTC))
        with database.school(uai) as connection:
            events.append_event(connection, uai, "request.confirmed", body)
            longer = draw.random() < 1 / 30
            connection.execute(text("SELECT pg_sleep(:s)"), {"s": _LIVES_LONGER_S if longer else _LIVES_ON_S})


def _read(office: Office, told: "Counter[str]", finished: threading.Event) -> None:
    """Hear the events page by page, as an office does: the next call acknowledges the page before."""
    after, last_look = 0, False
    while not last_look:
        last_look = finished.is_set()
        page = office.events(after, _PAGE)
        while page.events:
            told.update(event.id for event in page.events)
            after = page.events[-1].seq
            page = office.events(after, _PAGE)


@contextmanager
def _plain_sequence(ground: Ground, uai: str) -> Iterator[None]:
    """Take positions from a sequence of the database's own, without a lock."""
    name = f"plain_{uai.lower()}"
    with ground.portal.superuser.host() as connection:
        connection.execute(text(f"CREATE SEQUENCE {name} OWNED BY NONE"))
        connection.execute(text(f"ALTER SEQUENCE {name} OWNER TO {OWNER}"))
        connection.execute(text(f"GRANT USAGE, SELECT ON SEQUENCE {name} TO {PORTAL}"))
    last = f"(SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {name})"
    wrong = {
        "_NEXT": f"SELECT nextval('{name}') WHERE :uai <> ''",
        "_STANDING": str(events._STANDING).replace("c.last", last),
    }
    with ExitStack() as stack:
        for place, statement in wrong.items():
            stack.enter_context(planted(events, place, text(statement)))
        yield


def _control(plan: Plan, ground: Ground | None = None) -> Tally:
    return run(plan, ground, plain=True)


CAMPAIGNS = (
    Campaign(
        "counter",
        "events of 16 writers at once, read and acknowledged meanwhile through the API",
        run,
        {"plain sequence instead of the counter": _control},
        parts=1,
        sample=320,
    ),
)
