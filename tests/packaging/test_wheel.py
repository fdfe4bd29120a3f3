"""The wheel, installed into clean environments, one for each half of the product."""

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.places import public_folder
from tests.sources import PACKAGE, ROOT

_DATA_SUFFIXES = {".html", ".css", ".svg", ".png", ".ttf", ".ico", ".txt", ".mako", ".pot", ".po"}
_IMPORT_ALL = """
import importlib, pkgutil, sys, turbo_admin
wanted = tuple("turbo_admin." + name for name in sys.argv[1:] if not name.startswith("-"))
without = tuple("turbo_admin." + name[1:] for name in sys.argv[1:] if name.startswith("-"))
names = [found.name for found in pkgutil.walk_packages(turbo_admin.__path__, "turbo_admin.", onerror=print)
         if found.name.startswith(wanted) and not found.name.startswith(without) and ".migrations." not in found.name]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


@dataclass(frozen=True)
class Installed:
    """A clean environment with the wheel in it."""

    folder: Path
    home: Path

    def program(self, name: str) -> str:
        inside = self.folder / ("Scripts" if os.name == "nt" else "bin")
        return str(inside / name)

    def environment(self) -> dict[str, str]:
        kept = {
            name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG", "TMPDIR") if name in os.environ
        }
        return kept | {"HOME": str(self.home), "PYTHONUTF8": "1", "QT_QPA_PLATFORM": "offscreen"}

    def run(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment, away from the source."""
        return subprocess.run(
            [self.program(name), *arguments],
            cwd=self.home,
            env=self.environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def python(self, code: str, *arguments: str) -> str:
        done = self.run("python", "-W", "error", "-c", code, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def uv(*arguments: str, cwd: Path = ROOT) -> str:
    own = ROOT / ".tools" / "bin" / "uv"
    program = shutil.which("uv") or (str(own) if own.exists() else "")
    if not program:
        pytest.fail("uv is missing: run make setup")
    # The environment of this very run must not be taken for the one to install into.
    environment = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "LC_ALL"}}
    done = subprocess.run(
        [program, *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def install(wheel: Path, extra: str, folder: Path) -> Installed:
    """Install the wheel with one extra, at the locked versions: what `make setup` fetched is fetched no second time."""
    locked = uv(
        "export", "--locked", "--no-dev", "--extra", extra, "--no-emit-project", "--no-hashes", "--quiet"
    )
    requirements = folder / "requirements.txt"
    requirements.write_text(locked, encoding="utf-8")
    target = folder / "env"
    uv("venv", "--quiet", "--python", sys.executable, str(target))
    python = str(target / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    uv("pip", "install", "--quiet", "--python", python, "-r", str(requirements))
    uv("pip", "install", "--quiet", "--python", python, "--no-deps", str(wheel))
    home = folder / "home"
    home.mkdir()
    return Installed(target, home)


# On the disk, where uv links what it has instead of copying 700 MB.
_DISK = Path("/tmp") if os.name == "posix" else None  # noqa: S108 (a folder of our own within it)


@pytest.fixture(scope="module")
def desktop(wheel: Path) -> Iterator[Installed]:
    with public_folder(_DISK) as folder:
        yield install(wheel, "desktop", folder)


@pytest.fixture(scope="module")
def portal(wheel: Path) -> Iterator[Installed]:
    with public_folder(_DISK) as folder:
        yield install(wheel, "portal", folder)


def test_each_half_comes_without_the_other(desktop: Installed, portal: Installed) -> None:
    find = "import importlib.util as u, sys; print([n for n in sys.argv[1:] if u.find_spec(n)])"
    desktop_parts, portal_parts = ["PySide6", "openpyxl", "keyring"], ["litestar", "uvicorn", "jinja2"]
    assert desktop.python(find, *desktop_parts, *portal_parts) == str(desktop_parts)
    assert portal.python(find, *desktop_parts, *portal_parts) == str(portal_parts)


def test_every_module_of_the_desktop_imports_without_the_portal(desktop: Installed) -> None:
    count = desktop.python(_IMPORT_ALL, "core", "protocol", "store", "outside", "office", "ui", "app", "cli")
    assert int(count) > 40


def test_every_module_of_the_portal_imports_without_the_desktop(portal: Installed) -> None:
    # What the office's commands do is loaded when one of them runs.
    wanted = ("core", "protocol", "portal", "cli", "-cli.office_commands")
    assert int(portal.python(_IMPORT_ALL, *wanted)) > 20


@pytest.mark.parametrize("half", ["desktop", "portal"])
def test_the_command_explains_itself_in_french(half: str, request: pytest.FixtureRequest) -> None:
    installed: Installed = request.getfixturevalue(half)
    done = installed.run("turbo-admin", "--help")
    assert done.returncode == 0, done.stderr
    assert "Utilisation" in done.stdout
    assert "Codes de retour" in done.stdout


def test_the_installed_desktop_matches_requests_to_diners(desktop: Installed, tmp_path: Path) -> None:
    roster, requests = tmp_path / "hotes.csv", tmp_path / "demandes.csv"
    roster.write_text(
        "id,card,last,first,class,left,emails\nd1,0683-04217,MARTIN,Léa,5 A,,a@exemple.fr\n", encoding="utf-8"
    )
    requests.write_text("id,card,last,first,email\nr1,4217,Martin,Lea,a@exemple.fr\n", encoding="utf-8")
    done = desktop.run("turbo-admin", "match", "--roster", str(roster), "--requests", str(requests))
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["request"], answer["diner"], answer["degree"]) == ("r1", "d1", "certaine")


def test_the_wheel_carries_every_file_that_is_no_code(wheel: Path, desktop: Installed) -> None:
    from zipfile import ZipFile

    packed = set(ZipFile(wheel).namelist())
    inside = [path for path in PACKAGE.rglob("*") if path.suffix in _DATA_SUFFIXES]
    shipped = [path for path in (ROOT / "resources").rglob("*") if path.is_file()]
    wanted = {path.relative_to(ROOT).as_posix() for path in inside}
    wanted |= {f"turbo_admin/{path.relative_to(ROOT).as_posix()}" for path in shipped}
    assert sorted(wanted - packed) == []
    assert [
        name for name in packed if name.startswith(("tests/", "turbo_admin/tests")) or name.endswith(".ui")
    ] == []
    assert any(name.endswith("licenses/LICENSE") for name in packed)


@pytest.mark.skipif(os.name == "nt", reason="ends the portal with SIGTERM")
def test_the_installed_portal_serves_and_stops(portal: Installed) -> None:
    data, mail, log = (portal.folder.parent / name for name in ("data", "mail", "log"))
    options = ["--port", "0", "--data", str(data), "--mail", mail.as_uri()]
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            [portal.program("turbo-admin"), "portal", "serve", *options],
            cwd=portal.home,
            env=portal.environment(),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
        ) as served,
    ):
        try:
            assert served.stdout is not None
            url = served.stdout.readline().strip()
            assert url.startswith("http://127.0.0.1:"), log.read_text(encoding="utf-8")
            with urllib.request.urlopen(f"{url}/healthz", timeout=20) as answer:
                assert answer.status == 200
        finally:
            served.send_signal(signal.SIGTERM)
            code = served.wait(30)
    assert code == 0
