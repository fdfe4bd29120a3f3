"""Office and portal as real processes: random acts, kills, lost answers, copies put back. Both agree in the end.

A history is a school of its own: an office of two PCs on one base, with a wire to the portal that breaks. Each ends with
synchronisations, and `reconcile --yes` where a run asks for it; then both sides are compared record by record, `verify`
says so, and every printed password is tried at the portal's door.
"""

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from tests.conftest import own_environment
from tests.faults.processes.agreement_acts import PEOPLE, Acts
from tests.faults.processes.agreement_sides import (
    KillableCommands,
    KillableHost,
    TwoDesks,
    after_some_bytes,
    proof_of,
)
from tests.faults.proxy import Tap
from tests.faults.tally import Campaign, Plan, Tally
from tests.journeys.agreement.conftest import _free_port
from tests.office.conftest import write_people
from tests.people import SITE_CODE
from tests.places import public_folder
from turbo_admin.core.uai import make_uai
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.host.databases import cluster_in_use

_ACTS = 24
_HISTORIES = 96
# A synchronisation is some hundred bytes to some thousand: as many breaks in its beginning as in its end.
_FEWEST_BYTES, _BYTES_GROW = 200, 40
_ROUNDS = 8
# How many people have an account at the beginning.
_FOUNDED = 4


def run(plan: Plan, *_: object, variant: str = "") -> Tally:
    """Play histories until so many acts were played; a finding is a line of the tally."""
    tally = Tally()
    wanted = plan.amount or _ACTS * _HISTORIES
    numbers = itertools.count(plan.part, plan.parts)
    with _sides(plan, variant) as sides:
        while tally.faults * plan.parts < wanted and not plan.is_over(tally):
            draw = Random(plan.seed * 100_003 + next(numbers))  # noqa: S311 (a seed to be repeated)  # noqa: S311 (replayable, no secret)
            history = History(sides, draw, min(_ACTS, wanted))
            history.play()
            tally.faults += history.acts
            for found in history.findings:
                tally.lost += 1
                tally.examples.append(found)
    return tally


@dataclass
class Sides:
    """What the histories of one process share.

    Attributes:
        folder: of the offices.
    """

    host: KillableHost
    commands: KillableCommands
    folder: Path
    numbers: "itertools.count[int]"


@contextmanager
def _sides(plan: Plan, variant: str) -> Iterator[Sides]:
    with ExitStack() as stack:
        folder = stack.enter_context(public_folder())
        data = folder / "portail"
        with cluster_in_use(data):
            pass
        smtp = stack.enter_context(Catcher())
        environment = own_environment(folder / "hote")
        host = KillableHost(data, environment, smtp, _free_port())
        host.start()
        stack.callback(host.stop)
        stack.callback(host.mend)
        offices = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="turbo-agree-")))
        commands = stack.enter_context(KillableCommands(variant))
        yield Sides(host, commands, offices, itertools.count(990_101 + 3000 * plan.part))


@dataclass
class History:
    """One history.

    Attributes:
        acts: how many were played.
        restored: which sides were put back from a copy.
        findings: what was wrong in the end.
    """

    sides: Sides
    draw: Random
    length: int
    acts: int = 0
    restored: set[str] = field(default_factory=set)
    findings: list[str] = field(default_factory=list)
    _copies: dict[str, Path] = field(default_factory=dict)

    def play(self) -> None:
        """Play it, mend everything, compare."""
        uai = make_uai(next(self.sides.numbers))
        folder = self.sides.folder / uai
        folder.mkdir()
        with Tap(self.sides.host.port) as wire:
            self.desks = TwoDesks(
                self.sides.host,
                self.sides.commands,
                uai,
                folder / "bureau.sqlite",
                (own_environment(folder / "pc0"), own_environment(folder / "pc1")),
                wire,
            )
            self._acts = Acts(self.desks, self.draw)
            self._log = self._acts.log
            try:
                self._found()
                self._go_on()
                self._settle()
                self._compare()
            except (RuntimeError, AssertionError, LookupError) as error:
                self._find(f"{type(error).__name__} {error}")
        shutil.rmtree(folder)

    def _found(self) -> None:
        roster = write_people(self.desks.base.parent / "hotes.csv", list(PEOPLE))
        words = [
            "import",
            str(roster),
            "--school",
            self.desks.uai,
            "--site-code",
            SITE_CODE,
            "--name",
            "Collège",
        ]
        for ended in (self.desks.run(0, *words), self.desks.pair(0), self.desks.pair(1)):
            if ended.code:
                raise RuntimeError(ended.err)
        self._log.append("founded")
        self._acts.issue_some(0, _FOUNDED)
        self.desks.sync(0)

    def _go_on(self) -> None:
        copies_office, copies_portal = self.draw.random() < 0.45, self.draw.random() < 0.25
        while self.acts < self.length:
            self.acts += 1
            what = self.draw.choices(
                ["office", "family", "sync", "broken sync", "office copy", "portal copy"],
                [10, 4, 3, 3, 3 * copies_office, 3 * copies_portal],
            )[0]
            match what:
                case "office":
                    self._acts.office_act()
                case "family":
                    self._acts.family_act()
                case "sync":
                    self._sync(self.draw.randrange(2))
                case "broken sync":
                    self._broken_sync(self.draw.randrange(2))
                case "office copy":
                    self._office_copy()
                case _:
                    self._portal_copy()

    def _sync(self, pc: int) -> dict[str, Any]:
        done = self.desks.sync(pc)
        self._log.append(f"PC{pc} sync: {done['error_code'] or proof_of(done)}")
        return done

    def _broken_sync(self, pc: int) -> None:
        desks = self.desks
        how = self.draw.choices(["cut", "kill office", "kill portal"], [5, 5, 1.5])[0]
        strike = {"cut": lambda: None, "kill office": desks.commands.kill, "kill portal": desks.host.kill}[
            how
        ]
        after = int(_FEWEST_BYTES * _BYTES_GROW ** self.draw.random())
        struck = after_some_bytes(desks.wire, after, strike, is_cut=how != "kill office")
        desks.sync(pc)
        desks.wire.arm(0, None)
        desks.host.mend()
        self._log.append(
            f"PC{pc} sync, {how} after {after} bytes: {'struck' if struck.is_set() else 'missed'}"
        )

    def _office_copy(self) -> None:
        if "office" not in self._copies or self.draw.random() < 0.3:
            self._copies["office"] = self.desks.copy_base()
            self._log.append("office copied")
        else:
            self.desks.put_back(self._copies["office"])
            self.restored.add("office")
            self._log.append("office put back")

    def _portal_copy(self) -> None:
        host = self.desks.host
        if "portal" not in self._copies or self.draw.random() < 0.3:
            shutil.rmtree(host.data.with_name("copie"), ignore_errors=True)
            self._copies["portal"] = host.copy_data()
            self._log.append("portal copied")
        else:
            code = host.put_back(self._copies["portal"], self.desks.uai)
            paired = self.desks.pair(0, code)
            self.restored.add("portal")
            self._log.append(f"portal put back, paired: {paired.code}")

    def _settle(self) -> None:
        """Synchronise as an office does, until a run has ended well."""
        for round_ in range(_ROUNDS):
            pc = self.draw.randrange(2)
            done = self._sync(pc)
            if not done["error_kind"]:
                break
            if done["error_code"] in {"key_unknown", "key_missing"}:
                self._log.append(f"PC{pc} pair: {self.desks.pair(pc).code}")
            elif done["error_kind"] == "Outdated":
                settled = self.desks.run(pc, "reconcile", "--yes", "--json")
                self._log.append(f"PC{pc} reconcile: {settled.code} {settled.err[-200:]}")
            elif round_ > 2:
                self._log.append(f"{done}"[:300])
        else:
            self._find(f"no run ends well: {done}"[:600])
        # What families did while the last run was under way, and what that changed.
        last = self._sync(0)
        if proof_of(last) not in {"agreed", "pending"}:
            self._find(f"the last run proves {proof_of(last)!r} {last.get('error_code')}")

    def _compare(self) -> None:
        for found in self.desks.disagreements():
            self._find(found)
        verified = self.desks.run(0, "verify")
        if verified.code:
            self._find(f"verify: {verified.out}{verified.err}")
        for found in self.desks.wrong_doors():
            self._find(found)

    def _find(self, what: str) -> None:
        self.findings.append(f"{self.desks.uai} {what} | {'; '.join(self._log)}")


CAMPAIGNS = (
    Campaign(
        "agreement",
        "the command line with real processes: two PCs, kills, lost answers, copies put back",
        run,
        {"closing ends no password": partial(run, variant="closing_ends_nothing")},
        sample=30,
    ),
)
