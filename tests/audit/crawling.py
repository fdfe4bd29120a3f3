"""wapiti through every page of a school, as somebody who is signed in."""

import json
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.audit.faulty import faulty_site
from tests.audit.installed import python_tool
from tests.audit.outcome import Outcome
from tests.audit.schema import fill
from tests.audit.world import World
from tests.portal.web.test_access import routes

# All that need nothing beyond this machine (no endpoint elsewhere, no list of known programs' files). Without `ldap`:
# it takes for an injection that pages differ by what was typed, and no part of the lock speaks LDAP.
_MODULES = (
    *("cookieflags", "crlf", "csp", "csrf", "exec", "file", "htaccess", "http_headers", "methods"),
    *("permanentxss", "redirect", "shellshock", "spring4shell", "sql", "timesql", "upload", "xss"),
)
# They end the session, so that the rest would be tried as a stranger; sqlmap and the fuzzer send them.
_LEFT_OUT = ("deconnexion", "mon-compte/fermer")
_LONGEST_S = 1500
_MODULE_S = 180


def wapiti(world: World) -> Outcome:
    """Crawl from every page, and attack what is found."""
    program = python_tool("wapiti", "wapiti")
    outcome = Outcome(tool_version=f"wapiti {_ran([str(program), '--version']).stdout.split()[-1]}")
    with (
        TemporaryDirectory(prefix="turbo-wapiti-") as name,
        faulty_site(world.portal.superuser_url) as faulty,
    ):
        folder = Path(name)
        planted = _attack(program, folder / "planted", f"{faulty}/", ["-m", "sql,xss", "--scope", "folder"])
        kinds = {kind for kind, found in planted["vulnerabilities"].items() if found}
        outcome.control_found = {"SQL Injection", "Reflected Cross Site Scripting"} <= kinds
        report = _attack(program, folder / "portal", f"{world.base}/e/{world.uai}", _options(world))
    outcome.cases = report["infos"].get("crawled_pages_nbr", 0)
    outcome.findings = [
        f"{kind}: {one['method']} {one['path']} {one.get('parameter', '')}: {one['info']}"
        for group in ("vulnerabilities", "anomalies")
        for kind, found in report[group].items()
        for one in found
    ]
    outcome.note = f"cases are pages and forms crawled; {len(_MODULES)} modules"
    return outcome


def _options(world: World) -> list[str]:
    options = ["-m", ",".join(_MODULES), "--scope", "domain"]
    for method, route in sorted(routes()):
        if method == "GET" and not route.startswith("/api/"):
            options += ["-s", world.base + fill(world, route)]
    for left_out in _LEFT_OUT:
        options += ["-x", f"{world.base}/e/{world.uai}/{left_out}"]
    options += ["-H", f"Cookie: {world.cookie(world.sessions(1)[0])}", "--skip", "_csrf_token"]
    options += ["--max-attack-time", str(_MODULE_S), "--max-scan-time", str(_LONGEST_S)]
    return options


def _attack(program: Path, folder: Path, url: str, options: list[str]) -> dict[str, Any]:
    folder.mkdir()
    report = folder / "report.json"
    command = [str(program), "-u", url, "--flush-session", "--store-session", str(folder), "--no-bugreport"]
    command += [
        "--store-config",
        str(folder / "config"),
        "-f",
        "json",
        "-o",
        str(report),
        "-v",
        "0",
        *options,
    ]
    done = _ran(command, seconds=_LONGEST_S * 2)
    if not report.exists():
        raise RuntimeError(f"wapiti left no report: {done.stdout[-400:]} {done.stderr[-400:]}")
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found


def _ran(command: list[str], seconds: float = 120) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=seconds,
    )
