"""Parses card numbers as printed (`0683-04217`) and as people and spreadsheets write them.

The same parser serves imports, the families' form, the desk and matching. Uncertain input is refused: a wrong number
would identify another diner.
"""

import re
import unicodedata
from collections.abc import Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from turbo_admin.core.errors import Refused
from turbo_admin.core.matching.card_words import LETTERS_FOR_DIGITS, RUNS, part
from turbo_admin.core.matching.spellings import fold

_SITE_DIGITS = 4
NUMBER_DIGITS = 5
# Spreadsheets drop the leading zero.
_SITE_LENGTHS = (_SITE_DIGITS - 1, _SITE_DIGITS)
_ALL_DIGITS = _SITE_DIGITS + NUMBER_DIGITS
# Fast path for the usual form.
_USUAL = re.compile(r"(?:([0-9]{4})-)?([0-9]{5})")
# Texts that mean « no card ».
_NONE = re.compile(
    r"|neant|sans(?: carte| objet)?|aucune?(?: carte)?|pas (?:de carte|encore.*)|non|nc|n c|na|n a|inconnue?|vide|rien|"
    r"null|none|nan|en attente|a (?:faire|venir|creer)|so|s o|x+"
)
_SCIENTIFIC = re.compile(r"([0-9])(?:[.,]([0-9]+))?[eE]\+?([0-9]{1,2})")
# Formatted by a spreadsheet as an amount: 4217.0, 4300.00, « 4 301,00 », « 4,301.0 »; « 4.000 » may be 4 or 4000.
_DECIMALS = re.compile(r"((?<![0-9.,])[0-9]+)[.,]0{1,2}|([0-9]{4,})[.,]0+")
_GROUPED = re.compile(r"([0-9]{1,3})((?![.,]000$)(?:([.,' ])[0-9]{3})(?:\3[0-9]{3})*)(?:(?!\3)[.,]0{1,2})?")
_THOUSANDS = 3
_GROUPING = frozenset("-‐‑‒–—.,_'·")
_BETWEEN = re.compile(r"[\s\-‐‑‒–—.,·_/:;()]*")
# Characters allowed around the digits; not « ? », currency signs or placeholders of a digit.
_AROUND = re.compile(r"[\s\-‐‑‒–—,:;()\[\]#°'\"’/=.]*")
_CUT_SHORT = ".."
_ARABIC_POINTS = str.maketrans("٫٬", ".,")


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


@dataclass(frozen=True, slots=True)
class WrittenCard:
    """The card in a cell or field.

    Attributes:
        card: None for « no card », whatever the words.
        words: the words beside the number, folded: « perdue », « nouvelle »; empty as a rule.
        is_in_use: False when the words mean that the card is lost, stolen, given back or cancelled.
    """

    card: Card | None
    words: str = ""
    is_in_use: bool = True


def read_written(typed: str) -> WrittenCard:
    """Parse a card as people and spreadsheets write it.

        typed                                          card
        4217, n° 04217, Carte : 04217, 4217.0          04217
        « 4 301,00 », « 4,301.0 », 4.301E+03           04301
        O4217, ٠٤٢١٧                                   04217
        0683-04217, 068304217, 0683 4217               0683-04217
        683-04217, 68304217                            0683-04217    (a spreadsheet dropped the zero)
        04306 (perdue)                                 04306, not in use
        04306 perdue, nouvelle 04555                   04555
        00000, -, néant, sans                          none

    Raises:
        Refused: `card_not_digits` or `card_length` for an invalid or uncertain number.
    """
    usual = _USUAL.fullmatch(typed)
    if usual and int(usual[2]):
        return WrittenCard(Card(usual[2], usual[1] or ""))
    text = _plain(typed)
    if _NONE.fullmatch(fold(text)):
        return WrittenCard(None)
    parts = part(text)
    if not any(letter in "0123456789" for letter in parts.number):
        if parts.words and not parts.is_in_use:
            return WrittenCard(None, parts.words, is_in_use=False)
        raise Refused("card_not_digits")
    card = _of_number(parts.number)
    return WrittenCard(card if int(card.number) else None, parts.words, parts.is_in_use)


def parse_card(typed: str) -> Card:
    """Return the card that was typed, in use or not.

    Raises:
        Refused: `card_empty`, `card_not_digits` or `card_length`.
    """
    card = read_written(typed).card
    if card is None:
        raise Refused("card_empty")
    return card


def read_card(typed: str) -> Card | None:
    """Return the card that was typed; None when there is none, or it is uncertain."""
    try:
        return read_written(typed).card
    except Refused:
        return None


def read_held(card: str) -> Card | None:
    """Parse a card of the roster; tolerates leading zeros that an old import dropped."""
    read = read_card(card)
    digits = digits_in(card)
    if read is None and NUMBER_DIGITS < len(digits) < _ALL_DIGITS:
        return read_card(digits.zfill(_ALL_DIGITS))
    return read


def read_typed(typed: str, sites: Set[str]) -> Card | None:
    """Parse a typed card; zeros missing within a full card are restored when its code is one of ours.

    683 4217    0683-04217        68304217    0683-04217
    """
    read = read_card(typed)
    try:
        pieces, _ = _cut(part(_plain(typed)).number)
    except Refused:
        return read
    digits = "".join(pieces)
    is_whole = len(digits) == _ALL_DIGITS or (len(pieces) > 1 and len(pieces[-1]) == NUMBER_DIGITS)
    if read is not None and read.site_code and (is_whole or read.site_code in sites):
        return read
    if read is not None and not read.site_code:
        parted = _of_sites(pieces, sites)
        return parted or read
    if NUMBER_DIGITS < len(digits) < _ALL_DIGITS and digits.zfill(_ALL_DIGITS)[:_SITE_DIGITS] in sites:
        return read_card(digits.zfill(_ALL_DIGITS))
    return _of_sites(pieces, sites)


def full_card(typed: str, site_code: str) -> str:
    """Return a card as the office writes it, `EEEE-NNNNN` when the establishment's code is known; empty for no card.

    Args:
        site_code: of the establishment, for cards written without; empty when it is not known.

    Raises:
        Refused: `card_length`; `card_not_digits`, also for a card described as lost or given back.
    """
    written = read_written(typed)
    if not written.is_in_use:
        raise Refused("card_not_digits")
    card = written.card
    return str(Card(card.number, card.site_code or site_code)) if card else ""


def digits_in(typed: str) -> str:
    """Return the digits of what was typed, letters that stand for digits included."""
    text = _plain(typed).translate(LETTERS_FOR_DIGITS)
    return "".join(letter for letter in text if letter in "0123456789")


def _plain(typed: str) -> str:
    """Normalise to one line: ASCII digits, no invisible characters, no decimals of an amount."""
    text = unicodedata.normalize("NFKC", typed.replace("°", " ").replace("º", " ")).translate(_ARABIC_POINTS)
    text = "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
        for sign in text
        if unicodedata.category(sign) != "Cf"
    )
    text = " ".join(text.split()).strip(" '\"’=-;,:")
    scientific = _SCIENTIFIC.fullmatch(text)
    if scientific:
        exact = len(scientific[2] or "") == int(scientific[3])
        return str(int(Decimal(text.replace(",", ".")))) if exact else text
    if grouped := _GROUPED.fullmatch(text):
        return grouped[1] + "".join(letter for letter in grouped[2] if letter.isdigit())
    if decimals := _DECIMALS.fullmatch(text):
        return decimals[1] or decimals[2]
    return text


def _of_number(text: str) -> Card:
    """Parse digits with separators between them.

    Raises:
        Refused: `card_not_digits` or `card_length`.
    """
    pieces, between = _cut(text)
    card = _of_pieces(pieces, between)
    if card is not None:
        return card
    raise Refused("card_length" if sum(map(len, pieces)) > NUMBER_DIGITS else "card_not_digits")


def _cut(text: str) -> tuple[list[str], list[str]]:
    """Split a text into groups of digits and the separators between them.

    Raises:
        Refused: `card_not_digits` for any other sign, such as the « ? » of « 0421? ».
    """
    plain = _plain(text)
    runs = list(RUNS.finditer(plain))
    pieces = [run[0].translate(LETTERS_FOR_DIGITS) for run in runs]
    between = [plain[run.end() : after.start()] for run, after in pairwise(runs)]
    around = (plain[: runs[0].start()], plain[runs[-1].end() :]) if runs else ("?",)
    if (
        not all(piece.isdigit() for piece in pieces)
        or not all(map(_BETWEEN.fullmatch, between))
        or not all(map(_AROUND.fullmatch, around))
        or _CUT_SHORT in around[-1]
    ):
        raise Refused("card_not_digits")
    return pieces, between


def _of_pieces(pieces: Sequence[str], between: Sequence[str]) -> Card | None:
    """Return the card of groups of digits, None when uncertain."""
    digits = "".join(pieces)
    lengths = [len(piece) for piece in pieces]
    if len(digits) == _ALL_DIGITS:
        # « 04217 4218 » are two numbers.
        is_cut = len(pieces) == 1 or _SITE_DIGITS in accumulate(lengths)
        return Card(digits[_SITE_DIGITS:], digits[:_SITE_DIGITS]) if is_cut else None
    if len(pieces) == 1:
        if len(digits) <= NUMBER_DIGITS:
            return Card(digits.zfill(NUMBER_DIGITS))
        # A spreadsheet drops the zero in front; a birth date typed here, 02032014, keeps it.
        is_short = len(digits) == _ALL_DIGITS - 1 and not digits.startswith("0")
        return (
            Card(digits[-NUMBER_DIGITS:], digits[:-NUMBER_DIGITS].zfill(_SITE_DIGITS)) if is_short else None
        )
    if len(pieces) == 2:
        if lengths[0] in _SITE_LENGTHS and lengths[1] == NUMBER_DIGITS:
            return _of_site(pieces)
        # « 4217 4218 » are two numbers, « 4217/2026 » is one and a year; the code of an establishment begins with 0.
        is_short = lengths in ([4, 2], [4, 3], [4, 4]) and digits.startswith("0")
        if (is_short or lengths == [3, 4]) and "/" not in between[0]:
            return _of_site(pieces)
    signs = "".join(between).strip()
    is_spaced = not signs
    is_grouped = (
        lengths in ([1, 3], [2, 3], [1, 4]) and signs in _GROUPING and not _is_unsure_sum(pieces, signs)
    )
    if len(digits) <= NUMBER_DIGITS and (is_spaced or is_grouped):
        return Card(digits.zfill(NUMBER_DIGITS))
    return None


def _is_unsure_sum(pieces: Sequence[str], sign: str) -> bool:
    """Whether a point may separate thousands or decimals: « 4.000 »."""
    return sign in {".", ","} and (not int(pieces[1]) or len(pieces[1]) > _THOUSANDS)


def _of_site(pieces: Sequence[str]) -> Card:
    return Card(pieces[1].zfill(NUMBER_DIGITS), pieces[0].zfill(_SITE_DIGITS))


def _of_sites(pieces: Sequence[str], sites: Set[str]) -> Card | None:
    """Return the card of two groups of which the first is one of our codes."""
    if len(pieces) == 2 and len(pieces[1]) <= NUMBER_DIGITS and pieces[0].zfill(_SITE_DIGITS) in sites:
        return _of_site(pieces)
    return None
