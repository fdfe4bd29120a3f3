"""An office of two schools whose database is in memory: put back in a moment, and dying at a chosen commit."""

import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.pool import StaticPool

from tests.faults.in_memory.model import ModelPortal
from tests.faults.in_memory.model_client import ModelClient
from tests.people import CAST, MONDAY, OTHER_SITE_CODE, OTHER_UAI, SITE_CODE, UAI, Person
from tests.places import in_memory
from turbo_admin.demo.stage import MemoryVault
from turbo_admin.office.credentials import from_requests, unasked
from turbo_admin.office.desk.context import Desk, this_pcs_scheduler
from turbo_admin.office.desk.rights import Operator
from turbo_admin.office.desk.roster_cache import Rosters
from turbo_admin.office.intake.lines import request_lines
from turbo_admin.office.outbox import pairing
from turbo_admin.office.settings import school_edits
from turbo_admin.office.sheets import mail
from turbo_admin.office.sync.run import synchronise
from turbo_admin.outside.portal.proxies import no_proxy
from turbo_admin.store import diners
from turbo_admin.store import schools as stored_schools
from turbo_admin.store.engine import database as store
from turbo_admin.store.engine import sql_engine as engines
from turbo_admin.store.engine.diner_records import DinerRecord

PEOPLE = CAST[:4]
# Of the other school.
OTHERS = tuple(
    Person(f"d-autre-{n}", f"0684-{n:05d}", f"AUTRE{n}", "Alix", f"2nde {n}", (f"autre{n}@exemple.fr",))
    for n in (1, 2)
)
URLS = {UAI: "https://espace.exemple.fr", OTHER_UAI: "https://ailleurs.exemple.fr"}


class Crash(BaseException):
    """The office's program is gone: nothing of it runs any more, no `finally` either."""


class MemoryOffice:
    """The office's side: two PCs on one database.

    Attributes:
        dies_at: (which commit from now on, whether before it is kept); None for never.
        dead: until it is started again.
        portals: by school; `portal` is the first school's.
        wire: what its calls pass through.
    """

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:", check_same_thread=False)
        self._engine = create_engine("sqlite://", creator=lambda: self.connection, poolclass=StaticPool)
        engines.listening(self._engine)
        engines.prepare(self._engine)
        event.listen(self._engine, "begin", self._on_begin)
        event.listen(self._engine, "commit", self._on_commit)
        # Runs lock a file; the database itself is in memory.
        self._folder = tempfile.TemporaryDirectory(prefix="turbo-memory-", dir=in_memory())
        lock = str(Path(self._folder.name) / "bureau.sqlite")
        self.database = store.OfficeDatabase(lock, store.sql_sessions("", self._engine))
        self.vault = MemoryVault()
        self.now: datetime = MONDAY
        self.portal = ModelPortal()
        self.portals = {UAI: self.portal, OTHER_UAI: ModelPortal(uai=OTHER_UAI)}
        self.wire: Any = lambda _call, do, _batch=None: do()
        self.dies_at: tuple[int, bool] | None = None
        self.dead = False
        self.desk, self.other = self._desk("PC-A"), self._desk("PC-B")

    def _desk(self, workstation: str) -> Desk:
        return Desk(
            database=self.database,
            vault=self.vault,
            now=lambda: self.now,
            operator=Operator("claire"),
            workstation=workstation,
            connect=self._connect,  # type: ignore[arg-type]
            database_address="",
            scheduler=this_pcs_scheduler,
            system_proxy=no_proxy,
            rosters=Rosters(),
        )

    def _connect(self, url: str, *, key: str = "", office_epoch: str = "", portal_epoch: str = "") -> Any:
        portal = next(self.portals[uai] for uai, one in URLS.items() if one == url)
        return ModelClient(
            portal,
            lambda call, do, batch=None: self.wire(call, do, batch),
            office_epoch,
            portal_epoch,
            key,
        )

    def _on_begin(self, _connection: object) -> None:
        if self.dead:
            raise Crash

    def _on_commit(self, _connection: object) -> None:
        if self.dies_at is None:
            return
        number, before = self.dies_at
        self.dies_at = (number - 1, before)
        if number == 0:
            self.dead, self.dies_at = True, None
            if before:
                raise Crash

    def start_again(self) -> None:
        """Start the program again after it died."""
        self.dead, self.dies_at = False, None

    def save(self) -> bytes:
        """Return what a backup holds."""
        return self.connection.serialize()

    def restore(self, backup: bytes) -> None:
        """Become what it was."""
        # `deserialize` pulls the tables from under statements that are kept prepared, and SQLite then reads freed
        # memory (seen with json_each): a connection without any takes them, and hands them over page by page.
        with closing(sqlite3.connect(":memory:")) as source:
            source.deserialize(backup)
            source.backup(self.connection)

    def keys(self) -> dict[str, str]:
        """Return the keys to the portals that the keyring holds, which no backup of the database does."""
        return {uai: self.vault.portal_key(self._epoch(), uai) for uai in self.portals}

    def keep_keys(self, keys: Mapping[str, str]) -> None:
        """Put keys into the keyring."""
        for uai, key in keys.items():
            self.vault.keep_portal_key(self._epoch(), uai, key)

    def _epoch(self) -> str:
        with self.database.read() as session:
            return stored_schools.epoch(session)

    def close(self) -> None:
        """Put it away."""
        self._engine.dispose()
        self.connection.close()
        self._folder.cleanup()

    def rows(self, statement: str) -> list[Any]:
        """Return what is in the tables."""
        return self.connection.execute(statement).fetchall()

    def pass_by(self, **span: float) -> None:
        """Move the office's clock."""
        self.now += timedelta(**span)


def furnished() -> tuple[MemoryOffice, bytes, dict[str, dict[str, Any]]]:
    """Return an office at work, and both sides as they then are, the portals by school.

    One account has been issued and mailed, others have been issued to who never asked; one request waits.
    """
    office = MemoryOffice()
    school_edits.add_school(office.desk, UAI, "Collège des Tilleuls", SITE_CODE)
    school_edits.add_school(office.desk, OTHER_UAI, "Lycée du Canal", OTHER_SITE_CODE)
    with office.database.write() as session:
        diners.add_diners(session, [_record(UAI, one) for one in PEOPLE])
        diners.add_diners(session, [_record(OTHER_UAI, one) for one in OTHERS])
    for uai, url in URLS.items():
        # Any code is good; it begins with its school.
        pairing.pair(office.desk, url, f"{uai} CODE")
    for person in PEOPLE[:2]:
        office.portal.ask(person)
        assert synchronise(office.desk).ok
        if person is PEOPLE[0]:
            ids = [line.id for line in request_lines(office.desk)]
            mail.mail_sheets(office.desk, from_requests.issue(office.desk, ids).sheets)
            assert synchronise(office.desk).ok
    # Some who have never asked.
    for uai, people in ((UAI, PEOPLE[2:]), (OTHER_UAI, OTHERS[:1])):
        unasked.issue_unasked(office.desk, uai, [one.class_name for one in people])
    assert synchronise(office.desk).ok
    return office, office.save(), {uai: portal.backup() for uai, portal in office.portals.items()}


def _record(uai: str, one: Person) -> DinerRecord:
    return DinerRecord(
        id=one.id,
        uai=uai,
        external_id=one.id,
        last_name=one.last_name,
        first_name=one.first_name,
        class_name=one.class_name,
        kind="élève",
        card=one.card,
        left=False,
        emails=one.emails,
    )
