"""The roster as matching sees it: who could a request mean, and what speaks for each.

The index is built once; a request then looks at a few dozen diners, never at all of them. What the findings are
worth is decided in `core.matching`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

from turbo_admin.core.cards import Card, parse_card
from turbo_admin.core.emails import email_key
from turbo_admin.core.errors import Refused
from turbo_admin.core.names import Agreement, Compared, Name, compare, fold, read_name, search_key
from turbo_admin.core.vocabulary import Vocabulary

# Relatives looked at when only the last name agrees: more than any family, less than all the Martins of a town.
_MOST_RELATIVES = 400
_RELATIVES_WEIGHED = 8
_NUMBER = 5
_SPILLED = Compared(Agreement.EQUAL, 1.0, "mots répartis autrement entre nom et prénom")
_LIKENESS = Indel.normalized_similarity
# Digits that hands write and scanners read as letters.
_LETTERS_FOR_DIGITS = str.maketrans("OoIl", "0011", "°nN#")


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
    """

    diner: RosterDiner
    card: CardAgreement
    quality: Quality
    last: Compared
    first: Compared
    crossed: bool
    email: bool


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
    """

    def __init__(self, diners: Iterable[RosterDiner], site_code: str = "") -> None:
        self.diners = tuple(diners)
        self.by_id = {diner.id: diner for diner in self.diners}
        self.lasts = Vocabulary(first=False)
        self.firsts = Vocabulary(first=True)
        self.names: list[tuple[int, int]] = []
        self.cards: list[Card | None] = []
        self.pairs: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        self.by_number: defaultdict[str, list[int]] = defaultdict(list)
        self.by_old_number: defaultdict[str, list[int]] = defaultdict(list)
        self.by_email: defaultdict[str, list[int]] = defaultdict(list)
        self._search_keys: list[str] = []
        for place, diner in enumerate(self.diners):
            self._enter(place, diner)
        held = {card.site_code for card in self.cards if card}
        self.sites = frozenset(held | {site_code.strip()}) - {""}

    def _enter(self, place: int, diner: RosterDiner) -> None:
        last = self.lasts.add(read_name(diner.last_name), place)
        first = self.firsts.add(read_name(diner.first_name), place)
        self.names.append((last, first))
        self.pairs[last, first].append(place)
        card = read_card(diner.card)
        self.cards.append(card)
        if card:
            self.by_number[card.number].append(place)
        for old in filter(None, map(read_card, diner.old_cards)):
            self.by_old_number[old.number].append(place)
        for key in {email_key(email) for email in diner.emails} - {""}:
            self.by_email[key].append(place)

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
        self._last = read_name(asked.last_name)
        self._first = read_name(asked.first_name)
        self._email = email_key(asked.email)
        self.card = read_card(asked.card)
        self._digits = digits_of(asked.card)
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
            found += map(self._weigh, {*self._relatives(), *self._alike()} - places)
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
        firsts = self._straight[1]
        for number in near_numbers(self._digits):
            for place in self._index.by_number.get(number, ()):
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
        """Of the diners who share the last name, those whose first name is least unlike."""
        names = self._index.names
        for last in (*self._straight[0], *self._crossed[0]):
            places = self._index.lasts.places[last][:_MOST_RELATIVES]
            firsts = [self._index.firsts.names[names[place][1]].squashed for place in places]
            typed = self._first if last in self._straight[0] else self._last
            for _, _, at in process.extract(
                typed.squashed, firsts, scorer=_LIKENESS, limit=_RELATIVES_WEIGHED
            ):
                yield places[at]

    def _alike(self) -> Iterator[int]:
        """Diners whose last and first name are both somewhat like the typed ones."""
        lasts, firsts = self._index.lasts, self._index.firsts
        for last_typed, first_typed in ((self._last, self._first), (self._first, self._last)):
            some_firsts = {*firsts.find(first_typed), *firsts.alike(first_typed)}
            for last in {*lasts.find(last_typed), *lasts.alike(last_typed)}:
                for first in some_firsts:
                    yield from self._index.pairs.get((last, first), ())

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
        )

    def _same_words(self, last: Name, first: Name) -> bool:
        typed = {*self._last.tokens, *self._first.tokens}
        return len(typed) > 1 and typed == {*last.tokens, *first.tokens}

    def _card_agreement(self, place: int) -> CardAgreement:
        held = self._index.cards[place]
        if self.other_school or not self._digits:
            return CardAgreement.NONE
        if self.card and held and held.number == self.card.number:
            known = held.site_code or (next(iter(self._index.sites)) if len(self._index.sites) == 1 else "")
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


def likeness(names: tuple[Compared, Compared]) -> float:
    """Return how alike last and first name are together, 0.0 to 1.0; the last name weighs a little more."""
    return 0.55 * names[0].likeness + 0.45 * names[1].likeness


def read_card(typed: str) -> Card | None:
    """Read a card leniently (« n° O4217 »); None when it holds no number of five digits."""
    try:
        return parse_card(typed.translate(_LETTERS_FOR_DIGITS))
    except Refused:
        return None


def digits_of(typed: str) -> str:
    """Return the digits to compare for slips: the number as typed, without the school's code and not padded."""
    card = read_card(typed)
    digits = "".join(letter for letter in typed.translate(_LETTERS_FOR_DIGITS) if letter in "0123456789")
    return card.number if card and (card.site_code or len(digits) == len(card.number)) else digits


def one_slip(one: str, other: str) -> bool:
    """Whether two strings of digits are one slip apart: a digit wrong, missing, too many, or two swapped."""
    return one != other and OSA.distance(one, other, score_cutoff=1) <= 1


def is_near(digits: str, number: str) -> bool:
    """Whether digits as typed are one slip from a number of five digits, zeros in front typed or not."""
    return one_slip(digits.zfill(len(number)), number) or one_slip(digits, number.lstrip("0"))


def near_numbers(digits: str) -> set[str]:
    """Return the five-digit numbers one slip from the digits as typed.

    Around one hundred for five digits; empty when far too few or too many were typed to be a number.
    """
    if not 2 <= len(digits) <= _NUMBER + 1:
        return set()
    full = digits.zfill(_NUMBER)
    near = {full[:at] + digit + full[at + 1 :] for at in range(len(full)) for digit in "0123456789"}
    near |= {full[:at] + full[at + 1] + full[at] + full[at + 2 :] for at in range(len(full) - 1)}
    near |= {digits[:at] + digits[at + 1 :] for at in range(len(digits))}
    if len(digits) < _NUMBER:
        near |= {digits[:at] + digit + digits[at:] for at in range(len(digits) + 1) for digit in "0123456789"}
    return {number.zfill(_NUMBER) for number in near if len(number) <= _NUMBER} - {full}
