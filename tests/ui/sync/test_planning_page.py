"""Configuration › Planification, the missed night at opening, and the synchronisations of the day."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTime
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.office.conftest import Clock
from tests.office.portal_in_memory import PortalInMemory
from tests.office.scheduler_in_memory import SchedulerInMemory
from tests.people import LOUISE_DURAND, MONDAY, make_received
from tests.ui.conftest import go, settle
from turbo_admin.app import Desktop, build
from turbo_admin.core.errors import Unreachable
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.sheets.delivery import Delivery
from turbo_admin.office.sync import planning
from turbo_admin.outside.pc import last_night as nights
from turbo_admin.protocol.events import MailState
from turbo_admin.store import sync
from turbo_admin.store.engine.run_lock import take_run_lock
from turbo_admin.ui.kit.navigation import Command, PageKey, ShowBatch
from turbo_admin.ui.sync.auto_sync import AutoSync

NIGHT_GONE_BY = MONDAY + timedelta(hours=24)


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def status(desktop: Desktop) -> str:
    """Return what the status bar says of the next run."""
    words = [label.text() for label in desktop.window.form.status.findChildren(QLabel)]
    return next(word for word in words if word.startswith("Prochaine"))


def regular(desktop: Desktop) -> AutoSync:
    """Return what synchronises by itself."""
    found = desktop.window.findChild(AutoSync)
    assert found is not None
    return found


def runs(desk: Desk) -> int:
    """Return how many runs the journal has."""
    with desk.database.read() as session:
        return len(sync.runs(session, 50))


def test_the_night_is_installed_shown_changed_and_taken_out(
    desktop: Desktop, qtbot: QtBot, scheduler: SchedulerInMemory
) -> None:
    form = go(qtbot, desktop, PageKey.PLANNING).form
    assert (form.state.text(), form.next.text()) == ("Non installée", "aucune")
    assert form.hour.time() == QTime(4, 30)
    assert "Ce poste doit être allumé et la session ouverte" in form.condition.text()
    assert not form.try_now.isEnabled()
    assert not form.remove.isEnabled()
    form.install.click()
    settle(qtbot, desktop)
    assert scheduler.plan is not None
    assert scheduler.plan.at == time(4, 30)
    assert "chaque nuit vers 04:30" in form.state.text()
    assert form.next.text() == "24/11 vers 04:30"
    assert status(desktop) == "Prochaine\u00a0: 04:30"
    assert "s’il est allumé" in desktop.window.messages.text
    form.hour.setTime(QTime(5, 15))
    desktop.window.run(Command.SYNC)
    settle(qtbot, desktop)
    # What is being chosen is not wiped by what is read meanwhile.
    assert form.hour.time() == QTime(5, 15)
    form.install.click()
    settle(qtbot, desktop)
    assert status(desktop) == "Prochaine\u00a0: 05:15"
    form.remove.click()
    settle(qtbot, desktop)
    assert scheduler.plan is None
    assert form.state.text() == "Non installée"
    assert status(desktop) == "Prochaine\u00a0: non planifiée"


def test_a_try_shows_how_it_came_out(desktop: Desktop, qtbot: QtBot, scheduler: SchedulerInMemory) -> None:
    form = go(qtbot, desktop, PageKey.PLANNING).form
    form.install.click()
    settle(qtbot, desktop)
    for code, error, words in ((5, "portal_slow", "portail injoignable"), (0, "", "réussie")):
        at = MONDAY + timedelta(minutes=code)
        scheduler.runs = lambda at=at, code=code, error=error: nights.keep(
            nights.LastNight(at, at, code, error)
        )
        form.try_now.click()
        settle(qtbot, desktop)
        assert words in form.last.text()
        assert words in desktop.window.messages.text
        assert "chaque nuit" in form.state.text()


def test_a_pc_that_lets_nobody_plan_says_what_to_do(
    desktop: Desktop, qtbot: QtBot, scheduler: SchedulerInMemory
) -> None:
    form = go(qtbot, desktop, PageKey.PLANNING).form
    scheduler.refuses = True
    form.install.click()
    settle(qtbot, desktop)
    assert "votre compte peut planifier" in desktop.window.messages.text
    go(qtbot, desktop, PageKey.PLANNING)
    assert not form.install.isEnabled()
    assert "refuse, ou ne répond pas" in form.state.text()


@pytest.fixture
def reopened(desk: Desk, tmp_path: Path, qtbot: QtBot, clock: Clock) -> Iterator[Desktop]:
    """The program opened on Tuesday, on a PC where the night is planned and did not run."""
    planning.install(desk, planning.DEFAULT_AT)
    clock.now = NIGHT_GONE_BY
    made = build(desk, tmp_path / "ecran.ini")
    made.window.show()
    settle(qtbot, made)
    yield made
    made.close()


def test_a_missed_night_is_caught_up_when_the_program_opens(reopened: Desktop, desk: Desk) -> None:
    assert runs(desk) == 2
    assert reopened.window.panel.isVisible()
    assert "réussie" in reopened.window.panel.summary


def test_a_night_that_ran_is_not_done_again(desktop: Desktop, qtbot: QtBot, desk: Desk) -> None:
    planning.install(desk, planning.DEFAULT_AT)
    regular(desktop).begin()
    settle(qtbot, desktop)
    assert runs(desk) == 1
    assert not desktop.window.panel.isVisible()


def test_a_run_that_goes_on_elsewhere_at_opening_is_no_trouble(
    desktop: Desktop, qtbot: QtBot, desk: Desk, clock: Clock
) -> None:
    planning.install(desk, planning.DEFAULT_AT)
    clock.now = NIGHT_GONE_BY
    lock = take_run_lock(desk.database_address)
    assert lock is not None
    with desk.database.write() as session:
        sync.note_holder(session, "other", workstation="PC-2", now=clock.now)
    regular(desktop).begin()
    settle(qtbot, desktop)
    assert runs(desk) == 1
    assert not desktop.window.panel.isVisible()
    desktop.window.run(Command.SYNC)
    settle(qtbot, desktop)
    lock.release()
    # The clerk who asks is told.
    assert desktop.window.panel.isVisible()
    assert "PC-2" in desktop.window.panel.summary


def test_the_day_synchronises_only_if_asked_and_shows_only_news(
    desktop: Desktop, qtbot: QtBot, desk: Desk, clock: Clock, portal: PortalInMemory
) -> None:
    clock.pass_by(hours=3)
    regular(desktop).check()
    settle(qtbot, desktop)
    assert runs(desk) == 1
    form = go(qtbot, desktop, PageKey.PLANNING).form
    assert not form.regular.isChecked()
    form.regular.click()
    form.minutes.setValue(20)
    regular(desktop).check()
    settle(qtbot, desktop)
    assert runs(desk) == 2
    assert not desktop.window.panel.isVisible()
    clock.pass_by(minutes=19)
    regular(desktop).check()
    settle(qtbot, desktop)
    assert runs(desk) == 2
    expected = (MONDAY + timedelta(hours=3, minutes=20)).astimezone()
    assert status(desktop) == f"Prochaine\u00a0: {expected:%H:%M}"
    portal.tell("request.received", make_received(LOUISE_DURAND, request_id="louise"))
    clock.pass_by(minutes=1)
    regular(desktop).check()
    settle(qtbot, desktop)
    assert runs(desk) == 3
    assert desktop.window.panel.isVisible()
    assert "1\u00a0nouvelle demande" in desktop.window.panel.summary


def test_a_day_run_that_fails_is_shown_and_tried_again_later(
    desktop: Desktop, qtbot: QtBot, desk: Desk, clock: Clock, portal: PortalInMemory
) -> None:
    form = go(qtbot, desktop, PageKey.PLANNING).form
    form.regular.click()

    def cut(_call: str) -> None:
        raise Unreachable("portal_unreachable")

    portal.before = cut
    for expected in (2, 3):
        clock.pass_by(minutes=30)
        regular(desktop).check()
        regular(desktop).check()
        settle(qtbot, desktop)
        assert runs(desk) == expected
        assert desktop.window.panel.isVisible()
        regular(desktop).check()
        settle(qtbot, desktop)
        assert runs(desk) == expected


def test_what_was_asked_for_the_day_is_kept(
    desktop: Desktop, qtbot: QtBot, desk: Desk, tmp_path: Path, clock: Clock
) -> None:
    form = go(qtbot, desktop, PageKey.PLANNING).form
    form.regular.click()
    form.minutes.setValue(45)
    desktop.window.memory.save()
    again = build(desk, tmp_path / "ecran.ini")
    settle(qtbot, again)
    form = go(qtbot, again, PageKey.PLANNING).form
    assert (form.regular.isChecked(), form.minutes.value()) == (True, 45)
    form.regular.click()
    settle(qtbot, again)
    assert status(again) == "Prochaine\u00a0: non planifiée"
    again.close()


def test_the_hour_shown_is_the_one_that_is_installed(desktop: Desktop, qtbot: QtBot, desk: Desk) -> None:
    planning.install(desk, time(22, 0))
    form = go(qtbot, desktop, PageKey.PLANNING).form
    assert form.hour.time() == QTime(22, 0)
    assert form.install.text() == "Installer à nouveau"
    assert form.next.text().endswith("vers 22:00")
    assert datetime.strptime(form.next.text()[:5], "%d/%m").day in {23, 24}  # noqa: DTZ007


def test_mails_turn_sent_by_themselves_and_the_portal_is_not_asked_for_ever(
    desktop: Desktop, qtbot: QtBot, desk: Desk, clock: Clock, portal: PortalInMemory
) -> None:
    issued = from_requests.issue(desk, ["lea"])
    page = go(qtbot, desktop, ShowBatch(issued.batch_id))
    page.acts.mail(list(issued.sheets))
    settle(qtbot, desktop)
    after = runs(desk)
    assert page.model.records[0].delivery is Delivery.MAIL_WAITING
    regular(desktop).check()
    settle(qtbot, desktop)
    assert runs(desk) == after
    [mail] = [key for kind, key in portal.told if kind == "mail.credentials"]
    account = page.model.records[0].account_id
    clock.pass_by(seconds=30)
    portal.tell(
        "mail.state",
        MailState(mail_id=mail, mail_kind="identifiants", state="sent", at=MONDAY, account_id=account),
    )
    regular(desktop).check()
    settle(qtbot, desktop)
    assert runs(desk) == after + 1
    assert page.model.records[0].delivery is Delivery.MAILED
    clock.pass_by(minutes=10)
    regular(desktop).check()
    settle(qtbot, desktop)
    assert runs(desk) == after + 1
