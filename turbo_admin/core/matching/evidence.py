"""Evidence between a request and the diners of the roster.

`core.matching.concordance` weighs it.
"""

from dataclasses import dataclass
from enum import IntEnum

from turbo_admin.core.matching.cards import Card
from turbo_admin.core.matching.name_comparison import Agreement, NameComparison


@dataclass(frozen=True, slots=True)
class RosterDiner:
    """A diner of the roster.

    Attributes:
        card: the first card, in full `EEEE-NNNNN` or the number alone; empty when the diner has none.
        left: no longer eats here.
        emails: of the guardians, or the diner's own; empty when none is known.
        old_cards: former ones: lost, replaced or given back.
        more_cards: others in use.
        used_name: another last name that the diner goes by, « nom d’usage »; empty when there is none.
    """

    id: str
    card: str
    last_name: str
    first_name: str
    class_name: str
    left: bool
    emails: tuple[str, ...]
    old_cards: tuple[str, ...] = ()
    more_cards: tuple[str, ...] = ()
    used_name: str = ""


@dataclass(frozen=True, slots=True)
class MatchRequest:
    """A request as typed; any field may be empty."""

    id: str
    card: str
    last_name: str
    first_name: str
    email: str


class CardAgreement(IntEnum):
    """How well the typed card agrees with a diner's, best last."""

    NONE = 0
    NEAR = 1
    OLD = 2
    EXACT = 3


class Quality(IntEnum):
    """Joint agreement of last and first name, best last.

    Attributes:
        NEAR: a slip in one or both.
        LOOSE: usual forms in both, or a usual form in swapped fields.
        USUAL: one equal, the other a usual form.
        CROSSED: equal, but in the wrong fields.
        EQUAL: equal.
    """

    NONE = 0
    NEAR = 1
    LOOSE = 2
    USUAL = 3
    CROSSED = 4
    EQUAL = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence for one diner.

    Attributes:
        last, first: how the typed fields agree with the diner's last and first name, swapped back if `crossed`.
        email: the typed address is known for this diner.
        untold: no first name was typed.
        other_child: the typed first name is nearly this diner's, but a usual name of its own, or more than the roster
            has: a sister's, perhaps.
        literal: typed letter for letter as the roster has it, accents included; only looked at for equal names.
        by_used: it is the name in use that the typed last name agrees with, not the family name.
    """

    diner: RosterDiner
    card: CardAgreement
    quality: Quality
    last: NameComparison
    first: NameComparison
    crossed: bool
    email: bool
    untold: bool = False
    other_child: bool = False
    literal: bool = False
    by_used: bool = False

    @property
    def last_held(self) -> str:
        """The last name of the roster that the typed one was compared with."""
        return self.diner.used_name if self.by_used else self.diner.last_name


@dataclass(frozen=True, slots=True)
class Found:
    """All evidence about a request.

    Attributes:
        evidence: in no particular order; a diner at most once.
        card: as read; None when empty or unreadable.
        card_given: whether a card was typed.
        other_school: whether the card has the code of another school.
    """

    evidence: tuple[Evidence, ...]
    card: Card | None
    card_given: bool
    other_school: bool


def quality_of(names: tuple[NameComparison, NameComparison], *, crossed: bool = False) -> Quality:
    """Return the joint quality of the agreements of last and first name.

    last     first    as typed   swapped
    equal    equal    EQUAL      CROSSED
    equal    usual    USUAL      LOOSE
    usual    usual    LOOSE      LOOSE
    near     any      NEAR       NEAR
    differ   any      NONE       NONE
    """
    lower, upper = sorted((names[0].agreement, names[1].agreement))
    if lower is Agreement.EQUAL:
        return Quality.CROSSED if crossed else Quality.EQUAL
    if lower is Agreement.USUAL:
        return Quality.USUAL if upper is Agreement.EQUAL and not crossed else Quality.LOOSE
    return Quality.NEAR if lower is Agreement.NEAR else Quality.NONE


def likeness(names: tuple[NameComparison, NameComparison]) -> float:
    """Return the joint similarity of last and first name, 0.0 to 1.0; the last name weighs a little more."""
    return 0.55 * names[0].likeness + 0.45 * names[1].likeness
