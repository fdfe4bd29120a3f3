"""Days as schools' files write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.all_cases import all_cases
from turbo_admin.core.roster.days import has_month_first, read_birth, read_day

TODAY = date(2026, 11, 23)
DAY = date(2014, 3, 2)


@all_cases(
    "text",
    [
        "02/03/2014",
        "2/3/2014",
        "02/03/14",
        "2/3/14",
        "02.03.2014",
        "02-03-2014",
        "02 03 2014",
        "02 / 03 / 2014",
        "2014-03-02",
        "2014/03/02",
        "2014-3-2",
        "20140302",
        "02032014",
        "2032014",
        "2 mars 2014",
        "2 MARS 2014",
        "02 mars 14",
        "02-mars-2014",
        "2-mar-14",
        "dimanche 2 mars 2014",
        "2 March 2014",
        "41700",
        "41700.0",
        "41700,5",
        "02/03/2014 (12 ans)",
        "０２/０３/２０１４",
        "02/03/2014\u00a0",
        # with a time
        "02/03/2014 00:00:00",
        "02/03/2014 00:00",
        "02/03/2014 0:00",
        "02/03/2014 à 00:00",
        "02/03/2014 00h00",
        "02/03/2014 12:00:00 AM",
        "02/03/14 00:00",
        "2 mars 2014 00:00",
        "2014-03-02 00:00:00",
        "2014-03-02 00:00:00.000",
        "2014-03-02T00:00:00",
        "2014-03-02T00:00:00Z",
        "2014-03-02T00:00:00.000Z",
        "2014-03-02T00:00:00+02:00",
        "2014-03-02T00:00:00+0100",
        "2014-03-01T23:00:00Z",
        "2014-03-01T23:00:00.000Z",
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read_birth(text, TODAY) == DAY
    assert read_day(text, TODAY) == DAY


def test_midnight_in_summer_is_two_hours_behind_in_universal_time() -> None:
    assert read_day("2014-07-01T22:00:00Z", TODAY) == date(2014, 7, 2)
    assert read_day("2014-07-01T22:00:00", TODAY) == date(2014, 7, 1)


def test_the_first_of_a_month_may_be_an_ordinal() -> None:
    assert read_day("1er mars 2014", TODAY) == date(2014, 3, 1)


@pytest.mark.parametrize(
    "text",
    ["", "12/31/2014", "31/02/2014", "02/03/0014", "0014-03-02", "2014", "03/2014", "mars 2014", "020314", "0", "17",
     "00/00/0000", "2 brumaire 2014", "2014-31-12", "6 A", "abc", "99/99/9999"],
)  # fmt: skip
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_birth(text, TODAY) is None
    assert read_day(text, TODAY) is None


@pytest.mark.parametrize("text", ["24/11/2026", "02/03/2061", "31/12/1899", "01/01/1800", "2027-01-01"])
def test_nobody_is_born_in_the_future_or_before_1900(text: str) -> None:
    assert read_birth(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "is_staff", "born"),
    [
        ("12/05/61", True, date(1961, 5, 12)),
        ("12/05/61", False, date(1961, 5, 12)),
        ("02/03/14", False, DAY),
        ("02/03/14", True, None),
        ("01/01/05", True, date(2005, 1, 1)),
        ("01/01/57", True, date(1957, 1, 1)),
        ("24/11/26", False, date(1926, 11, 24)),
        ("29/02/00", False, date(2000, 2, 29)),
    ],
)
def test_a_year_of_two_digits_is_what_it_means(text: str, is_staff: bool, born: date | None) -> None:
    assert read_birth(text, TODAY, is_staff=is_staff) == born


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("23/11/10", date(2010, 11, 23)),
        ("24/11/10", None),
        ("24/11/35", date(1935, 11, 24)),
        ("23/11/35", None),
    ],
)
def test_staff_are_from_16_to_90_years_old(text: str, born: date | None) -> None:
    assert read_birth(text, TODAY, is_staff=True) == born


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("22/11/25", date(2025, 11, 22)),
        ("24/11/25", None),
        ("24/11/90", date(1990, 11, 24)),
        ("22/11/90", None),
    ],
)
def test_pupils_are_from_1_to_35_years_old(text: str, born: date | None) -> None:
    assert read_birth(text, TODAY, is_pupil=True) == born


def test_births_are_read_from_the_first_day_of_1900_to_today() -> None:
    assert read_birth("01/01/1900", TODAY) == read_day("01/01/1900", TODAY) == date(1900, 1, 1)
    assert read_birth("23/11/2026", TODAY) == TODAY


@pytest.mark.parametrize("text", ["02/10/27", "02/03/35", "24/11/26", "02/03/61"])
def test_a_year_that_makes_no_pupil_is_not_a_pupils(text: str) -> None:
    assert read_birth(text, TODAY, is_pupil=True) is None
    assert read_birth(text, TODAY) is not None
    assert read_birth("02/03/14", TODAY, is_pupil=True) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "dim. 2 mars 2014",
        "dimanche 2 mars 2014",
        "mer. 2 mars 2014",
        "sam 2 mars 2014",
        "né le 02/03/2014",
        "Née le : 02/03/2014",
        "Né(e) le 2 mars 2014",
        "le 02/03/2014",
        "'02/03/2014",
        "’02/03/2014",
        "02/03/2014.",
        "\u200e02/03/2014",
        "02/03/2014\u200e",
        "\u200e02\u200e/03\u200e/2014",
    ],
)
def test_what_stands_around_a_day_is_no_matter(text: str) -> None:
    assert read_day(text, TODAY) == DAY


def test_who_leaves_leaves_in_the_nearest_year() -> None:
    assert read_day("15/09/27", TODAY) == date(2027, 9, 15)
    assert read_day("15/09/99", TODAY) == date(1999, 9, 15)


def test_the_american_order_is_seen_where_it_is_sure() -> None:
    assert has_month_first("12/31/2014") is True
    assert has_month_first("31/12/2014") is False
    assert has_month_first("03/12/2014") is None
    assert has_month_first("2014-12-31") is None


@given(st.text(alphabet="0123456789/.- T:Zhmars+", max_size=24))
def test_no_text_upsets_the_reader(text: str) -> None:
    born = read_birth(text, TODAY)
    assert born is None or date(1900, 1, 1) <= born <= TODAY
    read_day(text, TODAY)
