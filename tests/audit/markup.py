"""The Nu HTML checker over every page in every state, as `tests/browser/test_every_page.py` walks through them."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.audit.installed import nu_checker
from tests.audit.outcome import Outcome
from tests.sources import ROOT

_WALK = "tests/browser/test_every_page.py"
_PLANTED = (
    '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Faux</title></head>'
    '<body><h1 id="a">Faux</h1><p id="a"><img src="x.png"></p></body></html>'
)


def nu() -> Outcome:
    """Walk in a real browser, keep each page as it stood, and have all of them read."""
    checker = nu_checker()
    outcome = Outcome(tool_version=f"vnu-jar {_ran([*checker, '--version']).stdout.strip()}")
    with TemporaryDirectory() as name:
        folder = Path(name)
        planted = folder / "planted.html"
        planted.write_text(_PLANTED, encoding="utf-8")
        outcome.control_found = len(_errors(checker, [planted])) >= 2
        planted.unlink()
        walked = _walk(folder, checker[-1])
        pages = sorted(folder.glob("*.html"))
        styles = sorted((ROOT / "turbo_admin" / "portal" / "static").glob("*.css"))
        told = _errors(checker, pages) if pages else []
        told += _errors([*checker, "--css"], styles)
    outcome.cases = len(pages) + len(styles)
    outcome.findings = [f"{Path(one.get('url', '')).name}: {one['message']}" for one in told]
    if walked.returncode and not told:
        outcome.findings.append(walked.stdout[-500:])
    outcome.note = "cases are states of pages, and style sheets"
    return outcome


def _walk(folder: Path, jar: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "TURBO_SHOTS": str(folder), "TURBO_VNU": jar, "QT_QPA_PLATFORM": "offscreen"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:xdist",
        _WALK,
        "-k",
        "every_state and desk",
    ]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def _errors(checker: Sequence[str], files: Sequence[Path]) -> list[dict[str, Any]]:
    command = [*checker, "--errors-only", "--exit-zero-always", "--format", "json", *map(str, files)]
    done = _ran(command)
    found: list[dict[str, Any]] = json.loads(done.stderr or '{"messages": []}')["messages"]
    return found


def _ran(command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
