"""The event feed: gap-free and visible in order, whoever writes at the same time."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.portal.conftest import Portal
from tests.portal.office import SOON
from turbo_admin.core.errors import BadData
from turbo_admin.portal.base.events import append_event, read_events, read_sync_position
from turbo_admin.protocol.events import AccountActivated, RequestConfirmed

WRITERS, EACH = 8, 25


def confirmed(request_id: str) -> RequestConfirmed:
    return RequestConfirmed(request_id=request_id, confirmed_at=SOON)


def test_concurrent_writers_leave_no_gap_and_a_reader_misses_nothing(portal: Portal) -> None:
    def write(writer: int) -> None:
        for number in range(EACH):
            # Every fifth transaction fails after taking its number.
            try:
                with portal.database.school(portal.uai) as connection:
                    append_event(connection, portal.uai, "request.confirmed", confirmed(f"{writer}-{number}"))
                    if number % 5 == 4:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                pass

    heard: list[int] = []
    done = threading.Event()

    def read() -> None:
        while True:
            over = done.is_set()
            with portal.database.school(portal.uai) as connection:
                page = read_events(connection, portal.uai, heard[-1] if heard else 0, 7)
            heard.extend(event.seq for event in page)
            if over and not page:
                return

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reader = pool.submit(read)
        for writing in [pool.submit(write, writer) for writer in range(WRITERS)]:
            writing.result()
        done.set()
        reader.result()
    assert heard == list(range(1, WRITERS * EACH * 4 // 5 + 1))
    with portal.database.school(portal.uai) as connection:
        assert read_sync_position(connection, portal.uai).last_seq == heard[-1]


def test_each_school_counts_by_itself(portal: Portal) -> None:
    for uai in (portal.uai, portal.other_uai, portal.uai):
        with portal.database.school(uai) as connection:
            append_event(connection, uai, "request.confirmed", confirmed("r"))
    assert portal.rows("SELECT school_id, max(seq) FROM event GROUP BY 1 ORDER BY 1") == [
        (portal.uai, 2),
        (portal.other_uai, 1),
    ]


def test_a_body_of_another_kind_is_not_written(portal: Portal) -> None:
    with pytest.raises(TypeError), portal.database.school(portal.uai) as connection:
        append_event(connection, portal.uai, "account.activated", confirmed("r"))


def test_a_body_out_of_range_is_not_written(portal: Portal) -> None:
    body = AccountActivated(account_id="", activated_at=SOON)
    with pytest.raises(BadData), portal.database.school(portal.uai) as connection:
        append_event(connection, portal.uai, "account.activated", body)
    assert portal.rows("SELECT last FROM school_counter WHERE school_id = :uai", uai=portal.uai) == [(0,)]
