"""Differences between typed and stored text, letter by letter."""

from enum import IntEnum
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from turbo_admin.core.matching.alphabets import latin
from turbo_admin.core.matching.spellings import fold


class Difference(IntEnum):
    """How much a letter differs from the other side, least first."""

    SAME = 0
    ACCENT = 1
    OTHER = 2


class Span(NamedTuple):
    """A run of letters of one side.

    Attributes:
        difference: of every letter in it; case, apostrophes, hyphens and blanks differ in nothing.
    """

    text: str
    difference: Difference


def spans(typed: str, roster: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the spans of the typed and the roster's side; each side's spans add up to its text.

    typed     roster    typed side               roster's side
    DUPOND    DUPONT    DUPON · D other          DUPON · T other
    Lea       Léa       L · e accent · a         L · é accent · a
    MARTIN    Martin    MARTIN                   Martin
    Hugo      Hugoline  Hugo                     Hugo · line other
    """
    ours, theirs = _letters(typed), _letters(roster)
    marks = [Difference.SAME] * len(typed), [Difference.SAME] * len(roster)
    for step in Levenshtein.opcodes([key for key, _ in ours], [key for key, _ in theirs]):
        one = [position for _, position in ours[step.src_start : step.src_end]]
        other = [position for _, position in theirs[step.dest_start : step.dest_end]]
        if step.tag == "equal":
            accents = [
                (mine, yours)
                for mine, yours in zip(one, other, strict=True)
                if typed[mine].casefold() != roster[yours].casefold()
            ]
            one, other = [mine for mine, _ in accents], [yours for _, yours in accents]
        found = Difference.ACCENT if step.tag == "equal" else Difference.OTHER
        for side, positions in zip(marks, (one, other), strict=True):
            for position in positions:
                side[position] = max(side[position], found)
    return _runs(typed, marks[0]), _runs(roster, marks[1])


def differing(sides: tuple[tuple[Span, ...], tuple[Span, ...]]) -> int:
    """Return how many letters differ by more than an accent, on the side where more do."""
    return max(sum(len(text) for text, how in side if how is Difference.OTHER) for side in sides)


def _letters(text: str) -> list[tuple[str, int]]:
    # œ folds to two letters, an apostrophe to none, so each folded letter keeps its original position.
    return [(folded, position) for position, letter in enumerate(text) for folded in fold(latin(letter))]


def _runs(text: str, marks: list[Difference]) -> tuple[Span, ...]:
    pairs = zip(text, marks, strict=True)
    return tuple(
        Span("".join(letter for letter, _ in run), difference)
        for difference, run in groupby(pairs, key=itemgetter(1))
    )
