"""« Demande de création de compte »: filtered, ticked, generated, refused, corrected, by keyboard and by mouse."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.office.portal_in_memory import PortalInMemory
from tests.people import INES_GARCIA, LEA_MARTIN, MONDAY, UAI, make_received
from tests.ui.conftest import answer, dialog, go, settle
from turbo_admin.app import Desktop
from turbo_admin.core.intake.refusal_texts import FIRST_REASONS, RefusalReason
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake.acts import choose_diner as choose_there
from turbo_admin.office.intake.acts import refusal_reasons
from turbo_admin.office.intake.acts import refuse as refuse_there
from turbo_admin.office.intake.lines import RequestStanding, request_lines
from turbo_admin.store import requests
from turbo_admin.ui.intake.intake_page import IntakePage
from turbo_admin.ui.intake.request_index import ALERTS, DELAY, LAST, TICK
from turbo_admin.ui.kit.columns import choose_row
from turbo_admin.ui.kit.navigation import Command, PageKey, SearchPage
from turbo_admin.ui.kit.page import BarMessage, Tone


@pytest.fixture
def page(desktop: Desktop, qtbot: QtBot) -> IntakePage:
    shown: IntakePage = go(qtbot, desktop, SearchPage(PageKey.INTAKE))
    return shown


def _choose(page: IntakePage, request: str) -> None:
    choose_row(page.form.table, page.model.requests.row_of(request))


def test_the_tabs_count_what_they_hold(page: IntakePage) -> None:
    shown = [page.form.tabs.tabText(place) for place in range(4)]
    assert shown == ["À traiter  4", "Traitées  0", "Refusées  0", "Toutes  4"]


def test_the_overdue_come_first_and_say_so(page: IntakePage) -> None:
    first = page.model.index(0, DELAY)
    assert page.model.requests.ids()[0] == "lea"
    assert str(first.data()).startswith("dépassé")
    assert first.data(Qt.ItemDataRole.ForegroundRole).name().upper() == page.workplace.theme.colours.none


def test_space_ticks_the_current_line_and_unticks_it(page: IntakePage) -> None:
    _choose(page, "lea")
    QTest.keyClick(page.form.table, Qt.Key.Key_Space)
    assert page.model.requests.ticked() == ["lea"]
    assert page.form.count.text() == "1\u00a0ligne cochée sur 4"
    QTest.keyClick(page.form.table, Qt.Key.Key_Space)
    assert page.model.requests.ticked() == []


def test_a_space_typed_in_the_search_ticks_nothing(page: IntakePage) -> None:
    _choose(page, "lea")
    page.form.search.setFocus()
    QTest.keyClicks(page.form.search, "martin lea")
    assert page.form.search.text() == "martin lea"
    assert page.model.requests.ticked() == []


def test_space_ticks_a_whole_range(page: IntakePage) -> None:
    page.form.table.selectAll()
    QTest.keyClick(page.form.table, Qt.Key.Key_Space)
    assert set(page.model.requests.ticked()) == {
        line.id for line in request_lines(page.workplace.desk) if line.tickable
    }


def test_a_click_anywhere_in_the_first_cell_ticks(page: IntakePage) -> None:
    index = page.model.index(page.model.requests.row_of("lukasz"), TICK)
    corner = page.form.table.visualRect(index).topLeft()
    corner.setX(corner.x() + 3)
    corner.setY(corner.y() + 3)
    QTest.mouseClick(page.form.table.viewport(), Qt.MouseButton.LeftButton, pos=corner)
    assert page.model.requests.ticked() == ["lukasz"]


def test_a_line_without_a_diner_cannot_be_ticked_and_is_told_why(page: IntakePage, desktop: Desktop) -> None:
    _choose(page, "stranger")
    QTest.keyClick(page.form.table, Qt.Key.Key_Space)
    assert page.model.requests.ticked() == []
    assert "choisissez d’abord l’hôte" in desktop.window.messages.text
    assert (
        page.model.index(page.model.requests.row_of("stranger"), TICK).data(Qt.ItemDataRole.CheckStateRole)
        is None
    )


def test_the_certain_ones_are_ticked_together_and_only_they(page: IntakePage) -> None:
    page.form.tick_certain.click()
    assert set(page.model.requests.ticked()) == {"lea", "lukasz"}


def test_a_search_looks_in_every_column_without_accents(page: IntakePage) -> None:
    for typed, found in (
        ("lukasz", ["lukasz"]),
        ("WISNIEWSKI", ["lukasz"]),
        ("5 a", ["lea"]),
        ("nouvelle@ex", ["ines"]),
    ):
        page.form.search.setText(typed)
        assert page.model.requests.ids() == found, typed


def test_a_search_without_result_says_what_to_do_and_its_button_shows_all_again(page: IntakePage) -> None:
    page.form.search.setText("zzz")
    assert page.form.views.currentWidget() is page.form.empty_view
    assert page.form.empty_title.text() == "Aucune demande ne correspond"
    page.form.empty_button.click()
    assert len(page.model.requests) == 4


def test_ticks_hidden_by_a_filter_are_counted(page: IntakePage) -> None:
    page.form.tick_certain.click()
    page.form.search.setText("martin")
    assert page.form.count.text().endswith("1\u00a0ligne cochée est masquée")


def test_a_tick_that_a_filter_hides_is_named_and_nothing_is_done_to_it_unseen(
    page: IntakePage, desktop: Desktop, qtbot: QtBot
) -> None:
    page.form.tick_certain.click()
    page.form.search.setText("martin")
    page.form.issue_button.click()
    box = dialog(qtbot)
    assert box.text() == "1\u00a0ligne cochée est masquée par les filtres."
    assert box.informativeText().startswith("WIŚNIEWSKI Łukasz")
    answer(qtbot, "Continuer sans elle")
    settle(qtbot, desktop)
    states = {line.id: line.state for line in request_lines(page.workplace.desk)}
    assert (states["lea"], states["lukasz"]) == (RequestStanding.ISSUED, RequestStanding.OPEN)
    page = go(qtbot, desktop, PageKey.INTAKE)
    page.form.issue_button.click()
    answer(qtbot, "Tout afficher")
    settle(qtbot, desktop)
    assert page.model.requests.ticked() == ["lukasz"]
    assert page.form.search.text() == ""


def test_a_click_on_a_header_sorts_and_a_second_one_turns_it_round(page: IntakePage) -> None:
    page.form.table.sortByColumn(LAST, Qt.SortOrder.AscendingOrder)
    names = [page.model.index(row, LAST).data() for row in range(4)]
    assert names == ["GARCIA", "INCONNU", "MARTIN", "WIŚNIEWSKI"]
    page.form.table.sortByColumn(LAST, Qt.SortOrder.DescendingOrder)
    assert [page.model.index(row, LAST).data() for row in range(4)] == names[::-1]


def test_ctrl_g_generates_the_ticked_lines_and_opens_their_sheets(
    page: IntakePage, desktop: Desktop, qtbot: QtBot
) -> None:
    page.form.tick_certain.click()
    QTest.keyClick(page.form.table, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, desktop)
    shown = desktop.window.navigator.current
    assert shown.key is PageKey.SHEETS
    assert [line.names for line in shown.model.records] == [("MARTIN Léa",), ("WIŚNIEWSKI Łukasz",)]
    go(qtbot, desktop, SearchPage(PageKey.INTAKE))
    assert page.form.tabs.tabText(1) == "Traitées  2"
    assert page.model.requests.ticked() == []


def test_generating_twice_in_a_row_makes_accounts_once(
    page: IntakePage, desktop: Desktop, qtbot: QtBot
) -> None:
    page.form.tick_certain.click()
    page.form.issue_button.click()
    page.form.issue_button.click()
    settle(qtbot, desktop)
    assert desktop.window.navigator.current.key is PageKey.SHEETS
    assert desktop.window.messages.text == "2\u00a0comptes créés pour 2\u00a0demandes."


def test_trouble_of_an_act_goes_when_the_next_one_succeeds_and_success_is_said(
    page: IntakePage, desktop: Desktop, qtbot: QtBot
) -> None:
    page.signals.show_message(BarMessage("Rien n’a été fait.", Tone.TROUBLE))
    _choose(page, "lea")
    settle(qtbot, desktop)
    QTest.keyClick(page.form.table, Qt.Key.Key_Space)
    assert desktop.window.messages.text == "Rien n’a été fait."
    page.form.issue_button.click()
    settle(qtbot, desktop)
    assert desktop.window.messages.text == "1\u00a0compte créé pour 1\u00a0demande."
    page.signals.show_message(BarMessage("Rien n’a été fait.", Tone.TROUBLE))
    go(qtbot, desktop, SearchPage(PageKey.INTAKE))
    _choose(page, "ines")
    settle(qtbot, desktop)
    page.acts.choose("ines", page.detail.detail.candidates[0].diner.id)
    settle(qtbot, desktop)
    assert desktop.window.messages.text == ""


def test_nothing_ticked_leaves_the_main_button_disabled(
    page: IntakePage, desktop: Desktop, qtbot: QtBot
) -> None:
    assert not page.form.issue_button.isEnabled()
    QTest.keyClick(page.form.table, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, desktop)
    assert desktop.window.navigator.current is page
    assert "Aucune ligne n’est cochée" in desktop.window.messages.text


def test_a_line_dealt_with_on_another_pc_loses_its_tick_and_that_is_told(
    page: IntakePage, desktop: Desktop, qtbot: QtBot, new_desk: Callable[[], Desk]
) -> None:
    page.form.tick_certain.click()
    other = new_desk()
    refuse_there(other, ["lea"], "")
    other.close()
    desktop.window.commands.refresh()
    settle(qtbot, desktop)
    assert page.model.requests.ticked() == ["lukasz"]
    assert "1\u00a0ligne décochée" in desktop.window.messages.text


def test_a_line_dealt_with_elsewhere_is_named_and_the_others_are_generated(
    page: IntakePage, desktop: Desktop, qtbot: QtBot, new_desk: Callable[[], Desk]
) -> None:
    page.form.tick_certain.click()
    other = new_desk()
    refuse_there(other, ["lea"], "")
    other.close()
    page.form.issue_button.click()
    asked = dialog(qtbot)
    assert list(asked.boxes) == ["lea"]
    asked.form.confirm.click()
    settle(qtbot, desktop)
    states = {line.id: line.state for line in request_lines(page.workplace.desk)}
    assert (states["lea"], states["lukasz"]) == (RequestStanding.REFUSED, RequestStanding.ISSUED)


def test_the_detail_shows_both_sides_and_marks_what_differs(
    page: IntakePage, desktop: Desktop, qtbot: QtBot
) -> None:
    _choose(page, "lea")
    settle(qtbot, desktop)
    form = page.detail.form
    assert form.last_typed.text() == "MARTIN"
    assert form.card_roster.text() == "0683-04217"
    assert form.email_why.text() == "connu pour cet hôte"
    assert "Demandeur connu" in form.reasons.text()
    assert "demande reçue du portail" in form.history.text()


def test_what_the_list_cuts_off_is_read_in_full_below(
    page: IntakePage, desktop: Desktop, qtbot: QtBot, portal: PortalInMemory
) -> None:
    for number in range(2):
        request = make_received(
            INES_GARCIA, request_id=f"cut{number}", card="0684-06001", email="x@exemple.fr"
        )
        portal.tell("request.received", request)
    desktop.window.run(Command.SYNC)
    settle(qtbot, desktop)
    desktop.window.resize(1280, 720)
    _choose(page, "cut0")
    settle(qtbot, desktop)
    line = page.detail.detail.line
    assert len(line.alerts) == 3
    told = QTextDocument()
    told.setHtml(page.detail.form.alerts.text())
    assert told.toPlainText() == f"Alertes : {', '.join(line.alerts)}"
    button = page.detail.form.candidate1
    qtbot.waitUntil(lambda: "\n" in button.text())
    assert button.text().replace("\n", " ") == button.accessibleName()


def test_a_line_matched_anew_as_it_is_opened_is_so_in_the_list_too(
    page: IntakePage, desktop: Desktop, qtbot: QtBot, desk: Desk
) -> None:
    _choose(page, "ines")
    settle(qtbot, desktop)
    with desk.database.write() as session:
        requests.update_request(session, "lea", degree="ambiguë", alerts=["homonymes"])
    page.refresh()
    settle(qtbot, desktop)
    assert page.model.index(page.model.requests.row_of("lea"), ALERTS).data() == "homonymes"
    _choose(page, "lea")
    settle(qtbot, desktop)
    assert page.model.index(page.model.requests.row_of("lea"), ALERTS).data() == ""


def test_what_a_family_typed_is_never_taken_for_html(
    page: IntakePage, desktop: Desktop, qtbot: QtBot, portal: PortalInMemory
) -> None:
    portal.tell(
        "request.received", make_received(INES_GARCIA, request_id="html", last_name="<b>GARCIA</b> & fils")
    )
    desktop.window.run(Command.SYNC)
    settle(qtbot, desktop)
    _choose(page, "html")
    settle(qtbot, desktop)
    shown = QTextDocument()
    shown.setHtml(page.detail.form.last_typed.text())
    assert shown.toPlainText() == "<b>GARCIA</b> & fils"


def test_enter_goes_to_the_detail_and_escape_comes_back(
    page: IntakePage, desktop: Desktop, qtbot: QtBot
) -> None:
    _choose(page, "stranger")
    settle(qtbot, desktop)
    page.form.table.setFocus()
    QTest.keyClick(page.form.table, Qt.Key.Key_Return)
    assert page.detail.form.choose.hasFocus()
    QTest.keyClick(page.detail.form.choose, Qt.Key.Key_Escape)
    assert page.form.table.hasFocus()


def test_another_diner_is_found_and_chosen_by_keyboard_alone(
    page: IntakePage, desktop: Desktop, qtbot: QtBot
) -> None:
    _choose(page, "stranger")
    settle(qtbot, desktop)
    QTest.keyClick(page.form.table, Qt.Key.Key_Return)
    QTest.keyClick(page.detail.form.choose, Qt.Key.Key_Space)
    box = dialog(qtbot)
    QTest.keyClicks(box._form.search, "hugo")
    qtbot.waitUntil(lambda: box._list.current is not None and box._list.current.first_name == "Hugo")
    QTest.keyClick(box._form.search, Qt.Key.Key_Return)
    settle(qtbot, desktop)
    line = page.model.requests.line(page.model.requests.row_of("stranger"))
    assert line.diner_name == "MARTIN Hugo"
    assert line.tickable
    assert page.detail.form.take_back.isVisible()
    page.detail.form.take_back.click()
    settle(qtbot, desktop)
    assert not page.model.requests.line(page.model.requests.row_of("stranger")).chosen_by


def test_an_address_is_corrected_and_the_typed_one_kept(
    page: IntakePage, desktop: Desktop, qtbot: QtBot
) -> None:
    _choose(page, "ines")
    settle(qtbot, desktop)
    page.detail.form.email_button.click()
    box = dialog(qtbot)
    box._form.email.setText("pas une adresse")
    box._form.buttons.accepted.emit()
    qtbot.waitUntil(box._form.trouble.isVisible)
    assert "n’est pas valable" in box._form.trouble.text()
    box._form.email.setText("garcia.a@exemple.fr")
    box._form.buttons.accepted.emit()
    settle(qtbot, desktop)
    line = page.model.requests.line(page.model.requests.row_of("ines"))
    assert (line.email, line.typed_email) == ("garcia.a@exemple.fr", "nouvelle@exemple.fr")


def test_refusing_says_in_numbers_what_will_happen_and_does_it(
    page: IntakePage, desktop: Desktop, qtbot: QtBot, portal: PortalInMemory
) -> None:
    page.form.tick_certain.click()
    _choose(page, "stranger")
    assert page.form.refuse_button.text() == "Refuser 2\u00a0demandes…"
    page.form.refuse_button.click()
    box = dialog(qtbot)
    assert box.form.names.text() == "MARTIN Léa et WIŚNIEWSKI Łukasz"
    box.reject()
    # The key decides the current line, as the digits do, whatever is ticked.
    QTest.keyClick(page.form.table, Qt.Key.Key_R)
    box = dialog(qtbot)
    settle(qtbot, desktop)
    assert box.form.question.text() == "Refuser 1\u00a0demande\u00a0? 1\u00a0courriel partira."
    assert box.form.names.text() == "INCONNU Alix"
    box.form.reason.setPlainText("Carte inconnue.")
    box.form.confirm.click()
    settle(qtbot, desktop)
    assert "1\u00a0demande refusée" in desktop.window.messages.text
    assert set(page.model.requests.ticked()) == {"lea", "lukasz"}
    desktop.window.run(Command.SYNC)
    settle(qtbot, desktop)
    assert [body.reason for body in portal.of_kind("request")] == ["Carte inconnue."]


def test_a_reason_is_kept_for_the_next_refusals_and_dropped(
    page: IntakePage, desktop: Desktop, qtbot: QtBot, desk: Desk
) -> None:
    _choose(page, "stranger")
    page.form.refuse_button.click()
    box = dialog(qtbot)
    settle(qtbot, desktop)
    form = box.form
    assert form.known.currentText() == "Carte introuvable"
    form.known.setCurrentText("Hôte sorti de l’établissement")
    assert "ne fait plus partie" in form.reason.toPlainText()
    form.reason.setPlainText("Passez nous voir.")
    box._keep("  Au guichet ")
    settle(qtbot, desktop)
    assert refusal_reasons(desk, UAI)[-1] == RefusalReason("Au guichet", "Passez nous voir.")
    assert form.known.currentText() == "Au guichet"
    form.drop.click()
    settle(qtbot, desktop)
    assert refusal_reasons(desk, UAI) == FIRST_REASONS
    box.reject()


def test_refusing_without_a_reason_says_that_no_mail_leaves(
    page: IntakePage, desktop: Desktop, qtbot: QtBot
) -> None:
    page.form.table.selectAll()
    page.form.refuse_button.click()
    box = dialog(qtbot)
    settle(qtbot, desktop)
    box.form.reason.clear()
    assert box.form.question.text() == "Refuser 4\u00a0demandes\u00a0? Aucun courriel ne partira."
    assert box.form.cancel.isDefault()
    box.reject()


def test_new_requests_appear_after_a_synchronisation_and_the_current_line_stays(
    page: IntakePage, desktop: Desktop, qtbot: QtBot, portal: PortalInMemory
) -> None:
    _choose(page, "lukasz")
    settle(qtbot, desktop)
    portal.tell(
        "request.received",
        make_received(INES_GARCIA, request_id="new", received_at=MONDAY - timedelta(days=7)),
    )
    desktop.window.run(Command.SYNC)
    settle(qtbot, desktop)
    assert "new" in page.model.requests.ids()
    assert page.model.requests.line(page.form.table.currentIndex().row()).id == "lukasz"


def test_the_list_is_exported_as_it_is_shown(
    page: IntakePage, desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    page.form.degree.setCurrentText("certaine")
    assert desktop.window.commands is not None
    desktop.window.commands.exporter.write(page.exported(), tmp_path / "demandes.xlsx")
    settle(qtbot, desktop)
    assert "2\u00a0lignes exportées dans demandes.xlsx" in desktop.window.messages.text
    sheet = load_workbook(tmp_path / "demandes.xlsx").active
    head, *rows = sheet.iter_rows(values_only=True)
    assert head[3:6] == ("Carte saisie", "Nom saisi", "Prénom saisi")
    assert [row[10] for row in rows] == ["MARTIN Léa", "WIŚNIEWSKI Łukasz"]
    assert all(isinstance(row[0], datetime) for row in rows)
    assert all(isinstance(row[3], str) for row in rows)
    assert sheet.freeze_panes == "A2"


def test_the_list_is_narrowed_by_concordance_and_by_alert(page: IntakePage) -> None:
    form, requests = page.form, page.model.requests
    form.degree.setCurrentText("aucune")
    assert requests.ids() == ["stranger"]
    assert not form.export_button.isHidden()
    form.degree.setCurrentIndex(0)
    form.alert.setCurrentText("sans alerte")
    assert set(requests.ids()) == {"lea", "lukasz"}
    form.alert.setCurrentText("avec alerte")
    assert set(requests.ids()) == {"ines", "stranger"}
    form.alert.setCurrentText("carte inconnue")
    form.degree.setCurrentText("certaine")
    assert form.empty_title.text() == "Aucune demande ne correspond"
    assert not form.export_button.isEnabled()
    form.empty_button.click()
    assert len(requests) == 4


def test_a_line_chosen_by_hand_has_no_degree_of_its_own(
    page: IntakePage, qtbot: QtBot, desktop: Desktop
) -> None:
    choose_there(
        page.workplace.desk, "lea", page.model.requests.line(page.model.requests.row_of("lea")).diner_id
    )
    page.refresh()
    settle(qtbot, desktop)
    page.form.degree.setCurrentText("certaine")
    assert page.model.requests.ids() == ["lukasz"]


def test_a_line_dealt_with_on_another_pc_is_shown_so_within_seconds(
    page: IntakePage, desktop: Desktop, qtbot: QtBot, new_desk: Callable[[], Desk]
) -> None:
    assert desktop.window.commands is not None
    elsewhere = desktop.window.commands.other_pcs
    _choose(page, "lea")
    QTest.keyClick(page.form.table, Qt.Key.Key_Space)
    other = new_desk()
    refuse_there(other, ["lea"], "")
    other.close()
    # The first look since the window is there sees it already.
    with qtbot.waitSignal(elsewhere.happened, timeout=10_000):
        elsewhere.poll()
    settle(qtbot, desktop)
    assert "lea" not in page.model.requests.ids()
    assert page.model.requests.ticked() == []
    assert "déjà traitée sur un autre poste" in desktop.window.messages.text


def test_what_differs_is_marked_letter_by_letter_and_told_to_who_does_not_see_it(
    page: IntakePage, desktop: Desktop, qtbot: QtBot, portal: PortalInMemory
) -> None:
    typed = replace(LEA_MARTIN, last_name="MARTEN", first_name="Lea")
    portal.tell("request.received", make_received(typed, request_id="slip"))
    desktop.window.run(Command.SYNC)
    settle(qtbot, desktop)
    _choose(page, "slip")
    settle(qtbot, desktop)
    form, colour = page.detail.form, page.workplace.theme.colours.probable
    assert form.last_typed.text() == f'MART<b style="color:{colour}"><u>E</u></b>N'
    assert form.first_roster.text() == "L<u>é</u>a"
    assert form.last_typed.accessibleName() == "Nom saisi\u00a0: MARTEN\u00a0; diffère\u00a0: «\u00a0E\u00a0»"
    assert form.first_roster.accessibleName().endswith("Léa\u00a0; accent\u00a0: «\u00a0é\u00a0»")


def test_keys_typed_ahead_of_ctrl_g_are_all_done_before_it(
    page: IntakePage, desktop: Desktop, qtbot: QtBot
) -> None:
    page.form.degree.setCurrentText("certaine")
    settle(qtbot, desktop)
    choose_row(page.form.table, 0)
    QTest.keyClick(page.form.table, Qt.Key.Key_1)
    QTest.keyClick(page.form.table, Qt.Key.Key_1)
    QTest.keyClick(page.form.table, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, desktop)
    shown = desktop.window.navigator.current
    assert shown.key is PageKey.SHEETS
    assert len(shown.model.records) == 2


def test_a_key_typed_behind_a_refusal_waits_for_its_answer_and_decides_the_next_line(
    page: IntakePage, desktop: Desktop, qtbot: QtBot
) -> None:
    settle(qtbot, desktop)
    _choose(page, "lea")
    settle(qtbot, desktop)
    ids = page.model.requests.ids()
    following = ids[ids.index("lea") + 1]
    QTest.keyClick(page.form.table, Qt.Key.Key_R)
    QTest.keyClick(page.form.table, Qt.Key.Key_1)
    box = dialog(qtbot)
    settle(qtbot, desktop)
    assert page.model.requests.ticked() == []
    box.form.confirm.click()
    settle(qtbot, desktop)
    states = {line.id: line.state for line in request_lines(page.workplace.desk)}
    assert states["lea"] is RequestStanding.REFUSED
    assert page.model.requests.ticked() == [following]
