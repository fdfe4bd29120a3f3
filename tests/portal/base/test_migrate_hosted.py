"""Migrating on a PostgreSQL where nobody of ours is a superuser, as hosts sell it."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from tests.database import Postgres, running_postgres
from tests.portal.conftest import run_alone, with_database
from tests.portal.forked_commands import portal_command
from turbo_admin.portal.base.database import PortalDatabase, parse_url
from turbo_admin.portal.base.role_access import check_access
from turbo_admin.portal.base.roles import OWNER, PORTAL, ROLES, WORKER
from turbo_admin.portal.schools.registry import add_school

_HOST, _OTHER, _PLAIN = "hebergement", "autre_client", "sans_droit"
_WORDS = "Il manque un rôle ou un droit"


@pytest.fixture(scope="module")
def hosted() -> Iterator[Postgres]:
    """A server of its own, for roles are shared by its databases; two clients may create roles, neither is more."""
    with running_postgres() as server:
        for name in (_HOST, _OTHER):
            run_alone(server.superuser_url, f"CREATE ROLE {name} LOGIN CREATEROLE NOSUPERUSER")
        run_alone(server.superuser_url, f"CREATE ROLE {_PLAIN} LOGIN")
        yield server


@pytest.fixture
def new_database(hosted: Postgres) -> Iterator[Callable[..., Callable[[str], str]]]:
    """Makes a database that belongs to a role; what it returns gives the address of any role in it."""
    made: list[str] = []

    def make(owner: str) -> Callable[[str], str]:
        name = f"base_{len(made)}"
        run_alone(hosted.superuser_url, f"CREATE DATABASE {name} OWNER {owner}")
        made.append(name)
        url = parse_url(with_database(hosted.superuser_url, name))
        return lambda role: url.set(username=role, drivername="postgresql").render_as_string(
            hide_password=False
        )

    yield make
    for name in made:
        run_alone(hosted.superuser_url, f"DROP DATABASE {name} WITH (FORCE)")
    for role in ROLES:
        run_alone(hosted.superuser_url, f"DROP ROLE IF EXISTS {role}")


def _migrate(url: str) -> tuple[int, str]:
    done = portal_command("migrate", "--database", url)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def test_the_owner_of_a_database_who_may_create_roles_makes_all_that_is_needed(
    new_database: Callable[..., Callable[[str], str]],
) -> None:
    address = new_database(_HOST)
    assert _migrate(address(_HOST)) == (0, "")
    served, owner, client = (PortalDatabase(address(role)) for role in (PORTAL, OWNER, _HOST))
    try:
        check_access(served, PORTAL)
        code = add_school(owner, "0990001N", "Collège de l’Exemple")
        with served.host() as connection:
            epoch = connection.scalar(text("SELECT epoch FROM meta"))
        with client.host() as connection:
            owners = connection.scalars(
                text("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
            )
            assert set(owners) == {OWNER}
        assert code
        # And again, at the next version of the program: nothing is changed, by whichever of the two it is run.
        for role in (_HOST, OWNER):
            assert _migrate(address(role)) == (0, "")
        with served.host() as connection:
            assert connection.scalar(text("SELECT epoch FROM meta")) == epoch
    finally:
        for database in (served, owner, client):
            database.dispose()


def test_a_mail_worker_without_rights_of_its_own_sees_the_mails(
    new_database: Callable[..., Callable[[str], str]],
) -> None:
    address = new_database(_HOST)
    assert _migrate(address(_HOST)) == (0, "")
    worker = PortalDatabase(address(WORKER))
    try:
        check_access(worker, WORKER)
    finally:
        worker.dispose()


def test_who_may_not_create_in_the_schema_is_told_what_to_ask_for(
    new_database: Callable[..., Callable[[str], str]],
) -> None:
    address = new_database("postgres")
    code, said = _migrate(address(_HOST))
    assert code == 3
    assert _WORDS in said
    assert "USAGE, CREATE" in said
    # All or nothing: no role was left behind.
    other = PortalDatabase(address("postgres"))
    try:
        with other.host() as connection:
            assert not connection.scalar(
                text("SELECT count(*) FROM pg_roles WHERE rolname = ANY(:roles)"), {"roles": list(ROLES)}
            )
    finally:
        other.dispose()


def test_roles_that_another_client_of_the_server_made_are_not_taken_over(
    new_database: Callable[..., Callable[[str], str]],
) -> None:
    theirs, ours = new_database(_OTHER), new_database(_HOST)
    assert _migrate(theirs(_OTHER)) == (0, "")
    code, said = _migrate(ours(_HOST))
    assert code == 3
    assert _WORDS in said


def test_who_may_not_create_roles_is_told_which(new_database: Callable[..., Callable[[str], str]]) -> None:
    address = new_database(_PLAIN)
    code, said = _migrate(address(_PLAIN))
    assert code == 3
    assert all(role in said for role in ROLES)
