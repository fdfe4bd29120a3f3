"""A desk on each kind of database, and a portal with a memory."""

import csv
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.database import Postgres
from tests.office.portal_in_memory import PortalInMemory
from tests.office.prepared_office import PreparedOffice, prepare_office
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


@pytest.fixture(scope="session")
def paired_file(blank_file: Path, tmp_path_factory: pytest.TempPathFactory) -> PreparedOffice:
    """An office with the cast in its roster, paired with a portal, in a SQLite file."""
    folder = tmp_path_factory.mktemp("jumele")
    base = str(shutil.copy(blank_file, folder / "bureau.sqlite"))
    return prepare_office(base, lambda desk, _: import_and_pair(desk, folder), Clock())


@pytest.fixture(scope="session")
def paired_server(
    postgres: Postgres, blank_server: str, tmp_path_factory: pytest.TempPathFactory
) -> PreparedOffice:
    """The same on a server."""
    folder = tmp_path_factory.mktemp("jumele")
    base = postgres.copy_database(blank_server)
    return prepare_office(base, lambda desk, _: import_and_pair(desk, folder), Clock())


@pytest.fixture
def paired(request: pytest.FixtureRequest, database_kind: str) -> PreparedOffice | None:
    """What the test's database is a copy of when the test works at `desk`; None for an empty database."""
    if "desk" not in request.fixturenames:
        return None
    prepared: PreparedOffice = request.getfixturevalue(
        "paired_file" if database_kind == "sqlite" else "paired_server"
    )
    return prepared


@pytest.fixture
def office_base(
    request: pytest.FixtureRequest, paired: PreparedOffice | None, tmp_path: Path
) -> Iterator[str]:
    """What `--database` takes, for the test's own copy of a database."""
    if paired is None:
        yield request.getfixturevalue("started_database")
    elif paired.base.startswith("postgresql:"):
        postgres: Postgres = request.getfixturevalue("postgres")
        url = postgres.copy_database(paired.base)
        yield url
        postgres.drop_database(url)
    else:
        yield str(shutil.copy(paired.base, tmp_path / "bureau.sqlite"))


@pytest.fixture
def open_pc(
    office_base: str, paired: PreparedOffice | None, clock: Clock, portal: PortalInMemory
) -> Iterator[Callable[[str], Desk]]:
    """Opens a PC on the office's database. Only the first one has the keys of an office that is paired already."""
    opened: list[Desk] = []
    if paired:
        paired.restore(portal)

    def open_one(name: str) -> Desk:
        desk = open_desk(
            office_base,
            vault=paired.copy_vault() if paired and not opened else MemoryVault(),
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
def desk(bare_desk: Desk) -> Desk:
    """A desk with the cast in its roster, paired with the portal: `paired` copied it so."""
    return bare_desk


def import_and_pair(desk: Desk, folder: Path) -> None:
    """Add the school, import the cast into it and pair it with the portal."""
    school_edits.add_school(desk, UAI, SCHOOL_NAME, SITE_CODE)
    import_people(desk, CAST, folder)
    pairing.pair(desk, "https://espace.exemple.fr", "CODE")


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
