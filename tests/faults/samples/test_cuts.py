"""A bounded sample of the cuts; `make faults` tries them all. And portals restored from a backup."""

import pytest

from tests.faults import cuts
from tests.faults.tally import Campaign, Plan
from tests.faults.world import Ground, small

SMALL, FULL = cuts.CAMPAIGNS


@pytest.mark.parametrize(("campaign", "amount"), [(SMALL, 16), (FULL, 2)], ids=["small", "full"])
def test_a_cut_loses_nothing_and_doubles_nothing(ground: Ground, campaign: Campaign, amount: int) -> None:
    tally = campaign.run(Plan(seed=1, amount=amount), ground)
    assert tally.faults == amount
    assert not tally.failed, tally.examples


@pytest.mark.parametrize("name", SMALL.controls)
def test_what_is_made_wrong_is_seen(ground: Ground, name: str) -> None:
    assert SMALL.controls[name](Plan(seed=1, amount=16), ground).failed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE event SET event_id = 'another' WHERE school_id = :uai AND seq = 3", "ahead"),
        ("UPDATE school SET last_rev = last_rev - 1 WHERE school_id = :uai", "ahead"),
        ("UPDATE school SET last_rev = last_rev + 1 WHERE school_id = :uai", "behind"),
    ],
    ids=["other events", "changes forgotten", "changes unknown here"],
)
def test_a_portal_that_remembers_otherwise_stops_the_exchange(ground: Ground, change: str, said: str) -> None:
    case = small(ground)
    assert case.sync().ok
    ground.portal.rows(change, uai=case.uai)
    assert case.sync().schools[0].error_code == said
    case.forget()
