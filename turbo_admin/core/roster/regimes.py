"""Régimes of pupils: parses official codes and the words of secretariats."""

import re
from functools import lru_cache

from turbo_admin.core.matching.spellings import fold

EXTERNAL = "externe"
AT_THE_METER = "demi-pensionnaire au ticket"
HALF_BOARD = "demi-pensionnaire"
ELSEWHERE = "demi-pensionnaire dans un autre établissement"
BOARDER = "interne"
# Choices in the form; other texts are allowed.
USUAL = (
    HALF_BOARD,
    f"{HALF_BOARD}, 5 jours",
    f"{HALF_BOARD}, 4 jours",
    AT_THE_METER,
    EXTERNAL,
    BOARDER,
    ELSEWHERE,
)

_EXTERNAL_CODES, _BOARDER_CODES = {"0", "1"}, {"3", "31", "32", "33", "34", "35", "36", "38", "39", "4", "5"}
_METER_CODE, _ELSEWHERE_CODE = "29", "6"
_HALF_BOARD_CODE = re.compile("2([1-6])?")
_DAYS = re.compile(r"\b([1-7]) ?j(?:ours?|rs?|s)?\b")
_METER_WORDS = ("ticket", "repas", "unite")


@lru_cache(maxsize=1024)
def read_regime(typed: str) -> str:
    """Return the régime in the office's words; unrecognised text is unchanged.

    24             demi-pensionnaire, 4 jours      DP 4 JOURS       demi-pensionnaire, 4 jours
    2              demi-pensionnaire               DEMI-PENSION     demi-pensionnaire
    29             demi-pensionnaire au ticket     DP au ticket     demi-pensionnaire au ticket
    0, 1           externe                         EXTERNE LIBRE    externe
    3, 38, 4, 5    interne                         INTERNE          interne
    """
    text = " ".join(typed.split())
    return _of_code(text) or _of_words(text) or text


def _of_code(code: str) -> str:
    if code in _EXTERNAL_CODES:
        return EXTERNAL
    if code in _BOARDER_CODES:
        return BOARDER
    if code == _METER_CODE:
        return AT_THE_METER
    if code == _ELSEWHERE_CODE:
        return ELSEWHERE
    half = _HALF_BOARD_CODE.fullmatch(code)
    return _half_board(half[1]) if half else ""


def _of_words(text: str) -> str:
    words = f" {fold(text)} "
    if "externe" in words or words.startswith(" ext "):
        return EXTERNAL
    if words.startswith((" interne ", " int ", " internat ", " pensionnaire ")):
        return BOARDER
    if words.startswith((" dp", " demi pension", " 1 2 pension", " demipension")):
        if any(word in words for word in _METER_WORDS):
            return AT_THE_METER
        days = _DAYS.search(words) or re.match(r" dp ?([1-7]) ", words)
        return _half_board(days[1] if days else None)
    return ""


def _half_board(days: str | None) -> str:
    if not days:
        return HALF_BOARD
    return f"{HALF_BOARD}, {days} jour" + ("s" if days > "1" else "")
