"""« Accord avec le portail »: verified, planned, chosen line by line, applied; nothing is written before that."""

import sqlite3
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from tests.office.portal_in_memory import PortalInMemory
from tests.people import SCHOOL_NAME, UAI
from tests.ui.conftest import answer, dialog, go, settle
from turbo_admin.app import Desktop
from turbo_admin.core.errors import Unreachable
from turbo_admin.office.credentials.from_requests import issue
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.reconcile.choices import PlanSide
from turbo_admin.office.settings import school_settings
from turbo_admin.office.sync.run import synchronise
from turbo_admin.ui.kit.navigation import Command, PageKey, ReconcileSchool
from turbo_admin.ui.sync.agreement import AgreementPage
from turbo_admin.ui.sync.agreement_cells import HERE, PROPOSED, THERE


def page_of(qtbot: QtBot, desktop: Desktop) -> AgreementPage:
    """Open the page as the menu does."""
    page: AgreementPage = go(qtbot, desktop, PageKey.AGREEMENT)
    return page


def plan_of(qtbot: QtBot, desktop: Desktop) -> AgreementPage:
    """Open the page with its plan."""
    desktop.window.open_page(ReconcileSchool(UAI))
    settle(qtbot, desktop)
    page = desktop.window.navigator.current
    assert isinstance(page, AgreementPage)
    return page


def set_back(desk: Desk, portal: PortalInMemory, base: str, copy: Path) -> None:
    """Put an older copy of the base back, in which a setting was changed since."""
    with sqlite3.connect(base) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    issue(desk, ["lea"])
    save_delay(desk, 24)
    synchronise(desk)
    with sqlite3.connect(copy) as source, sqlite3.connect(base) as target:
        source.backup(target)
    save_delay(desk, 72)


def save_delay(desk: Desk, hours: int) -> None:
    """Change a setting."""
    settings = school_settings.SchoolSettings(name=SCHOOL_NAME, delay_hours=hours)
    school_settings.save_settings(desk, UAI, settings)


@pytest.fixture
def differing(desktop: Desktop, desk: Desk, portal: PortalInMemory, base: str, tmp_path: Path) -> Desktop:
    """A desktop whose base was put back from an older copy."""
    set_back(desk, portal, base, tmp_path / "copie.db")
    return desktop


def test_without_a_portal_the_page_says_what_to_do(new_desktop: Desktop, qtbot: QtBot) -> None:
    page = page_of(qtbot, new_desktop)
    assert page.form.views.currentWidget() is page.form.empty_view
    assert page.form.empty_title.text() == "Aucun établissement relié au portail"
    assert not page.form.verify.isEnabled()
    assert not page.form.reconcile.isEnabled()
    assert page.exported() is None


def test_after_a_good_run_the_agreement_is_shown_with_its_time_and_the_numbers(
    desktop: Desktop, qtbot: QtBot
) -> None:
    page = page_of(qtbot, desktop)
    assert page.form.state.text() == "Accord vérifié\u00a0: aujourd’hui à 09:00"
    assert page.form.diner_tile.accessibleDescription() == "9 ici, 9 au portail"
    assert page.form.verify.property("part") == "primary"
    assert page.form.empty_title.text() == "Rien ne diffère"
    page.form.verify.click()
    settle(qtbot, desktop)
    assert page.form.state.text() == "Accord vérifié\u00a0: 10\u00a0fiches comparées."


def test_what_a_comparison_finds_is_listed_by_person(
    desktop: Desktop, qtbot: QtBot, desk: Desk, portal: PortalInMemory
) -> None:
    key, body = next((place[1], one) for place, one in portal.told.items() if place[0] == "diner")
    portal.told["diner", key] = replace(body, class_name="autre")
    page = page_of(qtbot, desktop)
    page.form.verify.click()
    settle(qtbot, desktop)
    assert page.form.state.text() == "Désaccord sur 1\u00a0fiche."
    assert [page.lines.cell(0, column).text for column in (HERE, THERE)][1] == "autre"
    assert page.form.table.isColumnHidden(PROPOSED)
    assert page.form.reconcile.property("part") == "primary"
    page.form.reconcile.click()
    settle(qtbot, desktop)
    assert not page.form.table.isColumnHidden(PROPOSED)
    page.form.apply.click()
    answer(qtbot, "Appliquer")
    settle(qtbot, desktop)
    assert portal.told["diner", key] == body


def test_a_run_that_was_stopped_offers_the_plan_in_the_panel_and_in_the_journal(
    differing: Desktop, qtbot: QtBot
) -> None:
    differing.window.run(Command.SYNC)
    settle(qtbot, differing)
    panel: Any = differing.window.panel
    assert panel._form.agree.isVisible()
    assert differing.window.commands._status._proof.text() == "désaccord avec le portail"
    journal = go(qtbot, differing, PageKey.SYNC_JOURNAL)
    assert journal.form.agree.isVisible()
    journal._runs_table._view.selectRow(1)
    assert not journal.form.agree.isVisible()
    home = go(qtbot, differing, PageKey.HOME)
    assert home.form.sync_tile.accessibleName() == "Désaccord avec le portail"
    home.form.sync_tile.click()
    settle(qtbot, differing)
    assert differing.window.navigator.current.key is PageKey.AGREEMENT
    panel._form.agree.click()
    settle(qtbot, differing)
    page: Any = differing.window.navigator.current
    assert page.plan is not None
    assert page.form.table.hasFocus()


def test_cancelling_leaves_everything_and_applying_makes_both_sides_agree(
    differing: Desktop, qtbot: QtBot, desk: Desk, portal: PortalInMemory
) -> None:
    page = plan_of(qtbot, differing)
    lines, batches = len(page.lines.records), len(portal.batches)
    assert page.form.apply.text() == f"Appliquer {lines}\u00a0lignes"
    assert page.form.count.text().startswith("1\u00a0question, avec une réponse proposée.")
    page.form.cancel.click()
    assert page.plan is None
    assert page.lines.rowCount() == 0
    page.form.reconcile.click()
    settle(qtbot, differing)
    page.form.apply.click()
    box = dialog(qtbot)
    assert "une synchronisation démarre aussitôt" in box.informativeText()
    answer(qtbot, "Annuler")
    assert len(portal.batches) == batches
    page.form.apply.click()
    answer(qtbot, "Appliquer")
    settle(qtbot, differing)
    assert page.plan is None
    assert "reprises du portail" in differing.window.messages.text
    assert "Accord vérifié" in differing.window.panel.summary
    assert page.form.state.text().startswith("Accord vérifié")
    assert school_settings.settings_of(desk, UAI).delay_hours == 72


def test_a_line_is_settled_by_key_by_mouse_and_by_its_choices(
    differing: Desktop, qtbot: QtBot, desk: Desk, portal: PortalInMemory
) -> None:
    page = plan_of(qtbot, differing)
    table, [question] = page.form.table, [one for one in page.lines.records if one.is_question]
    table.selectRow(0)
    assert page.lines.cell(0, PROPOSED).text == "envoyer ce qui est ici"
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert page.cells.chosen(question) == PlanSide.PORTAL
    assert page.lines.cell(0, PROPOSED).text == "prendre celle du portail"
    buttons = page.form.choice.findChildren(QRadioButton)
    assert [one.isChecked() for one in buttons] == [False, True]
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert page.cells.choices == {}
    where = table.visualRect(page.lines.index(0, THERE)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert page.cells.chosen(question) == PlanSide.PORTAL
    buttons[0].click()
    assert page.cells.chosen(question) == PlanSide.OFFICE
    buttons[1].click()
    page.form.apply.click()
    answer(qtbot, "Appliquer")
    settle(qtbot, differing)
    assert school_settings.settings_of(desk, UAI).delay_hours == 24
    assert page.cells.choices == {}


def test_the_plan_stays_while_the_page_is_read_again(differing: Desktop, qtbot: QtBot) -> None:
    page = plan_of(qtbot, differing)
    page.choose(page.lines.records[0], PlanSide.PORTAL)
    differing.window.commands.refresh()
    settle(qtbot, differing)
    assert page.plan is not None
    assert len(page.cells.choices) == 1


def test_a_portal_that_does_not_answer_is_told_and_nothing_is_left_running(
    desktop: Desktop, qtbot: QtBot, portal: PortalInMemory
) -> None:
    def cut(_call: str) -> None:
        raise Unreachable("portal_unreachable")

    page = page_of(qtbot, desktop)
    portal.before = cut
    for button in (page.form.verify, page.form.reconcile):
        button.click()
        settle(qtbot, desktop)
        assert "Le portail ne répond pas" in desktop.window.messages.text
        assert button.isEnabled()


def test_the_plan_is_exported_with_what_was_chosen(differing: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    page = plan_of(qtbot, differing)
    page.choose(page.lines.records[0], PlanSide.PORTAL)
    page.form.export_button.click()
    chooser = dialog(qtbot)
    chooser.fileSelected.emit(str(tmp_path / "accord.xlsx"))
    chooser.reject()
    settle(qtbot, differing)
    book = openpyxl.load_workbook(tmp_path / "accord.xlsx")
    assert book.active is not None
    rows = list(book.active.iter_rows(values_only=True))
    book.close()
    assert len(rows) == len(page.lines.records) + 1
    assert rows[1][-1] == "prendre celle du portail"
