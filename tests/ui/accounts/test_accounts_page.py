"""« Comptes de l’espace numérique »: found, ticked, and dealt with after being told what happens."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from tests.office.portal_in_memory import PortalInMemory
from tests.office.sync.test_sync import ask
from tests.people import HUGO_MARTIN, MONDAY
from tests.ui.conftest import answer, dialog, go, settle
from turbo_admin.app import Desktop
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.sync.run import synchronise
from turbo_admin.protocol.events import AccountActivated, CredentialSpent, MailState
from turbo_admin.protocol.states import AccountState
from turbo_admin.ui.accounts.accounts_cells import DELIVERY, LOGIN, NAMES, SEEN, STANDING
from turbo_admin.ui.accounts.accounts_page import AccountsPage
from turbo_admin.ui.kit.columns import choose_row
from turbo_admin.ui.kit.navigation import PageKey, SearchPage


@pytest.fixture
def logins(desk: Desk, portal: PortalInMemory) -> dict[str, str]:
    """The Martins' account holds both children and is in use; Łukasz’ waits for its sheet. By first name."""
    hugo = ask(portal, card=HUGO_MARTIN.number, first_name="Hugo")
    synchronise(desk)
    from_requests.issue(desk, ["lea", hugo, "lukasz"])
    synchronise(desk)
    told = {key: len(one.diner_ids) for (_, key), one in portal.told.items() if isinstance(one, AccountState)}
    martin, other = sorted(told, key=lambda one: -told[one])
    portal.tell("credential.spent", CredentialSpent(account_id=martin, number=1, spent_at=MONDAY))
    portal.tell("account.activated", AccountActivated(account_id=martin, activated_at=MONDAY))
    synchronise(desk)
    return {"martin": martin, "lukasz": other}


def page_of(qtbot: QtBot, desktop: Desktop, about: object = None) -> AccountsPage:
    """Open the page."""
    page: AccountsPage = go(qtbot, desktop, SearchPage(PageKey.ACCOUNTS, about))
    return page


def row(page: AccountsPage, number: int) -> list[str]:
    """Return what a row shows."""
    return [page.model.cell(number, column).text for column in range(page.model.columnCount())]


def test_accounts_are_listed_by_class_with_how_they_stand(
    desktop: Desktop, qtbot: QtBot, logins: dict[str, str]
) -> None:
    page = page_of(qtbot, desktop)
    assert [row(page, 0)[column] for column in (NAMES, STANDING, SEEN)] == [
        "MARTIN Hugo, MARTIN Léa",
        "actif",
        "23/11/2026",
    ]
    assert [row(page, 1)[column] for column in (NAMES, STANDING, SEEN)] == [
        "WIŚNIEWSKI Łukasz",
        "à activer",
        "jamais",
    ]
    assert page.form.count.text() == "0\u00a0compte coché sur 2"
    assert page.form.table.hasFocus()
    assert page.form.detail.text().startswith("MARTIN Hugo, MARTIN Léa\n")


def test_they_are_searched_filtered_and_sorted(
    desktop: Desktop, qtbot: QtBot, logins: dict[str, str]
) -> None:
    page = page_of(qtbot, desktop, "wisniewski")
    assert [line.id for line in page.model.records] == [logins["lukasz"]]
    page.form.search.setText("lea martin")
    assert [line.id for line in page.model.records] == [logins["martin"]]
    page.form.search.clear()
    page.form.standing.setCurrentIndex(page.form.standing.findData("bloqué"))
    assert page.form.views.currentWidget() is page.form.empty_view
    assert page.form.empty_title.text() == "Aucun compte ne correspond"
    page.form.empty_button.click()
    assert len(page.model.records) == 2
    page.form.table.sortByColumn(NAMES, Qt.SortOrder.DescendingOrder)
    assert row(page, 0)[NAMES] == "WIŚNIEWSKI Łukasz"


def test_the_place_is_kept_when_the_list_is_sorted_or_searched(
    desktop: Desktop, qtbot: QtBot, logins: dict[str, str]
) -> None:
    page = page_of(qtbot, desktop)
    page.form.table.selectRow(1)
    page.form.table.sortByColumn(NAMES, Qt.SortOrder.DescendingOrder)
    assert page.form.table.currentIndex().row() == 0
    assert page.form.detail.text().startswith("WIŚNIEWSKI")
    page.form.search.setText("martin")
    assert page.form.detail.text().startswith("MARTIN")


def test_an_office_without_accounts_is_told_what_to_do(desktop: Desktop, qtbot: QtBot) -> None:
    page = page_of(qtbot, desktop)
    assert page.form.views.currentWidget() is page.form.empty_view
    assert page.form.empty_title.text() == "Aucun compte pour l’instant"
    assert not page.form.export_button.isEnabled()
    assert not page.form.renew_button.isEnabled()


def test_ticked_accounts_are_blocked_after_a_question_in_numbers_and_the_portal_is_told_at_once(
    desktop: Desktop, qtbot: QtBot, logins: dict[str, str], portal: PortalInMemory
) -> None:
    page = page_of(qtbot, desktop)
    page.form.table.selectAll()
    qtbot.keyClick(page.form.table, Qt.Key.Key_Space)
    assert page.form.count.text() == "2\u00a0comptes cochés sur 2"
    page.form.block_button.click()
    settle(qtbot, desktop)
    box = dialog(qtbot)
    assert isinstance(box, QMessageBox)
    assert box.text() == "Bloquer 2\u00a0comptes\u00a0?"
    assert "1 déjà utilisé par une famille, 3\u00a0hôtes" in box.informativeText()
    answer(qtbot, "Bloquer")
    settle(qtbot, desktop)
    assert {one.state for one in portal.of_kind("account")} == {"blocked"}
    assert [row(page, number)[STANDING] for number in (0, 1)] == ["bloqué", "bloqué"]
    assert page.form.unblock_button.isEnabled()
    assert not page.form.block_button.isEnabled()


def test_saying_no_does_nothing(
    desktop: Desktop, qtbot: QtBot, logins: dict[str, str], portal: PortalInMemory
) -> None:
    page = page_of(qtbot, desktop)
    before = portal.of_kind("account")
    page.form.close_button.click()
    answer(qtbot, "Annuler")
    settle(qtbot, desktop)
    assert portal.of_kind("account") == before
    assert row(page, 0)[STANDING] == "actif"


def test_a_diner_is_detached_and_the_other_one_stays(
    desktop: Desktop, qtbot: QtBot, logins: dict[str, str], portal: PortalInMemory
) -> None:
    page = page_of(qtbot, desktop)
    page.form.detach_button.click()
    box: Any = dialog(qtbot)
    assert not box._agree.isEnabled()
    box.form.diners.item(1).setCheckState(Qt.CheckState.Checked)
    assert box._agree.text() == "Détacher 1\u00a0hôte"
    assert "Il en gardera 1" in box.form.hint.text()
    box._agree.click()
    settle(qtbot, desktop)
    assert row(page, 0)[NAMES] == "MARTIN Hugo"
    told = portal.told["account", logins["martin"]]
    assert isinstance(told, AccountState)
    assert len(told.diner_ids) == 1
    page.form.detach_button.click()
    box = dialog(qtbot)
    assert "mieux vaut le fermer" in box.form.hint.text()
    box.reject()


def test_a_new_password_by_sheet_opens_the_edition(
    desktop: Desktop, qtbot: QtBot, logins: dict[str, str]
) -> None:
    page = page_of(qtbot, desktop)
    page.form.renew_button.click()
    settle(qtbot, desktop)
    assert "1\u00a0famille garde le mot de passe déjà choisi" in dialog(qtbot).informativeText()
    answer(qtbot, "Par fiche")
    settle(qtbot, desktop)
    sheets: Any = desktop.window.navigator.current
    assert sheets.key is PageKey.SHEETS
    assert [line.account_id for line in sheets.model.records] == [logins["martin"]]


def test_a_new_password_by_mail_leaves_with_a_synchronisation(
    desktop: Desktop, qtbot: QtBot, logins: dict[str, str], portal: PortalInMemory
) -> None:
    page = page_of(qtbot, desktop)
    page.form.renew_button.click()
    settle(qtbot, desktop)
    answer(qtbot, "Par e-mail")
    settle(qtbot, desktop)
    [mail] = portal.of_kind("mail.credentials")
    assert mail.account_id == logins["martin"]
    assert row(page, 0)[DELIVERY] == "en attente"


def test_a_mail_that_came_back_is_seen(
    desktop: Desktop, qtbot: QtBot, logins: dict[str, str], portal: PortalInMemory, desk: Desk
) -> None:
    body = MailState(
        mail_id="m",
        mail_kind="oubli",
        state="failed",
        at=MONDAY,
        reason="boîte pleine",
        account_id=logins["martin"],
    )
    portal.tell("mail.state", body)
    synchronise(desk)
    page = page_of(qtbot, desktop)
    assert row(page, 0)[DELIVERY] == "courriel rejeté\u00a0: boîte pleine"


def test_what_is_shown_is_exported(
    desktop: Desktop, qtbot: QtBot, logins: dict[str, str], tmp_path: Path
) -> None:
    page = page_of(qtbot, desktop, "martin")
    page.form.export_button.click()
    chooser = dialog(qtbot)
    assert chooser.defaultSuffix() == "xlsx"
    chooser.fileSelected.emit(str(tmp_path / "comptes.xlsx"))
    chooser.reject()
    settle(qtbot, desktop)
    book = openpyxl.load_workbook(tmp_path / "comptes.xlsx")
    assert book.active is not None
    assert [cell.value for cell in book.active["A"]] == ["Identifiant", row(page, 0)[LOGIN]]
    book.close()
    assert desktop.window.messages.text == "1\u00a0compte exporté dans comptes.xlsx."


def test_what_happened_to_the_account_stands_beside_it_and_leads_to_the_journal(
    desktop: Desktop, qtbot: QtBot, logins: dict[str, str]
) -> None:
    page = page_of(qtbot, desktop)
    choose_row(page.form.table, 0)
    qtbot.waitUntil(lambda: "mot de passe choisi par la famille (portail)" in page.form.history.text())
    assert len(page.form.history.text().splitlines()) == 3
    login = page.model.records[0].login
    page.form.history_button.click()
    settle(qtbot, desktop)
    journal = desktop.window.navigator.current
    assert (journal.key, journal.form.search.text()) == ("actions", login)
    assert journal.model.records


def test_an_act_names_whom_it_is_about_and_never_takes_a_tick_that_a_filter_hides(
    desktop: Desktop, qtbot: QtBot, logins: dict[str, str]
) -> None:
    page = page_of(qtbot, desktop)
    page.model.tick([line.id for line in page.model.records])
    assert page.form.block_button.text() == "Bloquer 2\u00a0comptes…"
    page.form.search.setText("martin")
    page.form.block_button.click()
    box = dialog(qtbot)
    assert box.informativeText().startswith("WIŚNIEWSKI Łukasz")
    answer(qtbot, "Continuer sans elle")
    settle(qtbot, desktop)
    box = dialog(qtbot)
    assert box.text() == "Bloquer 1\u00a0compte\u00a0?"
    assert box.informativeText().startswith("MARTIN Hugo et MARTIN Léa.")
    answer(qtbot, "Bloquer")
    settle(qtbot, desktop)
    standings = {line.names[0]: line.standing.value for line in page.model.everything}
    assert standings == {"MARTIN Hugo": "bloqué", "WIŚNIEWSKI Łukasz": "à activer"}
