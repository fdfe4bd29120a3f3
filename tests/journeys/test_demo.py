"""`make demo` in small: every number of day.json is what happened, and twice in a row works."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pypdfium2
import pytest

from tests.journeys.conftest import ROOT
from tests.places import public_folder


@pytest.fixture
def environment(program_environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """That of a demo, whose temporary folder is its own: it tells its programs from those of others."""
    with public_folder() as folder:
        yield program_environment | {"TMPDIR": str(folder)}


def play(folder: Path, environment: dict[str, str]) -> dict[str, int]:
    """Play the day and return what it counted."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "turbo_admin", "demo", "--unattended"),
            *("--dir", str(folder), "--diners", "60", "--requests", "10"),
        ],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert '"event"' not in done.stderr
    assert '"event": "ready"' in (folder / "portail.log").read_text(encoding="utf-8")
    return json.loads((folder / "day.json").read_text(encoding="utf-8"))


def test_the_day_counts_what_happened_twice_in_a_row(tmp_path: Path, environment: dict[str, str]) -> None:
    folder = tmp_path / "demo"
    told = []
    for _ in range(2):
        day = play(folder, environment)
        told.append({name: number for name, number in day.items() if name != "seconds"})
        mails = [path.name for path in (folder / "mail").glob("*.eml")]
        papers = sorted(path.name for path in (folder / "paper").glob("*.pdf"))
        assert [name[:3] for name in papers] == ["BE2", "FQE"]
        document = pypdfium2.PdfDocument(folder / "sheets" / "identifiants.pdf")
        pages = len(document)
        document.close()
        assert day["sheets"] == pages == day["accounts"] > 0
        assert day["mailed"] == sum("identifiants" in name for name in mails)
        assert day["signed_in"] == day["mailed"] == day["connected"]
        assert day["issued"] == day["ticked"] <= day["certain"] <= day["requests"] <= 10
        assert len(list((folder / "screens").glob("*.png"))) >= 8
    assert told[0] == told[1]
    assert _left_behind(environment["TMPDIR"]) == []


@pytest.mark.skipif(os.name != "posix", reason="Ctrl+C is sent as a signal")
def test_ctrl_c_leaves_no_process_behind(tmp_path: Path, environment: dict[str, str]) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "turbo_admin", "demo", "--unattended", "--dir", str(tmp_path / "demo")],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    assert program.stdout
    # The portal runs, and the next step has begun or is about to.
    assert any("Démarrage" in line for line in program.stdout)
    os.killpg(program.pid, signal.SIGINT)
    with program.stdout:
        assert program.wait(60) == 130
    program.stdout.close()
    assert _left_behind(environment["TMPDIR"]) == []


def _left_behind(folder: str) -> list[str]:
    """Return the programs of a demo that still run: they speak of its folder, or have it as theirs."""
    found = []
    for process in psutil.process_iter(["cmdline", "environ", "status"]):
        line, environment = " ".join(process.info["cmdline"] or ()), process.info["environ"] or {}
        ours = folder in line or environment.get("TMPDIR") == folder
        if ours and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(line)
    return found
