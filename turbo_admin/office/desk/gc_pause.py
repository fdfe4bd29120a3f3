"""Keeping Python's collector of cycles out of acts that make objects by the hundred thousand."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# One entry an act that is going on.
_within: list[None] = []


@contextmanager
def uncollected(*, set_aside: bool) -> Iterator[None]:
    """Make many objects without the collector looking at all of them again and again.

    It holds the interpreter while it looks: with 100,000 rows in hand the screen stood still for half a second each
    time. What is made here is no cycle, and is freed when nobody holds it.

    Args:
        set_aside: whether later looks leave out all there is by then. The garbage of that moment stays for ever:
            for what is seldom done, or after `sweep`.
    """
    was_on = gc.isenabled()
    gc.disable()
    _within.append(None)
    try:
        yield
    finally:
        if set_aside:
            leave_aside()
        _within.pop()
        if was_on:
            gc.enable()


def leave_aside() -> None:
    """Have later looks leave out all there is now; its garbage stays for ever."""
    gc.freeze()


def sweep() -> None:
    """Have the collector look at all that was not set aside; only on Qt's own thread, when garbage may be Qt's."""
    gc.collect()


def is_collecting_held() -> bool:
    """Whether such an act is going on, on whatever thread."""
    return bool(_within)
