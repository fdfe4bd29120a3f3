"""kill -9 of the office at each system call that changes a file or leaves by a socket; then started again."""

from tests.faults import variants
from tests.faults.acts import ACTS, SYNC, Act
from tests.faults.scene import Scene, Stage, put_away, staged
from tests.faults.strace import NoStraceError, Strike, calls_of, most_of_a_thread
from tests.faults.tally import Campaign, Plan, Tally, wrongly
from tests.faults.world import Ground

_KILL = "signal=KILL"


class KillOffice:
    """The campaign over some acts.

    Args:
        variant: what is made wrong in the office's program, a name in `variants`.
    """

    def __init__(self, acts: tuple[Act, ...] = ACTS, variant: str = "") -> None:
        self._acts, self._variant = acts, variant

    def __call__(self, plan: Plan, ground: Ground | None = None) -> Tally:
        """Kill at each call of each act, and see what is there after starting again."""
        tally = Tally()
        try:
            with staged(ground, self._variant) as stage:
                self._strike(plan, stage, tally)
        except NoStraceError as error:
            tally.errors.append(str(error))
        return tally

    def _strike(self, plan: Plan, stage: Stage, tally: Tally) -> None:
        points: list[tuple[Scene, Strike]] = []
        ends: list[tuple[Scene, Strike]] = []
        for act in self._acts:
            scene = Scene(stage, act)
            for kind, most in most_of_a_thread(calls_of(scene.trace)).items():
                points += [(scene, Strike(kind, number, _KILL)) for number in range(1, most + 1)]
                ends.append((scene, Strike(kind, most + 1, _KILL)))
        for scene, strike in plan.share(points):
            tally.add(_kill(scene, strike))
            if plan.is_over(tally):
                break
        # All were tried: make sure that there are no more.
        for scene, strike in plan.share(ends) if plan.amount is None else ():
            _pass_by(scene, strike, tally)


def _kill(scene: Scene, strike: Strike) -> Tally:
    case, where = scene.case(), f"{scene.act.name}, {strike}"
    killed = scene.run(case, [strike])
    tally = scene.mend(case, where)
    if killed.was_killed_at(strike):
        tally.faults = 1
    else:
        tally.errors.append(f"{where}: not killed, though the trace without a fault has this call")
    return tally


def _pass_by(scene: Scene, strike: Strike, tally: Tally) -> None:
    case = scene.case()
    ran = scene.run(case, [strike])
    if ran.code != 0:
        tally.errors.append(f"{scene.act.name}, {strike}: the trace without a fault has one call less")
    put_away(case)


CAMPAIGNS = (
    Campaign(
        "kill-office",
        "kill -9 of the office at each write, sync, rename and send of a sync, an issue, an import, a first start, a migration",
        KillOffice(),
        {
            "cursor saved first": KillOffice((SYNC,), "cursor_saved_first"),
            "acts not remembered": wrongly(KillOffice((SYNC,)), variants.nothing_remembered),
        },
    ),
)
