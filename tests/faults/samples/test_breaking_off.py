"""A bounded sample of the office killed, without power, without room; `make faults` tries each system call."""

import os
import sys

import pytest

from tests.faults import disk_office, disk_portal, kills, power
from tests.faults.acts import IMPORT, ISSUE, SYNC
from tests.faults.tally import Plan, Run
from tests.faults.world import Ground

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="strace is Linux's")
# Only root may mount a small disk.
needs_root = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="mounts a small disk")
(PORTAL,) = disk_portal.CAMPAIGNS


@pytest.mark.parametrize(
    ("run", "amount"),
    [
        pytest.param(kills.KillOffice((SYNC,)), 6, id="killed"),
        pytest.param(power.PowerOffice((ISSUE,)), 60, id="power lost"),
        pytest.param(disk_office.DiskOffice((IMPORT,)), 6, id="disk full or failing", marks=needs_root),
    ],
)
def test_an_office_that_breaks_off_loses_nothing(ground: Ground, run: Run, amount: int) -> None:
    tally = run(Plan(seed=1, amount=amount), ground)
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
    ("run", "amount"),
    [
        pytest.param(kills.KillOffice((SYNC,), "cursor_saved_first"), 24, id="cursor saved first"),
        pytest.param(power.PowerOffice((SYNC,), "commits_not_synced"), 40, id="commits not synced"),
        pytest.param(
            disk_office.DiskOffice((IMPORT,), "full_disk_passed_over"),
            6,
            id="full disk passed over",
            marks=needs_root,
        ),
    ],
)
def test_what_is_made_wrong_is_seen(ground: Ground, run: Run, amount: int) -> None:
    tally = run(Plan(seed=1, amount=amount, until_failed=True), ground)
    assert not tally.errors
    assert tally.failed
