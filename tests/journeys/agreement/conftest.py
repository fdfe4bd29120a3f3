"""A portal as real processes, and offices as people use them: by commands, each in a process of its own."""

import itertools
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pytest
from sqlalchemy import text

from tests.agreement import Paper, disagreements, office_side, portal_side, wrong_doors
from tests.commands import Commands, Ended, run_alone
from tests.conftest import own_environment
from tests.office.conftest import write_people
from tests.people import CAST, SITE_CODE, Person, make_form
from tests.serving import copied_data, copy_folder
from tests.shifted_clock import clock_library
from tests.sources import ROOT
from turbo_admin.core.uai import make_uai
from turbo_admin.demo.catcher import Catcher
from turbo_admin.demo.families import Family, TypedRequest
from turbo_admin.portal.host.databases import owner_database
from turbo_admin.portal.schools.registry import add_school

__all__ = ["clock_library"]

_numbers = itertools.count(990_101)


@dataclass
class Host:
    """Who runs the portal: starts it, stops it, copies its data and puts the copy back.

    Attributes:
        url: the same at each start.
        smtp: what it mails to.
    """

    data: Path
    environment: dict[str, str]
    smtp: Catcher
    port: int
    program: "subprocess.Popen[str] | None" = None

    @property
    def url(self) -> str:
        """Without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, more: Mapping[str, str] | None = None) -> None:
        """Serve, and wait until it does.

        Args:
            more: added to the environment of its processes, PostgreSQL included.
        """
        command = [
            "portal",
            "serve",
            "--port",
            str(self.port),
            "--data",
            str(self.data),
            "--mail",
            self.smtp.url,
        ]
        self.program = subprocess.Popen(
            [sys.executable, "-m", "turbo_admin", *command],
            env=self.environment | dict(more or {}),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        assert self.program.stdout
        assert self.program.stdout.readline().strip() == self.url

    def stop(self) -> None:
        """Stop all its processes, PostgreSQL included."""
        if self.program:
            self.program.terminate()
            assert self.program.wait(30) == 0
            assert self.program.stdout
            self.program.stdout.close()
            self.program = None

    def copy_data(self) -> Path:
        """Copy the data folder while nothing runs; returns the copy."""
        self.stop()
        copy = self.data.with_name("copie")
        copy_folder(self.data, copy)
        self.start()
        return copy

    def put_back(self, copy: Path, uai: str) -> str:
        """Put a copy of the data back as docs/hosting.md says; returns a school's new pairing code."""
        self.stop()
        shutil.rmtree(self.data)
        copy_folder(copy, self.data)
        done = run_alone(["portal", "restored", "--data", str(self.data)], self.environment)
        assert done.code == 0, done.err
        self.start()
        return next(line.split()[1] for line in done.out.splitlines() if line.startswith(uai))

    def save(self, folder: Path) -> tuple[Path, Path]:
        """Save the portal while it serves, by its own command; returns the file of the database, and of the keys."""
        base, keys = folder / "portail.sauvegarde", folder / "portail.cles"
        done = run_alone(
            ["portal", "backup", str(base), "--keys", str(keys), "--data", str(self.data)], self.environment
        )
        assert done.code == 0, done.err
        return base, keys

    def restore(self, saved: tuple[Path, Path]) -> None:
        """Put a saved portal back, by its own command."""
        self.stop()
        base, keys = saved
        words = ["portal", "restore", str(base), "--keys", str(keys), "--yes", "--data", str(self.data)]
        done = run_alone(words, self.environment)
        assert done.code == 0, done.err
        self.start()

    def new_code(self, uai: str) -> str:
        """Add a school, or give a new pairing code to one that there is."""
        with owner_database(self.data, "") as database:
            return add_school(database, uai, "Collège des Tilleuls")


@dataclass
class Office:
    """An office's database and its PC.

    Attributes:
        base: a file.
        papers: the passwords that people have in hand, by account; the last of each is the one that should open.
    """

    host: Host
    commands: Commands
    uai: str
    base: Path
    environment: dict[str, str]
    papers: dict[str, list[Paper]] = field(default_factory=dict)

    def run(self, *words: str) -> Ended:
        """Run a command."""
        return self.commands.run([*words, "--database", str(self.base)], self.environment)

    def lines(self, *words: str) -> list[dict[str, Any]]:
        """Run a command with --json that must end well; returns its lines."""
        ended = self.run(*words, "--json")
        # Not an assertion: what a test is about never stands here.
        if ended.code:
            raise RuntimeError(f"{words} ended with {ended.code}: {ended.err}")
        return ended.lines

    def run_alone(self, *words: str, **environment: str) -> Ended:
        """Run a command in a Python of its own, with more in its environment."""
        return run_alone([*words, "--database", str(self.base)], self.environment | environment)

    def pair(self, code: str = "", *, url: str = "", replace: bool = False) -> None:
        """Pair with the portal, by a new code unless one is given.

        Args:
            url: another way to it.
        """
        words = ["pair", url or self.host.url, code or self.host.new_code(self.uai)]
        ended = self.run(*words, *(["--replace"] if replace else []))
        if ended.code:
            raise RuntimeError(ended.err)

    def bring_together(self, code: str = "", *, replace: bool = False) -> None:
        """Do what an office does after either side was an older copy: pair again, and « Mettre d'accord… »."""
        self.pair(code, replace=replace)
        stopped = self.run("sync")
        if not stopped.code:
            raise RuntimeError(f"a difference that nobody sees: {stopped.out}")
        self.lines("reconcile", "--yes")

    def settle(self) -> list[str]:
        """« Mettre d'accord… » by hand: look at the plan, agree to it; returns what it said."""
        stopped = self.run("sync")
        if not stopped.code or "Mettre d’accord" not in stopped.out + stopped.err:
            raise RuntimeError(f"a difference that nobody sees: {stopped.out}{stopped.err}")
        plan = self.run("reconcile")
        if plan.code:
            raise RuntimeError(plan.err)
        done = self.run("reconcile", "--yes")
        if done.code:
            raise RuntimeError(done.err)
        return plan.out.splitlines()

    def proves(self) -> bool:
        """Whether `verify` finds that both sides hold the same."""
        return self.run("verify").code == 0

    def sync(self) -> None:
        """Synchronise; it must end well."""
        self.lines("sync")

    def issue_to(self, *classes: str) -> list[str]:
        """Give accounts to everybody of some classes and print their sheets; returns their identifiants."""
        chosen = [word for one in classes for word in ("--class", one)]
        return self.print(self.lines("account", "issue", "--school", self.uai, *chosen)[0]["sheets"])

    def renew(self, *logins: str) -> None:
        """Give accounts a new provisional password and print their sheets."""
        self.print(self.lines("account", "renew", *logins)[0]["sheets"])

    def print(self, sheets: list[str]) -> list[str]:
        """Print sheets, which replace those that these accounts had; returns their identifiants."""
        printed = self.run("sheet", "print", *sheets, "--reveal")
        if printed.code:
            raise RuntimeError(printed.err)
        for one in printed.lines:
            had = self.papers.get(one["login"], [])
            name = f"sheet {len(had) + 1} of {one['login']}"
            # A new sheet replaces sheets; what a family has chosen itself stays.
            ended = [
                Paper(one.name, one.login, one.password, opens=one.opens and not one.name.startswith("sheet"))
                for one in had
            ]
            self.papers[one["login"]] = [*ended, Paper(name, one["login"], one["password"], opens=True)]
        return [one["login"] for one in printed.lines]

    def end_papers(self, login: str) -> None:
        """Note that what an account had in hand should open nothing any more."""
        self.papers[login] = [
            Paper(paper.name, login, paper.password, opens=False) for paper in self.papers[login]
        ]

    def disagreements(self) -> list[str]:
        """Return what differs between this office and the portal."""
        with owner_database(self.host.data, "") as database, database.school(self.uai) as connection:
            portal = portal_side(connection, self.uai)
        return disagreements(office_side(self.lines, self.uai), portal)

    def change_at_portal(self, statement: str, **values: str) -> None:
        """Change what the portal holds of this school with a statement, as a hand in its database would."""
        with owner_database(self.host.data, "") as database, database.school(self.uai) as connection:
            connection.execute(text(statement), values)

    def wrong_doors(self) -> list[str]:
        """Return which of the papers in hand open that should not, or do not that should."""
        return wrong_doors(self.host.url, self.uai, [one for some in self.papers.values() for one in some])

    def account(self, login: str) -> dict[str, Any]:
        """Return an account as the office's list shows it."""
        return next(one for one in self.lines("account", "list") if one["login"] == login)

    def ask(self, person: Person) -> None:
        """Let a family ask for an account."""
        with self.family() as family:
            family.ask_account(TypedRequest(uai=self.uai, mistake="", meant=person.id, **make_form(person)))

    def family(self) -> Family:
        """Return a family at its browser."""
        return Family(self.host.url, self.uai)

    def copy_base(self) -> Path:
        """Copy the office's database, as a backup does."""
        copy = self.base.with_suffix(".copie")
        with closing(sqlite3.connect(self.base)) as here, closing(sqlite3.connect(copy)) as there:
            here.backup(there)
        return copy

    def put_back(self, copy: Path) -> None:
        """Put a copy of the database back in its place."""
        for file in self.base.parent.glob(f"{self.base.name}-*"):
            file.unlink()
        shutil.copyfile(copy, self.base)


class NewOffice(Protocol):
    """Makes an office with a database, a PC and a roster, not paired yet."""

    def __call__(self, *, uai: str = ..., people: tuple[Person, ...] = ...) -> Office:
        """Make one.

        Args:
            uai: of a school that there is; a new one without it.
        """


@pytest.fixture(scope="session")
def commands() -> Iterator[Commands]:
    """Runs commands."""
    with Commands() as running:
        yield running


@pytest.fixture(scope="session")
def mails() -> Iterator[Catcher]:
    """A mail server that catches everything."""
    with Catcher() as catcher:
        yield catcher


@pytest.fixture(scope="session")
def host(data_template: Path, mails: Catcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A portal that serves; each test has a school of its own there."""
    with copied_data(data_template) as data:
        environment = own_environment(tmp_path_factory.mktemp("hote") / "home")
        running = Host(data, environment, mails, _free_port())
        running.start()
        yield running
        running.stop()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


@pytest.fixture
def new_office(host: Host, commands: Commands, blank_file: Path, tmp_path: Path) -> NewOffice:
    """Makes offices, with the cast in their roster unless others are given."""
    made = itertools.count(1)

    def make(*, uai: str = "", people: tuple[Person, ...] = CAST) -> Office:
        folder = tmp_path / f"poste-{next(made)}"
        folder.mkdir()
        office = Office(
            host,
            commands,
            uai or make_uai(next(_numbers)),
            Path(shutil.copy(blank_file, folder / "bureau.sqlite")),
            own_environment(folder / "home"),
        )
        roster = write_people(folder / "hotes.csv", people)
        ended = office.run("import", str(roster), "--school", office.uai, "--site-code", SITE_CODE)
        if ended.code:
            raise RuntimeError(ended.err)
        return office

    return make


@pytest.fixture
def office(new_office: NewOffice) -> Office:
    """An office that is paired and has synchronised."""
    made = new_office()
    made.pair()
    made.sync()
    return made
