"""The plan of an import asks who a doubtful row is, at the top; it lists the columns that were not understood."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from tests.people import UAI
from tests.siecle_files import Pupil, pupils_xml
from tests.ui.conftest import answer, dialog, go, settle
from turbo_admin.app import Desktop
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.roster import apply, importing
from turbo_admin.office.roster.plan import Action
from turbo_admin.store import diners
from turbo_admin.ui.kit.navigation import PageKey
from turbo_admin.ui.roster.roster_import import RosterImportPage

CIGALE = Pupil(71, "CIGALE", "Ana", "6 A", "01/01/2013")
FOURMI = Pupil(79, "FOURMI", "Léo", "6 B", "05/05/2014", ine=CIGALE.national)
NEWCOMER = Pupil(120, "GUEPE", "Tom", "6 A", "03/03/2014")
NAMES = [Pupil(number, f"NOM{number}", "Ali", "6 A", "02/02/2013") for number in range(101, 110)]


@pytest.fixture
def page(desktop: Desktop, qtbot: QtBot, desk: Desk, tmp_path: Path) -> RosterImportPage:
    """The page, with a pupil in the roster whose INE another one has in the file that is read."""
    before, after = tmp_path / "avant.xml", tmp_path / "apres.xml"
    before.write_bytes(pupils_xml([CIGALE, *NAMES]))
    after.write_bytes(pupils_xml([FOURMI, *NAMES, NEWCOMER]))
    apply.apply_import(desk, importing.plan_import(desk, before, UAI, leave_absent=False))
    page: RosterImportPage = go(qtbot, desktop, PageKey.ROSTER_IMPORT)
    page.read(after)
    settle(qtbot, desktop)
    return page


def names(desk: Desk) -> set[str]:
    """Return the names of the present."""
    with desk.database.read() as session:
        return {f"{one.last_name} {one.first_name}" for one in diners.diners(session, UAI) if not one.left}


def texts(page: RosterImportPage) -> list[str]:
    """Return what the panel of questions says."""
    return [label.text() for label in page.form.questions.findChildren(QLabel) if not label.isHidden()]


def choose(page: RosterImportPage, text: str) -> None:
    """Press one of the answers."""
    [button] = [one for one in page.form.questions.findChildren(QRadioButton) if one.text() == text]
    button.click()


def test_a_doubtful_identity_stands_at_the_top_and_nothing_is_written_for_it(
    page: RosterImportPage, desktop: Desktop, qtbot: QtBot, desk: Desk
) -> None:
    assert page.plan is not None
    assert "donnerait à CIGALE Ana (6 A) le nom de FOURMI Léo" in texts(page)[0]
    assert page.plan.rows[0].action is Action.ASK
    before = names(desk)
    page.form.absent.setChecked(False)
    page.form.absent.clicked.emit()
    settle(qtbot, desktop)
    page.form.apply.click()
    assert "FOURMI Léo" in dialog(qtbot).informativeText()
    answer(qtbot, "Importer")
    settle(qtbot, desktop)
    assert names(desk) == before | {"GUEPE Tom"}


@pytest.mark.parametrize(
    ("said", "gone"), [("C’est une autre personne", set()), ("C’est la même personne", {"CIGALE Ana"})]
)
def test_the_clerk_says_who_it_is(
    page: RosterImportPage, desktop: Desktop, qtbot: QtBot, said: str, gone: set[str]
) -> None:
    desk = page.workplace.desk
    before = names(desk)
    page.form.absent.setChecked(False)
    choose(page, said)
    settle(qtbot, desktop)
    assert page.plan is not None
    assert page.plan.asked == 0
    page.form.apply.click()
    settle(qtbot, desktop)
    assert names(desk) == (before - gone) | {"FOURMI Léo", "GUEPE Tom"}


def test_the_lines_in_doubt_are_shown_alone_on_request(page: RosterImportPage) -> None:
    [link] = [
        one for one in page.form.questions.findChildren(type(page.form.apply)) if "lignes" in one.text()
    ]
    link.click()
    assert page.form.filter.currentText() == "À décider (1)"
    assert page.model.rowCount() == 1


def test_the_columns_that_were_not_understood_are_listed(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(
        "Nom;Prénom;Classe;E-mail responsable;Accepte les mails\nABEILLE;Zoé;6 A;r@exemple.fr;Oui\n", "utf-8"
    )
    page: RosterImportPage = go(qtbot, desktop, PageKey.ROSTER_IMPORT)
    page.read(path)
    settle(qtbot, desktop)
    read, unread = page.form.columns_read.text().split("\n")
    assert "E-mail responsable (e-mail)" in read
    assert unread == "Colonnes non reprises\u00a0: Accepte les mails."
