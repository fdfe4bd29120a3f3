"""A bounded sample of what comes back wrong; `make faults` tries each at each call."""

from tests.faults import answers
from tests.faults.tally import Plan
from tests.faults.world import Ground

(CAMPAIGN,) = answers.CAMPAIGNS


def test_an_answer_from_somebody_else_or_at_the_wrong_time_loses_nothing(ground: Ground) -> None:
    tally = CAMPAIGN.run(Plan(seed=1, amount=10), ground)
    assert tally.faults >= 5
    assert not tally.failed, tally.examples
