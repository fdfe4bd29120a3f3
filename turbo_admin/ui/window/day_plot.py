"""Chart of requests received and answered per day. pyqtgraph draws it, imported once the home page is shown."""

from collections.abc import Sequence
from datetime import date
from importlib import import_module
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from turbo_admin.core.colours import Colours

DayCounts = tuple[date, int, int]
# Width of a bar, in days: two fit beside each other with a gap.
_BAR = 0.38
_LABEL_EVERY_DAYS = 5


class DayPlot(QObject):
    """Two bars a day."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        # On the GUI thread although it takes 0.35 s: pyqtgraph creates Qt objects while it is imported.
        self._library: Any = import_module("pyqtgraph")
        self.widget: Any = self._library.PlotWidget(parent, enableMenu=False)
        self.widget.setMouseEnabled(x=False, y=False)
        self.widget.hideButtons()
        # Not reached by Tab: the text below says the same, and a screen reader cannot read the chart.
        self.widget.setFocusPolicy(parent.focusPolicy().NoFocus)

    def show(self, days: Sequence[DayCounts], colours: Colours) -> None:
        """Draw the days, oldest first, in these colours."""
        plot, library = self.widget, self._library
        plot.clear()
        plot.setBackground(colours.surface)
        for shift, colour, column in ((-_BAR / 2, colours.accent, 1), (_BAR / 2, colours.probable, 2)):
            bars = [(x + shift, day[column]) for x, day in enumerate(days) if day[column]]
            plot.addItem(
                library.BarGraphItem(
                    x=[x for x, _ in bars],
                    height=[height for _, height in bars],
                    width=_BAR,
                    brush=colour,
                    pen=colour,
                )
            )
        self._axes(days, colours)

    def _axes(self, days: Sequence[DayCounts], colours: Colours) -> None:
        highest = max((max(received, answered) for _, received, answered in days), default=0)
        # At least four units high, so that one request does not fill the chart.
        self.widget.setYRange(0, max(highest, 4) * 1.1, padding=0)
        self.widget.setXRange(-0.7, len(days) - 0.3, padding=0)
        bottom, left = self.widget.getAxis("bottom"), self.widget.getAxis("left")
        bottom.setTicks([_ticks(days)])
        left.setTicks([_levels(highest)])
        for axis in (bottom, left):
            axis.setPen(colours.line)
            axis.setTextPen(colours.muted)
        self.widget.showGrid(x=False, y=True, alpha=0.12)


def words(days: Sequence[DayCounts]) -> str:
    """Return the plot in words, for those who do not see it."""
    received, answered = sum(day[1] for day in days), sum(day[2] for day in days)
    return f"En 30 jours : {received} reçues, {answered} traitées."


def _ticks(days: Sequence[DayCounts]) -> list[tuple[int, str]]:
    last = len(days) - 1
    # Counted from the right: the last label is today's.
    return [(x, f"{days[x][0]:%d/%m}") for x in range(last, -1, -_LABEL_EVERY_DAYS)]


def _levels(highest: int) -> list[tuple[int, str]]:
    step = max(1, -(-max(highest, 4) // 4))
    return [(level, str(level)) for level in range(0, max(highest, 4) + 1, step)]
