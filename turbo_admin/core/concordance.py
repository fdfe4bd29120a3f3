"""The rule of concordance: from what speaks for each diner to a degree. Its table stands in docs/matching.md.

« certaine » must never be wrong: it asks for two independent agreements (card and name, name and e-mail) and no
rival. Everything else only saves the clerk some reading.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from turbo_admin.core.names import Agreement
from turbo_admin.core.roster import CardAgreement, Evidence, Found, Quality, likeness, read_card

# What a diner must weigh to be proposed, and how far the next one must be behind. An equal name alone weighs 5,
# an exact card alone 4: neither is clearly ahead of the other, so a card and a name that disagree are ambiguous.
_SUPPORTED = 4
_CLEARLY_AHEAD = 2
_CARD_WEIGHT = {
    CardAgreement.NONE: 0,
    CardAgreement.NEAR: 2,
    CardAgreement.OLD: 4,
    CardAgreement.EXACT: 4,
}
_NAME_WEIGHT = {
    Quality.NONE: 0,
    Quality.NEAR: 2,
    Quality.LOOSE: 3,
    Quality.USUAL: 4,
    Quality.CROSSED: 5,
    Quality.EQUAL: 5,
}
_EMAIL_WEIGHT = 2
# The last name alone, beside an exact card: a brother's or sister's request, or a parent's own first name.
_FAMILY_WEIGHT = 2
# A diner who has left loses to one who eats here under the same name.
_LEFT_PENALTY = 3
# One slip in five letters or more; a slip in a shorter first name makes a brother's or sister's.
_SAME_FIRST_NAME = 0.8
_CARD_SCORE = {
    CardAgreement.NONE: 0,
    CardAgreement.NEAR: 24,
    CardAgreement.OLD: 34,
    CardAgreement.EXACT: 40,
}


class Degree(StrEnum):
    """How sure the roster is of the diner that a request means."""

    CERTAIN = "certaine"
    PROBABLE = "probable"
    AMBIGUOUS = "ambiguë"
    NONE = "aucune"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rule says of a request.

    Attributes:
        chosen: the diner meant; only with certaine and probable.
        ranked: everyone looked at, best first, the chosen one among them.
    """

    degree: Degree
    chosen: Evidence | None
    ranked: tuple[Evidence, ...]


def judge(found: Found) -> Verdict:
    """Apply the rule."""
    ranked = tuple(sorted(found.evidence, key=lambda one: (-score(one), one.diner.left, one.diner.id)))
    certain = [one for one in ranked if _is_certain(one, found)]
    if len(certain) == 1:
        return Verdict(Degree.CERTAIN, certain[0], ranked)
    likely = _likely(ranked)
    if likely:
        return Verdict(Degree.PROBABLE, likely, ranked)
    if any(_is_plausible(one) for one in ranked):
        return Verdict(Degree.AMBIGUOUS, None, ranked)
    return Verdict(Degree.NONE, None, ranked)


def score(one: Evidence) -> int:
    """Order candidates, 0 to 100: card 40, names 45, e-mail 15; a diner who has left comes after an equal one."""
    names = 45 * likeness((one.last, one.first)) * (1.0 if one.quality else 0.75)
    points = _CARD_SCORE[one.card] + names + (15 if one.email else 0) - (10 if one.diner.left else 0)
    return max(0, min(100, round(points)))


def _is_certain(one: Evidence, found: Found) -> bool:
    """Whether two independent agreements point to this diner and nobody rivals it."""
    if one.diner.left or found.other_school:
        return False
    others = [other for other in found.evidence if other.diner.id != one.diner.id]
    if one.card >= CardAgreement.OLD:
        return _certain_by_card(one, others)
    return one.email and _certain_by_email(one, others)


def _certain_by_card(one: Evidence, others: Sequence[Evidence]) -> bool:
    if any(_shares_card(one, other) for other in others):
        return False
    if one.quality >= Quality.LOOSE:
        return not any(_rivals_name(one, other) for other in others)
    # A slip in the name, but the e-mail agrees too: three witnesses, unless the slip makes another's name.
    if one.quality == Quality.NEAR and one.email and one.first.likeness >= _SAME_FIRST_NAME:
        return not any(other.quality for other in others)
    return False


def _shares_card(one: Evidence, other: Evidence) -> bool:
    """Whether the typed card may just as well be another's; the same number in two schools is told by the name."""
    if other.card < one.card or other.card < CardAgreement.OLD:
        return False
    if one.card == CardAgreement.OLD or other.quality or is_relative(one, other):
        return True
    return read_card(one.diner.card) == read_card(other.diner.card)


def _rivals_name(one: Evidence, other: Evidence) -> bool:
    """Whether another diner's name makes an exact card doubtful."""
    if other.quality > one.quality:
        return True
    # Card and name say one, name and e-mail say the other.
    if other.quality >= Quality.LOOSE and other.email and not one.email:
        return True
    if other.quality == one.quality:
        # Homonyms are told apart by the card, unless one slip of it makes the other's and no e-mail helps.
        neighbours = other.card == CardAgreement.NEAR and not (one.email and not other.email)
        return one.quality < Quality.EQUAL or neighbours
    weakest = Quality.LOOSE if one.quality >= Quality.CROSSED else Quality.NEAR
    return other.quality >= weakest and other.card == CardAgreement.NEAR


def _certain_by_email(one: Evidence, others: Sequence[Evidence]) -> bool:
    equal = one.quality >= Quality.CROSSED
    if not equal and not (one.quality >= Quality.LOOSE and one.card == CardAgreement.NEAR):
        return False
    return not any(
        other.card >= CardAgreement.OLD
        or other.quality >= Quality.LOOSE
        or (other.card == CardAgreement.NEAR and is_relative(one, other))
        for other in others
    )


def is_relative(one: Evidence, other: Evidence) -> bool:
    """Whether two diners may be brothers or sisters: the typed last name fits both, or the e-mail is of both."""
    names = min(one.last.agreement, other.last.agreement) >= Agreement.USUAL
    return names or (one.email and other.email)


def _likely(ranked: Sequence[Evidence]) -> Evidence | None:
    """Return the diner that stands clearly ahead, if one does."""
    weighed = sorted(ranked, key=lambda one: -_weight(one))
    if not weighed or not _is_supported(weighed[0]):
        return None
    best, others = weighed[0], weighed[1:]
    if any(_weight(best) - _weight(other) < _CLEARLY_AHEAD for other in others):
        return None
    # A better name elsewhere contradicts the card, unless the e-mail takes its side.
    if any(
        other.quality >= Quality.CROSSED and other.quality > best.quality
        for other in others
        if not best.email
    ):
        return None
    return best


def _weight(one: Evidence) -> int:
    """Weigh what speaks for a diner, as in docs/matching.md."""
    weight = _CARD_WEIGHT[one.card] + _NAME_WEIGHT[one.quality] + (_EMAIL_WEIGHT if one.email else 0)
    if not one.quality and one.card >= CardAgreement.OLD and one.last.agreement >= Agreement.USUAL:
        weight += _FAMILY_WEIGHT
    return weight - (_LEFT_PENALTY if one.diner.left else 0)


def _is_supported(one: Evidence) -> bool:
    by_card = one.card >= CardAgreement.OLD
    if one.diner.left:
        return by_card and one.quality >= Quality.NEAR
    if one.quality:
        return _weight(one) >= _SUPPORTED
    return by_card and (one.email or (one.last.agreement >= Agreement.USUAL and not one.first.likeness))


def _is_plausible(one: Evidence) -> bool:
    named = max(one.last.agreement, one.first.agreement) >= Agreement.USUAL
    return bool(
        one.quality
        or one.email
        or (one.card >= CardAgreement.OLD and named)
        or (one.card == CardAgreement.NEAR and one.last.agreement >= Agreement.USUAL)
    )
