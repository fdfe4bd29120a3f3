"""Rosters larger than a page, on both databases."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from turbo_admin.office.outbox.queue import enqueue_everything
from turbo_admin.protocol.version import MAX_CHANGES
from turbo_admin.store import diners, outbox, schools
from turbo_admin.store.engine.database import OfficeDatabase, open_database
from turbo_admin.store.engine.diner_records import DinerRecord

UAI = "0990001N"
MANY = 2_100


def make_diner(number: int) -> DinerRecord:
    return DinerRecord(f"d{number}", UAI, "", f"NOM {number}", "Alix", "5 A", "élève", "", False, ())


@pytest.fixture
def database(office_database: str) -> Iterator[OfficeDatabase]:
    """A database with one school and more diners than a page holds."""
    with closing(open_database(office_database)) as opened:
        with opened.write() as session:
            schools.add_school(session, UAI, "Collège des Tilleuls", "0683")
            diners.add_diners(session, [make_diner(number) for number in range(MANY)])
        yield opened


def test_every_diner_of_a_large_roster_is_told_once(database: OfficeDatabase) -> None:
    with database.write() as session:
        pages = [len(page) for page in diners.pages_of_diners(session, UAI)]
        assert (max(pages), sum(pages)) == (1_000, MANY)
        assert enqueue_everything(session, UAI) == MANY + 1
        assert enqueue_everything(session, UAI) == MANY + 1
        assert outbox.count_waiting(session, UAI) == {"settings": 1, "diner": MANY}


def test_what_is_acknowledged_is_gone_and_the_rest_comes_next(database: OfficeDatabase) -> None:
    with database.write() as session:
        enqueue_everything(session, UAI)
        first = outbox.waiting(session, UAI, MAX_CHANGES)
        outbox.acknowledge(session, first)
        second = outbox.waiting(session, UAI, MAX_CHANGES)
        assert (len(first), len(second)) == (MAX_CHANGES, MANY + 1 - MAX_CHANGES)
        assert not {pending.key for pending in first} & {pending.key for pending in second}
        outbox.acknowledge(session, [])
        assert len(outbox.waiting(session, UAI, MAX_CHANGES)) == len(second)
