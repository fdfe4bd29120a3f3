"""« Identifiants pour une classe ou pour tous »: ticked, foreseen, generated, cancelled, taken back."""

from pathlib import Path
from typing import Any

import pypdfium2
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.conftest import answer, dialog, go, settle
from turbo_admin.app import Desktop
from turbo_admin.office.accounts.lines import account_lines
from turbo_admin.office.desk.context import Desk
from turbo_admin.ui.credentials.class_issue import ClassIssuePage
from turbo_admin.ui.kit.navigation import PageKey


def page_of(qtbot: QtBot, desktop: Desktop) -> ClassIssuePage:
    """Open the page."""
    page: ClassIssuePage = go(qtbot, desktop, PageKey.CLASS_ISSUE)
    return page


def issue_all(qtbot: QtBot, desktop: Desktop) -> Any:
    """Generate for all classes; returns the page of sheets."""
    page = page_of(qtbot, desktop)
    page.form.tick_all.click()
    page.form.issue_button.click()
    answer(qtbot, "Générer")
    settle(qtbot, desktop)
    return desktop.window.navigator.current


def test_what_generating_would_do_follows_the_ticks(desktop: Desktop, qtbot: QtBot) -> None:
    page = page_of(qtbot, desktop)
    assert page.form.table.hasFocus()
    assert page.form.plan_title.text() == "Cochez une ou plusieurs classes"
    assert not page.form.issue_button.isEnabled()
    qtbot.keyClick(page.form.table, Qt.Key.Key_Space)
    assert page.form.plan_title.text() == "1\u00a0personne sans compte, 1\u00a0fiche"
    page.form.tick_all.click()
    assert page.form.plan_title.text() == "8\u00a0personnes sans compte, 6\u00a0fiches"
    assert "2\u00a0fiches partagées entre frères et sœurs" in page.form.plan_text.text()
    assert page.form.issue_button.text() == "Générer 6\u00a0identifiants"


def test_generating_opens_the_edition_and_the_classes_are_parted_in_the_pdf(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    sheets = issue_all(qtbot, desktop)
    assert sheets.key is PageKey.SHEETS
    assert [line.class_name for line in sheets.model.records] == ["3 C", "4 A", "4 D", "5 C", "6 B", ""]
    assert sheets.form.undo_button.isVisible()
    sheets.form.tick_all.click()
    sheets.form.separators.setChecked(True)
    sheets.form.pdf_button.click()
    chooser = dialog(qtbot)
    chooser.fileSelected.emit(str(tmp_path / "fiches.pdf"))
    chooser.reject()
    settle(qtbot, desktop)
    document = pypdfium2.PdfDocument(tmp_path / "fiches.pdf")
    assert len(document) == 12
    document.close()
    assert desktop.window.messages.text == "6\u00a0fiches enregistrées dans fiches.pdf."
    # They have left: nothing is taken back any more.
    assert not sheets.form.undo_button.isVisible()


def test_it_is_taken_back_while_nothing_has_left(desktop: Desktop, qtbot: QtBot, desk: Desk) -> None:
    sheets = issue_all(qtbot, desktop)
    sheets.form.undo_button.click()
    assert dialog(qtbot).text() == "Annuler 6\u00a0fiches\u00a0?"
    answer(qtbot, "Annuler ces identifiants")
    settle(qtbot, desktop)
    assert account_lines(desk) == []
    assert sheets.form.views.currentWidget() is sheets.form.empty_view
    assert desktop.window.messages.text == "6\u00a0fiches annulées."


def test_stopping_it_leaves_nothing(desktop: Desktop, qtbot: QtBot, desk: Desk) -> None:
    page = page_of(qtbot, desktop)
    page.form.tick_all.click()
    page.issue([line.id for line in page.model.ticked()])
    desktop.tasks.cancel_all()
    settle(qtbot, desktop)
    assert account_lines(desk) == []
    assert page.form.issue_button.isEnabled()
    assert "arrêtée" in desktop.window.messages.text


def test_everybody_having_an_account_is_said(desktop: Desktop, qtbot: QtBot) -> None:
    issue_all(qtbot, desktop)
    page = page_of(qtbot, desktop)
    assert page.form.views.currentWidget() is page.form.empty_view
    assert page.form.empty_title.text() == "Tout le monde a un compte"
    page.form.empty_button.click()
    settle(qtbot, desktop)
    assert desktop.window.navigator.current.key is PageKey.ACCOUNTS


def test_a_new_installation_is_told_to_import_first(new_desktop: Desktop, qtbot: QtBot) -> None:
    page = page_of(qtbot, new_desktop)
    assert page.form.empty_title.text() == "Aucun hôte au fichier"
