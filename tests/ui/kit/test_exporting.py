"""« Exporter la liste… »: the list of the page that is open, as a real workbook, written away from the screen."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.office.conftest import write_people
from tests.people import LEA_MARTIN, UAI
from tests.ui.conftest import dialog, go, settle
from turbo_admin.app import Desktop
from turbo_admin.core.errors import Cancelled
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.roster.correcting import DinerEdit, save_diner
from turbo_admin.office.roster.diners import export_diners, list_diners
from turbo_admin.ui.kit.navigation import PageKey, SearchPage
from turbo_admin.ui.roster.roster_import import RosterImportPage


def entry(desktop: Desktop) -> QAction:
    """Return the menu's « Exporter la liste… (Excel) »."""
    actions = desktop.window.form.menus.findChildren(QAction)
    return next(one for one in actions if one.property("command") == "export")


def export(desktop: Desktop, qtbot: QtBot, path: Path) -> list[list[Any]]:
    """Export what is open through the menu, and return the cells' values."""
    entry(desktop).trigger()
    asked = dialog(qtbot)
    assert isinstance(asked, QFileDialog)
    asked.fileSelected.emit(str(path))
    asked.reject()
    settle(qtbot, desktop)
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    book.close()
    return rows


@pytest.fixture
def scene(desktop: Desktop, desk: Desk, qtbot: QtBot, tmp_path: Path) -> Desktop:
    """A desktop with an account, a sheet, and a plan of an import."""
    from_requests.issue(desk, ["lea"])
    page = go(qtbot, desktop, PageKey.ROSTER_IMPORT)
    assert isinstance(page, RosterImportPage)
    page.form.school.setCurrentIndex(page.form.school.findData(UAI))
    page.read(write_people(tmp_path / "hotes.csv", [LEA_MARTIN]))
    settle(qtbot, desktop)
    return desktop


@pytest.mark.parametrize(
    ("key", "titles", "kinds"),
    [
        (PageKey.INTAKE, ("Reçue le", "À traiter avant le"), {"Reçue le": datetime, "Carte saisie": str}),
        (PageKey.DINERS, ("Nom", "Nom d’usage", "Prénom"), {"N° carte": str, "Sorti": str}),
        (PageKey.ACCOUNTS, ("Identifiant",), {"Identifiant": str}),
        (
            PageKey.SHEETS,
            ("Hôtes", "Classe"),
            {"Préparée le": datetime, "Valable jusqu’au": (date, datetime)},
        ),
        (PageKey.SYNC_JOURNAL, (), {}),
        (
            PageKey.ROSTER_IMPORT,
            ("Ligne du fichier", "Ce qui sera fait"),
            {"Ligne du fichier": int, "Carte": str},
        ),
    ],
)
def test_the_list_of_the_open_page_becomes_a_workbook(  # noqa: PLR0917
    scene: Desktop, qtbot: QtBot, tmp_path: Path, key: PageKey, titles: tuple[str, ...], kinds: dict[str, Any]
) -> None:
    go(qtbot, scene, SearchPage(key) if key is PageKey.INTAKE else key)
    assert entry(scene).isEnabled()
    head, *rows = export(scene, qtbot, tmp_path / f"{key}.xlsx")
    assert tuple(head[: len(titles)]) == titles
    assert rows
    for title, kind in kinds.items():
        assert isinstance(rows[0][head.index(title)], kind), title
    assert f"dans {key}.xlsx" in scene.window.messages.text


def test_no_password_leaves_in_the_list_of_an_edition(
    scene: Desktop, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    page = go(qtbot, scene, PageKey.SHEETS)
    rows = export(scene, qtbot, tmp_path / "l.xlsx")
    assert page.model.records[0].login in rows[1]
    assert not any("passe" in str(title).lower() for title in rows[0])


def test_a_page_without_a_list_offers_no_export_and_says_why(desktop: Desktop, qtbot: QtBot) -> None:
    go(qtbot, desktop, PageKey.HOME)
    assert not entry(desktop).isEnabled()
    assert "Ouvrez d’abord une liste" in entry(desktop).toolTip()


def test_an_empty_list_is_told_and_no_file_is_asked_for(desktop: Desktop, qtbot: QtBot) -> None:
    page = go(qtbot, desktop, PageKey.DINERS)
    page.form.search.setText("zzzzzz")
    entry(desktop).trigger()
    assert "rien à exporter" in desktop.window.messages.text


def test_a_file_that_cannot_be_written_is_told_in_plain_words(
    scene: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    page = go(qtbot, scene, PageKey.DINERS)
    assert scene.window.commands is not None
    # As on Windows while Excel has it open, and as anywhere when the place is a folder.
    (tmp_path / "ouvert.xlsx").mkdir()
    scene.window.commands.exporter.write(page.exported(), tmp_path / "ouvert.xlsx")
    settle(qtbot, scene)
    assert "fermez le fichier s’il est ouvert" in scene.window.messages.text


def test_an_export_reports_and_can_be_stopped_leaving_the_old_file_and_nothing_else(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside = tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(aside))
    path, ids = tmp_path / "h.xlsx", [line.id for line in list_diners(desk)]
    path.write_bytes(b"old")
    told: list[tuple[int, int]] = []

    def stop(_step: str, done: int, total: int) -> None:
        told.append((done, total))
        raise Cancelled

    with pytest.raises(Cancelled):
        export_diners(desk, path, ids, report=stop)
    assert told == [(0, len(ids))]
    assert path.read_bytes() == b"old"
    assert list(aside.iterdir()) == []


def test_a_name_that_looks_like_a_formula_is_text(desk: Desk, tmp_path: Path) -> None:
    line = list_diners(desk)[0]
    edit = DinerEdit(line.last_name, line.first_name, "=1+1", line.kind, line.emails, line.left, line.card)
    save_diner(desk, line.id, edit)
    export_diners(desk, tmp_path / "h.xlsx", [line.id])
    book = load_workbook(tmp_path / "h.xlsx")
    cell = book.active["D2"]  # type: ignore[index]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)
    book.close()
