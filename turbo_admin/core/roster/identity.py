"""Who a row of a file is: somebody known, somebody new, or a question.

An id alone never decides: INEs are reused, mistyped, replaced by zeros; a column counts its lines; a card goes to the
next child. The table, with its reasons, stands in docs/matching.md.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from turbo_admin.core.roster.persons import Births, Id, Names


class Step(Enum):
    """What the evidence between a row and a diner amounts to."""

    SAME = auto()
    ASK = auto()
    NO = auto()


class Doubt(StrEnum):
    """What a question about an identity is about: the number, or the part, that contradicts the rest."""

    INE = "INE"
    ELENOET = "n° élève"
    EXTERNAL = "identifiant"
    CARD = "carte"
    OTHER_INE = "autre INE"
    BIRTH = "date de naissance"
    NAME = "nom"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a row and a diner have in common, and what contradicts it.

    Attributes:
        names, births: how they agree.
        ids: numbers that are the same on both sides, of columns that may be trusted.
        ine_differs: both have an INE, and not the same one.
        is_near: they share a class or an e-mail address.
    """

    names: Names
    births: Births
    ids: Collection[Id]
    ine_differs: bool
    is_near: bool

    @property
    def doubt(self) -> Doubt:
        """What a question about them is about."""
        if self.ids:
            return Doubt(next(one for one in Id if one in self.ids).value)
        if self.ine_differs:
            return Doubt.OTHER_INE
        return Doubt.NAME if self.names is not Names.EQUAL else Doubt.BIRTH


def judge(found: Evidence) -> Step:
    """Say what the evidence between a row and one diner amounts to; who else is meant is for the caller.

    | names | births | with a number in common | without |
    | --- | --- | --- | --- |
    | equal | same | same | same; a question if the INE differ |
    | equal | unknown | same; a question if the INE differ | not decided here: `by_name_alone` |
    | equal | close | same; a question if the INE differ | a question in the same class or with an address in common |
    | equal | other | a question | somebody else |
    | corrected | same | same; a question if the INE differ | same; a question if the INE differ |
    | corrected | unknown | same; a question if the INE differ | somebody else, who is told beside the new diner |
    | first name | same | same; a question if the INE differ | a question in the same class or with an address in common |
    | respelt | same, unknown | same; a question if the INE differ, or by the card alone | a question if the births are the same |
    | alike | same | a question; by the INE: same | a question |
    | alike, first name | unknown | a question | somebody else |
    | other | any | a question; by the card alone: somebody else | somebody else |
    | any but equal | close, other | a question; by the card alone: somebody else | somebody else |

    Where names and births are others', another INE settles it: somebody else.
    """
    strong = any(one is not Id.CARD for one in found.ids)
    by_number = Step.ASK if strong and not _is_other_by_all(found) else Step.NO
    if found.names is Names.EQUAL:
        return _of_equal(found)
    if found.births is Births.SAME:
        return _of_same_birth(found, by_number, strong=strong)
    if found.births is Births.UNKNOWN:
        if found.names is Names.CORRECTED and found.ids:
            return by_number if found.ine_differs else Step.SAME
        if found.names is Names.RESPELT and strong:
            return Step.ASK if found.ine_differs else Step.SAME
        if found.names is not Names.OTHER and found.ids:
            return Step.ASK
    return by_number


def _of_equal(found: Evidence) -> Step:
    if found.births is Births.SAME:
        return Step.ASK if found.ine_differs and not found.ids else Step.SAME
    if found.births is Births.OTHER:
        return Step.ASK if found.ids else Step.NO
    if found.ids:
        return Step.ASK if found.ine_differs else Step.SAME
    if found.births is Births.CLOSE or found.ine_differs:
        return Step.ASK if found.is_near else Step.NO
    return Step.NO


def _of_same_birth(found: Evidence, by_number: Step, *, strong: bool) -> Step:
    if found.names is Names.CORRECTED:
        return Step.ASK if found.ine_differs else Step.SAME
    if found.names is Names.FIRST:
        if found.ids:
            return Step.ASK if found.ine_differs else Step.SAME
        return Step.ASK if found.is_near else Step.NO
    if found.names is Names.RESPELT:
        # Twins share the birth date, the last name and sometimes most of the first name.
        return Step.SAME if strong and not found.ine_differs else Step.ASK
    if found.names is Names.ALIKE:
        # The State's own number, which no school gives anew.
        return Step.SAME if Id.INE in found.ids else Step.ASK
    return by_number


def _is_other_by_all(found: Evidence) -> bool:
    return found.ine_differs and found.births is Births.OTHER and found.names is Names.OTHER
