"""« déjà un compte » and « Révoquer… », by keyboard and by mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.office.portal_in_memory import PortalInMemory
from tests.people import LEA_MARTIN, make_received
from tests.ui.conftest import answer, dialog, go, settle
from tests.ui.window.test_accessibility import _nameless
from turbo_admin.app import Desktop
from turbo_admin.office.accounts.lines import AccountStanding, account_lines
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.credentials.issue_questions import Way
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake.acts import choose_diner
from turbo_admin.office.intake.lines import RequestStanding, request_line
from turbo_admin.office.roster.diners import list_diners
from turbo_admin.office.sheets import printing
from turbo_admin.office.sync.run import synchronise
from turbo_admin.ui.intake.intake_page import IntakePage
from turbo_admin.ui.kit.columns import choose_row
from turbo_admin.ui.kit.navigation import PageKey, SearchPage, ShowBatch


@pytest.fixture
def again(desk: Desk, portal: PortalInMemory) -> str:
    """A stranger's request for Léa, who has an account."""
    from_requests.issue(desk, ["lea"])
    portal.tell("request.received", make_received(LEA_MARTIN, request_id="again", email="autre@exemple.fr"))
    synchronise(desk)
    [lea] = [line.id for line in list_diners(desk) if line.external_id == LEA_MARTIN.id]
    choose_diner(desk, "again", lea)
    return "again"


@pytest.fixture
def page(again: str, desktop: Desktop, qtbot: QtBot) -> IntakePage:
    shown: IntakePage = go(qtbot, desktop, SearchPage(PageKey.INTAKE))
    shown.model.toggle(
        [shown.model.requests.row_of(one) for one in ("again", "lukasz")],
    )
    return shown


def test_a_second_account_is_chosen_with_the_keyboard_alone(
    page: IntakePage, desktop: Desktop, qtbot: QtBot
) -> None:
    QTest.keyClick(page.form.table, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    asked = dialog(qtbot)
    assert _nameless(asked) == []
    box = asked.boxes["again"]
    assert box.currentData() == Way.LEAVE
    assert asked.form.hint.text() == "1\u00a0demande générée, 1\u00a0demande laissée à traiter."
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == "Ouvrir un compte de plus, pour autre@exemple.fr"
    assert asked.form.hint.text() == "2\u00a0demandes générées."
    QTest.keyClick(box, Qt.Key.Key_Return)
    settle(qtbot, desktop)
    assert desktop.window.navigator.current.key is PageKey.SHEETS
    assert {line.email for line in account_lines(page.workplace.desk)} >= {"autre@exemple.fr"}


def test_left_as_proposed_only_the_others_are_generated(
    page: IntakePage, desktop: Desktop, qtbot: QtBot
) -> None:
    page.form.issue_button.click()
    dialog(qtbot).form.confirm.click()
    settle(qtbot, desktop)
    states = [request_line(page.workplace.desk, one).state for one in ("again", "lukasz")]
    assert states == [RequestStanding.OPEN, RequestStanding.ISSUED]


def test_giving_up_generates_nothing_and_one_may_press_again(
    page: IntakePage, desktop: Desktop, qtbot: QtBot
) -> None:
    page.form.issue_button.click()
    dialog(qtbot).form.cancel.click()
    settle(qtbot, desktop)
    assert len(account_lines(page.workplace.desk)) == 1
    page.form.issue_button.click()
    assert dialog(qtbot).boxes


def test_a_refusal_goes_out_with_its_template(
    page: IntakePage, desktop: Desktop, qtbot: QtBot, portal: PortalInMemory
) -> None:
    page.form.issue_button.click()
    asked = dialog(qtbot)
    settle(qtbot, desktop)
    assert not asked.form.reason.isVisible()
    asked.boxes["again"].setCurrentIndex(asked.boxes["again"].findData(Way.REFUSE))
    assert asked.form.reason.isVisible()
    assert asked.form.reason.toPlainText().startswith("Un compte existe déjà pour cette adresse")
    asked.form.confirm.click()
    settle(qtbot, desktop)
    synchronise(page.workplace.desk)
    assert [one.answer for one in portal.of_kind("request")].count("refused") == 1
    assert request_line(page.workplace.desk, "again").state is RequestStanding.REFUSED


def test_an_issued_request_is_revoked_from_its_tab(desktop: Desktop, qtbot: QtBot, desk: Desk) -> None:
    issued = from_requests.issue(desk, ["lea"])
    printing.mark_printed(desk, issued.sheets)
    page = go(qtbot, desktop, SearchPage(PageKey.INTAKE))
    page.form.tabs.setCurrentIndex(1)
    choose_row(page.form.table, 0)
    assert (page.form.revoke_button.isEnabled(), page.form.refuse_button.isEnabled()) == (True, False)
    page.form.revoke_button.click()
    asked = dialog(qtbot)
    assert "1\u00a0compte est fermé" in asked.form.detail.text()
    asked.form.confirm.click()
    settle(qtbot, desktop)
    assert request_line(desk, "lea").state is RequestStanding.OPEN
    assert [line.standing for line in account_lines(desk)] == [AccountStanding.CLOSED]


def test_revoking_and_refusing_go_together(
    desktop: Desktop, qtbot: QtBot, desk: Desk, portal: PortalInMemory
) -> None:
    issued = from_requests.issue(desk, ["lea"])
    printing.mark_handed(desk, issued.sheets)
    page = go(qtbot, desktop, ShowBatch(issued.batch_id))
    page.model.tick(issued.sheets)
    page.form.revoke_button.click()
    asked = dialog(qtbot)
    settle(qtbot, desktop)
    asked.form.next.setCurrentIndex(1)
    assert _nameless(asked) == []
    asked.form.known.setCurrentIndex(asked.form.known.findText("Demandeur à vérifier"))
    asked.form.confirm.click()
    settle(qtbot, desktop)
    synchronise(desk)
    [refusal] = portal.of_kind("request")
    assert refusal.answer == "refused"
    assert refusal.reason.startswith("Nous ne pouvons pas ouvrir un accès")


def test_an_ordinary_batch_is_undone_from_its_page(desktop: Desktop, qtbot: QtBot, desk: Desk) -> None:
    issued = from_requests.issue(desk, ["lea"])
    page = go(qtbot, desktop, ShowBatch(issued.batch_id))
    assert page.form.undo_button.isVisible()
    page.form.undo_button.click()
    answer(qtbot, "Annuler ces identifiants")
    settle(qtbot, desktop)
    assert account_lines(desk) == []
    assert "1\u00a0demande est de nouveau à traiter" in desktop.window.messages.text
