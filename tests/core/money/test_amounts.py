"""Amounts as typed, rounded, split and in words."""

import random
from fractions import Fraction

import pytest

from turbo_admin.core.errors import Refused
from turbo_admin.core.money.amounts import LARGEST_CENTS, parse_cents, plain_cents
from turbo_admin.core.money.cash_words import amount_in_words
from turbo_admin.core.money.rounding import round_half_up, split_cents

TYPED = {
    "12": 1200,
    "12,5": 1250,
    "12.50 €": 1250,
    "12,50€": 1250,
    "1 000 000,00": 100_000_000,
    "1\u202f234,5": 123_450,
    "1\u00a0234,50\u00a0€": 123_450,
    " 0,05 ": 5,
    "0": 0,
    "-3": -300,
    "−3,10": -310,
    "+ 4": 400,
    "007": 700,
    "10000000": LARGEST_CENTS,
    "45,60 EUR": 4560,
}
UNREADABLE = (
    "",
    " ",
    "€",
    "douze",
    "12,555",
    "1.234",
    "1.234,50",
    "1,234.50",
    "1 00",
    "12 €5",
    "1e3",
    "--3",
    "٣",
    "12;50",
    "0x10",
    "½",
)
TOO_LARGE = ("10000000,01", "9" * 5000, "99 999 999")
WORDS = {
    0: "zéro euro",
    1: "un centime",
    100: "un euro",
    101: "un euro et un centime",
    200: "deux euros",
    2_100: "vingt et un euros",
    7_100: "soixante et onze euros",
    8_000: "quatre-vingts euros",
    8_100: "quatre-vingt-un euros",
    9_999: "quatre-vingt-dix-neuf euros et quatre-vingt-dix-neuf centimes",
    10_000: "cent euros",
    20_000: "deux cents euros",
    20_100: "deux cent un euros",
    100_000: "mille euros",
    199_999: "mille neuf cent quatre-vingt-dix-neuf euros et quatre-vingt-dix-neuf centimes",
    8_000_000: "quatre-vingt mille euros",
    20_000_000: "deux cent mille euros",
    100_000_000: "un million d’euros",
    100_000_100: "un million un euros",
    200_000_000: "deux millions d’euros",
}


def test_amounts_are_read_as_clerks_type_them() -> None:
    assert {typed: parse_cents(typed) for typed in TYPED} == TYPED


def test_what_could_mean_two_amounts_or_none_is_refused() -> None:
    for typed in UNREADABLE:
        with pytest.raises(Refused) as refused:
            parse_cents(typed)
        assert refused.value.code == "amount_unreadable", typed


def test_an_amount_beyond_all_books_is_refused() -> None:
    for typed in TOO_LARGE:
        with pytest.raises(Refused) as refused:
            parse_cents(typed)
        assert refused.value.code == "amount_too_large", typed


def test_an_amount_for_a_program_reads_back_as_it_was() -> None:
    for cents in (0, 5, -5, 99, 100, -1_234_56, LARGEST_CENTS):
        assert parse_cents(plain_cents(cents)) == cents


def test_a_half_cent_goes_away_from_zero() -> None:
    halves = {
        Fraction(1, 2): 1,
        Fraction(-1, 2): -1,
        Fraction(3, 2): 2,
        Fraction(149, 100): 1,
        Fraction(5, 2): 3,
        Fraction(0): 0,
    }
    assert {cents: round_half_up(cents) for cents in halves} == halves


def test_parts_always_add_up_and_differ_from_their_share_by_less_than_a_cent() -> None:
    drawn = random.Random(1)  # noqa: S311 (the same amounts each time)
    for _ in range(2_000):
        total = drawn.randint(-100_000, 100_000)
        weights = [drawn.randint(0, 9) for _ in range(drawn.randint(1, 12))] + [1]
        for rest_to_first in (True, False):
            parts = split_cents(total, weights, rest_to_first=rest_to_first)
            assert sum(parts) == total
            for part, weight in zip(parts, weights, strict=True):
                assert abs(part - Fraction(total * weight, sum(weights))) < 1


def test_the_cents_that_are_left_go_where_the_setting_says() -> None:
    assert split_cents(100, [1, 1, 1]) == [34, 33, 33]
    assert split_cents(100, [1, 1, 1], rest_to_first=False) == [33, 33, 34]
    assert split_cents(-100, [1, 0, 1, 1]) == [-34, 0, -33, -33]
    assert split_cents(99, [1, 1, 1]) == split_cents(99, [1, 1, 1], rest_to_first=False) == [33, 33, 33]


def test_nothing_can_be_split_among_nobody() -> None:
    for weights in ([], [0, 0], [2, -1]):
        with pytest.raises(ValueError, match="share"):
            split_cents(100, weights)


def test_amounts_in_words() -> None:
    assert {cents: amount_in_words(cents) for cents in WORDS} == WORDS


def test_nothing_below_zero_is_put_into_words() -> None:
    with pytest.raises(ValueError, match="below zero"):
        amount_in_words(-1)
