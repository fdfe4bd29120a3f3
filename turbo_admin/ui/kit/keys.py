"""Keyboard shortcuts, and how far from a widget they apply."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind(
    keys: str,
    where: QWidget,
    act: Callable[[], object],
    context: Qt.ShortcutContext = Qt.ShortcutContext.WidgetWithChildrenShortcut,
) -> None:
    """Have keys do an act while a widget, or one below it, has the keyboard.

    Args:
        keys: as `QKeySequence` reads them, for example `Ctrl+G`.
        context: narrower or wider than the widget and what is in it.
    """
    shortcut = QShortcut(QKeySequence(keys), where)
    # Not by the constructor, which takes a context by keyword and forgets it: Space would tick from everywhere.
    shortcut.setContext(context)
    shortcut.activated.connect(act)


def bind_window(keys: str, window: QWidget, act: Callable[[], object]) -> None:
    """Have keys do an act wherever in the window the keyboard is."""
    QShortcut(QKeySequence(keys), window).activated.connect(act)
