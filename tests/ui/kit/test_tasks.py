"""Acts leave the screen through one object, one at a time, and come back to it."""

import threading

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from turbo_admin.core.errors import Cancelled, Refused, TurboError
from turbo_admin.ui.kit.tasks import TaskProgress, Tasks


@pytest.fixture
def tasks(qtbot: QtBot) -> Tasks:
    made = Tasks()
    yield made
    made.close()


def test_an_act_runs_elsewhere_and_its_result_comes_back_here(tasks: Tasks, qtbot: QtBot) -> None:
    here, seen = threading.get_ident(), []
    with qtbot.waitSignal(tasks.ended):
        tasks.write(
            tasks,
            lambda _: threading.get_ident(),
            lambda there: seen.append((there, threading.get_ident())),
            label="Essai",
        )
    there, back = seen[0]
    assert there != here
    assert back == here


def test_acts_that_change_something_run_one_after_the_other_in_order(tasks: Tasks, qtbot: QtBot) -> None:
    running, most, order = 0, 0, []

    def act(_: TaskProgress) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        QThread.msleep(1)
        running -= 1

    for number in range(20):
        tasks.write(tasks, act, lambda _, number=number: order.append(number), label="Essai")
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert most == 1
    assert order == list(range(20))


def test_reading_does_not_wait_for_an_act_that_changes_something(tasks: Tasks, qtbot: QtBot) -> None:
    gate = threading.Event()
    tasks.write(tasks, lambda _: gate.wait(10), lambda _: None, label="Longue")
    seen: list[int] = []
    tasks.read(tasks, lambda _: 7, seen.append)
    qtbot.waitUntil(lambda: seen == [7])
    assert tasks.is_busy
    gate.set()
    qtbot.waitUntil(lambda: not tasks.is_busy)


def test_busy_is_told_once_for_a_row_of_acts(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[bool] = []
    tasks.busy_changed.connect(told.append)
    for _ in range(3):
        tasks.write(tasks, lambda _: None, lambda _: None, label="Essai")
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert told == [True, False]


def test_a_cancelled_act_stops_at_its_next_report(tasks: Tasks, qtbot: QtBot) -> None:
    begun, told, errors = threading.Event(), threading.Event(), []

    def act(report: TaskProgress) -> None:
        begun.set()
        told.wait(10)
        report("suite", 1, 2)
        raise AssertionError("it went on")

    job = tasks.write(tasks, act, lambda _: None, errors.append, label="Longue")
    qtbot.waitUntil(begun.is_set)
    job.cancel()
    told.set()
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], Cancelled)


def test_an_act_cancelled_before_its_turn_never_begins(tasks: Tasks, qtbot: QtBot) -> None:
    gate, begun, errors = threading.Event(), [], []
    tasks.write(tasks, lambda _: gate.wait(10), lambda _: None, label="Première")
    second = tasks.write(tasks, lambda _: begun.append(1), lambda _: None, errors.append, label="Seconde")
    second.cancel()
    gate.set()
    qtbot.waitUntil(lambda: bool(errors))
    assert not begun


def test_a_refusal_goes_to_whoever_asked_and_else_to_the_window(tasks: Tasks, qtbot: QtBot) -> None:
    def act(_: TaskProgress) -> None:
        raise Refused("request_unknown")

    mine: list[TurboError] = []
    tasks.write(tasks, act, lambda _: None, mine.append, label="Essai")
    qtbot.waitUntil(lambda: bool(mine))
    with qtbot.waitSignal(tasks.refused) as told:
        tasks.write(tasks, act, lambda _: None, label="Essai")
    assert mine[0].code == told.args[0].code == "request_unknown"


def test_a_bug_is_told_as_a_bug(tasks: Tasks, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tasks.crashed) as told:
        tasks.read(tasks, lambda _: 1 // 0, lambda _: None)
    assert isinstance(told.args[0], ZeroDivisionError)


def test_nothing_is_called_back_for_a_page_that_is_gone(tasks: Tasks, qtbot: QtBot) -> None:
    owner, gate, called = QObject(), threading.Event(), []
    tasks.write(owner, lambda _: gate.wait(10), called.append, label="Essai")
    owner.deleteLater()
    qtbot.waitUntil(lambda: not owner_is_alive(owner))
    gate.set()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert called == []


def test_once_closed_nothing_is_called_back_and_nothing_begins(tasks: Tasks, qtbot: QtBot) -> None:
    ran: list[str] = []
    tasks.read(tasks, lambda _: ran.append("asked before"), lambda _: ran.append("called back"))
    tasks.close()
    assert tasks.read(tasks, lambda _: ran.append("read"), lambda _: None).is_cancelled
    assert tasks.write(tasks, lambda _: ran.append("written"), lambda _: None, label="Essai").is_cancelled
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert set(ran) <= {"asked before"}


def owner_is_alive(owner: QObject) -> bool:
    import shiboken6

    return shiboken6.isValid(owner)


def test_progress_reaches_the_screen_and_its_last_step_always_does(tasks: Tasks, qtbot: QtBot) -> None:
    def act(report: TaskProgress) -> None:
        for done in range(5001):
            report("Calcul", done, 5000)

    seen: list[tuple[str, int, int]] = []
    with qtbot.waitSignal(tasks.ended):
        tasks.write(tasks, act, lambda _: None, label="Essai", on_progress=lambda *step: seen.append(step))
    assert seen[-1] == ("Calcul", 5000, 5000)
    # The eye wants some thirty a second, not five thousand.
    assert len(seen) < 500
