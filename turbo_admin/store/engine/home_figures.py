"""What the home page and the status bar show, read through the database drivers alone.

Loading SQLAlchemy takes twice as long as an empty window: with it, the home page would have its figures 0.3 s later. This
is the only module that reads without it. The statements are written for SQLite and PostgreSQL alike, `?` standing for a
value; a test compares each figure with a count of the records themselves, on both.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from turbo_admin.core.errors import Refused, Unreachable
from turbo_admin.store.engine.connection_settings import (
    BUSY_SECONDS,
    SCHEMA_VERSION,
    VERSION_TABLE,
    is_shared,
)
from turbo_admin.store.engine.driver_errors import in_french
from turbo_admin.store.engine.run_lock import LEASE, is_run_lock_held
from turbo_admin.store.engine.school_record import SchoolRecord

_RUNS_READ = 50
_SCHOOL_COLUMNS = tuple(SchoolRecord.__slots__)


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What the status bar wants of a line of the sync journal; see `RunRecord`."""

    run_id: str
    started_at: datetime
    ended_at: datetime | None
    has_error: bool
    error_code: str
    proof: str
    proof_detail: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class SyncFigures:
    """How the exchange with the portal stands.

    Attributes:
        going_on: the run that holds the run lock, empty for none.
        runs: the latest lines of the journal, latest first.
        waiting, refused: changes on their way, and those that the portal refused.
        mails: credential mails of sheets still on their way, by state.
    """

    is_paired: bool
    going_on: str
    runs: Sequence[RunSummary]
    waiting: int
    refused: int
    mails: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class HomeFigures:
    """What the home page shows, all of one moment.

    Attributes:
        schools: by name.
        diners: school -> number of diners who have not left.
        settings_waiting: schools whose settings have not reached the portal yet.
        requests: state -> number of requests for an account.
        open_since: school -> when its open requests were received, in any order.
        sheets_to_hand: sheets that are neither handed over, nor used, nor refused, nor mailed.
    """

    schools: Sequence[SchoolRecord]
    diners: Mapping[str, int]
    settings_waiting: frozenset[str]
    requests: Mapping[str, int]
    open_since: Mapping[str, Sequence[datetime]]
    sheets_to_hand: int
    sync: SyncFigures


def read_home_figures(address: str) -> HomeFigures:
    """Read the figures of the home page.

    Args:
        address: a SQLite path, or a `postgresql://` address.

    Raises:
        Refused, Unreachable: as `store.engine.database.OfficeDatabase.read`.
    """
    with _connected(address) as connection:
        waiting = connection.rows("SELECT uai FROM pending_change WHERE kind = 'settings'")
        [(to_hand,)] = connection.rows(
            "SELECT count(*) FROM sheet"
            " WHERE handed_at IS NULL AND used_at IS NULL AND refused = '' AND mail_id = ''"
        )
        return HomeFigures(
            schools=_schools(connection),
            diners=dict(connection.rows('SELECT uai, count(*) FROM diner WHERE NOT "left" GROUP BY uai')),
            settings_waiting=frozenset(uai for (uai,) in waiting),
            requests=dict(connection.rows("SELECT state, count(*) FROM account_request GROUP BY state")),
            open_since=_open_since(connection),
            sheets_to_hand=to_hand,
            sync=_sync(connection, address),
        )


def is_current(address: str) -> bool:
    """Whether a database is there, at this program's schema and with an epoch: nothing is left to prepare.

    Raises:
        Unreachable: `database_unreachable`, of a server.
    """
    if not is_shared(address) and ("://" in address or not Path(address).expanduser().is_file()):
        return False
    try:
        with _connected(address) as connection:
            versions = connection.rows(f"SELECT version_num FROM {VERSION_TABLE}")  # noqa: S608 (no value in it)
            return versions == [(SCHEMA_VERSION,)] and connection.rows("SELECT count(*) FROM office") == [
                (1,)
            ]
    except Unreachable:
        # Of a file, it is a missing table: opening it through SQLAlchemy finds out what it is, and migrates it.
        if is_shared(address):
            raise
        return False
    except (Refused, _StatementError):
        return False


class _StatementError(Exception):
    """The driver takes no such statement: a mistake of ours, or a table that is not there yet."""


class _Connection:
    """A driver's own connection."""

    def __init__(self, connection: Any, *, is_postgresql: bool) -> None:
        self._connection = connection
        self._is_postgresql = is_postgresql

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a SELECT; times and JSON come as the driver has them."""
        cursor = self._connection.cursor()
        cursor.execute(
            statement.replace("?", "%s") if self._is_postgresql else statement,
            tuple(self._bound(value) for value in values),
        )
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def time(self, value: Any) -> datetime | None:
        """Return a time as read, in UTC."""
        if isinstance(value, str):
            return datetime.fromisoformat(f"{value}+00:00")
        return None if value is None else value.astimezone(UTC)

    def known_time(self, value: Any) -> datetime:
        """Return a time as read, in UTC, of a column without NULL."""
        at = self.time(value)
        assert at is not None  # noqa: S101 (the column takes no NULL)
        return at

    def _bound(self, value: object) -> object:
        if isinstance(value, datetime) and not self._is_postgresql:
            # As SQLAlchemy stores it there, without a zone and with six digits: SQLite compares times as text.
            return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
        return value


def _schools(connection: _Connection) -> list[SchoolRecord]:
    found = connection.rows(f"SELECT {', '.join(_SCHOOL_COLUMNS)} FROM school ORDER BY name, uai")  # noqa: S608 (our own names)
    schools = []
    for row in found:
        values = dict(zip(_SCHOOL_COLUMNS, row, strict=True))
        values["settings"] = _json(values["settings"])
        for name in ("paired_at", "last_success_at"):
            values[name] = connection.time(values[name])
        schools.append(SchoolRecord(**values))
    return schools


def _json(value: Any) -> Any:
    """Return a JSON column as read: SQLite's driver leaves it as text."""
    return json.loads(value) if isinstance(value, str) else value


def _open_since(connection: _Connection) -> dict[str, list[datetime]]:
    found: dict[str, list[datetime]] = {}
    for uai, at in connection.rows("SELECT uai, received_at FROM account_request WHERE state = 'open'"):
        found.setdefault(uai, []).append(connection.known_time(at))
    return found


def _sync(connection: _Connection, address: str) -> SyncFigures:
    holders = connection.rows("SELECT holder FROM lease WHERE name = ?", LEASE)
    # A note without its lock was left by a run that was killed.
    going_on = holders[0][0] if holders and is_run_lock_held(address) else ""
    runs = connection.rows(
        "SELECT run_id, started_at, ended_at, error <> '', error_code, proof, proof_detail FROM sync_run"
        " ORDER BY id DESC LIMIT ?",
        _RUNS_READ,
    )
    [(refused, waiting)] = connection.rows(
        "SELECT count(CASE WHEN refused <> '' THEN 1 END), count(CASE WHEN refused = '' THEN 1 END)"
        " FROM pending_change"
    )
    mails = connection.rows(
        "SELECT mail_state, count(*) FROM sheet"
        " WHERE mail_id <> '' AND used_at IS NULL AND refused = '' GROUP BY mail_state"
    )
    return SyncFigures(
        is_paired=bool(connection.rows("SELECT 1 FROM school WHERE paired_at IS NOT NULL LIMIT 1")),
        going_on=going_on,
        runs=[
            RunSummary(
                run,
                connection.known_time(started),
                connection.time(ended),
                bool(error),
                code,
                proof,
                _json(detail),
            )
            for run, started, ended, error, code, proof, detail in runs
        ],
        waiting=waiting,
        refused=refused,
        mails=dict(mails),
    )


@contextmanager
def _connected(address: str) -> Iterator[_Connection]:
    """Connect for reading, in one transaction; a database that is not there is not made."""
    if not is_shared(address):
        with _in_french(sqlite3), closing(_sqlite(address)) as file:
            yield _Connection(file, is_postgresql=False)
        return
    # Late: most offices have a file, and do without loading psycopg.
    from turbo_admin.store.engine import psycopg_connection

    with _in_french(psycopg_connection.DRIVER), psycopg_connection.connect(address) as server:
        yield _Connection(server, is_postgresql=True)


@contextmanager
def _in_french(driver: Any) -> Iterator[None]:
    """Turn the errors of sqlite3 or psycopg into those that the clerk can act on."""
    try:
        yield
    except driver.Error as error:
        out_of_reach = isinstance(error, (driver.OperationalError, driver.InterfaceError))
        raise in_french(str(error), out_of_reach=out_of_reach) or _StatementError from error


def _sqlite(address: str) -> sqlite3.Connection:
    uri = Path(address).expanduser().absolute().as_uri()
    connection = sqlite3.connect(f"{uri}?mode=rw", uri=True, timeout=BUSY_SECONDS)
    connection.isolation_level = None
    connection.execute("BEGIN").close()
    return connection
