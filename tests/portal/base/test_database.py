"""Roles, migrations, and what a transaction of one school sees."""

import threading
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from tests.portal.conftest import Portal
from turbo_admin.core.errors import Refused, Unreachable
from turbo_admin.portal.accounts.page_query import read_page_context
from turbo_admin.portal.base.database import PortalDatabase, make_engine, parse_url
from turbo_admin.portal.base.role_access import check_access, check_role
from turbo_admin.portal.base.roles import OWNER, PORTAL, WORKER, alembic_config, latest_version, migrate
from turbo_admin.portal.base.tables.all_tables import metadata
from turbo_admin.portal.schools.registry import add_school, find_school, only_school, read_identity


def test_the_tables_are_those_that_the_migrations_make(portal: Portal) -> None:
    with portal.superuser.host() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_migrations_go_both_ways(postgres_url: str) -> None:
    def tables() -> set[str]:
        with engine.begin() as connection:
            found = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
            return set(found)

    engine = make_engine(postgres_url)
    try:
        for _ in range(2):
            migrate(postgres_url)
            assert set(metadata.tables) | {"alembic_version"} == tables()
            with engine.begin() as connection:
                connection.execute(text(f"SET LOCAL ROLE {OWNER}"))
                command.downgrade(alembic_config(connection), "base")
            assert tables() == {"alembic_version"}
    finally:
        engine.dispose()


def test_migrating_twice_changes_nothing(portal: Portal) -> None:
    with portal.database.host() as connection:
        epoch = read_identity(connection).epoch
    assert migrate(portal.superuser_url) == migrate(portal.url(OWNER)) == latest_version()
    with portal.database.host() as connection:
        assert read_identity(connection).epoch == epoch


def test_a_database_of_a_newer_program_is_left_alone(portal: Portal) -> None:
    portal.rows("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Refused) as refusal:
        migrate(portal.superuser_url)
    assert refusal.value.code == "portal_database_newer"


def test_a_role_without_rights_cannot_migrate(postgres_url: str, portal: Portal) -> None:
    url = parse_url(postgres_url).set(username=PORTAL).render_as_string(hide_password=False)
    with pytest.raises(Refused) as refusal:
        migrate(url)
    assert refusal.value.code == "portal_migrate_role"


def test_serving_is_refused_to_roles_that_pass_the_policies(portal: Portal) -> None:
    for database in (portal.superuser, portal.owner):
        with pytest.raises(Refused) as refusal:
            check_access(database, PORTAL)
        assert refusal.value.code == "portal_role_too_strong"
    check_access(portal.database, PORTAL)
    check_access(portal.worker, WORKER)


def test_a_role_is_one_of_ours_by_its_name_or_as_a_member(portal: Portal) -> None:
    member = PortalDatabase(portal.url("espace_web"))
    portal.rows("CREATE ROLE espace_web LOGIN")
    try:
        for granted, code in (("", "portal_role_wrong"), (PORTAL, ""), (WORKER, "portal_role_wrong")):
            if granted:
                portal.rows(f"GRANT {granted} TO espace_web")
            if not code:
                check_role(member, PORTAL)
                continue
            with pytest.raises(Refused) as refusal:
                check_role(member, PORTAL)
            assert refusal.value.code == code
    finally:
        member.dispose()
        portal.rows("DROP ROLE espace_web")


def test_tables_of_a_newer_program_are_not_said_to_want_a_migration(portal: Portal) -> None:
    portal.rows("UPDATE alembic_version SET version_num = '9999'")
    for database, role in ((portal.database, PORTAL), (portal.worker, WORKER), (portal.owner, OWNER)):
        with pytest.raises(Refused) as refusal:
            check_access(database, role)
        assert refusal.value.code == "portal_database_newer"


def test_serving_is_refused_on_an_empty_database(postgres_url: str, portal: Portal) -> None:
    url = parse_url(postgres_url).set(username=PORTAL).render_as_string(hide_password=False)
    database = PortalDatabase(url)
    try:
        with pytest.raises(Refused) as refusal:
            check_access(database, PORTAL)
    finally:
        database.dispose()
    assert refusal.value.code == "portal_database_not_migrated"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://turbo_portal@db/espace",
        "postgresql://turbo_portal@192.0.2.7/espace?sslmode=require",
        "postgresql://turbo_portal@/espace?host=db.exemple.fr&sslmode=verify-ca",
        "postgresql://turbo_portal@localhost/espace?hostaddr=192.0.2.7",
        "postgresql://turbo_portal@localhost/espace?host=db&sslmode=disable&sslmode=prefer",
    ],
)
def test_a_database_on_another_machine_is_not_reached_in_clear(url: str) -> None:
    with pytest.raises(Refused) as refused:
        PortalDatabase(url)
    assert refused.value.code == "database_in_clear"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://turbo_portal@db/espace?sslmode=verify-full",
        "postgresql://turbo_portal@db/espace?sslmode=disable",
        "postgresql://turbo_portal@[::1]/espace",
        "postgresql://turbo_portal@/espace?host=/run/postgresql",
    ],
)
def test_a_database_here_or_over_verified_tls_is_reached(url: str) -> None:
    PortalDatabase(url).dispose()


def test_the_environment_does_not_lead_a_local_address_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOSTADDR", "192.0.2.7")
    with pytest.raises(Refused) as refused:
        PortalDatabase("postgresql://turbo_portal@localhost/espace")
    assert refused.value.code == "database_environment"
    assert "PGHOSTADDR" in str(refused.value)


@pytest.mark.parametrize("url", ["", "sqlite:///x", "postgresql://h:notaport/x", "turbo"])
def test_an_unreadable_address_is_refused(url: str) -> None:
    with pytest.raises(Refused) as refusal:
        PortalDatabase(url)
    assert refusal.value.code == "portal_database_url"


def test_a_database_that_is_not_there_is_unreachable() -> None:
    database = PortalDatabase("postgresql://turbo_portal@127.0.0.1:1/turbo")
    try:
        with pytest.raises(Unreachable) as failure, database.host():
            pass
    finally:
        database.dispose()
    assert failure.value.code == "portal_database_unreachable"


def test_a_connection_cut_in_a_transaction_is_unreachable_and_the_next_one_works(portal: Portal) -> None:
    kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'turbo_portal' AND datname = current_database()"

    def cut() -> None:
        with portal.database.school(portal.uai) as connection:
            portal.rows(kill)
            connection.execute(text("SELECT 1"))

    with pytest.raises(Unreachable):
        cut()
    with portal.database.school(portal.uai) as connection:
        assert find_school(connection, portal.uai) is not None


def test_of_two_that_wait_for_each_other_the_one_taken_back_is_told_to_try_again(portal: Portal) -> None:
    lock = text("SELECT pg_advisory_xact_lock(:number)")
    waiting = (
        "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
        " WHERE d.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted"
    )
    first_holds, went_on = threading.Event(), list[bool]()

    def another() -> None:
        with portal.superuser.host() as connection:
            # So that PostgreSQL takes the portal's act back, not this one.
            connection.execute(text("SET LOCAL deadlock_timeout = '1h'"))
            connection.execute(lock, {"number": 2})
            first_holds.wait(30)
            connection.execute(lock, {"number": 1})
        went_on.append(True)

    def act() -> None:
        with portal.database.school(portal.uai) as connection:
            connection.execute(lock, {"number": 1})
            first_holds.set()
            while portal.rows(waiting) != [(1,)]:
                assert thread.is_alive()
            connection.execute(lock, {"number": 2})

    thread = threading.Thread(target=another)
    thread.start()
    with pytest.raises(Unreachable):
        act()
    thread.join(30)
    assert went_on


@pytest.mark.parametrize("way", ["a page", "a transaction", "the host"])
def test_connections_that_died_in_the_pool_are_not_noticed(portal: Portal, way: str) -> None:
    database = PortalDatabase(portal.url(PORTAL), pool_size=3)

    def ask() -> None:
        if way == "a page":
            assert read_page_context(database, portal.uai, "", now=datetime.now(UTC)) is not None
        elif way == "a transaction":
            with database.school(portal.uai) as connection:
                assert find_school(connection, portal.uai) is not None
        else:
            with database.host() as connection:
                assert only_school(connection) is None

    try:
        with ExitStack() as held:
            for _ in range(3):
                held.enter_context(database.host())
        portal.rows(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE usename = 'turbo_portal' AND datname = current_database()"
        )
        for _ in range(4):
            ask()
    finally:
        database.dispose()


def test_what_a_page_looked_at_leaves_no_school_behind(portal: Portal) -> None:
    database = PortalDatabase(portal.url(PORTAL), pool_size=1)
    try:
        assert read_page_context(database, portal.uai, "", now=datetime.now(UTC)) is not None
        assert database.ask("SELECT count(*) FROM school", ()) == (0,)
        with database.host() as connection:
            assert connection.scalar(text("SELECT count(*) FROM school")) == 0
    finally:
        database.dispose()


def test_a_page_that_finds_no_database_says_so() -> None:
    database = PortalDatabase("postgresql://turbo_portal@127.0.0.1:1/turbo")
    try:
        with pytest.raises(Unreachable) as failure:
            database.ask("SELECT 1", ())
    finally:
        database.dispose()
    assert failure.value.code == "portal_database_unreachable"


def test_the_school_of_a_transaction_does_not_outlive_it(portal: Portal) -> None:
    database = PortalDatabase(portal.url(PORTAL), pool_size=1)
    try:
        with database.school(portal.uai) as connection:
            assert find_school(connection, portal.uai) is not None
        with database.host() as connection:
            assert find_school(connection, portal.uai) is None
            assert connection.scalar(text("SELECT count(*) FROM school")) == 0
    finally:
        database.dispose()


def test_the_only_school_is_found_until_there_are_two(
    postgres: Any, postgres_url: str, portal: Portal
) -> None:
    migrate(postgres_url)
    owner = PortalDatabase(parse_url(postgres_url).set(username=OWNER).render_as_string(hide_password=False))
    served = PortalDatabase(
        parse_url(postgres_url).set(username=PORTAL).render_as_string(hide_password=False)
    )
    try:
        found = []
        for uai in ("", portal.uai, portal.other_uai):
            if uai:
                add_school(owner, uai, "École")
            with served.host() as connection:
                found.append(only_school(connection))
        assert found == [None, portal.uai, None]
    finally:
        owner.dispose()
        served.dispose()


def test_adding_a_school_again_keeps_its_name_and_gives_another_code(portal: Portal) -> None:
    code = add_school(portal.owner, portal.uai.lower(), "Un autre nom")
    assert code != portal.code
    assert portal.rows("SELECT name FROM school WHERE school_id = :uai", uai=portal.uai) == [
        ("Collège de l’Exemple",)
    ]


@pytest.mark.parametrize(("uai", "name", "code"), [
    ("099001N", "École", "uai_shape"),
    ("0990001A", "École", "uai_key"),
    ("0990001N", "  ", "school_name_empty"),
    ("0990001N", "Éco\x00le", "school_name_empty"),
])  # fmt: skip
def test_a_school_with_a_wrong_uai_or_no_name_is_refused(
    portal: Portal, uai: str, name: str, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        add_school(portal.owner, uai, name)
    assert refusal.value.code == code
