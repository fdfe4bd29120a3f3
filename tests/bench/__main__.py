"""Measures the rows, or those named; prints a table and writes bench.json.

    python -m tests.bench [ROW …]

A row named alone replaces its own line of bench.json and leaves the others. Nothing fails on a figure: what could
not be measured says why.
"""

import json
import statistics
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.bench.row import Row
from tests.bench.rows import ROWS

_RESULTS = Path(__file__).resolve().parent.parent.parent / "bench.json"
_HEADERS = ("row", "what", "figure", "reference", "ratio", "target", "met")


def main(names: Sequence[str]) -> int:
    """Measure and report; 2 for a name that is no row's."""
    rows = [row for row in ROWS if row.exists()]
    unknown = set(names) - {row.id for row in rows}
    if unknown:
        sys.stderr.write(
            f"no such row: {', '.join(sorted(unknown))}; there are: {', '.join(row.id for row in rows)}\n"
        )
        return 2
    results = []
    for row in rows:
        if not names or row.id in names:
            sys.stderr.write(f"{row.id} …\n")
            results.append(result_of(row))
    sys.stdout.write(table(results))
    write(results, _RESULTS)
    return 0


def result_of(row: Row) -> dict[str, Any]:
    """Measure a row as often as it asks and return its line of bench.json."""
    line: dict[str, Any] = {"id": row.id, "what": row.what, "value": None, "unit": row.unit}
    line |= {"reference": row.reference or None, "reference_value": None, "ratio": None}
    line |= {"target": row.target, "met": False}
    try:
        measured = [_pair(row.measure()()) for _ in range(row.runs)]
    except Exception as error:  # a figure that cannot be had must not keep the others from being measured
        return line | {"error": f"{type(error).__name__}: {error}"}
    value = line["value"] = statistics.median(value for value, _ in measured)
    references = [reference for _, reference in measured if reference is not None]
    if references:
        line["reference_value"] = statistics.median(references)
        line["ratio"] = round(row.ratio(value, line["reference_value"]), 4)
    return line | {"met": row.is_met_by(value, line["reference_value"])}


def _pair(measured: tuple[float, float] | float) -> tuple[float, float | None]:
    return measured if isinstance(measured, tuple) else (measured, None)


def table(results: Iterable[dict[str, Any]]) -> str:
    """Lay the results out in columns, as Markdown, so that docs/figures.md can hold them as they are."""
    rows = [_cells(line) for line in results]
    widths = [max(len(row[place]) for row in [_HEADERS, *rows]) for place in range(len(_HEADERS))]
    ruler = tuple("-" * width for width in widths)
    lines = (
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in [_HEADERS, ruler, *rows]
    )
    return "\n".join(lines) + "\n"


def _cells(line: dict[str, Any]) -> tuple[str, ...]:
    unit = line["unit"]
    value = line.get("error") or f"{line['value']:.4g} {unit}"
    reference = (
        f"{line['reference_value']:.4g} {unit}: {line['reference']}" if line["reference_value"] else "–"
    )
    ratio = f"{line['ratio']:.2f}" if line["ratio"] else "–"
    return line["id"], line["what"], value, reference, ratio, line["target"], "yes" if line["met"] else "no"


def write(results: Sequence[dict[str, Any]], path: Path) -> None:
    """Write the results into the file, in the order of the rows; lines of rows not measured now stay."""
    kept = {line["id"]: line for line in _former(path)}
    kept |= {line["id"]: line for line in results}
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
