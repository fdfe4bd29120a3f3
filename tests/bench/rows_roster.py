"""Rows of the bench about importing diners: 3,000 pupils of SIECLE, 100,000 rows of Excel, rosters that change."""

import atexit
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from openpyxl import Workbook, load_workbook
from sqlalchemy import insert

from tests.places import in_memory
from tests.rosters.roster_counts import Score, scored
from tests.siecle_files import guardians_xml, many, pupils_xml
from tests.sources import ROOT
from turbo_admin.demo.stage import MemoryVault
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.office.roster import apply, importing
from turbo_admin.office.settings import school_edits
from turbo_admin.store.engine.database import open_database
from turbo_admin.store.engine.diner_tables import DinerTable
from turbo_admin.store.engine.ids import new_id

_UAI, _PUPILS, _ROWS, _HISTORIES = "0990001N", 3_000, 100_000, 2_000
_HEADERS = ("Nom", "Prénom", "Classe", "N° carte", "E-mail 1", "E-mail 2", "Régime", "Né(e) le")


def siecle_row() -> float:
    """Return the seconds to read 3,000 pupils and 6,000 guardians and to plan the import, of the processor."""
    desk = _desk()
    try:
        began = time.process_time()
        plan = importing.plan_import(desk, list(_export()), _UAI)
        seconds = time.process_time() - began
    finally:
        desk.close()
    if plan.create != _PUPILS or plan.problems:
        raise AssertionError(plan.problems[:3])
    return seconds


def excel_row() -> tuple[float, float]:
    """Return the seconds to read, plan and apply 100,000 rows of Excel, and for openpyxl's reading and the insert.

    Seconds of the processor: both work on one thread, each in a process of its own, and at once.
    """
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        bare = pool.submit(_bare, _book())
        return _ours(_book()), bare.result()


def wrong_row() -> float:
    """Count the lines of changing rosters that an import takes for another child."""
    return float(len(_changed().total().wrong))


def doubles_row() -> float:
    """Return how many lines create a known child again without a word, in percent."""
    return _changed().total().doubles_share


def asked_row() -> float:
    """Return in how many pairs of lists without a fault the plan asks who somebody is, in percent."""
    return _changed().total(clean=True).asked_share


@cache
def _changed() -> Score:
    """Import the histories, once, and print the table by kind."""
    with tempfile.TemporaryDirectory(prefix="turbo-listes-", dir=in_memory()) as folder:
        score = scored(_HISTORIES, Path(folder))
    sys.stdout.write(score.table() + "\n\n")
    return score


def _ours(book: Path) -> float:
    desk = _desk()
    try:
        began = time.process_time()
        done = apply.apply_import(desk, importing.plan_import(desk, book, _UAI))
        ours = time.process_time() - began
    finally:
        desk.close()
    if done.created != _ROWS:
        raise AssertionError(done.created)
    return ours


def _bare(book_file: Path) -> float:
    """Read the same file with openpyxl and insert what it holds, nothing else."""
    database = open_database(str(_fresh("nu.db")))
    with database.write() as session:
        from turbo_admin.store.schools import add_school

        add_school(session, _UAI, "École", "0683")
    began = time.process_time()
    book = load_workbook(book_file, read_only=True, data_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True, min_row=2))
    book.close()
    with database.write() as session:
        session.execute(insert(DinerTable), [_values(row) for row in rows])
    seconds = time.process_time() - began
    database.close()
    return seconds


def _values(row: tuple[object, ...]) -> dict[str, object]:
    names = ("last_name", "first_name", "class_name", "card")
    values = {name: str(cell) for name, cell in zip(names, row, strict=False)}
    return values | {"id": new_id(), "uai": _UAI, "emails": list(row[4:6]), "search": values["last_name"]}


def _desk() -> Desk:
    desk = open_desk(
        str(_fresh("bureau.db")), vault=MemoryVault(), now=lambda: datetime(2026, 11, 24, 8, tzinfo=UTC)
    )
    school_edits.add_school(desk, _UAI, "École", "0683")
    return desk


def _fresh(name: str) -> Path:
    path = _folder() / name
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    return path


@cache
def _folder() -> Path:
    holder = tempfile.TemporaryDirectory(prefix="turbo-bench-")
    atexit.register(holder.cleanup)
    return Path(holder.name)


@cache
def _export() -> tuple[Path, Path]:
    pupils = many(_PUPILS)
    paths = _folder() / "eleves.xml", _folder() / "responsables.xml"
    paths[0].write_bytes(pupils_xml(pupils))
    paths[1].write_bytes(guardians_xml(pupils))
    return paths


@cache
def _book() -> Path:
    """Return the workbook, written at the first run on this machine: it takes as long as reading it."""
    path = ROOT / "build" / "bench" / f"hotes-{_ROWS}.xlsx"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        _write_book(part)
        part.replace(path)
    return path


def _write_book(path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Hôtes")
    sheet.append(_HEADERS)
    for n in range(_ROWS):
        emails = (f"a{n}@exemple.fr", f"b{n}@exemple.fr")
        sheet.append(
            (
                f"NOM{n % 7919}",
                f"Prénom{n}",
                f"{n % 6} A",
                n,
                *emails,
                "DP 4 jours",
                date(2013, 1, n % 28 + 1),
            )
        )
    book.save(path)
