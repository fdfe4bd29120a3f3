"""The State's code of a school."""

import pytest

from turbo_admin.core.errors import Refused
from turbo_admin.core.uai import make_uai, parse_uai


@pytest.mark.parametrize("uai", ["0951099D", "0750654D", "0752524L", "0920131T"])
def test_the_codes_of_real_schools_are_right(uai: str) -> None:
    assert parse_uai(uai) == uai
    assert make_uai(int(uai[:7])) == uai


@pytest.mark.parametrize("typed", [" 0951099d ", "0951 099 D", "0951099d\n"])
def test_blanks_and_small_letters_are_forgiven(typed: str) -> None:
    assert parse_uai(typed) == "0951099D"


@pytest.mark.parametrize(
    "typed", ["", "951099D", "09510999", "ABCDEFGH", "0951099DD", "٠٩٥١٠٩٩D", "0951099É"]
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_uai(typed)
    assert refused.value.code == "uai_shape"


@pytest.mark.parametrize("typed", ["0951090D", "0951909D", "0951099E", "0951099O"])
def test_a_slip_shows_in_the_key_letter(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_uai(typed)
    assert refused.value.code == "uai_key"


def test_any_single_wrong_digit_shows() -> None:
    good = "0951099D"
    for place in range(7):
        for digit in "0123456789":
            if digit != good[place]:
                with pytest.raises(Refused):
                    parse_uai(good[:place] + digit + good[place + 1 :])
