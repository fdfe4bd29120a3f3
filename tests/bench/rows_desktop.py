"""Rows of the bench about the desktop: how soon it is usable, and what it weighs.

Each run is a process of its own, with 3,000 diners and 1,000 requests in its base, begun by

    python -m tests.bench.rows_desktop empty|window|desk|list [BASE]

which says when it was ready, on the clock that all processes share. On top only what an empty window needs.
"""

import atexit
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_DINERS, _REQUESTS = 3_000, 1_000
_MEGABYTE = 1024 * 1024


def start_row() -> tuple[float, float]:
    """Return the seconds to the first page with its figures from the base, and to an empty PySide6 window."""
    return _run("desk", str(_base()))[0], _run("empty")[0]


def shown_row() -> tuple[float, float]:
    """Return the seconds to the window painted and answering, and to an empty PySide6 window."""
    return _run("window", str(_base()))[0], _run("empty")[0]


def memory_row() -> float:
    """Return the megabytes that the desktop holds once its first page and the list of requests are shown."""
    return _run("list", str(_base()))[1]


def _run(*arguments: str) -> tuple[float, float]:
    """Run a process; return the seconds to its readiness and its megabytes then."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", __spec__.name if __spec__ else __name__, *arguments],
        check=True,
        capture_output=True,
        text=True,
        env=environment(),
    )
    ready, megabytes = done.stdout.split()[-2:]
    return float(ready) - began, float(megabytes)


def environment() -> dict[str, str]:
    """Return an environment in which byte code is kept, as in an installed program, and no screen is needed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    if not (kept.get("DISPLAY") or kept.get("WAYLAND_DISPLAY")):
        kept.setdefault("QT_QPA_PLATFORM", "offscreen")
    folders = {f"XDG_{name}_HOME": str(folder() / name.lower()) for name in ("CONFIG", "STATE", "CACHE")}
    return kept | folders | {"PYTHONPYCACHEPREFIX": str(folder() / "bytecode")}


@cache
def folder() -> Path:
    holder = tempfile.TemporaryDirectory(prefix="turbo-bench-")
    atexit.register(holder.cleanup)
    return Path(holder.name)


@cache
def _base() -> Path:
    """Make the base once, by the road that families and offices take; and run each process once, unmeasured."""
    from tests.office.portal_in_memory import PortalInMemory
    from turbo_admin.demo.families import make_requests
    from turbo_admin.demo.school import COLLEGE, make_roster, of_school, write_roster_xlsx
    from turbo_admin.demo.stage import MemoryVault
    from turbo_admin.office.desk.context import open_desk
    from turbo_admin.office.outbox import pairing
    from turbo_admin.office.roster import apply, importing
    from turbo_admin.office.sync import run
    from turbo_admin.protocol.events import RequestReceived

    base, book = folder() / "bureau.db", folder() / "hotes.xlsx"
    people = of_school(make_roster(round(_DINERS / COLLEGE.share)), COLLEGE.uai)
    write_roster_xlsx(book, people)
    portal = PortalInMemory(uai=COLLEGE.uai, name=COLLEGE.name)
    desk = open_desk(str(base), vault=MemoryVault(), connect=portal.client)
    pairing.pair(desk, "https://espace.exemple.fr", "CODE")
    apply.apply_import(desk, importing.plan_import(desk, book, COLLEGE.uai))
    for number, typed in enumerate(make_requests(people, _REQUESTS)):
        request = RequestReceived(
            request_id=f"r{number}",
            card=typed.carte,
            last_name=typed.nom,
            first_name=typed.prenom,
            email=typed.email,
            received_at=desk.now(),
        )
        portal.tell("request.received", request)
    run.synchronise(desk)
    desk.close()
    for kind in ("empty", "list"):
        _run(kind, str(base))
    return base


def _ready(when: float) -> None:
    """Say when, and with how much memory."""
    import psutil

    sys.stdout.write(f"{when} {psutil.Process().memory_info().rss / _MEGABYTE:.1f}\n")
    sys.stdout.flush()


def _when_painted(window: "QWidget", then: Callable[[float], object]) -> None:
    """Call, with when it was, once a window is on the screen.

    Qt paints it as it is exposed, and comes here when nothing else is to do. The check itself is not counted: it has
    Python make a class of Qt that neither window needs.
    """
    from PySide6.QtCore import QTimer

    now = time.monotonic()
    handle = window.windowHandle()
    if handle is not None and handle.isExposed():
        then(now)
    else:
        QTimer.singleShot(0, lambda: _when_painted(window, then))


def _empty() -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.resize(1366, 768)
    window.show()
    QTimer.singleShot(0, lambda: _when_painted(window, lambda when: (_ready(when), application.exit())))
    application.exec()


def _desk(base: str, until: str) -> None:
    """Open the desktop as the command does, and look on."""
    from PySide6.QtCore import QTimer

    from turbo_admin.app import qt_application, start
    from turbo_admin.cli import described

    application = qt_application()
    if until == "window":
        # Before what `start` puts in the queue, so that nothing but the painting comes first, as for an empty window.
        QTimer.singleShot(0, lambda: _when_painted(window, leave))
    desktop = start(described(["--database", base]).database)
    window = desktop.window

    def leave(when: float) -> None:
        _ready(when)
        application.exit()

    def loading() -> None:
        # Told once the figures are painted, before anything else is loaded.
        if until == "desk":
            leave(time.monotonic())
        elif window.navigator is not None:
            window.navigator.made.connect(lambda page: page.filled.connect(listed))
            from turbo_admin.ui.kit.navigation import PageKey, SearchPage

            window.open_page(SearchPage(PageKey.INTAKE))

    def listed() -> None:
        QTimer.singleShot(0, lambda: leave(time.monotonic()))

    if until != "window":
        window.loading.connect(loading)
    application.exec()
    desktop.close()


if __name__ == "__main__":
    if sys.argv[1] == "empty":
        _empty()
    else:
        _desk(sys.argv[2], sys.argv[1])
