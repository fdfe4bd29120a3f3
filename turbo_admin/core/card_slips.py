"""Card numbers as hands and spreadsheets get them wrong: read leniently, and how far two of them are apart."""

import re
import unicodedata
from collections.abc import Set

from rapidfuzz.distance import OSA

from turbo_admin.core.cards import Card, parse_card
from turbo_admin.core.errors import Refused

_NUMBER, _ALL = 5, 9
# Digits that hands write and scanners read as letters.
_LETTERS_FOR_DIGITS = str.maketrans("OoIl", "0011", "°nN#")
# A spreadsheet that took the number for a sum: 4217.0
_DECIMALS = re.compile(r"(?<=\d)[.,]0+$")
_DIGITS = re.compile(r"\d+")
# As nearly all of them are: read without further ado.
_USUAL = re.compile(r"(?:([0-9]{4})-)?([0-9]{5})")
# What people type who have no card, and old programs write for one.
_NO_CARD = "00000"


def read_card(typed: str) -> Card | None:
    """Read a card leniently (« n° O4217 », « carte : 04217 », 4217.0); None when it holds no number of five digits.

    00000 is nobody's card.
    """
    usual = _USUAL.fullmatch(typed)
    if usual and usual[2] != _NO_CARD:
        return Card(usual[2], usual[1] or "")
    text = _plain(typed).translate(_LETTERS_FOR_DIGITS)
    card = _parsed(text)
    if card is None:
        card = _parsed(" ".join(_DIGITS.findall(text)))
    return None if card is None or card.number == _NO_CARD else card


def read_held(card: str) -> Card | None:
    """Read a card of the roster; what a spreadsheet made of 0683-04217 (68304217) is one too."""
    read = read_card(card)
    if read is None and _NUMBER < len(_digits(card)) < _ALL:
        return read_card(_digits(card).zfill(_ALL))
    return read


def read_typed(typed: str, sites: Set[str]) -> Card | None:
    """Read a card as typed; zeros missing within a full card are put back when its code is one of ours.

    683 4217    0683-04217        68304217    0683-04217
    """
    read = read_card(typed)
    if read is not None and read.site_code:
        return read
    pieces = _DIGITS.findall(_plain(typed))
    if len(pieces) == 2 and len(pieces[1]) <= _NUMBER and pieces[0].zfill(4) in sites:
        return Card(pieces[1].zfill(_NUMBER), pieces[0].zfill(4))
    digits = _digits(typed)
    if read is None and _NUMBER < len(digits) < _ALL and digits.zfill(_ALL)[:4] in sites:
        return read_card(digits.zfill(_ALL))
    return read


def _parsed(text: str) -> Card | None:
    try:
        return parse_card(text)
    except Refused:
        return None


def _digits(text: str) -> str:
    letters = _plain(text).translate(_LETTERS_FOR_DIGITS)
    return "".join(letter for letter in letters if letter in "0123456789")


def _plain(text: str) -> str:
    # Full-width digits are digits; 4217.0 is 4217.
    return _DECIMALS.sub("", unicodedata.normalize("NFKC", text).strip())


def digits_of(typed: str, card: Card | None) -> str:
    """Return the digits to compare for slips: the number as typed, without the school's code and not padded."""
    digits = _digits(typed)
    return card.number if card and (card.site_code or len(digits) == len(card.number)) else digits


def one_slip(one: str, other: str) -> bool:
    """Whether two strings of digits are one slip apart: a digit wrong, missing, too many, or two swapped."""
    return one != other and OSA.distance(one, other, score_cutoff=1) <= 1


def is_near(digits: str, number: str) -> bool:
    """Whether digits as typed are one slip from a number of five digits, zeros in front typed or not."""
    return one_slip(digits.zfill(len(number)), number) or one_slip(digits, number.lstrip("0"))


def near_numbers(digits: str) -> set[str]:
    """Return the five-digit numbers one slip from the digits as typed.

    Around one hundred for five digits; empty when far too few or too many were typed to be a number.
    """
    if not 2 <= len(digits) <= _NUMBER + 1:
        return set()
    full = digits.zfill(_NUMBER)
    near: set[str] = set()
    if len(full) == _NUMBER:
        for at in range(_NUMBER):
            before, after = full[:at], full[at + 1 :]
            near.update([before + digit + after for digit in "0123456789"])
            near.add(before + after[:1] + full[at] + after[1:])
    others = [digits[:at] + digits[at + 1 :] for at in range(len(digits))]
    if len(digits) < _NUMBER:
        others += [
            digits[:at] + digit + digits[at:] for at in range(len(digits) + 1) for digit in "0123456789"
        ]
    near.update([number.zfill(_NUMBER) for number in others])
    return near - {full}
