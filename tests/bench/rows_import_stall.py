"""A row about the import page with many diners: how long the screen answered nothing at most.

Each run is a process of its own, begun by `python -m tests.bench.rows_import_stall FOLDER`, which prints the longest
delays of a timer of the screen, in milliseconds: during the import, and while another thread merely counts.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.rows_desktop import environment

if TYPE_CHECKING:
    from turbo_admin.app import Desktop

_MANY = 5_000
_TICK_MS, _COUNTING_SECONDS, _GIVE_UP_SECONDS = 5, 1.0, 120.0
_UAI = "0990001N"


def stall_row() -> tuple[float, float]:
    """Return the longest delay, in milliseconds, during an import, and while a thread merely counts."""
    with tempfile.TemporaryDirectory(prefix="turbo-bench-") as folder:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.rows_import_stall", folder],
            check=True,
            capture_output=True,
            text=True,
            env=environment(),
        )
    importing, counting = json.loads(done.stdout.splitlines()[-1])
    return importing, counting


def _measure(folder: Path) -> tuple[float, float]:
    from turbo_admin.app import build, qt_application

    # isort: split
    from turbo_admin.demo.stage import MemoryVault
    from turbo_admin.office.desk.context import open_desk
    from turbo_admin.office.settings.school_edits import add_school

    application = qt_application()
    desk = open_desk(str(folder / "bureau.db"), vault=MemoryVault())
    add_school(desk, _UAI, "Collège de l’Exemple", "0683")
    desktop = build(desk, folder / "ecran.ini")
    desktop.window.show()
    _settle(desktop)
    page = desktop.window.open_page("roster_import")
    _settle(desktop)
    with _delays(desktop) as counting:
        desktop.tasks.read(desktop, lambda _: _count(), lambda _: None)
        _settle(desktop)
    with _delays(desktop) as importing:
        page.read(_write_file(folder / "foule.csv"))
        _settle(desktop)
        if page.model.rowCount() != _MANY:
            raise AssertionError(f"{page.model.rowCount()} lines shown")
        page.form.rows.scrollToBottom()
        page.form.apply.click()
        _settle(desktop)
    desktop.close()
    application.quit()
    return 1000 * max(importing), 1000 * max(counting)


def _settle(desktop: "Desktop") -> None:
    """Let the screen work until nothing has run for a while."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, still = QEventLoop(), 0

    def look() -> None:
        nonlocal still
        still = still + 1 if desktop.tasks.is_idle else 0
        if still > 12:
            loop.quit()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(10)
    QTimer.singleShot(int(1000 * _GIVE_UP_SECONDS), loop.quit)
    loop.exec()
    if still <= 12:
        raise AssertionError("the import did not end")


@contextmanager
def _delays(desktop: "Desktop") -> Iterator[list[float]]:
    """Note by how much a timer of the screen was late each time, in seconds."""
    from PySide6.QtCore import QTimer

    late, last = [0.0], time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        late.append(now - last - _TICK_MS / 1000)
        last = now

    timer = QTimer(desktop.window)
    timer.timeout.connect(tick)
    timer.start(_TICK_MS)
    yield late
    timer.stop()


def _count() -> int:
    number, until = 0, time.thread_time() + _COUNTING_SECONDS
    while time.thread_time() < until:
        number += 1
    return number


def _write_file(path: Path) -> Path:
    lines = (f"NOM{n % 997};Prénom{n};{n % 6} A;{n}\n" for n in range(_MANY))
    path.write_text("Nom;Prénom;Classe;N° carte\n" + "".join(lines), encoding="utf-8")
    return path


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measure(Path(sys.argv[1]))) + "\n")
