"""Whether an address of the database is that of the role, and leads to the tables, that a command is made for.

Asked before anything else is read or written: another role reads nothing where row-level security hides it all, and takes
that for an answer.
"""

from sqlalchemy import Connection, text

from turbo_admin.core.errors import Refused
from turbo_admin.portal.base.database import PortalDatabase, found_version
from turbo_admin.portal.base.roles import OWNER, ROLES, latest_version

# `strong`: row-level security does not hold it; `owns`: it owns our tables, or may become their owner.
_ROLE = text(
    "SELECT rolname AS found, rolsuper OR rolbypassrls AS strong,"
    " EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    "  AND pg_has_role(me.oid, relowner, 'MEMBER')) AS owns,"
    " ARRAY(SELECT rolname::text FROM pg_roles WHERE rolname = ANY(:ours) AND pg_has_role(me.oid, oid, 'USAGE')) AS held"
    " FROM pg_roles me WHERE rolname = current_user"
)


def check_access(database: PortalDatabase, role: str) -> None:
    """Refuse an address of another role, or of tables that are not this program's.

    Args:
        role: one of `roles.ROLES`.

    Raises:
        Refused: as `check_role`; `portal_database_not_migrated`, `portal_database_newer`.
        Unreachable: `portal_database_unreachable`.
    """
    with database.host() as connection:
        _check_role(connection, role)
        found = found_version(connection)
    if found is not None and found > latest_version():
        raise Refused("portal_database_newer")
    if found != latest_version():
        raise Refused("portal_database_not_migrated")


def check_role(database: PortalDatabase, role: str) -> None:
    """Refuse an address of another role; the tables may be of any version.

    Raises:
        Refused: `portal_role_too_strong`, `portal_role_wrong`.
        Unreachable: `portal_database_unreachable`.
    """
    with database.host() as connection:
        _check_role(connection, role)


def check_backup_role(database: PortalDatabase) -> None:
    """Refuse a role that row-level security holds: its copy would be empty.

    Raises:
        Refused: `portal_backup_role`.
        Unreachable: `portal_database_unreachable`.
    """
    with database.host() as connection:
        if not connection.execute(_ROLE, {"ours": list(ROLES)}).one().strong:
            raise Refused("portal_backup_role")


def _check_role(connection: Connection, role: str) -> None:
    me = connection.execute(_ROLE, {"ours": list(ROLES)}).one()
    if me.strong or (me.owns and role != OWNER):
        raise Refused("portal_role_too_strong", found=me.found, wanted=role)
    # A role that is two of ours at once would see more than either.
    if me.held != [role]:
        raise Refused("portal_role_wrong", found=me.found, wanted=role)
