"""What a proxy of ours says of the visitor, as the proxies of the world write it."""

import pytest
import structlog

from tests.portal.conftest import Portal
from tests.portal.site import Site
from turbo_admin.portal.base.config import WebConfig
from turbo_admin.portal.base.throttle import address_group
from turbo_admin.portal.web.client_addresses import ClientAddresses

PROXY = "127.0.0.1"
_HTTPS = {"X-Forwarded-Proto": "https"}


def addresses(*proxies: str) -> ClientAddresses:
    return ClientAddresses(WebConfig("", "", False, "", trusted_proxies=proxies))


def address_of(clients: ClientAddresses, peer: str, *forwarded: bytes) -> str:
    headers = [(b"x-forwarded-for", value) for value in forwarded]
    return clients.of({"client": (peer, 1), "headers": headers})


def address(*forwarded: bytes) -> str:
    return address_of(addresses(PROXY, "2001:db8:f::1"), PROXY, *forwarded)


def test_only_a_known_proxy_is_believed() -> None:
    nobody, local = addresses(), addresses("127.0.0.1", "10.0.0.0/8")
    assert address_of(nobody, "127.0.0.1", b"203.0.113.7") == "127.0.0.1"
    assert address_of(local, "203.0.113.9", b"198.51.100.1") == "203.0.113.9"
    assert address_of(local, "127.0.0.1", b"1.1.1.1, 203.0.113.7, 10.1.2.3") == "203.0.113.7"
    assert address_of(local, "127.0.0.1", b"1.1.1.1", b"203.0.113.7") == "203.0.113.7"
    assert address_of(local, "127.0.0.1", b"1.1.1.1, garbage") == "unreadable"
    assert address_of(local, "127.0.0.1") == "127.0.0.1"


@pytest.mark.parametrize(
    ("hop", "visitor"),
    [
        (b"203.0.113.7:5555", "203.0.113.7"),
        (b"[2001:db8::1]:443", "2001:db8::1"),
        (b"[2001:db8::1]", "2001:db8::1"),
        (b"2001:db8::1", "2001:db8::1"),
        (b"203.0.113.7, 127.0.0.1:8080", "203.0.113.7"),
        (b"203.0.113.7, [2001:db8:f::1]:80", "203.0.113.7"),
    ],
)
def test_a_port_and_brackets_hide_no_visitor(hop: bytes, visitor: str) -> None:
    assert address(hop) == visitor


@pytest.mark.parametrize(
    "said",
    [
        b"203.0.113.7, unknown",
        b"203.0.113.7, _hidden",
        b"203.0.113.7, 1.2.3.4:x",
        b"203.0.113.7, 1.2.3.999:80",
        b"203.0.113.7, [127.0.0.1",
        b"203.0.113.7, []:80",
        b"203.0.113.7, \xff",
        b"",
        b" , ",
    ],
)
def test_a_visitor_that_cannot_be_read_shares_a_bucket_with_others_like_it_alone(said: bytes) -> None:
    told = address(said)
    assert told == address(b"unknown")
    assert address_group(told) not in {"", PROXY, "203.0.113.7"}


def test_health_is_told_to_nobody_whose_address_bears_a_port_or_cannot_be_read(portal: Portal) -> None:
    with Site(portal, proxies=(PROXY,)) as site, site.visitor() as visitor:
        for hop in ("203.0.113.7:5555", "[2001:db8::1]:443", "unknown", "_hidden:1", ""):
            assert visitor.get("/healthz", headers={"X-Forwarded-For": hop}).status_code == 404, hop
        assert visitor.get("/healthz", headers={"X-Forwarded-For": "127.0.0.1:5555"}).status_code == 200


def test_a_proxy_that_names_no_visitor_is_told_once_and_monitoring_goes_on(portal: Portal) -> None:
    with (
        structlog.testing.capture_logs() as lines,
        Site(portal, proxies=(PROXY,)) as site,
        site.visitor() as visitor,
    ):
        assert visitor.get("/healthz").status_code == 200
        named = {"X-Forwarded-For": "203.0.113.7", **_HTTPS}
        assert visitor.get("/healthz", headers=named).status_code == 404
        assert not _warnings(lines)
        for headers in (_HTTPS, {"Via": "1.1 devant"}, {"Forwarded": "for=203.0.113.7"}):
            assert visitor.get("/healthz", headers=headers).status_code == 200
        assert _warnings(lines) == [
            {"event": "proxy_names_no_visitor", "log_level": "warning", "proxy": PROXY}
        ]


def _warnings(lines: list[structlog.typing.EventDict]) -> list[structlog.typing.EventDict]:
    return [line for line in lines if line["event"] == "proxy_names_no_visitor"]
