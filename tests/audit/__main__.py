"""Lets scanners of others loose on a portal; prints what they found and writes audit.json.

    python -m tests.audit [--only ROW …] [--cases N]

A row run alone replaces its own line of audit.json and leaves the others.

| state | when |
| --- | --- |
| met | the tool ran, found what was planted for it, and nothing else |
| failed | it found something, missed what was planted, or did not run though it could here |
| non fait | what it asks for is out of reach of this machine (advisories, a package index); the reason is told |

Exits with 1 when a row failed. A row that is « non fait » says nothing of the product: it is told, never counted as met,
and does not fail the others.
"""

import argparse
import json
import logging
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.audit.installed import HOME, say
from tests.audit.outcome import NotDone, NotRun, Outcome
from tests.audit.rows import ROWS, Row
from tests.audit.world import World, attacked_portal
from tests.places import use_memory
from tests.sources import ROOT

RESULTS = ROOT / "audit.json"
CASES = 100_000
MET, FAILED, NOT_DONE = "met", "failed", "non fait"


def main(arguments: Sequence[str]) -> int:
    """Run the rows and report."""
    options = _options(arguments)
    use_memory()
    logging.disable(logging.WARNING)
    HOME.mkdir(exist_ok=True)
    chosen = [row for row in ROWS if not options.only or row.id in options.only]
    lines = []
    with ExitStack() as house:
        world: World | None = None
        for row in chosen:
            say(f"{row.id}: {row.what} …")
            if row.attacks and world is None:
                world = house.enter_context(attacked_portal())
            lines.append(line_of(row, world, options.cases))
            say(sentence(lines[-1]))
            write(lines, RESULTS)
    sys.stdout.write(table(json.loads(RESULTS.read_text(encoding="utf-8"))))
    return verdict(lines)


def verdict(lines: Sequence[dict[str, Any]]) -> int:
    """Return the exit code: 1 when a row failed; one that is « non fait » does not count."""
    return int(any(line["state"] == FAILED for line in lines))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.audit",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", nargs="+", metavar="ROW", choices=[row.id for row in ROWS], default=[])
    parser.add_argument("--cases", type=int, default=CASES, help="of the fuzzer")
    return parser.parse_args(arguments)


def line_of(row: Row, world: World | None, cases: int) -> dict[str, Any]:
    """Run a row; its line of audit.json."""
    began, not_run, state = time.monotonic(), "", FAILED
    try:
        outcome = row.run(world, cases)
    except NotDone as why:
        outcome, not_run, state = Outcome(), str(why), NOT_DONE
    except NotRun as why:
        outcome, not_run = Outcome(), str(why)
    except Exception as error:  # what keeps one tool from working must not keep the others
        outcome, not_run = Outcome(), f"{type(error).__name__}: {error}"
    if not not_run and not outcome.findings and outcome.control_found and outcome.cases >= row.least(cases):
        state = MET
    return {
        "id": row.id,
        "what": row.what,
        "cases": outcome.cases,
        "findings": outcome.findings,
        "control_found": outcome.control_found,
        "seconds": round(time.monotonic() - began, 1),
        "tool_version": outcome.tool_version,
        "note": outcome.note,
        "not_run": not_run,
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "state": state,
    }


def sentence(line: dict[str, Any]) -> str:
    """Say what came out of a row."""
    if line["not_run"]:
        return f"{line['id']}: {NOT_DONE if line['state'] == NOT_DONE else 'DID NOT RUN'} ({line['not_run']})"
    planted = "found what was planted" if line["control_found"] else "DID NOT FIND what was planted"
    told = f"{line['id']}: {line['cases']} cases, {len(line['findings'])} findings, {planted}"
    return "\n  ".join([f"{told}, {line['seconds']} s", *(one[:400] for one in line["findings"][:20])])


def table(lines: Sequence[dict[str, Any]]) -> str:
    """Lay the lines out as Markdown, for docs/security.md."""
    rows = ["| what | tool | cases | findings | planted fault | seconds | state |", "|" + " --- |" * 7]
    for line in lines:
        found = line["not_run"] or str(len(line["findings"]))
        planted = "–" if line["not_run"] else "found" if line["control_found"] else "missed"
        cells = [line["what"], line["tool_version"], f"{line['cases']:,}", found, planted]
        cells += [f"{line['seconds']:.0f}", line["state"]]
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n"


def write(lines: Sequence[dict[str, Any]], path: Path) -> None:
    """Write the lines, in the order of the rows; those of rows not run now stay."""
    kept = {line["id"]: line for line in _former(path)} | {line["id"]: line for line in lines}
    ordered = [kept[row.id] for row in ROWS if row.id in kept]
    path.write_text(json.dumps(ordered, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _former(path: Path) -> list[dict[str, Any]]:
    try:
        former: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return former


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
