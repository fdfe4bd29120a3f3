"""A stick that is full, protected or pulled out; a migration whose copy finds no room."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.small_disk import NoMountError, SmallDisk, small_disk
from tests.office.backup.test_backups import migrated_to
from turbo_admin.core.errors import Refused
from turbo_admin.office.backup.copying import choose_folder, save_copy
from turbo_admin.office.backup.restoring import plan_restore, restore_copy
from turbo_admin.office.desk.automatic_copies import default_folder
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.office.settings import school_edits, schools

pytestmark = pytest.mark.skipif(os.name != "posix", reason="disks are mounted as Linux does")


@pytest.fixture
def stick() -> Iterator[SmallDisk]:
    """A disk of three megabytes."""
    try:
        with small_disk(3) as disk:
            yield disk
    except NoMountError as error:
        pytest.skip(str(error))


def test_a_full_stick_is_said_and_keeps_the_former_copy(desk: Desk, stick: SmallDisk) -> None:
    save_copy(desk, stick.folder / "lundi.db")
    before = (stick.folder / "lundi.db").read_bytes()
    stick.leave(64 * 1024)
    for target in ("lundi.db", "mardi.db"):
        with pytest.raises(Refused) as refusal:
            save_copy(desk, stick.folder / target, replace=True)
        assert refusal.value.code == "backup_disk_full"
        assert str(stick.folder) in str(refusal.value)
    assert sorted(one.name for one in stick.folder.iterdir()) == ["lest", "lundi.db"]
    assert (stick.folder / "lundi.db").read_bytes() == before
    stick.make_room()
    save_copy(desk, stick.folder / "mardi.db")


def test_a_protected_stick_is_said_and_can_be_restored_from(desk: Desk, stick: SmallDisk) -> None:
    save_copy(desk, stick.folder / "lundi.db")
    school_edits.add_school(desk, "0990002P", "Lycée ajouté depuis", "")
    subprocess.run(["mount", "-o", "remount,ro", str(stick.folder)], check=True)
    with pytest.raises(Refused) as refusal:
        save_copy(desk, stick.folder / "mardi.db")
    assert refusal.value.code == "backup_folder_readonly"
    restore_copy(desk, plan_restore(desk, stick.folder / "lundi.db"))
    assert len(schools.schools(desk)) == 1


def test_a_restore_that_finds_no_room_leaves_the_base(desk: Desk, stick: SmallDisk, tmp_path: Path) -> None:
    save_copy(desk, tmp_path / "lundi.db")
    desk.close()
    shutil.copy(desk.database_address, stick.folder / "bureau.db")
    with closing_desk(stick.folder / "bureau.db") as small:
        school_edits.add_school(small, "0990002P", "Lycée ajouté depuis", "")
        # Room for the copy of what stands there, not for what would take its place.
        stick.leave(300 * 1024)
        with pytest.raises(Refused, match="place"):
            restore_copy(small, plan_restore(small, tmp_path / "lundi.db"))
        stick.make_room()
        assert len(schools.schools(small)) == 2
    with closing(sqlite3.connect(stick.folder / "bureau.db")) as base:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def closing_desk(base: Path) -> "closing[Desk]":
    return closing(open_desk(str(base), workstation="PC-claire"))


def older(desk: Desk, folder: Path) -> Path:
    """Return a base of an older version in a folder."""
    desk.close()
    base = Path(shutil.copy(desk.database_address, folder / "bureau.db"))
    migrated_to(str(base), "0008")
    return base


def version(base: Path) -> str:
    with closing(sqlite3.connect(base)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_a_base_is_copied_before_it_is_brought_up_to_date(desk: Desk, tmp_path: Path) -> None:
    base = older(desk, tmp_path)
    closing_desk(base).thing.close()
    [copy] = default_folder(base).iterdir()
    assert copy.name.endswith("-avant-mise-a-jour.db")
    assert (version(copy), version(base)) == ("0008", "0010")
    closing_desk(base).thing.close()
    assert len(list(default_folder(base).iterdir())) == 1


def test_a_base_that_cannot_be_copied_is_not_brought_up_to_date(desk: Desk, stick: SmallDisk) -> None:
    base = older(desk, stick.folder)
    stick.leave(64 * 1024)
    with pytest.raises(Refused, match="copie de sécurité") as refusal:
        closing_desk(base)
    assert refusal.value.code == "backup_before_migration"
    assert "libérez de la place" in str(refusal.value)
    assert version(base) == "0008"
    stick.make_room()
    closing_desk(base).thing.close()
    assert version(base) == "0010"


def test_a_chosen_folder_that_is_away_does_not_keep_a_base_from_being_opened(
    desk: Desk, stick: SmallDisk, tmp_path: Path
) -> None:
    chosen = stick.folder / "copies"
    chosen.mkdir()
    choose_folder(desk, chosen)
    base = older(desk, tmp_path)
    closing_desk(base).thing.close()
    assert len(list(chosen.iterdir())) == 1
    shutil.rmtree(chosen)
    subprocess.run(["mount", "-o", "remount,ro", str(stick.folder)], check=True)
    migrated_to(str(base), "0008")
    closing_desk(base).thing.close()
    assert len(list(default_folder(base).iterdir())) == 1
    assert version(base) == "0010"
