"""What commands write: JSON lines, counts, the findings of health checks."""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from turbo_admin.portal.base.health import BROKEN, HealthFinding

# What a command ends with when something is out of order.
_FAILED_CODE = 3


def counts_line(found: Counter[str]) -> str:
    """Return `demandes : 3, comptes : 1`; `rien` for nothing."""
    return ", ".join(f"{what} : {number}" for what, number in found.items()) or "rien"


def show_findings(findings: list[HealthFinding], *, as_json: bool) -> int:
    """Write a line a finding; the exit code says whether one is out of order."""
    if as_json:
        json_lines(findings)
    else:
        for one in findings:
            print(f"{one.part:24}  {one.state:9}  {one.says}")
    return _FAILED_CODE if any(one.state == BROKEN for one in findings) else 0


def json_lines(lines: Iterable[Any]) -> int:
    """Write dataclasses as JSON, a line each."""
    for line in lines:
        sys.stdout.write(json.dumps(asdict(line), default=str, ensure_ascii=False) + "\n")
    return 0
