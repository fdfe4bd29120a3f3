"""The steps of a demo: one line each, with its seconds and what came of it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from turbo_admin.core.french import short_seconds

_TITLE_WIDTH, _SECONDS_WIDTH = 36, 7


@dataclass(slots=True)
class StepResult:
    """What a step came to.

    Attributes:
        text: French, written at the end of the step's line; empty writes nothing.
    """

    text: str = ""


class DemoSteps:
    """Runs the steps of a demo, and writes a line for each.

    Args:
        write: takes a piece of text, without adding a line end.

    Attributes:
        seconds: how long each step took, by its name, in the order in which they ended.
    """

    def __init__(self, write: Callable[[str], None]) -> None:
        self.seconds: dict[str, float] = {}
        self._write = write

    @contextmanager
    def step(self, name: str, title: str) -> Iterator[StepResult]:
        """Run a step: its title is written at the beginning, its seconds and its result at the end.

        Args:
            name: its key in `seconds`.
            title: French.
        """
        self._write(f"  {title:<{_TITLE_WIDTH}}")
        start, result = time.perf_counter(), StepResult()
        try:
            yield result
        except BaseException:
            self._write(f"arrêt après {short_seconds(time.perf_counter() - start)}\n")
            raise
        self.seconds[name] = round(time.perf_counter() - start, 3)
        self._write(f"{short_seconds(self.seconds[name]):>{_SECONDS_WIDTH}}  {result.text}".rstrip() + "\n")

    def write_total(self) -> None:
        """Write how long all steps took together."""
        self._write(
            f"  {'En tout':<{_TITLE_WIDTH}}{short_seconds(sum(self.seconds.values())):>{_SECONDS_WIDTH}}\n"
        )
