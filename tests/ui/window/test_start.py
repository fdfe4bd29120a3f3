"""The start-up, without timing it: what is loaded by when, and that no early click is lost."""

import json
import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.sources import ROOT
from tests.ui.conftest import settle
from turbo_admin.app import Desktop, start
from turbo_admin.core.errors import Refused, Unreachable
from turbo_admin.office.desk.context import Desk
from turbo_admin.store.engine.database import OfficeDatabase
from turbo_admin.ui.kit.memory import Memory
from turbo_admin.ui.kit.navigation import Command, PageKey
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.kit.tasks import Tasks
from turbo_admin.ui.kit.theme import Theme

# Each takes more time to load than the first page has.
_HEAVY = (
    "sqlalchemy", "alembic", "psycopg", "requests", "urllib.request", "keyring", "truststore", "msgspec", "argon2",
    "cryptography", "openpyxl", "reportlab", "numpy", "pyqtgraph", "qtawesome", "rapidfuzz", "subprocess",
    "PySide6.QtNetwork", "PySide6.QtSvg", "PySide6.QtPdf",
)  # fmt: skip
# Opens the desktop on a base as the command does, and says what was loaded when.
_LOOK_ON = """
import sys
from turbo_admin.cli import described
options = described(["--database", sys.argv[1]])
from turbo_admin.app import qt_application, start
from PySide6.QtCore import QEvent, QObject, QTimer
application, seen = qt_application(), {"painted": []}
class Look(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            seen["painted"].append(watched.property("text") or "")
        return False
if "painted" in sys.argv:
    look = Look()
    application.installEventFilter(look)
def note(name):
    seen[name] = list(sys.modules)
QTimer.singleShot(0, lambda: note("window"))
desktop = start(options.database)
def filled():
    note("figures")
    seen["shown"] = list(seen["painted"])
    application.exit()
desktop.window.loading.connect(filled)
application.exec()
desktop.close()
import json
print(json.dumps(seen))
"""

# The clerk chooses what is typed, as soon as anything can be chosen; says what each choice gave, and where it led.
_CHOOSE_ON = """
import sys
from turbo_admin.cli import described
options = described(["--database", sys.argv[1]])
from turbo_admin.app import qt_application, start
from turbo_admin.ui.window.pages import module_of
from turbo_admin.ui.kit.navigation import PageKey
from PySide6.QtCore import QTimer
application = qt_application()
desktop = start(options.database)
window, given = desktop.window, []
def choose():
    for key in map(PageKey, sys.argv[2:]):
        given.append([key, window.open_page(key) is not None, module_of(key) in sys.modules])
def look():
    if given and desktop.tasks.is_idle:
        application.exit()
window.ready.connect(choose)
timer = QTimer()
timer.timeout.connect(look)
timer.start(5)
application.exec()
shown = [page.key for page in window.navigator.pages], window.navigator.current.key
desktop.close()
import json
print(json.dumps([given, *shown, window.form.status.currentMessage()]))
"""


@pytest.fixture
def opening(desk: Desk, tmp_path: Path) -> dict[str, list[str]]:
    """What was loaded when the window was painted and when Accueil had its figures, on a base with four requests."""
    return _look_on(desk, tmp_path)


def _look_on(desk: Desk, tmp_path: Path, *more: str) -> dict[str, list[str]]:
    seen: dict[str, list[str]] = _run_on(_LOOK_ON, desk, tmp_path, *more)
    return seen


def _run_on(script: str, desk: Desk, tmp_path: Path, *more: str) -> Any:
    desk.database.close()
    folders = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "STATE", "CACHE")}
    done = subprocess.run(
        [sys.executable, "-c", script, desk.database_address, *more],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=os.environ | folders | {"QT_QPA_PLATFORM": "offscreen"},
        timeout=60,
    )
    return json.loads(done.stdout)


def _among(loaded: list[str], names: tuple[str, ...]) -> list[str]:
    return sorted(one for one in loaded if any(one == name or one.startswith(f"{name}.") for name in names))


def test_the_window_is_painted_before_anything_is_made_of_the_base(opening: dict[str, list[str]]) -> None:
    assert _among(opening["window"], _HEAVY) == []


def test_accueil_has_its_true_figures_before_anything_heavy_is_loaded(opening: dict[str, list[str]]) -> None:
    assert _among(opening["figures"], _HEAVY) == []


def test_nothing_else_is_loaded_before_the_figures_are_painted(desk: Desk, tmp_path: Path) -> None:
    assert {"4", "demandes à traiter"} <= set(_look_on(desk, tmp_path, "painted")["shown"])


def test_the_window_does_not_wait_for_a_server_that_keeps_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    for name in ("CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        made = start(f"postgresql://127.0.0.1:{silent.getsockname()[1]}/espace?connect_timeout=20")
        qtbot.waitExposed(made.window)
        made.window.open_page(PageKey.INTAKE)
        assert "un instant" in made.window.form.status.currentMessage()
        assert not made.window.opening._form.retry.isVisible()
    qtbot.waitUntil(made.window.opening._form.retry.isVisible, timeout=20_000)
    made.close()


@pytest.fixture
def early(desk: Desk, tmp_path: Path, qtbot: QtBot):  # type: ignore[no-untyped-def]
    """The window, shown, whose base is not open yet; its desk is closed with it."""
    made = Desktop(tmp_path / "ecran.ini")
    made.window.wait("Ouverture de la base")
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    made.close()
    desk.close()


def _place(early: Desktop) -> tuple[Tasks, Theme, Memory]:
    return early.tasks, early.theme, early.window.memory


def _open(early: Desktop, desk: Desk) -> None:
    early.window.begin(Workplace(desk, *_place(early)))


def test_a_page_chosen_before_the_base_is_open_opens_as_soon_as_it_is(
    early: Desktop, desk: Desk, qtbot: QtBot
) -> None:
    QTest.keyClick(early.window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert "un instant" in early.window.form.status.currentMessage()
    _open(early, desk)
    settle(qtbot, early)
    assert early.window.navigator is not None
    assert early.window.navigator.current is not None
    assert early.window.navigator.current.key is PageKey.INTAKE
    assert early.window.form.status.currentMessage() == ""


def test_a_synchronisation_asked_for_before_the_base_is_open_runs_as_soon_as_it_is(
    early: Desktop, desk: Desk, qtbot: QtBot
) -> None:
    QTest.keyClick(early.window, Qt.Key.Key_F5)
    _open(early, desk)
    settle(qtbot, early)
    assert early.window.panel is not None
    assert "réussie" in early.window.panel.summary


def test_of_several_early_choices_the_last_one_counts(early: Desktop, desk: Desk, qtbot: QtBot) -> None:
    early.window.open_page(PageKey.SCHOOLS)
    early.window.open_page(PageKey.PLANNING)
    _open(early, desk)
    settle(qtbot, early)
    assert early.window.navigator is not None
    assert [page.key for page in early.window.navigator.pages] == [PageKey.HOME, PageKey.PLANNING]


def test_a_page_chosen_while_it_is_being_loaded_opens_as_soon_as_it_is(desk: Desk, tmp_path: Path) -> None:
    given, pages, current, said = _run_on(_CHOOSE_ON, desk, tmp_path, "intake")
    assert given == [["intake", False, False]]
    assert (pages, current, said) == (["home", "intake"], "intake", "")


def test_of_several_pages_chosen_while_they_are_being_loaded_the_last_one_counts(
    desk: Desk, tmp_path: Path
) -> None:
    given, pages, current, _ = _run_on(_CHOOSE_ON, desk, tmp_path, "intake", "help")
    assert [made for _, made, _ in given] == [False, False]
    assert (pages, current) == (["home", "help"], "help")


def test_the_window_can_be_left_before_the_base_is_open(early: Desktop) -> None:
    early.window.run(Command.QUIT)
    assert not early.window.isVisible()


def test_a_base_that_cannot_be_opened_leaves_no_dead_click(early: Desktop, qtbot: QtBot) -> None:
    early.window.open_page(PageKey.INTAKE)
    early.window.fail(Unreachable("database_unreachable"))
    assert not early.window.form.menus.isEnabled()
    assert early.window.opening.isVisible()
    early.window.wait("Ouverture de la base")
    assert early.window.form.menus.isEnabled()
    assert early.window.form.status.currentMessage() == ""


def test_figures_that_cannot_be_read_do_not_keep_the_rest_from_opening(
    early: Desktop, desk: Desk, qtbot: QtBot
) -> None:
    early.window.open_page(PageKey.HELP)
    desk.database.close()
    base = Path(desk.database_address)
    base.rename(base.with_suffix(".elsewhere"))
    early.window.begin(
        Workplace(replace(desk, database=OfficeDatabase(desk.database_address)), *_place(early))
    )
    settle(qtbot, early)
    assert early.window.messages.text == str(Refused("database_folder", path=""))
    assert early.window.navigator is not None
    assert early.window.navigator.current is not None
    assert early.window.navigator.current.key is PageKey.HELP


def test_the_mouse_on_the_words_of_a_tile_presses_the_tile(desktop: Desktop, qtbot: QtBot) -> None:
    assert desktop.window.navigator is not None
    home = desktop.window.navigator.current
    QTest.mouseClick(home._open._title, Qt.MouseButton.LeftButton)  # type: ignore[union-attr]
    settle(qtbot, desktop)
    assert desktop.window.navigator.current.key is PageKey.INTAKE  # type: ignore[union-attr]
