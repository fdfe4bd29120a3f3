"""A bounded sample of the office killed, without power, without room; `make faults` tries each system call."""

import os
import sys

import pytest

from tests.faults import disk_office, disk_portal, kills, power
from tests.faults.tally import Campaign, Plan
from tests.faults.world import Ground

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="strace is Linux's")
(KILL,), (POWER,), (DISK,), (PORTAL,) = (one.CAMPAIGNS for one in (kills, power, disk_office, disk_portal))
# Only root may mount a small disk.
needs_root = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="mounts a small disk")


@pytest.mark.parametrize(
    ("campaign", "amount"),
    [
        pytest.param(KILL, 6, id="killed"),
        pytest.param(POWER, 120, id="power lost"),
        pytest.param(DISK, 8, id="disk full or failing", marks=needs_root),
    ],
)
def test_an_office_that_breaks_off_loses_nothing(ground: Ground, campaign: Campaign, amount: int) -> None:
    tally = campaign.run(Plan(seed=1, amount=amount), ground)
    assert not tally.errors
    assert tally.faults >= amount // 2
    assert not tally.failed, tally.examples


@needs_root
def test_a_portal_without_room_loses_nothing() -> None:
    tally = PORTAL.run(Plan(seed=1, amount=4))
    assert not tally.errors
    assert tally.faults >= 2
    assert not tally.failed, tally.examples


@pytest.mark.parametrize(
    ("campaign", "control", "amount"),
    [
        pytest.param(KILL, "cursor saved first", 12, id="killed"),
        pytest.param(POWER, "synchronous=NORMAL", 60, id="power lost"),
        pytest.param(DISK, "a full disk passed over", 8, id="disk full", marks=needs_root),
    ],
)
def test_what_is_made_wrong_is_seen(ground: Ground, campaign: Campaign, control: str, amount: int) -> None:
    tally = campaign.controls[control](Plan(seed=1, amount=amount), ground)
    assert not tally.errors
    assert tally.failed
