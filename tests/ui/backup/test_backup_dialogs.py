"""« Sauvegarder… » and « Restaurer… » in the window, by hand."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from tests.ui.conftest import dialog, settle
from tests.ui.window.test_accessibility import _nameless
from turbo_admin.app import Desktop, restore_and_open, start
from turbo_admin.office.backup.copying import automatic_copies, choose_folder, save_copy
from turbo_admin.office.backup.restoring import plan_restore
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.settings import school_edits, schools
from turbo_admin.ui.backup.restore_dialog import RestoreDialog
from turbo_admin.ui.backup.save_dialog import SaveDialog
from turbo_admin.ui.kit.navigation import Command
from turbo_admin.ui.window.status import StatusLine


def choose(qtbot: QtBot, path: Path) -> None:
    """Choose a file or folder in the dialog that is open."""
    asked = dialog(qtbot)
    assert isinstance(asked, QFileDialog)
    asked.fileSelected.emit(str(path))
    asked.close()


@pytest.fixture
def save_dialog(desktop: Desktop, qtbot: QtBot) -> SaveDialog:
    desktop.window.run(Command.BACKUP)
    shown = dialog(qtbot)
    assert isinstance(shown, SaveDialog)
    settle(qtbot, desktop)
    return shown


def bar(desktop: Desktop) -> str:
    return desktop.window.messages.text


def status(desktop: Desktop) -> StatusLine:
    assert desktop.window.commands is not None
    return desktop.window.commands._status


def test_a_copy_is_saved_where_the_clerk_says(
    save_dialog: SaveDialog, desktop: Desktop, qtbot: QtBot, tmp_path: Path, desk: Desk
) -> None:
    assert _nameless(save_dialog) == []
    assert save_dialog.form.folder.text() == str(tmp_path / "sauvegardes")
    assert save_dialog.form.last.text() == "Aucune copie pour l’instant."
    QTest.mouseClick(save_dialog.form.save, Qt.MouseButton.LeftButton)
    choose(qtbot, tmp_path / "lundi.db")
    settle(qtbot, desktop)
    assert bar(desktop).startswith("Base sauvegardée dans lundi.db\u00a0: 1\u00a0établissement, 8\u00a0hôtes")
    assert plan_restore(desk, tmp_path / "lundi.db").copy.diners == 8


def test_a_copy_that_cannot_be_written_is_said_in_the_dialog(
    save_dialog: SaveDialog, desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    save_dialog.save_into(tmp_path / "partie" / "lundi.db")
    settle(qtbot, desktop)
    assert save_dialog.isVisible()
    assert "branchez la clé" in save_dialog.form.trouble.text()
    assert save_dialog.form.save.isEnabled()


def test_the_folder_of_the_automatic_copies_is_chosen_and_given_back(
    save_dialog: SaveDialog, desktop: Desktop, qtbot: QtBot, tmp_path: Path, desk: Desk
) -> None:
    (tmp_path / "clé").mkdir()
    QTest.mouseClick(save_dialog.form.change, Qt.MouseButton.LeftButton)
    choose(qtbot, tmp_path / "clé")
    settle(qtbot, desktop)
    assert automatic_copies(desk).folder == tmp_path / "clé"
    assert save_dialog.form.folder.text() == str(tmp_path / "clé")
    # The day's copy goes there at once.
    assert len(list((tmp_path / "clé").iterdir())) == 1
    save_dialog.form.usual.click()
    settle(qtbot, desktop)
    assert save_dialog.form.folder.text() == str(tmp_path / "sauvegardes")
    assert not save_dialog.form.usual.isEnabled()


def test_a_day_that_cannot_be_copied_is_on_the_status_bar_until_it_is(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path, desk: Desk
) -> None:
    (tmp_path / "clé").mkdir()
    choose_folder(desk, tmp_path / "clé")
    (tmp_path / "clé").rmdir()
    commands = desktop.window.commands
    assert commands is not None
    commands.daily_copies.check()
    settle(qtbot, desktop)
    assert status(desktop).backup.isVisible()
    assert "branchez la clé" in status(desktop).backup.toolTip()
    status(desktop).backup.click()
    shown = dialog(qtbot)
    assert isinstance(shown, SaveDialog)
    assert "branchez la clé" in shown.form.trouble.text()
    settle(qtbot, desktop)
    shown.form.usual.click()
    settle(qtbot, desktop)
    assert not status(desktop).backup.isVisible()
    assert len(list((tmp_path / "sauvegardes").iterdir())) == 1


@pytest.fixture
def question(desktop: Desktop, qtbot: QtBot, tmp_path: Path, desk: Desk) -> RestoreDialog:
    """The question about a copy, after a school was added."""
    save_copy(desk, tmp_path / "lundi.db")
    school_edits.add_school(desk, "0990002P", "Lycée ajouté depuis", "")
    settle(qtbot, desktop)
    desktop.window.run(Command.RESTORE)
    settle(qtbot, desktop)
    choose(qtbot, tmp_path / "lundi.db")
    settle(qtbot, desktop)
    shown = dialog(qtbot)
    assert isinstance(shown, RestoreDialog)
    return shown


def test_what_would_be_lost_stands_side_by_side(question: RestoreDialog, tmp_path: Path) -> None:
    assert _nameless(question) == []
    said = [one.text() for one in question.findChildren(QLabel)]
    assert "Collège des Tilleuls et Lycée ajouté depuis (différent)" in said
    assert "Demandes à traiter" in said
    assert str(tmp_path / "sauvegardes") in question.form.detail.text()
    assert question.form.cancel.isDefault()
    assert question.form.remarks.isHidden()


def test_escape_leaves_the_base(question: RestoreDialog, desktop: Desktop, qtbot: QtBot, desk: Desk) -> None:
    QTest.keyClick(question, Qt.Key.Key_Escape)
    settle(qtbot, desktop)
    assert desktop.window.isVisible()
    assert desktop.window.closing_guard.to_restore is None
    assert len(schools.schools(desk)) == 2


def test_the_window_closes_and_opens_on_the_copy(
    question: RestoreDialog, desktop: Desktop, qtbot: QtBot, tmp_path: Path, desk: Desk
) -> None:
    question.form.confirm.click()
    plan = desktop.window.closing_guard.to_restore
    assert plan is not None
    assert plan.path == tmp_path / "lundi.db"
    assert not desktop.window.isVisible()
    desktop.close()
    opened = restore_and_open(desk.database_address, plan)
    assert opened.seen is not None
    assert len(opened.seen.schools) == 1
    assert opened.said is not None
    assert "Mettre d’accord" in opened.said.text
    [kept] = (tmp_path / "sauvegardes").iterdir()
    assert str(kept) in opened.said.text
    opened.desk.close()


def test_a_copy_that_cannot_take_its_place_opens_what_was_there(
    question: RestoreDialog, desktop: Desktop, desk: Desk, new_desk: Callable[[], Desk]
) -> None:
    question.form.confirm.click()
    plan = desktop.window.closing_guard.to_restore
    assert plan is not None
    desktop.close()
    other = new_desk()
    assert len(schools.schools(other)) == 2
    opened = restore_and_open(desk.database_address, plan)
    other.close()
    assert opened.said is not None
    assert "a la base ouverte" in opened.said.text
    assert opened.seen is not None
    assert len(opened.seen.schools) == 2
    opened.desk.close()


def test_a_file_that_is_no_copy_is_said(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "lettre.db").write_bytes(b"Chers parents, " * 100)
    commands = desktop.window.commands
    assert commands is not None
    commands.restoring.read(tmp_path / "lettre.db")
    settle(qtbot, desktop)
    assert "n’est pas une sauvegarde" in bar(desktop)


def test_a_base_that_cannot_be_opened_is_replaced_from_the_first_window(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    save_copy(desk, tmp_path / "lundi.db")
    desk.close()
    base = Path(desk.database_address)
    base.write_bytes(b"Chers parents, " * 1000)
    started = start(str(base))
    qtbot.waitUntil(started.window.opening._form.restore.isVisible, timeout=20_000)
    started.window.opening._form.restore.click()
    choose(qtbot, tmp_path / "lundi.db")
    qtbot.waitUntil(lambda: started.window.commands is not None, timeout=20_000)
    settle(qtbot, started)
    assert "lundi.db est restaurée" in bar(started)
    assert str(tmp_path / "bureau.illisible-1.db") in bar(started)
    started.close()
