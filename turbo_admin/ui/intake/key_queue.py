"""Keys pressed faster than the detail of the next request is read: each waits for its own line."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An act that waits.

    Attributes:
        on_detail: whether it needs the detail of the current line.
        decides: whether it is about one line, and not about all that are ticked.
    """

    do: Callable[[], object]
    on_detail: bool
    decides: bool


class KeyQueue:
    """Runs acts in the order of the keys, each once the line that it is about is shown.

    Args:
        is_ready: whether an act may run now; called with whether it needs the detail of the current line.
    """

    def __init__(self, is_ready: Callable[[bool], bool]) -> None:
        self._is_ready = is_ready
        self._waiting: deque[_Waiting] = deque()
        self._is_running = False

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, act: Callable[[], object], *, on_detail: bool = False, decides: bool = True) -> None:
        """Run an act after those that wait; at once when nothing does and it may."""
        self._waiting.append(_Waiting(act, on_detail, decides))
        self.run()

    def run(self) -> None:
        """Run what may run now."""
        # An act may lead back here; the next one then waits for it to end.
        if self._is_running:
            return
        self._is_running = True
        try:
            while self._waiting and self._is_ready(self._waiting[0].on_detail):
                self._waiting.popleft().do()
        finally:
            self._is_running = False

    def forget_decisions(self) -> None:
        """Forget the keys that were meant for lines that are not there."""
        self._waiting = deque(one for one in self._waiting if not one.decides)

    def clear(self) -> None:
        """Forget what waits: it is no longer sure which lines the keys were meant for."""
        self._waiting.clear()
