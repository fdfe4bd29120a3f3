"""Drives the real windows as a clerk does: menus, buttons, fields and dialogs."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)

from turbo_admin.app import Desktop
from turbo_admin.ui.kit.page import Page

P = TypeVar("P", bound=Page)
_PATIENCE_SECONDS = 120.0
_POLL_MS = 20
_IDLE_POLLS = 5
# A page that is not drawn yet has a few flat colours; a drawn one also has the grey edges of its letters.
_BLANK_PAGE_COLOURS = 12


class Clerk:
    """Drives a desktop.

    Args:
        desktop: shown.
        screens: where `shoot` leaves its pictures.

    Attributes:
        is_interrupted: whether Ctrl+C was pressed.
    """

    def __init__(self, desktop: Desktop, screens: Path) -> None:
        self.desktop = desktop
        self._screens = screens
        self._shots = 0
        self.is_interrupted = False

    def interrupt(self) -> None:
        """Make the next `wait` raise: an exception in the middle of a call of Qt would be lost."""
        self.is_interrupted = True

    def wait(self, until: Callable[[], bool], what: str) -> None:
        """Process Qt's events until a condition holds.

        Raises:
            TimeoutError: it does not hold within two minutes.
            KeyboardInterrupt: `interrupt` was called.
        """
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not until():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _POLL_MS)
            if self.is_interrupted:
                raise KeyboardInterrupt
            if time.monotonic() > deadline:
                raise TimeoutError(what)

    def settle(self) -> None:
        """Wait until nothing runs, nothing is read, and everything is painted."""
        # An act that ends may start another one: idle means idle several times in a row.
        for _ in range(_IDLE_POLLS):
            self.wait(lambda: self.desktop.tasks.is_idle, "an act never ended")
            QApplication.processEvents()

    def page(self, kind: type[P]) -> P:
        """Return the page that is shown.

        Raises:
            LookupError: another one is.
        """
        navigator = self.desktop.window.navigator
        current = navigator.current if navigator else None
        if not isinstance(current, kind):
            raise LookupError(f"{kind.__name__} is not shown, but {type(current).__name__}")
        return current

    def choose(self, *labels: str) -> None:
        """Choose an entry of the menu bar by its labels, without their mnemonics."""
        actions = self.desktop.window.form.menus.actions()
        for label in labels:
            action = _labelled(actions, label)
            menu = action.menu()
            actions = menu.actions() if menu is not None else []  # type: ignore[attr-defined]  # QMenu, says Qt
        action.trigger()
        self.settle()

    def press(self, button: QPushButton) -> None:
        """Click a button.

        Raises:
            LookupError: it is disabled or hidden.
        """
        if not (button.isEnabled() and button.isVisible()):
            raise LookupError(f"« {button.text()} » cannot be pressed")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def tick(self, box: QCheckBox) -> None:
        """Tick a box, whatever it was."""
        box.setFocus()
        if not box.isChecked():
            QTest.keyClick(box, Qt.Key.Key_Space)

    def type_in(self, field: QLineEdit, text: str) -> None:
        """Replace what a field holds."""
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text) if text.isascii() else field.setText(text)

    def agree(self, button: str) -> None:
        """Press a button of the question that is asked."""
        self.wait(lambda: _shown(QMessageBox) is not None, f"nobody asked « {button} »")
        box = _shown(QMessageBox)
        assert box is not None  # noqa: S101 (waited for)
        found = next(one for one in box.buttons() if one.text().replace("&", "") == button)
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)
        self.settle()

    def name_file(self, path: Path) -> None:
        """Answer the dialog that asks for a file."""
        self.wait(lambda: _shown(QFileDialog) is not None, "nobody asked for a file")
        dialog = _shown(QFileDialog)
        assert dialog is not None  # noqa: S101 (waited for)
        dialog.fileSelected.emit(str(path))
        dialog.reject()
        self.settle()

    def synchronise(self) -> str:
        """Press « Synchroniser maintenant », wait for the end, and return the sentence that sums it up."""
        self.choose("Comptabilité", "Espace numérique", "Synchroniser maintenant")
        return self.await_sync()

    def await_sync(self) -> str:
        """Wait for the end of a synchronisation that was started, and return the sentence that sums it up."""
        panel = self.desktop.window.panel
        if panel is None:
            raise LookupError("there is no desk yet")
        self.wait(lambda: not panel.is_running and bool(panel.summary), "the synchronisation never ended")
        self.settle()
        return panel.summary

    def await_drawing(self, widget: QWidget) -> None:
        """Wait until a widget that draws on a thread of its own, as a PDF view does, shows more than a blank page."""

        def drawn() -> bool:
            image = widget.grab().toImage()
            step = max(1, image.width() // 100)
            row = (
                image.pixel(x, y)
                for y in range(0, image.height(), step)
                for x in range(0, image.width(), step)
            )
            return len(set(row)) > _BLANK_PAGE_COLOURS

        self.wait(drawn, "the page was never drawn")

    def shoot(self, name: str) -> None:
        """Leave a picture of the window, numbered in the order of the day."""
        self.settle()
        self._shots += 1
        window: QWidget = self.desktop.window
        window.grab().save(str(self._screens / f"{self._shots:02d}-{name}.png"))


def _labelled(actions: list[QAction], label: str) -> QAction:
    for action in actions:
        if action.text().replace("&", "") == label:
            return action
    raise LookupError(f"no menu entry « {label} »")


W = TypeVar("W", bound=QWidget)


def _shown(kind: type[W]) -> W | None:
    return next(
        (one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()), None
    )
