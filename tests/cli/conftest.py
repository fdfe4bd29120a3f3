"""An office's database in a file, paired, with the cast and three requests; and commands run on it."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.keyrings import MemoryKeyring
from tests.office.conftest import import_people
from tests.office.portal_in_memory import PortalInMemory
from tests.people import (
    CAST,
    HUGO_MARTIN,
    INES_GARCIA,
    LEA_MARTIN,
    SCHOOL_NAME,
    SITE_CODE,
    UAI,
    make_received,
)
from turbo_admin.cli import main
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.office.outbox import pairing
from turbo_admin.office.settings import school_edits
from turbo_admin.office.sync.run import synchronise

# Those whose requests wait, by their id.
ASKED = {"r-lea": LEA_MARTIN, "r-hugo": HUGO_MARTIN, "r-ines": INES_GARCIA}


@dataclass
class Office:
    """A database that commands work on.

    Attributes:
        base: its path.
        portal: what it is paired with.
    """

    base: str
    capsys: pytest.CaptureFixture[str]
    portal: PortalInMemory = field(default_factory=PortalInMemory)

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Open a desk on it."""
        desk = open_desk(self.base, connect=self.portal.client)
        try:
            yield desk
        finally:
            desk.close()

    def run(self, *words: str) -> int:
        """Run a command; returns its exit code."""
        return main([*words, "--database", self.base])

    def lines(self, *words: str) -> list[dict[str, Any]]:
        """Run a command that must end well, with --json; returns its lines."""
        return self.lines_of(*words, "--json")

    def lines_of(self, *words: str) -> list[dict[str, Any]]:
        """Run a command that writes JSON and must end well; returns its lines."""
        return [json.loads(line) for line in self.said(*words).splitlines()]

    def said(self, *words: str) -> str:
        """Run a command that must end well; returns what it says."""
        self.capsys.readouterr()
        assert self.run(*words) == 0, self.capsys.readouterr().err
        return self.capsys.readouterr().out

    def refusal(self, *words: str) -> str:
        """Run a command that must be refused by a rule; returns why."""
        self.capsys.readouterr()
        assert self.run(*words) == 3
        return self.capsys.readouterr().err

    def synchronise(self) -> None:
        """Exchange with the portal."""
        with self.desk() as desk:
            assert synchronise(desk).ok

    def issue(self, *requests: str) -> dict[str, Any]:
        """Answer requests."""
        [issued] = self.lines("request", "issue", *requests)
        return issued


@pytest.fixture
def office(
    blank_file: Path, tmp_path: Path, keyring_memory: MemoryKeyring, capsys: pytest.CaptureFixture[str]
) -> Office:
    """An office that is paired, with the cast, where three families have asked."""
    made = Office(str(shutil.copy(blank_file, tmp_path / "bureau.sqlite")), capsys)
    with made.desk() as desk:
        school_edits.add_school(desk, UAI, SCHOOL_NAME, SITE_CODE)
        import_people(desk, CAST, tmp_path)
        pairing.pair(desk, "https://espace.exemple.fr", "CODE")
        for request, person in ASKED.items():
            made.portal.tell("request.received", make_received(person, request_id=request))
        assert synchronise(desk).ok
    return made
