"""Qt signals whose Python arguments mypy checks, where they are emitted and in the slots they are connected to."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVarTuple, overload

from PySide6.QtCore import Qt, Signal, SignalInstance

Ts = TypeVarTuple("Ts")

# PySide6 checks no Python class: `Signal(Job)` and `Signal(object)` are one signature, `PyObject`, and its stubs give
# `emit` and `connect` no types at all. The classes below exist for mypy alone; the program gets PySide6's own signal.
if TYPE_CHECKING:

    class BoundSignal(SignalInstance, Generic[*Ts]):
        """A signal of one object."""

        # PySide6 declares signals callable; a signal of other arguments would then pass for a slot.
        __call__ = None

        def emit(self, *args: *Ts) -> None:
            """Call the slots, with these arguments."""

        @overload  # type: ignore[override]
        def connect(self, receiver: "BoundSignal[*Ts]", type: Qt.ConnectionType = ...) -> Any: ...
        @overload
        def connect(self, receiver: Callable[[*Ts], object], type: Qt.ConnectionType = ...) -> Any: ...
        @overload
        def connect(self, receiver: Callable[[], object], type: Qt.ConnectionType = ...) -> Any: ...
        def connect(self, receiver: Any, type: Any = None) -> Any:
            """Have a slot called, with the arguments or with none; or another signal emitted."""

    class TypedSignal(Generic[*Ts]):
        """A signal of a `QObject` class, made as `page_requested = TypedSignal[Destination]()`."""

        def __get__(self, owner: object, kind: object = None) -> BoundSignal[*Ts]: ...

else:
    # Qt's own types keep their signature, so that Qt's slots (`QLabel.setText`) can be connected.
    _QT_TYPES = (bool, int, float, str)

    class TypedSignal:
        """A signal of a `QObject` class, made as `page_requested = TypedSignal[Destination]()`."""

        def __class_getitem__(cls, types: object) -> partial[Signal]:
            """Return what makes the signal; a class, a union or the name of a type stands for any Python object."""
            given = types if isinstance(types, tuple) else (types,)
            return partial(Signal, *(one if one in _QT_TYPES else object for one in given))
