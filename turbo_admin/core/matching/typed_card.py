"""Compares the card of one request with those of the roster."""

from turbo_admin.core.matching.card_slips import digits_of, is_near, near_numbers, one_slip
from turbo_admin.core.matching.cards import Card, read_typed
from turbo_admin.core.matching.evidence import CardAgreement
from turbo_admin.core.matching.roster_index import RosterIndex


class TypedCard:
    """The card of one request.

    Args:
        index: of the roster; diners are given by position.
        typed: as the family wrote it.

    Attributes:
        card: as read; None when empty or unreadable.
        number: its last five digits; empty without a card.
        is_of_other_school: whether it has the code of another school.
    """

    def __init__(self, index: RosterIndex, typed: str) -> None:
        self._index = index
        self.card = read_typed(typed, index.sites)
        self.number = self.card.number if self.card else ""
        self._digits = digits_of(typed, self.card)
        site = self.card.site_code if self.card else ""
        self._wrong_site = bool(site and index.sites) and site not in index.sites
        self.is_of_other_school = self._wrong_site and not any(one_slip(site, ours) for ours in index.sites)

    def near_numbers(self) -> set[str]:
        """Return the five-digit numbers one slip from the typed one."""
        return near_numbers(self._digits)

    def agreement(self, position: int) -> CardAgreement:
        """Return how well the card agrees with those of a diner."""
        if self.is_of_other_school or not self._digits:
            return CardAgreement.NONE
        agreements = map(self._agreement_with, self._index.cards[position])
        best = max(agreements, default=CardAgreement.NONE)
        return CardAgreement.OLD if best < CardAgreement.OLD and self._was_of(position) else best

    def _agreement_with(self, held: Card) -> CardAgreement:
        if self.card and held.number == self.card.number:
            if self._is_same(held):
                return CardAgreement.EXACT
            known = held.site_code or self._index.own_site
            return CardAgreement.NEAR if one_slip(self.card.site_code, known) else CardAgreement.NONE
        if self._wrong_site:
            return CardAgreement.NONE
        return CardAgreement.NEAR if is_near(self._digits, held.number) else CardAgreement.NONE

    def _is_same(self, held: Card) -> bool:
        """Whether a card is the typed one, as far as the codes of the schools are known."""
        if self.card is None or held.number != self.card.number:
            return False
        site, known = self.card.site_code, held.site_code or self._index.own_site
        return not (site and known) or site == known

    def _was_of(self, position: int) -> bool:
        """Whether the typed card is a former one of this diner, and nobody present has it now."""
        index = self._index
        if self._wrong_site or not any(map(self._is_same, index.old_cards[position])):
            return False
        holders = index.by_number.get(self.number, ())
        return not any(
            not index.diners[other].left and any(map(self._is_same, index.cards[other])) for other in holders
        )
