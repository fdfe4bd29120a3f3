"""A request to stop, from any thread or signal handler."""

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Stopper:
    """Asks a loop to stop; a socket pair, so that a loop that sleeps in `select` wakes."""

    def __init__(self) -> None:
        self._reader, self._writer = socket.socketpair()
        self.asked = False

    def ask(self) -> None:
        """Ask once or several times."""
        if not self.asked:
            self.asked = True
            self._writer.send(b"x")

    def fileno(self) -> int:
        """What becomes readable when it has been asked."""
        return self._reader.fileno()

    def close(self) -> None:
        """Let the sockets go."""
        self._reader.close()
        self._writer.close()


@contextmanager
def stopped_by_signals() -> Iterator[Stopper]:
    """Give a stopper that SIGTERM and Ctrl+C ask."""
    stop, before = Stopper(), {}
    try:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                before[number] = signal.signal(number, lambda *_: stop.ask())
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        stop.close()
