"""Both sides, real: the portal on PostgreSQL behind HTTP, offices on SQLite; each fault gets a copy of its own.

Setting a school up takes a second, a fault a tenth of one: so a school is set up once and copied, its rows on the
portal under another number, its office's file beside the first.
"""

import itertools
import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from tests.database import running_postgres
from tests.faults.tally import Facts
from tests.office.conftest import write_people
from tests.people import CAST, HUGO_MARTIN, LEA_MARTIN, LOUISE_DURAND, Person, make_form
from tests.places import in_memory
from tests.portal.conftest import Portal, run_alone, with_database
from tests.portal.site import Site
from turbo_admin.core.credentials.rules import hash_token
from turbo_admin.core.intake.rules import Intake, check_request
from turbo_admin.core.uai import make_uai
from turbo_admin.demo.stage import MemoryVault
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.office.intake.lines import request_lines
from turbo_admin.office.outbox import pairing
from turbo_admin.office.roster import apply, importing
from turbo_admin.office.settings import school_edits
from turbo_admin.office.sheets import mail
from turbo_admin.office.sync.run import synchronise
from turbo_admin.office.sync.summary import SyncSummary
from turbo_admin.outside.portal.portal_client import PortalClient
from turbo_admin.portal.accounts.requests import record_request
from turbo_admin.portal.base.roles import migrate
from turbo_admin.portal.schools.registry import add_school

_PEOPLE_OF_FULL = 1100
_REQUESTS_OF_FULL = 40

# What a school's data looks like on the portal, ids left out.
_PORTAL_FACTS = (
    "SELECT 'diner', last_name, first_name, class_name, \"left\" FROM diner WHERE school_id = :uai",
    "SELECT 'settings', settings ->> 'name' FROM school WHERE school_id = :uai",
    "SELECT 'account', email, state, generation, password_hash IS NOT NULL,"
    " (SELECT string_agg(first_name, '+' ORDER BY first_name) FROM attachment t JOIN diner d USING (school_id, diner_id)"
    " WHERE t.school_id = a.school_id AND t.account_id = a.account_id) FROM account a WHERE school_id = :uai",
    "SELECT 'provisional', a.email, p.origin FROM provisional p JOIN account a USING (school_id, account_id)"
    " WHERE p.school_id = :uai",
    "SELECT 'request', card, email, state, confirmed_at IS NOT NULL FROM account_request WHERE school_id = :uai",
    "SELECT 'mail', kind, to_address, state FROM mail WHERE school_id = :uai",
    "SELECT 'event', seq, kind FROM event WHERE school_id = :uai",
    "SELECT 'act', kind FROM applied_change WHERE school_id = :uai",
    "SELECT 'state', kind FROM change_state WHERE school_id = :uai",
    "SELECT 'heard', acknowledged_seq FROM school WHERE school_id = :uai",
)
# And in the office.
_OFFICE_FACTS = (
    "SELECT 'diner', last_name, first_name, class_name, \"left\" FROM diner",
    "SELECT 'request', card, email, state, confirmed_at IS NOT NULL FROM account_request",
    "SELECT 'account', email, state, generation, (SELECT count(*) FROM account_diner d WHERE d.account_id = a.id)"
    " FROM account a",
    "SELECT 'sheet', s.mail_to, s.mail_state, s.refused, s.used_at IS NOT NULL FROM sheet s",
    "SELECT 'waiting', kind, refused FROM pending_change",
    "SELECT 'heard', seq, kind FROM received_event",
    "SELECT 'cursor', cursor_seq FROM school",
    "SELECT 'journal', what, subject IN (SELECT id FROM account_request) FROM journal",
    "SELECT 'receipt', number, total_cents, payer FROM receipt",
    "SELECT 'entry', position, kind, amount_cents, reverses IS NOT NULL FROM entry",
    "SELECT 'wallet', kind, balance_cents FROM wallet",
    "SELECT 'series', series, last FROM number_series",
    "SELECT 'closed day', number, closing_cents FROM day_closing",
    "SELECT 'slip', number, pieces, total_cents FROM deposit_slip",
)


class Seat:
    """A place for an office's file, whose desk stays open from one case to the next: opening one costs as much as a sync.

    Attributes:
        url: where its desk finds the portal.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = ""
        self.vault = MemoryVault()
        self._desk: Desk | None = None

    def lay(
        self, source: Path | None, change: Callable[[sqlite3.Connection], None] = lambda _office: None
    ) -> None:
        """Put another office's file in the place of the former one."""
        self._leave()
        if source is None:
            self._desk = None  # its tables go with the file
        for file in self.path.parent.glob(f"{self.path.name}*"):
            file.unlink()
        if source:
            shutil.copyfile(source, self.path)
            with closing(sqlite3.connect(self.path)) as office, office:
                change(office)

    @property
    def desk(self) -> Desk:
        """The desk at it."""
        if not self._desk:
            self._desk = open_desk(
                str(self.path), vault=self.vault, connect=self._connect, who="claire", workstation="PC-A"
            )
        return self._desk

    def _connect(self, _url: str, **identity: Any) -> PortalClient:
        return PortalClient(self.url, **identity)

    def close(self) -> None:
        """Close its desk, for good or until it is wanted again."""
        self._leave()
        self._desk = None

    def _leave(self) -> None:
        if self._desk:
            self._desk.close()


@dataclass(slots=True)
class Case:
    """One school, on both sides."""

    ground: "Ground"
    uai: str
    seat: Seat

    @contextmanager
    def desk(self, url: str = "") -> Iterator[Desk]:
        """Sit down at the office.

        Args:
            url: where the portal is to be reached, instead of where it is: a proxy's.
        """
        self.seat.url = url or self.ground.url
        yield self.seat.desk

    def sync(self, url: str = "") -> SyncSummary:
        """Synchronise."""
        with self.desk(url) as desk:
            return synchronise(desk)

    def ask(self, person: Person, **changed: str) -> None:
        """Let a family ask, on the portal."""
        asked = check_request(make_form(person, **changed))
        assert isinstance(asked, Intake)
        with self.ground.portal.database.school(self.uai) as connection:
            record_request(connection, self.uai, asked, now=datetime.now(UTC))

    def facts(self) -> Facts:
        """Return what both sides hold."""
        found: Facts = Facts()
        with self.ground.portal.superuser.host() as connection:
            for statement in _PORTAL_FACTS:
                rows = connection.execute(text(statement), {"uai": self.uai})
                found.update("portal " + " ".join(map(str, row)) for row in rows)
        with closing(sqlite3.connect(self.seat.path)) as office:
            for statement in _OFFICE_FACTS:
                found.update("office " + " ".join(map(str, row)) for row in office.execute(statement))
        return found

    def forget(self) -> None:
        """Leave the seat to the next case."""
        self.ground.leave(self.seat)


@dataclass
class Ground:
    """The portal that all schools of a campaign share.

    Attributes:
        url: its address.
        folder: of the offices.
    """

    portal: Portal
    site: Site
    folder: Path
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(990100))
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _seats: list[Seat] = field(default_factory=list)
    _free: list[Seat] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.site.base

    @property
    def port(self) -> int:
        """The portal's."""
        return int(self.url.rpartition(":")[2])

    def found(self, people: Sequence[Person] = CAST) -> Case:
        """Found a school: a roster in the office, paired, nothing exchanged yet."""
        uai = self._new_uai()
        code = add_school(self.portal.owner, uai, "Collège de l’Exemple")
        case = Case(self, uai, self._seat())
        case.seat.lay(None)
        with case.desk() as desk:
            school_edits.add_school(desk, uai, "Collège des Tilleuls", "0683")
            _import(desk, uai, people, self.folder)
            pairing.pair(desk, self.url, code)
        return case

    def elsewhere(self, folder: Path) -> "Ground":
        """Return the same portal with offices in another folder."""
        return replace(self, folder=folder, _seats=[], _free=[])

    def empty(self) -> Case:
        """Return an office without a base yet, which the portal does not know."""
        case = Case(self, self._new_uai(), self._seat())
        case.seat.lay(None)
        return case

    def copy(self, case: Case) -> Case:
        """Copy a school, portal and office, under a number of its own."""
        uai, seat = self._new_uai(), self._seat()
        twin = Case(self, uai, seat)
        case.seat.close()
        seat.lay(case.seat.path, lambda office: self._rename(office, uai))
        with closing(sqlite3.connect(seat.path)) as office:
            (epoch,) = office.execute("SELECT epoch FROM office").fetchone()
        key = f"{uai}.{case.seat.vault.portal_key(epoch, case.uai).partition('.')[2]}"
        seat.vault.keep_portal_key(epoch, uai, key)
        self._copy_rows(case.uai, uai, hash_token(key))
        return twin

    def _rename(self, office: sqlite3.Connection, uai: str) -> None:
        tables = office.execute(
            "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c"
            " WHERE m.type = 'table' AND c.name = 'uai'"
        ).fetchall()
        for (table,) in tables:
            office.execute(f"UPDATE {table} SET uai = ?", [uai])

    def _seat(self) -> Seat:
        with self._lock:
            if self._free:
                seat = self._free.pop()
            else:
                seat = Seat(self.folder / f"bureau-{len(self._seats)}.sqlite")
                self._seats.append(seat)
        return seat

    def leave(self, seat: Seat) -> None:
        """Take a seat back."""
        with self._lock:
            self._free.append(seat)

    def close(self) -> None:
        """Close all desks."""
        for seat in self._seats:
            seat.close()

    def _copy_rows(self, source: str, goal: str, key_hash: str) -> None:
        values = {"source": source, "goal": goal}
        with self.portal.superuser.host() as connection:
            # The order of the tables does not matter then.
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for table, columns in self._tables:
                connection.execute(
                    text(
                        f"INSERT INTO {table} (school_id, {columns})"
                        f" SELECT :goal, {columns} FROM {table} WHERE school_id = :source"
                    ),
                    values,
                )
            connection.execute(
                text("UPDATE workstation_key SET key_hash = :hash WHERE school_id = :goal"),
                {"goal": goal, "hash": key_hash},
            )

    def __post_init__(self) -> None:
        self._tables = self.portal.rows(
            "SELECT table_name, string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
            " WHERE table_schema = 'public' AND column_name <> 'school_id' AND is_generated = 'NEVER'"
            " AND is_identity = 'NO' AND table_name IN (SELECT table_name FROM information_schema.columns"
            " WHERE column_name = 'school_id' AND table_schema = 'public') GROUP BY table_name"
        )

    def _new_uai(self) -> str:
        with self._lock:
            return make_uai(next(self._numbers))


def _import(desk: Desk, uai: str, people: Sequence[Person], folder: Path) -> None:
    path = write_people(folder / f"{uai}.csv", people)
    apply.apply_import(desk, importing.plan_import(desk, path, uai))


def small(ground: Ground) -> Case:
    """Prepare a school whose next sync carries two events and two changes: an account and its mail."""
    case = ground.found()
    case.ask(LEA_MARTIN)
    first = case.sync()
    assert first.ok, first.sentence
    with case.desk() as desk:
        issued = from_requests.issue(desk, [line.id for line in request_lines(desk)])
        assert mail.mail_sheets(desk, issued.sheets).queued == 1
    case.ask(HUGO_MARTIN)
    case.ask(LOUISE_DURAND)
    return case


def _letters(number: int) -> str:
    """Return a number as letters: a family's form takes no digit in a name."""
    return "".join("ABCDEFGHIJ"[int(digit)] for digit in str(number))


def full(ground: Ground) -> Case:
    """Prepare a school whose first sync carries everything: two batches of diners, forty requests."""
    people = [
        Person(
            f"d-{number}",
            f"0683-{number:05d}",
            f"NOM {_letters(number // 7)}",
            f"Prénom {_letters(number)}",
            "5 A",
        )
        for number in range(1, _PEOPLE_OF_FULL + 1)
    ]
    case = ground.found(people)
    for person in people[:_REQUESTS_OF_FULL]:
        case.ask(person, email=f"famille{person.number}@exemple.fr", prenom="Alix")
    return case


@contextmanager
def ground_on(superuser_url: str, wrap: Callable[[Any], Any] = lambda app: app) -> Iterator[Ground]:
    """Prepare a portal on a running PostgreSQL, in a database of its own.

    Args:
        wrap: what stands around its application.
    """
    name = f"faults_{os.getpid()}"
    run_alone(superuser_url, f'CREATE DATABASE "{name}"')
    try:
        migrate(with_database(superuser_url, name))
        portal = Portal(with_database(superuser_url, name))
        with tempfile.TemporaryDirectory(prefix="turbo-faults-", dir=in_memory()) as folder:
            try:
                with Site(portal, wrap=wrap) as site:
                    ground = Ground(portal, site, Path(folder))
                    try:
                        yield ground
                    finally:
                        ground.close()
            finally:
                portal.close()
    finally:
        run_alone(superuser_url, f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def new_ground() -> Iterator[Ground]:
    """Prepare a portal on a PostgreSQL of its own."""
    with running_postgres() as server, ground_on(server.superuser_url) as ground:
        yield ground


Prepare = Callable[[Ground], Case]
