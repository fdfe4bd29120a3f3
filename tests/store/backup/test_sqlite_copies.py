"""Copies of a SQLite file: whole or not at all, of one moment, and nothing else is taken for one."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.sources import ROOT
from turbo_admin.core.errors import BadData, Cancelled, Outdated, Refused
from turbo_admin.store import schools
from turbo_admin.store.backup.contents_reader import contents_of_copy
from turbo_admin.store.backup.sqlite_restore import check_unused, restore_sqlite
from turbo_admin.store.engine.database import open_database
from turbo_admin.store.engine.sqlite_copies import copy_base, folder_errors

# Moves one euro from one account to the other, in transactions, until it is killed.
_WRITER = """
import sqlite3, sys
base = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=15)
number = 0
while True:
    number += 1
    base.execute("BEGIN IMMEDIATE")
    base.execute("UPDATE office SET last_rev = last_rev + 1")
    base.execute("UPDATE pair SET one = one - 1, filling = randomblob(3000) WHERE id % 50 = ?", [number % 50])
    base.execute("UPDATE pair SET other = other + 1 WHERE id % 50 = ?", [number % 50])
    base.execute("COMMIT")
    if number == 1:
        print("writing", flush=True)
"""
_COPIER = """
import sys
from pathlib import Path
from turbo_admin.store.engine.sqlite_copies import copy_base
def stop(done, total):
    if done > total // 2:
        print("half", flush=True)
        sys.stdin.read()
copy_base(Path(sys.argv[1]), Path(sys.argv[2]), progress=stop)
"""
# Puts two copies back in turn until it is killed.
_RESTORER = """
import sys
from pathlib import Path
from turbo_admin.store.backup.sqlite_restore import restore_sqlite
base, *copies = map(Path, sys.argv[1:])
number = 0
while True:
    number += 1
    restore_sqlite(copies[number % 2], base, lambda session: None)
    print(number, flush=True)
"""


@pytest.fixture
def base(blank_file: Path, tmp_path: Path) -> Path:
    """A base with a school, a few megabytes, and pairs of numbers whose sum is always zero."""
    path = Path(shutil.copy(blank_file, tmp_path / "bureau.db"))
    with closing(open_database(str(path))) as database, database.write() as session:
        schools.add_school(session, "0990001N", "Collège des Tilleuls", "")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE pair (id INTEGER PRIMARY KEY, one, other, filling)")
        lines = [(number, os.urandom(3000)) for number in range(5000)]
        connection.executemany("INSERT INTO pair VALUES (?, 0, 0, ?)", lines)
    return path


def python(code: str, *arguments: str | Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


@contextmanager
def killed_at_the_end(process: "subprocess.Popen[str]", says: str) -> Iterator[None]:
    """Wait until a process has said something, and kill it at the end of the block."""
    assert process.stdout
    assert process.stdin
    try:
        assert process.stdout.readline().strip() == says
        yield
    finally:
        process.kill()
        process.wait(30)
        process.stdout.close()
        process.stdin.close()


def test_a_copy_made_while_another_process_writes_is_of_one_moment(base: Path, tmp_path: Path) -> None:
    with killed_at_the_end(python(_WRITER, base), "writing"):
        for number in range(5):
            copy_base(base, tmp_path / f"{number}.db")
    revs = []
    for number in range(5):
        with closing(sqlite3.connect(tmp_path / f"{number}.db")) as copy:
            revs += copy.execute("SELECT last_rev FROM office").fetchone()
            [(total, unequal)] = copy.execute(
                "SELECT sum(one + other), count(*) FILTER (WHERE one + other <> 0) FROM pair"
            )
            assert (total, unequal) == (0, 0)
            assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert revs == sorted(revs)
    assert revs[0] < revs[-1]


def test_a_copy_that_is_killed_midway_leaves_nothing_that_looks_like_one(base: Path, tmp_path: Path) -> None:
    folder = tmp_path / "clé"
    folder.mkdir()
    with killed_at_the_end(python(_COPIER, base, folder / "copie.db"), "half"):
        pass
    left = [one.name for one in folder.iterdir()]
    assert left
    assert all(one.startswith(".turbo-") and ".part" in one for one in left)
    copy_base(base, folder / "copie.db")
    assert contents_of_copy(folder / "copie.db").schools == ("Collège des Tilleuls",)


def test_a_copy_that_is_stopped_leaves_the_former_one(base: Path, tmp_path: Path) -> None:
    folder = tmp_path / "clé"
    folder.mkdir()
    copy_base(base, folder / "copie.db")
    before = (folder / "copie.db").read_bytes()

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        copy_base(base, folder / "copie.db", replace=True, progress=stop)
    assert [one.name for one in folder.iterdir()] == ["copie.db"]
    assert (folder / "copie.db").read_bytes() == before


def test_where_no_copy_can_be_written_is_said(base: Path, tmp_path: Path) -> None:
    (tmp_path / "là.db").write_bytes(b"autre chose")
    for target, code in (
        (tmp_path / "partie" / "copie.db", "backup_folder_missing"),
        (tmp_path / "là.db" / "copie.db", "backup_folder_missing"),
        (tmp_path / "là.db", "backup_exists"),
        (tmp_path, "backup_exists"),
        (base, "backup_onto_base"),
    ):
        with pytest.raises(Refused) as refusal:
            copy_base(base, target)
        assert refusal.value.code == code
    with pytest.raises(Refused, match="la base elle-même"):
        copy_base(base, base, replace=True)
    assert (tmp_path / "là.db").read_bytes() == b"autre chose"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "backup_disk_full"),
        (errno.EROFS, "backup_folder_readonly"),
        (errno.EACCES, "backup_folder_readonly"),
        (errno.ENOENT, "backup_folder_missing"),
        (errno.EIO, "backup_disk_failing"),
    ],
)
def test_what_the_system_says_of_a_folder_is_told_in_words(number: int, code: str) -> None:
    with pytest.raises(Refused) as refusal, folder_errors(Path("E:/")):
        raise OSError(number, os.strerror(number))
    assert refusal.value.code == code
    assert "E:" in str(refusal.value)


def test_a_file_that_is_no_copy_is_told_apart_from_a_damaged_one(base: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copie.db"
    copy_base(base, copy)
    whole = copy.read_bytes()
    files = {
        "lettre.db": (b"Chers parents, " * 500, "backup_not_ours"),
        "vide.db": (b"", "backup_not_ours"),
        "coupee.db": (whole[: len(whole) // 2], "backup_damaged"),
        "debut.db": (whole[:2000], "backup_damaged"),
        "milieu.db": (whole[:40960] + bytes(40960) + whole[81920:], "backup_damaged"),
    }
    for name, (content, code) in files.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadData) as refusal:
            contents_of_copy(tmp_path / name)
        assert (name, refusal.value.code) == (name, code)
    with closing(sqlite3.connect(tmp_path / "autre.db")) as other, other:
        other.execute("CREATE TABLE office (epoch)")
    with pytest.raises(BadData, match="n’est pas une sauvegarde"):
        contents_of_copy(tmp_path / "autre.db")
    with pytest.raises(BadData, match="n’existe pas"):
        contents_of_copy(tmp_path / "partie.db")


def test_a_copy_of_a_later_version_is_refused(base: Path, tmp_path: Path) -> None:
    copy_base(base, tmp_path / "copie.db")
    with closing(sqlite3.connect(tmp_path / "copie.db")) as copy, copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Outdated, match="version plus récente"):
        contents_of_copy(tmp_path / "copie.db")


def test_reading_a_copy_writes_nothing_beside_it(base: Path, tmp_path: Path) -> None:
    folder = tmp_path / "clé"
    folder.mkdir()
    copy_base(base, folder / "copie.db")
    before = (folder / "copie.db").stat().st_mtime_ns
    assert contents_of_copy(folder / "copie.db").diners == 0
    assert [one.name for one in folder.iterdir()] == ["copie.db"]
    assert (folder / "copie.db").stat().st_mtime_ns == before


def test_a_restore_waits_for_nobody_who_has_the_base_open(base: Path, tmp_path: Path) -> None:
    copy_base(base, tmp_path / "copie.db")
    before = base.read_bytes()
    with closing(open_database(str(base))) as other, other.read() as session:
        assert schools.has_school(session, "0990001N")
        with pytest.raises(Refused, match="a la base ouverte"):
            check_unused(base)
        with pytest.raises(Refused, match="a la base ouverte"):
            restore_sqlite(tmp_path / "copie.db", base, lambda _session: None)
    assert base.read_bytes() == before
    check_unused(base)


def test_a_restore_that_fails_leaves_the_base_as_it_was(base: Path, tmp_path: Path) -> None:
    copy_base(base, tmp_path / "copie.db")
    with closing(open_database(str(base))) as database, database.write() as session:
        schools.add_school(session, "0990002P", "Lycée", "")

    def fail(_session: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        restore_sqlite(tmp_path / "copie.db", base, fail)
    with closing(open_database(str(base))) as database, database.read() as session:
        assert schools.has_school(session, "0990002P")
    assert not list(tmp_path.glob(".turbo-*"))


def test_a_restore_that_is_killed_leaves_one_base_or_the_other(base: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "un.db", tmp_path / "autre.db"
    copy_base(base, one)
    with closing(open_database(str(base))) as database, database.write() as session:
        schools.add_school(session, "0990002P", "Lycée", "")
    copy_base(base, other)
    for pause in range(6):
        with killed_at_the_end(python(_RESTORER, base, one, other), "1"):
            # Somewhere in the next one: each kill comes a little later.
            sum(range(pause * 1_000_000))
        with closing(sqlite3.connect(base)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("SELECT count(*) FROM pair WHERE one + other = 0").fetchone() == (5000,)
            assert connection.execute("SELECT count(*) FROM school").fetchone() in {(1,), (2,)}
        check_unused(base)
