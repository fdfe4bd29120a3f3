"""Settings of the screen kept on this PC: sizes, columns, sort, filters. They never hold personal data."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QHeaderView, QMainWindow, QSplitter


class Memory:
    """The screen's own settings, an ini file of this PC.

    Args:
        file: created when something is first remembered.
    """

    def __init__(self, file: Path) -> None:
        # The native format would be the registry on Windows; a file lies with the program's other data.
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        """Return what was remembered under `page/what`, or the default."""
        return str(self._settings.value(key, default))

    def remember(self, key: str, value: str) -> None:
        """Keep a word, for example a filter's."""
        self._settings.setValue(key, value)

    def restore_window(self, window: "QMainWindow") -> bool:
        """Give the window its last place; False the first time, or when that screen is gone."""
        return window.restoreGeometry(self._bytes("window/geometry"))

    def remember_window(self, window: "QMainWindow") -> None:
        """Keep the window's place and size."""
        self._settings.setValue("window/geometry", window.saveGeometry())

    def restore_header(self, key: str, header: "QHeaderView") -> bool:
        """Give a table its last columns, widths and sort; False the first time."""
        return header.restoreState(self._bytes(f"{key}/columns"))

    def remember_header(self, key: str, header: "QHeaderView") -> None:
        """Keep a table's columns, widths and sort."""
        self._settings.setValue(f"{key}/columns", header.saveState())

    def restore_splitter(self, key: str, splitter: "QSplitter") -> bool:
        """Give a splitter its last shares; False the first time."""
        return splitter.restoreState(self._bytes(f"{key}/shares"))

    def remember_splitter(self, key: str, splitter: "QSplitter") -> None:
        """Keep a splitter's shares."""
        self._settings.setValue(f"{key}/shares", splitter.saveState())

    def save(self) -> None:
        """Write the file now."""
        self._settings.sync()

    def _bytes(self, key: str) -> QByteArray:
        # An ini file that a person edited may hold anything; restoreState refuses what it cannot read.
        kept = self._settings.value(key)
        return kept if isinstance(kept, QByteArray) else QByteArray()
