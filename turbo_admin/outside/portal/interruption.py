"""Waiting for a portal's answer in a way that can be interrupted."""

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
# How often whoever waits may say that it waits no longer.
_EVERY_SECONDS = 0.2


def interruptible(call: Callable[[], T], check: Callable[[], None]) -> T:
    """Return what a call returns; `check` is called while it lasts, and may end the waiting by raising.

    A call that is left goes on by itself until it ends, and its answer is dropped: as if it had been lost on the way.

    Args:
        call: runs on a thread of its own; it touches no database and no widget.
    """
    results: list[T] = []
    errors: list[BaseException] = []
    ended = threading.Event()

    def work() -> None:
        try:
            results.append(call())
        except BaseException as error:
            errors.append(error)
        finally:
            ended.set()

    threading.Thread(target=work, name="portal-call", daemon=True).start()
    while not ended.wait(_EVERY_SECONDS):
        check()
    if errors:
        raise errors[0]
    return results[0]
