"""A request to stop, from any thread or signal handler."""

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Stopper:
    """Asks a loop to stop; a socket pair, so that a loop waiting in `select` wakes up."""

    def __init__(self) -> None:
        self._reader, self._writer = socket.socketpair()
        self.asked = False

    def ask(self) -> None:
        """Ask to stop; repeated calls do nothing."""
        if not self.asked:
            self.asked = True
            # Sending is safe in a signal handler; a lock or an Event might deadlock there.
            self._writer.send(b"x")

    def fileno(self) -> int:
        """Return the socket's number, which becomes readable when a stop has been asked."""
        return self._reader.fileno()

    def close(self) -> None:
        """Close the sockets."""
        self._reader.close()
        self._writer.close()


@contextmanager
def stopped_by_signals() -> Iterator[Stopper]:
    """Yield a stopper that SIGTERM and Ctrl+C trigger."""
    stop, before = Stopper(), {}
    try:
        # Python sets signal handlers in the main thread only; tests serve from another.
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                before[number] = signal.signal(number, lambda *_: stop.ask())
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        stop.close()
