"""Workstations' keys: listed, revoked, replaced; and calls that are counted, pressed and logged."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import requests
import structlog

from tests.portal.conftest import Portal
from tests.portal.office import SOON, Office
from tests.portal.site import Site
from turbo_admin.core.errors import Refused
from turbo_admin.portal.base.events import append_event
from turbo_admin.portal.base.throttle import Limit, Limits
from turbo_admin.portal.schools.keys import ask_renewal, list_keys, revoke_key
from turbo_admin.portal.schools.pairing import new_code
from turbo_admin.protocol import codec
from turbo_admin.protocol.events import RequestConfirmed
from turbo_admin.protocol.messages import ChangeBatch, EventPage, KeyAnswer
from turbo_admin.protocol.version import MAX_BODY_BYTES

FEW = Limits(calls_of_key=Limit(timedelta(minutes=1), (0,) * 3))


@pytest.fixture
def office(portal: Portal) -> Iterator[Office]:
    """A paired office at a running portal."""
    with Site(portal) as site:
        office = Office(site.base)
        assert office.pair(portal.code).status == 200
        yield office


def new_key(office: Office) -> str:
    answer: KeyAnswer = office.call("POST", "key", b"{}").read(KeyAnswer)
    return answer.key


def status(office: Office, key: str) -> int:
    office.key = key
    return office.call("GET", "hello").status


def test_the_host_sees_each_key_but_never_the_key_itself(portal: Portal, office: Office) -> None:
    office.call("GET", "hello")
    (line,) = list_keys(portal.owner, portal.uai)
    assert (line.uai, line.name, line.revoked, line.renewal_asked) == (portal.uai, "Poste 1", None, None)
    assert line.seen is not None
    assert line.created <= line.seen
    assert office.key.partition(".")[2] not in repr(line)
    assert list_keys(portal.owner, portal.other_uai) == []
    assert list_keys(portal.owner, "") == [line]


def test_a_revoked_key_opens_nothing_any_more(portal: Portal, office: Office) -> None:
    (line,) = list_keys(portal.owner, "")
    revoke_key(portal.owner, line.key_id)
    assert status(office, office.key) == 401
    assert list_keys(portal.owner, "")[0].revoked is not None
    with pytest.raises(Refused, match="portal keys list"):
        revoke_key(portal.owner, line.key_id)


def test_a_school_that_is_not_here_has_no_list(portal: Portal) -> None:
    with pytest.raises(Refused, match="n’est pas sur ce portail"):
        list_keys(portal.owner, "0990003R")


def test_the_old_key_dies_when_the_new_one_is_first_used(office: Office) -> None:
    old, new = office.key, new_key(office)
    assert new != old
    assert status(office, old) == 200
    assert status(office, new) == 200
    assert status(office, old) == 401
    assert status(office, new) == 200


def test_a_new_key_whose_answer_was_lost_dies_with_the_old_one(portal: Portal, office: Office) -> None:
    old, lost, kept = office.key, new_key(office), new_key(office)
    assert [status(office, key) for key in (kept, old, lost)] == [200, 401, 401]
    assert [line.revoked is None for line in list_keys(portal.owner, "")].count(True) == 1


def test_the_replacement_of_one_workstation_leaves_the_others_alone(portal: Portal, office: Office) -> None:
    with portal.owner.school(portal.uai) as connection:
        code = new_code(connection, portal.uai, now=datetime.now(UTC))
    second = Office(office.base, epoch=office.epoch)
    assert second.pair(code).status == 200
    first_key = list_keys(portal.owner, "")[0]
    new = new_key(second)
    assert status(second, new) == 200
    assert list_keys(portal.owner, "")[0] == first_key


def test_a_stranger_gets_no_key(office: Office) -> None:
    office.key = f"{office.key[:-3]}AAA"
    assert office.call("POST", "key", b"{}").status == 401


def test_a_replacement_that_the_host_asks_for_is_told_with_the_events(portal: Portal, office: Office) -> None:
    assert not office.events().renewal_due
    ask_renewal(portal.owner, list_keys(portal.owner, "")[0].key_id)
    assert office.events().renewal_due
    office.key = new_key(office)
    assert not office.events().renewal_due


def test_a_workstation_that_calls_too_often_is_asked_to_wait(portal: Portal) -> None:
    with Site(portal, limits=FEW) as site:
        office = Office(site.base)
        office.pair(portal.code)
        # A call that is refused for another reason counts too.
        codes = [office.call("GET", "events?after=7").code for _ in range(3)]
        answer = raw(office, "GET", "hello")
        assert codes == ["ahead"] * 3
        assert answer.status_code == 429
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
        assert codec.decode(answer.content, dict)["code"] == "slow_down"
        portal.rows("UPDATE throttle SET window_start = window_start - interval '61 seconds'")
        assert office.call("GET", "hello").status == 200


def raw(
    office: Office, method: str, path: str, body: bytes | None = None, **headers: str
) -> requests.Response:
    """Call the API and return the answer as it came."""
    own = {
        "Authorization": f"Bearer {office.key}",
        "Turbo-Office-Epoch": office.epoch,
        "Turbo-Portal-Epoch": office.portal_epoch,
    }
    with requests.Session() as http:
        http.trust_env = False
        return http.request(
            method,
            f"{office.base}/api/v2/{path}",
            data=body,
            headers=own | {name.replace("_", "-"): value for name, value in headers.items()},
            timeout=30,
        )


def test_a_pressed_batch_is_applied(portal: Portal, office: Office) -> None:
    batch = codec.encode(ChangeBatch(changes=[office.diner(f"d{number}") for number in range(40)]))
    answer = raw(office, "POST", "changes", gzip.compress(batch), Content_Encoding="gzip")
    assert answer.status_code == 200
    assert portal.rows("SELECT count(*) FROM diner") == [(40,)]


def test_a_long_answer_is_pressed_for_who_takes_it(portal: Portal, office: Office) -> None:
    for number in range(20):
        with portal.database.school(portal.uai) as connection:
            body = RequestConfirmed(request_id=f"r{number}", confirmed_at=SOON)
            append_event(connection, portal.uai, "request.confirmed", body)
    pressed = raw(office, "GET", "events?after=0", Accept_Encoding="gzip")
    plain = raw(office, "GET", "events?after=0", Accept_Encoding="gzip;q=0")
    assert (pressed.headers.get("Content-Encoding"), plain.headers.get("Content-Encoding")) == ("gzip", None)
    assert int(pressed.headers["Content-Length"]) < len(pressed.content) / 3
    pages = [codec.decode(answer.content, EventPage).events for answer in (pressed, plain)]
    assert pages[0] == pages[1]
    assert len(pages[0]) == 20


def test_a_bomb_is_refused_without_being_unpressed_whole(portal: Portal, office: Office) -> None:
    bomb = gzip.compress(b" " * (MAX_BODY_BYTES + 1))
    assert len(bomb) < 20_000
    answer = raw(office, "POST", "changes", bomb, Content_Encoding="gzip")
    assert (answer.status_code, codec.decode(answer.content, dict)["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("body", "how"),
    [
        (b"not pressed at all", "gzip"),
        (gzip.compress(b'{"changes": []}')[:-6], "gzip"),
        (gzip.compress(b'{"changes": []}') + b"more", "gzip"),
        (b'{"changes": []}', "br"),
    ],
    ids=["plain", "cut", "followed", "otherwise"],
)
def test_a_body_that_is_badly_pressed_is_told(office: Office, body: bytes, how: str) -> None:
    answer = raw(office, "POST", "changes", body, Content_Encoding=how)
    assert (answer.status_code, codec.decode(answer.content, dict)["code"]) == (400, "bad_message")


def test_each_call_leaves_a_line_with_counts_and_without_names(portal: Portal, office: Office) -> None:
    with structlog.testing.capture_logs() as lines:
        office.send(office.diner("d1"), office.diner("d1", rev=1))
        office.call("GET", "events?after=99")
    calls = [line for line in lines if line["event"] == "call"]
    key_id = list_keys(portal.owner, "")[0].key_id
    assert [(line["call"], line["uai"], line["key_id"], line["status"]) for line in calls] == [
        ("changes", portal.uai, key_id, 200),
        ("events", portal.uai, key_id, 409),
    ]
    assert (calls[0]["changes"], calls[0]["done"], calls[0]["already"]) == (2, 1, 1)
    assert calls[1]["problem"] == "ahead"
    assert "MARTIN" not in str(lines)
    assert office.key.partition(".")[2] not in str(lines)
