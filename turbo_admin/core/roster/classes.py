"""Normalises spellings of a class: « 3A », « 3 A », « 3°A », « 3ème A »."""

import re
from functools import lru_cache

from turbo_admin.core.matching.spellings import fold

# Words for a level -> its sign.
_LEVELS = {
    "sixieme": "6",
    "cinquieme": "5",
    "quatrieme": "4",
    "troisieme": "3",
    "seconde": "2",
    "premiere": "1",
    "terminale": "t",
    "term": "t",
    "tle": "t",
}
_DEGREES = str.maketrans("°º", "  ")
_CLASS_OF = re.compile(r"(?:la )?classe (?:de )?(?=.)")
# « 3ème A », « 3eme1 », « 1re S », « 2nde 4 »: suffixes of ordinals.
_ORDINAL = re.compile(
    r"(?:(?<=1) ?(?:ere|er|re)|(?<=2) ?(?:nde|nd|de)|(?<=[1-6]) ?(?:ieme|eme|em))(?= |\d|[a-z]?$)"
)
# « 3e A », « 3E A »: the letter alone, before what names the class; « 3 E 1 » has a class E.
_SHORT_ORDINAL = re.compile(r"([1-6])e (?=.)")
# Digits are joined only after the sign of a level: « 6 1 » is 61, « 61 1 » is not 611.
_BETWEEN_NUMBERS = re.compile(r"(?<=\d\d) (?=\d)")
_KEPT = "\x00"


@lru_cache(maxsize=4096)
def class_key(name: str) -> str:
    """Return the key under which spellings of a class are equal; empty for an empty name.

        3A, 3 A, 3°A, 3ème A, 3e A, Troisième A    3a
        6 B                                        6b
        6B1, 6 B 1                                 6b1
        2nde 4, 2 4, 24                            24
        Tle S, Terminale S, TS                     ts

    The key serves comparison; a class is shown as the school writes it.
    """
    text = _CLASS_OF.sub("", fold(name.translate(_DEGREES)), count=1)
    first, _, rest = text.partition(" ")
    text = f"{_LEVELS.get(first, first)} {rest}".rstrip()
    text = _SHORT_ORDINAL.sub(r"\1 ", _ORDINAL.sub(" ", text, count=1), count=1)
    text = _BETWEEN_NUMBERS.sub(_KEPT, " ".join(text.split()))
    return text.replace(" ", "").replace(_KEPT, " ")
