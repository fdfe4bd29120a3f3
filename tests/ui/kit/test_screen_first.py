"""The screen goes first, but not for ever."""

import time

from turbo_admin.ui.kit.screen_first import Turn


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
    turn = Turn()
    turn._asked = time.perf_counter() + 60
    assert 0.15 <= _seconds_to_give_way(turn) < 30
