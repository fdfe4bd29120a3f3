"""Accueil's figures, read through the drivers alone, against a count of the records themselves."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select

from tests.people import MONDAY
from turbo_admin.core.french import PARIS
from turbo_admin.core.intake.opening_hours import deadline
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake import lines
from turbo_admin.office.overview import home
from turbo_admin.office.settings import schools
from turbo_admin.office.settings.school_settings import hours_of, of_record
from turbo_admin.store import requests, sync
from turbo_admin.store import schools as stored
from turbo_admin.store.engine.account_tables import AccountTable, SheetTable
from turbo_admin.store.engine.diner_tables import DinerTable
from turbo_admin.store.engine.request_tables import RequestTable
from turbo_admin.store.engine.school_tables import SchoolTable
from turbo_admin.store.engine.sync_tables import LeaseTable, PendingChangeTable, SyncRunTable

pytestmark = pytest.mark.both_engines

_UAIS = ("0990001N", "0990002P", "0990003R")
_TABLES = (
    LeaseTable,
    SyncRunTable,
    PendingChangeTable,
    SheetTable,
    RequestTable,
    AccountTable,
    DinerTable,
    SchoolTable,
)
_SEEDS = 6


def _ago(chance: random.Random, days: float) -> datetime:
    # Whole seconds too: SQLite compares times as text, and theirs has no fraction unless it is written.
    seconds = chance.uniform(0, days * 86_400)
    return MONDAY - timedelta(seconds=chance.choice((seconds, round(seconds))))


def _perhaps(chance: random.Random, value: Any, otherwise: Any = None) -> Any:
    return value if chance.random() < 0.5 else otherwise


def _school_rows(chance: random.Random) -> Iterator[dict[str, Any]]:
    closures = [{"first": "2026-11-09", "last": "2026-11-13", "label": "fermé"}]
    for uai in _UAIS[: chance.randint(0, 3)]:
        settings = {
            "opening_weekdays": chance.choice(([0, 1, 3, 4], [0, 1, 2, 3, 4, 5, 6])),
            "closures": closures,
        }
        yield {
            "uai": uai,
            "name": chance.choice(("Collège", "École", "Zola")),
            "settings": _perhaps(chance, settings, {}),
            "public_url": _perhaps(chance, "https://espace.exemple.fr", ""),
            "paired_at": _perhaps(chance, _ago(chance, 90)),
            "last_success_at": _perhaps(chance, _ago(chance, 9)),
        }


def _rows(chance: random.Random, uai: str) -> Iterator[tuple[Any, dict[str, Any]]]:
    for place in range(chance.randint(0, 5)):
        names = {"last_name": "X", "first_name": "Y", "left": _perhaps(chance, True, False)}
        yield DinerTable, {"id": f"d{uai}{place}", "uai": uai, **names}
    for place in range(chance.randint(0, 40)):
        dealt = _perhaps(chance, _ago(chance, 35))
        state = chance.choice(("issued", "refused")) if dealt else "open"
        typed = {"card": "1", "last_name": "X", "first_name": "Y", "email": "x@exemple.fr"}
        times = {"received_at": _ago(chance, 35), "dealt_at": dealt, "state": state}
        yield RequestTable, {"id": f"r{uai}{place}", "uai": uai, **typed, **times}
    account = f"a{uai}"
    yield AccountTable, {"id": account, "uai": uai, "login": "ab123456", "salt": b"s", "created_at": MONDAY}
    for place in range(chance.randint(0, 12)):
        yield SheetTable, _sheet(chance, f"{uai}{place}", uai, account, place + 1)
    for place in range(chance.randint(0, 8)):
        what = {"kind": chance.choice(("settings", "diner")), "key": str(place), "place": 0, "body": b"{}"}
        refused = _perhaps(chance, "superseded", "")
        yield (
            PendingChangeTable,
            {"id": f"p{uai}{place}", "rev": place, "uai": uai, **what, "refused": refused},
        )
    for place in range(chance.randint(0, 3)):
        began = _ago(chance, 3)
        ended = _perhaps(chance, began + timedelta(minutes=1))
        run = {"run_id": f"run{place}", "who": "c", "workstation": "PC", "error": _perhaps(chance, "non", "")}
        yield SyncRunTable, {"uai": uai, "started_at": began, "ended_at": ended, **run}


def _sheet(chance: random.Random, key: str, uai: str, account: str, number: int) -> dict[str, Any]:
    mailed = _perhaps(
        chance, {"mail_id": key, "mail_state": chance.choice(("queued", "retry", "failed", "sent"))}, {}
    )
    paper = {
        "batch_id": "b",
        "number": number,
        "place": 1,
        "reference": key[:20],
        "link_hash": "h",
        "generation": 1,
        "asker": "connu",
    }
    times = {name: _perhaps(chance, MONDAY) for name in ("handed_at", "used_at")}
    return {
        "id": key, "uai": uai, "account_id": account, "expires_at": MONDAY, "created_at": MONDAY,
        "refused": chance.choice(("", "", "superseded")), "mail_id": "", "mail_state": "",
        **paper, **times, **mailed,
    }  # fmt: skip


def _fill(desk: Desk, chance: random.Random) -> None:
    with desk.database.write() as session:
        for table in _TABLES:
            session.execute(delete(table))
        for school in _school_rows(chance):
            session.execute(insert(SchoolTable), [school])
            for table, row in _rows(chance, school["uai"]):
                session.execute(insert(table), [row])
        lease = {"holder": chance.choice(("run0", "run1")), "workstation": "PC"}
        session.execute(insert(LeaseTable), [{"name": "sync", "since": desk.now(), **lease}])


def _all(desk: Desk, table: Any) -> list[Any]:
    with desk.database.read() as session:
        return list(session.scalars(select(table)))


def _on_their_way(desk: Desk) -> list[SheetTable]:
    return [sheet for sheet in _all(desk, SheetTable) if sheet.used_at is None and not sheet.refused]


def _expected(desk: Desk) -> dict[str, Any]:
    """Count the figures of Accueil one record after the other."""
    with desk.database.read() as session:
        known, asked = stored.schools(session), requests.requests(session)
    hours = {school.uai: hours_of(of_record(school)) for school in known}
    still = [request for request in asked if request.state == "open"]
    here = [diner for diner in _all(desk, DinerTable) if not diner.left]
    return {
        "first_steps": not (any(school.paired_at for school in known) and here and asked),
        "has_school": bool(known),
        "diners": len(here),
        "open": len(still),
        "overdue": sum(deadline(one.received_at, hours[one.uai]) < desk.now() for one in still),
        "rejected_mails": sum(sheet.mail_state == "failed" for sheet in _on_their_way(desk)),
        "to_hand": sum(not (sheet.mail_id or sheet.handed_at) for sheet in _on_their_way(desk)),
        "refused_changes": sum(bool(change.refused) for change in _all(desk, PendingChangeTable)),
    }


def _expected_days(desk: Desk) -> home.PerDay:
    """Count the requests of the last days one after the other."""
    with desk.database.read() as session:
        asked = requests.requests(session)
    since = desk.now() - timedelta(days=30)
    received = Counter(one.received_at.astimezone(PARIS).date() for one in asked if one.received_at >= since)
    answered = Counter(
        one.dealt_at.astimezone(PARIS).date() for one in asked if one.dealt_at and one.dealt_at >= since
    )
    today = desk.now().astimezone(PARIS).date()
    days = [today - timedelta(days=ago) for ago in reversed(range(30))]
    return tuple((day, received[day], answered[day]) for day in days)


@pytest.mark.parametrize("seed", range(_SEEDS))
def test_the_figures_are_those_of_the_records(bare_desk: Desk, seed: int) -> None:
    _fill(bare_desk, random.Random(seed))  # noqa: S311 (a base to count in)
    shown = home.overview(bare_desk)
    expected = _expected(bare_desk)
    assert {name: getattr(shown, name) for name in expected} == expected
    assert home.per_day(bare_desk) == _expected_days(bare_desk)
    counts = lines.request_counts(bare_desk)
    assert (shown.open, shown.overdue) == (counts.open, counts.overdue)


@pytest.mark.parametrize("seed", range(_SEEDS))
def test_the_status_bar_tells_the_latest_run_that_is_not_going_on(bare_desk: Desk, seed: int) -> None:
    _fill(bare_desk, random.Random(seed))  # noqa: S311 (a base to count in)
    # Without its lock, a run that is noted was killed.
    lock = bare_desk.database.take_run_lock() if seed % 2 else None
    with bare_desk.database.read() as session:
        noted = sync.holder(session)
        going_on = noted[0] if noted and lock else ""
        over = [line for line in sync.runs(session, 50) if line.run_id != going_on]
    latest = [line for line in over if line.run_id == over[0].run_id]
    shown = home.overview(bare_desk).sync
    if lock:
        lock.release()
    assert shown.last == max((line.ended_at or line.started_at for line in latest), default=None)
    if latest:
        assert shown.ok == all(line.ended_at and not line.error for line in latest)
    states = Counter(sheet.mail_state for sheet in _on_their_way(bare_desk))
    assert shown.mails_waiting == states["queued"] + states["retry"]
    changes = _all(bare_desk, PendingChangeTable)
    assert shown.changes_waiting == sum(not change.refused for change in changes)


@pytest.mark.parametrize("seed", range(_SEEDS))
def test_the_schools_are_those_of_the_records(bare_desk: Desk, seed: int) -> None:
    _fill(bare_desk, random.Random(seed))  # noqa: S311 (a base to count in)
    here = Counter(diner.uai for diner in _all(bare_desk, DinerTable) if not diner.left)
    waiting = {change.uai for change in _all(bare_desk, PendingChangeTable) if change.kind == "settings"}
    with bare_desk.database.read() as session:
        known = stored.schools(session)
    assert [
        (one.uai, one.name, one.paired, one.diners, one.last_success, one.settings_waiting)
        for one in schools.schools(bare_desk)
    ] == [
        (one.uai, one.name, bool(one.paired_at), here[one.uai], one.last_success_at, one.uai in waiting)
        for one in known
    ]
