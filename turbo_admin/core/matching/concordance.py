"""The matching rule: from the evidence for each diner to a degree. Its table is in docs/matching.md.

« certaine » must never be wrong: it asks for two independent agreements (card and name, name and e-mail) and no
rival. The other degrees only help the clerk.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA

from turbo_admin.core.emails import email_key
from turbo_admin.core.matching.evidence import CardAgreement, Evidence, Found, Quality, likeness
from turbo_admin.core.matching.name_comparison import Agreement
from turbo_admin.core.matching.names import all_readings, read_name
from turbo_admin.core.matching.roster_index import cards_in_use

# Weight from which a diner is proposed, and the required lead over the next one. An equal name alone weighs 5,
# an exact card alone 4: neither is clearly ahead of the other, so a card and a name that disagree are ambiguous.
_PROBABLE_WEIGHT = 4
_PROBABLE_LEAD = 2
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
# A diner who has left ranks after a present one with the same name.
_LEFT_PENALTY = 3
# One slip in five letters or more; a slip in a shorter first name makes a brother's or sister's.
_SAME_FIRST_NAME = 0.8
_CARD_SCORE = {
    CardAgreement.NONE: 0,
    CardAgreement.NEAR: 20,
    CardAgreement.OLD: 32,
    CardAgreement.EXACT: 38,
}
_LONE_NEAR_CARD = 6


class Degree(StrEnum):
    """How certain a match is."""

    CERTAIN = "certaine"
    PROBABLE = "probable"
    AMBIGUOUS = "ambiguë"
    NONE = "aucune"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Result of the rule.

    Attributes:
        chosen: the diner meant; only with certaine and probable.
        ranked: all candidates, best first, the chosen one included.
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
    if any(is_plausible(one) for one in ranked):
        return Verdict(Degree.AMBIGUOUS, None, ranked)
    return Verdict(Degree.NONE, None, ranked)


def score(one: Evidence) -> int:
    """Return the score of a candidate, 0 to 100: card 38, names 50, e-mail 12; a diner who has left comes after an equal one.

    A name that does not agree counts for less than half, and a near card without a name that agrees for little: so a
    child badly typed comes before the brothers and sisters whose cards are one digit away.
    """
    alike = likeness((one.last, one.first))
    names = 50 * alike if one.quality else 30 * alike * alike
    card = _CARD_SCORE[one.card] if one.quality or one.card != CardAgreement.NEAR else _LONE_NEAR_CARD
    points = card + names + (12 if one.email else 0) - (6 if one.diner.left else 0)
    return max(0, min(100, round(points)))


def _is_certain(one: Evidence, found: Found) -> bool:
    """Whether two independent agreements support this diner and there is no rival."""
    if one.diner.left or found.other_school or one.other_child:
        return False
    return _is_agreed_twice(one, found) and next(rivals(one, found), None) is None


def _is_agreed_twice(one: Evidence, found: Found) -> bool:
    if one.card >= CardAgreement.OLD:
        # An error in the name, with card and e-mail agreeing: certain, unless it gives another child's name.
        return one.quality >= Quality.LOOSE or (
            one.quality == Quality.NEAR and one.email and _is_badly_typed(one)
        )
    if not one.email:
        return False
    if one.quality == Quality.USUAL:
        return not any(other.email for other in _others(one, found))
    return one.quality >= Quality.CROSSED or (one.quality == Quality.LOOSE and one.card == CardAgreement.NEAR)


def rivals(one: Evidence, found: Found) -> Iterator[Evidence]:
    """Yield the rivals of a diner whose card and name, or name and e-mail, agree."""
    for other in _others(one, found):
        if one.card < CardAgreement.OLD:
            doubtful = _rivals_by_email(one, other)
        elif one.quality >= Quality.LOOSE:
            doubtful = _shares_card(one, other) or _rivals_name(one, other)
        else:
            doubtful = _shares_card(one, other) or bool(other.quality)
        if doubtful:
            yield other


def _others(one: Evidence, found: Found) -> Iterator[Evidence]:
    return (other for other in found.evidence if other.diner.id != one.diner.id)


def _is_badly_typed(one: Evidence) -> bool:
    """Whether a name that is nearly this diner's is a slip: one field equal, and most letters of the first name."""
    one_is_right = Agreement.EQUAL in (one.last.agreement, one.first.agreement)
    return one_is_right and one.first.likeness >= _SAME_FIRST_NAME


def _shares_card(one: Evidence, other: Evidence) -> bool:
    """Whether the typed card may just as well be another's; the name decides for the same number in two schools."""
    if other.card < one.card or other.card < CardAgreement.OLD:
        return False
    if one.card == CardAgreement.OLD or other.quality:
        return True
    if other.diner.left and one.quality >= Quality.CROSSED:
        # A card passed on after its holder left: the name decides.
        return False
    return is_relative(one, other) or bool(set(cards_in_use(one.diner)) & set(cards_in_use(other.diner)))


def _rivals_name(one: Evidence, other: Evidence) -> bool:
    """Whether another diner's name makes an exact card doubtful."""
    if other.quality > one.quality:
        return True
    # Card and name support one diner, name and e-mail the other.
    if other.quality >= Quality.LOOSE and other.email and not one.email:
        return True
    if one.quality < Quality.CROSSED and is_relative(one, other):
        # Part of a name or a short form, which may also mean a relative.
        return bool(other.quality) or other.first.agreement > one.first.agreement
    if other.quality == one.quality:
        # Namesakes are distinguished by the card, unless one typing error gives the other's and no e-mail decides.
        neighbours = other.card == CardAgreement.NEAR and not (one.email and not other.email)
        spelled = other.literal and not one.literal
        return one.quality < Quality.EQUAL or neighbours or spelled
    weakest = Quality.LOOSE if one.quality >= Quality.CROSSED else Quality.NEAR
    return other.quality >= weakest and other.card == CardAgreement.NEAR


def _rivals_by_email(one: Evidence, other: Evidence) -> bool:
    """Whether another diner makes a name and an e-mail doubtful."""
    if other.card >= CardAgreement.OLD or other.quality >= Quality.LOOSE:
        return True
    return is_relative(one, other) and (other.card == CardAgreement.NEAR or _may_be_meant(one, other))


def _may_be_meant(one: Evidence, other: Evidence) -> bool:
    """Whether a typing error in the first name leads from one child of a family to another, such as Léa to Léo."""
    names = (read_name(diner.first_name).squashed for diner in (one.diner, other.diner))
    return bool(other.quality) or OSA.distance(*names, score_cutoff=1) <= 1


def is_relative(one: Evidence, other: Evidence) -> bool:
    """Whether two diners may be of one family: the typed last name fits both, or they share an address."""
    if min(one.last.agreement, other.last.agreement) >= Agreement.USUAL or (one.email and other.email):
        return True
    if (one.diner.used_name or other.diner.used_name) and _last_names(one) & _last_names(other):
        return True
    ours = {email_key(address) for address in one.diner.emails} - {""}
    return any(email_key(address) in ours for address in other.diner.emails)


def _last_names(one: Evidence) -> set[str]:
    names = map(read_name, (one.diner.last_name, one.diner.used_name))
    return {reading.squashed for name in names for reading in all_readings(name)} - {""}


def _likely(ranked: Sequence[Evidence]) -> Evidence | None:
    """Return the diner that stands clearly ahead, if one does."""
    weighed = sorted(ranked, key=lambda one: -_weight(one))
    if not weighed or not _is_supported(weighed[0]):
        return None
    best, others = weighed[0], weighed[1:]
    if any(_weight(best) - _weight(other) < _PROBABLE_LEAD for other in others):
        return None
    return None if any(_contradicts(best, other) for other in others) else best


def _contradicts(best: Evidence, other: Evidence) -> bool:
    """Whether another diner's better name, or a namesake's e-mail, contradicts the card."""
    better = other.quality >= Quality.CROSSED and other.quality > best.quality
    namesake = other.quality >= Quality.LOOSE and other.quality >= best.quality
    if other.email and not best.email and (namesake or _is_parent_perhaps(best, other)):
        return True
    return better and not (best.email and not other.email)


def _is_parent_perhaps(best: Evidence, other: Evidence) -> bool:
    """Whether a name without a card may be a parent's own, whose child the address names and who has a namesake here."""
    return not best.card and bool(best.diner.emails) and other.last.agreement >= Agreement.USUAL


def _weight(one: Evidence) -> int:
    """Return the weight of the evidence for a diner, as in docs/matching.md."""
    weight = _CARD_WEIGHT[one.card] + _NAME_WEIGHT[one.quality] + (_EMAIL_WEIGHT if one.email else 0)
    if not one.quality and one.card >= CardAgreement.OLD and one.last.agreement >= Agreement.USUAL:
        weight += _FAMILY_WEIGHT
    return weight - (_LEFT_PENALTY if one.diner.left else 0)


def _is_supported(one: Evidence) -> bool:
    by_card = one.card >= CardAgreement.OLD
    if one.diner.left:
        return by_card and one.quality >= Quality.NEAR
    if one.quality:
        return _weight(one) >= _PROBABLE_WEIGHT
    return by_card and (one.email or (one.last.agreement >= Agreement.USUAL and one.untold))


def is_plausible(one: Evidence) -> bool:
    """Whether a diner may be meant at all, so that the clerk must see it."""
    named = max(one.last.agreement, one.first.agreement) >= Agreement.USUAL
    return bool(
        one.quality
        or one.email
        or (one.card >= CardAgreement.OLD and named)
        or (one.card == CardAgreement.NEAR and one.last.agreement >= Agreement.USUAL)
    )
