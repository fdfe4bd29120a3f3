"""Schemathesis over every declared route: what it draws, and what nobody would type."""

import json
import os
import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.audit.faulty import SCHEMA, faulty_site
from tests.audit.installed import HOME, python_tool, say
from tests.audit.outcome import Outcome
from tests.audit.schema import describe
from tests.audit.world import World

_HOOKS = Path(__file__).with_name("fuzz_hooks.py")
_CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,well_formed"
# Beyond these the draw is nearly exhausted and rounds grow slower; another seed goes on.
_MOST_A_ROUND = 400
_SPLIT = 3


@dataclass
class _Round:
    """One run of the tool over a part of the routes."""

    process: "subprocess.Popen[str]"
    tally: Path
    report: Path


@dataclass(frozen=True, slots=True)
class _Draw:
    """What one run of the tool is told.

    Attributes:
        file: the description it reads.
        many: cases a route, about.
        pool: who may sign in; None for the faulty site.
    """

    file: Path
    base: str
    many: int
    seed: int = 1
    pool: Path | None = None


def fuzz(world: World, cases: int) -> Outcome:
    """Draw until so many cases were answered."""
    program = python_tool("fuzz", "schemathesis")
    outcome = Outcome(tool_version=_version(program))
    with TemporaryDirectory(prefix="turbo-fuzz-") as name, faulty_site(world.portal.superuser_url) as faulty:
        folder = Path(name)
        outcome.control_found = _finds_the_planted(program, folder, faulty)
        counts = _draw(world, program, folder, cases, outcome)
    outcome.cases = counts["cases"]
    errors = {key: many for key, many in counts.items() if re.fullmatch(r"status 5\d\d", key)}
    if errors and not outcome.findings:
        outcome.findings.append(f"answers of 500 and more: {errors}")
    routes = sum(1 for key in counts if " /" in key)
    statuses = ", ".join(f"{key[7:]}: {counts[key]}" for key in sorted(counts) if key.startswith("status"))
    outcome.note = f"{routes} routes; answers {statuses}; {world.catcher.mails} mails caught meanwhile"
    if not world.is_well():
        outcome.findings.append("a process of the portal has died")
    return outcome


def _draw(world: World, program: Path, folder: Path, cases: int, outcome: Outcome) -> Counter[str]:
    counts: Counter[str] = Counter()
    pool, schema = folder / "pool.json", describe(world)
    files = _parts(schema, folder)
    seed = 1
    with world.kept_pool(pool):
        while counts["cases"] < cases:
            left = (cases - counts["cases"]) // len(schema["paths"]) + 1
            many = max(4, min(left, _MOST_A_ROUND))
            rounds = [_start(program, _Draw(file, world.base, many, seed, pool)) for file in files]
            before = counts["cases"]
            for one in rounds:
                counts.update(_gather(one, outcome))
            say(f"  {counts['cases']} of {cases} cases, {len(outcome.findings)} findings")
            if counts["cases"] == before:
                outcome.findings.append("Schemathesis stopped by itself")
                break
            seed += 1
    return counts


def _parts(schema: dict[str, Any], folder: Path) -> list[Path]:
    """Write the description as parts of about equal length, for as many processes."""
    names = sorted(schema["paths"])
    files = []
    for part in range(_SPLIT):
        paths = {name: schema["paths"][name] for name in names[part::_SPLIT]}
        file = folder / f"portal-{part}.json"
        file.write_text(json.dumps({**schema, "paths": paths}), encoding="utf-8")
        files.append(file)
    return files


def _start(program: Path, draw: _Draw) -> _Round:
    stem = draw.file.with_name(f"{draw.file.stem}-{draw.seed}")
    tally, report = stem.with_suffix(".tally"), stem.with_suffix(".out")
    environment = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": _HOOKS.stem,
        "PYTHONPATH": str(_HOOKS.parent),
        "AUDIT_TALLY": str(tally),
        "AUDIT_POOL": str(draw.pool or ""),
        "NO_PROXY": "127.0.0.1",
    }
    command = [str(program), "run", str(draw.file), "--url", draw.base, "--checks", _CHECKS]
    command += ["--max-examples", str(draw.many), "--seed", str(draw.seed), "--phases", "coverage,fuzzing"]
    command += ["--continue-on-failure", "--no-shrink", "--generation-database", "none", "--workers", "1"]
    command += ["--suppress-health-check", "all", "--request-timeout", "60", "--max-redirects", "0"]
    command += ["--warnings", "off", "--no-color"]
    with report.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            command, cwd=HOME, env=environment, stdout=out, stderr=subprocess.STDOUT, text=True
        )
    return _Round(process, tally, report)


def _gather(one: _Round, outcome: Outcome) -> Counter[str]:
    one.process.wait()
    told = one.report.read_text(encoding="utf-8", errors="replace")
    if one.process.returncode:
        outcome.findings += _failures(told)
    if not one.tally.exists():
        outcome.findings.append(f"Schemathesis did not run: {told[-300:]}")
        return Counter()
    return Counter(json.loads(one.tally.read_text(encoding="utf-8")))


def _failures(told: str) -> list[str]:
    """What the tool reports, one line a failure: where, what, and how to send it again."""
    blocks = re.split(r"\n_{5,} (.+?) _{5,}\n", told)
    found = []
    for where, block in zip(blocks[1::2], blocks[2::2], strict=False):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        found.append(f"{where}: " + " | ".join(lines)[:600])
    return found or [told[-600:]]


def _finds_the_planted(program: Path, folder: Path, base: str) -> bool:
    file = folder / "faulty.json"
    file.write_text(json.dumps(SCHEMA), encoding="utf-8")
    spare = Outcome()
    counts = _gather(_start(program, _Draw(file, base, 50)), spare)
    return counts["status 500"] > 0 and any("Server error" in one for one in spare.findings)


def _version(program: Path) -> str:
    done = subprocess.run(
        [str(program), "--version"], capture_output=True, text=True, encoding="utf-8", check=False
    )
    return done.stdout.strip()
