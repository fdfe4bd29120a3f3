"""The school holidays by zone."""

import itertools
from datetime import date

import pytest

from turbo_admin.core.intake.opening_hours import ZONES, Zone
from turbo_admin.outside.pc.school_holidays import holidays


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("A", "2026-02-07", "2026-02-22"),
        ("B", "2026-02-14", "2026-03-01"),
        ("C", "2026-02-21", "2026-03-08"),
    ],
)
def test_winter_comes_at_another_time_in_each_zone(zone: Zone, first: str, last: str) -> None:
    found = [one for one in holidays(zone) if one.name == "Vacances d’hiver" and one.first.year == 2026]
    assert [(one.first.isoformat(), one.last.isoformat()) for one in found] == [(first, last)]


@pytest.mark.parametrize("zone", ZONES)
def test_holidays_follow_each_other_and_never_meet(zone: Zone) -> None:
    known = holidays(zone)
    assert all(one.first <= one.last for one in known)
    assert all(before.last < after.first for before, after in itertools.pairwise(known))
    assert any(one.first <= date(2026, 12, 25) <= one.last for one in known)
