"""sqlmap at every form, page and call of the portal, as somebody who is signed in."""

import re
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from tests.audit.faulty import faulty_site
from tests.audit.installed import say, system_tool
from tests.audit.outcome import Outcome
from tests.audit.schema import all_forms, fill
from tests.audit.world import World
from tests.portal.web.test_access import routes

_AT_ONCE = 2
_FOUND = "identified the following injection point"
_TRIED = re.compile(r"parameter '([^']+)' does not seem to be injectable")
_LONGEST_S = 900
_QUERIES = {
    "/": "q=coll%C3%A8ge",
    "/e/{uai}/historique": "page=1",
    "/api/{version}/events": "after=0&limit=5",
}
# What stands in for a good body: `*` is where sqlmap puts its own words.
_BODIES = {
    "/api/{version}/pair": '{"code":"0990001N-aaaa*","office_epoch":"x*","workstation":"Poste*"}',
    "/api/{version}/changes": '{"changes":[{"id":"a*","rev":1,"kind":"diner","key":"d1*",'
    '"body":{"last_name":"MARTIN*","first_name":"Léa*","class_name":"5 A*"}}]}',
    "/api/{version}/key": "{}",
}


@dataclass(frozen=True, slots=True)
class _Target:
    """One request that sqlmap varies.

    Attributes:
        headers: besides the cookie; lines.
    """

    name: str
    method: str
    url: str
    body: str = ""
    cookie: str = ""
    headers: tuple[str, ...] = ()


def sqlmap(world: World) -> Outcome:
    """Try every parameter, path segment and session of every route."""
    program = system_tool("sqlmap")
    version = _ran([program, "--version"]).stdout.strip().splitlines()[0]
    outcome = Outcome(tool_version=f"sqlmap {version}")
    with (
        TemporaryDirectory(prefix="turbo-sqlmap-") as name,
        faulty_site(world.portal.superuser_url) as faulty,
    ):
        folder = Path(name)
        planted = _Target("planted", "GET", f"{faulty}/repas?id=1")
        # On a machine with much to do it gives up before it has begun, now and then: once more, then it counts.
        outcome.control_found = any(_FOUND in _attack(program, folder, planted) for _ in range(2))
        targets = _targets(world)
        with ThreadPoolExecutor(_AT_ONCE) as hands:
            told = hands.map(lambda one: (one, _attack_to_the_end(program, folder, one)), targets)
            tried = sum(_judge(one, words, outcome) for one, words in told)
    outcome.cases = len(targets)
    outcome.note = f"cases are requests that it varied; {tried} parameters tried to the end"
    return outcome


def _judge(target: _Target, words: str, outcome: Outcome) -> int:
    tried = len(set(_TRIED.findall(words)))
    say(f"  {target.method} {target.name}: {tried} parameters")
    if _FOUND in words:
        found = words[words.index(_FOUND) :]
        outcome.findings.append(f"{target.method} {target.name}: {' '.join(found.split())[:400]}")
    elif not tried:
        troubles = [line for line in words.splitlines() if "[CRITICAL]" in line or "[ERROR]" in line]
        last = " ".join(troubles or words.strip().splitlines()[-3:])
        outcome.findings.append(f"{target.method} {target.name}: nothing was tried: {last[:300]}")
    return tried


def _targets(world: World) -> list[_Target]:
    sessions = iter(world.sessions(len(routes()) * 2))
    posted, found = all_forms(world), []
    for method, route in sorted(routes()):
        # What takes nothing from a visitor, and no session either, has nothing to be varied.
        if route in {"/robots.txt", "/healthz", "/code-source.zip"}:
            continue
        url = world.base + _marked(world, route)
        if route.startswith("/api/"):
            found.append(_Target(route, method, url, _BODIES.get(route, ""), "", _office(world)))
            continue
        form = posted.get(route) if method == "POST" else None
        body = urlencode({**form.fields, "_csrf_token": world.csrf}) if form else ""
        if method == "POST" and not form:
            body = urlencode({"_csrf_token": world.csrf})
        found.append(_Target(route, method, url, body, f"{world.cookie(next(sessions))}*"))
    return found


def _marked(world: World, route: str) -> str:
    """Return the path with marks where it varies, and its query."""
    path = fill(world, route)
    if "{token}" in route or "{name}" in route:
        path += "*"
    query = _QUERIES.get(route, "")
    return f"{path}?{query.replace('&', '*&')}*" if query else path


def _office(world: World) -> tuple[str, ...]:
    office = world.office
    return (
        f"Authorization: Bearer {office.key}*",
        f"Turbo-Office-Epoch: {office.epoch}*",
        f"Turbo-Portal-Epoch: {office.portal_epoch}",
        "Turbo-Protocol: 2",
    )


def _attack_to_the_end(program: str, folder: Path, target: _Target) -> str:
    """Run it, and once more if it has tried nothing."""
    words = _attack(program, folder, target)
    return words if _FOUND in words or _TRIED.search(words) else _attack(program, folder, target)


def _attack(program: str, folder: Path, target: _Target) -> str:
    """Run it to its end; what it says."""
    command = [program, "--url", target.url, "--method", target.method, "--batch", "--disable-coloring"]
    command += ["--dbms", "PostgreSQL", "--technique", "BEUST", "--level", "1", "--risk", "1"]
    command += ["--flush-session", "--output-dir", str(folder / str(abs(hash(target)))), "--timeout", "60"]
    command += [
        "--ignore-redirects",
        "--ignore-code",
        "401,404",
        "--skip-heuristics",
        "--skip",
        "_csrf_token",
    ]
    command += ["--tamper", "xforwardedfor", "--ignore-proxy"]
    if target.body:
        command += ["--data", target.body]
    if target.cookie:
        command += ["--cookie", target.cookie]
    if target.headers:
        command += ["--headers", "\n".join(target.headers)]
    try:
        done = _ran(command, seconds=_LONGEST_S)
    except subprocess.TimeoutExpired as late:
        return f"it took more than {_LONGEST_S} s: {late.stdout or ''!r}"
    return done.stdout + done.stderr


def _ran(command: Sequence[str], seconds: float = 60) -> "subprocess.CompletedProcess[str]":
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
