"""What is begun before Qt can be asked for anything."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Ahead(Generic[T]):
    """Runs a function at once, on a thread of its own; what comes of it is taken later.

    Args:
        function: touches nothing of Qt.
    """

    def __init__(self, function: Callable[[], T]) -> None:
        self._function = function
        self._value: T | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def result(self) -> T:
        """Wait for the function to end; return what it returned, or raise what it raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._value  # type: ignore[return-value]  # a function that ends without an error has returned a T

    def _run(self) -> None:
        try:
            self._value = self._function()
        except BaseException as error:  # the thread's boundary: whatever it is goes to whoever asks
            self._error = error
