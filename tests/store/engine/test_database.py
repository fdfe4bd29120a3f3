"""Opening the office's database: made, migrated, copied, refused."""

import os
import sys
import threading
from contextlib import closing
from importlib import resources
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url, text

from turbo_admin.core.errors import Outdated, Refused, Unreachable
from turbo_admin.store import schools
from turbo_admin.store.engine.connection_settings import SCHEMA_VERSION
from turbo_admin.store.engine.database import OfficeDatabase, open_database
from turbo_admin.store.engine.migrate import configuration
from turbo_admin.store.engine.schema import METADATA
from turbo_admin.store.engine.sql_engine import make_engine

MIGRATIONS = Path(str(resources.files("turbo_admin.store") / "migrations"))


def test_the_program_knows_its_own_schema_version() -> None:
    assert ScriptDirectory.from_config(configuration(MIGRATIONS)).get_current_head() == SCHEMA_VERSION


def engine_of(where: str):  # type: ignore[no-untyped-def]
    """Return a plain engine on an office database."""
    if where.startswith("postgresql"):
        return create_engine(make_url(where).set(drivername="postgresql+psycopg"))
    return create_engine(f"sqlite:///{where}")


@pytest.mark.parametrize("name", ["Mes%20documents", "q?x=1", "a#b", "mode=ro&cache=shared", "été 100%"])
def test_a_path_is_a_path_whatever_is_in_it(tmp_path: Path, name: str) -> None:
    base = tmp_path / name / f"{name}.sqlite"
    with closing(open_database(str(base))) as database, database.read() as session:
        epoch = schools.epoch(session)
    assert base.is_file()
    assert sorted(one.name for one in tmp_path.iterdir()) == [name]
    assert {one.name for one in base.parent.iterdir()} <= {base.name + end for end in ("", "-wal", "-shm")}
    with closing(open_database(str(base))) as database, database.read() as session:
        assert schools.epoch(session) == epoch
        database.home_figures()


@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has rights of another kind, and a profile of the user's own"
)
def test_nobody_else_on_this_machine_may_read_the_base(tmp_path: Path) -> None:
    base, former = tmp_path / "bureau.sqlite", os.umask(0o022)
    try:
        with closing(open_database(str(base))) as database, database.write() as session:
            schools.epoch(session)
            assert {one.stat().st_mode & 0o777 for one in tmp_path.iterdir()} == {0o600}
        # One of a former version is taken back from the others.
        base.chmod(0o644)
        with closing(open_database(str(base))) as database, database.read() as session:
            schools.epoch(session)
        assert base.stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(former)


def test_an_epoch_is_drawn_once(office_database: str) -> None:
    with closing(open_database(office_database)) as database, database.read() as session:
        first = schools.epoch(session)
    with closing(open_database(office_database)) as database, database.read() as session:
        assert schools.epoch(session) == first


def test_the_migrations_make_just_the_tables_that_the_program_knows(office_database: str) -> None:
    open_database(office_database).close()
    engine = engine_of(office_database)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_every_migration_goes_both_ways(office_database: str) -> None:
    open_database(office_database).close()
    engine = engine_of(office_database)
    config = configuration(MIGRATIONS)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        command.upgrade(config, "head")
    engine.dispose()
    open_database(office_database).close()


def test_a_database_of_a_later_version_is_refused_untouched(office_database: str) -> None:
    open_database(office_database).close()
    engine = engine_of(office_database)
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(Outdated, match="mettez ce poste à jour"):
        open_database(office_database)
    engine.dispose()


def test_sqlite_is_safe_against_power_cuts(tmp_path: Path) -> None:
    with closing(open_database(str(tmp_path / "b.db"))) as database, database.read() as session:
        assert session.execute(text("pragma journal_mode")).scalar() == "wal"
        assert session.execute(text("pragma synchronous")).scalar() == 2
        assert session.execute(text("pragma foreign_keys")).scalar() == 1


def older(where: str, version: str = "0009") -> None:
    """Make a database of an older version."""
    open_database(where).close()
    engine = engine_of(where)
    config = configuration(MIGRATIONS)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, version)
    engine.dispose()


def test_what_is_done_before_a_migration_sees_the_older_tables_and_can_stop_it(office_database: str) -> None:
    older(office_database)
    seen = []

    def refuse() -> None:
        engine = engine_of(office_database)
        with engine.connect() as connection:
            seen.append(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())
        engine.dispose()
        raise Refused("disk_full")

    with pytest.raises(Refused):
        open_database(office_database, before_migration=refuse)
    with pytest.raises(Refused):
        open_database(office_database, before_migration=refuse)
    assert seen == ["0009", "0009"]
    open_database(office_database).close()
    open_database(office_database, before_migration=refuse).close()


@pytest.mark.parametrize("where", ["mysql://x/y", "ftp://x"])
def test_an_address_that_is_none_is_said(where: str) -> None:
    with pytest.raises(Refused):
        open_database(where)


def test_a_server_that_does_not_answer_is_said() -> None:
    with pytest.raises(Unreachable, match="Rien n’est perdu"):
        open_database("postgresql://postgres@127.0.0.1:1/x")


def test_a_server_that_has_gone_away_since_is_said_whatever_the_way_of_reading() -> None:
    gone = "postgresql://postgres@127.0.0.1:1/x"
    with closing(OfficeDatabase(gone)) as database:
        with pytest.raises(Unreachable, match="Rien n’est perdu"), database.read() as session:
            schools.has_school(session, "0990001N")
        with pytest.raises(Unreachable, match="Rien n’est perdu"):
            database.home_figures()


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "lettre.db"
    path.write_bytes(b"Chers parents, " * 500)
    with pytest.raises(Refused, match="n’est pas une base"):
        open_database(str(path))
    assert path.read_bytes().startswith(b"Chers parents")


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("x", encoding="utf-8")
    with pytest.raises(Refused, match="Vérifiez les droits"):
        open_database(str(tmp_path / "fichier" / "b.db"))


def test_revs_are_drawn_once_each_by_all_writers(office_database: str) -> None:
    with closing(open_database(office_database)) as database:
        drawn: list[int] = []

        def draw() -> None:
            for _ in range(20):
                with database.write() as session:
                    drawn.extend(schools.take_revs(session, 3))

        threads = [threading.Thread(target=draw) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(drawn) == list(range(1, 241))


def test_a_write_that_fails_leaves_nothing(office_database: str) -> None:
    with closing(open_database(office_database)) as database:
        with pytest.raises(ZeroDivisionError):
            _fail_midway(database)
        with database.read() as session:
            assert not schools.has_school(session, "0990001N")


def _fail_midway(database: OfficeDatabase) -> None:
    with database.write() as session:
        schools.add_school(session, "0990001N", "École", "")
        raise ZeroDivisionError


@pytest.mark.parametrize("driver", ["postgresql", "postgresql+psycopg"])
def test_a_shared_database_on_another_machine_is_not_reached_in_clear(driver: str) -> None:
    for where in (f"{driver}://claire@serveur/base", f"{driver}://claire@serveur/base?sslmode=prefer"):
        for way in (open_database, make_engine):
            with pytest.raises(Refused) as refused:
                way(where)
            assert refused.value.code == "database_in_clear"


def test_the_environment_does_not_lead_a_shared_database_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGSERVICE", "ailleurs")
    for way in (open_database, make_engine):
        with pytest.raises(Refused) as refused:
            way("postgresql://claire@localhost/base")
        assert refused.value.code == "database_environment"


def test_a_shared_database_over_verified_tls_is_tried() -> None:
    make_engine("postgresql://claire@serveur/base?sslmode=verify-full").dispose()
