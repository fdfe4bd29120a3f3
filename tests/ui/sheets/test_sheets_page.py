"""« Édition des identifiants »: ticked, previewed, printed at 100 %, saved, mailed, handed over."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.office.portal_in_memory import PortalInMemory
from tests.people import MONDAY
from tests.ui.conftest import answer, dialog, go, settle
from turbo_admin.app import Desktop
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake.acts import choose_diner
from turbo_admin.office.sheets.delivery import Delivery
from turbo_admin.office.sheets.listing import sheet_lines
from turbo_admin.protocol.events import MailState
from turbo_admin.ui.kit.navigation import Command, PageKey, SearchPage
from turbo_admin.ui.sheets.printing import DOTS_PER_INCH, a4_printer, print_pdf
from turbo_admin.ui.sheets.sheets_page import SheetsPage

_LEA, _LUKASZ, _STRANGER = "MARTIN Léa", "WIŚNIEWSKI Łukasz", "MARTIN Hugo"
_A4_POINTS = (595.0, 842.0)


@pytest.fixture
def page(desktop: Desktop, desk: Desk, qtbot: QtBot) -> SheetsPage:
    """Sheets of three: two known askers, and a stranger to whom the clerk has attached Hugo."""
    choose_diner(desk, "stranger", "d-hugo" if _has(desk, "d-hugo") else _hugo(desk))
    intake = go(qtbot, desktop, SearchPage(PageKey.INTAKE))
    intake.model.toggle(intake.model.requests.row_of(one) for one in ("lea", "lukasz", "stranger"))
    intake.form.issue_button.click()
    settle(qtbot, desktop)
    shown = desktop.window.navigator.current
    assert isinstance(shown, SheetsPage)
    return shown


def _has(desk: Desk, diner: str) -> bool:
    from turbo_admin.office.roster.search import search_diners

    return any(line.id == diner for line in search_diners(desk, None, "hugo"))


def _hugo(desk: Desk) -> str:
    from turbo_admin.office.roster.search import search_diners

    return search_diners(desk, None, "hugo")[0].id


def _names(page: SheetsPage) -> list[str]:
    return [line.names[0] for line in page.model.ticked()]


def test_the_persons_are_sorted_by_class_then_name(page: SheetsPage) -> None:
    assert [line.names[0] for line in page.model.records] == [_STRANGER, _LEA, _LUKASZ]


def test_the_preview_is_the_sheet_of_the_current_person(
    page: SheetsPage, desktop: Desktop, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: page.preview._document.pageCount() == 1)
    words = page.preview._document.getAllText(0).text()
    assert "MARTIN Hugo" in words
    QTest.keyClick(page.form.table, Qt.Key.Key_Down)
    settle(qtbot, desktop)
    assert "MARTIN Léa" in page.preview._document.getAllText(0).text()


def test_tick_all_space_and_only_without_mail(page: SheetsPage) -> None:
    page.form.tick_all.click()
    assert len(_names(page)) == 3
    page.form.tick_all.click()
    assert _names(page) == []
    QTest.keyClick(page.form.table, Qt.Key.Key_Space)
    assert _names(page) == [_STRANGER]
    assert page.form.count.text() == "1\u00a0personne cochée sur 3"


def test_mailing_without_a_tick_proposes_the_known_and_leaves_the_others_for_paper(
    page: SheetsPage, desktop: Desktop, qtbot: QtBot, portal: PortalInMemory
) -> None:
    page.form.mail_button.click()
    box = dialog(qtbot)
    assert box.text() == "Envoyer 2\u00a0courriels d’identifiants\u00a0?"
    assert "1\u00a0personne reste proposée à l’impression" in box.informativeText()
    assert _names(page) == [_LEA, _LUKASZ]
    answer(qtbot, "Envoyer par E-Mail")
    settle(qtbot, desktop)
    # A synchronisation has started by itself and carried them.
    assert len(portal.of_kind("mail.credentials")) == 2
    assert desktop.window.panel.summary.startswith("Synchronisation réussie")
    page.form.tick_unmailed.click()
    assert _names(page) == [_STRANGER]


def test_the_state_of_each_person_follows_what_the_portal_tells(
    page: SheetsPage, desktop: Desktop, qtbot: QtBot, portal: PortalInMemory, desk: Desk
) -> None:
    page.acts.mail([line.id for line in page.model.records if line.mail_proposed])
    settle(qtbot, desktop)
    lines = {line.names[0]: line for line in page.model.records}
    assert lines[_LEA].delivery is Delivery.MAIL_WAITING
    mails = [key for kind, key in portal.told if kind == "mail.credentials"]
    accounts = {
        body.account_id: mail for mail, body in zip(mails, portal.of_kind("mail.credentials"), strict=True)
    }
    for name, state, reason in ((_LEA, "sent", ""), (_LUKASZ, "failed", "boîte inconnue")):
        account = lines[name].account_id
        portal.tell(
            "mail.state",
            MailState(
                mail_id=accounts[account],
                mail_kind="identifiants",
                state=state,
                at=MONDAY,
                reason=reason,
                account_id=account,
            ),
        )
    desktop.window.run(Command.SYNC)
    settle(qtbot, desktop)
    shown = {line.names[0]: line.delivery_text for line in page.model.records}
    assert shown[_LEA].startswith("envoyé le 23/11")
    assert "boîte inconnue" in shown[_LUKASZ]


def test_a_sheet_prints_at_a_hundred_per_cent_corner_to_corner(
    page: SheetsPage, desktop: Desktop, qtbot: QtBot, tmp_path: Path, desk: Desk
) -> None:
    """What comes out of the printer, read back as pixels, lies where the PDF puts it, to half a millimetre."""
    from turbo_admin.office.sheets.printing import sheets_pdf

    line = page.model.records[1]
    meant = sheets_pdf(desk, [line.id])
    printer = a4_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "papier.pdf"))
    page.acts.print_on(printer, [line.id])
    settle(qtbot, desktop)
    assert desktop.window.messages.text == "1\u00a0fiche imprimée."
    paper = pypdfium2.PdfDocument(tmp_path / "papier.pdf")
    model = pypdfium2.PdfDocument(meant)
    assert paper[0].get_size() == pytest.approx(_A4_POINTS, abs=1)
    one, other = (document[0].render(scale=150 / 72).to_pil().convert("L") for document in (paper, model))
    boxes = [picture.point(lambda value: 255 if value < 128 else 0).getbbox() for picture in (one, other)]
    assert boxes[0] == pytest.approx(boxes[1], abs=3)
    paper.close()
    model.close()
    assert {line.delivery for line in sheet_lines(desk)} == {Delivery.PRINTED, Delivery.TO_HAND}


def test_many_sheets_print_a_page_each_at_300_dots(page: SheetsPage, desk: Desk, tmp_path: Path) -> None:
    from turbo_admin.office.sheets.printing import sheets_pdf

    printer = a4_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "trois.pdf"))
    steps: list[tuple[str, int, int]] = []
    pages = print_pdf(
        sheets_pdf(desk, [line.id for line in page.model.records]), printer, lambda *step: steps.append(step)
    )
    assert pages == 3
    assert printer.resolution() == DOTS_PER_INCH
    assert [done for _, done, _ in steps] == [0, 1, 2]
    document = pypdfium2.PdfDocument(tmp_path / "trois.pdf")
    assert len(document) == 3
    document.close()


def test_saving_writes_the_ticked_sheets_in_order(
    page: SheetsPage, desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    page.form.tick_all.click()
    page.form.pdf_button.click()
    chooser = dialog(qtbot)
    chooser.fileSelected.emit(str(tmp_path / "fiches.pdf"))
    chooser.reject()
    settle(qtbot, desktop)
    document = pypdfium2.PdfDocument(tmp_path / "fiches.pdf")
    names = [document[place].get_textpage().get_text_range() for place in range(len(document))]
    document.close()
    assert [any(name in text for name in (_STRANGER, _LEA, _LUKASZ)) for text in names] == [True] * 3
    assert desktop.window.messages.text == "3\u00a0fiches enregistrées dans fiches.pdf."


def test_a_folder_that_refuses_the_file_is_told_and_nothing_is_noted(
    page: SheetsPage, desktop: Desktop, qtbot: QtBot, tmp_path: Path, desk: Desk
) -> None:
    page.acts.save(tmp_path / "nulle part" / "fiches.pdf", [page.model.records[0].id])
    settle(qtbot, desktop)
    assert "ne peut pas être écrit" in desktop.window.messages.text
    assert {line.delivery for line in sheet_lines(desk)} == {Delivery.TO_HAND}


def test_handing_over_asks_first_and_then_shows_no_password_any_more(
    page: SheetsPage, desktop: Desktop, qtbot: QtBot
) -> None:
    QTest.keyClick(page.form.table, Qt.Key.Key_Space)
    page.form.handed_button.click()
    answer(qtbot, "Feuilles remises")
    settle(qtbot, desktop)
    line = page.model.records[0]
    assert line.delivery is Delivery.HANDED
    assert not line.readable
    assert page.form.preview_views.currentWidget() is page.form.no_preview
    assert "n’est plus imprimable" in page.form.preview_text.text()


def test_refusing_the_question_changes_nothing(
    page: SheetsPage, desktop: Desktop, qtbot: QtBot, desk: Desk
) -> None:
    page.form.tick_all.click()
    page.form.handed_button.click()
    answer(qtbot, "Annuler")
    settle(qtbot, desktop)
    assert {line.delivery for line in sheet_lines(desk)} == {Delivery.TO_HAND}


def test_an_earlier_batch_is_found_in_the_list(page: SheetsPage, desktop: Desktop, qtbot: QtBot) -> None:
    assert page.form.batch.count() == 2
    assert page.form.batch.currentText().startswith("23/11/2026 09:00 — 3\u00a0fiches")
    page.form.batch.setCurrentIndex(0)
    settle(qtbot, desktop)
    assert len(page.model.records) == 3


def test_a_new_installation_says_what_to_do(new_desktop: Desktop, qtbot: QtBot) -> None:
    page = go(qtbot, new_desktop, PageKey.SHEETS)
    assert page.form.views.currentWidget() is page.form.empty_view
    for button in (
        page.form.print_button,
        page.form.pdf_button,
        page.form.mail_button,
        page.form.handed_button,
    ):
        assert not button.isEnabled()


def test_a_sheet_handed_over_loses_its_tick_and_the_question_names_the_persons(
    page: SheetsPage, desktop: Desktop, qtbot: QtBot
) -> None:
    page.form.tick_all.click()
    page.form.handed_button.click()
    box = dialog(qtbot)
    assert box.informativeText().startswith(f"{_STRANGER}, {_LEA} et {_LUKASZ}.")
    answer(qtbot, "Feuilles remises")
    settle(qtbot, desktop)
    assert _names(page) == []


def test_ctrl_p_and_ctrl_m_with_nothing_to_do_say_so(
    page: SheetsPage, desktop: Desktop, qtbot: QtBot
) -> None:
    QTest.keyClick(page.form.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert "Aucune feuille à imprimer n’est cochée" in desktop.window.messages.text
    page.acts.hand([line.id for line in page.model.records])
    settle(qtbot, desktop)
    QTest.keyClick(page.form.table, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert "Aucune feuille à envoyer n’est cochée" in desktop.window.messages.text


def test_without_a_tick_an_act_is_about_the_current_person(
    page: SheetsPage, desktop: Desktop, qtbot: QtBot
) -> None:
    page.form.handed_button.click()
    box = dialog(qtbot)
    assert box.informativeText().startswith(f"{_STRANGER}.")
    box.reject()


def test_all_sheets_to_hand_over_are_those_alone_and_can_be_searched(
    page: SheetsPage, desktop: Desktop, qtbot: QtBot
) -> None:
    page.acts.mail([line.id for line in page.model.records if line.names[0] == _LEA])
    settle(qtbot, desktop)
    page.form.batch.setCurrentIndex(0)
    settle(qtbot, desktop)
    assert page.form.batch.currentText() == "Toutes les feuilles à remettre"
    assert [line.names[0] for line in page.model.records] == [_STRANGER, _LUKASZ]
    page.form.tick_all.click()
    page.form.search.setText("lukasz")
    assert [line.names[0] for line in page.model.records] == [_LUKASZ]
    assert page.form.count.text().endswith("1\u00a0ligne cochée est masquée")
    page.form.handed_button.click()
    assert "masquée" in dialog(qtbot).text()
    dialog(qtbot).reject()
