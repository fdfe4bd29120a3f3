"""A wire that can be cut after any byte, in either direction."""

import select
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Literal, Self

Way = Literal["up", "down"]
_PIECE = 64 * 1024


class Wire:
    """Passes bytes between a client and a server on this machine; close it, or use it as a context.

    Args:
        to: the server's port, or the path of its Unix socket.
        way, after: where to cut: after so many bytes towards the server (up) or the client (down), counted over all
            connections; None never cuts.
        for_good: whether nothing passes any more once it was cut; otherwise the next connection does.
        at: the path of a Unix socket to listen at, instead of a free port.

    Attributes:
        passed: bytes that went through, by way.
        pieces: (way, bytes passed so far) at each piece received.
        was_cut: whether it came to it.
    """

    def __init__(
        self, to: int | str, way: Way | None = None, after: int = 0, *, for_good: bool = True, at: str = ""
    ) -> None:
        self._target = to
        self._way, self._after, self._for_good = way, after, for_good
        self.passed: dict[Way, int] = {"up": 0, "down": 0}
        self.pieces: list[tuple[Way, int]] = []
        self.was_cut = False
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._listener = _listen_at(at) if at else socket.create_server(("127.0.0.1", 0))
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
            server = _connect(self._target)
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
            if not self._pass(way, piece, goal):
                return False
        return True

    def _pass(self, way: Way, piece: bytes, goal: socket.socket) -> bool:
        """Hand a piece over, or what may pass of it; say whether the wire still holds."""
        allowed, go_on = self._allowed(way, len(piece))
        goal.sendall(piece[:allowed])
        return go_on

    def _allowed(self, way: Way, size: int) -> tuple[int, bool]:
        """Say how many bytes of a piece may pass, and whether the wire still holds."""
        with self._lock:
            cut = self._way == way and not self.was_cut and self.passed[way] + size >= self._after
            allowed = self._after - self.passed[way] if cut else size
            self.passed[way] += allowed
            self.pieces.append((way, self.passed[way]))
            self.was_cut = self.was_cut or cut
            return allowed, not cut


class Tap(Wire):
    """A wire that calls somebody when so many bytes have passed, either way, since it was armed.

    Attributes:
        since: bytes that have passed since then.
    """

    since = 0
    _strike: Callable[[], bool] | None = None

    def arm(self, after: int, strike: Callable[[], bool] | None) -> None:
        """Count from now on, and call once that many bytes have passed, before the next one does.

        Args:
            strike: returns whether the bytes behind are lost, as when an end of that connection has died.
        """
        with self._lock:
            self.since, self._after, self._strike = 0, after, strike

    def _pass(self, _way: Way, piece: bytes, goal: socket.socket) -> bool:
        with self._lock:
            before, self.since = self.since, self.since + len(piece)
            strike, first = None, len(piece)
            if self._strike and before < self._after <= self.since:
                strike, self._strike = self._strike, None
                first = self._after - before
        goal.sendall(piece[:first])
        if strike and strike():
            return False
        goal.sendall(piece[first:])
        return True


def _connect(target: int | str) -> socket.socket:
    if isinstance(target, int):
        return socket.create_connection(("127.0.0.1", target))
    end = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        end.connect(target)
    except OSError:
        end.close()
        raise
    return end


def _listen_at(path: str) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path)
    listener.listen(64)
    return listener


def _hang_up(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):  # the other side was quicker
            end.shutdown(socket.SHUT_RDWR)
        end.close()
