"""What the rows about synchronisation stand on: a portal that serves, and offices with rosters of any size.

The portal is `portal serve` with its embedded PostgreSQL, both waiting for the disk as they do at a host's; an
office is a SQLite file. Rosters go through the store, since an import is not what is measured.
"""

import atexit
import itertools
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import keyring
from sqlalchemy import update

from tests.keyrings import FileKeyring
from turbo_admin.core.uai import make_uai
from turbo_admin.demo.names import ORIGINS
from turbo_admin.office.desk.context import Connect, Desk, open_desk
from turbo_admin.office.outbox import pairing, queue
from turbo_admin.office.settings import school_edits
from turbo_admin.office.sync.run import synchronise
from turbo_admin.portal.host.databases import owner_database
from turbo_admin.portal.host.embedded_postgres import Cluster, open_cluster
from turbo_admin.portal.schools.registry import add_school
from turbo_admin.store import diners
from turbo_admin.store.engine.diner_records import DinerRecord
from turbo_admin.store.engine.school_tables import OfficeTable

ROOT = Path(__file__).resolve().parents[2]
_WRITTEN_AT_ONCE = 5_000
_WARMING, _DINERS_OF_WARMING = 12, 20
_numbers = itertools.count(990_300)


@dataclass(frozen=True, slots=True)
class Office:
    """An office database beside its portal, paired."""

    desk: Desk
    uai: str
    path: Path

    def edit(self, many: int, mark: str) -> None:
        """Change the class of the first diners."""
        with self.desk.database.write() as session:
            known = diners.diners_by_id(session, [_diner_id(number) for number in range(many)]).values()
            edited = [replace(record, class_name=mark) for record in known]
            diners.change_diners(session, edited)
            queue.enqueue_diners(session, self.uai, edited)


@dataclass(frozen=True, slots=True)
class Ground:
    """A portal that serves.

    Attributes:
        environment: of the programs that share our keyring.
    """

    url: str
    folder: Path
    cluster: Cluster
    environment: dict[str, str]

    @contextmanager
    def office(self, many: int, connect: Connect | None = None) -> Iterator[Office]:
        """Found a school whose roster the portal has yet to be told; the desk closes at the end."""
        uai = make_uai(next(_numbers))
        path = self.folder / f"{uai}.db"
        with owner_database(self.folder / "portal", "") as host:
            code = add_school(host, uai, "Collège de l’Exemple")
        shutil.copyfile(_empty_base(self.folder), path)
        desk = open_desk(str(path), connect=connect, who="banc", workstation="PC-BANC")
        try:
            school_edits.add_school(desk, uai, "Collège de l’Exemple", "0683")
            with desk.database.write() as session:
                # A copied base has the epoch of its original, and the portal would take both for one office.
                session.execute(update(OfficeTable).values(epoch=uuid.uuid4().hex))
                for start in range(0, many, _WRITTEN_AT_ONCE):
                    numbers = range(start, min(start + _WRITTEN_AT_ONCE, many))
                    diners.add_diners(session, [make_diner(uai, number) for number in numbers])
            pairing.pair(desk, self.url, code)
            yield Office(desk, uai, path)
        finally:
            desk.close()
            for file in path.parent.glob(f"{path.name}*"):
                file.unlink()


def make_diner(uai: str, number: int) -> DinerRecord:
    """Invent a diner."""
    last, first = ORIGINS[number % len(ORIGINS)]
    return DinerRecord(
        id=_diner_id(number),
        uai=uai,
        external_id=f"e{number}",
        last_name=last[number % len(last)],
        first_name=first[number // 7 % len(first)],
        class_name=f"{6 - number % 4} {'ABCDEF'[number % 6]}",
        kind="élève",
        card=f"0683-{number % 100_000:05}",
        left=False,
        emails=(f"famille{number // 2}@exemple.fr",),
    )


def _diner_id(number: int) -> str:
    return f"{number:032x}"


@cache
def _empty_base(folder: Path) -> Path:
    """Return a base whose tables are made: that takes longer than most of what is measured."""
    path = folder / "vide.db"
    open_desk(str(path)).close()
    return path


@cache
def ground() -> Ground:
    """Return the portal of 2 workers that the rows share; it ends with this process."""
    house = ExitStack()
    atexit.register(house.close)
    folder = Path(house.enter_context(TemporaryDirectory(prefix="turbo-bench-")))
    folder.chmod(0o711)  # PostgreSQL's own user passes through
    environment = _environment(folder)
    os.environ["TURBO_TEST_KEYRING"] = environment["TURBO_TEST_KEYRING"]
    keyring.set_keyring(FileKeyring())
    url = house.enter_context(_serving(folder / "portal", environment))
    place = Ground(url, folder, open_cluster(folder / "portal"), environment)
    _warm(place)
    return place


def _warm(place: Ground) -> None:
    """Let both web processes serve for a while: a portal has been there since long before it is called."""
    with place.office(_DINERS_OF_WARMING) as office:
        for turn in range(_WARMING):
            office.edit(_DINERS_OF_WARMING, f"{turn} A")
            synchronise(office.desk)


def _environment(folder: Path) -> dict[str, str]:
    """Return an environment in which byte code is kept, as in an installed program, and the keyring is a file."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "HOME": str(folder),
        "XDG_STATE_HOME": str(folder / "state"),
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "PYTHON_KEYRING_BACKEND": "tests.keyrings.FileKeyring",
        "TURBO_TEST_KEYRING": str(folder / "keyring.json"),
    }


@contextmanager
def _serving(data: Path, environment: dict[str, str]) -> Iterator[str]:
    command = ["portal", "serve", "--port", "0", "--workers", "2", "--data", str(data)]
    with subprocess.Popen(
        [sys.executable, "-m", "turbo_admin", *command],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    ) as program:
        try:
            yield program.stdout.readline().strip() if program.stdout else ""
        finally:
            program.terminate()
            program.wait(60)
