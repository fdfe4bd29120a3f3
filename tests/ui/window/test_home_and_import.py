"""Accueil and the import: a new installation finds its way, and the tiles open what they count."""

from pathlib import Path

import pypdfium2
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.office.conftest import write_people
from tests.people import CAST, LEA_MARTIN, SCHOOL_NAME, SITE_CODE, UAI
from tests.ui.conftest import dialog, go, settle
from turbo_admin.app import Desktop
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.outbox import pairing
from turbo_admin.office.roster.plan import Action
from turbo_admin.office.settings import school_edits, schools
from turbo_admin.ui.forms.window.first_steps import Ui_FirstSteps
from turbo_admin.ui.kit.navigation import PageKey
from turbo_admin.ui.roster.roster_import import RosterImportPage
from turbo_admin.ui.window.first_steps import FirstSteps
from turbo_admin.ui.window.home import HomePage


def _home(desktop: Desktop) -> HomePage:
    page = desktop.window.navigator.current
    assert isinstance(page, HomePage)
    return page


def _steps(page: HomePage) -> Ui_FirstSteps:
    shown = page.form.views.currentWidget()
    assert isinstance(shown, FirstSteps)
    return shown.form


def test_a_new_installation_is_shown_its_three_steps(new_desktop: Desktop) -> None:
    form = _steps(_home(new_desktop))
    assert form.pair_button.property("part") == "primary"
    assert not form.import_button.isEnabled()
    assert "Reliez d’abord le portail" in form.import_button.toolTip()
    assert form.pair_button.hasFocus()


def test_the_steps_are_ticked_off_one_by_one(
    new_desktop: Desktop, qtbot: QtBot, bare_desk: Desk, tmp_path: Path
) -> None:
    pairing.pair(bare_desk, "https://espace.exemple.fr", "CODE")
    form = _steps(go(qtbot, new_desktop, PageKey.HOME))
    assert form.step1_number.text() == "✓"
    assert form.import_button.property("part") == "primary"
    page = go(qtbot, new_desktop, PageKey.ROSTER_IMPORT)
    page.read(write_people(tmp_path / "hotes.csv", CAST))
    settle(qtbot, new_desktop)
    page.form.apply.click()
    settle(qtbot, new_desktop)
    go(qtbot, new_desktop, PageKey.HOME)
    assert form.step2_number.text() == "✓"
    assert form.first_copy_link.property("part") == "primary"
    form.first_copy_link.click()
    assert QGuiApplication.clipboard().text() == schools.schools(bare_desk)[0].family_url


def test_the_poster_is_saved_as_a_pdf_with_the_link(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path, desk: Desk
) -> None:
    _home(desktop).form.poster.click()
    chooser = dialog(qtbot)
    chooser.fileSelected.emit(str(tmp_path / "affiche.pdf"))
    chooser.reject()
    settle(qtbot, desktop)
    document = pypdfium2.PdfDocument(tmp_path / "affiche.pdf")
    words = document[0].get_textpage().get_text_range()
    document.close()
    assert f"/e/{UAI}" in words.replace("\r\n", "")


def test_a_tile_says_what_it_counts_and_opens_it(desktop: Desktop, qtbot: QtBot) -> None:
    form = _home(desktop).form
    assert form.open_tile.accessibleName() == "4 demandes à traiter"
    assert form.open_tile.accessibleDescription() == "1\u00a0dépasse le délai annoncé"
    form.open_tile.click()
    settle(qtbot, desktop)
    assert desktop.window.navigator.current.key is PageKey.INTAKE
    go(qtbot, desktop, PageKey.HOME).form.sheets_tile.click()
    settle(qtbot, desktop)
    assert desktop.window.navigator.current.key is PageKey.SHEETS


def test_the_plot_is_drawn_after_the_page_and_said_in_words(desktop: Desktop, qtbot: QtBot) -> None:
    page = _home(desktop)
    qtbot.waitUntil(lambda: page._plot is not None)
    assert page.form.plot_words.text() == "En 30 jours\u00a0: 4 reçues, 0 traitées."
    assert page._plot.widget.isVisible()


def _import(desktop: Desktop, qtbot: QtBot) -> RosterImportPage:
    page: RosterImportPage = go(qtbot, desktop, PageKey.ROSTER_IMPORT)
    return page


def test_nothing_is_written_before_apply(
    new_desktop: Desktop, qtbot: QtBot, bare_desk: Desk, tmp_path: Path
) -> None:
    school_edits.add_school(bare_desk, UAI, SCHOOL_NAME, SITE_CODE)
    page = _import(new_desktop, qtbot)
    page.form.file.setText(str(write_people(tmp_path / "hotes.csv", CAST)))
    page.form.read.click()
    settle(qtbot, new_desktop)
    assert page.form.summary.text() == f"{len(CAST)}\u00a0hôtes à ajouter, 0\u00a0à modifier, 0\u00a0inchangé"
    assert page.model.rowCount() == len(CAST)
    assert schools.schools(bare_desk)[0].diners == 0
    page.form.apply.click()
    settle(qtbot, new_desktop)
    assert schools.schools(bare_desk)[0].diners == len(CAST) - 1  # one of the cast has left
    assert "hôtes ajoutés" in new_desktop.window.messages.text


def test_bad_rows_are_set_aside_and_named(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "hotes.csv"
    file.write_text(
        "Nom;Prénom;Classe;N° carte\nROUX;Adèle;5 A;0683-08888\n;;5 A;0683-08889\n", encoding="utf-8-sig"
    )
    page = _import(desktop, qtbot)
    page.read(file)
    settle(qtbot, desktop)
    assert page.form.problem_side.isVisible()
    assert page.form.problems.count() == 1
    assert page.form.problems.item(0).text().startswith("Ligne 3")
    assert page.form.apply.isEnabled()


def test_the_plan_is_narrowed_to_one_kind_of_change(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    from dataclasses import replace

    page = _import(desktop, qtbot)
    page.read(write_people(tmp_path / "hotes.csv", [replace(LEA_MARTIN, class_name="4 A"), *CAST[1:]]))
    settle(qtbot, desktop)
    page.form.filter.setCurrentIndex(page.form.filter.findData(Action.CHANGE))
    assert page.form.filter.currentText() == "À modifier (1)"
    assert [page.plan.rows[place].name for place in page.model.records] == ["MARTIN Léa"]


def test_a_file_that_cannot_be_read_is_told_with_what_to_do(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    for name, content in (("vide.csv", b""), ("image.xlsx", b"\x89PNG"), ("ancien.xls", b"\xd0\xcf\x11\xe0")):
        file = tmp_path / name
        file.write_bytes(content)
        page = _import(desktop, qtbot)
        page.read(file)
        settle(qtbot, desktop)
        assert desktop.window.messages.text, name
        assert page.plan is None
        assert page.form.file.text() == str(file)


def test_the_same_file_again_changes_nothing_and_cannot_be_applied(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    page = _import(desktop, qtbot)
    page.read(write_people(tmp_path / "hotes.csv", CAST))
    settle(qtbot, desktop)
    assert page.form.hint.text() == "Le fichier ne change rien."
    assert not page.form.apply.isEnabled()
