"""Power lost at any moment of an office's acts: what its program holds for kept is there when the power is back.

The acts run once, in a process of their own: the product's code, its SQLite, its settings. strace writes down each
write, sync, truncation and change of a name that reaches the operating system, in order, with all bytes. Every moment
of that recording is then a moment at which power may fail, and what may be on the disk at that moment is made from
it (see `disk`), opened anew by SQLite, and compared.

A VFS that drops what was not synced (apsw) would see the same calls one layer higher, but under another SQLite than
the one that the product is linked with, through another driver, and once a run; a recording is what the kernel was
told, and any number of losses can be drawn from it.

What must be there: the base as it was after the last transaction that the program holds for kept (it marks each
return of a commit in the recording, before it goes on to tell the portal or the clerk), or after one that was being
kept: never less, never another mixture. That any such base then comes to the same end with the portal is what
`kill-office` shows.
"""

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.faults.acts import ACTS, Act
from tests.faults.disk import KINDS, OPTIONS, Disk, Op, read_recording
from tests.faults.scene import Scene, Stage, put_away, staged
from tests.faults.strace import NoStraceError
from tests.faults.tally import Campaign, Facts, Plan, Tally
from tests.faults.variants import MARK
from tests.faults.world import Ground
from tests.places import in_memory

# Ways in which power may be lost at one moment: nothing unsynced is there, or a part of it, drawn.
_DRAWN = 4


@dataclass(frozen=True, slots=True)
class Loss:
    """Power lost.

    Attributes:
        after: how many operations of the recording.
        draw: which of the ways; 0 for nothing that was unsure.
    """

    act: int
    after: int
    draw: int


class _Recording:
    """An act, as the operating system saw it.

    Attributes:
        files: the base before it.
        folder: where bases are opened.
    """

    def __init__(self, name: str, base: str, files: Mapping[str, bytes], ops: list[Op], folder: Path) -> None:
        self.name, self.base, self.files, self.ops, self.folder = name, base, files, ops, folder
        self._states: dict[int, Facts] = {}

    def state(self, after: int) -> Facts:
        """Return what the base holds after so many operations, while there is power."""
        if after not in self._states:
            disk = Disk(dict(self.files))
            for op in self.ops[:after]:
                disk.do(op)
            self._states[after] = self.open(disk.with_all())[0]
        return self._states[after]

    def may_be(self, found: Facts, kept: int, done: int) -> bool:
        """Whether this is what the base held at some moment since what was kept last."""
        return found in (self.state(kept), self.state(done)) or any(
            found == self.state(after) for after in range(kept + 1, done)
        )

    def open(self, files: Mapping[str, bytes]) -> tuple[Facts, str]:
        """Return what SQLite finds in these files, and what is wrong with them, empty for nothing."""
        for old in self.folder.iterdir():
            old.unlink()
        for path, content in files.items():
            (self.folder / Path(path).name).write_bytes(content)
        copy = self.folder / Path(self.base).name
        if not copy.exists():
            return Counter(), ""
        try:
            return _dump(copy), ""
        except sqlite3.DatabaseError as error:
            return Counter(), str(error)


class PowerOffice:
    """The campaign, over a program that may have been made wrong.

    Args:
        variant: a name in `variants`; one that marks what is kept.
    """

    def __init__(self, acts: tuple[Act, ...] = ACTS, variant: str = "commits_marked") -> None:
        self._acts, self._variant = acts, variant

    def __call__(self, plan: Plan, ground: Ground | None = None) -> Tally:
        """Lose power at each moment of each act."""
        tally = Tally()
        try:
            with (
                staged(ground, self._variant) as stage,
                tempfile.TemporaryDirectory(dir=in_memory()) as folder,
            ):
                recordings = [_record(Scene(stage, act), stage, Path(folder)) for act in self._acts]
                losses = [
                    Loss(act, after, draw)
                    for act, recording in enumerate(recordings)
                    for after in range(1, len(recording.ops) + 1)
                    for draw in range(_DRAWN + 1)
                ]
                chosen = sorted(plan.share(losses), key=lambda loss: (loss.act, loss.after))
                for act, recording in enumerate(recordings):
                    here = [loss for loss in chosen if loss.act == act]
                    _lose(recording, here, plan.seed, tally)
        except NoStraceError as error:
            tally.errors.append(str(error))
        return tally


def _record(scene: Scene, stage: Stage, folder: Path) -> _Recording:
    case = scene.case()
    case.seat.close()
    base = case.seat.path
    files = {str(base): base.read_bytes()} if base.exists() else {}
    ran = scene.run(case, kinds=KINDS, options=OPTIONS)
    assert ran.code == 0, ran.said
    ops = [op for op in read_recording(ran.trace, str(base.parent), MARK) if _is_of(op, base)]
    assert any(op.kind == "mark" for op in ops), "nothing was marked as kept"
    recording = _Recording(scene.act.name, str(base), files, ops, folder)
    # The recording is whole when it ends in what the program left.
    assert recording.state(len(ops)) == _dump(base), f"{scene.act.name}: the recording misses something"
    put_away(case)
    return recording


def _is_of(op: Op, base: Path) -> bool:
    """Whether it is about the base: its `-shm` is made anew by whoever finds it dead."""
    is_base = op.path.startswith(str(base)) and not op.path.endswith("-shm")
    return op.kind == "mark" or is_base or op.path == str(base.parent)


def _lose(recording: _Recording, losses: list[Loss], seed: int, tally: Tally) -> None:
    disk, done, kept = Disk(dict(recording.files)), 0, 0
    for loss in losses:
        while done < loss.after:
            op = recording.ops[done]
            disk.do(op)
            done += 1
            kept = done if op.kind == "mark" else kept
        draw = Random(f"{seed} {recording.name} {loss}")  # noqa: S311 (replayable, no secret)
        files = disk.with_some(draw) if loss.draw else disk.without_the_unsure()
        found, wrong = recording.open(files)
        where = f"{recording.name}, power lost after {loss.after} of {len(recording.ops)} operations, draw {loss.draw}"
        tally.faults += 1
        if wrong:
            tally.lost += 1
            tally.examples.append(f"{where}: {wrong}")
        elif not recording.may_be(found, kept, done):
            tally.compare(recording.state(kept), found, where)


def _dump(base: Path) -> Facts:
    """Return all that a base holds.

    Raises:
        sqlite3.DatabaseError: it is damaged.
    """
    facts: Facts = Counter()
    with closing(sqlite3.connect(base)) as office:
        found = [row[0] for row in office.execute("PRAGMA integrity_check")]
        if found != ["ok"]:
            raise sqlite3.DatabaseError(f"integrity_check: {found[:3]}")
        for name, definition in office.execute("SELECT name, sql FROM sqlite_master").fetchall():
            facts[f"schema {name} {definition}"] += 1
        tables = office.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            facts.update(f"{table} {row}" for row in office.execute(f'SELECT * FROM "{table}"'))
    return facts


CAMPAIGNS = (
    Campaign(
        "power-office",
        "power lost at each write and sync of a sync, an issue, an import, a first start, a migration; unsynced writes dropped or torn",
        PowerOffice(),
        {
            "synchronous=NORMAL": PowerOffice(variant="commits_not_synced"),
            "synchronous=OFF": PowerOffice(variant="nothing_synced"),
        },
    ),
)
