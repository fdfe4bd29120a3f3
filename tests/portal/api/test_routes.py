"""The API's routes: keys, versions, histories, and sizes that are refused."""

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.portal.conftest import Portal, fresh_portal
from tests.portal.office import SOON, Office
from tests.portal.site import Site
from turbo_admin.portal.base.events import append_event
from turbo_admin.protocol.events import RequestConfirmed
from turbo_admin.protocol.messages import EventPage, Hello
from turbo_admin.protocol.version import MAX_BODY_BYTES

CALLS = [("GET", "hello"), ("GET", "events?after=0"), ("POST", "changes")]
EMPTY = b'{"changes": []}'


@pytest.fixture
def office(portal: Portal) -> Iterator[Office]:
    """A paired office at a running portal."""
    with Site(portal) as site:
        office = Office(site.base)
        assert office.pair(portal.code).status == 200
        yield office


@pytest.fixture(scope="module")
def still(postgres: Any, portal_template: str) -> Iterator[Office]:
    """A paired office for the calls that must change nothing."""
    with fresh_portal(postgres.superuser_url, portal_template) as portal, Site(portal) as site:
        office = Office(site.base)
        assert office.pair(portal.code).status == 200
        yield office


def tell(portal: Portal, count: int, uai: str = "") -> None:
    """Append so many events."""
    uai = uai or portal.uai
    for number in range(count):
        with portal.database.school(uai) as connection:
            body = RequestConfirmed(request_id=f"r{number}", confirmed_at=SOON)
            append_event(connection, uai, "request.confirmed", body)


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_each_call_answers_a_paired_office(still: Office, method: str, path: str) -> None:
    assert still.call(method, path, EMPTY if method == "POST" else None).status == 200


@pytest.mark.parametrize(("method", "path"), CALLS)
@pytest.mark.parametrize("key", ["", "none", "changed", "other school", "revoked", "not ours"])
def test_no_call_answers_a_stranger(portal: Portal, office: Office, method: str, path: str, key: str) -> None:
    secret = office.key.partition(".")[2]
    keys = {
        "none": "x",
        "changed": office.key[:-1] + ("A" if office.key[-1] != "A" else "B"),
        "other school": f"{portal.other_uai}.{secret}",
        "not ours": f"{portal.uai}.{'é' * 43}",
    }
    if key == "revoked":
        portal.rows("UPDATE workstation_key SET revoked_at = now()")
    else:
        office.key = keys.get(key, "").encode().decode("latin-1")
    answer = office.call(method, path, EMPTY if method == "POST" else None)
    assert (answer.status, answer.code) == (401, "key_unknown")


@pytest.mark.parametrize(("method", "path"), [*CALLS, ("POST", "pair")])
@pytest.mark.parametrize("version", ["v0", "v1", "v3", "v99", "v", "x", "v1.5", "v" + "9" * 400])
def test_no_call_answers_in_another_version(still: Office, method: str, path: str, version: str) -> None:
    answer = dataclasses.replace(still, version=version).call(
        method, path, EMPTY if method == "POST" else None
    )
    assert (answer.status, answer.code) == (426, "outdated")


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_the_version_of_the_header_counts_too(still: Office, method: str, path: str) -> None:
    answer = still.call(method, path, EMPTY if method == "POST" else None, Turbo_Protocol="1")
    assert answer.code == "outdated"


@pytest.mark.parametrize(("method", "path"), CALLS[1:])
@pytest.mark.parametrize("header", ["Turbo_Office_Epoch", "Turbo_Portal_Epoch"])
@pytest.mark.parametrize("epoch", ["", "another"])
def test_an_unknown_epoch_stops_both_sides(
    still: Office, method: str, path: str, header: str, epoch: str
) -> None:
    answer = still.call(method, path, EMPTY if method == "POST" else None, **{header: epoch})
    assert (answer.status, answer.code) == (409, "unknown_epoch")


def test_a_restored_portal_is_noticed(portal: Portal, office: Office) -> None:
    portal.rows("UPDATE meta SET epoch = 'after the restoration'")
    assert office.call("GET", "events?after=0").code == "unknown_epoch"
    hello: Hello = office.call("GET", "hello").read(Hello)
    assert hello.portal_epoch == "after the restoration"


def test_events_come_in_order_page_by_page_and_asking_acknowledges(portal: Portal, office: Office) -> None:
    tell(portal, 5)
    tell(portal, 2, portal.other_uai)
    seen: list[int] = []
    while True:
        page: EventPage = office.events(after=seen[-1] if seen else 0, limit=2)
        seen += [event.seq for event in page.events]
        assert page.last_seq == 5
        if not page.more:
            break
    assert seen == [1, 2, 3, 4, 5]
    assert portal.rows("SELECT acknowledged_seq FROM school ORDER BY 1") == [(0,), (4,)]
    assert office.events(after=5).events == []
    hello: Hello = office.call("GET", "hello").read(Hello)
    assert (hello.acknowledged_seq, hello.last_seq) == (5, 5)
    assert portal.rows("SELECT count(*) FROM event WHERE acknowledged_at IS NOT NULL") == [(5,)]


def test_asking_twice_gives_the_same(portal: Portal, office: Office) -> None:
    tell(portal, 3)
    assert office.events(1).events == office.events(1).events


def test_a_position_ahead_or_behind_is_refused(portal: Portal, office: Office) -> None:
    tell(portal, 3)
    assert office.call("GET", "events?after=4").code == "ahead"
    office.events(2)
    answer = office.call("GET", "events?after=1")
    assert (answer.status, answer.code) == (409, "behind")
    assert office.events(2).events[0].seq == 3


def test_the_last_synchronisation_is_the_call_that_finds_nothing_more(portal: Portal, office: Office) -> None:
    tell(portal, 2)
    asked = "SELECT last_sync_at IS NOT NULL FROM school WHERE school_id = :uai"
    office.events(0, limit=1)
    assert portal.rows(asked, uai=portal.uai) == [(False,)]
    office.events(1)
    assert portal.rows(asked, uai=portal.uai) == [(True,)]


def test_an_erased_body_keeps_its_place(portal: Portal, office: Office) -> None:
    tell(portal, 2)
    portal.rows("UPDATE event SET body = NULL WHERE seq = 1")
    bodies = [event.is_erased for event in office.events().events]
    assert bodies == [True, False]


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "after=", "after=1e3", "after=" + "9" * 30, "after=0&limit=x", "after=²"]
)
def test_a_position_that_is_no_number_is_refused(still: Office, query: str) -> None:
    answer = still.call("GET", f"events?{query}")
    assert (answer.status, answer.code) == (400, "bad_message")


@pytest.mark.parametrize("path", ["pair", "changes"])
@pytest.mark.parametrize("body", [
    b"", b"null", b"[]", b"{}", b"{", b"\xff\xfe", b'{"changes": 3, "code": 3}', b"[" * 100_000,
    b'{"changes": [{"id": "", "rev": 1, "kind": "diner", "key": "d", "body": {}}]}',
    b'{"changes": [{"id": "x", "rev": 1, "kind": "diner", "key": "d", "body": {"last_name": "\\ud800"}}]}',
    b'{"changes": [{"id": "x", "rev": 1, "kind": "diner", "key": "d", "body": ' + b"[" * 9000 + b"]" * 9000 + b"}]}",
    b'{"changes": [{"id": "x", "rev": 0, "kind": "diner", "key": "d", "body": {}}]}',
    b'{"code": "0990001N-aaaa-aaaa-aaaa", "office_epoch": "a\\u0000b", "workstation": "p"}',
])  # fmt: skip
def test_what_cannot_be_read_is_told_and_changes_nothing(
    portal: Portal, office: Office, path: str, body: bytes
) -> None:
    before = portal.rows("SELECT * FROM school ORDER BY 1")
    answer = office.call("POST", path, body)
    assert (answer.status, answer.code) == (400, "bad_message")
    assert portal.rows("SELECT * FROM school ORDER BY 1") == before


@pytest.mark.parametrize("path", ["pair", "changes"])
def test_a_body_too_large_is_refused(still: Office, path: str) -> None:
    answer = still.call("POST", path, b" " * (MAX_BODY_BYTES + 1))
    assert (answer.status, answer.code) == (413, "too_large")


def test_more_changes_than_it_says_that_it_takes_are_refused(still: Office) -> None:
    most = still.events(0).max_changes
    one = {"id": "x", "rev": 1, "kind": "diner", "key": "d", "body": {"last_name": "M", "first_name": "L"}}
    assert (
        still.call("POST", "changes", json.dumps({"changes": [one] * (most + 1)}).encode()).code
        == "bad_message"
    )


@pytest.mark.parametrize(("method", "path"), [("PUT", "changes"), ("GET", "pair"), ("DELETE", "events")])
def test_the_wrong_method_is_refused_as_a_problem(still: Office, method: str, path: str) -> None:
    assert still.call(method, path).status == 405


def test_fields_that_we_do_not_know_are_let_through(office: Office) -> None:
    body = b'{"changes": [{"id": "x", "rev": 1, "kind": "diner", "key": "d", "tomorrow": 1,'
    body += b' "body": {"last_name": "M", "first_name": "L", "new": []}}], "later": {}}'
    assert b'"done"' in office.call("POST", "changes", body).content


def test_without_a_mail_worker_the_portal_is_unavailable_for_now(portal: Portal, office: Office) -> None:
    portal.rows("UPDATE meta SET mail_public_key = NULL")
    answer = office.call("GET", "hello")
    assert (answer.status, answer.code) == (503, "unavailable")


def test_answers_are_not_kept_by_anybody_on_the_way(office: Office) -> None:
    with requests.get(f"{office.base}/api/v2/hello", timeout=30) as answer:
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.headers["Content-Type"] == "application/json"
