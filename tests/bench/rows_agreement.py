"""Rows of the bench about two sides that agree: records compared one by one, and the plan of « Mettre d'accord… »."""

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

import psycopg

from tests.bench.ground import Office, ground, make_diner
from tests.bench.rows_sync import house, settled, timed, well
from turbo_admin.office.credentials.unasked import issue_unasked
from turbo_admin.office.desk.context import open_desk
from turbo_admin.office.reconcile.reconciling import plan_reconciliation
from turbo_admin.office.sync.run import synchronise
from turbo_admin.office.sync.verifying import Verified, verify

_MANY = 100_000
# Two diners of make_diner share an address, and with it an account; their classes come round after twelve.
_DINERS, _ACCOUNTS = 4_000, 2_000
_CLASSES = {make_diner("", number).class_name for number in range(12)}


def verify_row() -> tuple[float, float]:
    """Return the seconds of `verify` among 100,000 diners, and of the bare reading of their two tables."""
    office = settled(_MANY)
    return timed(lambda: _agreed(verify(office.desk, office.uai))), timed(lambda: _read_both(office))


def reconcile_row() -> tuple[float, float]:
    """Return the seconds of a plan for an office of long ago, and of the first synchronisation of the same records."""
    copy, uai, first = _put_back()
    desk = open_desk(str(copy), who="banc", workstation="PC-BANC")
    try:
        return timed(lambda: _planned(len(plan_reconciliation(desk, uai).kinds["account"].adopt))), first
    finally:
        desk.close()


def _agreed(found: Verified) -> None:
    """Make sure that what is timed was done."""
    if not found.agrees or found.compared["diner"] != _MANY:
        raise AssertionError(found.sentence)


def _planned(accounts: int) -> None:
    if accounts != _ACCOUNTS:
        raise AssertionError(accounts)


def _read_both(office: Office) -> None:
    with closing(sqlite3.connect(office.path)) as here:
        read = len(here.execute("SELECT * FROM diner").fetchall())
    with psycopg.connect(ground().cluster.url("postgres")) as there:
        held = len(there.execute("SELECT * FROM diner WHERE school_id = %s", [office.uai]).fetchall())
    if (read, held) != (_MANY, _MANY):
        raise AssertionError((read, held))


@cache
def _put_back() -> tuple[Path, str, float]:
    """Return a copy of an office made before its accounts were issued, its school, and how long telling all took."""
    office = house().enter_context(ground().office(_DINERS))
    copy = office.path.with_suffix(".copie")
    with closing(sqlite3.connect(office.path)) as base:
        base.execute("VACUUM INTO ?", [str(copy)])
    issued = issue_unasked(office.desk, office.uai, _CLASSES)
    if issued.accounts != _ACCOUNTS:
        raise AssertionError(issued.accounts)
    first = timed(lambda: well(synchronise(office.desk), sent=1 + _DINERS + _ACCOUNTS))
    return copy, office.uai, first
