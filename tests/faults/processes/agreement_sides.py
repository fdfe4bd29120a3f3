"""Both sides as real processes that can be killed: a portal with its PostgreSQL, and an office of two PCs on one base."""

import json
import shutil
import signal
import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import text

from tests.agreement import Paper, disagreements, office_side, opens, portal_side
from tests.commands import Commands, Ended
from tests.faults.proxy import Tap
from tests.journeys.agreement.conftest import Host
from turbo_admin.core.credentials.rules import hash_token
from turbo_admin.portal.host.databases import owner_database

_PATIENCE_S = 30
_LIVE = (
    "SELECT s.link_hash, a.login FROM sheet s JOIN account a ON a.id = s.account_id WHERE a.state = 'open'"
    " AND s.number > a.ended AND s.used_at IS NULL AND s.refused = '' AND NOT EXISTS (SELECT 1 FROM sheet l"
    " WHERE l.account_id = s.account_id AND l.number > s.number)"
)


class KillableHost(Host):
    """A portal whose processes may be killed all at once, PostgreSQL included."""

    def kill(self) -> bool:
        """Kill everything, as a power cut does; returns whether anything was alive."""
        if not self.program or self.program.poll() is not None:
            return False
        family = [psutil.Process(self.program.pid)]
        family += family[0].children(recursive=True)
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
        self.program.wait(_PATIENCE_S)
        psutil.wait_procs(family, _PATIENCE_S)
        return True

    def mend(self) -> None:
        """Serve again if it was killed."""
        if self.program and self.program.poll() is not None:
            assert self.program.stdout
            self.program.stdout.close()
            self.program = None
            self.start()


class KillableCommands(Commands):
    """Commands of the office, one of which may be killed while it runs."""

    def kill(self) -> bool:
        """Kill the command that runs; returns whether there was one."""
        killed = False
        for child in psutil.Process(self._server.pid).children():
            with suppress(psutil.NoSuchProcess):
                child.send_signal(signal.SIGKILL)
                killed = True
        return killed


@dataclass
class TwoDesks:
    """An office of two PCs on one base, each with a keyring of its own, and a wire to the portal that can break.

    Attributes:
        papers: the provisional passwords that were printed, by the hash of their link.
        own: the password that each family has chosen last, by account.
    """

    host: KillableHost
    commands: KillableCommands
    uai: str
    base: Path
    environments: tuple[Mapping[str, str], Mapping[str, str]]
    wire: Tap
    papers: dict[str, Paper] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)

    def run(self, pc: int, *words: str) -> Ended:
        """Run a command at a PC."""
        return self.commands.run([*words, "--database", str(self.base)], self.environments[pc])

    def lines(self, pc: int, *words: str) -> list[dict[str, Any]]:
        """Run a command with --json; returns its lines, none when a rule refused it.

        Raises:
            RuntimeError: it broke.
        """
        ended = self.run(pc, *words, "--json")
        if ended.code not in {0, 3}:
            raise RuntimeError(f"{words} ended with {ended.code}: {ended.err}{ended.out}")
        return ended.lines if ended.code == 0 else []

    def pair(self, pc: int, code: str = "", *, replace: bool = False) -> Ended:
        """Pair a PC by a new code."""
        words = ["pair", self.wire.url, code or self.host.new_code(self.uai)]
        return self.run(pc, *words, *(["--replace"] if replace else []))

    def sync(self, pc: int) -> dict[str, Any]:
        """Synchronise; returns what became of the school: `error_code`, `error_kind`, `proof`."""
        ended = self.run(pc, "sync", "--json")
        with suppress(IndexError, ValueError):
            found: dict[str, Any] = ended.lines[0]["schools"][0]
            return found
        return {"error_code": "", "error_kind": f"code {ended.code}", "error": ended.err, "proof": {}}

    def print(self, pc: int, sheets: list[str]) -> None:
        """Print sheets: their passwords are in people's hands from then on."""
        printed = self.run(pc, "sheet", "print", *sheets, "--reveal") if sheets else None
        for one in printed.lines if printed and not printed.code else []:
            link = hash_token(str(one["link"]).rstrip("/").rpartition("/")[2])
            self.papers[link] = Paper(f"sheet of {one['login']}", one["login"], one["password"], opens=True)

    def rows(self, statement: str) -> list[Any]:
        """Return rows of the office's base."""
        with closing(sqlite3.connect(self.base)) as base:
            return base.execute(statement).fetchall()

    def portal_rows(self, statement: str, **values: object) -> list[Any]:
        """Return rows of the portal, or write some."""
        with (
            owner_database(self.host.data, "") as database,
            database.school(self.uai) as connection,
        ):
            done = connection.execute(text(statement), {"uai": self.uai, **values})
            return list(done) if done.returns_rows else []

    def copy_base(self) -> Path:
        """Copy the base, as a backup does."""
        copy = self.base.with_suffix(".copie")
        with closing(sqlite3.connect(self.base)) as here, closing(sqlite3.connect(copy)) as there:
            here.backup(there)
        return copy

    def put_back(self, copy: Path) -> None:
        """Put a copy of the base back."""
        for file in self.base.parent.glob(f"{self.base.name}-*"):
            file.unlink()
        shutil.copyfile(copy, self.base)

    def disagreements(self) -> list[str]:
        """Return what differs between both sides, without what the portal has refused, which stands in a list."""
        refused = {key for (key,) in self.rows("SELECT key FROM pending_change WHERE refused <> ''")}
        with owner_database(self.host.data, "") as database, database.school(self.uai) as connection:
            portal = portal_side(connection, self.uai)
        found = disagreements(office_side(lambda *words: self.lines(0, *words), self.uai), portal)
        return [one for one in found if one.split()[1].rstrip(":") not in refused]

    def wrong_doors(self) -> list[str]:
        """Return which printed passwords open though they are not in force at the office, and the other way round."""
        live, found = dict(self.rows(_LIVE)), []
        self.portal_rows("DELETE FROM throttle WHERE school_id = :uai")
        for link, paper in sorted(self.papers.items(), key=lambda one: one[0] in live):
            if (link in live) != opens(self.host.url, self.uai, live.get(link, paper.login), paper.password):
                found.append(f"{paper.name} {'opens nothing' if link in live else 'opens'}")
        return found


def after_some_bytes(wire: Tap, after: int, strike: Callable[[], object], *, is_cut: bool) -> threading.Event:
    """Have something happen once so many bytes have passed; returns what tells whether it did."""
    struck = threading.Event()

    def strike_once() -> bool:
        struck.set()
        strike()
        return is_cut

    wire.arm(after, strike_once)
    return struck


def proof_of(run: Mapping[str, Any]) -> str:
    """Return what a run has proved, as `sync --json` says."""
    proof = run.get("proof") or {}
    return str(proof.get("outcome", "") if isinstance(proof, dict) else json.dumps(proof))
