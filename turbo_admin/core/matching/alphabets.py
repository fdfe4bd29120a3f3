"""Transliterates Cyrillic and Greek names to Latin letters.

Arabic and Hebrew write no short vowels and Chinese no sounds, so a table would guess: such names are compared in their
own letters, without optional vowel points and elongations.
"""

import re
import unicodedata

from turbo_admin.core.matching.spellings import straighten_apostrophes

_CYRILLIC = {
    "а": "a",
    "б": "b",
    "в": "v",
    "г": "g",
    "ґ": "g",
    "д": "d",
    "ђ": "dj",
    "е": "e",
    "є": "ie",
    "ж": "j",
    "з": "z",
    "и": "i",
    "і": "i",
    "ј": "j",
    "к": "k",
    "л": "l",
    "љ": "lj",
    "м": "m",
    "н": "n",
    "њ": "nj",
    "о": "o",
    "п": "p",
    "р": "r",
    "с": "s",
    "т": "t",
    "ћ": "c",
    "у": "ou",
    "ф": "f",
    "х": "kh",
    "ц": "ts",
    "ч": "tch",
    "џ": "dj",
    "ш": "ch",
    "щ": "chtch",
    "ъ": "",
    "ы": "y",
    "ь": "",
    "э": "e",
    "ю": "iou",
    "я": "ia",
}
_GREEK = {
    "α": "a",
    "β": "v",
    "γ": "g",
    "δ": "d",
    "ε": "e",
    "ζ": "z",
    "η": "i",
    "θ": "th",
    "ι": "i",
    "κ": "k",
    "λ": "l",
    "μ": "m",
    "ν": "n",
    "ξ": "x",
    "ο": "o",
    "π": "p",
    "ρ": "r",
    "σ": "s",
    "ς": "s",
    "τ": "t",
    "υ": "y",
    "φ": "f",
    "χ": "ch",
    "ψ": "ps",
    "ω": "o",
}
_GREEK_PAIRS = (("ου", "ou"), ("μπ", "b"), ("ντ", "nt"), ("γκ", "gk"), ("ευ", "ev"), ("αυ", "av"))
# In Cyrillic an apostrophe only separates sounds: Дем’янчук.
_LETTERS = str.maketrans(_CYRILLIC | _GREEK | {"'": ""})
_OURS = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_ACCENTS = re.compile("[\u0300-\u036f]+")
# Optional points and strokes of Arabic and Hebrew.
_OPTIONAL = re.compile("[\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]+")


def latin(name: str) -> str:
    """Return the name with Cyrillic and Greek letters replaced; anything else as it is.

    Петренко → petrenko     Γεωργίου → georgiou     محمّد → محمد
    """
    if name.isascii():
        return name
    if not _OURS.search(name):
        spread = unicodedata.normalize("NFKD", name)
        return _OPTIONAL.sub("", spread) if _OPTIONAL.search(spread) else name
    spread = unicodedata.normalize("NFKD", straighten_apostrophes(name))
    bare = _ACCENTS.sub("", spread.casefold())
    for pair, letters in _GREEK_PAIRS:
        bare = bare.replace(pair, letters)
    return bare.translate(_LETTERS)
