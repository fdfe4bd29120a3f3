"""A bounded sample of what families do meanwhile; `make faults` tries each act at each statement."""

import pytest

from tests.faults import family
from tests.faults.tally import Plan
from tests.faults.world import Ground

(CAMPAIGN,) = family.CAMPAIGNS


def test_what_a_family_does_during_a_sync_stands(ground: Ground) -> None:
    tally = CAMPAIGN.run(Plan(seed=1, amount=CAMPAIGN.sample), ground)
    assert tally.faults == CAMPAIGN.sample
    assert not tally.failed, tally.examples


@pytest.mark.parametrize("broken", CAMPAIGN.controls)
def test_a_portal_that_ignores_what_the_family_has_done_since_is_seen(ground: Ground, broken: str) -> None:
    assert CAMPAIGN.controls[broken](Plan(seed=1, amount=CAMPAIGN.sample, until_failed=True), ground).failed
