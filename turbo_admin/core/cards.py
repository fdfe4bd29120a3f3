"""Card numbers, as printed (`0683-04217`) and as families type them (`04217`, `4217`, `0683 04217`)."""

import re
from dataclasses import dataclass

from turbo_admin.core.errors import Refused

_SITE_DIGITS = 4
_NUMBER_DIGITS = 5
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—.·_/]+")
# A card printed in full, however it is cut: four digits, anything between, five digits.
_ALL_DIGITS = _SITE_DIGITS + _NUMBER_DIGITS


@dataclass(frozen=True, slots=True)
class Card:
    """A card number.

    Attributes:
        number: the last five digits, zeros in front kept.
        site_code: the four digits of the establishment, empty when they were not given.
    """

    number: str
    site_code: str = ""

    def __str__(self) -> str:
        return f"{self.site_code}-{self.number}" if self.site_code else self.number


def parse_card(typed: str) -> Card:
    """Read a card number as people and spreadsheets write it.

        typed            site_code   number
        4217             –           04217
        0683-04217       0683        04217
        068304217        0683        04217
        683-04217        0683        04217    (a spreadsheet dropped the zero)

    Raises:
        Refused: `card_empty`, `card_not_digits` or `card_length`.
    """
    # str.isdecimal accepts other scripts' digits; int() folds them to ours.
    pieces = [piece for piece in _SEPARATORS.split(typed.strip()) if piece]
    if not pieces:
        raise Refused("card_empty")
    if not all(piece.isdecimal() for piece in pieces):
        raise Refused("card_not_digits")
    pieces = ["".join(str(int(digit)) for digit in piece) for piece in pieces]
    if len(pieces) == 2 and len(pieces[0]) <= _SITE_DIGITS and len(pieces[1]) == _NUMBER_DIGITS:
        return Card(pieces[1], pieces[0].zfill(_SITE_DIGITS))
    digits = "".join(pieces)
    if len(digits) == _ALL_DIGITS:
        return Card(digits[_SITE_DIGITS:], digits[:_SITE_DIGITS])
    if len(digits) > _NUMBER_DIGITS:
        raise Refused("card_length")
    return Card(digits.zfill(_NUMBER_DIGITS))
