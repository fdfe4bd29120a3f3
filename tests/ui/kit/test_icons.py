"""Icons outlive whatever held them."""

import subprocess
import sys

import pytest

from tests.sources import ROOT

# An icon in a cycle of Python objects, and a copy of it that Qt still paints once the cycle has been collected.
_COLLECT_A_CYCLE = """
import faulthandler, gc
faulthandler.enable()
gc.disable()
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton
from turbo_admin.app import qt_application
from turbo_admin.core.colours import LIGHT
from turbo_admin.ui.kit.icons import icon
application = qt_application()
class Theme:
    colours = LIGHT
class Page:
    pass
theme, buttons = Theme(), []
for _ in range(50):
    held = icon(theme, "check")
    page = Page()
    page.me, page.icon = page, held
    buttons.append(QPushButton())
    buttons[-1].setIcon(held)
del page, held
assert gc.collect()
for button in buttons:
    assert not button.icon().pixmap(QSize(16, 16)).isNull()
"""
# Qt copies the engine of an icon that is shared when one of the copies is changed.
_CHANGE_A_COPY = """
import faulthandler
faulthandler.enable()
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from turbo_admin.app import qt_application
from turbo_admin.core.colours import LIGHT
from turbo_admin.ui.kit.icons import icon
application = qt_application()
class Theme:
    colours = LIGHT
copy = QIcon(icon(Theme(), "check"))
copy.setIsMask(True)
assert not copy.pixmap(QSize(16, 16)).isNull()
"""


@pytest.mark.parametrize("script", [_COLLECT_A_CYCLE, _CHANGE_A_COPY], ids=["collected", "changed"])
def test_an_icon_outlives_whatever_held_it(script: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", script], check=False, cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
