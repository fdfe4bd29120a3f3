"""The portal client, against a real HTTP server that misbehaves."""

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from turbo_admin.core.errors import BadData, Outdated, Refused, TurboError, Unreachable
from turbo_admin.outside.portal.portal_client import PortalClient, check_address
from turbo_admin.protocol import codec
from turbo_admin.protocol.messages import Change, ChangeAnswer, ChangeAnswers, EventPage, Problem
from turbo_admin.protocol.version import BASE_PATH, CURRENT

NOW = datetime(2026, 11, 23, tzinfo=UTC)
JSON = "application/json"
Answer = tuple[int, str, bytes]


class Server:
    """Answers each call with what the script says, the last line for ever."""

    def __init__(self) -> None:
        self.script: list[Answer | Callable[[BaseHTTPRequestHandler], None]] = []
        self.calls: list[tuple[str, str, dict[str, str]]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                """Answer."""
                body_length = int(self.headers.get("Content-Length") or 0)
                self.rfile.read(body_length)
                outer.calls.append((self.command, self.path, dict(self.headers)))
                answer = outer.script.pop(0) if len(outer.script) > 1 else outer.script[0]
                if callable(answer):
                    answer(self)
                    return
                status, kind, body = answer
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                if status in {301, 302, 307}:
                    self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    def close(self) -> None:
        """Stop."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    """A server to be scripted."""
    running = Server()
    yield running
    running.close()


@pytest.fixture
def client(server: Server) -> Iterator[PortalClient]:
    """A client of it."""
    with PortalClient(server.url, key="0990001N.k", office_epoch="o", portal_epoch="p") as one:
        yield one


def page() -> bytes:
    """Return an empty page of events."""
    return codec.encode(
        EventPage(
            portal_epoch="p",
            events=[],
            more=False,
            last_seq=0,
            last_rev=0,
            mail_public_key=b"k" * 32,
            public_url="https://espace.exemple.fr",
            server_time=NOW,
        )
    )


def problem(code: str) -> bytes:
    """Return a refusal."""
    return codec.encode(Problem(code=code, message="En français."))


def cut(handler: BaseHTTPRequestHandler) -> None:
    """Promise more than is sent, and hang up."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{")
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def test_identity_and_version_go_in_headers_and_the_key_never_in_the_address(
    server: Server, client: PortalClient
) -> None:
    server.script = [(200, JSON, page())]
    client.events(7, 10)
    method, path, headers = server.calls[0]
    assert (method, path) == ("GET", f"{BASE_PATH}/events?after=7&limit=10")
    assert headers["Authorization"] == "Bearer 0990001N.k"
    assert (headers["Turbo-Protocol"], headers["Turbo-Office-Epoch"], headers["Turbo-Portal-Epoch"]) == (
        str(CURRENT),
        "o",
        "p",
    )


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        ((401, JSON, problem("key_unknown")), Refused, "key_unknown"),
        ((409, JSON, problem("ahead")), Outdated, "ahead"),
        ((409, JSON, problem("behind")), Outdated, "behind"),
        ((426, JSON, problem("outdated")), Outdated, "outdated"),
        ((413, JSON, problem("too_large")), Refused, "too_large"),
        ((418, JSON, problem("brand_new")), Unreachable, "portal_refuses"),
        ((400, JSON, problem("bad_message")), BadData, "protocol_bad_message"),
        ((200, "text/html", b"<html>Bienvenue sur le Wi-Fi"), Unreachable, "portal_is_not_one"),
        ((200, JSON, b"{"), BadData, "protocol_bad_message"),
        ((200, JSON, b'{"portal_epoch": 3}'), BadData, "protocol_bad_message"),
        ((302, "text/html", b""), Unreachable, "portal_is_not_one"),
        ((404, "text/html", b"nothing here"), Unreachable, "portal_is_not_one"),
        ((502, "text/html", b"bad gateway"), Unreachable, "portal_down"),
        ((500, JSON, b"[]"), Unreachable, "portal_is_not_one"),
        (cut, Unreachable, "portal_unreachable"),
    ],
)
def test_whatever_answers_is_understood_in_french(
    server: Server, client: PortalClient, answer: Answer, kind: type[TurboError], code: str
) -> None:
    server.script = [answer]
    with pytest.raises(TurboError) as error:
        client.events(0)
    assert (type(error.value), error.value.code) == (kind, code)
    assert str(error.value)


def test_a_redirect_is_never_followed(server: Server, client: PortalClient) -> None:
    server.script = [(302, "text/html", b"")]
    with pytest.raises(Unreachable):
        client.hello()
    assert {path for _, path, _ in server.calls} == {f"{BASE_PATH}/hello"}


def test_a_cut_answer_is_asked_for_again(server: Server, client: PortalClient) -> None:
    server.script = [cut, (200, JSON, page())]
    assert client.events(0).events == []
    assert len(server.calls) == 2


def test_a_rule_that_says_no_is_not_asked_twice(server: Server, client: PortalClient) -> None:
    server.script = [(401, JSON, problem("key_unknown"))]
    with pytest.raises(Refused):
        client.events(0)
    assert len(server.calls) == 1


def test_answers_that_are_not_those_of_the_batch_are_refused(server: Server, client: PortalClient) -> None:
    answers = ChangeAnswers(
        portal_epoch="p",
        answers=[ChangeAnswer(id="b", outcome="done")],
        server_time=NOW,
        former_rev=0,
        last_seq=0,
    )
    server.script = [(200, JSON, codec.encode(answers))]
    change = Change(id="a", rev=1, kind="diner", key="d", body=codec.raw(Problem(code="x", message="")))
    with pytest.raises(BadData):
        client.change([change])


def test_nobody_at_the_address_is_said() -> None:
    with PortalClient("http://127.0.0.1:1") as client, pytest.raises(Unreachable, match="rien n’est perdu"):
        client.hello()


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("espace.exemple.fr", "https://espace.exemple.fr"),
        (" https://espace.exemple.fr/e/0990001N ", "https://espace.exemple.fr"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost:8080/", "http://localhost:8080"),
        ("http://[::1]:9", "http://[::1]:9"),
        ("https://espace.exemple.fr:8443", "https://espace.exemple.fr:8443"),
    ],
)
def test_addresses_are_brought_to_one_form(typed: str, address: str) -> None:
    assert check_address(typed) == address


@pytest.mark.parametrize(
    "typed", ["http://espace.exemple.fr", "http://127.0.0.1.exemple.fr", "http://192.168.1.5"]
)
def test_a_key_never_travels_in_clear(typed: str) -> None:
    with pytest.raises(Refused, match="https"):
        check_address(typed)


@pytest.mark.parametrize(
    "typed", ["", "   ", "https://", "ftp://exemple.fr", "https://a b", "https://u@h", "https://h:99999"]
)
def test_an_address_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="n’est pas valable"):
        check_address(typed)
