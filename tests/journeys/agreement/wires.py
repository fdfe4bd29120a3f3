"""Ways between office and portal on which an answer does not arrive."""

import socket
import threading

from tests.faults.proxy import Way, Wire

_NEVER = 2**62


class LosesAnswers(Wire):
    """Loses the answer to the next changes that are told, and everything after it, until mended.

    Args:
        to: the portal's port.
    """

    def __init__(self, to: int) -> None:
        super().__init__(to, "down", _NEVER)
        self._armed = threading.Event()
        self._told = threading.Event()
        self._before = 0

    def lose_next(self, *, after: int = 0) -> None:
        """Lose the next one.

        Args:
            after: how many are answered before it.
        """
        self._before = after
        self._armed.set()

    def _pass(self, way: Way, piece: bytes, goal: socket.socket) -> bool:
        if self._armed.is_set() and way == "up" and b"/changes" in piece:
            if self._before:
                self._before -= 1
            else:
                self._told.set()
        if self._told.is_set() and way == "down":
            self._armed.clear()
            self._told.clear()
            self.was_cut = True
            return False
        return super()._pass(way, piece, goal)


class HoldsAnswers(Wire):
    """Holds the next answer back once armed, so that whoever waits for it can be killed.

    Args:
        to: the portal's port.
    """

    def __init__(self, to: int) -> None:
        super().__init__(to)
        self._armed = threading.Event()
        self._reached = threading.Event()
        self._let_go = threading.Event()

    def hold_next(self) -> None:
        """Hold the next answer."""
        self._armed.set()

    def wait(self, seconds: float) -> bool:
        """Wait until an answer is held; say whether it came to that."""
        return self._reached.wait(seconds)

    def let_go(self) -> None:
        """Lose the held answer; everything passes from now on."""
        self._armed.clear()
        self._let_go.set()

    def _pass(self, way: Way, piece: bytes, goal: socket.socket) -> bool:
        if self._armed.is_set() and way == "down":
            self._reached.set()
            self._let_go.wait()
            return False
        return super()._pass(way, piece, goal)
