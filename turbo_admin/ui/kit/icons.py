"""Icons: the Phosphor letters that QtAwesome carries, painted in the colours of the moment.

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
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QIcon,
    QIconEngine,
    QPainter,
    QPainterPath,
    QPalette,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton

from turbo_admin.ui.kit.theme import Theme

_BUTTON_ICON = 16
# What the pages show, from the set's own list of 9,000, which takes longer to read than all the rest to paint; a test
# compares.
_FREQUENT = {
    "arrows-clockwise": "\uf045",
    "magnifying-glass": "\uf20a",
    "identification-card": "\uf1dc",
    "printer": "\uf288",
    "envelope": "\uf154",
    "copy": "\uf114",
    "file-pdf": "\uf16c",
    "square-fill": "\ufa57",
    "warning": "\uf35c",
    "clock-fill": "\uf866",
    "check-circle-fill": "\uf851",
    "warning-circle-fill": "\ufac6",
    "circle": "\uf0ec",
    "warning-fill": "\ufac7",
    "arrow-left": "\uf03b",
    "check": "\uf0e7",
    "check-bold": "\uf465",
    "circle-half-fill": "\uf858",
    "clock-counter-clockwise": "\uf0fc",
    "envelope-open-fill": "\uf8bf",
    "export": "\uf15a",
    "hand-pointing": "\uf1be",
    "key": "\uf1e4",
    "link-break": "\uf1f4",
    "lock": "\uf1ff",
    "paper-plane-tilt": "\uf25c",
    "plus-circle-fill": "\uf9e9",
    "prohibit-fill": "\uf9f3",
    "question-fill": "\uf9fd",
    "sign-out": "\uf2c7",
    "user-circle-fill": "\ufab0",
    "warning-circle": "\uf35d",
}
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
        painter.fillPath(outline, _ink(getattr(self._theme.colours, colour)))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        picture = QPixmap(size)
        picture.fill(QColor(0, 0, 0, 0))
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        return _Glyph(self._letter, self._colour, self._theme)


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
    letter = _FREQUENT.get(name) or chr(int(_letters()[name], 16))
    return QIcon(_Glyph(letter, colour, theme))


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


@cache
def _ink(colour: str) -> QBrush:
    """Return a brush, out of a palette: made of a colour, or a pen set, Python would first make the namespace `Qt`."""
    holder = QPalette()
    holder.setColor(QPalette.ColorRole.Text, QColor(colour))
    return holder.brush(QPalette.ColorRole.Text)


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
