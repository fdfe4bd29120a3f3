"""Searches the roster for candidates of one request, with the evidence for each."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Indel

from turbo_admin.core.emails import email_key
from turbo_admin.core.matching.evidence import (
    CardAgreement,
    Evidence,
    Found,
    MatchRequest,
    Quality,
    likeness,
    quality_of,
)
from turbo_admin.core.matching.first_names import USUAL_FIRST_NAMES, may_be_siblings
from turbo_admin.core.matching.name_comparison import (
    Agreement,
    NameComparison,
    compare,
    is_slip_of_hand,
    sounds_alike,
)
from turbo_admin.core.matching.names import Name, all_readings, read_name, respelt, spelt_alike
from turbo_admin.core.matching.roster_index import RosterIndex
from turbo_admin.core.matching.spellings import straighten_apostrophes
from turbo_admin.core.matching.split_names import split_names
from turbo_admin.core.matching.typed_card import TypedCard

# Relatives examined when only the last name agrees: more than any family, fewer than all namesakes of a town.
_MOST_RELATIVES = 400
_RELATIVES_WEIGHED = 8
_SPILLED = NameComparison(Agreement.EQUAL, 1.0, "mêmes mots, répartis autrement entre nom et prénom")
_LIKENESS = Indel.normalized_similarity
# Names of the roster that agree with the typed last and first name, by id.
_FoundNames = tuple[Mapping[int, NameComparison], Mapping[int, NameComparison]]


def find(index: RosterIndex, asked: MatchRequest) -> Found:
    """Return the diners that share something with the request, with the evidence."""
    search = _Search(index, asked)
    card = search.card
    return Found(search.evidence(), card.card, bool(asked.card.strip()), card.is_of_other_school)


class _Names(NamedTuple):
    """Comparison of the typed names with a last and a first name of the roster.

    Attributes:
        last, first: swapped back if `across`.
        straight: the quality of the fields as typed.
    """

    quality: Quality
    last: NameComparison
    first: NameComparison
    across: bool
    straight: Quality

    @property
    def key(self) -> tuple[Quality, float]:
        """Sort key, greater for better agreement."""
        return self.quality, likeness((self.last, self.first))


class _Search:
    """Search for one request in the index."""

    def __init__(self, index: RosterIndex, asked: MatchRequest) -> None:
        self._index = index
        self._last, self._first = split_names(index, read_name(asked.last_name), read_name(asked.first_name))
        self._words = {*self._last.tokens, *self._first.tokens}
        self._email = email_key(asked.email)
        self._typed = _letters(asked.last_name), _letters(asked.first_name)
        self.card = TypedCard(index, asked.card)
        # Names of the roster that agree, by id: as typed, and with the fields swapped.
        self._straight = index.lasts.find(self._last), index.firsts.find(self._first)
        self._crossed = index.lasts.find(self._first), index.firsts.find(self._last)

    def evidence(self) -> tuple[Evidence, ...]:
        """Collect the diners to weigh; typing errors in all fields are searched only when nothing else agrees."""
        positions = {*self._by_card(), *self._by_email(), *self._by_names(), *self._near_cards()}
        found = [self._weigh(position) for position in positions]
        if not any(one.quality >= Quality.CROSSED for one in found):
            spilled = self._spilled() - positions
            positions |= spilled
            found += map(self._weigh, spilled)
        if not any(one.quality for one in found):
            # The whole vocabulary is scanned only when nobody has the last name either.
            found += map(self._weigh, (set(self._relatives()) or self._alike()) - positions)
        return tuple(found)

    def _by_card(self) -> list[int]:
        number = self.card.number
        return [*self._index.by_number.get(number, ()), *self._index.by_old_number.get(number, ())]

    def _by_email(self) -> list[int]:
        return self._index.by_email.get(self._email, []) if self._email else []

    def _by_names(self) -> Iterator[int]:
        for lasts, firsts in (self._straight, self._crossed):
            for last in lasts:
                for first in firsts:
                    yield from self._index.pairs.get((last, first), ())

    def _near_cards(self) -> Iterator[int]:
        """Diners with a card one typing error away and a common name, so that a relative counts as a rival."""
        lasts = self._straight[0].keys() | self._crossed[0].keys()
        firsts = self._straight[1].keys() | self._crossed[1].keys()
        if not lasts and not firsts:
            return
        used = self._index.used
        for number in self._index.by_number.keys() & self.card.near_numbers():
            for position in self._index.by_number[number]:
                last, first = self._index.names[position]
                if last in lasts or first in firsts or (used and used.get(position) in lasts):
                    yield position

    def _spilled(self) -> set[int]:
        """Diners whose words were typed across the two fields: « DUPONT », « MARTIN Léa »."""
        typed = {*self._last.strong, *self._first.strong}
        if len(typed) < 2 or (len(typed) == 2 and self._last.tokens and self._first.tokens):
            return set()
        readings = (*all_readings(self._last), *all_readings(self._first))
        words = {word for reading in readings for word in reading.strong}
        lasts = {last for word in words for last in self._index.lasts.with_word(word)}
        firsts = {first for word in words for first in self._index.firsts.with_word(word)}
        pairs = self._index.pairs
        return {position for last in lasts for first in firsts for position in pairs.get((last, first), ())}

    def _relatives(self) -> Iterator[int]:
        """The diners with the best last name whose first names are most similar."""
        found, typed = self._straight[0], self._first
        if not found:
            found, typed = self._crossed[0], self._last
        best = max((compared.agreement for compared in found.values()), default=Agreement.DIFFERENT)
        best = min(best, Agreement.USUAL)
        names = self._index.names
        for last in (last for last, compared in found.items() if compared.agreement >= best):
            positions = self._index.lasts.positions[last][:_MOST_RELATIVES]
            firsts = [self._index.firsts.names[names[position][1]].squashed for position in positions]
            if len(typed.squashed) == 1:
                yield from (
                    at for at, first in zip(positions, firsts, strict=True) if first[:1] == typed.squashed
                )
            for _, _, at in process.extract(
                typed.squashed, firsts, scorer=_LIKENESS, limit=_RELATIVES_WEIGHED
            ):
                yield positions[at]

    def _alike(self) -> set[int]:
        """Diners with similar names, from a scan of the whole vocabulary; the last resort."""
        straight = self._pairs_alike(self._straight, self._last, self._first)
        return straight or self._pairs_alike(self._crossed, self._first, self._last)

    def _pairs_alike(self, found: _FoundNames, last: Name, first: Name) -> set[int]:
        # Names that agree need no search by similarity: relatives are found by their last name.
        lasts = found[0] or self._index.lasts.alike(last)
        firsts = (found[1] or self._index.firsts.alike(first)) if lasts else ()
        pairs = self._index.pairs
        return {position for one in lasts for other in firsts for position in pairs.get((one, other), ())}

    def _weigh(self, position: int) -> Evidence:
        last_id, first_id = self._index.names[position]
        first_held = self._index.firsts.names[first_id]
        names = self._names_agree(last_id, first_id)
        used_id = self._index.used.get(position)
        by_used = False
        if used_id is not None:
            others = self._names_agree(used_id, first_id)
            by_used = others.key > names.key
            names = others if by_used else names
        diner, card = self._index.diners[position], self.card.agreement(position)
        email = bool(self._email) and any(email_key(email) == self._email for email in diner.emails)
        typed_first = self._last if names.across else self._first
        return Evidence(
            diner=diner,
            card=card,
            quality=names.quality,
            last=names.last,
            first=names.first,
            crossed=names.across,
            email=email,
            untold=not typed_first.squashed,
            other_child=self._is_other_child(
                typed_first, first_held, names.first, by_card=card >= CardAgreement.OLD
            ),
            literal=names.straight == Quality.EQUAL
            and self._typed
            == (_letters(diner.used_name if by_used else diner.last_name), _letters(diner.first_name)),
            by_used=by_used,
        )

    def _names_agree(self, last_id: int, first_id: int) -> _Names:
        """Compare the typed names with a last and a first name of the roster, as typed and swapped."""
        last_held, first_held = self._index.lasts.names[last_id], self._index.firsts.names[first_id]
        straight = (
            self._straight[0].get(last_id) or compare(self._last, last_held, first=False),
            self._straight[1].get(first_id) or compare(self._first, first_held, first=True),
        )
        crossed = (
            self._crossed[0].get(last_id) or compare(self._first, last_held, first=False),
            self._crossed[1].get(first_id) or compare(self._last, first_held, first=True),
        )
        quality, swapped = quality_of(straight), quality_of(crossed, crossed=True)
        if swapped < Quality.CROSSED and self._same_words(last_held, first_held):
            swapped, crossed = Quality.CROSSED, (_SPILLED, _SPILLED)
        across = swapped > quality or (
            swapped == quality == Quality.NONE and likeness(crossed) > likeness(straight)
        )
        last, first = crossed if across else straight
        return _Names(swapped if across else quality, last, first, across, quality)

    def _is_other_child(self, typed: Name, held: Name, compared: NameComparison, *, by_card: bool) -> bool:
        """Whether the first name may belong to a child who is not on the roster.

        Args:
            by_card: whether the card is this diner's.
        """
        if compared.agreement == Agreement.USUAL:
            typed, held = spelt_alike(typed, held)
            return may_be_siblings(typed.tokens, held.tokens, by_card=by_card)
        if compared.agreement != Agreement.NEAR:
            return False
        # As both are written: Joren is one slip from Joern, yet no slip for Jörn.
        usual = typed.squashed in USUAL_FIRST_NAMES or self._index.firsts.knows(typed)
        return not is_slip_of_hand(typed, held) or (usual and not sounds_alike(typed, held))

    def _same_words(self, last: Name, first: Name) -> bool:
        """Whether the same words were split otherwise, or a last name reordered.

        A first name turned round is not that: Marie-Anne has a sister Anne-Marie.
        """
        if len(self._words) < 2:
            return False
        one, other, words = self._last.tokens, self._first.tokens, self._words
        if self._last.special or self._first.special or last.special or first.special:
            held = last.words + first.words
            one, other = respelt(self._last.words, held), respelt(self._first.words, held)
            words = {*one, *other}
        if words != {*last.tokens, *first.tokens}:
            return False
        # In either order of the fields: « Anne-Marie » « MARTIN » is no Marie-Anne.
        return _in_order(first.tokens, one + other) or _in_order(first.tokens, other + one)


def _in_order(words: tuple[str, ...], among: tuple[str, ...]) -> bool:
    """Whether words stand in this order among others, which may be there twice."""
    rest = iter(dict.fromkeys(among))
    return all(word in rest for word in dict.fromkeys(words))


def _letters(name: str) -> str:
    """Return a name with its accents, but without case, hyphens and apostrophes."""
    folded = unicodedata.normalize("NFC", straighten_apostrophes(name).casefold())
    return " ".join("".join(letter if letter.isalnum() else " " for letter in folded).split())
