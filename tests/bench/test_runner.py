"""The runner of `make bench`, and the bases that its rows are measured on."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bench.__main__ import main, result_of, table, write
from tests.bench.growth import DINERS, UAI, make_base
from tests.bench.row import Row
from tests.bench.rows import ROWS
from turbo_admin.office.accounts.lines import account_lines
from turbo_admin.office.journal.lines import ActionFilter, action_count
from turbo_admin.store import diners

ROW = Row("hashing", "one thing", "s", "another", f"{__name__}:measured", 0.9, at_least=True)
_figures = iter(())


def measured() -> tuple[float, float]:
    return next(_figures)


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> None:
    module = sys.modules[__name__]
    runs = [(100.0, 80.0), (100.0, 95.0), (101.0, 95.0), (100.0, 20.0), (99.0, 99.0)]
    monkeypatch.setattr(module, "_figures", iter(runs))


def test_a_figure_is_the_median_of_five_runs(figures: None) -> None:
    line = result_of(ROW)
    assert (line["value"], line["reference_value"], line["ratio"], line["met"]) == (100.0, 95.0, 0.95, True)
    assert list(line) == [
        "id",
        "what",
        "value",
        "unit",
        "reference",
        "reference_value",
        "ratio",
        "target",
        "met",
    ]


def test_a_figure_beyond_its_limit_is_not_met(figures: None) -> None:
    line = result_of(replace(ROW, limit=1.0, at_least=False))
    assert (line["ratio"], line["target"], line["met"]) == (1.0526, "≤ 1 ×", False)


def test_a_figure_may_stand_alone() -> None:
    line = result_of(
        replace(ROW, reference="", provider="builtins:float", limit=1.0, at_least=False, unit="MB")
    )
    assert (line["value"], line["reference"], line["ratio"], line["target"], line["met"]) == (
        0.0,
        None,
        None,
        "≤ 1 MB",
        True,
    )


def test_a_ratio_and_a_limit_of_its_own_must_both_be_met() -> None:
    row = replace(ROW, limit=6, at_least=False, most=0.2)
    assert row.target == "≤ 0.2 s and ≤ 6 ×"
    assert [row.is_met_by(*figures) for figures in ((0.2, 0.04), (0.21, 0.04), (0.2, 0.03))] == [
        True,
        False,
        False,
    ]


def test_a_little_more_than_the_reference_is_good_enough_whatever_the_ratio() -> None:
    row = replace(ROW, unit="ms", limit=1.2, at_least=False, most=30, or_more=10)
    assert row.target == "≤ 30 ms and ≤ 1.2 × or ≤ 10 ms more"
    assert [row.is_met_by(*figures) for figures in ((14, 4), (15, 4), (24, 20), (31, 30))] == [
        True,
        False,
        True,
        False,
    ]


def test_what_cannot_be_measured_says_why_and_fails_nothing() -> None:
    line = result_of(replace(ROW, provider="tests.bench.nowhere:row"))
    assert not line["met"]
    assert "ModuleNotFoundError" in line["error"]
    assert "ModuleNotFoundError" in table([line])


def test_a_row_run_alone_leaves_the_others_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    lines = [{"id": row.id, "value": 1} for row in ROWS]
    write(lines, path)
    write([{"id": "hashing", "value": 2}], path)
    written = json.loads(path.read_text(encoding="utf-8"))
    assert [line["id"] for line in written] == [row.id for row in ROWS]
    assert [line["value"] for line in written if line["id"] == "hashing"] == [2]


def test_a_name_that_is_no_row_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing"]) == 2
    assert "no such row: nothing" in capsys.readouterr().err


def test_every_row_takes_five_runs_or_more() -> None:
    assert len({row.id for row in ROWS}) == len(ROWS)
    assert all(row.runs >= 5 for row in ROWS)


def test_a_base_of_any_size_is_made_and_read(tmp_path: Path) -> None:
    desk = make_base(tmp_path / "office.db", requests=6, accounts=3, lines=10)
    try:
        assert len(account_lines(desk)) == 3
        assert action_count(desk, ActionFilter()) >= 10
        with desk.database.read() as session:
            assert diners.count_diners(session, UAI) == DINERS
    finally:
        desk.close()
