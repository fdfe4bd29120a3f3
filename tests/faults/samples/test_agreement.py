"""A bounded sample of the campaign over real processes; `make faults ARGS="agreement"` plays thousands of acts."""

import sys

import pytest

from tests.faults.processes import agreement
from tests.faults.tally import Plan

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")
(CAMPAIGN,) = agreement.CAMPAIGNS


def test_random_acts_kills_and_copies_end_in_agreement() -> None:
    tally = CAMPAIGN.run(Plan(seed=1, amount=CAMPAIGN.sample))
    assert tally.faults >= CAMPAIGN.sample
    assert not tally.failed, tally.examples
