"""Opens every page and every dialog on the screen that the platform describes, and says what does not fit on it.

    python -m tests.ui.window.screen_sizes DATABASE

Prints a JSON list of sentences, empty when all fits. `test_screen_sizes` runs it, a process for each screen.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget

from installer.compile_forms import forms
from turbo_admin.app import Desktop, build
from turbo_admin.demo.stage import MemoryVault
from turbo_admin.office.desk.context import open_desk
from turbo_admin.ui.kit.dialog import Dialog
from turbo_admin.ui.kit.navigation import ConfigureSchool, Destination, PageKey, ShowDiner
from turbo_admin.ui.kit.page import BarMessage, Tone
from turbo_admin.ui.window.pages import PAGES
from turbo_admin.ui.window.shortcuts import ShortcutsDialog

_STILL = 10
_LONG_MESSAGE = "Une phrase assez longue pour occuper deux lignes au-dessus de la page. " * 4


def main(address: str) -> list[str]:
    """Return what does not fit."""
    desk = open_desk(address, vault=MemoryVault(), who="claire", workstation="PC-claire")
    desktop = build(desk, Path(address).with_name("ecran.ini"))
    desktop.window.show()
    _settle(desktop)
    found = _problems("first window", desktop.window)
    desktop.window.show_message(BarMessage(_LONG_MESSAGE, Tone.WARNING, link="Configurer"))
    assert desktop.window.panel is not None
    desktop.window.panel.show()
    for key in PAGES:
        desktop.window.open_page(_destination(key))
        _settle(desktop)
        found += _problems(key.value, desktop.window)
    for dialog, name in _dialogs(desktop.window):
        dialog.show()
        QTest.qWait(1)
        found += _problems(name, dialog)
        dialog.close()
    desktop.close()
    return found


def _destination(key: PageKey) -> Destination:
    if key is PageKey.DINER_FILE:
        return ShowDiner("H1")
    return ConfigureSchool("0990001N") if key is PageKey.SETTINGS else key


def _dialogs(window: QWidget) -> list[tuple[QWidget, str]]:
    drawn = [
        (_drawn(form, window), form.stem) for form in forms() if 'class="QDialog"' in form.read_text("utf-8")
    ]
    return [*drawn, (ShortcutsDialog(window), "shortcuts")]


def _drawn(form: Path, window: QWidget) -> QWidget:
    module: Any = import_module(f"turbo_admin.ui.forms.{form.parent.name}.{form.stem}")
    made = next(value for name, value in vars(module).items() if name.startswith("Ui_"))
    dialog = Dialog(window)
    made().setupUi(dialog)
    return dialog


def _problems(name: str, window: QWidget) -> list[str]:
    screen, shown = window.screen().availableGeometry(), window.frameGeometry()
    least = window.minimumSizeHint().expandedTo(window.minimumSize()) + shown.size() - window.size()
    found = []
    if not screen.contains(shown):
        found.append(f"{name}: {_size(shown)} is beyond the screen of {_size(screen)}")
    if least.width() > screen.width() or least.height() > screen.height():
        found.append(f"{name}: cannot be smaller than {least.width()}×{least.height()}")
    return found + [f"{name}: « {button.text()} » is out of reach" for button in _unreachable(window)]


def _unreachable(window: QWidget) -> list[QAbstractButton]:
    """Return the buttons that are neither in sight nor in an area that scrolls."""
    return [
        button
        for button in window.findChildren(QAbstractButton)
        if button.isVisible() and button.text() and not _is_reachable(button, window)
    ]


def _is_reachable(button: QAbstractButton, window: QWidget) -> bool:
    outer = button.parentWidget()
    while outer is not None and outer is not window and not isinstance(outer, QScrollArea):
        outer = outer.parentWidget()
    if isinstance(outer, QScrollArea):
        return True
    return window.rect().contains(QRect(button.mapTo(window, QPoint()), button.size()))


def _size(what: QRect) -> str:
    size: QSize = what.size()
    return f"{size.width()}×{size.height()}"


def _settle(desktop: Desktop) -> None:
    still = 0
    while still < _STILL:
        QTest.qWait(2)
        still = still + 1 if desktop.tasks.is_idle and desktop.window.commands is not None else 0


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1])) + "\n")
