"""A bounded sample of the kills; `make faults` makes hundreds."""

import sys

import pytest

from tests.faults import kill_portal
from tests.faults.tally import Plan

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")
(CAMPAIGN,) = kill_portal.CAMPAIGNS


def test_a_portal_killed_anywhere_loses_nothing_and_mails_nothing_twice() -> None:
    tally = CAMPAIGN.run(Plan(seed=1, amount=CAMPAIGN.sample))
    assert tally.faults >= CAMPAIGN.sample // 2
    assert not tally.failed, tally.examples


def test_a_worker_that_notes_a_mail_before_it_is_sent_loses_it() -> None:
    assert CAMPAIGN.controls["mail noted before it is sent"](Plan(seed=1)).lost
