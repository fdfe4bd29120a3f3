"""Icons of the Phosphor font that QtAwesome ships, painted in the colours of the current theme.

QtAwesome's own `icon()` is not called: importing it loads every Qt module it might ever paint for, twice the time
of an empty window, and its icons keep the colour they were made with. Here the colour is looked up at each
painting, so that a change of theme needs no new icon.
"""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QRect, QSize
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QIcon,
    QIconEngine,
    QPainter,
    QPainterPath,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton

from turbo_admin.ui.kit.theme import Theme

_BUTTON_ICON = 16
_FILL = 0.96  # of the height: the letters have a small edge of their own


class _Glyph(QIconEngine):
    """Paints one letter in one colour.

    Args:
        letter: from the icons' font.
        colour: a field of `core.colours.Colours`.
        theme: asked for the colour at each painting.
    """

    def __init__(self, letter: str, colour: str, theme: Theme) -> None:
        super().__init__()
        self._letter = letter
        self._colour = colour
        self._theme = theme

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        colour = "muted" if mode == QIcon.Mode.Disabled else self._colour
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.topLeft())
        outline = _outline(self._letter, rect.width(), rect.height())
        painter.fillPath(outline, QColor(getattr(self._theme.colours, colour)))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        # Transparent: a QPixmap begins with undefined pixels.
        picture = QPixmap(size)
        picture.fill(QColor(0, 0, 0, 0))
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        made = _Glyph(self._letter, self._colour, self._theme)
        # Qt owns it, but PySide does not know: without a reference it would be deleted here and now.
        _CLONES.append(made)
        return made


_CLONES: list[_Glyph] = []


# Kept for ever, and not only for speed. When a cycle of Python objects that holds an icon is collected, PySide gives the
# engine back to Python and deletes it, though Qt's own copies of the icon (buttons, cells) still paint with it.
@cache
def icon(theme: Theme, name: str, colour: str = "text") -> QIcon:
    """Return an icon.

    Args:
        theme: whose colours it follows.
        name: of the Phosphor set, for example `check-circle-fill`.
        colour: the colour, a field of `core.colours.Colours`.

    Raises:
        KeyError: the set has no such icon.
    """
    _family()
    return QIcon(_Glyph(chr(int(_letters()[name], 16)), colour, theme))


def picture(theme: Theme, name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """Return an icon as a picture for a label.

    Args:
        theme: whose colours it takes, as they are now.
        name, colour: as for `icon`.
        size: edge, in device independent pixels.
        ratio: of the screen it is for.
    """
    return icon(theme, name, colour).pixmap(QSize(size, size), ratio)


def set_button_icon(button: QAbstractButton, theme: Theme, name: str, colour: str) -> None:
    """Give a button an icon, with some air between it and the words."""
    button.setIcon(icon(theme, name, colour))
    button.setIconSize(QSize(_BUTTON_ICON + 8, _BUTTON_ICON))


def _folder() -> Path:
    found = find_spec("qtawesome")
    if found is None or found.origin is None:
        raise FileNotFoundError("qtawesome")
    return Path(found.origin).parent / "fonts"


# A list has the same few in each line, and is painted anew at each key of a search.
@cache
def _outline(letter: str, width: int, height: int) -> QPainterPath:
    """Return a letter in the middle of a rectangle."""
    font = QFont(_family())
    font.setPixelSize(max(1, round(height * _FILL)))
    metrics = QFontMetricsF(font)
    left = (width - metrics.horizontalAdvance(letter)) / 2
    top = (height - metrics.height()) / 2
    drawn = QPainterPath()
    drawn.addText(QPointF(left, top + metrics.ascent()), font, letter)
    return drawn


@cache
def _letters() -> dict[str, str]:
    charmap = next(_folder().glob("phosphor-charmap-*.json"))
    found: dict[str, str] = json.loads(charmap.read_text(encoding="utf-8"))
    return found


@cache
def _family() -> str:
    font = next(_folder().glob("phosphor-[0-9]*.ttf"))
    return QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(font)))[0]
