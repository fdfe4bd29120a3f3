"""A desk on each kind of database, and a portal with a memory."""

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.office.portal_in_memory import PortalInMemory
from tests.people import CAST, MONDAY, SCHOOL_NAME, SITE_CODE, UAI, Person
from turbo_admin.demo.stage import MemoryVault
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.office.outbox import pairing
from turbo_admin.office.roster import apply, importing
from turbo_admin.office.settings import school_edits


class Clock:
    """A clock that tests move."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    """Monday morning, until moved."""
    return Clock()


@pytest.fixture
def portal() -> PortalInMemory:
    """A portal that knows nothing yet."""
    return PortalInMemory()


@pytest.fixture
def open_pc(started_database: str, clock: Clock, portal: PortalInMemory) -> Iterator[Callable[[str], Desk]]:
    """Opens a PC on the office's database."""
    opened = []

    def open_one(name: str) -> Desk:
        desk = open_desk(
            started_database,
            vault=MemoryVault(),
            now=clock,
            connect=portal.client,
            who=name,
            workstation=f"PC-{name}",
        )
        opened.append(desk)
        return desk

    yield open_one
    for desk in opened:
        desk.close()


@pytest.fixture
def bare_desk(open_pc: Callable[[str], Desk]) -> Desk:
    """A desk on an empty database."""
    return open_pc("claire")


@pytest.fixture
def desk(bare_desk: Desk, tmp_path: Path) -> Desk:
    """A desk with the cast in its roster, paired with the portal."""
    school_edits.add_school(bare_desk, UAI, SCHOOL_NAME, SITE_CODE)
    import_people(bare_desk, CAST, tmp_path)
    pairing.pair(bare_desk, "https://espace.exemple.fr", "CODE")
    return bare_desk


def import_people(desk: Desk, people: Sequence[Person], folder: Path) -> apply.Imported:
    """Import people through a CSV file, as an office does."""
    path = write_people(folder / "hotes.csv", people)
    return apply.apply_import(desk, importing.plan_import(desk, path, UAI))


def write_people(path: Path, people: Sequence[Person]) -> Path:
    """Write people as a CSV file."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["Identifiant", "Nom", "Prénom", "Classe", "N° carte", "E-mail responsable", "Sorti"])
        for one in people:
            row = [one.id, one.last_name, one.first_name, one.class_name, one.card]
            writer.writerow([*row, ", ".join(one.emails), "oui" if one.left else ""])
    return path
