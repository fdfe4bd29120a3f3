"""« Journal des actions »: narrowed, read as it is scrolled, exported; and what need not be kept any more."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.database_work import counted_work
from tests.office.conftest import Clock
from tests.ui.conftest import answer, dialog, go, settle
from tests.ui.window.test_accessibility import _nameless
from turbo_admin.app import Desktop
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake import acts
from turbo_admin.office.intake.lines import request_lines
from turbo_admin.office.journal.lines import PAGE
from turbo_admin.store import journal
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.journal_tables import JournalTable
from turbo_admin.ui.journal.actions import ActionsPage
from turbo_admin.ui.kit.navigation import PageKey


@pytest.fixture
def page(desktop: Desktop, qtbot: QtBot, desk: Desk) -> ActionsPage:
    from_requests.issue(desk, ["lea"])
    acts.refuse(desk, ["stranger"], "")
    shown: ActionsPage = go(qtbot, desktop, PageKey.ACTIONS)
    return shown


def texts(page: ActionsPage) -> list[str]:
    return [line.text for line in page.model.records]


def test_it_opens_from_the_menu_and_shows_the_latest_first(page: ActionsPage) -> None:
    assert texts(page)[:3] == ["demande refusée", "hôte rattaché à un compte", "identifiants générés"]
    assert page.form.count.text() == f"{len(texts(page))}\u00a0actions"
    assert page.model.index(0, 4).data() == "INCONNU Alix"


def test_the_current_line_is_read_in_full_below(page: ActionsPage, qtbot: QtBot) -> None:
    assert page.form.detail.text() == "Demande refusée\u00a0: INCONNU Alix"
    page.form.table.setFocus()
    qtbot.keyClick(page.form.table, Qt.Key.Key_Down)
    line = page.model.records[1]
    assert page.form.detail.text() == f"Hôte rattaché à un compte\u00a0: {line.subject} (lié à {line.other})"


def test_a_journal_without_any_line_says_what_will_stand_there(new_desktop: Desktop, qtbot: QtBot) -> None:
    shown: ActionsPage = go(qtbot, new_desktop, PageKey.ACTIONS)
    assert shown.form.views.currentWidget() is shown.form.empty_view
    assert shown.form.empty_title.text() == "Aucune action pour l’instant"
    assert not shown.form.empty_button.isVisible()


def test_words_persons_and_domains_narrow_it(page: ActionsPage, desktop: Desktop, qtbot: QtBot) -> None:
    page.form.search.setText("martin identifiants")
    settle(qtbot, desktop)
    assert texts(page) == ["identifiants générés"]
    page.form.search.clear()
    page.form.who.setCurrentIndex(page.form.who.findData("portail"))
    settle(qtbot, desktop)
    assert set(texts(page)) == {"demande reçue du portail"}
    page.form.group.setCurrentIndex(page.form.group.findText("Hôtes"))
    settle(qtbot, desktop)
    assert page.form.views.currentWidget() is page.form.empty_view
    page.form.empty_button.click()
    settle(qtbot, desktop)
    assert len(texts(page)) > 4


def test_a_period_is_chosen_by_its_days(
    page: ActionsPage, desktop: Desktop, qtbot: QtBot, desk: Desk
) -> None:
    with desk.database.write() as session:
        before = desk.now() - timedelta(days=200)
        journal.note(session, JournalCode.HANDED, [("x", "")], at=before, who="zoe", workstation="PC")
    page.refresh()
    settle(qtbot, desktop)
    assert "fiche remise" not in texts(page)
    assert not page.form.first.isVisible()
    page.form.period.setCurrentIndex(page.form.period.count() - 1)
    assert page.form.first.isVisible()
    page.form.first.setDate(page.form.last.date().addDays(-201))
    page.form.last.setDate(page.form.first.date().addDays(5))
    settle(qtbot, desktop)
    assert texts(page) == ["fiche remise"]


def test_enter_opens_the_page_of_the_diner(page: ActionsPage, desktop: Desktop, qtbot: QtBot) -> None:
    page.form.search.setText("martin identifiants")
    settle(qtbot, desktop)
    page.form.table.activated.emit(page.model.index(0, 0))
    settle(qtbot, desktop)
    assert desktop.window.navigator.current.key is PageKey.DINER_FILE


def test_ten_thousand_lines_open_scroll_and_search_without_freezing(
    page: ActionsPage, desktop: Desktop, qtbot: QtBot, desk: Desk
) -> None:
    with desk.database.write() as session:
        for start in range(10):
            at = desk.now() + timedelta(seconds=start)
            subjects = [("lea", "")] * 1_000
            journal.note(session, JournalCode.DINER_CHOSEN, subjects, at=at, who="zoe", workstation="PC")
    with counted_work(JournalTable) as work:
        page.refresh()
        settle(qtbot, desktop)
        assert page.form.count.text().startswith(f"{PAGE} affichées sur 10\u202f0")
        page.form.table.scrollToBottom()
        settle(qtbot, desktop)
        assert len(page.model.records) == 2 * PAGE
        for typed in ("m", "ma", "mar", "martin"):
            page.form.search.setText(typed)
        settle(qtbot, desktop)
    assert set(texts(page)) == {"hôte choisi à la main"}
    # What would freeze: a list read whole, or read on the screen's own thread.
    assert work.rows <= 6 * PAGE
    assert threading.get_ident() not in work.threads


def test_all_that_is_asked_for_is_exported(
    page: ActionsPage, desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "journal.xlsx"
    desktop.window.commands.exporter.write(page.exported(), path)
    settle(qtbot, desktop)
    sheet = load_workbook(path).active
    assert sheet is not None
    assert sheet.max_row == len(texts(page)) + 1
    assert "exportées dans journal.xlsx" in desktop.window.messages.text


def test_old_data_are_shown_in_numbers_then_erased(
    page: ActionsPage, desktop: Desktop, qtbot: QtBot, desk: Desk, clock: Clock
) -> None:
    clock.pass_by(days=400)
    page.form.retention_button.click()
    shown = dialog(qtbot)
    settle(qtbot, desktop)
    # Two never answered, one refused; a password has expired.
    assert [shown.model.index(0, column).data() for column in range(6)][1] == "3"
    assert "12\u00a0mois" in shown.form.rule.text()
    assert _nameless(shown) == []
    shown.form.erase.click()
    answer(qtbot, "Effacer définitivement")
    settle(qtbot, desktop)
    assert [line.id for line in request_lines(desk)] == ["lea"]
    assert desktop.window.messages.text.startswith("Effacé\u00a0: 3\u00a0demandes")
    assert texts(page)[0] == "données anciennes effacées"


def test_nothing_old_means_nothing_to_erase(page: ActionsPage, desktop: Desktop, qtbot: QtBot) -> None:
    page.form.retention_button.click()
    shown = dialog(qtbot)
    settle(qtbot, desktop)
    assert not shown.form.erase.isEnabled()
    assert "Rien à effacer" in shown.form.about.text()
    shown.form.cancel.click()
