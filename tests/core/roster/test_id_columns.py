"""From which share of its values on a column of numbers says nothing about persons."""

import pytest

from turbo_admin.core.roster.id_columns import Flaw, flaw_of, flaw_of_agreement, follow_each_other


def numbers(count: int) -> list[str]:
    """Return numbers that do not count lines, each once."""
    return [str(4000 + 7 * at) for at in range(count)]


@pytest.mark.parametrize(
    ("agree", "differ", "flaw"),
    [
        (0, 1, None),
        (0, 2, Flaw.UNSTABLE),
        (18, 2, None),
        (17, 2, Flaw.UNSTABLE),
        (27, 3, None),
        (26, 3, Flaw.UNSTABLE),
    ],
)
def test_a_column_is_unstable_when_two_persons_and_over_a_tenth_have_another_number(
    agree: int, differ: int, flaw: Flaw | None
) -> None:
    assert flaw_of_agreement(agree, differ) is flaw


@pytest.mark.parametrize(("rows", "flaw"), [(20, None), (19, Flaw.REPEATS)])
def test_one_value_in_twenty_may_come_back(rows: int, flaw: Flaw | None) -> None:
    values = numbers(rows - 1)
    assert flaw_of([*values, values[0]], "matricule") is flaw


@pytest.mark.parametrize(("elsewhere", "places", "flaw"), [(1, 4, Flaw.PLACES), (1, 3, None)])
def test_four_postcodes_in_five_are_of_one_department(elsewhere: int, places: int, flaw: Flaw | None) -> None:
    values = [f"75{at:03}" for at in range(elsewhere)] + [f"99{at:03}" for at in range(100, 100 + places)]
    assert flaw_of(values, "code postal") is flaw


@pytest.mark.parametrize(("phones", "others", "flaw"), [(4, 1, Flaw.PHONES), (3, 1, None)])
def test_four_telephone_numbers_in_five_make_a_column_of_them(
    phones: int, others: int, flaw: Flaw | None
) -> None:
    values = [f"06{at:08}" for at in range(11, 11 + 7 * phones, 7)] + numbers(others)
    assert flaw_of(values, "n") is flaw


def test_three_numbers_that_follow_each_other_may_count_the_lines() -> None:
    assert follow_each_other(["4012", "4013", "4014"])
    assert not follow_each_other(["4012", "4013"])
    assert not follow_each_other(["4012", "4014", "4015"])
