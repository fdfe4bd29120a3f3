"""Rows of the bench about the desktop: how soon it is usable, and what it weighs.

Each run is a process of its own, with 3,000 diners and 1,000 requests in its base, begun by

    python -m tests.bench.rows_desktop empty|window|desk [BASE]

which says when it was ready, on the clock that all processes share. On top only what an empty window needs.
"""

import atexit
import os
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

_DINERS, _REQUESTS = 3_000, 1_000
_MEGABYTE = 1024 * 1024


def start_row() -> tuple[float, float]:
    """Return the seconds to the first page with its figures, and to an empty PySide6 window."""
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
        env=_environment(),
    )
    ready, megabytes = done.stdout.split()[-2:]
    return float(ready) - began, float(megabytes)


def _environment() -> dict[str, str]:
    """Return an environment in which byte code is kept, as in an installed program, and no screen is needed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    if not (kept.get("DISPLAY") or kept.get("WAYLAND_DISPLAY")):
        kept.setdefault("QT_QPA_PLATFORM", "offscreen")
    return kept | {"PYTHONPYCACHEPREFIX": str(_folder() / "bytecode")}


@cache
def _folder() -> Path:
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
    from turbo_admin.office import pairing, roster, sync
    from turbo_admin.office.desk import open_desk
    from turbo_admin.protocol.events import RequestReceived

    base, book = _folder() / "bureau.db", _folder() / "hotes.xlsx"
    people = of_school(make_roster(round(_DINERS / COLLEGE.share)), COLLEGE.uai)
    write_roster_xlsx(book, people)
    portal = PortalInMemory(uai=COLLEGE.uai, name=COLLEGE.name)
    desk = open_desk(str(base), vault=MemoryVault(), connect=portal.client)
    pairing.pair(desk, "https://espace.exemple.fr", "CODE")
    roster.apply_import(desk, roster.plan_import(desk, book, COLLEGE.uai))
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
    sync.synchronise(desk)
    desk.close()
    for kind in ("empty", "list"):
        _run(kind, str(base))
    return base


def _ready() -> None:
    """Say when, and with how much memory."""
    when = time.monotonic()
    import psutil

    sys.stdout.write(f"{when} {psutil.Process().memory_info().rss / _MEGABYTE:.1f}\n")
    sys.stdout.flush()


def _empty() -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.resize(1366, 768)
    window.show()
    # After the first painting, once the loop has nothing else to do.
    QTimer.singleShot(0, lambda: (_ready(), application.quit()))
    application.exec()


def _desk(base: str, until: str) -> None:
    from PySide6.QtCore import QTimer

    from turbo_admin import app

    desktop = app.Desktop(Path(base).with_name("ecran.ini"))
    application, window = app.qt_application(), desktop.window

    def leave() -> None:
        _ready()
        application.quit()

    def begun() -> None:
        page = window.navigator.current if window.navigator else None
        if page is None:
            return
        page.filled.disconnect(begun)
        if until == "list" and page.key == "home":
            shown = window.open_page("intake", "")
            if shown is not None:
                shown.filled.connect(begun)
        else:
            QTimer.singleShot(0, leave)

    def wait_for_page() -> None:
        if window.navigator and window.navigator.current:
            window.navigator.current.filled.connect(begun)

    window.resize(1366, 768)
    window.show()
    desktop.tasks.ended.connect(lambda _: QTimer.singleShot(0, wait_for_page))
    if until == "window":
        QTimer.singleShot(0, leave)
    else:
        QTimer.singleShot(0, lambda: desktop.open_desk(lambda: app._open(base)))
    application.exec()
    desktop.close()


if __name__ == "__main__":
    if sys.argv[1] == "empty":
        _empty()
    else:
        _desk(sys.argv[2], sys.argv[1])
