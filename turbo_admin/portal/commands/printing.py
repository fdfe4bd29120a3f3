"""Output of the commands: JSON lines, counts, findings of health checks."""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from turbo_admin.portal.base.health import BROKEN, HealthFinding

# Exit code when a check found a fault; 1 and 2 mean an error and a wrong command line.
_FAILED_CODE = 3


def counts_line(found: Counter[str]) -> str:
    """Return `demandes : 3, comptes : 1`; `rien` for nothing."""
    return ", ".join(f"{what} : {number}" for what, number in found.items()) or "rien"


def show_findings(findings: list[HealthFinding], *, as_json: bool) -> int:
    """Print the findings, one a line; return the exit code."""
    if as_json:
        json_lines(findings)
    else:
        for one in findings:
            print(f"{one.part:24}  {one.state:9}  {one.says}")
    return _FAILED_CODE if any(one.state == BROKEN for one in findings) else 0


def json_lines(lines: Iterable[Any]) -> int:
    """Print dataclasses as JSON, one a line."""
    for line in lines:
        # `default=str` for times; names are printed in French, not as escapes.
        sys.stdout.write(json.dumps(asdict(line), default=str, ensure_ascii=False) + "\n")
    return 0
