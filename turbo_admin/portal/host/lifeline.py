"""The pipe by which a child process hears from its supervisor: that it is to stop, or that the supervisor has died."""

import signal
import threading
from collections.abc import Callable
from typing import Protocol


class Lifeline(Protocol):
    """One end of a pipe: `multiprocessing` has another class on each system."""

    def send(self, word: str) -> None:
        """Say something to the other end."""

    def recv(self) -> str:
        """Wait for a word; EOFError when the other end is closed."""

    def close(self) -> None:
        """Close this end."""


def follow_lifeline(lifeline: Lifeline, stop: Callable[[str], object]) -> None:
    """Call `stop` once, from a thread: with the supervisor's word, or with empty text when the pipe is closed because it died.

    Ctrl+C is ignored here: the supervisor gets it too, and decides."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def wait_for_word() -> None:
        try:
            word = str(lifeline.recv())
        except (EOFError, OSError):
            word = ""
        stop(word)

    threading.Thread(target=wait_for_word, name="lifeline", daemon=True).start()
