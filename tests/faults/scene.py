"""One act of one office, done again and again, each time with another fault; then started again and compared."""

import base64
import json
import os
import platform
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.faults.acts import FIRST, Act, home
from tests.faults.program import OfficeProgram, Ran
from tests.faults.strace import CHANGING, Strike
from tests.faults.tally import Tally
from tests.faults.world import Case, Ground, new_ground
from turbo_admin.office.desk.automatic_copies import default_folder
from turbo_admin.office.desk.context import Desk, open_desk, utc_now
from turbo_admin.office.sync.run import synchronise

_SERVICE = "Turbo Admin"
# A PC that died in a run blocks the next one for five minutes; the clerk comes back later than that.
_LATER = timedelta(minutes=10)

# Arguments and environment of the office's program.
Ready = tuple[Sequence[str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Stage:
    """A portal, and the office's program."""

    ground: Ground
    program: OfficeProgram


@contextmanager
def staged(ground: Ground | None, variant: str = "") -> Iterator[Stage]:
    """Set a portal up, unless one is given, and the office's program with what may be wrong in it."""
    with ExitStack() as stack:
        place = stack.enter_context(nullcontext(ground) if ground else new_ground())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="turbo-scene-")))
        yield Stage(place, stack.enter_context(OfficeProgram(folder, variant)))


class Scene:
    """An act, its school, and how it comes out without a fault.

    Attributes:
        trace: of the act without a fault.
        at_once: what both sides hold when it has ended.
        expected: and after what the clerk does next.
    """

    def __init__(self, stage: Stage, act: Act, kinds: Sequence[str] = CHANGING) -> None:
        self._stage, self.act = stage, act
        # This process is the PC on which the school was set up, then that of each case (`_desk_later`).
        os.environ["XDG_STATE_HOME"] = str(stage.ground.folder / "state")
        self._template = None if act is FIRST else act.prepare(stage.ground)
        case = self.case()
        done = self.run(case, kinds=kinds)
        assert done.code == 0, (act.name, done.code, done.said)
        self.trace = done.trace
        self.at_once = case.facts()
        wrong = self.start_again(case)
        assert not wrong, (act.name, wrong)
        self.expected = case.facts()
        put_away(case)

    def case(self) -> Case:
        """Return a school for one fault."""
        ground = self._stage.ground
        return ground.copy(self._template) if self._template else ground.empty()

    def run(
        self,
        case: Case,
        strikes: Sequence[Strike] = (),
        *,
        kinds: Sequence[str] = (),
        options: Sequence[str] = (),
        ready: Ready | None = None,
    ) -> Ran:
        """Do the act in a process of its own, with what is done to it."""
        watched = kinds or [one.kind for one in strikes] or CHANGING
        return self._stage.program.run(*(ready or self.ready(case)), watched, strikes, options)

    def ready(self, case: Case) -> Ready:
        """Write what a case's program finds before it (a file to import, its keyring); returns what starts it."""
        case.seat.close()
        return self.act.arguments(case), _environment(case)

    def mend(self, case: Case, where: str) -> Tally:
        """Start again and bring the act to its end; returns what is not as without the fault."""
        tally = Tally()
        wrong = self.start_again(case)
        tally.compare(self.expected, case.facts(), where)
        if wrong:
            tally.lost += 1
            tally.examples.append(f"{where}: {wrong}")
        put_away(case)
        return tally

    def start_again(self, case: Case) -> str:
        """Start again, do what the clerk does, synchronise; returns what is wrong, empty for nothing."""
        with _desk_later(case) as desk:
            self.act.again(desk, case)
            if self.act is not FIRST:
                again = synchronise(desk)
                if not again.ok:
                    return again.sentence
        with closing(sqlite3.connect(case.seat.path)) as office:
            found = [row[0] for row in office.execute("PRAGMA integrity_check")]
        return "" if found == ["ok"] else f"integrity_check: {found[:3]}"


def put_away(case: Case) -> None:
    """Leave nothing of a case: with a copy of the day there, another would not be made, and the calls differ."""
    shutil.rmtree(home(case))
    shutil.rmtree(default_folder(case.seat.path), ignore_errors=True)
    case.forget()


@contextmanager
def _desk_later(case: Case) -> Iterator[Desk]:
    os.environ["XDG_STATE_HOME"] = _environment(case)["XDG_STATE_HOME"]
    desk = open_desk(
        str(case.seat.path),
        vault=case.seat.vault,
        now=lambda: utc_now() + _LATER,
        # As the program names this PC: what it sealed is printed here too.
        workstation=platform.node() or "poste",
    )
    try:
        yield desk
    finally:
        desk.close()


def _environment(case: Case) -> dict[str, str]:
    """Return the world of a case's program: folders of its own, and a keyring that holds what the seat's does."""
    folder = home(case)
    keyring = folder / "trousseau.json"
    secrets = {}
    if case.seat.path.exists():
        with closing(sqlite3.connect(case.seat.path)) as office:
            (epoch,) = office.execute("SELECT epoch FROM office").fetchone()
        secrets = {
            f"{_SERVICE}/portail {case.uai} {epoch}": case.seat.vault.portal_key(epoch, case.uai),
            f"{_SERVICE}/fiches {epoch}": base64.b64encode(case.seat.vault.sheet_key(epoch)).decode(),
        }
    keyring.write_text(json.dumps(secrets), encoding="utf-8")
    return {"HOME": str(folder), "TURBO_TEST_KEYRING": str(keyring)} | {
        f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("DATA", "CONFIG", "STATE", "CACHE")
    }
