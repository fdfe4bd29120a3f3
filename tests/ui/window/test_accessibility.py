"""Every widget that takes the keyboard has a name, and no word is cut at 1366×768 nor at a larger scale."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.office.conftest import write_people
from tests.people import CAST
from tests.ui.conftest import dialog, go, settle, widgets
from turbo_admin.app import Desktop
from turbo_admin.ui.kit.navigation import Command, ConfigureSchool, PageKey, SearchPage
from turbo_admin.ui.window import pages

# Parts that Qt makes itself: the screen reader meets their owner.
_OWNED = (QAbstractSpinBox, QComboBox)


def _is_part(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return (
        (isinstance(widget, QLineEdit) and isinstance(parent, _OWNED))
        or (isinstance(parent, QAbstractScrollArea) and widget is parent.viewport())
        or widget.metaObject().className()
        in {"QComboBoxPrivateContainer", "QComboBoxListView", "QTableCornerButton"}
    )


def _nameless(parent: QWidget) -> list[str]:
    found = []
    for widget in widgets(parent):
        if (
            widget.focusPolicy() == Qt.FocusPolicy.NoFocus
            or _is_part(widget)
            or not widget.isVisibleTo(parent)
        ):
            continue
        seen = QAccessible.queryAccessibleInterface(widget)
        if not (seen and seen.text(QAccessible.Text.Name).strip()):
            found.append(f"{widget.metaObject().className()} {widget.objectName()}")
    return found


@pytest.mark.parametrize("key", pages.PAGES)
def test_no_widget_of_a_page_takes_the_keyboard_without_a_name(
    desktop: Desktop, qtbot: QtBot, key: PageKey
) -> None:
    page = go(qtbot, desktop, ConfigureSchool("0990001N") if key is PageKey.SETTINGS else key)
    assert _nameless(desktop.window) == []
    if key is PageKey.SETTINGS:
        page._closures.add(desktop.window.commands._workplace.desk.now().date())
        for row in range(page.form.sections.count()):
            page.form.sections.setCurrentRow(row)
            assert _nameless(page) == []
        page._on_reset()


@pytest.mark.parametrize("act", [Command.FIND, Command.ADD_SCHOOL, Command.SHORTCUTS, Command.ABOUT])
def test_no_widget_of_a_dialog_takes_the_keyboard_without_a_name(
    desktop: Desktop, qtbot: QtBot, act: Command
) -> None:
    desktop.window.run(act)
    box = dialog(qtbot)
    assert _nameless(box) == []
    box.close()


@pytest.mark.parametrize("button", ["choose", "email_button", "refuse_button"])
def test_no_widget_of_the_desks_dialogs_takes_the_keyboard_without_a_name(
    desktop: Desktop, qtbot: QtBot, button: str
) -> None:
    page = go(qtbot, desktop, SearchPage(PageKey.INTAKE))
    qtbot.waitUntil(page.detail.form.choose.isEnabled)
    getattr(page.form if button == "refuse_button" else page.detail.form, button).click()
    box = dialog(qtbot)
    assert _nameless(box) == []
    box.reject()


def test_no_widget_of_the_mails_words_takes_the_keyboard_without_a_name(
    desktop: Desktop, qtbot: QtBot
) -> None:
    page = go(qtbot, desktop, ConfigureSchool("0990001N"))
    page.form.mail_texts.click()
    box = dialog(qtbot)
    assert _nameless(box) == []
    assert _cut(box) == []
    box.reject()


def test_the_import_with_its_plan_and_problems_has_names_too(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    page = go(qtbot, desktop, PageKey.ROSTER_IMPORT)
    page.read(write_people(tmp_path / "encore.csv", CAST))
    settle(qtbot, desktop)
    page.form.problem_side.show()
    assert page.plan is not None
    assert _nameless(page) == []


def _cut(parent: QWidget) -> list[str]:
    found = []
    for button in parent.findChildren(QPushButton):
        if button.isVisibleTo(parent) and button.text() and button.width() < button.sizeHint().width():
            found.append(button.text())
    for table in parent.findChildren(QTableView):
        if table.isVisibleTo(parent):
            header = table.horizontalHeader()
            for column in range(table.model().columnCount()):
                if header.isSectionHidden(column):
                    continue
                words = table.model().headerData(column, Qt.Orientation.Horizontal)
                room = header.sectionSize(column) - 18  # the padding of the style sheet
                if QFontMetrics(header.font()).horizontalAdvance(str(words)) > room:
                    found.append(str(words))
    return found


@pytest.mark.parametrize("key", pages.PAGES)
def test_no_word_of_a_page_is_cut_at_1366_by_768(desktop: Desktop, qtbot: QtBot, key: PageKey) -> None:
    page = go(qtbot, desktop, ConfigureSchool("0990001N") if key is PageKey.SETTINGS else key)
    assert (desktop.window.width(), desktop.window.height()) == (1366, 768)
    assert _cut(desktop.window) == []
    assert page.width() <= 1366


def test_the_words_of_degrees_are_never_cut(desktop: Desktop, qtbot: QtBot) -> None:
    from turbo_admin.core.matching.concordance import Degree
    from turbo_admin.core.matching.requester import RequesterStatus
    from turbo_admin.ui.intake.request_index import ASKER, DEGREE

    page = go(qtbot, desktop, SearchPage(PageKey.INTAKE))
    table = page.form.table
    metrics, icon_and_padding = QFontMetrics(table.font()), 16 + 4 + 6 + 12
    for column, words in ((DEGREE, Degree), (ASKER, RequesterStatus)):
        widest = max(metrics.horizontalAdvance(word.value) for word in words)
        assert table.columnWidth(column) >= widest + icon_and_padding


def test_the_whole_keyboard_way_from_one_page_to_another_exists(desktop: Desktop, qtbot: QtBot) -> None:
    keys: list[tuple[Callable[[], None], str]] = [
        (
            lambda: qtbot.keyClick(desktop.window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier),
            PageKey.INTAKE,
        ),
        (
            lambda: qtbot.keyClick(desktop.window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier),
            PageKey.SHEETS,
        ),
        (
            lambda: qtbot.keyClick(desktop.window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier),
            "roster_import",
        ),
        (lambda: qtbot.keyClick(desktop.window, Qt.Key.Key_F1), "help"),
        (
            lambda: qtbot.keyClick(desktop.window, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier),
            PageKey.HOME,
        ),
    ]
    for press, key in keys:
        press()
        settle(qtbot, desktop)
        assert desktop.window.navigator.current.key == key
        assert QApplication.focusWidget() is not None
