"""The desk wears the tokens, light and dark, and changes while it is worn."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

import turbo_admin.ui
from turbo_admin.core.colours import DARK, LIGHT, Colours, contrast
from turbo_admin.ui.kit.icons import _letters, icon
from turbo_admin.ui.kit.style_sheet import style_sheet
from turbo_admin.ui.kit.theme import FAMILY, Theme, palette

_PAIRS = (
    (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window),
    (QPalette.ColorRole.Text, QPalette.ColorRole.Base),
    (QPalette.ColorRole.Text, QPalette.ColorRole.AlternateBase),
    (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button),
    (QPalette.ColorRole.HighlightedText, QPalette.ColorRole.Highlight),
    (QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Base),
    (QPalette.ColorRole.ToolTipText, QPalette.ColorRole.ToolTipBase),
    (QPalette.ColorRole.Link, QPalette.ColorRole.Window),
)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    made = Theme(qapp)
    yield made
    made.show(LIGHT)
    made.deleteLater()


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_of_the_palette_reads_on_its_ground(colours: Colours) -> None:
    made = palette(colours)
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Disabled):
        for text, ground in _PAIRS:
            ratio = contrast(made.color(group, text).name(), made.color(group, ground).name())
            assert ratio >= 4.5, (group, text, ground, ratio)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_holds_no_colour_of_its_own(colours: Colours) -> None:
    used = set(re.findall(r"#[0-9A-Fa-f]{6}\b", style_sheet(colours, "chevron.svg", "check.svg")))
    assert used
    assert used <= set(colours._asdict().values())


def test_the_scheme_of_the_system_is_followed_while_the_window_is_open(theme: Theme, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.changed):
        theme._on_scheme_changed(Qt.ColorScheme.Dark)
    assert theme.is_dark
    assert QApplication.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.window
    with qtbot.waitSignal(theme.changed):
        theme._on_scheme_changed(Qt.ColorScheme.Light)
    assert QApplication.palette().color(QPalette.ColorRole.Window).name().upper() == LIGHT.window


def test_an_icon_changes_colour_with_the_theme(theme: Theme) -> None:
    made = icon(theme, "check-circle-fill", "certain")

    def centre(ground: QIcon) -> set[str]:
        picture = ground.pixmap(32, 32).toImage()
        return {
            picture.pixelColor(x, y).name().upper()
            for x in range(32)
            for y in range(32)
            if picture.pixelColor(x, y).alpha() == 255
        }

    theme.show(LIGHT)
    assert centre(made) == {LIGHT.certain}
    theme.show(DARK)
    assert centre(made) == {DARK.certain}


def test_every_icon_that_is_named_exists() -> None:
    sources = "\n".join(
        file.read_text(encoding="utf-8") for file in Path(turbo_admin.ui.__path__[0]).rglob("*.py")
    )
    tokens = "|".join(LIGHT._asdict())
    named = set(re.findall(rf'"([a-z]+(?:-[a-z]+)*)", "(?:{tokens})"', sources))
    named |= set(re.findall(r'(?:icon|picture|set_button_icon)\([^,\n]+(?:, theme)?, "([a-z-]+)"', sources))
    assert {"check-circle-fill", "printer", "arrows-clockwise", "magnifying-glass"} <= named
    assert named - {"part"} - set(_letters()) == set()


def test_the_font_is_source_sans_pro(theme: Theme) -> None:
    assert QFontInfo(QApplication.font()).family() == FAMILY


def test_qt_speaks_french(qapp: QApplication, qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "Annuler"
