"""Compares two names: equal, a usual form, near, or different.

The steps and their examples stand in docs/matching.md, « How two names agree ».
"""

import re
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance import OSA, Indel

from turbo_admin.core.matching.first_names import SHORT_FORMS
from turbo_admin.core.matching.names import Name, spelt_alike

_VOWEL = re.compile("[aeiouy]")
# Vietnamese middle names, which identify nobody alone.
_NO_NAME = frozenset(["thi", "van"])


class Agreement(IntEnum):
    """How well one typed name agrees with one name of the roster, best last."""

    DIFFERENT = 0
    NEAR = 1
    USUAL = 2
    EQUAL = 3


@dataclass(frozen=True, slots=True)
class NameComparison:
    """Result of comparing two names.

    Attributes:
        agreement: the step of the scale.
        likeness: 0.0 to 1.0, to order candidates; 1.0 for equal names.
        how: French, for the clerk; empty for equal and for different names.
    """

    agreement: Agreement
    likeness: float
    how: str = ""


def deletions(word: str) -> set[str]:
    """Return the word and all it becomes by losing one letter.

    Two words at most one slip apart (a letter more, less, other, or two neighbours swapped) share one of these,
    so that a dictionary finds every near word without comparing with all.
    """
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


# Noa and Noah sound alike; for shorter names the sound adds nothing to the letters.
_SHORTEST_SOUND = 3
# Max begins Maxandre, « DE LA ROCHEFOU » is where an old program cut a name; MARTIN is not how MARTINEZ begins.
_BEGINNING_FIRST, _BEGINNING_LAST = 3, 8


# Slips allowed, by the letters of the longer name: in Léa and Léo one letter makes another child,
# in Charpentier two letters make the same name badly typed.
#   letters   slips
#   1–3       0
#   4–8       1
#   9–        2
def slips_allowed(letters: int) -> int:
    """Return how many slips still make the same name."""
    return 0 if letters < 4 else 1 if letters < 9 else 2


def compare(typed: Name, held: Name, *, first: bool) -> NameComparison:
    """Compare a typed name with one of the roster.

        typed          held             agreement
        LEROUX         LE ROUX          equal       (spaces, hyphens, accents, case, alphabet aside)
        MUELLER        MÜLLER           equal       (two letters for ä, ö, ü, ø, å)
        MARTIN DUPONT  DUPONT-MARTIN    usual       (words in another order)
        TOUR           DE LA TOUR       usual       (particle left out)
        DUPONT         DUPONT-MARTIN    usual       (double name used in part)
        Alex           Alexandre        usual       (short form; first names only)
        DUPOND         DUPONT           near        (one slip)
        RENAUD         RENAULT          near        (sounds the same)
        L.             Léa              near        (initial; first names only)
        Max            Maxandre         near        (how the name begins)
        DURAND         DUPONT           different

    Args:
        first: the names are first names, so that short forms and initials count.
    """
    if not typed.squashed or not held.squashed:
        return NameComparison(Agreement.DIFFERENT, 0.0)
    if typed.squashed == held.squashed:
        return NameComparison(Agreement.EQUAL, 1.0)
    if typed.special or held.special:
        typed, held = spelt_alike(typed, held)
        if typed.squashed == held.squashed:
            return NameComparison(Agreement.EQUAL, 1.0)
    usual = _usual(typed, held, first=first)
    if usual:
        return NameComparison(Agreement.USUAL, 0.93, usual)
    return _near(typed, held, first=first)


def sounds_alike(typed: Name, held: Name) -> bool:
    """Whether two names sound alike: Mohammed and Mohamed, LAURENT and LORENT."""
    return typed.sound == held.sound and max(len(typed.squashed), len(held.squashed)) > _SHORTEST_SOUND


def is_slip_of_hand(typed: Name, held: Name) -> bool:
    """Whether a near first name is almost certainly a typing error of the other one.

    Two neighbours swapped, or the same sound written otherwise between the same first and last letters, with as many
    vowels: Mahtieu, Mathieu for Matthieu. A letter replaced, missing, or at either end makes a name of its own too
    often, in languages that no list of ours covers: Ramesh and Rajesh, Samia and Samira, Amir and Amira; and so does a
    vowel more: Luna and Louna, Léa and Leïa, René and Reine.
    """
    one, other = typed.squashed, held.squashed
    if not (one.isascii() and other.isascii()) or (one[:1], one[-1:]) != (other[:1], other[-1:]):
        return False
    swapped = sorted(one) == sorted(other) and OSA.distance(one, other, score_cutoff=1) == 1
    # René and Renée sound alike, and are brother and sister.
    lengthened = one[-2:-1] == one[-1:] or other[-2:-1] == other[-1:]
    vowels = len(_VOWEL.findall(one)) == len(_VOWEL.findall(other))
    return swapped or (sounds_alike(typed, held) and vowels and not lengthened)


def shortest_beginning(*, first: bool) -> int:
    """Return how many letters the beginning of a name needs to count as near."""
    return _BEGINNING_FIRST if first else _BEGINNING_LAST


def _begins(one: str, other: str, *, first: bool) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= shortest_beginning(first=first) and long.startswith(short)


def _usual(typed: Name, held: Name, *, first: bool) -> str:
    # Particles of family names are first names too (Vân, Lệ, Ý, Di), so first names are compared whole.
    ours, theirs = (set(typed.tokens), set(held.tokens)) if first else (set(typed.strong), set(held.strong))
    particles = not first and (typed.strong != typed.tokens or held.strong != held.tokens)
    if particles and "".join(typed.strong) == "".join(held.strong):
        return "particule mise à part"
    # Marie-Anne and Anne-Marie may be sisters: the order is less than equal.
    if ours == theirs:
        return "mots dans un autre ordre"
    if first and typed.squashed in _NO_NAME and typed.tokens == held.tokens[:1]:
        return ""
    if _part_of(ours, theirs):
        return "prénom composé employé en partie" if first else "nom composé employé en partie"
    if _part_of(theirs, ours):
        return "prénom plus long" if first else "nom plus long"
    if first and (_short_of(typed, held) or _short_of(held, typed)):
        return "forme courte du prénom"
    return ""


def _part_of(some: set[str], whole: set[str]) -> bool:
    # A part of one or two letters (« le », « ng ») does not identify the whole name.
    return some < whole and any(len(word) > 2 for word in some)


def _short_of(short: Name, full: Name) -> bool:
    known = SHORT_FORMS.get(short.squashed)
    return known is not None and not known.isdisjoint((full.squashed, *full.tokens[:1]))


def _near(typed: Name, held: Name, *, first: bool) -> NameComparison:
    if first and len(typed.squashed) == 1 and held.squashed.startswith(typed.squashed):
        return NameComparison(Agreement.NEAR, 0.6, "initiale seule")
    likeness = Indel.normalized_similarity(typed.squashed, held.squashed)
    if _slipped(typed.squashed, held.squashed):
        return NameComparison(Agreement.NEAR, max(likeness, 0.75), "à une faute de frappe près")
    if sounds_alike(typed, held):
        return NameComparison(Agreement.NEAR, max(likeness, 0.75), "même prononciation")
    # Of two single words that has been seen above.
    if len(typed.tokens) > 1 or len(held.tokens) > 1:
        ours, theirs = (typed.tokens, held.tokens) if first else (typed.strong, held.strong)
        part = min(_covered(ours, theirs), _covered(theirs, ours), key=len)
        if all(part):
            how = "une partie" if min(part) == 1.0 else "une partie, à une faute de frappe près"
            return NameComparison(Agreement.NEAR, max(likeness, 0.9 * min(part)), how)
    if _begins(typed.squashed, held.squashed, first=first):
        return NameComparison(
            Agreement.NEAR, max(likeness, 0.7), "début du prénom" if first else "début du nom"
        )
    return NameComparison(Agreement.DIFFERENT, likeness)


def _covered(words: tuple[str, ...], others: tuple[str, ...]) -> tuple[float, ...]:
    # Jean-Paul and Jean-Pierre share a word and are brothers: each word of the shorter name must be found.
    return tuple(max((_word_likeness(word, other) for other in others), default=0.0) for word in words)


def _word_likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return float(Indel.normalized_similarity(one, other)) if _slipped(one, other) else 0.0


def _slipped(one: str, other: str) -> bool:
    allowed = slips_allowed(max(len(one), len(other)))
    return allowed > 0 and OSA.distance(one, other, score_cutoff=allowed) <= allowed
