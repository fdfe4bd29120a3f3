"""Tools that read the product's source: bandit, ruff's rules S, and the house's own."""

import json
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.audit.installed import python_tool
from tests.audit.outcome import Outcome
from tests.sources import PACKAGE, ROOT, modules
from tests.test_safe_code import faults_of_module, faults_of_template

# Faults that every one of these tools has to see.
PLANTED = '''"""Faults on purpose."""

import subprocess


def run(connection, name):
    subprocess.run("ls " + name, shell=True)
    connection.execute(f"SELECT * FROM family WHERE name = '{name}'")
    return eval(name)
'''
_PLANTED_TEMPLATE = "<p>{{ name|safe }}</p>"
_NOQA = re.compile(r"# noqa: (S\d+(?:, S\d+)*)")
# bandit's number is ruff's; where ruff has no such rule, or has looked closer, here is why the line stands.
_REASONED = {
    ("B404", ""): "importing subprocess is no fault: each call is judged by B602 and B603",
    (
        "B405",
        "outside/pc/scheduler_windows.py",
    ): "ElementTree writes the task there, it reads nothing of a stranger",
    ("B105", "core/wording/credentials.py"): "French sentences that speak of passwords",
    ("B105", "core/wording/hosting.py"): "French sentences that speak of passwords",
    ("B105", "core/wording/workstation.py"): "French sentences that speak of passwords",
    ("B105", "portal/base/activity_texts.py"): "French sentences that speak of passwords",
    ("B105", "office/sync/sending.py"): "a password is emptied",
    ("B105", "demo/stage.py"): "no password: None, before there is a key",
    ("B107", "portal/mail/transport.py"): "an empty password is none",
    ("B608", "portal/accounts/access.py"): "columns of ours, bound values (ruff: S608, reasoned there)",
}


def bandit() -> Outcome:
    """Every test of bandit, at every severity; what the code reasons about is not counted again."""
    program = python_tool("static", "bandit")
    outcome = Outcome(tool_version=_first_line([str(program), "--version"]))
    raised = _bandit_over(program, PACKAGE)
    left = [one for one in raised if not _is_reasoned(one)]
    outcome.findings = [
        f"{Path(one['filename']).relative_to(ROOT).as_posix()}:{one['line_number']} {one['test_id']}"
        f" {one['issue_text']}"
        for one in left
    ]
    outcome.cases = len(modules())
    outcome.note = f"cases are modules; {len(raised)} lines raised, {len(raised) - len(left)} reasoned in the code or the audit"
    with TemporaryDirectory() as folder:
        (Path(folder) / "planted.py").write_text(PLANTED, encoding="utf-8")
        found = {one["test_id"] for one in _bandit_over(program, Path(folder))}
    outcome.control_found = {"B602", "B608", "B307"} <= found
    return outcome


def _bandit_over(program: Path, folder: Path) -> list[dict[str, Any]]:
    done = _ran([str(program), "--quiet", "--recursive", str(folder), "--format", "json"])
    found: list[dict[str, Any]] = json.loads(done.stdout)["results"]
    return found


def _is_reasoned(one: dict[str, Any]) -> bool:
    number, path = one["test_id"], Path(one["filename"])
    inside = path.relative_to(PACKAGE).as_posix()
    if (number, "") in _REASONED or (number, inside) in _REASONED:
        return True
    lines = path.read_text(encoding="utf-8").splitlines()
    first, last = min(one["line_range"]) - 1, max(one["line_range"])
    marks = [mark for line in lines[max(first, 0) : last] for mark in _NOQA.findall(line)]
    return any("S" + number[1:] in mark for mark in marks)


def ruff() -> Outcome:
    """Ruff's rules S, as the checks run them."""
    program = [
        str(Path(sys.executable).with_name("ruff")),
        "check",
        "--select",
        "S",
        "--output-format",
        "json",
    ]
    outcome = Outcome(tool_version=_first_line([program[0], "--version"]), cases=len(modules()))
    found = json.loads(_ran([*program, str(PACKAGE)]).stdout)
    outcome.findings = [
        f"{one['filename']}:{one['location']['row']} {one['code']} {one['message']}" for one in found
    ]
    with TemporaryDirectory() as folder:
        planted = Path(folder) / "planted.py"
        planted.write_text(PLANTED, encoding="utf-8")
        codes = {one["code"] for one in json.loads(_ran([*program, "--isolated", str(planted)]).stdout)}
    outcome.control_found = {"S602", "S608", "S307"} <= codes
    outcome.note = "cases are modules"
    return outcome


def own_rules() -> Outcome:
    """The tests about the code: `test_house`, `test_screens` and `test_safe_code`."""
    files = ["tests/test_house.py", "tests/test_screens.py", "tests/test_safe_code.py"]
    done = _ran([sys.executable, "-m", "pytest", "-p", "no:xdist", *files])
    counts = re.findall(r"(\d+) (passed|failed|error)", done.stdout)
    counted = {word: int(many) for many, word in counts}
    outcome = Outcome(cases=counted.get("passed", 0) + counted.get("failed", 0))
    outcome.findings = re.findall(r"^(?:FAILED|ERROR) (.+)$", done.stdout, re.MULTILINE)
    if done.returncode and not outcome.findings:
        outcome.findings = [done.stdout[-400:] + done.stderr[-400:]]
    outcome.tool_version = _first_line([sys.executable, "-m", "pytest", "--version"])
    outcome.control_found = bool(faults_of_module(PLANTED)) and bool(faults_of_template(_PLANTED_TEMPLATE))
    outcome.note = "cases are tests"
    return outcome


def _ran(command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


def _first_line(command: list[str]) -> str:
    done = _ran(command)
    return (done.stdout or done.stderr).strip().splitlines()[0]
