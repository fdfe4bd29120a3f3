"""« Hôtes » and « Fiche de l’hôte »: from a name to everything about it, and what is done from there."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.office.portal_in_memory import PortalInMemory
from tests.people import LEA_MARTIN
from tests.ui.conftest import answer, dialog, go, settle
from tests.ui.window.test_accessibility import _nameless
from turbo_admin.app import Desktop
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.sync.run import synchronise
from turbo_admin.ui.kit.navigation import Command, PageKey, SearchPage
from turbo_admin.ui.roster.diner_file import DinerFilePage
from turbo_admin.ui.roster.diners import CARD, NAME, DinersPage


@pytest.fixture
def lea(desk: Desk) -> None:
    """Léa has an account, which the portal knows."""
    from_requests.issue(desk, ["lea"])
    synchronise(desk)


def call(qtbot: QtBot, desktop: Desktop, name: str) -> DinerFilePage:
    """A family calls: Ctrl+F, a name, Enter."""
    desktop.window.run(Command.FIND)
    box: Any = dialog(qtbot)
    qtbot.keyClicks(box._form.search, name)
    qtbot.waitUntil(lambda: box._list.current is not None)
    assert _nameless(box) == []
    qtbot.keyClick(box._form.search, Qt.Key.Key_Return)
    settle(qtbot, desktop)
    page = desktop.window.navigator.current
    assert isinstance(page, DinerFilePage)
    return page


def test_diners_are_listed_searched_and_filtered(desktop: Desktop, qtbot: QtBot, lea: None) -> None:
    page: DinersPage = go(qtbot, desktop, PageKey.DINERS)
    assert page.form.table.hasFocus()
    assert page.form.count.text() == "8\u00a0hôtes sur 9"
    page.form.with_left.click()
    assert page.form.count.text() == "9\u00a0hôtes sur 9"
    page.form.search.setText("04217")
    assert [page.model.cell(0, column).text for column in (NAME, CARD)] == ["MARTIN Léa", LEA_MARTIN.card]
    page.form.search.clear()
    page.form.class_box.setCurrentIndex(page.form.class_box.findData("6 B"))
    assert len(page.model.records) == 2
    page.form.search.setText("personne")
    assert page.form.empty_title.text() == "Aucun hôte ne correspond"
    page.form.empty_button.click()
    assert len(page.model.records) == 9


def test_a_lost_card_is_replaced_from_the_list(desktop: Desktop, qtbot: QtBot) -> None:
    page: DinersPage = go(qtbot, desktop, SearchPage(PageKey.DINERS, "martin lea"))
    page.form.edit_button.click()
    settle(qtbot, desktop)
    box: Any = dialog(qtbot)
    assert not box.form.card_why.isVisible()
    box.form.card.setText("abc")
    assert box.form.card_why.isVisible()
    assert _nameless(box) == []
    box._on_accepted()
    settle(qtbot, desktop)
    assert "que des chiffres" in box.form.trouble.text()
    box.form.card.setText("04444")
    box.form.card_why.setCurrentIndex(0)
    box._on_accepted()
    settle(qtbot, desktop)
    assert page.model.cell(0, CARD).text == "0683-04444"
    assert desktop.window.messages.text == "MARTIN Léa est modifié."
    qtbot.keyClick(page.form.table, Qt.Key.Key_Return)
    settle(qtbot, desktop)
    file: Any = desktop.window.navigator.current
    assert f"{LEA_MARTIN.card} (perdue le 23/11/2026)" in file.form.cards.text()


def test_the_regime_is_chosen_or_typed_and_shown(desktop: Desktop, qtbot: QtBot) -> None:
    page: DinersPage = go(qtbot, desktop, SearchPage(PageKey.DINERS, "martin lea"))
    page.form.edit_button.click()
    settle(qtbot, desktop)
    box: Any = dialog(qtbot)
    assert box.form.regime.currentText() == ""
    box.form.regime.setFocus()
    qtbot.keyClick(box.form.regime, Qt.Key.Key_Down)
    assert box.form.regime.currentText() == "demi-pensionnaire"
    box.form.regime.setEditText("dp au ticket")
    box._on_accepted()
    settle(qtbot, desktop)
    qtbot.keyClick(page.form.table, Qt.Key.Key_Return)
    settle(qtbot, desktop)
    file: Any = desktop.window.navigator.current
    assert "demi-pensionnaire au ticket" in file.form.facts.text()


def test_a_name_in_use_is_typed_shown_beside_the_family_name_and_taken_away(
    desktop: Desktop, qtbot: QtBot
) -> None:
    page: DinersPage = go(qtbot, desktop, SearchPage(PageKey.DINERS, "martin lea"))
    for typed, shown in (("Durand", "MARTIN Léa (usage DURAND)"), ("", "MARTIN Léa")):
        page.form.edit_button.click()
        settle(qtbot, desktop)
        box: Any = dialog(qtbot)
        box.form.used_name.setText(typed)
        box._on_accepted()
        settle(qtbot, desktop)
        assert page.model.cell(0, NAME).text == shown
    page.form.search.setText("durand lea")
    assert page.form.empty_title.isVisible()


def test_the_list_is_exported(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    page: DinersPage = go(qtbot, desktop, PageKey.DINERS)
    page.form.export_button.click()
    chooser = dialog(qtbot)
    chooser.fileSelected.emit(str(tmp_path / "hotes.xlsx"))
    chooser.reject()
    settle(qtbot, desktop)
    book = openpyxl.load_workbook(tmp_path / "hotes.xlsx")
    assert book.active is not None
    assert book.active.max_row == 9
    book.close()


def test_a_family_calls_and_everything_is_there(desktop: Desktop, qtbot: QtBot, lea: None) -> None:
    page = call(qtbot, desktop, "martin l")
    assert "MARTIN Léa" in page.form.facts.text()
    assert LEA_MARTIN.card in page.form.cards.text()
    assert [model.rowCount() for model in (page.accounts, page.handed, page.asked)] == [1, 1, 1]
    assert page.history.rowCount() >= 2
    assert page.form.reprint_button.isEnabled()
    assert not page.form.issue_button.isVisible()
    page.form.reprint_button.click()
    settle(qtbot, desktop)
    assert desktop.window.navigator.current.key is PageKey.SHEETS


def test_who_has_no_account_is_offered_one(desktop: Desktop, qtbot: QtBot) -> None:
    page = call(qtbot, desktop, "martin hugo")
    assert page.form.issue_button.isVisible()
    assert not page.form.renew_button.isEnabled()


def test_from_there_the_address_is_corrected_and_credentials_are_sent_again(
    desktop: Desktop, qtbot: QtBot, lea: None, portal: PortalInMemory
) -> None:
    page = call(qtbot, desktop, "martin l")
    page.form.email_button.click()
    box: Any = dialog(qtbot)
    box.form.email.setText("pas une adresse")
    box._on_accepted()
    settle(qtbot, desktop)
    assert box.form.trouble.isVisible()
    box.form.email.setText("juste@exemple.fr")
    box._on_accepted()
    settle(qtbot, desktop)
    [told] = portal.of_kind("account")
    assert told.email == "juste@exemple.fr"
    page.form.resend_button.click()
    settle(qtbot, desktop)
    [mail] = portal.of_kind("mail.credentials")
    assert mail.to == "juste@exemple.fr"


def test_from_there_an_account_is_blocked_and_a_diner_detached(
    desktop: Desktop, qtbot: QtBot, lea: None, portal: PortalInMemory
) -> None:
    page = call(qtbot, desktop, "martin l")
    page.form.block_button.click()
    settle(qtbot, desktop)
    answer(qtbot, "Bloquer")
    settle(qtbot, desktop)
    assert portal.of_kind("account")[0].state == "blocked"
    assert page.form.unblock_button.isEnabled()
    assert not page.form.block_button.isEnabled()
    page.form.detach_button.click()
    box: Any = dialog(qtbot)
    box._agree.click()
    settle(qtbot, desktop)
    assert page.accounts.rowCount() == 0
    assert portal.of_kind("account")[0].diner_ids == []


def test_without_a_diner_the_page_says_how_to_find_one(desktop: Desktop, qtbot: QtBot) -> None:
    page: DinerFilePage = go(qtbot, desktop, PageKey.DINER_FILE)
    assert "Ctrl+F" in page.form.facts.text()
    assert not page.form.edit_button.isEnabled()
