"""Logs that turn over: the portal's own, a file per process, and that of the embedded PostgreSQL."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import requests

from tests.places import public_folder
from tests.portal.forked_commands import portal_command
from tests.portal.host.test_serve import Served, eventually
from turbo_admin.portal.base.roles import PORTAL
from turbo_admin.portal.host.embedded_postgres import open_cluster

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals")
LIMIT = 5_000_000
# Sixty megabytes: more than ten files hold.
FILLS = """
import logging, sys
from pathlib import Path
from turbo_admin.portal.base import logs
import structlog
logs.configure(Path(sys.argv[1]))
log = structlog.get_logger("essai")
for number in range(600):
    log.info("mail", number=number, filler="x" * 100_000)
logging.getLogger("other").warning("cannot reach %s", "famille@exemple.fr")
"""
FULL = """
import logging, sys
from pathlib import Path
from turbo_admin.portal.base import logs
import structlog
logs.configure(Path("/dev/full"))
structlog.get_logger("essai").warning("mail", number=1)
logging.getLogger("other").warning("cannot reach %s", "famille@exemple.fr")
"""


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that PostgreSQL's own user can reach when the tests run as root."""
    with public_folder() as folder:
        yield folder / "données"


def speak(program: str, *arguments: str) -> str:
    words = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    return done.stderr


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_ten_files_of_five_megabytes_hold_the_last_lines_whole(tmp_path: Path) -> None:
    file = tmp_path / "journaux" / "portail.log"
    assert speak(FILLS, str(file)) == ""
    files = [file.with_name(f"portail.log.{number}") for number in range(9, 0, -1)] + [file]
    assert sorted(file.parent.iterdir()) == sorted(files)
    assert max(one.stat().st_size for one in files) <= LIMIT
    assert not any(one.stat().st_mode & 0o007 for one in files) or sys.platform == "win32"
    told = [line for one in files for line in lines(one)]
    assert told.pop() == {"level": "warning", "from": "other", "event": "cannot reach %s"}
    numbers = [line["number"] for line in told]
    assert numbers == list(range(600 - len(numbers), 600))
    assert len(numbers) > 400


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is full")
def test_what_a_full_disk_does_not_take_is_said_elsewhere_and_names_nobody() -> None:
    first, second = map(json.loads, speak(FULL).splitlines())
    assert (first["number"], second["event"]) == (1, "cannot reach %s")


@posix
def test_each_process_writes_a_file_of_its_own_and_nothing_else(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "portail.log"
    with Served("--data", str(data), "--workers", "2", "--log-file", str(file)) as served:
        webs = [tmp_path / "portail-web-1.log", tmp_path / "portail-web-2.log"]
        for _ in range(20):
            assert requests.get(f"{served.base}/e/nulle-part/connexion", timeout=30).status_code == 404
        assert [line["event"] for line in lines(file)] == ["ready"]
        # The portal answers as soon as one of its processes does; the other may still be starting.
        eventually(lambda: all(one.exists() for one in webs))
        eventually(lambda: sum(len(lines(one)) for one in webs) >= 20)
        served.child("web").kill()
        eventually(lambda: any(line["event"] == "died" for line in lines(file)))
        eventually(lambda: len(served.workers()) == 3)
    assert "stopping" in [line["event"] for line in lines(file)]
    assert {one.name for one in tmp_path.iterdir()} == {"portail.log", "portail-mail.log"} | {
        one.name for one in webs
    }
    assert served.log == []
    once = portal_command(
        "work", "--once", "--data", str(data), "--log-file", str(tmp_path / "courriels.log")
    )
    assert (once.returncode, once.stderr) == (0, "")
    assert (tmp_path / "courriels.log").exists()


def test_a_log_file_that_cannot_be_written_is_refused_in_french(data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    tried = portal_command("serve", "--data", str(data), "--log-file", str(tmp_path / "file" / "portail.log"))
    assert (tried.returncode, tried.stdout) == (3, "")
    assert str(tmp_path / "file") in tried.stderr


@posix
def test_the_log_of_postgresql_turns_over_while_it_runs_and_when_it_starts(data: Path) -> None:
    log, former = data / "pg" / "server.log", data / "pg" / "server.log.1"
    with Served("--data", str(data)):
        fill(log)
        eventually(lambda: former.exists() and log.stat().st_size < LIMIT)
        assert former.read_text(encoding="utf-8").endswith("x\nlast line\n")
        # The server still writes to the same file.
        wrong = open_cluster(data).url(PORTAL).replace(f"{PORTAL}:", f"{PORTAL}:not")
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(wrong)
        eventually(lambda: "FATAL" in log.read_text(encoding="utf-8"))
        assert "\0" not in log.read_text(encoding="utf-8")
        with psycopg.connect(open_cluster(data).url("postgres"), autocommit=True) as host:
            assert host.execute("SHOW log_checkpoints").fetchone() == ("off",)
    former.unlink()
    fill(log)
    assert portal_command("migrate", "--data", str(data)).returncode == 0
    assert former.stat().st_size > LIMIT > log.stat().st_size > 0


def fill(log: Path) -> None:
    with log.open("a", encoding="utf-8") as file:
        file.write("x\n" * (LIMIT // 2) + "last line\n")
