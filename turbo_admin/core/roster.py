"""The roster as matching sees it: who could a request mean, and what speaks for each.

The index is built once; a request then looks at a few dozen diners, never at all of them. What the findings are
worth is decided in `core.matching`.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import Indel

from turbo_admin.core.card_slips import digits_of, is_near, near_numbers, one_slip, read_held, read_typed
from turbo_admin.core.cards import Card
from turbo_admin.core.emails import email_key
from turbo_admin.core.first_names import USUAL_FIRST_NAMES
from turbo_admin.core.names import (
    Agreement,
    Compared,
    Name,
    compare,
    fold,
    read_name,
    search_key,
    sounds_alike,
)
from turbo_admin.core.vocabulary import Vocabulary

# Relatives looked at when only the last name agrees: more than any family, less than all the Martins of a town.
_MOST_RELATIVES = 400
_RELATIVES_WEIGHED = 8
_SPILLED = Compared(Agreement.EQUAL, 1.0, "mots répartis autrement entre nom et prénom")
_LIKENESS = Indel.normalized_similarity
# Names of the roster that agree with the typed ones, last and first, by their id.
_FoundNames = tuple[Mapping[int, Compared], Mapping[int, Compared]]


@dataclass(frozen=True, slots=True)
class RosterDiner:
    """A diner as the roster holds it.

    Attributes:
        card: in full `EEEE-NNNNN` or the number alone; empty when the diner has none.
        left: no longer eats here.
        emails: of the guardians, or the diner's own; empty when none is known.
        old_cards: numbers that were this diner's before a loss.
    """

    id: str
    card: str
    last_name: str
    first_name: str
    class_name: str
    left: bool
    emails: tuple[str, ...]
    old_cards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
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
    """How well last and first name together agree with a diner's, best last.

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
    """What speaks for one diner.

    Attributes:
        last, first: how the typed fields agree with the diner's last and first name, swapped back if `crossed`.
        email: the typed address is known for this diner.
        untold: no first name was typed.
        other_child: the typed first name is nearly this diner's, but a usual name of its own, or more than the roster
            has: a sister's, perhaps.
        literal: typed letter for letter as the roster has it, accents included; only looked at for equal names.
    """

    diner: RosterDiner
    card: CardAgreement
    quality: Quality
    last: Compared
    first: Compared
    crossed: bool
    email: bool
    untold: bool = False
    other_child: bool = False
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """All that the roster says about a request.

    Attributes:
        evidence: in no particular order; a diner at most once.
        card: as read; None when empty or unreadable.
        card_given: something was typed as a card.
        other_school: the card names a school that is none of ours.
    """

    evidence: tuple[Evidence, ...]
    card: Card | None
    card_given: bool
    other_school: bool


class RosterIndex:
    """Finds the diners that a request may mean.

    Args:
        diners: in any order; ids are unique.
        site_code: the school's own four digits, for cards of the roster that lack them.

    Attributes:
        diners: in the order given; every other table holds places in it.
        names: of each diner, the ids of last and first name in `lasts` and `firsts`.
        pairs: the diners of a pair of such ids.
        sites: the site codes that are ours; empty when none is known.
        own_site: of cards written without a code; empty when several schools share the roster and none was named.
    """

    def __init__(self, diners: Iterable[RosterDiner], site_code: str = "") -> None:
        self.diners: list[RosterDiner] = []
        self.lasts = Vocabulary(first=False)
        self.firsts = Vocabulary(first=True)
        self.names: list[tuple[int, int]] = []
        self.cards: list[Card | None] = []
        self.pairs: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        self.by_number: defaultdict[str, list[int]] = defaultdict(list)
        self.by_old_number: defaultdict[str, list[int]] = defaultdict(list)
        self.by_email: defaultdict[str, list[int]] = defaultdict(list)
        self._given_site = site_code.strip()
        self._sites: Counter[str] = Counter()
        self._places: dict[str, int] = {}
        self._search_keys: list[str] = []
        self.sites: frozenset[str] = frozenset()
        self.own_site = ""
        self.update(diners)

    def update(self, diners: Iterable[RosterDiner]) -> None:
        """Enter diners, in place of what was known under the same ids."""
        for diner in diners:
            place = self._places.get(diner.id)
            if place is None:
                self._places[diner.id] = len(self.diners)
                self._enter(len(self.diners), diner)
            elif self.diners[place] != diner:
                self._take_out(place)
                self._enter(place, diner)
        self.sites = frozenset({*self._sites, self._given_site} - {""})
        self.own_site = self._given_site or (next(iter(self.sites)) if len(self.sites) == 1 else "")
        self._search_keys.clear()

    def diner(self, diner_id: str) -> RosterDiner:
        """Return a diner.

        Raises:
            KeyError: no such diner.
        """
        return self.diners[self._places[diner_id]]

    def _enter(self, place: int, diner: RosterDiner) -> None:
        names = (
            self.lasts.add(read_name(diner.last_name), place),
            self.firsts.add(read_name(diner.first_name), place),
        )
        card = read_held(diner.card)
        if place == len(self.diners):
            self.diners.append(diner)
            self.names.append(names)
            self.cards.append(card)
        else:
            self.diners[place], self.names[place], self.cards[place] = diner, names, card
        for table, key in self._keys(place):
            table[key].append(place)
        if card and card.site_code:
            self._sites[card.site_code] += 1

    def _take_out(self, place: int) -> None:
        for table, key in self._keys(place):
            table[key].remove(place)
        last, first = self.names[place]
        self.lasts.remove(last, place)
        self.firsts.remove(first, place)
        card = self.cards[place]
        if card and card.site_code:
            self._sites = self._sites - Counter([card.site_code])

    def _keys(self, place: int) -> Iterator[tuple[defaultdict[Any, list[int]], Any]]:
        """Say where a diner stands in each table."""
        diner, card = self.diners[place], self.cards[place]
        yield self.pairs, self.names[place]
        if card:
            yield self.by_number, card.number
        for number in {old.number for old in map(read_held, diner.old_cards) if old}:
            yield self.by_old_number, number
        for key in {email_key(email) for email in diner.emails} - {""}:
            yield self.by_email, key

    def find(self, asked: Asked) -> Found:
        """Return the diners that share something with the request, and what they share."""
        look = _Look(self, asked)
        return Found(look.evidence(), look.card, bool(asked.card.strip()), look.other_school)

    def search(self, text: str, limit: int) -> tuple[RosterDiner, ...]:
        """Return the diners whose name, class or card holds every word of the text.

        Beginnings of words come first, then the roster's order; an empty text gives the roster's first ones.
        When nobody holds it, the diners whose last name is most like it.
        """
        if not self._search_keys:
            self._search_keys = [
                search_key(diner.last_name, diner.first_name, diner.class_name, diner.card)
                for diner in self.diners
            ]
        words = fold(text).split()
        inside = [place for place, key in enumerate(self._search_keys) if all(word in key for word in words)]
        inside.sort(key=lambda place: not all(f" {word}" in self._search_keys[place] for word in words))
        if not inside:
            names = self.lasts.alike(read_name(text))
            inside = [place for name in names for place in self.lasts.places[name]]
        return tuple(self.diners[place] for place in inside[:limit])


class _Look:
    """One request held against the index."""

    def __init__(self, index: RosterIndex, asked: Asked) -> None:
        self._index = index
        self._last, self._first = _parted(index, read_name(asked.last_name), read_name(asked.first_name))
        self._email = email_key(asked.email)
        self._typed = _letters(asked.last_name), _letters(asked.first_name)
        self.card = read_typed(asked.card, index.sites)
        self._digits = digits_of(asked.card, self.card)
        site = self.card.site_code if self.card else ""
        self._wrong_site = bool(site and index.sites) and site not in index.sites
        self.other_school = self._wrong_site and not any(one_slip(site, ours) for ours in index.sites)
        # As typed, and with the fields swapped: names of the roster that agree, by their id.
        self._straight = index.lasts.find(self._last), index.firsts.find(self._first)
        self._crossed = index.lasts.find(self._first), index.firsts.find(self._last)

    def evidence(self) -> tuple[Evidence, ...]:
        """Gather the diners worth weighing; slips in everything are looked for only when nothing else agrees."""
        places = {*self._by_card(), *self._by_email(), *self._by_names(), *self._near_cards()}
        found = [self._weigh(place) for place in places]
        if not any(one.quality >= Quality.CROSSED for one in found):
            spilled = self._spilled() - places
            places |= spilled
            found += map(self._weigh, spilled)
        if not any(one.quality for one in found):
            # The whole vocabulary is read only when nobody bears the last name either.
            found += map(self._weigh, (set(self._relatives()) or self._alike()) - places)
        return tuple(found)

    def _by_card(self) -> list[int]:
        number = self.card.number if self.card else ""
        return [*self._index.by_number.get(number, ()), *self._index.by_old_number.get(number, ())]

    def _by_email(self) -> list[int]:
        return self._index.by_email.get(self._email, []) if self._email else []

    def _by_names(self) -> Iterator[int]:
        for lasts, firsts in (self._straight, self._crossed):
            for last in lasts:
                for first in firsts:
                    yield from self._index.pairs.get((last, first), ())

    def _near_cards(self) -> Iterator[int]:
        """Diners one slip away by card who share a name, so that a neighbouring relative is seen as a rival."""
        lasts = self._straight[0].keys() | self._crossed[0].keys()
        firsts = self._straight[1].keys() | self._crossed[1].keys()
        if not lasts and not firsts:
            return
        for number in self._index.by_number.keys() & near_numbers(self._digits):
            for place in self._index.by_number[number]:
                last, first = self._index.names[place]
                if last in lasts or first in firsts:
                    yield place

    def _spilled(self) -> set[int]:
        """Diners whose words were typed across the two fields: « DUPONT », « MARTIN Léa »."""
        words = {*self._last.strong, *self._first.strong}
        if len(words) < 2 or (len(words) == 2 and self._last.tokens and self._first.tokens):
            return set()
        lasts = {last for word in words for last in self._index.lasts.with_word(word)}
        firsts = {first for word in words for first in self._index.firsts.with_word(word)}
        pairs = self._index.pairs
        return {place for last in lasts for first in firsts for place in pairs.get((last, first), ())}

    def _relatives(self) -> Iterator[int]:
        """Of the diners who share the last name best, those whose first name is least unlike."""
        found, typed = self._straight[0], self._first
        if not found:
            found, typed = self._crossed[0], self._last
        best = max((compared.agreement for compared in found.values()), default=Agreement.DIFFERENT)
        best = min(best, Agreement.USUAL)
        names = self._index.names
        for last in (last for last, compared in found.items() if compared.agreement >= best):
            places = self._index.lasts.places[last][:_MOST_RELATIVES]
            firsts = [self._index.firsts.names[names[place][1]].squashed for place in places]
            if len(typed.squashed) == 1:
                yield from (
                    at for at, first in zip(places, firsts, strict=True) if first[:1] == typed.squashed
                )
            for _, _, at in process.extract(
                typed.squashed, firsts, scorer=_LIKENESS, limit=_RELATIVES_WEIGHED
            ):
                yield places[at]

    def _alike(self) -> set[int]:
        """Diners whose names are somewhat like the typed ones, read from the whole vocabulary; a last resort."""
        straight = self._pairs_alike(self._straight, self._last, self._first)
        return straight or self._pairs_alike(self._crossed, self._first, self._last)

    def _pairs_alike(self, found: _FoundNames, last: Name, first: Name) -> set[int]:
        # What agrees already is not looked for again: relatives are found by their last name.
        lasts = found[0] or self._index.lasts.alike(last)
        firsts = (found[1] or self._index.firsts.alike(first)) if lasts else ()
        pairs = self._index.pairs
        return {place for one in lasts for other in firsts for place in pairs.get((one, other), ())}

    def _weigh(self, place: int) -> Evidence:
        last_id, first_id = self._index.names[place]
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
        diner = self._index.diners[place]
        return Evidence(
            diner=diner,
            card=self._card_agreement(place),
            quality=swapped if across else quality,
            last=last,
            first=first,
            crossed=across,
            email=bool(self._email) and any(email_key(email) == self._email for email in diner.emails),
            untold=not (self._last if across else self._first).squashed,
            other_child=self._is_other_child(self._last if across else self._first, first_held, first),
            literal=quality == Quality.EQUAL
            and self._typed == (_letters(diner.last_name), _letters(diner.first_name)),
        )

    def _is_other_child(self, typed: Name, held: Name, compared: Compared) -> bool:
        if compared.agreement == Agreement.USUAL:
            # Families shorten a name; who lengthens it may mean another: Louise for Lou, Marie-Lou for Marie.
            return len(typed.squashed) > len(held.squashed) and set(typed.strong) != set(held.strong)
        usual = typed.squashed in USUAL_FIRST_NAMES or self._index.firsts.knows(typed)
        return compared.agreement == Agreement.NEAR and usual and not sounds_alike(typed, held)

    def _same_words(self, last: Name, first: Name) -> bool:
        typed = {*self._last.tokens, *self._first.tokens}
        return len(typed) > 1 and typed == {*last.tokens, *first.tokens}

    def _card_agreement(self, place: int) -> CardAgreement:
        held = self._index.cards[place]
        if self.other_school or not self._digits:
            return CardAgreement.NONE
        if self.card and held and held.number == self.card.number:
            known = held.site_code or self._index.own_site
            site = self.card.site_code
            same = not (site and known) or site == known
            return (
                CardAgreement.EXACT
                if same
                else CardAgreement.NEAR
                if one_slip(site, known)
                else CardAgreement.NONE
            )
        if self._wrong_site:
            return CardAgreement.NONE
        if self.card and place in self._index.by_old_number.get(self.card.number, ()):
            return CardAgreement.OLD
        return CardAgreement.NEAR if held and is_near(self._digits, held.number) else CardAgreement.NONE


def _parted(index: RosterIndex, last: Name, first: Name) -> tuple[Name, Name]:
    """Part what was typed into one field alone, where the roster has such a last and first name."""
    words = last.tokens or first.tokens
    if (last.tokens and first.tokens) or len(words) < 2:
        return last, first
    cuts = [
        (read_name(" ".join(one)), read_name(" ".join(other)))
        for at in range(1, len(words))
        for one, other in ((words[:at], words[at:]), (words[at:], words[:at]))
    ]
    best = max(cuts, key=lambda cut: _worth(index, *cut))
    return best if any(_worth(index, *best)) else (last, first)


def _worth(index: RosterIndex, last: Name, first: Name) -> tuple[int, int]:
    """Say how well two names agree with one diner's, and with anybody's last name."""
    lasts, firsts = index.lasts.find(last), index.firsts.find(first)
    both = (
        lasts[one].agreement + firsts[other].agreement
        for one in lasts
        for other in firsts
        if index.pairs.get((one, other))
    )
    return max(both, default=0), max((compared.agreement for compared in lasts.values()), default=0)


def quality_of(names: tuple[Compared, Compared], *, crossed: bool = False) -> Quality:
    """Say what the agreement of last and first name is worth together.

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


def _letters(name: str) -> str:
    """Return a name with its accents, but without case, hyphens and apostrophes."""
    folded = unicodedata.normalize("NFC", name.casefold())
    return " ".join("".join(letter if letter.isalnum() else " " for letter in folded).split())


def likeness(names: tuple[Compared, Compared]) -> float:
    """Return how alike last and first name are together, 0.0 to 1.0; the last name weighs a little more."""
    return 0.55 * names[0].likeness + 0.45 * names[1].likeness
