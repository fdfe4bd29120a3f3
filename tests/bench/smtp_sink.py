"""A mail server that takes everything at once and keeps nothing: what is measured against it is the sender alone.

    python -m tests.bench.smtp_sink     prints its port; ends with its standard input

`VRFY` answers how many mails it has taken.
"""

import asyncio
import socket
import sys

import uvloop

_END = b"\r\n.\r\n"


class Sink(asyncio.Protocol):
    """One connection.

    Attributes:
        taken: how many mails all connections have brought.
    """

    taken = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._held, self._in_data = b"", False
        self._transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer whatever has come whole."""
        self._held += data
        while self._held:
            if self._in_data:
                end = self._held.find(_END)
                if end < 0:
                    return
                self._held, self._in_data = self._held[end + len(_END) :], False
                Sink.taken += 1
                self._transport.write(b"250 taken\r\n")
                continue
            line, found, rest = self._held.partition(b"\r\n")
            if not found:
                return
            self._held = rest
            self._answer(line[:4].upper())

    def _answer(self, verb: bytes) -> None:
        if verb == b"EHLO":
            self._transport.write(b"250-sink\r\n250-8BITMIME\r\n250-PIPELINING\r\n250 SMTPUTF8\r\n")
        elif verb == b"DATA":
            self._in_data = True
            self._transport.write(b"354 go on\r\n")
        elif verb == b"VRFY":
            self._transport.write(b"252 %d\r\n" % Sink.taken)
        elif verb == b"QUIT":
            self._transport.write(b"221 bye\r\n")
            self._transport.close()
        else:
            self._transport.write(b"250 ok\r\n")


async def _serve(listening: socket.socket) -> None:
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(sys.stdin, ended.set)
    await loop.create_server(Sink, sock=listening)
    await ended.wait()


if __name__ == "__main__":
    with socket.create_server(("127.0.0.1", 0)) as bound:
        sys.stdout.write(f"{bound.getsockname()[1]}\n")
        sys.stdout.flush()
        uvloop.run(_serve(bound))
