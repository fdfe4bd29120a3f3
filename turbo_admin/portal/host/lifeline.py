"""The pipe between supervisor and child: a message asks the child to stop, a closed pipe means the supervisor died."""

import signal
import threading
from collections.abc import Callable
from typing import Protocol


class Lifeline(Protocol):
    """One end of a pipe; `multiprocessing` uses a different class on each system."""

    def send(self, word: str) -> None:
        """Send a message to the other end."""

    def recv(self) -> str:
        """Wait for a message; EOFError when the other end is closed."""

    def close(self) -> None:
        """Close this end."""


def follow_lifeline(lifeline: Lifeline, stop: Callable[[str], object]) -> None:
    """Call `stop` once, from a thread: with the supervisor's message, or an empty text when the supervisor died.

    Ctrl+C is ignored in the child: the supervisor gets it too, and decides."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def wait_for_word() -> None:
        try:
            word = str(lifeline.recv())
        except (EOFError, OSError):
            word = ""
        stop(word)

    # daemon: the thread blocks in recv() and must not keep the process alive.
    threading.Thread(target=wait_for_word, name="lifeline", daemon=True).start()
