"""Spellings of a name: the folded form, and two-letter forms of ä, ö, ü, ø and å.

`fold` drops accents, so that Müller is muller. Who cannot type an ü writes Mueller, as passports do (ICAO 9303). That
is a relation between two spellings and no other folded form: Müller agrees with Muller and with Mueller, these two do
not agree with each other, and in Samuel, Joël or Raphaël two letters are two. An accent says so, too: Noé is not Nö.
"""

import re
import unicodedata
from itertools import product

# Signs that are typed for an apostrophe and that Unicode takes for letters or accents: the ʻeta of Tahitian, the ʼ of
# Breton and Ukrainian, hamza and ayn of Arabic in Latin letters, primes, accents on a blank.
_APOSTROPHES = "'’‘‛`´′＇\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\ua78b\ua78c"
_TO_APOSTROPHE = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
# Letters that Unicode does not take apart, to their Latin base. `str.casefold` has made ß into ss before.
_LETTERS = _TO_APOSTROPHE | str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ı": "i",
        "þ": "th",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "ə": "e",
        "ĳ": "ij",
        "ŀ": "l",
        "ɓ": "b",
        "ɗ": "d",
        "ƙ": "k",
        "ƴ": "y",
    }
)
_BASE_LETTERS = _LETTERS | str.maketrans({"ø": "o"})
# The letters that are also written with two, each with its short and its long reading.
_READINGS = {"ä": ("a", "ae"), "ö": ("o", "oe"), "ü": ("u", "ue"), "ø": ("o", "oe"), "å": ("a", "aa")}
# Two letters that stand for one, the second marked by a sign that no folded name has: Lue is Lü, and not Lüe.
_MARKED = {"ae": "aĕ", "oe": "oĕ", "ue": "uĕ", "aa": "aă"}
# What `fold_accents` writes for an e with any accent after a, o or u: it belongs to no ä, ö or ü.
_ACCENTED_E = "é"
_SHORT = str.maketrans({letter: short for letter, (short, _) in _READINGS.items()} | {_ACCENTED_E: "e"})
_LONG = str.maketrans({letter: long for letter, (_, long) in _READINGS.items()} | {_ACCENTED_E: "e"})
_SPECIAL = re.compile(f"[{''.join(_READINGS)}]")
_SPECIAL_OR_TWO = re.compile(f"[{''.join(_READINGS)}]|{'|'.join(_MARKED)}")
# Beyond so many of them in one name all are read short, or all long: 2⁴ readings are enough for any real name.
_MOST_SPECIAL = 4
# Accents that stand apart once decomposed; marks of other alphabets carry meaning and stay.
_ACCENTS = re.compile("[\u0300-\u036f]+")
_ACCENTED = re.compile("([aou]|(?<=[aou])e)([\u0300-\u036f]+)")
_DIAERESIS, _RING = "\u0308", "\u030a"
_WITH_DIAERESIS = {"a": "ä", "o": "ö", "u": "ü"}
_NOT_IN_NAMES = re.compile(r"[^\w]+|_+")


def fold(name: str) -> str:
    """Return the folded form that spellings of one name share: lower case, Latin base letters, single spaces.

        Éléonore      eleonore          D’ARTAGNAN     d artagnan
        Łukasz        lukasz            DUPONT-MARTIN  dupont martin
        Şahin Ðặng    sahin dang        Straße         strasse
        Teʻura        te ura            Müller         muller

    Other alphabets keep their letters, casefolded. Empty for what holds no letter or digit.
    """
    if name.isascii():
        return _NOT_IN_NAMES.sub(" ", name.casefold()).strip()
    return _single_spaced(_ACCENTS.sub("", _spread(name)).translate(_BASE_LETTERS))


def fold_accents(name: str) -> str:
    """Return the folded name in which ä, ö, ü, ø and å are kept, and é after a, o, u; `shortened` makes it the folded one."""
    if name.isascii():
        return _NOT_IN_NAMES.sub(" ", name.casefold()).strip()
    return _single_spaced(_ACCENTS.sub("", _ACCENTED.sub(_keep_special, _spread(name))).translate(_LETTERS))


def _spread(name: str) -> str:
    # NFKC first, for compatibility forms; İ casefolds to i and a combining dot, which is dropped.
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())


def shortened(kept: str) -> str:
    """Return what `fold_accents` gave with ä, ö, ü, ø and å as their base letters."""
    return kept if kept.isascii() else kept.translate(_SHORT)


def straighten_apostrophes(text: str) -> str:
    """Return the text with every sign that stands for an apostrophe as the typewriter's."""
    return text.replace("`", "'") if text.isascii() else text.translate(_TO_APOSTROPHE)


def _keep_special(match: re.Match[str]) -> str:
    letter, accents = match.groups()
    if letter == "e":
        return _ACCENTED_E
    if _DIAERESIS in accents:
        return _WITH_DIAERESIS[letter]
    return "å" if letter == "a" and _RING in accents else letter


def _single_spaced(bare: str) -> str:
    # `\w` leaves out vowel signs of Indic and other scripts; without them two names would look alike.
    kept = (
        letter if letter.isalnum() or unicodedata.category(letter) in {"Mc", "Mn"} else " "
        for letter in unicodedata.normalize("NFC", bare)
    )
    return " ".join("".join(kept).split())


def is_special(kept: str) -> bool:
    """Whether what `fold_accents` gave has an ä, ö, ü, ø or å."""
    return not kept.isascii() and _SPECIAL.search(kept) is not None


def readings(kept: str) -> tuple[str, ...]:
    """Return the folded forms of what `fold_accents` gave, the short one first: muller, mueller."""
    if not is_special(kept):
        return (shortened(kept),)
    if len(_SPECIAL.findall(kept)) > _MOST_SPECIAL:
        return kept.translate(_SHORT), kept.translate(_LONG)
    plain = kept.replace(_ACCENTED_E, "e")
    return tuple(map("".join, product(*(_READINGS.get(letter, (letter,)) for letter in plain))))


def marked_readings(kept: str) -> tuple[str, ...]:
    """Return the folded forms of what `fold_accents` gave, the short one first, where two letters for one are marked.

        müller     muller, muĕller
        mueller    mueller, muĕller
        noel       noel, noĕl
        noél       noel

    Names are spelt alike when they share one.
    """
    short = shortened(kept)
    found = _SPECIAL_OR_TWO.findall(kept)
    if not found:
        return (short,)
    if len(found) > _MOST_SPECIAL:
        return short, _SPECIAL_OR_TWO.sub(lambda match: _marked(match[0]), kept).translate(_SHORT)
    # What can be read as the first 0, 1, 2… letters.
    ways: list[list[str]] = [[""], *([] for _ in range(len(kept) + 1))]
    for at, letter in enumerate(kept):
        for way in ways[at]:
            ways[at + 1].append(way + letter.translate(_SHORT))
            if letter in _READINGS:
                ways[at + 1].append(way + _marked(letter))
            elif (two := kept[at : at + 2]) in _MARKED:
                ways[at + 2].append(way + _marked(two))
    return tuple(dict.fromkeys((short, *ways[len(kept)])))


def _marked(letters: str) -> str:
    return _MARKED[_READINGS[letters][1] if letters in _READINGS else letters]


def spellings(name: str) -> frozenset[str]:
    """Return the folded form of a name and those with two letters for ä, ö, ü, ø and å.

        Müller         muller, mueller
        Mueller        mueller
        Åse Søby       ase soby, aase soby, ase soeby, aase soeby
        Noël, Samuel   noel; samuel

    Names that are spelt alike share one; names that share one are worth comparing by `same_spelling`.
    """
    return frozenset(readings(fold_accents(name)))


def same_spelling(one: str, other: str) -> bool:
    """Whether two spellings are of one name, accents, case, apostrophes and hyphens aside.

    Müller   Muller, Mueller, MÜLLER   yes
    Muller   Mueller                   no: one letter more, as Jolle and Joelle
    Noé      Nö                        no
    """
    return are_alike(fold_accents(one), fold_accents(other))


def are_alike(one: str, other: str) -> bool:
    """Whether two spellings, as `fold_accents` gives them, are of one name."""
    if is_special(one) or is_special(other):
        return not set(marked_readings(one)).isdisjoint(marked_readings(other))
    return shortened(one) == shortened(other)
