"""Each night: what is planned, what came of it, and which nights were missed."""

import os
import shutil
import sys
import time as clock
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from tests.office.conftest import Clock
from tests.office.portal_in_memory import PortalInMemory
from tests.office.scheduler_in_memory import SchedulerInMemory
from tests.people import MONDAY
from turbo_admin.core.errors import Cancelled, Refused, Unreachable
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.sync import planning, run
from turbo_admin.outside.pc import last_night as nights

HALF_PAST_FOUR = time(4, 30)


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def scheduler() -> SchedulerInMemory:
    """A scheduler that knows nothing yet."""
    return SchedulerInMemory()


@pytest.fixture
def started_database(blank_file: Path, tmp_path: Path) -> str:
    """SQLite alone: what is planned stands in no table."""
    return str(shutil.copy(blank_file, tmp_path / "bureau.sqlite"))


@pytest.fixture
def pc(desk: Desk, scheduler: SchedulerInMemory) -> Desk:
    """The paired desk, on a PC with that scheduler."""
    return replace(desk, scheduler=scheduler)


def missed(pc: Desk) -> bool:
    """Whether a night was missed."""
    return planning.missed_night(pc, planning.planning(pc))


def _night(at: datetime, code: int = 0, error_code: str = "") -> Callable[[], None]:
    return lambda: nights.keep(nights.LastNight(at, at + timedelta(minutes=1), code, error_code))


def test_nothing_is_planned_until_it_is_installed(pc: Desk) -> None:
    shown = planning.planning(pc)
    assert (shown.at, shown.next_run, shown.state) == (None, None, "Non installée")
    assert (shown.last, shown.last_ok) == ("Aucune pour l’instant", True)
    assert not missed(pc)


def test_what_is_installed_runs_this_program_on_this_database(pc: Desk, scheduler: SchedulerInMemory) -> None:
    shown = planning.install(pc, HALF_PAST_FOUR)
    assert scheduler.plan is not None
    assert scheduler.plan.command == (
        sys.executable, "-m", "turbo_admin", "sync", "--scheduled", "--database", str(Path(pc.database_address).resolve()),
    )  # fmt: skip
    assert shown.at == HALF_PAST_FOUR
    assert "chaque nuit vers 04:30" in shown.state
    assert planning.remove(pc).at is None
    assert scheduler.plan is None


def test_another_databases_plan_is_not_taken_for_ours(pc: Desk) -> None:
    planning.install(replace(pc, database_address="ailleurs.db"), HALF_PAST_FOUR)
    shown = planning.planning(pc)
    assert shown.installed
    assert shown.at is None
    assert "autre base" in shown.state
    assert not missed(pc)


def test_a_plan_that_was_switched_off_is_told(pc: Desk, scheduler: SchedulerInMemory) -> None:
    planning.install(pc, HALF_PAST_FOUR)
    scheduler.is_active = False
    assert "désactivée" in planning.planning(pc).state
    assert planning.planning(pc).at is None
    assert planning.install(pc, HALF_PAST_FOUR).at == HALF_PAST_FOUR


def test_a_password_never_stands_in_a_task(pc: Desk, scheduler: SchedulerInMemory) -> None:
    for where in ("postgresql://claire:secret@serveur/base", "postgresql://serveur/base?password=secret"):
        with pytest.raises(Refused, match="pgpass"):
            planning.install(replace(pc, database_address=where), HALF_PAST_FOUR)
    assert scheduler.plan is None
    planning.install(replace(pc, database_address="postgresql://claire@serveur/base"), HALF_PAST_FOUR)
    assert scheduler.plan is not None


def test_a_pc_without_a_scheduler_says_so_and_goes_on(pc: Desk, scheduler: SchedulerInMemory) -> None:
    scheduler.refuses = True
    shown = planning.planning(pc)
    assert "refuse, ou ne répond pas" in shown.state
    assert shown.tool == ""
    assert not missed(pc)
    with pytest.raises(Refused, match="votre compte"):
        planning.install(pc, HALF_PAST_FOUR)


def test_a_try_tells_how_it_came_out(pc: Desk, scheduler: SchedulerInMemory) -> None:
    with pytest.raises(Refused, match="pas installée"):
        planning.try_now(pc)
    planning.install(pc, HALF_PAST_FOUR)
    scheduler.runs = _night(MONDAY)
    shown = planning.try_now(pc)
    assert shown.last_ok
    assert shown.last.endswith("réussie")
    scheduler.runs = _night(MONDAY + timedelta(hours=1), 5, "portal_unreachable")
    shown = planning.try_now(pc)
    assert not shown.last_ok
    assert "portail injoignable. Le portail ne répond pas." in shown.last
    scheduler.runs = _night(MONDAY + timedelta(hours=2), 3, "key_missing")
    # The sentence of that error needs the establishment, which the note does not hold.
    assert planning.try_now(pc).last.endswith("refusée")


def test_a_try_that_nobody_answers_ends(pc: Desk) -> None:
    planning.install(pc, HALF_PAST_FOUR)
    with pytest.raises(Refused, match="n’a pas répondu"):
        planning.try_now(pc, patience=0.3)

    def stop(_step: str, _done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        planning.try_now(pc, report=stop)


def test_a_missed_night_is_seen_once_and_no_more_after_a_success(pc: Desk, clock: Clock) -> None:
    # Paired on Monday at eight: the night before is nobody's.
    planning.install(pc, HALF_PAST_FOUR)
    run.synchronise(pc)
    assert not missed(pc)
    clock.now = datetime(2026, 11, 24, 4, 40, tzinfo=UTC)
    # Chance may still let it run until ten to five.
    assert not missed(pc)
    clock.now = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
    assert missed(pc)
    run.synchronise(pc)
    assert not missed(pc)


def test_a_night_that_failed_is_a_missed_night(pc: Desk, clock: Clock, portal: PortalInMemory) -> None:
    planning.install(pc, HALF_PAST_FOUR)
    run.synchronise(pc)

    def cut(_call: str) -> None:
        raise Unreachable("portal_unreachable")

    clock.now = datetime(2026, 11, 24, 4, 37, tzinfo=UTC)
    portal.before = cut
    assert not run.synchronise(pc).ok
    clock.now = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
    assert missed(pc)


def test_the_next_one_is_tonight_or_tomorrow_by_this_pcs_clock() -> None:
    early, late = datetime(2026, 11, 24, 3, 0, tzinfo=UTC), datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    assert planning.next_planned(HALF_PAST_FOUR, early) == datetime(2026, 11, 24, 4, 30).astimezone()
    assert planning.next_planned(HALF_PAST_FOUR, late) == datetime(2026, 11, 25, 4, 30).astimezone()


@pytest.mark.skipif(os.name != "posix", reason="Windows has no TZ of a process")
@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Martinique", "Indian/Reunion"])
def test_half_past_four_is_half_past_four_on_the_days_when_the_clock_jumps(
    zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    clock.tzset()
    try:
        for day in (datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2027, 3, 27, 12, tzinfo=UTC)):
            at = planning.next_planned(HALF_PAST_FOUR, day).astimezone()
            assert (at.hour, at.minute) == (4, 30)
            assert timedelta() < at - day <= timedelta(hours=25)
    finally:
        monkeypatch.delenv("TZ")
        clock.tzset()


def test_a_damaged_note_is_no_note(tmp_path: Path) -> None:
    _night(MONDAY)()
    [note] = list((tmp_path / "state").rglob("derniere-nuit.json"))
    note.write_bytes(b"{")
    assert nights.last_night() is None
