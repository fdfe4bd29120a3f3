"""Pairs of lists and the plan that a careful clerk would accept: tests/golden/imports."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.office.conftest import Clock
from tests.people import SCHOOL_NAME, SITE_CODE, UAI
from tests.rosters.golden_imports import STEPS, Pair, differences, pairs
from turbo_admin.demo.stage import MemoryVault
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.office.roster import apply, importing
from turbo_admin.office.settings import school_edits

_PAIRS = pairs()


@pytest.fixture
def open_school(blank_file: Path, tmp_path: Path, clock: Clock) -> Callable[[], Desk]:
    """Opens an office with the school and nobody in it."""

    def open_one() -> Desk:
        path = shutil.copy(blank_file, tmp_path / "bureau.sqlite")
        desk = open_desk(str(path), vault=MemoryVault(), now=clock, who="claire")
        school_edits.add_school(desk, UAI, SCHOOL_NAME, SITE_CODE)
        return desk

    return open_one


@pytest.mark.parametrize("pair", _PAIRS, ids=[pair.folder.name for pair in _PAIRS])
def test_a_list_after_another_is_planned_as_a_careful_clerk_would(
    open_school: Callable[[], Desk], clock: Clock, tmp_path: Path, pair: Pair
) -> None:
    desk = open_school()
    try:
        for step in STEPS[:-1]:
            if files := pair.files(step, tmp_path):
                apply.apply_import(desk, importing.plan_import(desk, files, UAI), agreed=True)
        clock.now = pair.after_on or clock.now
        plan = importing.plan_import(desk, pair.files(STEPS[-1], tmp_path), UAI)
    finally:
        desk.close()
    assert differences(pair, plan) == [], pair.expected["about"]


def test_there_are_pairs_of_every_kind_of_file() -> None:
    endings = {path.suffix for pair in _PAIRS for path in pair.folder.iterdir()}
    assert {".csv", ".xml", ".json"} <= endings
    assert len(_PAIRS) >= 60
