"""The lines that a demo writes."""

import re

import pytest

from turbo_admin.demo.steps import DemoSteps


def test_each_step_is_one_line_with_its_seconds_and_its_result() -> None:
    written: list[str] = []
    steps = DemoSteps(written.append)
    with steps.step("pair", "Liaison au portail") as result:
        result.text = "2 établissements"
    with steps.step("print", "Enregistrement en PDF"):
        pass
    steps.write_total()
    lines = "".join(written).splitlines()
    assert [re.sub(r"\d+,\d", "N", line).split() for line in lines] == [
        ["Liaison", "au", "portail", "N", "s", "2", "établissements"],
        ["Enregistrement", "en", "PDF", "N", "s"],
        ["En", "tout", "N", "s"],
    ]
    assert len({line.index("s", 40) for line in lines}) == 1
    assert list(steps.seconds) == ["pair", "print"]


def test_the_title_of_a_step_is_written_before_it_ends() -> None:
    written: list[str] = []
    with DemoSteps(written.append).step("pair", "Liaison au portail"):
        assert written[0].strip() == "Liaison au portail"


def test_a_step_that_fails_says_when_and_ends_its_line() -> None:
    written: list[str] = []
    steps = DemoSteps(written.append)
    with pytest.raises(TimeoutError), steps.step("pair", "Liaison au portail"):
        raise TimeoutError("never paired")
    assert re.fullmatch(r" +Liaison au portail +arrêt après \d+,\d\u00a0s\n", "".join(written))
    assert steps.seconds == {}
