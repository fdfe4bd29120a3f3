"""Signals with typed arguments: what reaches the slots, and what mypy refuses."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from tests.sources import PACKAGE, modules
from turbo_admin.ui.kit.typed_signals import TypedSignal


@dataclass(frozen=True)
class _Fact:
    number: int


class _Sender(QObject):
    noted = TypedSignal[_Fact]()
    perhaps = TypedSignal[_Fact | None]()
    counted = TypedSignal[_Fact, str, int]()
    named = TypedSignal[str]()
    bare = Signal()


class _Receiver:
    def __init__(self) -> None:
        self.seen: list[object] = []

    def take(self, fact: _Fact) -> None:
        self.seen.append(fact)

    def take_text(self, text: str) -> None:
        self.seen.append(text)

    def take_counted(self, fact: _Fact, step: str, done: int) -> None:
        self.seen.append((fact, step, done))

    def refresh(self) -> None:
        self.seen.append("refreshed")


def test_arguments_reach_the_slots_as_they_are() -> None:
    sender, receiver = _Sender(), _Receiver()
    fact = _Fact(1)
    sender.noted.connect(receiver.take)
    sender.noted.connect(receiver.refresh)
    sender.counted.connect(receiver.take_counted)
    sender.noted.emit(fact)
    sender.counted.emit(fact, "step", 2)
    assert receiver.seen == [fact, "refreshed", (fact, "step", 2)]
    assert receiver.seen[0] is fact


def test_a_signal_is_passed_on_by_another() -> None:
    first, second, receiver = _Sender(), _Sender(), _Receiver()
    first.noted.connect(second.noted)
    second.noted.connect(receiver.take)
    first.noted.emit(_Fact(3))
    assert receiver.seen == [_Fact(3)]


def test_qt_types_keep_their_signature() -> None:
    meta = _Sender.staticMetaObject
    signatures = {str(meta.method(number).methodSignature(), "ascii") for number in range(meta.methodCount())}
    assert {"named(QString)", "counted(PyObject,QString,int)"} <= signatures


def refused_by_mypy(sender: _Sender, receiver: _Receiver) -> None:
    """Never called: `make check` fails when mypy accepts one of these lines, as the comment is then unused."""
    sender.noted.emit("text")  # type: ignore[arg-type]
    sender.noted.emit(None)  # type: ignore[arg-type]
    sender.counted.emit(_Fact(1), "step")  # type: ignore[call-arg]
    sender.noted.connect(receiver.take_text)  # type: ignore[arg-type]
    sender.perhaps.connect(receiver.take)  # type: ignore[arg-type]
    sender.noted.connect(sender.named)  # type: ignore[arg-type]


def test_no_signal_of_the_program_carries_an_untyped_object() -> None:
    found = [
        path.relative_to(PACKAGE).as_posix()
        for path in modules()
        if "= Signal(object" in path.read_text(encoding="utf-8")
    ]
    assert found == []
