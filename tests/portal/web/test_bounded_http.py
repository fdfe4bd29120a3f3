"""What a connection may take of a web process, over real sockets: sizes, and patience."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
import uvicorn

from turbo_admin.portal.host.web_process import server_settings
from turbo_admin.portal.web.bounded_http import BoundedHttpProtocol, ConnectionBounds

_GET = b"GET / HTTP/1.1\r\nHost: x\r\n"
# Far beyond what a test lasts, so that only the bound that is tried can end a connection.
_PATIENT = ConnectionBounds(
    head_seconds=600, body_seconds=600, answer_seconds=600, check_seconds=0.05, connections=100
)
_LARGE = b"x" * (32 * 1024 * 1024)


async def _site(scope: Any, receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
    if scope["type"] != "http":
        return
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body, more = body + message["body"], message["more_body"]
    answer = _LARGE if scope["path"] == "/large" else str(len(body)).encode()
    headers = [(b"content-length", str(len(answer)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer})


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextmanager
def served(**bounds: float) -> Iterator[Callable[[], socket.socket]]:
    """Serve with bounds; what it yields opens a connection."""

    class Bounded(BoundedHttpProtocol):
        pass

    Bounded.bounds = replace(_PATIENT, **bounds)  # type: ignore[arg-type]
    settings = server_settings(_site)
    settings.http = Bounded
    server, opened = _Server(settings), []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()

        def connect() -> socket.socket:
            opened.append(socket.create_connection(listening.getsockname(), timeout=30))
            return opened[-1]

        try:
            yield connect
        finally:
            for one in opened:
                one.close()
            server.should_exit = True
            thread.join()


def _rest(connection: socket.socket) -> bytes:
    """All that comes until the server closes; a reset is an end, too."""
    found = b""
    try:
        while piece := connection.recv(65536):
            found += piece
    except ConnectionResetError:
        pass
    return found


def _answer(connection: socket.socket) -> bytes:
    return connection.recv(65536)


def test_the_portal_is_served_with_these_bounds() -> None:
    settings = server_settings(_site)
    settings.load()
    assert settings.http_protocol_class is BoundedHttpProtocol


@pytest.mark.parametrize("whole", [True, False])
def test_a_head_that_is_too_large_is_refused(whole: bool) -> None:
    with served() as connect:
        connection = connect()
        connection.sendall(_GET + b"X-Large: " + b"a" * 40_000 + (b"\r\n\r\n" if whole else b""))
        assert _rest(connection).startswith(b"HTTP/1.1 431 ")


def test_a_long_address_is_part_of_the_head() -> None:
    with served() as connect:
        connection = connect()
        connection.sendall(b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
        assert _rest(connection).startswith(b"HTTP/1.1 431 ")


def test_a_large_body_is_no_large_head_and_the_connection_serves_on() -> None:
    with served() as connect:
        connection = connect()
        for _ in range(2):
            connection.sendall(
                b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" + b"a" * 100_000
            )
            assert _answer(connection).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "sent", [b"", b"\r\n\r\n", b"GET / HT", _GET], ids=["idle", "blank", "begun", "headers"]
)
def test_who_does_not_finish_a_head_is_left(sent: bytes) -> None:
    with served(head_seconds=0.2) as connect:
        connection = connect()
        connection.sendall(sent)
        assert _rest(connection) == b""


def test_who_says_nothing_after_an_answer_is_left() -> None:
    with served(head_seconds=0.2) as connect:
        connection = connect()
        connection.sendall(_GET + b"\r\n")
        assert _rest(connection).startswith(b"HTTP/1.1 200 ")


def test_who_does_not_finish_a_body_is_left() -> None:
    with served(body_seconds=0.2) as connect:
        connection = connect()
        connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
        assert _rest(connection) == b""


def test_a_body_that_comes_steadily_is_waited_for() -> None:
    # 600 seconds for each byte: nothing but the size of what came keeps this one.
    with served(body_seconds=0, body_rate=1 / 600) as connect:
        connection = connect()
        connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\na")
        other = connect()
        other.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n")
        assert _rest(other) == b""
        connection.sendall(b"b")
        assert _answer(connection).startswith(b"HTTP/1.1 200 ")


def test_who_does_not_read_an_answer_is_left() -> None:
    with served(answer_seconds=0.2) as connect:
        connection = connect()
        connection.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        waiting = connect()
        waiting.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        # While that one reads steadily, the other has long been left.
        whole = len(_answer(waiting))
        while whole < len(_LARGE):
            whole += len(waiting.recv(65536))
        assert len(_rest(connection)) < len(_LARGE)


def test_one_connection_too_many_is_closed_and_the_others_serve_on() -> None:
    with served(connections=2) as connect:
        first, second = connect(), connect()
        for one in (first, second):
            one.sendall(_GET + b"\r\n")
            assert _answer(one).startswith(b"HTTP/1.1 200 ")
        assert _rest(connect()) == b""
        first.sendall(_GET + b"\r\n")
        assert _answer(first).startswith(b"HTTP/1.1 200 ")
