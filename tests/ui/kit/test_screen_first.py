"""The screen goes first, but not for ever."""

from turbo_admin.ui.kit.screen_first import Turn


class Clock:
    """A clock that only sleeping moves, and how often somebody slept."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept = 0

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += seconds
        self.slept += 1


def test_nobody_waits_for_a_screen_that_is_still() -> None:
    clock = Clock()
    Turn(clock, clock.pass_by).give_way()
    assert clock.slept == 0


def test_another_thread_waits_while_cells_are_asked_for() -> None:
    clock = Clock()
    turn = Turn(clock, clock.pass_by)
    turn.take()
    turn.give_way()
    assert clock.slept == 1


def test_a_screen_that_never_ends_is_not_waited_for_for_ever() -> None:
    clock = Clock()

    def sleep(seconds: float) -> None:
        clock.pass_by(seconds)
        turn.take()

    turn = Turn(clock, sleep)
    turn.take()
    turn.give_way()
    assert 0.15 < clock.now < 0.3
