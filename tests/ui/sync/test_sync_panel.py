"""« Synchroniser maintenant »: a panel that tells, can be stopped, and leaves the page free."""

import threading

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.office.portal_in_memory import PortalInMemory
from tests.people import HUGO_MARTIN, make_received
from tests.ui.conftest import go, settle
from turbo_admin.app import Desktop
from turbo_admin.core.errors import Unreachable
from turbo_admin.ui.kit.navigation import Command, PageKey, SearchPage


def test_f5_synchronises_and_sums_up_in_a_sentence(
    desktop: Desktop, qtbot: QtBot, portal: PortalInMemory
) -> None:
    portal.tell("request.received", make_received(HUGO_MARTIN, request_id="hugo"))
    QTest.keyClick(desktop.window, Qt.Key.Key_F5)
    settle(qtbot, desktop)
    panel = desktop.window.panel
    assert panel.summary.startswith("Synchronisation réussie\u00a0: 1\u00a0nouvelle demande")
    assert panel._form.new_requests.isVisible()
    assert not panel._form.journal.isVisible()
    panel._form.new_requests.click()
    settle(qtbot, desktop)
    assert desktop.window.navigator.current.key is PageKey.INTAKE
    assert "hugo" in desktop.window.navigator.current.model.requests.ids()
    assert not panel.isVisible()


def test_the_panel_is_not_in_the_way_while_it_runs(
    desktop: Desktop, qtbot: QtBot, portal: PortalInMemory
) -> None:
    reached, gate = threading.Event(), threading.Event()

    def hold(_call: str) -> None:
        reached.set()
        gate.wait(20)

    portal.before = hold
    desktop.window.run(Command.SYNC)
    qtbot.waitUntil(reached.is_set)
    panel = desktop.window.panel
    assert panel.isVisible()
    assert not panel.isWindow()
    # The list opens, and ticks, meanwhile.
    page = desktop.window.open_page(SearchPage(PageKey.INTAKE))
    qtbot.waitUntil(lambda: len(page.model.requests) == 4)
    page.form.tick_certain.click()
    assert len(page.model.requests.ticked()) == 2
    assert panel.is_running
    gate.set()
    settle(qtbot, desktop)
    assert not panel.is_running


def test_a_second_press_does_not_start_a_second_run(
    desktop: Desktop, qtbot: QtBot, portal: PortalInMemory
) -> None:
    calls, gate = [], threading.Event()

    def hold(call: str) -> None:
        calls.append(call)
        gate.wait(20)

    portal.before = hold
    desktop.window.run(Command.SYNC)
    qtbot.waitUntil(lambda: bool(calls))
    desktop.window.run(Command.SYNC)
    gate.set()
    settle(qtbot, desktop)
    first = len(calls)
    desktop.window.run(Command.SYNC)
    settle(qtbot, desktop)
    # Had the second press run too, the first count would be double that of one run.
    assert len(calls) - first == first


def test_stopping_says_so_and_keeps_what_was_finished(
    desktop: Desktop, qtbot: QtBot, portal: PortalInMemory
) -> None:
    reached, gate = threading.Event(), threading.Event()

    def hold(_call: str) -> None:
        reached.set()
        gate.wait(20)

    portal.before = hold
    desktop.window.run(Command.SYNC)
    qtbot.waitUntil(reached.is_set)
    desktop.window.panel._form.cancel.click()
    assert desktop.window.panel._form.step.text() == "Arrêt en cours…"
    gate.set()
    settle(qtbot, desktop)
    assert desktop.window.panel._form.step.text() == "Synchronisation arrêtée"
    assert "conservé" in desktop.window.panel.summary


def test_an_unreachable_portal_is_told_in_words_and_stays_told(
    desktop: Desktop, qtbot: QtBot, portal: PortalInMemory
) -> None:
    def cut(_call: str) -> None:
        raise Unreachable("portal_unreachable")

    portal.before = cut
    desktop.window.run(Command.SYNC)
    settle(qtbot, desktop)
    panel = desktop.window.panel
    assert "Le portail ne répond pas" in panel.summary
    go(qtbot, desktop, PageKey.SCHOOLS)
    # A trouble does not vanish with the page.
    assert panel.isVisible()
    panel._form.journal.click()
    settle(qtbot, desktop)
    assert not panel.isVisible()
    assert desktop.window.navigator.current.key is PageKey.SYNC_JOURNAL
    desktop.window.run(Command.SYNC)
    settle(qtbot, desktop)
    panel._form.close.click()
    assert not panel.isVisible()


def test_before_any_portal_the_panel_says_where_to_go(new_desktop: Desktop, qtbot: QtBot) -> None:
    new_desktop.window.run(Command.SYNC)
    settle(qtbot, new_desktop)
    assert "Configuration › Espace numérique" in new_desktop.window.panel.summary
