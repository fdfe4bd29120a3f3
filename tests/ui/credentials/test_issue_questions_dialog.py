"""Before credentials are issued: who else asks for a child is named, and one bad line does not keep the others waiting."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.office.portal_in_memory import PortalInMemory
from tests.people import INES_GARCIA, LEA_MARTIN, MONDAY, make_received
from tests.ui.conftest import answer, dialog, go, settle
from turbo_admin.app import Desktop
from turbo_admin.office.accounts.lines import account_lines
from turbo_admin.office.credentials.issue_questions import Way
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake.acts import choose_diner
from turbo_admin.office.roster.correcting import DinerEdit, save_diner
from turbo_admin.office.roster.diners import list_diners
from turbo_admin.office.sync.run import synchronise
from turbo_admin.protocol.events import RequestConfirmed
from turbo_admin.ui.intake.intake_page import IntakePage
from turbo_admin.ui.kit.columns import choose_row
from turbo_admin.ui.kit.navigation import PageKey, SearchPage

_KNOWN, _STRANGER = LEA_MARTIN.emails[0], "autre@exemple.fr"
_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def stranger(desk: Desk, portal: PortalInMemory) -> str:
    """A confirmed stranger's request for Léa, whose mother has asked too."""
    portal.tell("request.received", make_received(LEA_MARTIN, request_id="stranger2", email=_STRANGER))
    portal.tell("request.confirmed", RequestConfirmed(request_id="stranger2", confirmed_at=MONDAY))
    synchronise(desk)
    return "stranger2"


@pytest.fixture
def page(stranger: str, desktop: Desktop, qtbot: QtBot) -> IntakePage:
    shown: IntakePage = go(qtbot, desktop, SearchPage(PageKey.INTAKE))
    return shown


def _tick_by_digit(page: IntakePage, desktop: Desktop, qtbot: QtBot, request: str) -> None:
    choose_row(page.form.table, page.model.requests.row_of(request))
    settle(qtbot, desktop)
    QTest.keyClick(page.form.table, Qt.Key.Key_1)
    settle(qtbot, desktop)


def test_two_people_ticked_by_digits_are_named_and_enter_gives_the_stranger_nothing(
    page: IntakePage, desktop: Desktop, qtbot: QtBot
) -> None:
    for request in ("lea", "stranger2", "lukasz"):
        _tick_by_digit(page, desktop, qtbot, request)
    QTest.keyClick(page.form.table, Qt.Key.Key_G, _CTRL)
    asked = dialog(qtbot)
    assert set(asked.boxes) == {"lea", "stranger2"}
    said = " ".join(label.text() for label in asked.form.rows.findChildren(type(asked.form.about)))
    assert f"Demandé par {_KNOWN} (connu). Demandé aussi par\u00a0: {_STRANGER} (confirmé)." in said
    assert f"Demandé par {_STRANGER} (confirmé). Demandé aussi par\u00a0: {_KNOWN} (connu)." in said
    assert asked.boxes["stranger2"].currentData() == Way.LEAVE
    QTest.keyClick(asked.boxes["lea"], Qt.Key.Key_Return)
    settle(qtbot, desktop)
    held = {line.email for line in account_lines(page.workplace.desk)}
    assert _KNOWN in held
    assert _STRANGER not in held


def test_lines_ticked_in_bulk_ask_about_an_open_request_that_is_not_ticked(
    page: IntakePage, desktop: Desktop, qtbot: QtBot
) -> None:
    _tick_by_digit(page, desktop, qtbot, "stranger2")
    page.form.issue_button.click()
    asked = dialog(qtbot)
    assert list(asked.boxes) == ["stranger2"]
    assert asked.form.hint.text() == "1\u00a0demande laissée à traiter."
    asked.reject()
    settle(qtbot, desktop)
    assert account_lines(page.workplace.desk) == []


def test_a_class_asks_about_a_child_whom_somebody_else_asks_for(
    stranger: str, desktop: Desktop, qtbot: QtBot, desk: Desk
) -> None:
    page = go(qtbot, desktop, PageKey.CLASS_ISSUE)
    page.form.tick_all.click()
    page.form.issue_button.click()
    answer(qtbot, "Générer")
    qtbot.waitUntil(lambda: hasattr(dialog(qtbot), "boxes"))
    asked = dialog(qtbot)
    [box] = asked.boxes.values()
    assert box.currentText() == "Laisser de côté"
    assert asked.form.hint.text() == "7\u00a0hôtes auront un compte, 1\u00a0hôte laissé de côté."
    QTest.keyClick(box, Qt.Key.Key_Return)
    settle(qtbot, desktop)
    names = [name for line in account_lines(desk) for name in line.names]
    assert len(names) == 7
    assert "MARTIN Léa" not in names


def test_a_diner_who_has_left_does_not_keep_the_others_waiting(
    page: IntakePage, desktop: Desktop, qtbot: QtBot, desk: Desk
) -> None:
    [diner] = [line for line in list_diners(desk) if line.external_id == INES_GARCIA.id]
    choose_diner(desk, "ines", diner.id)
    save_diner(
        desk,
        diner.id,
        DinerEdit("GARCIA", "Inès", "4 A", "élève", INES_GARCIA.emails, left=True, card=INES_GARCIA.card),
    )
    page.refresh()
    settle(qtbot, desktop)
    for request in ("ines", "lukasz"):
        page.model.toggle([page.model.requests.row_of(request)])
    page.form.issue_button.click()
    asked = dialog(qtbot)
    assert list(asked.boxes) == ["ines"]
    assert "ne peut pas être générée" in asked.form.about.text()
    assert asked.form.hint.text() == "1\u00a0demande générée, 1\u00a0demande laissée à traiter."
    QTest.keyClick(asked.boxes["ines"], Qt.Key.Key_Return)
    settle(qtbot, desktop)
    assert [line.names for line in account_lines(desk)] == [("WIŚNIEWSKI Łukasz",)]
