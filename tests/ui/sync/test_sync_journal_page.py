"""« Journal de synchronisation »: runs in words, what was refused and what to do about it."""

from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from tests.office.portal_in_memory import PortalInMemory
from tests.people import OTHER_SCHOOL_NAME, OTHER_UAI, SCHOOL_NAME, UAI
from tests.ui.conftest import answer, dialog, go, settle
from turbo_admin.app import Desktop
from turbo_admin.core.errors import Unreachable
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.settings import school_edits, school_settings
from turbo_admin.office.sheets import mail
from turbo_admin.office.sync.run import synchronise
from turbo_admin.ui.kit.columns import choose_row
from turbo_admin.ui.kit.navigation import Command, Destination, PageKey, ShowRefusedChanges
from turbo_admin.ui.sync.sync_journal import SyncJournalPage


def _page(qtbot: QtBot, desktop: Desktop, destination: Destination = PageKey.SYNC_JOURNAL) -> SyncJournalPage:
    page: SyncJournalPage = go(qtbot, desktop, destination)
    return page


def _refuse_settings(desk: Desk, portal: PortalInMemory) -> None:
    school_settings.save_settings(desk, UAI, school_settings.SchoolSettings(name=SCHOOL_NAME))
    portal.refusals["settings"] = ("bad_body", "Non.")
    synchronise(desk)


def test_a_run_is_told_in_words_and_a_good_day_shows_no_refusal(desktop: Desktop, qtbot: QtBot) -> None:
    page = _page(qtbot, desktop)
    row = [page.runs.cell(0, column).text for column in range(9)]
    assert row[3:] == [
        *(SCHOOL_NAME, "claire", "PC-claire"),
        *("4\u00a0demandes", "1\u00a0configuration, 9\u00a0hôtes", "réussie · accord vérifié"),
    ]
    assert page.form.detail.text().startswith("Réussie. Reçu\u00a0: 4\u00a0demandes.")
    assert not page.form.refused_side.isVisible()
    assert page.form.table.hasFocus()


def test_the_journal_is_narrowed_to_errors_and_to_an_establishment(
    desktop: Desktop, qtbot: QtBot, desk: Desk, portal: PortalInMemory
) -> None:
    def cut(_call: str) -> None:
        raise Unreachable("portal_unreachable")

    portal.before = cut
    synchronise(desk)
    school_edits.add_school(desk, OTHER_UAI, OTHER_SCHOOL_NAME)
    page = _page(qtbot, desktop)
    assert page.runs.rowCount() == 2
    page.form.troubled.click()
    settle(qtbot, desktop)
    [line] = page.runs.records
    assert page.runs.cell(0, 8).text.startswith("échouée\u00a0: Le portail ne répond pas")
    assert "Le portail ne répond pas" in page.form.detail.text()
    page.form.school.setCurrentIndex(page.form.school.findData(OTHER_UAI))
    settle(qtbot, desktop)
    assert page.form.views.currentWidget() is page.form.empty_view
    assert page.form.empty_text.text() == "Aucune synchronisation ne répond à ces filtres."
    assert not page.form.export_button.isEnabled()
    assert line.uai == UAI


def test_a_refusal_is_tried_again_and_leaves_with_the_next_run(
    desktop: Desktop, qtbot: QtBot, desk: Desk, portal: PortalInMemory
) -> None:
    _refuse_settings(desk, portal)
    page = _page(qtbot, desktop, ShowRefusedChanges())
    assert page.form.refused_side.isVisible()
    assert page.form.refused.hasFocus()
    assert page.form.refused_title.text() == "1\u00a0envoi refusé par le portail"
    assert "n’a pas compris" in page.form.todo.text()
    assert page.form.retry.property("part") == "primary"
    page.form.retry.click()
    settle(qtbot, desktop)
    assert desktop.window.messages.text == "1\u00a0envoi repartira à la prochaine synchronisation."
    assert not page.form.refused_side.isVisible()
    portal.refusals.clear()
    desktop.window.run(Command.SYNC)
    settle(qtbot, desktop)
    assert page.runs.cell(0, 7).text == "1\u00a0configuration"


def _refuse_mail(desk: Desk, portal: PortalInMemory, reason: str) -> None:
    issued = from_requests.issue(desk, ["lea"])
    mail.mail_sheets(desk, issued.sheets)
    portal.refusals["mail.credentials"] = (reason, "…")
    synchronise(desk)


def test_a_mail_of_a_password_that_is_over_is_only_given_up_and_after_asking(
    desktop: Desktop, qtbot: QtBot, desk: Desk, portal: PortalInMemory
) -> None:
    _refuse_mail(desk, portal, "superseded")
    page = _page(qtbot, desktop)
    assert page.refused.cell(0, 0).text == "Courriel des identifiants de MARTIN Léa"
    assert page.refused.cell(0, 2).text == "Ce mot de passe provisoire ne sert plus."
    assert not page.form.retry.isEnabled()
    assert page.form.give_up.property("part") == "primary"
    page.form.give_up.click()
    answer(qtbot, "Annuler")
    assert page.refused.rowCount() == 1
    page.form.give_up.click()
    answer(qtbot, "Abandonner")
    settle(qtbot, desktop)
    assert page.refused.rowCount() == 0
    assert desktop.window.messages.text == "1\u00a0envoi abandonné."


def test_giving_up_what_may_still_pass_says_so(
    desktop: Desktop, qtbot: QtBot, desk: Desk, portal: PortalInMemory
) -> None:
    _refuse_mail(desk, portal, "account_closed")
    _page(qtbot, desktop).form.give_up.click()
    box = dialog(qtbot)
    assert isinstance(box, QMessageBox)
    assert "est plus prudent" in box.informativeText()
    box.reject()


def test_a_record_is_not_given_up_and_the_button_says_why(
    desktop: Desktop, qtbot: QtBot, desk: Desk, portal: PortalInMemory
) -> None:
    _refuse_settings(desk, portal)
    _refuse_mail(desk, portal, "superseded")
    page = _page(qtbot, desktop)
    choose_row(page.form.refused, 0)
    assert page.refused.cell(0, 0).text == "Configuration de l’Espace numérique"
    assert not page.form.give_up.isEnabled()
    assert page.form.give_up.toolTip().startswith("Rien à abandonner")
    choose_row(page.form.refused, 1)
    assert page.form.give_up.isEnabled()
    assert page.form.give_up.toolTip() == ""
    page.form.refused.selectAll()
    page.form.give_up.click()
    box: Any = dialog(qtbot)
    assert box.text() == "Abandonner 1\u00a0envoi refusé\u00a0?"
    answer(qtbot, "Abandonner")
    settle(qtbot, desktop)
    assert [page.refused.cell(row, 0).text for row in range(page.refused.rowCount())] == [
        "Configuration de l’Espace numérique"
    ]


def test_the_journal_is_exported_as_it_is_shown(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    page = _page(qtbot, desktop)
    page.form.export_button.click()
    chooser = dialog(qtbot)
    assert chooser.defaultSuffix() == "xlsx"
    chooser.fileSelected.emit(str(tmp_path / "journal.xlsx"))
    chooser.reject()
    settle(qtbot, desktop)
    book = openpyxl.load_workbook(tmp_path / "journal.xlsx")
    assert book.active is not None
    assert book.active.max_row == 2
    book.close()
    assert desktop.window.messages.text == "1\u00a0ligne exportée dans journal.xlsx."


def test_the_menu_opens_it(desktop: Desktop, qtbot: QtBot) -> None:
    entries = [
        action
        for menu in desktop.window.form.menus.actions()
        for sub in menu.menu().actions()
        if sub.menu()
        for action in sub.menu().actions()
    ]
    next(one for one in entries if "Journal" in one.text()).trigger()
    settle(qtbot, desktop)
    assert desktop.window.navigator.current.key is PageKey.SYNC_JOURNAL


def test_accueil_and_the_status_bar_lead_to_what_was_refused(
    desktop: Desktop, qtbot: QtBot, desk: Desk, portal: PortalInMemory
) -> None:
    link = desktop.window.commands._status.refused
    assert not link.isVisible()
    _refuse_settings(desk, portal)
    desktop.window.commands.refresh()
    settle(qtbot, desktop)
    assert link.text() == "1\u00a0refus du portail"
    link.click()
    settle(qtbot, desktop)
    page = desktop.window.navigator.current
    assert page.key is PageKey.SYNC_JOURNAL
    assert page.form.refused.hasFocus()
    home = go(qtbot, desktop, PageKey.HOME)
    assert home.form.sync_tile.accessibleName() == "1 envoi refusé"
    home.form.sync_tile.click()
    settle(qtbot, desktop)
    assert desktop.window.navigator.current.key is PageKey.SYNC_JOURNAL
    page.form.retry.click()
    settle(qtbot, desktop)
    assert not link.isVisible()
