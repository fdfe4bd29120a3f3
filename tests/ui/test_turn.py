"""The screen goes first, but not for ever."""

import threading
import time

from turbo_admin.ui.turn import Turn


def _seconds_to_give_way(turn: Turn) -> float:
    began = time.perf_counter()
    turn.give_way()
    return time.perf_counter() - began


def test_nobody_waits_for_a_screen_that_is_still() -> None:
    assert _seconds_to_give_way(Turn()) < 0.003


def test_another_thread_waits_while_cells_are_asked_for() -> None:
    turn = Turn()
    turn.take()
    assert _seconds_to_give_way(turn) >= 0.002


def test_a_screen_that_never_ends_is_not_waited_for_for_ever() -> None:
    turn, done = Turn(), threading.Event()

    def paint() -> None:
        while not done.is_set():
            turn.take()

    painting = threading.Thread(target=paint)
    painting.start()
    waited = _seconds_to_give_way(turn)
    done.set()
    painting.join()
    assert waited >= 0.15
