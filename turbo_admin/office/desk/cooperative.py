"""Long work by small pieces, between which whoever waits for the interpreter has it."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
# Called between two pieces; it may wait.
Pause = Callable[[], None]


def at_once() -> None:
    """Wait for nobody."""


def by_turns(items: Iterable[T], pause: Pause, every: int) -> Iterator[T]:
    """Return the items; before the first and then after so many, pause."""
    for number, item in enumerate(items):
        if number % every == 0:
            pause()
        yield item
