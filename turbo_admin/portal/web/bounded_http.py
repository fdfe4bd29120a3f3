"""uvicorn's HTTP protocol with bounds: the size of a request's head, and how long a connection may keep the portal waiting.

uvicorn by itself waits for ever for the head of a request, for its body, and for a visitor who does not read the answer;
httptools takes a head of any size. A web server in front bounds the same for each visitor (docs/hosting.md); these bounds
hold without one, and for whoever reaches the port past it.
"""

import asyncio
from dataclasses import dataclass
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_REFUSAL = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-type: text/plain; charset=utf-8\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
)


@dataclass(frozen=True, slots=True)
class ConnectionBounds:
    """What a connection may take of a web process.

    Attributes:
        head_bytes: request line and headers; ours have under two KiB, cookies included.
        head_seconds: from the connection, or from the last answer, to the end of a request's head; so also how long a
            connection may be idle.
        body_seconds: what a body is given beside the time that its size takes at `body_rate`.
        body_rate: bytes a second that a body has to bring on the average; a telephone at the edge of its network does.
        answer_seconds: without a byte of a waiting answer being taken.
        connections: at once; one more is closed unread. Linux gives a process 1,024 files.
        check_seconds: how often a connection is examined.
    """

    head_bytes: int = 32 * 1024
    head_seconds: float = 20
    body_seconds: float = 30
    body_rate: float = 500
    answer_seconds: float = 30
    connections: int = 900
    check_seconds: float = 5


class _HeadTooLargeError(Exception):
    """Ends the parsing of a request; httptools passes it on as an error of its own."""


class BoundedHttpProtocol(HttpToolsProtocol):
    """One connection, which is closed when it exceeds its bounds."""

    bounds: ClassVar[ConnectionBounds] = ConnectionBounds()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._check: asyncio.TimerHandle | None = None
        # Since when the visitor is waited for, and what has come of the body since; what of the answer waits, since when.
        self._since, self._brought = 0.0, 0
        self._unread, self._unread_since = 0, 0.0
        self._head_bytes, self._in_head, self._too_large = 0, False, False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to watch the connection."""
        super().connection_made(transport)
        self._since = self.loop.time()
        if len(self.connections) > self.bounds.connections:
            transport.abort()
            return
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop watching."""
        if self._check:
            self._check.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what comes of a head that is not complete: httptools keeps it all until it is."""
        self._head_bytes += len(data)
        super().data_received(data)
        if not self._in_head:
            self._head_bytes = 0
        elif self._head_bytes > self.bounds.head_bytes and not self.transport.is_closing():
            self._refuse()

    def on_message_begin(self) -> None:
        """A request has begun."""
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Refuse a head that came whole and is too large; otherwise its body may come."""
        self._in_head = False
        self._since, self._brought = self.loop.time(), 0
        if (
            len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
            > self.bounds.head_bytes
        ):
            self._too_large = True
            raise _HeadTooLargeError
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP, or too large."""
        if self._too_large:
            self._refuse()
        else:
            super().send_400_response(msg)

    def on_body(self, body: bytes) -> None:
        """Count the body."""
        self._brought += len(body)
        super().on_body(body)

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self._since = self.loop.time()
        super().on_response_complete()

    def _refuse(self) -> None:
        self.transport.write(_REFUSAL)
        self.transport.close()

    def _watch(self) -> None:
        self._check = self.loop.call_later(self.bounds.check_seconds, self._examine)

    def _examine(self) -> None:
        if self._is_stuck(self.loop.time()):
            # Not `close`, which would wait for the visitor to read what is left.
            self.transport.abort()
        else:
            self._watch()

    def _is_stuck(self, now: float) -> bool:
        if unread := self.transport.get_write_buffer_size():
            if unread != self._unread:
                self._unread, self._unread_since = unread, now
            return now - self._unread_since > self.bounds.answer_seconds
        self._unread = 0
        waited = now - self._since
        if self.cycle is None or self.cycle.response_complete:
            return waited > self.bounds.head_seconds
        # Reading pauses while the pages have yet to take what came: that is not the visitor's doing.
        if self.cycle.more_body and not self.flow.read_paused:
            return waited > self.bounds.body_seconds + self._brought / self.bounds.body_rate
        return False
