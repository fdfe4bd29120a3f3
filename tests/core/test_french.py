"""Dates, delays, counts and names as French people write them."""

from datetime import UTC, date, datetime

import pytest

from tests import typography
from turbo_admin.core.errors import BadData, Refused
from turbo_admin.core.french import count, delay, full_name, long_date, money, short_seconds, short_time, when

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_first_of_a_month_is_an_ordinal() -> None:
    assert long_date(date(2027, 3, 1)) == "1er\u00a0mars 2027"
    assert long_date(date(2026, 8, 22)) == "22\u00a0août 2026"


def test_seconds_are_told_to_the_tenth() -> None:
    assert short_seconds(0.04) == "0,0\u00a0s"
    assert short_seconds(12.96) == "13,0\u00a0s"


def test_times_are_those_of_paris() -> None:
    assert short_time(at("2026-11-19T17:02")) == "19/11 18:02"
    assert short_time(at("2026-07-14T22:30")) == "15/07 00:30"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-23T03:37", "aujourd’hui à 04:37"),
        ("2026-11-22T17:02", "hier à 18:02"),
        # After midnight in Paris it is today, whatever UTC says.
        ("2026-11-22T23:30", "aujourd’hui à 00:30"),
        ("2026-11-17T07:00", "mardi 17\u00a0novembre à 08:00"),
        ("2026-11-16T07:00", "le 16\u00a0novembre 2026 à 08:00"),
        ("2026-11-24T07:00", "le 24\u00a0novembre 2026 à 08:00"),
    ],
)
def test_a_moment_is_told_as_people_do(moment: str, said: str) -> None:
    assert when(at(moment), NOW) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0\u00a0demande"),
        (1, "1\u00a0demande"),
        (2, "2\u00a0demandes"),
        (12_345, "12\u202f345\u00a0demandes"),
    ],
)
def test_nought_is_singular_and_thousands_are_parted(number: int, said: str) -> None:
    assert count(number, "demande") == said


def test_an_irregular_plural_is_given() -> None:
    assert count(3, "journal", "journaux") == "3\u00a0journaux"


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (14.9, "reste 14\u00a0h"),
        (0.5, "reste 30\u00a0min"),
        (0, "reste 0\u00a0min"),
        (24, "reste 1\u00a0j"),
        (49, "reste 2\u00a0j"),
        (-4.2, "dépassé 4\u00a0h"),
        (-0.25, "dépassé 15\u00a0min"),
    ],
)
def test_what_is_left_is_told_in_the_unit_that_fits(hours: float, said: str) -> None:
    assert delay(hours) == said


def test_the_last_name_comes_first_in_capitals() -> None:
    assert full_name("Lefèvre", "Zoé") == "LEFÈVRE Zoé"
    assert full_name("Nguyễn", "") == "NGUYỄN"


@pytest.mark.parametrize(
    ("cents", "said"),
    [
        (41_850, "418,50\u00a0€"),
        (5, "0,05\u00a0€"),
        (-41_850, "-418,50\u00a0€"),
        (123_456_789, "1\u202f234\u202f567,89\u00a0€"),
    ],
)
def test_money_never_loses_a_cent(cents: int, said: str) -> None:
    assert money(cents) == said


def test_an_error_reads_as_a_french_sentence_and_names_its_place() -> None:
    refused = Refused("uai_shape", typed="12")
    assert (
        str(refused)
        == "«\u00a012\u00a0» n’est pas un code UAI\u00a0: il se compose de 7 chiffres et d’une lettre, par exemple 0951099D."
    )
    placed = BadData("card_not_digits", where="feuille Hôtes, ligne 12")
    assert str(placed).startswith("feuille Hôtes, ligne 12\u00a0: Le numéro")
    assert typography.problems(str(placed)) == []
