"""Decides who a row of a file is: a known diner, a new one, or a question.

An id alone never decides: INEs are reused, mistyped, replaced by zeros; a column counts its lines; a card goes to the
next child. The table, with its reasons, stands in docs/matching.md.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from turbo_admin.core.roster.persons import Births, IdKind, Names


class IdentityVerdict(Enum):
    """Verdict on a row and a diner."""

    SAME = auto()
    ASK = auto()
    NO = auto()


class Doubt(StrEnum):
    """The subject of a question about an identity: the number, or the part, that contradicts the rest."""

    INE = "INE"
    ELENOET = "n° élève"
    EXTERNAL = "identifiant"
    CARD = "carte"
    OTHER_INE = "autre INE"
    BIRTH = "date de naissance"
    NAME = "nom"
    CLASS = "classe"


@dataclass(frozen=True, slots=True)
class IdentityEvidence:
    """What a row and a diner have in common, and what differs.

    Attributes:
        names, births: how they agree.
        ids: numbers that are the same on both sides, of columns that may be trusted.
        ine_differs: both have an INE, and not the same one.
        is_near: they share an e-mail address or a class, the one to which the class went included.
    """

    names: Names
    births: Births
    ids: frozenset[IdKind]
    ine_differs: bool
    is_near: bool

    @property
    def is_strong(self) -> bool:
        """Whether a number other than the card agrees."""
        return any(one is not IdKind.CARD for one in self.ids)

    @property
    def doubt(self) -> Doubt:
        """The subject of a question about them."""
        if self.ids:
            return Doubt(next(one for one in IdKind if one in self.ids).value)
        if self.ine_differs:
            return Doubt.OTHER_INE
        return Doubt.NAME if self.names is not Names.EQUAL else Doubt.BIRTH


# Official numbers; another program's may be a count, and a card passes on to the next child.
_OF_THE_STATE = frozenset({IdKind.INE, IdKind.ELENOET})


def judge(found: IdentityEvidence) -> IdentityVerdict:
    """Return the verdict on a row and one diner; the caller compares diners.

    The table stands in docs/matching.md, « Who is a row of a file? », with its reasons.
    """
    if found.names is Names.EQUAL:
        return _of_equal(found)
    # R5b: the columns « Nom » and « Prénom » exchanged, perhaps in the whole file.
    if found.names is Names.SWAPPED:
        return (
            IdentityVerdict.ASK
            if found.births is Births.SAME or found.ids or found.is_near
            else IdentityVerdict.NO
        )
    if found.births is Births.SAME:
        return _of_same_birth(found)
    if found.births is Births.UNKNOWN and found.ids and found.names is not Names.OTHER:
        return _of_number_alone(found)
    return _of_another(found)


def _of_equal(found: IdentityEvidence) -> IdentityVerdict:
    if found.births is Births.SAME:
        # R1: two namesakes are hardly born on one day; a new INE may be a correction.
        return IdentityVerdict.ASK if found.ine_differs and not found.ids else IdentityVerdict.SAME
    if found.births is Births.OTHER:
        # R4: father and son, cousins.
        return IdentityVerdict.ASK if found.ids else IdentityVerdict.NO
    if found.ids:
        return IdentityVerdict.ASK if found.ine_differs else IdentityVerdict.SAME
    # R3: day and month exchanged, or one part mistyped.
    if found.births is Births.CLOSE or found.ine_differs:
        return IdentityVerdict.ASK if found.is_near else IdentityVerdict.NO
    return IdentityVerdict.NO


def _of_same_birth(found: IdentityEvidence) -> IdentityVerdict:
    # R5: DUPOND Léa, DUPONT Léa.
    if found.names is Names.CORRECTED:
        return IdentityVerdict.ASK if found.ine_differs else IdentityVerdict.SAME
    # R8: another last name: marriage, adoption, or another Léa.
    if found.names is Names.FIRST:
        if found.ids:
            return IdentityVerdict.ASK if found.ine_differs else IdentityVerdict.SAME
        return IdentityVerdict.ASK if found.is_near else IdentityVerdict.NO
    if found.names is Names.RESPELT:
        # Twins share the birth date, the last name and sometimes most of the first name.
        return IdentityVerdict.SAME if found.is_strong and not found.ine_differs else IdentityVerdict.ASK
    if found.names is Names.ALIKE:
        # An INE is never given to another pupil.
        return IdentityVerdict.SAME if IdKind.INE in found.ids else IdentityVerdict.ASK
    return _of_another(found)


def _of_number_alone(found: IdentityEvidence) -> IdentityVerdict:
    """Decide for a near name and a number, no birth date being known."""
    if found.ine_differs or found.names in {Names.FIRST, Names.ALIKE}:
        return IdentityVerdict.ASK
    if not _OF_THE_STATE.isdisjoint(found.ids):
        return IdentityVerdict.SAME
    is_enough = found.names is Names.CORRECTED or found.is_strong
    return IdentityVerdict.SAME if is_enough and found.is_near else IdentityVerdict.ASK


def _of_another(found: IdentityEvidence) -> IdentityVerdict:
    """Decide for a number under another name; with another name, birth date and INE it was reused."""
    # R11: cards are dealt out again each year, so a card alone asks nothing (`is_strong`).
    by_all = found.ine_differs and found.births is Births.OTHER and found.names is Names.OTHER
    return IdentityVerdict.ASK if found.is_strong and not by_all else IdentityVerdict.NO
