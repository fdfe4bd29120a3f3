"""The tiles of « Accord avec le portail »: for each kind, how many records each side holds."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from turbo_admin.core.french import thousands
from turbo_admin.ui.kit.icons import picture
from turbo_admin.ui.kit.theme import Theme

_ICON = 24


class AgreementTile:
    """Fills a frame of the form.

    Args:
        name: of the icon.
    """

    def __init__(self, frame: QFrame, theme: Theme, name: str) -> None:
        self.frame, self._theme, self._name = frame, theme, name
        self._icon, self._figure = QLabel(frame), QLabel(frame)
        self._title, self._detail = QLabel(frame), QLabel(frame)
        self._figure.setProperty("part", "figure")
        self._title.setProperty("part", "heading")
        self._detail.setProperty("part", "muted")
        row, words = QHBoxLayout(frame), QVBoxLayout()
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(12)
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        row.addWidget(self._icon)
        row.addWidget(self._figure)
        row.addLayout(words, 1)
        theme.changed.connect(self._paint)
        self._paint()

    def show(self, figure: str, title: str, here: int, there: int) -> None:
        """Show how many records of a kind there are.

        Args:
            figure: how many lines the plan has of it; empty when there is no plan.
        """
        self._figure.setText(figure)
        self._figure.setVisible(bool(figure))
        self._title.setText(title)
        detail = f"{thousands(here)} ici, {thousands(there)} au portail"
        self._detail.setText(detail)
        self.frame.setAccessibleName(" ".join(part for part in (figure, title) if part))
        self.frame.setAccessibleDescription(detail)

    def _paint(self) -> None:
        self._icon.setPixmap(
            picture(self._theme, self._name, "accent", _ICON, self._icon.devicePixelRatioF())
        )
