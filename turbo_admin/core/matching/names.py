"""Parses names: words, particles, apostrophes, readings of ä, ö, ü, ø and å.

One name is one field: a family name, or the first names. `name_comparison` says how well two of them agree.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from rapidfuzz.distance import Indel

from turbo_admin.core.matching.alphabets import latin
from turbo_admin.core.matching.sounds import sound
from turbo_admin.core.matching.spellings import (
    are_alike,
    fold_accents,
    is_special,
    marked_readings,
    readings,
    shortened,
    straighten_apostrophes,
)

_PARTICLES = """
de du des d le la les l el al ben ibn bin bint ould ait van von der den dem ter da do dos di del
della das dei dal dalla degli delle dello lo los las y e ten te zu zum zur af av abou abu ou bent
oulad
"""
PARTICLES = frozenset(_PARTICLES.split())
_SAINTS = {"st": "saint", "ste": "sainte"}
# Titles that families add before a name.
_TITLES = frozenset(["mr", "mme", "mlle", "monsieur", "madame", "mademoiselle", "famille", "eleve", "enfant"])
# « M. DUPONT » has a title, M’BAYE has none.
_MISTER = re.compile(r"\s*M\.\s+(?=\w)", re.IGNORECASE)
# A class, its letter written apart or not: « 6B », « 6 B », « 6ème B ».
_CLASS = re.compile(r"\b\w*\d\w*(?: [a-z]\b)?")
# An apostrophe parts an elided word from the next one, D’ARTAGNAN, M’BAYE, DELL’ORTO; anywhere else it is a sound within
# one word: Vaiʻana is not called Vai, nor FALC’HUN Falc.
_ELISION = re.compile(
    r"\b([b-df-hj-tv-z]|qu|grand|sant|bell|quell|d[ae]ll|nell|sull|all|d[ae]gl|negl|sugl)'(?=\w)",
    re.IGNORECASE,
)
_WITHIN_A_WORD = re.compile("(?<=[\\w\u0300-\u036f])'(?=\\w)")


@dataclass(frozen=True, slots=True)
class Name:
    """A parsed name.

    Attributes:
        squashed: all letters in one run, `delatour`; empty for an empty name.
        tokens: its words in order, `("de", "la", "tour")`.
        strong: its words without particles, or all of them when nothing else is left.
        sound: how it sounds, roughly, in French.
        kept: its words with ä, ö, ü, ø and å, as `spellings.fold_accents` gives them: `jürgen bjørn`; all else follows
            from it, so that names are compared by it alone.
        special: it has one of these letters, so that it is read in several ways.
    """

    squashed: str = field(compare=False)
    tokens: tuple[str, ...] = field(compare=False)
    strong: tuple[str, ...] = field(compare=False)
    sound: str = field(compare=False)
    kept: str
    special: bool = field(compare=False)

    @property
    def words(self) -> tuple[str, ...]:
        """Its words in order, with ä, ö, ü, ø and å."""
        return tuple(self.kept.split())


@lru_cache(maxsize=65536)
def read_name(name: str) -> Name:
    """Parse a name, folded to Latin letters; titles and a class (« 6 B ») are dropped."""
    mister = _MISTER.match(name)
    kept = fold_accents(_part_at_elisions(latin(name[mister.end() :] if mister else name)))
    words = [_SAINTS.get(word, word) for word in _CLASS.sub(" ", kept).split()]
    if len(words) > 1:
        words = [word for word in words if word not in _TITLES] or words
    kept = " ".join(words)
    return _take_apart(shortened(kept), kept)


def _part_at_elisions(name: str) -> str:
    straight = straighten_apostrophes(name)
    return _WITHIN_A_WORD.sub("", _ELISION.sub(r"\1 ", straight)) if "'" in straight else straight


def _take_apart(folded: str, kept: str) -> Name:
    words = tuple(folded.split())
    strong = tuple(word for word in words if word not in PARTICLES)
    squashed = "".join(words)
    return Name(squashed, words, strong or words, sound(squashed), kept, is_special(kept))


def all_readings(name: Name) -> tuple[Name, ...]:
    """Return the name with ä, ö, ü, ø and å read as one letter and as two: itself alone, most often."""
    return _all_readings(name) if name.special else (name,)


@lru_cache(maxsize=4096)
def _all_readings(name: Name) -> tuple[Name, ...]:
    return (name, *(_take_apart(reading, reading) for reading in readings(name.kept)[1:]))


def spelt_alike(one: Name, other: Name) -> tuple[Name, Name]:
    """Return two names with ä, ö, ü, ø and å of each read as the other has them: Müller as MUELLER, but as MULLER too.

    Of several readings, those that make the names equal, or share most words, or most letters. Two letters that are
    read for one are marked, see `spellings.marked_readings`: the names are for each other only.
    """
    return _spelt_alike(one, other) if one.special or other.special else (one, other)


@lru_cache(maxsize=4096)
def _spelt_alike(one: Name, other: Name) -> tuple[Name, Name]:
    ours, theirs = ([_take_apart(way, way) for way in marked_readings(name.kept)] for name in (one, other))
    return max(product(ours, theirs), key=_closeness)


def _closeness(names: tuple[Name, Name]) -> tuple[bool, int, float]:
    one, other = names
    alike = Indel.normalized_similarity(one.squashed, other.squashed)
    return one.squashed == other.squashed, len({*one.tokens} & {*other.tokens}), alike


def respelt(words: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Return folded words, each as the other name has it if they are two spellings of one: mueller as muller, for MÜLLER.

    Args:
        words, other: see `Name.words`.
    """
    return tuple(shortened(next((held for held in other if are_alike(word, held)), word)) for word in words)


def search_key(*parts: str) -> str:
    """Return the text that searches look in: all spellings of all parts, folded, each word after a blank."""
    return " " + " ".join(filter(None, (spelt for part in parts for spelt in readings(fold_accents(part)))))
