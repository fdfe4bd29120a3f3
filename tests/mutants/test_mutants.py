"""The mutants still fit the code, and the runner says what came of them."""

from pathlib import Path

import pytest

from tests.mutants.catalogue import MUTANTS
from tests.mutants.edits import Mutant, Outcome, occurrences, try_mutant
from tests.mutants.runner import try_all
from tests.sources import ROOT


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_old_text_of_a_mutant_stands_in_its_file_once(mutant: Mutant) -> None:
    assert occurrences(mutant, ROOT) == 1
    assert mutant.new != mutant.old
    assert mutant.tests
    assert all((ROOT / test).is_file() for test in mutant.tests)


def test_every_mutant_has_a_name_of_its_own() -> None:
    assert len({one.name for one in MUTANTS}) == len(MUTANTS) == 15


@pytest.fixture
def small_tree(tmp_path: Path) -> Path:
    """A tree with one module and one test of it."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "__init__.py").touch()
    (tmp_path / "tests" / "limit.py").write_text("def is_old(age):\n    return age >= 18\n", encoding="utf-8")
    (tmp_path / "tests" / "test_limit.py").write_text(
        "from tests.limit import is_old\n\n\ndef test_limit():\n    assert is_old(18)\n", encoding="utf-8"
    )
    return tmp_path


def edit(old: str, new: str) -> Mutant:
    return Mutant("limit", "tests/limit.py", old, new, ("tests/test_limit.py",))


@pytest.mark.parametrize(
    ("old", "new", "outcome"),
    [
        (">= 18", "> 18", Outcome.CAUGHT),
        (">= 18", ">= 17", Outcome.SURVIVED),
        ("def", "de f", Outcome.BROKEN),
        ("<= 18", "< 18", Outcome.STALE),
        ("a", "b", Outcome.STALE),
    ],
)
def test_a_mutant_is_caught_by_a_test_that_fails(
    small_tree: Path, old: str, new: str, outcome: Outcome
) -> None:
    before = (small_tree / "tests" / "limit.py").read_bytes()

    assert try_mutant(edit(old, new), small_tree) is outcome
    assert (small_tree / "tests" / "limit.py").read_bytes() == before


def test_one_survivor_fails_the_whole_run(small_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert try_all([edit(">= 18", "> 18")], small_tree) == 0
    assert try_all([edit(">= 18", "> 18"), edit(">= 18", ">= 17")], small_tree) == 1
    assert "SURVIVED" in capsys.readouterr().out


def test_nothing_counts_as_caught_when_the_tests_fail_without_an_edit(small_tree: Path) -> None:
    (small_tree / "tests" / "test_limit.py").write_text("def test_no():\n    assert 0\n", encoding="utf-8")
    assert try_all([edit(">= 18", "> 18")], small_tree) == 1
