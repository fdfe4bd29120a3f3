"""A wire that can be cut after any byte, in either direction."""

import select
import socket
import threading
from contextlib import suppress
from typing import Literal, Self

Way = Literal["up", "down"]
_PIECE = 64 * 1024


class Wire:
    """Passes bytes between a client and a server on this machine; close it, or use it as a context.

    Args:
        port: the server's.
        way, after: where to cut: after so many bytes towards the server (up) or the client (down), counted over all
            connections; None never cuts.
        for_good: whether nothing passes any more once it was cut; otherwise the next connection does.

    Attributes:
        passed: bytes that went through, by way.
        pieces: (way, bytes passed so far) at each piece received.
        was_cut: whether it came to it.
    """

    def __init__(self, port: int, way: Way | None = None, after: int = 0, *, for_good: bool = True) -> None:
        self._target = ("127.0.0.1", port)
        self._way, self._after, self._for_good = way, after, for_good
        self.passed: dict[Way, int] = {"up": 0, "down": 0}
        self.pieces: list[tuple[Way, int]] = []
        self.was_cut = False
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._waker, self._sleeper = socket.socketpair()
        self._accepting = threading.Thread(target=self._accept)
        self._accepting.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def url(self) -> str:
        """Where a client finds it."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def mend(self) -> None:
        """Let everything pass from now on."""
        with self._lock:
            self._way = None

    def close(self) -> None:
        """Hang up."""
        self._waker.send(b"x")
        self._accepting.join()
        for thread in self._threads:
            thread.join()
        for one in (self._listener, self._waker, self._sleeper):
            one.close()

    def _accept(self) -> None:
        while True:
            ready, _, _ = select.select([self._listener, self._sleeper], [], [])
            if self._sleeper in ready:
                return
            client, _ = self._listener.accept()
            if self._is_dead():
                client.close()
                continue
            thread = threading.Thread(target=self._carry, args=(client,))
            self._threads.append(thread)
            thread.start()

    def _is_dead(self) -> bool:
        with self._lock:
            return self.was_cut and self._for_good and self._way is not None

    def _carry(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(self._target)
        except OSError:
            client.close()
            return
        ends: dict[socket.socket, tuple[Way, socket.socket]] = {
            client: ("up", server),
            server: ("down", client),
        }
        try:
            while self._pump(ends):
                pass
        except OSError:
            pass  # one of the two has hung up in the middle: so do we
        finally:
            _hang_up(client, server)

    def _pump(self, ends: dict[socket.socket, tuple[Way, socket.socket]]) -> bool:
        ready, _, _ = select.select([*ends, self._sleeper], [], [])
        for source in ready:
            if source is self._sleeper:
                return False
            way, goal = ends[source]
            piece = source.recv(_PIECE)
            if not piece:
                return False
            allowed, go_on = self._allowed(way, len(piece))
            goal.sendall(piece[:allowed])
            if not go_on:
                return False
        return True

    def _allowed(self, way: Way, size: int) -> tuple[int, bool]:
        """Say how many bytes of a piece may pass, and whether the wire still holds."""
        with self._lock:
            cut = self._way == way and not self.was_cut and self.passed[way] + size >= self._after
            allowed = self._after - self.passed[way] if cut else size
            self.passed[way] += allowed
            self.pieces.append((way, self.passed[way]))
            self.was_cut = self.was_cut or cut
            return allowed, not cut


def _hang_up(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):  # the other side was quicker
            end.shutdown(socket.SHUT_RDWR)
        end.close()
