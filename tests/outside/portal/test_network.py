"""The network of a school: proxies, filters, captive pages, certificates; and what the clerk is told of them."""

import base64
import gzip
import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from tenacity import RetryCallState, Retrying

from tests.outside.portal.network import Authority, Proxy, WebServer
from tests.outside.portal.test_portal_client import Server, page, problem
from turbo_admin.core.errors import Refused, Unreachable
from turbo_admin.outside.portal import environment_proxy, proxies
from turbo_admin.outside.portal.connection_test import STEPS, Checked, check_way
from turbo_admin.outside.portal.portal_client import PortalClient, _pause
from turbo_admin.protocol import codec
from turbo_admin.protocol.messages import Change, ChangeAnswer, ChangeAnswers, Hello, Problem

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
JSON = "application/json"
HELLO = Hello(
    uai="0990001N",
    school_name="Collège des Tilleuls",
    portal_epoch="p",
    current_version=1,
    oldest_version=1,
    mail_public_key=b"k" * 32,
    public_url="https://espace.exemple.fr",
    last_seq=0,
    last_rev=0,
    acknowledged_seq=0,
    server_time=NOW,
)


def says_hello(_method: str, _path: str, _body: bytes) -> tuple[int, str, bytes]:
    return 200, JSON, codec.encode(HELLO)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The filter's own authority."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """An authority that whoever runs the network has installed in the system."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    return authority


@pytest.fixture
def portal(trusted: Authority) -> Iterator[WebServer]:
    """A portal that says hello over TLS."""
    with WebServer(says_hello, trusted.context()) as server:
        yield server


# The way to the portal


def test_an_authority_of_the_system_is_trusted(portal: WebServer) -> None:
    with PortalClient(portal.url) as client:
        assert client.hello() == HELLO


def test_a_proxy_is_passed_with_its_account_and_never_sees_the_key(portal: WebServer) -> None:
    account = "Basic " + base64.b64encode("école:m:t@passe".encode("latin-1")).decode()
    with Proxy(account=account) as proxy:
        way = proxies.with_account(proxy.url, "école", "m:t@passe")
        with PortalClient(portal.url, key="0990001N.k", proxy=way) as client:
            assert client.hello() == HELLO
        assert proxy.asked == [portal.url.removeprefix("https://")]
    assert "Proxy-Authorization" not in portal.calls[0][2]
    assert portal.calls[0][2]["Authorization"] == "Bearer 0990001N.k"


def code_of(client: PortalClient) -> str:
    with client, pytest.raises(Unreachable) as error:
        client.hello()
    return error.value.code


def test_each_trouble_of_a_proxy_has_its_sentence(portal: WebServer) -> None:
    with Proxy(account="Basic x") as proxy:
        assert code_of(PortalClient(portal.url, proxy=proxy.url)) == "proxy_account"
        assert len(proxy.asked) == 1
    with Proxy(refuses=403) as proxy:
        assert code_of(PortalClient(portal.url, proxy=proxy.url)) == "portal_proxy"
    assert code_of(PortalClient(portal.url, proxy="http://127.0.0.1:1")) == "portal_proxy"


def test_each_trouble_of_a_certificate_has_its_sentence(trusted: Authority, tmp_path: Path) -> None:
    stranger = Authority(tmp_path)
    contexts = {
        "tls_expired": trusted.context(expired=True),
        "tls_other_name": trusted.context(name="ailleurs.exemple.fr"),
        "tls_authority": stranger.context(),
    }
    for code, context in contexts.items():
        with WebServer(says_hello, context) as server:
            assert code_of(PortalClient(server.url)) == code
            assert server.calls == []


def test_the_environment_alone_does_not_change_the_way(
    portal: WebServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # Which proxy to take is decided once, above; and an account in ~/.netrc is not our key.
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login other password other\n", encoding="ascii")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    with PortalClient(portal.url, key="0990001N.k") as client:
        client.hello()
    assert portal.calls[0][2]["Authorization"] == "Bearer 0990001N.k"


def _but(without: str) -> dict[str, str]:
    return {"HTTPS_PROXY": "http://proxy.exemple.fr:8", "NO_PROXY": without}


@pytest.mark.parametrize(
    ("url", "without", "direct"),
    [
        ("https://10.1.2.3", "10.0.0.0/8", True),
        ("https://10.1.2.3", "10.1.*", True),
        ("https://10.1.2.3:8443", "10.1.2.3:8443", True),
        ("https://10.1.2.3:8443", "10.1.2.3:443", False),
        ("https://10.1.2.3", "110.1.2.3", False),
        ("https://110.1.2.3", "10.1.2.3", False),
        ("https://[fd00::1]", "fd00::/8", True),
        ("https://[fd00::1]", "fd00::1", True),
        ("https://[fd00::1]:8443", "[fd00::1]:8443", True),
        ("https://espace", "espace", True),
        ("https://espace:8443", "*:8443", True),
    ],
)
def test_addresses_and_ports_are_left_out_of_the_proxy(
    monkeypatch: pytest.MonkeyPatch, url: str, without: str, direct: bool
) -> None:
    for name, value in _but(without).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("no_proxy", raising=False)
    assert (environment_proxy.environment_proxy(url) is None) is direct


@pytest.mark.parametrize(
    ("environment", "proxy"),
    [
        ({"HTTPS_PROXY": "http://proxy.exemple.fr:3128"}, "http://proxy.exemple.fr:3128"),
        ({"https_proxy": "proxy.exemple.fr:3128"}, "http://proxy.exemple.fr:3128"),
        ({"ALL_PROXY": "http://proxy.exemple.fr:8"}, "http://proxy.exemple.fr:8"),
        ({"HTTP_PROXY": "http://proxy.exemple.fr:8"}, None),
        ({"HTTPS_PROXY": "http://proxy.exemple.fr:8", "NO_PROXY": "autre,.exemple.fr"}, None),
        (_but("espace.exemple.fr:443"), None),
        (_but("espace.exemple.fr:8443"), "http://proxy.exemple.fr:8"),
        (_but(".exemple.fr:443"), None),
        (_but("*.exemple.fr"), None),
        (_but("*.exemple.fr:443"), None),
        (_but("*.exemple.*"), None),
        (_but("espace*.fr"), None),
        (_but("ESPACE.Exemple.fr "), None),
        (_but("*"), None),
        (_but("autre *.exemple.fr"), None),
        (_but("exemple.fr"), None),
        (_but("emple.fr"), "http://proxy.exemple.fr:8"),
        (_but("*.emple.fr"), "http://proxy.exemple.fr:8"),
        (_but(""), "http://proxy.exemple.fr:8"),
        ({}, None),
    ],
)
def test_the_environment_names_a_proxy_as_usual(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], proxy: str | None
) -> None:
    for name in (
        "HTTPS_PROXY",
        "https_proxy",
        "HTTP_PROXY",
        "ALL_PROXY",
        "all_proxy",
        "NO_PROXY",
        "no_proxy",
    ):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert environment_proxy.environment_proxy("https://espace.exemple.fr") == proxy
    assert environment_proxy.environment_names_one() == bool(environment)


@pytest.mark.parametrize(
    ("typed", "proxy"),
    [
        ("proxy.exemple.fr", "http://proxy.exemple.fr:3128"),
        (" http://10.0.0.1:8080/ ", "http://10.0.0.1:8080"),
        ("[fd00::1]:8080", "http://[fd00::1]:8080"),
    ],
)
def test_a_proxy_is_brought_to_one_form(typed: str, proxy: str) -> None:
    assert proxies.check_proxy(typed) == proxy


@pytest.mark.parametrize("typed", ["", "https://p", "socks5://p", "http://moi:secret@p", "p:99999", "a b"])
def test_a_proxy_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="adresse du proxy"):
        proxies.check_proxy(typed)


def test_a_proxy_is_shown_without_its_account() -> None:
    way = proxies.with_account("http://proxy.exemple.fr:3128", "moi", "se/cret")
    assert "se/cret" not in way
    assert proxies.without_account(way) == "proxy.exemple.fr:3128"


# Patience, size, pressing


@pytest.fixture
def server() -> Iterator[Server]:
    """A server to be scripted."""
    running = Server()
    yield running
    running.close()


def test_a_portal_that_asks_for_patience_is_given_some(server: Server) -> None:
    def wait(handler: BaseHTTPRequestHandler) -> None:
        body = problem("slow_down")
        handler.send_response(429)
        for name, value in (("Content-Type", JSON), ("Content-Length", str(len(body))), ("Retry-After", "1")):
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    server.script = [wait, wait, (200, JSON, page())]
    with PortalClient(server.url) as client:
        with pytest.raises(Unreachable) as error:
            client.probe()
        client.events(0)
    assert len(server.calls) == 3
    asked = RetryCallState(Retrying(), None, (), {})
    asked.set_exception((Unreachable, error.value, None))
    assert _pause(asked) >= 1


def test_a_portal_that_asks_for_too_much_patience_is_left_until_the_next_time(server: Server) -> None:
    def wait(handler: BaseHTTPRequestHandler) -> None:
        body = problem("slow_down")
        handler.send_response(429)
        for name, value in (
            ("Content-Type", JSON),
            ("Content-Length", str(len(body))),
            ("Retry-After", "900"),
        ):
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    server.script = [wait]
    with PortalClient(server.url) as client, pytest.raises(Unreachable) as error:
        client.events(0)
    assert (error.value.code, len(server.calls)) == ("slow_down", 1)


def test_a_dripping_answer_is_given_up(server: Server) -> None:
    stop = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        try:
            while not stop.wait(0.05):
                handler.wfile.write(b" ")
        except OSError:
            pass
        handler.close_connection = True

    server.script = [drip]
    with PortalClient(server.url) as client, pytest.raises(Unreachable) as error:
        client._once("GET", "/hello", Hello, time.monotonic() + 0.5)
    # The server has not finished: it would drip for more than an hour.
    stop.set()
    assert error.value.code == "portal_slow"


def test_large_requests_are_pressed_and_small_ones_are_not() -> None:
    bodies: list[bytes] = []

    def answer(_method: str, _path: str, body: bytes) -> tuple[int, str, bytes]:
        bodies.append(body)
        plain = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
        told = [ChangeAnswer(id=change["id"], outcome="done") for change in json.loads(plain)["changes"]]
        return (
            200,
            JSON,
            codec.encode(
                ChangeAnswers(portal_epoch="p", answers=told, server_time=NOW, former_rev=0, last_seq=0)
            ),
        )

    changes = [
        Change(id=f"c{n}", rev=n, kind="diner", key=f"d{n}", body=codec.raw(Problem(code="x", message="m")))
        for n in range(1, 101)
    ]
    with WebServer(answer) as server, PortalClient(server.url) as client:
        client.change(changes[:1])
        client.change(changes)
    assert [call[2].get("Content-Encoding") for call in server.calls] == [None, "gzip"]
    assert len(bodies[1]) < len(gzip.decompress(bodies[1])) / 3


def test_one_connection_serves_a_whole_run() -> None:
    seen: set[str] = set()

    server = Server()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        seen.add(str(handler.client_address))
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.send_header("Content-Length", str(len(page())))
        handler.end_headers()
        handler.wfile.write(page())

    server.script = [answer]
    with PortalClient(server.url) as client:
        for _ in range(5):
            client.events(0)
    server.close()
    assert len(seen) == 1


# « Tester la connexion »


def tried(
    url: str, *, proxy: str | None = None, key: str = "0990001N.k", paired: str = "p"
) -> dict[str, Checked]:
    """Try the way and return the steps by name."""
    steps = check_way(
        url,
        proxy,
        lambda: PortalClient(url, key=key, proxy=proxy),
        paired_with=paired,
        now=lambda: NOW,
    )
    assert [step.step for step in steps] == list(STEPS)
    return {step.step: step for step in steps}


def states(steps: dict[str, Checked]) -> list[str]:
    return [step.state for step in steps.values()]


def fails_at(steps: dict[str, Checked], name: str, code: str) -> None:
    """Check that one step failed with that code, those before passed, and none after was tried."""
    at = STEPS.index(name)  # type: ignore[arg-type]
    assert states(steps) == ["ok"] * at + ["failed"] + ["skipped"] * (5 - at), steps
    assert steps[name].code == code
    assert steps[name].text.endswith(".")


def test_a_way_that_is_open_passes_every_step(portal: WebServer) -> None:
    steps = tried(portal.url)
    assert states(steps) == ["ok"] * 6
    assert "Collège des Tilleuls" in steps["portal"].text
    assert "sans proxy" in steps["proxy"].text


def test_a_way_through_a_proxy_passes_every_step(portal: WebServer) -> None:
    account = "Basic " + base64.b64encode(b"moi:secret").decode()
    port = int(portal.url.rpartition(":")[2])
    with Proxy(account=account, target=("127.0.0.1", port)) as proxy:
        # A name that only the proxy knows.
        steps = tried(f"https://localhost:{port}", proxy=proxies.with_account(proxy.url, "moi", "secret"))
    assert states(steps) == ["ok"] * 6
    assert "secret" not in str(steps)


def test_a_name_that_does_not_exist() -> None:
    fails_at(tried("https://espace.invalid"), "name", "name_unknown")
    fails_at(tried("https://espace.exemple.fr", proxy="http://proxy.invalid:3128"), "name", "name_unknown")


def test_nobody_at_the_address_and_nobody_at_the_proxy() -> None:
    fails_at(tried("https://127.0.0.1:1"), "proxy", "host_unreachable")
    fails_at(tried("https://espace.exemple.fr", proxy="http://127.0.0.1:1"), "proxy", "proxy_unreachable")


@pytest.mark.parametrize(
    ("status", "code"), [(403, "proxy_blocks"), (407, "proxy_account"), (503, "proxy_cannot_reach")]
)
def test_a_proxy_that_does_not_open_the_way(status: int, code: str) -> None:
    with Proxy(refuses=status) as proxy:
        fails_at(tried("https://espace.exemple.fr", proxy=proxy.url), "proxy", code)


def test_a_certificate_that_is_not_trusted(trusted: Authority, tmp_path: Path) -> None:
    with WebServer(says_hello, Authority(tmp_path, "Inconnue").context()) as server:
        fails_at(tried(server.url), "tls", "tls_authority")
    with WebServer(says_hello, trusted.context(expired=True)) as server:
        fails_at(tried(server.url), "tls", "tls_expired")
    with WebServer(says_hello) as server:
        fails_at(tried(server.url.replace("http:", "https:")), "tls", "portal_tls")


def test_a_captive_page_is_not_the_portal(trusted: Authority) -> None:
    def captive(_method: str, _path: str, _body: bytes) -> tuple[int, str, bytes]:
        return 200, "text/html", b"<html>Bienvenue sur le Wi-Fi"

    with WebServer(captive, trusted.context()) as server:
        fails_at(tried(server.url), "portal", "portal_is_not_one")
        assert len(server.calls) == 1


def refusing(code: str, status: int, context: object) -> WebServer:
    return WebServer(lambda *_: (status, JSON, problem(code)), context)  # type: ignore[arg-type]


def test_a_key_that_is_not_known_any_more(trusted: Authority) -> None:
    with refusing("key_unknown", 401, trusted.context()) as server:
        steps = tried(server.url)
        assert states(steps) == ["ok"] * 4 + ["failed", "ok"]
        assert (steps["key"].code, steps["key"].error_kind) == ("key_unknown", "Refused")


def test_a_pc_that_is_not_paired_yet_has_no_key_to_be_tried(trusted: Authority) -> None:
    with refusing("key_unknown", 401, trusted.context()) as server:
        steps = tried(server.url, key="", paired="")
        assert states(steps) == ["ok"] * 4 + ["skipped", "ok"]


def test_a_portal_of_another_version(trusted: Authority) -> None:
    with refusing("outdated", 426, trusted.context()) as server:
        steps = tried(server.url)
        assert states(steps) == ["ok"] * 4 + ["skipped", "failed"]
        assert steps["version"].code == "outdated"


def test_another_portal_than_the_one_that_was_paired(portal: WebServer) -> None:
    fails_at(tried(portal.url, paired="another"), "portal", "unknown_epoch")


def test_a_clock_that_is_wrong_is_told(portal: WebServer) -> None:
    steps = check_way(
        portal.url,
        None,
        lambda: PortalClient(portal.url),
        paired_with="p",
        now=lambda: NOW.replace(hour=9),
    )
    assert "s’écarte de 60\u00a0min" in steps[3].text


def test_a_portal_on_this_very_pc_needs_no_tls() -> None:
    with WebServer(says_hello) as server:
        steps = tried(server.url)
    assert states(steps) == ["ok"] * 6
    assert "sur ce poste" in steps["tls"].text
