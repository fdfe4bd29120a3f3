"""Rows of the bench about a thousand accounts: generated and laid out, beside a screen that answers.

Each run is a process of its own, begun by `python -m tests.bench.rows_accounts BASE FOLDER`, which prints one JSON
object. The window is driven as a clerk drives it: all that is certain is ticked, and turned into accounts; what came of
it is written as a PDF, by the page of the sheets; a second time it is stopped half-way.
"""

import itertools
import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from tests.bench.rows_desktop import environment, folder
from turbo_admin.ui.kit.navigation import PageKey, SearchPage

_ACCOUNTS = 1_000
_UAI, _SITE = "0990001N", "0683"
# One process measures all: the n-th run of each row is the n-th process.
_measured: list[dict[str, float]] = []
_taken: Counter[str] = Counter()


def generate_row() -> tuple[float, float]:
    """Return the seconds to generate 1,000 accounts, and bare argon2id's on all cores for as many passwords."""
    return _next("generate"), _measured[_taken["generate"] - 1]["bare"]


def layout_row() -> tuple[float, float]:
    """Return the seconds to generate 1,000 accounts and write their sheets, and bare argon2id's."""
    return _next("layout"), _measured[_taken["layout"] - 1]["bare"]


def stall_row() -> float:
    """Return the longest time meanwhile, in milliseconds, that the screen's thread answered nothing."""
    return _next("stall")


def cancel_row() -> float:
    """Return the seconds from « Annuler », pressed half-way, until nothing runs and nothing was written."""
    return _next("cancel")


def _next(figure: str) -> float:
    number = _taken[figure]
    _taken[figure] += 1
    while len(_measured) <= number:
        _measured.append(_run(len(_measured)))
    return _measured[number][figure]


def _run(number: int) -> dict[str, float]:
    place = folder() / f"comptes-{number}"
    place.mkdir()
    shutil.copy(_base(), place / "bureau.db")
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.rows_accounts", str(place)],
        check=True,
        capture_output=True,
        text=True,
        env=environment(),
    )
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


@cache
def _base() -> Path:
    """Make a base once in which 1,000 families ask rightly, each from the address that the roster knows."""
    from sqlalchemy import insert

    from tests.bench.rows_matching import invented
    from turbo_admin.core.matching.spellings import fold
    from turbo_admin.office.desk.context import open_desk
    from turbo_admin.office.matching.outdated import match_outdated
    from turbo_admin.office.settings.school_edits import add_school
    from turbo_admin.store import request_matches
    from turbo_admin.store.engine.diner_tables import DinerTable
    from turbo_admin.store.engine.request_tables import RequestTable

    path, now = folder() / "comptes.db", datetime.now(UTC)
    desk = open_desk(str(path))
    add_school(desk, _UAI, "Lycée de l’Exemple", _SITE)
    # Of two namesakes one; not the first of all, whose card is no number.
    people = {(one.last_name, one.first_name): one for one in invented(2 * _ACCOUNTS)}.values()
    diners, requests = [], []
    for one in list(people)[1 : _ACCOUNTS + 1]:
        names = {"last_name": one.last_name, "first_name": one.first_name, "uai": _UAI}
        email, said = f"{one.id}@exemple.fr", fold(f"{one.last_name} {one.first_name}")
        diners.append(names | {"id": one.id, "card": one.card, "emails": [email], "search": said})
        asked = {"card": one.card[-5:], "email": email, "received_at": now, "search": said}
        requests.append(names | asked | {"id": f"r{one.id}", "state": "open"})
    with desk.database.write() as session:
        session.execute(insert(DinerTable), diners)
        session.execute(insert(RequestTable), requests)
        request_matches.outdate_school(session, _UAI)
    match_outdated(desk, _UAI)
    desk.close()
    return path


def _measure(place: Path) -> dict[str, float]:
    from PySide6.QtCore import QEventLoop, QTimer

    from tests.bench.rows_paper import bare_hashes
    from turbo_admin import app
    from turbo_admin.demo.stage import MemoryVault
    from turbo_admin.office.desk.context import open_desk
    from turbo_admin.office.sheets.printing import save_pdf

    passwords = [secrets.token_hex(8) for _ in range(_ACCOUNTS)]
    began = time.perf_counter()
    bare_hashes(passwords)
    bare = time.perf_counter() - began

    desk = open_desk(str(place / "bureau.db"), vault=MemoryVault())
    desktop = app.build(desk, place / "ecran.ini")
    window, tasks, qt = desktop.window, desktop.tasks, app.qt_application()
    window.resize(1366, 768)
    window.show()

    def until(done: Callable[[], bool]) -> None:
        loop, timer = QEventLoop(), QTimer()
        timer.timeout.connect(lambda: loop.quit() if done() else None)
        timer.start(1)
        loop.exec()

    def open_ready() -> Any:
        page = window.open_page(SearchPage(PageKey.INTAKE))
        until(lambda: tasks.is_idle and len(page.model.requests.index.lines) == _ACCOUNTS)
        page.form.tick_certain.click()
        if len(page.model.requests.ticked()) != _ACCOUNTS:
            raise AssertionError(len(page.model.requests.ticked()))
        return page

    until(lambda: window.commands is not None and tasks.is_idle)
    page = open_ready()
    cancel = _cancelled(page, tasks, until)

    issued: list[Any] = []
    page.acts.issued.connect(issued.append)
    beats, pulse = [time.perf_counter()], QTimer()
    pulse.timeout.connect(lambda: beats.append(time.perf_counter()))
    pulse.start(1)
    began = time.perf_counter()
    page.form.issue_button.click()
    until(lambda: bool(issued))
    generate = time.perf_counter() - began
    written: list[int] = []
    sheets, path = issued[0].sheets, place / "fiches.pdf"
    tasks.write(
        window, lambda report: save_pdf(desk, sheets, path, report=report), written.append, label="Fiches"
    )
    until(lambda: bool(written))
    layout = time.perf_counter() - began
    qt.processEvents()
    beats.append(time.perf_counter())
    desktop.close()
    if (issued[0].accounts, written) != (_ACCOUNTS, [_ACCOUNTS]):
        raise AssertionError((issued[0].accounts, written))
    stall = max(after - before for before, after in itertools.pairwise(beats))
    return {"bare": bare, "generate": generate, "layout": layout, "stall": stall * 1000, "cancel": cancel}


def _cancelled(page: Any, tasks: Any, until: Callable[[Callable[[], bool]], None]) -> float:
    """Press « Annuler » half-way; return the seconds until nothing runs any more, all lines open as before."""
    steps: list[int] = []
    tasks.progressed.connect(lambda _job, _step, done, _total: steps.append(done))
    page.form.issue_button.click()
    until(lambda: bool(steps) and steps[-1] >= _ACCOUNTS // 2)
    began = time.perf_counter()
    tasks.cancel_all()
    until(lambda: tasks.is_idle)
    seconds = time.perf_counter() - began
    tasks.progressed.disconnect()
    if len(page.model.requests.ticked()) != _ACCOUNTS:
        raise AssertionError(len(page.model.requests.ticked()))
    return seconds


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.stdout.write(json.dumps(_measure(Path(sys.argv[1]))) + "\n")
