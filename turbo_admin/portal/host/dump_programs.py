"""pg_dump and pg_restore, those of the embedded server: a password reaches them by their environment, never as an argument."""

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from turbo_admin.core.errors import BadData, Refused
from turbo_admin.portal.base.database import parse_url
from turbo_admin.portal.host.postgres_programs import find_programs

_LONGEST_SAID = 4000


def connection_of(url: str) -> tuple[str, dict[str, str]]:
    """Return how a program reaches a database: what stands in its arguments, and its environment.

    Raises:
        Refused: `portal_database_url`, `database_in_clear`, `database_environment`.
    """
    parsed = parse_url(url).set(drivername="postgresql")
    parts = conninfo_to_dict(parsed.render_as_string(hide_password=False))
    password = parts.pop("password", None)
    environment = dict(os.environ)
    if password:
        environment["PGPASSWORD"] = str(password)
    return make_conninfo("", **parts), environment


def run_dump(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Run pg_dump to its end.

    Raises:
        Refused: `disk_full`, `portal_backup_role`, `backup_pg_version`, `backup_pg_failed`.
    """
    _run("pg_dump", arguments, environment)


def run_restore(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Run pg_restore to its end.

    Raises:
        Refused: `backup_pg_version`, `backup_pg_failed`.
    """
    _run("pg_restore", arguments, environment)


def copied_text(path: Path) -> Iterator[str]:
    """Yield the lines of all rows that a copy holds, to its end.

    Raises:
        BadData: `backup_damaged`.
    """
    command = [str(find_programs() / "pg_restore"), "--data-only", "--file=-", str(path)]
    with subprocess.Popen(  # noqa: S603 (a program of PostgreSQL, no shell)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as reader:
        assert reader.stdout is not None  # noqa: S101 (asked for above)
        yield from reader.stdout
    if reader.returncode:
        raise BadData("backup_damaged", where=path.name)


def _run(name: str, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    command = [str(find_programs() / name), "--no-password", *arguments]
    try:
        done = subprocess.run(  # noqa: S603 (a program of PostgreSQL, no shell)
            command,
            env={**environment, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
    except OSError as error:
        raise Refused("backup_pg_failed", tool=name) from error
    if done.returncode:
        raise _complaint(name, done.stderr[-_LONGEST_SAID:].decode("utf-8", "replace").lower())


def _complaint(name: str, said: str) -> Refused:
    if "version mismatch" in said or "unsupported version" in said:
        return Refused("backup_pg_version", tool=name)
    if "row-level security" in said or "permission denied" in said:
        return Refused("portal_backup_role")
    if "no space left" in said:
        return Refused("disk_full")
    return Refused("backup_pg_failed", tool=name)
