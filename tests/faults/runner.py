"""Breaks things whole; prints what came out and writes faults.json.

    python -m tests.faults [CAMPAIGN …] [--seed N …] [--resume] [--histories N] [--amount N]

Lines of faults.json are kept by campaign and seed: a campaign replaces its own line of its seed and leaves the others;
with --resume, one whose line is there is left out, so that a run that was stopped goes on. Exits with 1 when anything was
lost or doubled, when a campaign did not see what was made wrong on purpose, or when it could not strike.
"""

import argparse
import itertools
import json
import logging
import multiprocessing
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import structlog

_RESULTS = Path(__file__).resolve().parent.parent.parent / "faults.json"
# How much of a control is tried, whatever was asked of the campaign: it has to fail, not to be exhaustive.
_CONTROL_AMOUNTS = (40, 400, 4000)


def main(arguments: Sequence[str]) -> int:
    """Run the campaigns and report."""
    _prepare()
    from tests.faults.campaigns import BY_ID

    options = _options(arguments, list(BY_ID))
    lines = []
    there = {_place(line): line for line in _former()} if options.resume else {}
    for name, seed in itertools.product(options.campaigns or BY_ID, options.seed):
        line = there.get((name, seed)) or run_whole(name, options, seed)
        lines.append(line)
        sys.stdout.write(_sentence(line))
        sys.stdout.flush()
        _write(lines)
    return int(any(_is_bad(line) for line in lines))


def _place(line: dict[str, Any]) -> tuple[str, int]:
    return line["campaign"], line["seed"]


def _is_bad(line: dict[str, Any]) -> bool:
    return bool(line["lost"] or line["doubled"] or line["errors"] or not line["control_failed"])


def _options(arguments: Sequence[str], names: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("campaigns", nargs="*", metavar="CAMPAIGN", choices=[*names, []])
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--resume", action="store_true", help="leave out what stands in faults.json")
    parser.add_argument("--histories", type=int, default=100_000, help="of the state machine")
    parser.add_argument("--amount", type=int, help="faults of each campaign at most, drawn by the seed")
    return parser.parse_args(arguments)


def run_whole(name: str, options: argparse.Namespace, seed: int) -> dict[str, Any]:
    """Run a campaign and its controls over this machine's cores; returns its line of faults.json."""
    from tests.faults.campaigns import BY_ID

    campaign, started = BY_ID[name], time.monotonic()
    amount = options.histories if campaign.counts_histories else options.amount
    tally = _spread(name, "", seed, amount, campaign.parts)
    seconds = time.monotonic() - started
    controls = {control: _until_it_fails(campaign, control, seed) for control in campaign.controls}
    return {
        "campaign": name,
        "what": campaign.what,
        "faults": tally.faults,
        "lost": tally.lost,
        "doubled": tally.doubled,
        "seed": seed,
        "control_failed": bool(controls) and all(one.failed for one in controls.values()),
        "controls": {
            control: {"faults": one.faults, "lost": one.lost, "doubled": one.doubled}
            for control, one in controls.items()
        },
        "seconds": round(seconds, 1),
        "examples": tally.examples,
        # What kept the campaign from seeing: a line with any is no result.
        "errors": tally.errors + [error for one in controls.values() for error in one.errors],
    }


def _until_it_fails(campaign: Any, control: str, seed: int) -> Any:
    """Try a control at growing amounts; returns what came out of the last."""
    for amount in _CONTROL_AMOUNTS:
        tally = _spread(campaign.id, control, seed, amount, campaign.parts)
        if tally.failed:
            break
    return tally


def _spread(name: str, control: str, seed: int, amount: int | None, parts: int) -> Any:
    from tests.faults.tally import Plan, Tally

    whole = Tally()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(parts, mp_context=context, initializer=_prepare) as pool:
        plans = [Plan(seed, part, parts, amount) for part in range(parts)]
        for tally in pool.map(_share, [name] * parts, [control] * parts, plans):
            whole.add(tally)
    return whole


def _share(name: str, control: str, plan: Any) -> Any:
    from tests.faults.campaigns import BY_ID

    campaign = BY_ID[name]
    return (campaign.controls[control] if control else campaign.run)(plan)


def _prepare() -> None:
    from tests.places import use_memory

    use_memory()
    # PostgreSQL's embedded server wants a folder for its sockets, and the desk no screen.
    os.environ.setdefault("XDG_RUNTIME_DIR", f"/tmp/runtime-{os.getuid()}" if os.name == "posix" else "")  # noqa: S108
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # The portal would tell of each call.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


def _sentence(line: dict[str, Any]) -> str:
    controls = ", ".join(
        f"{name}: {one['lost']} lost, {one['doubled']} doubled of {one['faults']}"
        for name, one in line["controls"].items()
    )
    text = (
        f"{line['campaign']:14} {line['faults']:7} faults  {line['lost']} lost  {line['doubled']} doubled"
        f"  seed {line['seed']}  {line['seconds']:.0f} s  control {'failed, as it must' if line['control_failed'] else 'PASSED: BLIND'}"
        f" ({controls})\n"
    )
    text += "".join(f"    ERROR: {error}\n" for error in line["errors"])
    return text + "".join(f"    {example}\n" for example in line["examples"])


def _write(lines: list[dict[str, Any]]) -> None:
    from tests.faults.campaigns import BY_ID

    kept = {_place(line): line for line in (*_former(), *lines)}
    order = list(BY_ID)
    ordered = [kept[place] for place in sorted(kept, key=lambda one: (order.index(one[0]), one[1]))]
    _RESULTS.write_text(json.dumps(ordered, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _former() -> list[dict[str, Any]]:
    from tests.faults.campaigns import BY_ID

    try:
        former: list[dict[str, Any]] = json.loads(_RESULTS.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [line for line in former if line["campaign"] in BY_ID]
