"""The portal's database in one file, and back; and the keys of the data folder, apart."""

from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import psycopg
from psycopg import sql

from turbo_admin.core.backup.copy_text import copied_rows
from turbo_admin.core.errors import BadData, Outdated, Refused
from turbo_admin.portal.base import keyfiles
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.base.role_access import check_backup_role
from turbo_admin.portal.base.roles import OWNER, latest_version
from turbo_admin.portal.host.dump_programs import connection_of, copied_text, run_dump, run_restore
from turbo_admin.portal.host.embedded_postgres import DATABASE, SUPERUSER, Cluster, open_cluster
from turbo_admin.portal.host.private_files import private_file
from turbo_admin.portal.schools.registry import RestoredSchool, declare_restored

# What neither the database nor its copy holds, and what a restored portal wants besides it.
KEY_FILES = ("mail.key", "csrf.key")
_MAGIC = b"PGDMP"
_TABLES = ("alembic_version", "meta", "school", "account", "account_request")
# Beside the portal's own on the embedded server: what is being put back, and what stood there before.
_NEW, _FORMER = f"{DATABASE}_nouvelle", f"{DATABASE}_avant"


@dataclass(slots=True)
class PortalCopy:
    """What a copy of the portal's database holds.

    Attributes:
        version: of its tables.
        schools: UAI and name.
        accounts: of all states.
        requests: that wait for their office.
    """

    version: str = ""
    schools: list[tuple[str, str]] = field(default_factory=list)
    accounts: int = 0
    requests: int = 0


def back_up(url: str, target: Path, *, replace: bool = False) -> PortalCopy:
    """Copy the portal's database into a file, as it is at one moment, while families go on; read it again.

    Args:
        url: of a role that passes row-level security.
        replace: whether a file that is there already is replaced.

    Raises:
        Refused: as `private_files.private_file`; `portal_backup_role`, `backup_pg_version`, `backup_pg_failed`,
            `backup_unreadable_again`.
        Unreachable: `portal_database_unreachable`.
    """
    conninfo, environment = connection_of(url)
    database = PortalDatabase(url, pool_size=1)
    try:
        check_backup_role(database)
    finally:
        database.dispose()
    with private_file(target, replace=replace) as part:
        run_dump(["--format=custom", f"--file={part}", f"--dbname={conninfo}"], environment)
        try:
            return read_copy(part)
        except BadData as error:
            raise Refused("backup_unreadable_again", folder=str(target.parent)) from error


def read_copy(path: Path) -> PortalCopy:
    """Read a copy from end to end.

    Raises:
        BadData: `file_missing`, `file_unreadable`, `backup_not_ours`, `backup_damaged`.
        Outdated: `backup_newer`.
    """
    if not path.is_file():
        raise BadData("file_missing", where=path.name)
    try:
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise BadData("backup_not_ours", where=path.name)
    except OSError as error:
        raise BadData("file_unreadable", where=path.name) from error
    found, is_portal = PortalCopy(), False
    for table, row in copied_rows(copied_text(path), _TABLES):
        if table == "alembic_version":
            found.version = row["version_num"]
        elif table == "school":
            found.schools.append((row["school_id"], row["name"]))
        elif table == "meta":
            is_portal = "mail_public_key" in row
        found.accounts += table == "account"
        found.requests += table == "account_request"
    if not is_portal or not found.version:
        raise BadData("backup_not_ours", where=path.name)
    if found.version > latest_version():
        raise Outdated("backup_newer")
    return found


def keep_keys(data: Path, target: Path, *, replace: bool = False) -> list[str]:
    """Write the keys of the data folder into a file of their own.

    Returns:
        The names of those that are there.

    Raises:
        Refused: as `private_files.private_file`; `portal_data_folder`.
    """
    try:
        keys = {
            name: (data / name).read_text(encoding="ascii") for name in KEY_FILES if (data / name).exists()
        }
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("portal_data_folder", folder=data) from error
    with private_file(target, replace=replace) as part:
        part.write_bytes(msgspec.json.encode(keys))
    return sorted(keys)


def read_keys(path: Path) -> dict[str, str]:
    """Return the keys of a file.

    Raises:
        BadData: `portal_keys_file`.
    """
    try:
        keys = msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError) as error:
        raise BadData("portal_keys_file", where=path.name) from error
    if not keys or set(keys) - set(KEY_FILES):
        raise BadData("portal_keys_file", where=path.name)
    return keys


def put_back(data: Path, path: Path, keys: dict[str, str]) -> list[RestoredSchool]:
    """Put a copy in the place of the embedded database, and declare the portal restored; all of it or nothing.

    What stood there stays on the server as the database `turbo_avant`, until the next time.

    Args:
        path: read before, see `read_copy`.
        keys: as `read_keys` gave them; a key that is there and differs stays beside, as `mail.key.avant`.

    Raises:
        Refused: `portal_already_running`: the portal is served from this folder; `backup_pg_failed`,
            `portal_data_folder`, `portal_disk_full`.
        Unreachable: `portal_database_start`.
    """
    data = keyfiles.prepare_folder(data)
    with keyfiles.exclusive_lock(data / "serve.lock"):
        cluster = open_cluster(data)
        try:
            cluster.start()
            _replace(cluster, path)
            _put_keys(data, keys)
            # The roles and tables of this version.
            cluster.start()
            database = PortalDatabase(cluster.url(OWNER), pool_size=1)
            try:
                return declare_restored(database)
            finally:
                database.dispose()
        finally:
            cluster.stop()


def _replace(cluster: Cluster, path: Path) -> None:
    with psycopg.connect(cluster.url(SUPERUSER, SUPERUSER), autocommit=True) as server:
        for name in (_NEW, _FORMER):
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(_NEW)))
        conninfo, environment = connection_of(cluster.url(SUPERUSER, _NEW))
        arguments = ["--exit-on-error", "--single-transaction", f"--dbname={conninfo}", str(path)]
        run_restore(arguments, environment)
        with server.transaction():
            for old, new in ((DATABASE, _FORMER), (_NEW, DATABASE)):
                names = sql.Identifier(old), sql.Identifier(new)
                server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))


def _put_keys(data: Path, keys: dict[str, str]) -> None:
    try:
        for name, key in keys.items():
            file = data / name
            if file.exists() and file.read_text(encoding="ascii").strip() != key.strip():
                file.replace(file.with_name(f"{name}.avant"))
            keyfiles.read_or_create(file, key.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("portal_data_folder", folder=data) from error
