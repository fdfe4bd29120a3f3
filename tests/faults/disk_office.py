"""The office's disk full or failing at each write and sync of an act; then room again."""

import dataclasses
import re
from contextlib import closing
from dataclasses import dataclass

from tests.faults.acts import FIRST, IMPORT, ISSUE, SYNC, Act
from tests.faults.program import Ran
from tests.faults.scene import Scene, Stage, staged
from tests.faults.small_disk import NoMountError, SmallDisk, small_disk
from tests.faults.strace import CHANGING, NoStraceError, Strike, calls_of
from tests.faults.tally import Campaign, Plan, Tally
from tests.faults.world import Case, Ground
from turbo_admin.core.wording.sentences import ERRORS

# Started by a person, who is told.
SYNC_NOW = dataclasses.replace(
    SYNC, arguments=lambda case: [word for word in SYNC.arguments(case) if word != "--scheduled"]
)
ACTS = (SYNC_NOW, ISSUE, IMPORT, FIRST)
_ROOM_MB = 24
# Steps of what is left on the small disk, in bytes, up to more than any of the acts writes.
_LEFT = range(0, 800 * 1024, 16 * 1024)
# Of this machine: of no use in what is kept of a finding.
_FOLDERS = re.compile(r"(/[\w.~-]+)+/")
_CLEAR = ("disk_full", "disk_failing", "database_damaged", "file_not_written")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong with the disk: a strike, or so many bytes left."""

    scene: Scene
    strike: Strike | None = None
    left: int = 0

    def __str__(self) -> str:
        what = str(self.strike) if self.strike else f"{self.left // 1024} kB left"
        return f"{self.scene.act.name}, {what}"


class DiskOffice:
    """The campaign over some acts.

    Args:
        variant: what is made wrong in the office's program, a name in `variants`.
    """

    def __init__(self, acts: tuple[Act, ...] = ACTS, variant: str = "") -> None:
        self._acts, self._variant = acts, variant

    def __call__(self, plan: Plan, ground: Ground | None = None) -> Tally:
        """Try each trouble: by strace at each call, and on a disk that really is full."""
        tally = Tally()
        try:
            with (
                staged(ground, self._variant) as stage,
                small_disk(_ROOM_MB) as disk,
                closing(stage.ground.elsewhere(disk.folder)) as cramped,
            ):
                self._try(plan, stage, Stage(cramped, stage.program), disk, tally)
        except (NoStraceError, NoMountError) as error:
            tally.errors.append(str(error))
        return tally

    def _try(self, plan: Plan, stage: Stage, cramped: Stage, disk: SmallDisk, tally: Tally) -> None:
        troubles: list[Trouble] = []
        for act in self._acts:
            scene = Scene(stage, act, kinds=(*CHANGING, "pread64"))
            troubles += [Trouble(scene, strike) for strike in _strikes(scene)]
            here = Scene(cramped, act)
            troubles += [Trouble(here, left=left) for left in _LEFT]
        for trouble in plan.share(troubles):
            if trouble.strike:
                tally.add(_strike(trouble, trouble.strike))
            else:
                tally.add(_fill(trouble, disk))
            if plan.is_over(tally):
                break


def _strikes(scene: Scene) -> list[Strike]:
    """Return a full disk from each write on, an error at each write and read, of the office's own files."""
    strikes = []
    for call in calls_of(scene.trace):
        if not call.place.startswith("/") or call.place.endswith("said.txt"):
            continue
        strikes.append(Strike(call.kind, call.number, "error=EIO"))
        # From a `write` on, what the clerk is told would find no room either: that is the small disk's to try.
        if call.kind not in {"pread64", "write"}:
            strikes.append(Strike(call.kind, call.number, "error=ENOSPC", on=True))
    return strikes


def _strike(trouble: Trouble, strike: Strike) -> Tally:
    case = trouble.scene.case()
    ran = trouble.scene.run(case, [strike])
    tally = _told(trouble, ran, case)
    if ran.struck:
        tally.faults = 1
    else:
        tally.errors.append(f"{trouble}: did not strike, though the trace without a fault has this call")
    tally.add(trouble.scene.mend(case, str(trouble)))
    return tally


def _fill(trouble: Trouble, disk: SmallDisk) -> Tally:
    case = trouble.scene.case()
    ready = trouble.scene.ready(case)
    disk.leave(trouble.left)
    ran = trouble.scene.run(case, ready=ready)
    disk.make_room()
    tally = _told(trouble, ran, case)
    # With enough left nothing was wrong.
    tally.faults = int(ran.code != 0)
    tally.add(trouble.scene.mend(case, str(trouble)))
    return tally


def _told(trouble: Trouble, ran: Ran, case: Case) -> Tally:
    """Hold what the clerk was told against what is there: what was called done is done, what was not has a reason."""
    tally = Tally()
    if ran.code == 0:
        tally.compare(trouble.scene.at_once, case.facts(), f"{trouble}: called done")
    elif not any(ERRORS[code] in ran.said for code in _CLEAR) or "Traceback" in ran.said:
        tally.lost += 1
        tally.examples.append(
            f"{trouble}: the clerk is told, with {ran.code}: {_FOLDERS.sub('', ran.said.strip()[-300:])}"
        )
    return tally


CAMPAIGNS = (
    Campaign(
        "disk-office",
        "the office's disk full from each write on, failing at each write, sync and read, or with hardly any room",
        DiskOffice(),
        {"a full disk passed over": DiskOffice((IMPORT, FIRST), "full_disk_passed_over")},
    ),
)
