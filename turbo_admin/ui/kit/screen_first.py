"""Who goes first when the screen and another thread both want Python: the screen."""

import sys
import time
from collections.abc import Callable

# Qt asks Python at each step, painted cell or not: with Python's own 5 ms, forty steps are a screen that stands still.
_LET_GO_SECONDS = 0.001
# Qt asks for the cells of a window one by one, without Python between two of them.
_QUIET_SECONDS = 0.003
_AT_MOST_SECONDS = 0.2


class Turn:
    """Lets a thread that computes wait while cells are painted: else each cell would wait for that thread."""

    def __init__(
        self,
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._asked = -_QUIET_SECONDS

    def take(self) -> None:
        """Say that the screen is at it. On the screen's thread."""
        self._asked = self._clock()

    def give_way(self) -> None:
        """Wait until the screen is done, but not for ever. On another thread, between two pieces of its work."""
        began = now = self._clock()
        while now - self._asked < _QUIET_SECONDS and now - began < _AT_MOST_SECONDS:
            self._sleep(_QUIET_SECONDS)
            now = self._clock()


def let_go_soon() -> None:
    """Have a thread that computes let go of Python soon after the screen asks for it."""
    sys.setswitchinterval(_LET_GO_SECONDS)


# There is one screen.
SCREEN = Turn()
