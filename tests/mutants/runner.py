"""Applies each mutant in a temporary copy of the tree and says whether a test caught it.

    python -m tests.mutants [NAME …]

Exits with 1 when a mutant survived, could not be applied, or when the tests fail without any.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.mutants.catalogue import MUTANTS
from tests.mutants.edits import Mutant, Outcome, copy_tree, run_tests, try_mutant

_ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str]) -> int:
    """Try the mutants and report."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*(one.name for one in MUTANTS), []])
    names = parser.parse_args(arguments).names
    return try_all([one for one in MUTANTS if not names or one.name in names], _ROOT)


def try_all(mutants: Sequence[Mutant], root: Path) -> int:
    """Try mutants of a tree one after the other, print a line for each, and return the exit code."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Path(folder)
        copy_tree(root, copy)
        # Tests that fail without an edit would catch every mutant.
        unchanged = run_tests(_each_once(mutants), copy)
        if unchanged.returncode:
            _say(unchanged.stdout + unchanged.stderr)
            _say("The tests fail without any mutant: nothing was tried.")
            return 1
        outcomes = [_reported(mutant, copy) for mutant in mutants]
    caught = outcomes.count(Outcome.CAUGHT)
    _say(f"{caught} of {len(outcomes)} mutants caught.")
    return int(caught < len(outcomes))


def _reported(mutant: Mutant, copy: Path) -> Outcome:
    started = time.monotonic()
    outcome = try_mutant(mutant, copy)
    _say(f"{outcome:<9} {mutant.name:<24} {time.monotonic() - started:5.1f} s   {mutant.file}")
    return outcome


def _each_once(mutants: Iterable[Mutant]) -> list[str]:
    return list(dict.fromkeys(test for mutant in mutants for test in mutant.tests))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
