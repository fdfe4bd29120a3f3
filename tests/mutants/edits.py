"""One wrong edit of the code, and the copy of the tree in which it is applied."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

# What the tests named by mutants read.
_COPIED = ("turbo_admin", "tests", "docs", "installer", "forms", "pyproject.toml")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "screens", "*.pyc")
# pytest's exit codes. Any other says that the tests did not run: an edit that breaks an import proves nothing.
_PASSED, _FAILED = 0, 1


@dataclass(frozen=True, slots=True)
class Mutant:
    """A wrong edit that changes what the code does at one boundary.

    Attributes:
        name: by which it is chosen on the command line.
        file: edited, relative to the root of the tree.
        old: stands in the file exactly once.
        new: what replaces it.
        tests: files of tests of which one must fail, relative to the root of the tree.
    """

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


class Outcome(StrEnum):
    """What came of a mutant.

    Attributes:
        CAUGHT: a test failed.
        SURVIVED: all tests passed.
        STALE: the old text is not in the file exactly once, so that nothing was tried.
        BROKEN: pytest could not run the tests.
    """

    CAUGHT = "caught"
    SURVIVED = "SURVIVED"
    STALE = "STALE"
    BROKEN = "BROKEN"


def occurrences(mutant: Mutant, root: Path) -> int:
    """Return how often the old text of a mutant stands in its file; 0 for a file that is not there."""
    path = root / mutant.file
    return path.read_text(encoding="utf-8").count(mutant.old) if path.is_file() else 0


def copy_tree(root: Path, target: Path) -> None:
    """Copy what the tests need into a folder, without compiled modules."""
    for name in _COPIED:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=_LEFT_OUT)
        elif source.is_file():
            shutil.copy2(source, target / name)


def try_mutant(mutant: Mutant, copy: Path) -> Outcome:
    """Apply a mutant in a copy of the tree, run its tests there, and take it back."""
    if occurrences(mutant, copy) != 1:
        return Outcome.STALE
    with _applied(mutant, copy):
        code = run_tests(mutant.tests, copy).returncode
    return {_PASSED: Outcome.SURVIVED, _FAILED: Outcome.CAUGHT}.get(code, Outcome.BROKEN)


@contextmanager
def _applied(mutant: Mutant, copy: Path) -> Iterator[None]:
    path = copy / mutant.file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(text, encoding="utf-8")


def run_tests(tests: Iterable[str], copy: Path) -> subprocess.CompletedProcess[str]:
    """Run files of tests in a copy of the tree, which comes before any installed one, until the first failure."""
    # Nothing compiled is kept: an edit of the same size within the same second would go unnoticed.
    environment = {
        **os.environ,
        "PYTHONPATH": str(copy),
        "PYTHONDONTWRITEBYTECODE": "1",
        "QT_QPA_PLATFORM": "offscreen",
    }
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "-p", "no:xdist", *tests],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
