"""A desktop at a real desk: SQLite, the cast in its roster, a portal with a memory."""

import shutil
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tests.office.conftest import Clock, import_and_pair
from tests.office.portal_in_memory import PortalInMemory
from tests.office.prepared_office import PreparedOffice, prepare_office
from tests.office.scheduler_in_memory import SchedulerInMemory
from tests.people import (
    INES_GARCIA,
    LEA_MARTIN,
    LUKASZ,
    MONDAY,
    STRANGER,
    make_received,
)
from turbo_admin.app import Desktop, build, qt_application
from turbo_admin.demo.stage import MemoryVault
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.office.sync import run
from turbo_admin.ui.kit.navigation import Destination

# An act that ends may start another one: idle means idle several times in a row.
_STILL, _PATIENCE_S, _SHORT_MS = 5, 20, 250


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """Qt's application as the desktop makes it."""
    return qt_application()


@pytest.fixture
def clock() -> Clock:
    """Monday morning, until moved."""
    return Clock()


@pytest.fixture
def portal() -> PortalInMemory:
    """A portal that knows nothing yet."""
    return PortalInMemory()


@pytest.fixture
def scheduler() -> SchedulerInMemory:
    """A PC on which nothing is planned yet."""
    return SchedulerInMemory()


@pytest.fixture(scope="session")
def asked_file(blank_file: Path, tmp_path_factory: pytest.TempPathFactory) -> PreparedOffice:
    """An office with the cast in its roster, paired, and four requests synchronised."""
    folder = tmp_path_factory.mktemp("bureau")
    base = str(shutil.copy(blank_file, folder / "bureau.db"))

    def fill(desk: Desk, portal: PortalInMemory) -> None:
        import_and_pair(desk, folder)
        _ask(portal)
        run.synchronise(desk)

    return prepare_office(base, fill, Clock())


@pytest.fixture
def asked(request: pytest.FixtureRequest, portal: PortalInMemory) -> PreparedOffice | None:
    """What the test's base is a copy of when the test works at `desk`; None for an empty base."""
    if "desk" not in request.fixturenames:
        return None
    prepared: PreparedOffice = request.getfixturevalue("asked_file")
    prepared.restore(portal)
    return prepared


@pytest.fixture
def base(asked: PreparedOffice | None, blank_file: Path, tmp_path: Path) -> str:
    """The test's own SQLite base."""
    return str(shutil.copy(asked.base if asked else blank_file, tmp_path / "bureau.db"))


@pytest.fixture
def new_desk(
    asked: PreparedOffice | None,
    base: str,
    clock: Clock,
    portal: PortalInMemory,
    scheduler: SchedulerInMemory,
) -> Callable[[], Desk]:
    """Opens a PC on one SQLite base; closing it is the caller's."""
    vault = asked.copy_vault() if asked else MemoryVault()

    def open_one() -> Desk:
        return open_desk(
            base,
            vault=vault,
            now=clock,
            connect=portal.client,
            who="claire",
            workstation="PC-claire",
            scheduler=scheduler,
        )

    return open_one


@pytest.fixture
def bare_desk(new_desk: Callable[[], Desk]) -> Desk:
    """A desk on an empty base, closed with the desktop."""
    return new_desk()


@pytest.fixture
def desk(bare_desk: Desk) -> Desk:
    """A desk with the cast in its roster, paired, and four requests synchronised.

    Léa and Łukasz ask rightly from a known address; an Inès gives her namesake's address and no right card; a
    stranger asks.
    """
    return bare_desk


def _ask(portal: PortalInMemory) -> None:
    """Have four families ask: see `desk`."""
    asked = (
        make_received(LEA_MARTIN, request_id="lea", received_at=MONDAY - timedelta(days=6)),
        make_received(LUKASZ, request_id="lukasz", received_at=MONDAY - timedelta(hours=2)),
        make_received(INES_GARCIA, request_id="ines", card="06999", email="nouvelle@exemple.fr"),
        make_received(STRANGER, request_id="stranger"),
    )
    for request in asked:
        portal.tell("request.received", request)


@pytest.fixture
def desktop(desk: Desk, tmp_path: Path, qtbot: QtBot) -> Iterator[Desktop]:
    """The desktop at that desk, shown."""
    yield from _shown(desk, tmp_path, qtbot)


@pytest.fixture
def new_desktop(bare_desk: Desk, tmp_path: Path, qtbot: QtBot) -> Iterator[Desktop]:
    """The desktop of a new installation, shown."""
    yield from _shown(bare_desk, tmp_path, qtbot)


def _shown(desk: Desk, folder: Path, qtbot: QtBot) -> Iterator[Desktop]:
    made = build(desk, folder / "ecran.ini")
    bugs: list[Exception] = []
    made.tasks.crashed.disconnect(made.window.report.take)
    made.tasks.crashed.connect(bugs.append)
    made.window.resize(1366, 768)
    made.window.show()
    settle(qtbot, made)
    yield made
    made.close()
    assert not bugs, bugs


def settle(qtbot: QtBot, desktop: Desktop) -> None:
    """Wait until nothing runs, no short wait of a page is pending, and what came back is shown."""
    still, until = 0, time.monotonic() + _PATIENCE_S
    while still < _STILL:
        assert time.monotonic() < until, "the program goes on and on"
        QTest.qWait(1)  # Qt processes its events meanwhile
        still = still + 1 if desktop.tasks.is_idle and not _is_about_to_act(desktop) else 0


def _is_about_to_act(desktop: Desktop) -> bool:
    """Whether a page waits for the clerk to stop typing or choosing (`bars` and `opening` wait longer, for slow acts)."""
    return any(
        timer.isActive() and timer.isSingleShot() and timer.interval() < _SHORT_MS
        for timer in desktop.window.findChildren(QTimer)
    )


def go(qtbot: QtBot, desktop: Desktop, destination: Destination) -> Any:
    """Open a page and wait until it shows what it read."""
    page = desktop.window.open_page(destination)
    settle(qtbot, desktop)
    return page


def dialog(qtbot: QtBot) -> Any:
    """Return the dialog that is open, once it is."""
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=5_000)
    return QApplication.activeModalWidget()


def answer(qtbot: QtBot, button: str) -> None:
    """Press a button of the question that is asked."""
    box = dialog(qtbot)
    assert isinstance(box, QMessageBox)
    next(one for one in box.buttons() if one.text().replace("&", "") == button).click()


def widgets(parent: QWidget) -> list[QWidget]:
    """Return a widget and all below it."""
    return [parent, *parent.findChildren(QWidget)]
