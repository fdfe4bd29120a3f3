"""The import on screen: columns chosen, lines unticked, questions asked, an import taken back; and the screen goes on meanwhile."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from tests.database_work import counted_work
from tests.office.conftest import Clock, write_people
from tests.office.roster.test_roster_sheets import workbook
from tests.people import CAST, LEA_MARTIN, SCHOOL_NAME, SITE_CODE, UAI
from tests.siecle_files import PUPILS, ZOE, Pupil, guardians_xml, pupils_xml
from tests.ui.conftest import answer, dialog, go, settle
from turbo_admin.app import Desktop
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.roster import apply, search
from turbo_admin.office.roster.plan import Action
from turbo_admin.office.settings import school_edits, schools
from turbo_admin.ui.kit.navigation import PageKey
from turbo_admin.ui.roster.roster_import import RosterImportPage
from turbo_admin.ui.roster.roster_plan_model import TICK

_MANY = 5_000


def opened(desktop: Desktop, qtbot: QtBot) -> RosterImportPage:
    page: RosterImportPage = go(qtbot, desktop, PageKey.ROSTER_IMPORT)
    return page


def choices(page: RosterImportPage) -> list[QComboBox]:
    """Return the boxes of « Contient », a column each."""
    table = page.form.columns_table
    cells = (table.cellWidget(row, 1) for row in range(table.rowCount()))
    return [cell.findChild(QComboBox) for cell in cells]


def choose(box: QComboBox, text: str) -> None:
    """Choose an entry of a box as the clerk does."""
    place = box.findText(text, Qt.MatchFlag.MatchStartsWith)
    assert place >= 0, [box.itemText(at) for at in range(box.count())]
    box.setCurrentIndex(place)
    box.activated.emit(place)


def export(folder: Path) -> list[Path]:
    """Write SIECLE's files of pupils and guardians."""
    (folder / "eleves.xml").write_bytes(pupils_xml())
    (folder / "responsables.xml").write_bytes(guardians_xml())
    return [folder / "eleves.xml", folder / "responsables.xml"]


def test_the_files_of_one_export_are_chosen_together_and_ask_before_many_leave(
    desktop: Desktop, qtbot: QtBot, desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    clock.pass_by(minutes=5)
    page = opened(desktop, qtbot)
    page.form.browse.click()
    chooser = dialog(qtbot)
    chooser.filesSelected.emit([str(path) for path in export(tmp_path)])
    chooser.reject()
    settle(qtbot, desktop)
    assert page.plan is not None
    assert (page.plan.create, page.form.absent.isChecked()) == (len(PUPILS) - 1, True)
    page.form.apply.click()
    assert "sur 8\u00a0présents" in dialog(qtbot).informativeText()
    answer(qtbot, "Annuler")
    assert apply.past_imports(desk)[0].files == ("hotes.csv",)
    page.form.absent.click()
    settle(qtbot, desktop)
    assert page.plan.left == 0
    page.form.apply.click()
    settle(qtbot, desktop)
    assert apply.past_imports(desk)[0].files == ("eleves.xml", "responsables.xml")


def test_unticked_lines_are_left_out_with_the_keyboard_too(
    desktop: Desktop, qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    page = opened(desktop, qtbot)
    page.read(export(tmp_path))
    settle(qtbot, desktop)
    page.form.absent.click()
    settle(qtbot, desktop)
    model, table = page.model, page.form.rows
    writing = [
        row
        for row in range(model.rowCount())
        if model.flags(model.index(row, TICK)) & Qt.ItemFlag.ItemIsUserCheckable
    ]
    table.setFocus()
    table.selectRow(writing[0])
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert model.without == {writing[0]}
    left_out = page.plan.rows[writing[0]].name
    assert page.form.apply.text() == f"Appliquer {len(writing) - 1}\u00a0lignes"
    page.form.apply.click()
    settle(qtbot, desktop)
    assert search.search_diners(desk, UAI, left_out.lower()) == []


def test_what_has_no_lines_is_numbered_by_pupils_in_the_plan_and_in_its_remarks(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    page, header = opened(desktop, qtbot), Qt.Orientation.Horizontal
    # The first remark is on the file: that of the guardians is missing.
    # Two of the roster are called so, and nothing tells which of them is meant.
    doubtful = [Pupil(number, "GARCIA", "Inès", "5 Z", f"0{number - 600}/03/2014") for number in (601, 602)]
    (tmp_path / "eleves.xml").write_bytes(pupils_xml((ZOE, *doubtful)))
    page.read(tmp_path / "eleves.xml")
    settle(qtbot, desktop)
    assert page.model.headerData(1, header) == "Élève"
    told = [page.form.problems.item(row).text() for row in range(1, page.form.problems.count())]
    assert told[0].startswith("Élève 2\u00a0: 2\u00a0hôtes s’appellent GARCIA Inès")
    assert told[1] == "Élève 3\u00a0: GARCIA Inès est déjà l’élève 2\u00a0: cet élève est laissé de côté."
    page.read(write_people(tmp_path / "hotes.csv", CAST))
    settle(qtbot, desktop)
    assert page.model.headerData(1, header) == "Ligne"


def test_the_current_line_of_the_plan_is_read_in_full_below(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    moved = [replace(one, class_name="4 B", emails=("une.nouvelle.adresse@exemple.fr",)) for one in CAST]
    page = opened(desktop, qtbot)
    page.read(write_people(tmp_path / "hotes.csv", moved))
    settle(qtbot, desktop)
    assert page.form.detail.text() == "Choisissez une ligne pour la lire ici en entier."
    page.form.rows.setFocus()
    qtbot.keyClick(page.form.rows, Qt.Key.Key_Down)
    row = page.plan.rows[page.form.rows.currentIndex().row()]
    assert "une.nouvelle.adresse@exemple.fr" in row.detail
    assert page.form.detail.text() == f"{row.name} — {row.detail}"


def test_lines_of_several_sheets_say_which_and_what_was_not_read_is_told(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    header = ["Nom", "Prénom", "Classe", "N° carte"]
    path = workbook(
        tmp_path / "classes.xlsx",
        **{
            "6A": [header, ["NEUF", "Éva", "6 A", "00101"]],
            "6B": [header, ["ONZE", "Tom", "6 B", "00102"], ["", "Zoé", "6 B", ""]],
            "Sortis": [header, ["DOUZE", "Ève", "6 B", "00103"]],
        },
    )
    page = opened(desktop, qtbot)
    page.read(path)
    settle(qtbot, desktop)
    model = page.model
    assert [model.index(row, 1).data() for row in range(model.rowCount())] == ["2, 6A", "2, 6B", "3, 6B"]
    told = [page.form.problems.item(row).text() for row in range(page.form.problems.count())]
    assert told[0].startswith("La feuille «\u00a0Sortis\u00a0» n’a pas été lue\u00a0:")
    assert told[1].startswith("Feuille 6B, ligne 3, Nom\u00a0: Nom manquant")


def test_a_line_that_writes_nothing_cannot_be_ticked(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    page = opened(desktop, qtbot)
    page.read(write_people(tmp_path / "encore.csv", CAST))
    settle(qtbot, desktop)
    index = page.model.index(0, TICK)
    assert not page.model.flags(index) & Qt.ItemFlag.ItemIsUserCheckable
    assert page.model.data(index, Qt.ItemDataRole.AccessibleTextRole) == "ne peut pas être cochée"
    page.model.toggle([0])
    assert page.model.without == set()


def test_titles_that_say_nothing_are_asked_about_and_remembered(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "inconnu.csv"
    path.write_text("Famille;Petit nom;Div\nROUX;Adèle;5 A\n", encoding="utf-8")
    page = opened(desktop, qtbot)
    page.read(path)
    settle(qtbot, desktop)
    form = page.form
    assert form.views.currentWidget() is form.columns_view
    assert not form.columns_done.isEnabled()
    for box, field in zip(choices(page), ("nom", "nom", "classe"), strict=True):
        box.setCurrentIndex(box.findData(field))
    assert "ne peuvent pas contenir" in form.columns_hint.text()
    choices(page)[1].setCurrentIndex(choices(page)[1].findData("prénom"))
    form.columns_done.click()
    settle(qtbot, desktop)
    assert page.plan is not None
    assert [row.name for row in page.plan.rows] == ["ROUX Adèle"]
    page.read(path)
    settle(qtbot, desktop)
    assert form.views.currentWidget() is form.plan_view


def test_the_first_pupil_of_a_list_without_titles_is_no_title(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("ABEILLE;Zoé\nBOURDON;Max\nCIGALE;Ana\n", encoding="utf-8")
    page = opened(desktop, qtbot)
    page.read(path)
    settle(qtbot, desktop)
    assert page.form.columns_line.currentText() == "(aucune ligne de titres)"
    for box, field in zip(choices(page), ("Nom", "Prénom"), strict=True):
        choose(box, field)
    page.form.columns_done.click()
    settle(qtbot, desktop)
    assert page.plan is not None
    assert [row.name for row in page.plan.rows] == ["ABEILLE Zoé", "BOURDON Max", "CIGALE Ana"]


def test_the_line_of_titles_can_be_moved_and_is_found_there_the_next_time(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Prénom;Classe\nFamille;Petit nom;Div\nROUX;Adèle;5 A\n", encoding="utf-8")
    page = opened(desktop, qtbot)
    page.read(path)
    settle(qtbot, desktop)
    page.form.columns.click()
    settle(qtbot, desktop)
    choose(page.form.columns_line, "Ligne 2")
    settle(qtbot, desktop)
    for box, field in zip(choices(page), ("Nom", "Prénom", "Classe"), strict=True):
        choose(box, field)
    page.form.columns_done.click()
    settle(qtbot, desktop)
    assert page.plan is not None
    assert [row.name for row in page.plan.rows] == ["ROUX Adèle"]
    path.write_text("Nom;Prénom;Classe\nFamille;Petit nom;Div\nBRUN;Éva;5 A\n", encoding="utf-8")
    page.read(path)
    settle(qtbot, desktop)
    assert [row.name for row in page.plan.rows] == ["BRUN Éva"]


def test_every_sheet_and_every_column_is_reached(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "classes.xlsx",
        Élèves=[["Nom", "Prénom", "Classe"], ["NEUF", "Éva", "6 A"]],
        Notes=[["Blabla"], ["Famille", "Petit nom", None], ["ONZE", "Tom", "00101"]],
    )
    page = opened(desktop, qtbot)
    page.read(path)
    settle(qtbot, desktop)
    page.form.columns.click()
    settle(qtbot, desktop)
    choose(page.form.columns_sheet, "Notes")
    settle(qtbot, desktop)
    choose(page.form.columns_line, "Ligne 2")
    settle(qtbot, desktop)
    assert [page.form.columns_table.item(row, 0).text() for row in range(3)] == ["Famille", "Petit nom", "C"]
    for box, field in zip(choices(page), ("Nom", "Prénom", "Carte"), strict=True):
        choose(box, field)
    page.form.columns_done.click()
    settle(qtbot, desktop)
    assert page.plan is not None
    assert [(row.name, row.card[-5:]) for row in page.plan.rows] == [("ONZE Tom", "00101")]


def test_an_import_is_taken_back_from_the_list_below(
    desktop: Desktop, qtbot: QtBot, desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    clock.pass_by(minutes=5)
    page = opened(desktop, qtbot)
    moved = [one for one in CAST if one is not LEA_MARTIN]
    page.read(
        write_people(
            tmp_path / "sept.csv", [*moved, type(LEA_MARTIN)("d-x", "0683-08001", "NEUF", "Lou", "6 A")]
        )
    )
    settle(qtbot, desktop)
    page.form.apply.click()
    settle(qtbot, desktop)
    assert page.past.model.rowCount() == 2
    page.form.undo.click()
    assert "marqué sorti" in dialog(qtbot).informativeText()
    answer(qtbot, "Annuler cet import")
    settle(qtbot, desktop)
    assert search.search_diners(desk, UAI, "neuf")[0].left
    assert not page.form.undo.isEnabled()
    assert "Import annulé" in desktop.window.messages.text


def test_an_import_stopped_midway_says_so_and_leaves_nothing(
    new_desktop: Desktop, qtbot: QtBot, bare_desk: Desk, tmp_path: Path
) -> None:
    school_edits.add_school(bare_desk, UAI, SCHOOL_NAME, SITE_CODE)
    page = opened(new_desktop, qtbot)
    page.read(crowd(tmp_path))
    settle(qtbot, new_desktop)
    new_desktop.tasks.progressed.connect(lambda *_: new_desktop.tasks.cancel_all())
    page.form.apply.click()
    settle(qtbot, new_desktop)
    assert "rien n’a été modifié" in new_desktop.window.messages.text
    assert schools.schools(bare_desk)[0].diners == 0
    assert page.form.apply.isEnabled()


def test_the_screen_goes_on_while_many_rows_are_read_shown_narrowed_and_written(
    new_desktop: Desktop, qtbot: QtBot, bare_desk: Desk, tmp_path: Path
) -> None:
    school_edits.add_school(bare_desk, UAI, SCHOOL_NAME, SITE_CODE)
    path = crowd(tmp_path)
    page = opened(new_desktop, qtbot)
    with counted_work() as work:
        turns = turns_until_idle(new_desktop, qtbot, lambda: page.read(path))
        assert page.model.rowCount() == _MANY
        page.form.filter.setCurrentIndex(page.form.filter.findData(Action.CREATE))
        page.form.rows.scrollToBottom()
        page.model.toggle([0])
        turns += turns_until_idle(new_desktop, qtbot, page.form.apply.click)
        assert threading.get_ident() not in work.threads
    assert schools.schools(bare_desk)[0].diners == _MANY - 1
    # An act on the screen's own thread would be over at the loop's next turn. How long a turn lasts: `make bench`.
    assert turns > 20


def turns_until_idle(desktop: Desktop, qtbot: QtBot, act: Callable[[], object]) -> int:
    """Do something and return how often the screen's own loop turned until all of it had ended."""
    turns = 0

    def turned() -> None:
        nonlocal turns
        turns += not desktop.tasks.is_idle

    timer = QTimer(desktop.window)
    timer.timeout.connect(turned)
    timer.start(5)
    act()
    settle(qtbot, desktop)
    timer.stop()
    return turns


def crowd(folder: Path) -> Path:
    """Write many diners as a text table."""
    lines = (f"NOM{n % 997};Prénom{n};{n % 6} A;{n}\n" for n in range(_MANY))
    path = folder / "foule.csv"
    path.write_text("Nom;Prénom;Classe;N° carte\n" + "".join(lines), encoding="utf-8")
    return path
