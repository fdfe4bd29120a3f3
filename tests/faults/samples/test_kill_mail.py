"""A bounded sample of the kills of the mail worker; `make faults` makes hundreds."""

import sys

import pytest

from tests.faults import kill_mail
from tests.faults.tally import Plan

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")
(CAMPAIGN,) = kill_mail.CAMPAIGNS


def test_a_mail_worker_killed_anywhere_loses_no_mail_and_doubles_none_whose_answer_it_has_written_down() -> (
    None
):
    tally = CAMPAIGN.run(Plan(seed=1, amount=CAMPAIGN.sample))
    assert tally.faults >= CAMPAIGN.sample // 2
    assert not tally.failed, tally.examples


@pytest.mark.parametrize("control", CAMPAIGN.controls)
def test_a_worker_that_is_wrong_is_seen(control: str) -> None:
    assert CAMPAIGN.controls[control](Plan(seed=1)).failed
