"""Rows of the bench about the Demandes page with 20,000 and 100,000 requests: shown, searched, sorted, and never stuck.

Each run is a process of its own, begun by `python -m tests.bench.rows_desk BASE NUMBER`, which prints one JSON object. The
window is driven as a clerk drives it: keys typed in the search, clicks on a header.
"""

import itertools
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests.bench.rows_desktop import environment, folder
from turbo_admin.ui.kit.navigation import PageKey, SearchPage

# Ten years of a large school, and five times as many.
_REQUESTS, _MANY_REQUESTS = 20_000, 100_000
_DINERS, _OPEN_PART = 3_000, 20
# Each look takes Python from whoever reads: two of them a millisecond would be felt in what they measure.
_LOOK_EVERY_MS = 5
_UAI = "0990001N"
_LAST = (
    "MARTIN",
    "DUPONT",
    "GARCÍA",
    "LEFÈVRE",
    "NGUYỄN",
    "BEN SALAH",
    "ŁUKASZEWICZ",
    "DA SILVA",
    "LE GOFF",
    "KOÇ",
)
_FIRST = ("Léa", "Hugo", "Inès", "Maël", "Zoé", "Anne-Sophie", "Mohamed", "Thị Lan", "Jules", "Adèle")


# One process measures all: the n-th run of each row is the n-th process with so many requests.
_measured: dict[int, list[dict[str, float]]] = {_REQUESTS: [], _MANY_REQUESTS: []}
_taken: Counter[tuple[int, str]] = Counter()


def first_row() -> float:
    """Return the milliseconds from asking for the page to its first lines."""
    return _next("first")


def usable_row() -> float:
    """Return the seconds from asking for the page until all lines can be searched and sorted."""
    return _next("usable")


def key_row() -> float:
    """Return the milliseconds that the slowest key typed in the search takes, its rows painted."""
    return _next("key")


def sort_row() -> float:
    """Return the milliseconds that the slowest click on a header takes, its rows painted."""
    return _next("sort")


def stall_row() -> float:
    """Return the longest time, in milliseconds, that the screen's thread answered nothing."""
    return _next("stall")


def many_usable_row() -> float:
    """Return the same as `usable_row`, with 100,000 requests."""
    return _next("usable", _MANY_REQUESTS)


def many_stall_row() -> float:
    """Return the same as `stall_row`, with 100,000 requests."""
    return _next("stall", _MANY_REQUESTS)


def _next(figure: str, requests: int = _REQUESTS) -> float:
    number, measured = _taken[requests, figure], _measured[requests]
    _taken[requests, figure] += 1
    while len(measured) <= number:
        measured.append(_run(requests))
    return measured[number][figure]


def _run(requests: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.rows_desk", str(base(requests)), str(requests)],
        check=True,
        capture_output=True,
        text=True,
        env=environment(),
    )
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


@cache
def base(requests: int) -> Path:
    """Make a base with so many requests, one in twenty to be dealt with, through the store."""
    from sqlalchemy import insert

    from turbo_admin.core.matching.spellings import fold
    from turbo_admin.office.desk.context import open_desk
    from turbo_admin.office.settings.school_edits import add_school
    from turbo_admin.store.engine.diner_tables import DinerTable
    from turbo_admin.store.engine.request_tables import RequestTable

    path, draw, now = folder() / f"demandes-{requests}.db", Random(1), datetime.now(UTC)  # noqa: S311 (no secret)
    desk = open_desk(str(path))
    add_school(desk, _UAI, "Lycée de l’Exemple", "0683")
    people = [
        (f"d{number}", f"{draw.choice(_LAST)} {number % 97}", draw.choice(_FIRST), f"0683-{number:05d}")
        for number in range(_DINERS)
    ]
    with desk.database.write() as session:
        session.execute(
            insert(DinerTable),
            [
                {
                    "id": one,
                    "uai": _UAI,
                    "last_name": last,
                    "first_name": first,
                    "class_name": "5 A",
                    "card": card,
                }
                | {"emails": [f"{one}@exemple.fr"], "search": fold(f"{last} {first} 5 A {card}")}
                for one, last, first, card in people
            ],
        )
        session.execute(insert(RequestTable), [_request(number, people, now) for number in range(requests)])
    desk.close()
    return path


def _request(number: int, people: list[tuple[str, str, str, str]], now: datetime) -> dict[str, Any]:
    from turbo_admin.core.matching.spellings import fold

    diner, last, first, card = people[number % len(people)]
    is_open, email = number % _OPEN_PART == 0, f"{diner}@exemple.fr"
    received = now - timedelta(minutes=number)
    return {
        "id": f"r{number}",
        "uai": _UAI,
        "card": card[-5:],
        "last_name": last,
        "first_name": first,
        "email": email,
        "received_at": received,
        "state": "open" if is_open else "issued" if number % 10 else "refused",
        "diner_id": diner,
        "degree": ("certaine", "probable", "ambiguë", "certaine")[number % 4],
        "alerts": [] if number % 3 else ["nom différent"],
        "dealt_at": None if is_open else received + timedelta(hours=5),
        "dealt_by": "" if is_open else "claire",
        "search": _searched(card, last, first, email, fold),
    }


def _searched(card: str, last: str, first: str, email: str, fold: Callable[[str], str]) -> str:
    from_request = f"{card[-5:]} {last} {first} {email}"
    return fold(from_request)


def _measure(path: str, requests: int) -> dict[str, float]:
    from PySide6.QtCore import QEventLoop, Qt, QTimer
    from PySide6.QtTest import QTest

    from turbo_admin import app
    from turbo_admin.demo.stage import MemoryVault
    from turbo_admin.office.desk.context import open_desk
    from turbo_admin.ui.intake.request_index import ALERTS, DINER, LAST

    desktop = app.build(open_desk(path, vault=MemoryVault()), Path(path).with_name("ecran-demandes.ini"))
    window, qt = desktop.window, app.qt_application()
    window.resize(1366, 768)
    window.show()

    def until(done: Callable[[], bool]) -> float:
        began, loop, timer = time.perf_counter(), QEventLoop(), QTimer()
        timer.timeout.connect(lambda: loop.quit() if done() else None)
        timer.start(_LOOK_EVERY_MS)
        loop.exec()
        return time.perf_counter() - began

    until(lambda: window.commands is not None)
    beats, pulse = [time.perf_counter()], QTimer()
    pulse.timeout.connect(lambda: beats.append(time.perf_counter()))
    pulse.start(_LOOK_EVERY_MS)
    until(lambda: desktop.tasks.is_idle)

    began = time.perf_counter()
    page: Any = window.open_page(SearchPage(PageKey.INTAKE))
    rows = page.model.rowCount
    until(lambda: rows() > 0)
    qt.processEvents()
    first = time.perf_counter() - began
    until(lambda: len(page.model.requests.index.lines) == requests)
    usable = time.perf_counter() - began
    until(lambda: desktop.tasks.is_idle)
    page.form.tabs.setCurrentIndex(3)
    qt.processEvents()
    keys = [_timed(lambda key=key: QTest.keyClicks(page.form.search, key), qt) for key in "martin lea"]
    page.form.search.clear()
    qt.processEvents()
    header = page.form.table.horizontalHeader()
    sorts = [
        _timed(lambda column=column, order=order: header.setSortIndicator(column, order), qt)
        for column in (LAST, DINER, ALERTS)
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder)
    ]
    qt.processEvents()
    beats.append(time.perf_counter())
    stall = max(after - before for before, after in itertools.pairwise(beats))
    desktop.close()
    return {
        "first": first * 1000,
        "usable": usable,
        "key": max(keys),
        "sort": max(sorts),
        "stall": stall * 1000,
    }


def _timed(act: Callable[[], object], qt: Any) -> float:
    began = time.perf_counter()
    act()
    qt.processEvents()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.stdout.write(json.dumps(_measure(sys.argv[1], int(sys.argv[2]))) + "\n")
