"""Rosters that change: nobody becomes somebody else, few are created twice unsaid, and clean lists are seldom asked about."""

import pytest

from tests.rosters.changing_rosters import KINDS
from tests.rosters.roster_counts import Score, scored


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Score:
    """One pair of each kind."""
    return scored(len(KINDS), tmp_path_factory.mktemp("listes"))


def test_nobody_becomes_another_child(sample: Score) -> None:
    assert sample.total().wrong == []


def test_hardly_anybody_known_is_created_again_in_silence(sample: Score) -> None:
    assert sample.total().doubles_share <= 1, sample.total().doubles


def test_clean_lists_seldom_ask_who_somebody_is(sample: Score) -> None:
    clean = sample.total(clean=True)
    assert clean.asked_share <= 10, sample.table()
    # Whoever leaves every line aside asks nothing either.
    assert clean.aside <= 0.01 * clean.rows, sample.table()
