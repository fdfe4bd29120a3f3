"""Filling combo boxes without emitting that the choice changed."""

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox

# Qt would make a box as wide as its longest choice at least, and an establishment's name may have 200 letters.
_NARROWEST = 96


def fill(box: QComboBox, choices: Iterable[tuple[str, str | None]], wanted: str | None = None) -> None:
    """Replace the choices of a box; no signal is emitted.

    Args:
        choices: text, value.
        wanted: the value to choose; None keeps the present one. The first choice stands in for one that is not offered.
    """
    box.setMinimumWidth(_NARROWEST)
    chosen = box.currentData() if wanted is None else wanted
    values = []
    # clear() and addItem() change the current index, and pages read their list again at each change.
    with QSignalBlocker(box):
        box.clear()
        for text, value in choices:
            box.addItem(text, value)
            values.append(value)
        box.setCurrentIndex(values.index(chosen) if chosen in values else 0)
