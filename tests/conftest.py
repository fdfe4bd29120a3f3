"""What every test stands on: no screen, French, no traffic beyond this machine, fresh databases."""

import os
import shutil
import socket
import sqlite3
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import hypothesis
import keyring
import keyring.core
import psycopg
import pytest

from tests.database import Postgres, running_postgres
from tests.keyrings import MemoryKeyring
from tests.places import use_memory
from turbo_admin.demo.catcher import Catcher

use_memory()
# The programs that tests start keep what Python compiled: without it each start takes twice as long.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Before Qt, PostgreSQL and platformdirs are first imported, which no import above does: they read these once.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LANG"] = os.environ["LC_ALL"] = "fr_FR.UTF-8"
os.environ["LANGUAGE"] = "fr"
_RUNTIME_FOLDER = None
if os.name == "posix" and not os.environ.get("XDG_RUNTIME_DIR"):
    _RUNTIME_FOLDER = os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="turbo-run-")

# The same cases at each run: a new finding belongs to whoever looks for one (HYPOTHESIS_PROFILE=search), not to CI.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

ROOT = Path(__file__).resolve().parent.parent
_LOOPBACK = {"localhost", "::1", "127.0.0.1", "", None}


def pytest_unconfigure() -> None:
    """Leave no folder behind."""
    if _RUNTIME_FOLDER:
        shutil.rmtree(_RUNTIME_FOLDER, ignore_errors=True)


@pytest.fixture(autouse=True)
def own_state_folder(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let each test be a PC of its own: copies of one base would take each other for older ones of themselves."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / f"state-{uuid.uuid4().hex}"))


class TrafficBeyondThisMachineError(AssertionError):
    """A test tried to reach another machine."""


@pytest.fixture(autouse=True)
def network_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail whatever leaves this machine; names below `.invalid` fail to resolve as they do everywhere."""
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    resolve = socket.getaddrinfo

    def getaddrinfo(host: Any, *rest: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if isinstance(name, str) and name.rstrip(".").endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        _check(name)
        return resolve(host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def _guarded(reach: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, *arguments: Any) -> Any:
        # The address is the last argument of all three; a Unix socket's is a path.
        if isinstance(arguments[-1], tuple):
            _check(arguments[-1][0])
        return reach(self, *arguments)

    return guarded


def _check(host: str | None) -> None:
    if host not in _LOOPBACK and not str(host).startswith("127."):
        raise TrafficBeyondThisMachineError(f"a test tried to reach {host}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of this test process's own."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The address of a fresh, empty PostgreSQL database."""
    url = postgres.new_database()
    yield url
    postgres.drop_database(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def office_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What `--database` takes, for a fresh office database: a SQLite path, then a PostgreSQL address."""
    if request.param == "sqlite":
        return str(tmp_path / "bureau.sqlite")
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(scope="session")
def blank_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office's SQLite file as a first start leaves it, but for its epoch, which the next start gives it."""
    from turbo_admin.store.engine.database import open_database

    path = tmp_path_factory.mktemp("modele") / "bureau.sqlite"
    open_database(str(path)).close()
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("DELETE FROM office")
    return path


@pytest.fixture(scope="session")
def blank_server(postgres: Postgres) -> str:
    """The same on a server."""
    from turbo_admin.store.engine.database import open_database

    url = postgres.new_database()
    open_database(url).close()
    with psycopg.connect(url, autocommit=True) as base:
        base.execute("DELETE FROM office")
    return url


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what works on an office's database on SQLite, and what is marked `both_engines` on PostgreSQL too.

    Marked are whole modules that are about reading (search, order, figures, the journal, the matching's base), every
    test of a lock, a race or an exchange that is cut, and for each statement of the office at least one test that
    sends it. `tests/store` runs on both throughout (`office_database`).
    """
    if "database_kind" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_engines")
        kinds = ["sqlite", "postgresql"] if both else ["sqlite"]
        metafunc.parametrize("database_kind", kinds, indirect=True)


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgresql`."""
    kind: str = request.param
    return kind


@pytest.fixture
def started_database(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> Iterator[str]:
    """What `--database` takes, for an office that has started once: making its tables each time takes longer than most tests."""
    if database_kind == "sqlite":
        yield str(shutil.copy(request.getfixturevalue("blank_file"), tmp_path / "bureau.sqlite"))
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    url = postgres.copy_database(request.getfixturevalue("blank_server"))
    yield url
    postgres.drop_database(url)


@pytest.fixture
def keyring_memory() -> Iterator[MemoryKeyring]:
    """A keyring that forgets with the test, in place of the system's."""
    before = keyring.core._keyring_backend
    memory = MemoryKeyring()
    keyring.set_keyring(memory)
    yield memory
    keyring.core._keyring_backend = before


@pytest.fixture
def program_environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a program that a test starts: folders and keyring of its own, in French, no screen.

    Programs started with it share its keyring.
    """
    return own_environment(tmp_path / "home")


def own_environment(home: Path) -> dict[str, str]:
    """Return the environment of programs that share folders and a keyring of their own.

    Args:
        home: made for them.
    """
    home.mkdir()
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("DATA", "CONFIG", "STATE", "CACHE")}
    return (
        os.environ
        | folders
        | {
            "HOME": str(home),
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "PYTHON_KEYRING_BACKEND": "tests.keyrings.FileKeyring",
            "TURBO_TEST_KEYRING": str(home / "keyring.json"),
        }
    )


@pytest.fixture
def smtp() -> Iterator[Catcher]:
    """A mail server that catches everything."""
    with Catcher() as catcher:
        yield catcher
