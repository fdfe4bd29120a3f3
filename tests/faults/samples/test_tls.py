"""A bounded sample of what goes wrong with TLS; `make faults` tries it all."""

import pytest

from tests.faults import tls
from tests.faults.tally import Plan
from tests.faults.world import Ground

(CAMPAIGN,) = tls.CAMPAIGNS


def test_a_tls_that_fails_midway_loses_nothing_and_the_clerk_is_told_why(ground: Ground) -> None:
    tally = CAMPAIGN.run(Plan(seed=1, amount=CAMPAIGN.sample), ground)
    assert tally.faults >= CAMPAIGN.sample // 2
    assert not tally.failed, tally.examples


@pytest.mark.parametrize("name", CAMPAIGN.controls)
def test_what_is_made_wrong_with_tls_is_seen(ground: Ground, name: str) -> None:
    assert CAMPAIGN.controls[name](Plan(seed=1, amount=CAMPAIGN.sample), ground).failed
