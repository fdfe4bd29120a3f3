"""A bounded sample of the writers; `make faults` has them write thousands."""

from tests.faults import counter
from tests.faults.tally import Plan
from tests.faults.world import Ground

(CAMPAIGN,) = counter.CAMPAIGNS


def test_an_office_misses_no_event_of_sixteen_writers(ground: Ground) -> None:
    tally = CAMPAIGN.run(Plan(seed=1, amount=CAMPAIGN.sample), ground)
    assert tally.faults == CAMPAIGN.sample
    assert not tally.failed, tally.examples


def test_a_plain_sequence_in_place_of_the_counter_loses_events(ground: Ground) -> None:
    (control,) = CAMPAIGN.controls.values()
    assert control(Plan(seed=1, amount=CAMPAIGN.sample), ground).lost
