"""What Accueil, the status bar and the list of schools are made of, read without SQLAlchemy.

Statements are for SQLite and PostgreSQL alike. A test holds each figure to a count of the records themselves, on both.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from turbo_admin.store.engine.raw_connection import Bare
from turbo_admin.store.engine.school_record import SchoolRecord

_RUNS_LOOKED_AT = 50


class Requests(NamedTuple):
    """How the requests for an account stand.

    Attributes:
        by_state: state -> number, of all.
        open_since: school -> when its open requests were received, in any order.
    """

    by_state: Mapping[str, int]
    open_since: Mapping[str, list[datetime]]


class Hours(NamedTuple):
    """How many requests were received and answered in each hour, which stands by its beginning."""

    received: Mapping[datetime, int]
    answered: Mapping[datetime, int]


class RunLine(NamedTuple):
    """What the status bar wants of a line of the sync journal."""

    run_id: str
    started_at: datetime
    ended_at: datetime | None
    has_error: bool


class Exchange(NamedTuple):
    """How the exchange with the portal stands.

    Attributes:
        going_on: the run that holds the lease, empty for none.
        runs: the latest lines of the journal, latest first.
        waiting, refused: changes on their way, and those that the portal refused.
        mails: credential mails of sheets still on their way, by state.
    """

    is_paired: bool
    going_on: str
    runs: list[RunLine]
    waiting: int
    refused: int
    mails: Mapping[str, int]


def schools(bare: Bare) -> list[SchoolRecord]:
    """Return all schools, by name."""
    names = SchoolRecord._fields
    found = bare.rows(f"SELECT {', '.join(names)} FROM school ORDER BY name, uai")  # noqa: S608 (our own names)
    return [_school(bare, dict(zip(names, row, strict=True))) for row in found]


def diner_counts(bare: Bare) -> Mapping[str, int]:
    """Return the number of diners still there, by school."""
    return dict(bare.rows('SELECT uai, count(*) FROM diner WHERE NOT "left" GROUP BY uai'))


def schools_with_waiting_settings(bare: Bare) -> set[str]:
    """Return the schools whose settings have not reached the portal yet."""
    return {uai for (uai,) in bare.rows("SELECT uai FROM pending_change WHERE kind = 'settings'")}


def sheets_to_hand(bare: Bare) -> int:
    """Return how many sheets are neither handed over, nor used, nor refused, nor mailed."""
    [(number,)] = bare.rows(
        "SELECT count(*) FROM sheet"
        " WHERE handed_at IS NULL AND used_at IS NULL AND refused = '' AND mail_id = ''"
    )
    return int(number)


def requests(bare: Bare) -> Requests:
    """Return how the requests for an account stand."""
    open_since: dict[str, list[datetime]] = {}
    for uai, at in bare.rows("SELECT uai, received_at FROM account_request WHERE state = 'open'"):
        open_since.setdefault(uai, []).append(_known(bare, at))
    return Requests(
        by_state=dict(bare.rows("SELECT state, count(*) FROM account_request GROUP BY state")),
        open_since=open_since,
    )


def hours(bare: Bare, since: datetime) -> Hours:
    """Return how many requests were received and answered in each hour since then."""
    return Hours(
        received=_hours(bare, "SELECT received_at FROM account_request WHERE received_at >= ?", since),
        answered=_hours(bare, "SELECT dealt_at FROM account_request WHERE dealt_at >= ?", since),
    )


def exchange(bare: Bare, lease: str, now: datetime) -> Exchange:
    """Return how the exchange with the portal stands.

    Args:
        lease: held by the run that is going on.
    """
    holders = bare.rows("SELECT holder FROM lease WHERE name = ? AND expires_at >= ?", lease, now)
    runs = bare.rows(
        "SELECT run_id, started_at, ended_at, error <> '' FROM sync_run ORDER BY id DESC LIMIT ?",
        _RUNS_LOOKED_AT,
    )
    [(refused, waiting)] = bare.rows(
        "SELECT count(CASE WHEN refused <> '' THEN 1 END), count(CASE WHEN refused = '' THEN 1 END)"
        " FROM pending_change"
    )
    mails = bare.rows(
        "SELECT mail_state, count(*) FROM sheet"
        " WHERE mail_id <> '' AND used_at IS NULL AND refused = '' GROUP BY mail_state"
    )
    return Exchange(
        is_paired=bool(bare.rows("SELECT 1 FROM school WHERE paired_at IS NOT NULL LIMIT 1")),
        going_on=holders[0][0] if holders else "",
        runs=[
            RunLine(run, _known(bare, started), bare.time(ended), bool(error))
            for run, started, ended, error in runs
        ],
        waiting=waiting,
        refused=refused,
        mails=dict(mails),
    )


def _school(bare: Bare, values: dict[str, object]) -> SchoolRecord:
    values["settings"] = bare.parsed(values["settings"])
    for name in ("paired_at", "last_success_at"):
        values[name] = bare.time(values[name])
    return SchoolRecord(**values)  # type: ignore[arg-type]  # its own columns, by name


def _hours(bare: Bare, statement: str, since: datetime) -> Mapping[datetime, int]:
    return bare.hours(at for (at,) in bare.rows(statement, since))


def _known(bare: Bare, value: object) -> datetime:
    at = bare.time(value)
    assert at is not None  # noqa: S101 (the column takes no NULL, or the statement leaves it out)
    return at
