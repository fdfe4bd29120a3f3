"""A label of one line that ends in « … » where there is no room, and never widens its window."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

# A name's beginning, so that what is cut is still recognised; in signs.
_SHORTEST = 12


class ElidedLabel(QLabel):
    """Its tooltip has the whole text while that is cut; screen readers always have it."""

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        shortest = self.fontMetrics().averageCharWidth() * _SHORTEST
        return QSize(min(least.width(), shortest), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_whole()

    def setText(self, text: str) -> None:
        super().setText(text)
        # As wide as the text where there is room, narrower where there is not.
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._say_whole()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        self.style().drawItemText(
            painter,
            room,
            int(self.alignment()),
            self.palette(),
            self.isEnabled(),
            shown,
            self.foregroundRole(),
        )

    def _say_whole(self) -> None:
        room = self.contentsRect().width()
        self.setToolTip(self.text() if self.fontMetrics().horizontalAdvance(self.text()) > room else "")
