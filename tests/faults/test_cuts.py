"""A bounded sample of the cuts; `make faults` tries them all."""

import pytest

from tests.faults import cuts
from tests.faults.tally import Campaign, Plan
from tests.faults.world import Ground

SMALL, FULL = cuts.CAMPAIGNS


@pytest.mark.parametrize(("campaign", "amount"), [(SMALL, 16), (FULL, 2)], ids=["small", "full"])
def test_a_cut_loses_nothing_and_doubles_nothing(ground: Ground, campaign: Campaign, amount: int) -> None:
    tally = campaign.run(Plan(seed=1, amount=amount), ground)
    assert tally.faults == amount
    assert not tally.failed, tally.examples


@pytest.mark.parametrize("name", SMALL.controls)
def test_what_is_made_wrong_is_seen(ground: Ground, name: str) -> None:
    assert SMALL.controls[name](Plan(seed=1, amount=8), ground).failed
