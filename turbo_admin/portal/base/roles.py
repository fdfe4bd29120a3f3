"""The three roles, and bringing the tables to the version that the code needs.

`turbo_owner` owns the tables, `turbo_portal` serves, `turbo_worker` mails and cleans. The last two own nothing
and pass no policy.
"""

from collections.abc import Callable
from importlib import resources

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg import errors as pg
from psycopg import sql
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from turbo_admin.core.errors import Refused, Unreachable
from turbo_admin.portal.base.database import found_version, make_engine

OWNER, PORTAL, WORKER = "turbo_owner", "turbo_portal", "turbo_worker"
ROLES = (OWNER, PORTAL, WORKER)
# Two migrations at once wait for each other on this number; any constant of ours would do.
_LOCK = 7_318_229_041


def migrate(url: str, *, passwords: dict[str, str] | None = None) -> str:
    """Create the roles if allowed, then bring the tables up to date, all or nothing.

    Args:
        url: of a role that may create roles (a superuser), or of `turbo_owner` when the roles exist already.
        passwords: by role, for servers that want some; a role that is absent keeps its own.

    Returns:
        The version that the database is now at.

    Raises:
        Refused: `portal_roles_missing`, `portal_migrate_role`, `portal_database_newer`, `portal_database_url`.
        Unreachable: `portal_database_unreachable`.
    """
    engine = make_engine(url, pool_size=1)
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            _prepare_roles(connection, passwords or {})
            connection.execute(text(f"SET LOCAL ROLE {OWNER}"))
            _upgrade(connection)
    except DBAPIError as error:
        if isinstance(error.orig, pg.InsufficientPrivilege):
            raise Refused("portal_roles_missing") from error
        raise Unreachable("portal_database_unreachable") from error
    finally:
        engine.dispose()
    return latest_version()


def act_as_owner(url: str, act: Callable[[Connection], object]) -> None:
    """Do something in one transaction of `turbo_owner`, by an address that `migrate` takes.

    Raises:
        Unreachable: `portal_database_unreachable`.
    """
    engine = make_engine(url, pool_size=1)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"SET LOCAL ROLE {OWNER}"))
            act(connection)
    except OperationalError as error:
        raise Unreachable("portal_database_unreachable") from error
    finally:
        engine.dispose()


def latest_version() -> str:
    """Return the migration that this code needs."""
    return str(ScriptDirectory.from_config(alembic_config()).get_current_head())


def alembic_config(connection: Connection | None = None) -> Config:
    """Return Alembic's settings; the migrations are found within the package, no file is needed."""
    config = Config()
    folder = str(resources.files("turbo_admin.portal") / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    known = {step.revision for step in ScriptDirectory.from_config(alembic_config()).walk_revisions()}
    found = found_version(connection)
    if found is not None and found not in known:
        raise Refused("portal_database_newer")
    command.upgrade(alembic_config(connection), "head")


def _prepare_roles(connection: Connection, passwords: dict[str, str]) -> None:
    me, may_create, superuser = connection.execute(
        text("SELECT rolname, rolcreaterole OR rolsuper, rolsuper FROM pg_roles WHERE rolname = current_user")
    ).one()
    present = set(
        connection.scalars(
            text("SELECT rolname FROM pg_roles WHERE rolname = ANY(:roles)"), {"roles": list(ROLES)}
        )
    )
    if not may_create:
        if set(ROLES) - present:
            raise Refused("portal_roles_missing")
        if not connection.scalar(text("SELECT pg_has_role(:owner, 'MEMBER')"), {"owner": OWNER}):
            raise Refused("portal_migrate_role", found=me)
        return
    for role in ROLES:
        if role not in present:
            _create_role(connection, role)
        if role in passwords:
            _set_password(connection, role, passwords[role])
    if not superuser and me != OWNER:
        connection.execute(text(f"GRANT {OWNER} TO CURRENT_USER WITH SET TRUE"))
    # Not every host owns the schema; where it does not, the right was given beforehand or the next step says so.
    with_right = text("SELECT has_schema_privilege(:role, 'public', 'CREATE')")
    if not connection.scalar(with_right, {"role": OWNER}):
        connection.execute(text(f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}"))


def _create_role(connection: Connection, role: str) -> None:
    """Create a role that passes no policy; another migration may have made it in the meantime (roles are shared)."""
    try:
        with connection.begin_nested():
            connection.execute(
                text(f"CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE")
            )
    except (ProgrammingError, DBAPIError) as error:
        if not isinstance(error.orig, pg.DuplicateObject | pg.UniqueViolation):
            raise


def _set_password(connection: Connection, role: str, password: str) -> None:
    # ALTER ROLE takes no parameter; the literal is quoted by psycopg and never logged.
    driver = connection.connection.cursor()
    try:
        driver.execute(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(password))
        )
    finally:
        driver.close()
