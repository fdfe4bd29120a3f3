"""PostgreSQL's own programs for copies, and how they are told where the database is.

A password goes into the environment of the program that needs it, never into its arguments, which every user of the machine can list.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from turbo_admin.core.database_address import DatabaseLink, check_database_link
from turbo_admin.core.errors import Refused
from turbo_admin.store.engine.connection_settings import CONNECT_SECONDS

_WINDOWS_FOLDERS = Path("C:/Program Files/PostgreSQL")


@dataclass(frozen=True, slots=True)
class ServerAccess:
    """How a program reaches a database.

    Attributes:
        conninfo: without a password.
        environment: of the program; may hold the password, so never shown or logged.
    """

    conninfo: str
    environment: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, address: str) -> Self:
        """Read a `postgresql://` address.

        Raises:
            Refused: `database_in_clear`, `database_environment`.
        """
        parts = conninfo_to_dict("postgresql://" + address.partition("://")[2])
        named = (str(parts.get(one) or "") for one in ("host", "hostaddr", "sslmode", "service"))
        check_database_link(DatabaseLink(*named), os.environ)
        password = parts.pop("password", None)
        parts.setdefault("connect_timeout", CONNECT_SECONDS)
        environment = dict(os.environ)
        if password:
            environment["PGPASSWORD"] = str(password)
        return cls(make_conninfo("", **parts), environment)


def find_program(name: str) -> Path | None:
    """Return one of PostgreSQL's programs of this PC; None when it is not installed."""
    found = shutil.which(name)
    if found is None and sys.platform == "win32":
        # Its installer leaves the search path alone; the greatest version reads all servers.
        versions = sorted(_WINDOWS_FOLDERS.glob(f"*/bin/{name}.exe"), key=_version, reverse=True)
        return versions[0] if versions else None
    return Path(found) if found else None


def run_program(name: str, arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
    """Run one of PostgreSQL's programs to its end.

    Raises:
        Refused: `backup_no_pg_dump`: it is not installed; `backup_pg_version`, `backup_pg_failed`,
            `backup_disk_full`.
    """
    program = find_program(name)
    if program is None:
        raise Refused("backup_no_pg_dump", tool=name)
    spoken = {**(environment or os.environ), "LC_ALL": "C"}  # its complaints are read below
    try:
        done = subprocess.run(  # noqa: S603 (a program of PostgreSQL, no shell)
            [str(program), *arguments],
            env=spoken,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
    except OSError as error:
        raise Refused("backup_pg_failed", tool=name) from error
    if done.returncode:
        raise _complaint(name, done.stderr.decode("utf-8", "replace").lower())


def _complaint(name: str, said: str) -> Refused:
    if "version mismatch" in said or "unsupported version" in said:
        return Refused("backup_pg_version", tool=name)
    if "no space left" in said:
        return Refused("disk_full")
    if "lock timeout" in said:
        return Refused("backup_in_use")
    return Refused("backup_pg_failed", tool=name)


def _version(program: Path) -> int:
    number = program.parent.parent.name
    return int(number) if number.isdigit() else 0
