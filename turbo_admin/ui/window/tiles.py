"""The tiles of the home page: a figure, what it counts, and the page it opens."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from turbo_admin.ui.kit.icons import picture
from turbo_admin.ui.kit.theme import Theme

_ICON = 30


class Tile:
    """Dresses a button as a tile.

    Args:
        button: of the form; its own text stays empty.
        theme: whose colours the icon takes.
        name: of the icon.
    """

    def __init__(self, button: QPushButton, theme: Theme, name: str) -> None:
        self._button, self._theme = button, theme
        self._look = (name, "accent")
        self._icon, self._figure = QLabel(button), QLabel(button)
        self._title, self._detail = QLabel(button), QLabel(button)
        self._figure.setProperty("part", "figure")
        self._title.setProperty("part", "heading")
        self._detail.setProperty("part", "muted")
        self._title.setWordWrap(True)
        self._detail.setWordWrap(True)
        self._lay_out()
        self._icon.setFixedSize(_ICON, _ICON)
        theme.changed.connect(self._paint)

    def show(self, figure: str, title: str, detail: str, *, name: str = "", colour: str = "accent") -> None:
        """Show a figure.

        Args:
            figure: short, or empty.
            title: what it counts.
            detail: what it means for today.
            name, colour: another icon, and its colour.
        """
        self._figure.setText(figure)
        self._figure.setVisible(bool(figure))
        self._title.setText(title)
        self._detail.setText(detail)
        self._look = (name or self._look[0], colour)
        self._button.setAccessibleName(" ".join(part for part in (figure, title) if part))
        self._button.setAccessibleDescription(detail)
        self._paint()

    def _lay_out(self) -> None:
        row, words = QHBoxLayout(self._button), QVBoxLayout()
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(14)
        words.setSpacing(2)
        words.addStretch()
        words.addWidget(self._title)
        words.addWidget(self._detail)
        words.addStretch()
        row.addWidget(self._icon)
        row.addWidget(self._figure)
        row.addLayout(words, 1)

    def _paint(self) -> None:
        name, colour = self._look
        self._icon.setPixmap(picture(self._theme, name, colour, _ICON, self._icon.devicePixelRatioF()))
