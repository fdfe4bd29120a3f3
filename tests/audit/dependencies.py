"""pip-audit over what the lock names, with the advisories that PyPI keeps of each version."""

import json
import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.audit.installed import find_uv, python_tool
from tests.audit.outcome import NotDone, NotRun, Outcome
from tests.sources import ROOT

# Known to be vulnerable for a decade (CVE-2014-1402 among others).
_PLANTED = "jinja2==2.4.1\n"
_SERVICES = ("pypi", "osv")
_OUT_OF_REACH = re.compile(
    r"not found on PyPI|ConnectionError|ConnectTimeout|Max retries|HTTPError|Failed to resolve"
)


def pip_audit() -> Outcome:
    """Look each locked version up.

    Raises:
        NotDone: the advisories are out of reach; nothing is known then, and nothing is said to be well.
        NotRun: it broke otherwise.
    """
    program = python_tool("dependencies", "pip-audit")
    outcome = Outcome(tool_version=_ran([str(program), "--version"]).stdout.strip())
    with TemporaryDirectory() as name:
        folder = Path(name)
        planted, locked = folder / "planted.txt", folder / "locked.txt"
        planted.write_text(_PLANTED, encoding="utf-8")
        known, service = _first_that_answers(program, planted)
        outcome.control_found = bool(_vulnerable(known.stdout))
        export = [find_uv(), "export", "--frozen", "--no-emit-project", "--all-extras", "--quiet"]
        _ran([*export, "--format", "requirements-txt", "--output-file", str(locked)])
        found = _audit(program, locked, service)
        if not found.stdout.strip():
            raise NotRun(_last(found.stderr))
    outcome.cases = len(json.loads(found.stdout)["dependencies"])
    outcome.findings = _vulnerable(found.stdout)
    outcome.note = f"cases are locked packages; advisories of {service}"
    return outcome


def _first_that_answers(program: Path, planted: Path) -> tuple["subprocess.CompletedProcess[str]", str]:
    """Ask for what is known to be vulnerable; what knows nothing of it, or does not answer, is out of reach."""
    said = []
    for service in _SERVICES:
        known = _audit(program, planted, service)
        if known.stdout.strip():
            return known, service
        said.append(f"{service}: {_last(known.stderr)[:120]}")
        if not _OUT_OF_REACH.search(known.stderr):
            raise NotRun(said[-1])
    raise NotDone(f"no advisories within reach of this machine ({'; '.join(said)})")


def _audit(program: Path, requirements: Path, service: str) -> "subprocess.CompletedProcess[str]":
    options = [
        "--strict",
        "--disable-pip",
        "--no-deps",
        "--vulnerability-service",
        service,
        "--format",
        "json",
    ]
    return _ran([str(program), *options, "--progress-spinner", "off", "--requirement", str(requirements)])


def _vulnerable(told: str) -> list[str]:
    return [
        f"{one['name']} {one['version']}: {', '.join(fault['id'] for fault in one['vulns'])}"
        for one in json.loads(told)["dependencies"]
        if one.get("vulns")
    ]


def _last(told: str) -> str:
    lines = told.strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def _ran(command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
