"""Index of the roster for matching.

Built once; a request then examines a few dozen diners, never all of them (`core.matching.candidates`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from turbo_admin.core.emails import email_key
from turbo_admin.core.matching.cards import Card, read_held
from turbo_admin.core.matching.evidence import RosterDiner
from turbo_admin.core.matching.names import read_name, search_key
from turbo_admin.core.matching.spellings import spellings
from turbo_admin.core.matching.vocabulary import Vocabulary


def cards_in_use(diner: RosterDiner) -> tuple[Card, ...]:
    """Return the cards that a diner uses, as far as they can be read."""
    return read_all((diner.card, *diner.more_cards))


def read_all(cards: Iterable[str]) -> tuple[Card, ...]:
    """Return the cards that can be read."""
    return tuple(card for card in map(read_held, cards) if card)


class RosterIndex:
    """Finds the diners that a request may mean.

    Args:
        diners: in any order; ids are unique.
        site_code: the school's own four digits, for cards of the roster that lack them.

    Attributes:
        diners: in the order given; every other table holds positions in it.
        cards, old_cards: of each diner, those in use and the former ones.
        names: of each diner, the ids of last and first name in `lasts` and `firsts`.
        used: of the diners who go by another last name, its id in `lasts`.
        pairs: the diners of a pair of ids of last and first name; who has two last names stands in two.
        sites: the site codes that are ours; empty when none is known.
        own_site: of cards written without a code; empty when several schools share the roster and none was named.
    """

    def __init__(self, diners: Iterable[RosterDiner], site_code: str = "") -> None:
        self.diners: list[RosterDiner] = []
        self.lasts = Vocabulary(first=False)
        self.firsts = Vocabulary(first=True)
        self.names: list[tuple[int, int]] = []
        self.used: dict[int, int] = {}
        self.cards: list[tuple[Card, ...]] = []
        self.old_cards: list[tuple[Card, ...]] = []
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
        """Add diners, replacing those with the same ids."""
        for diner in diners:
            position = self._places.get(diner.id)
            if position is None:
                self._places[diner.id] = len(self.diners)
                self._enter(len(self.diners), diner)
            elif self.diners[position] != diner:
                self._take_out(position)
                self._enter(position, diner)
        self.sites = frozenset({*self._sites, self._given_site} - {""})
        self.own_site = self._given_site or (next(iter(self.sites)) if len(self.sites) == 1 else "")
        self._search_keys.clear()

    def diner(self, diner_id: str) -> RosterDiner:
        """Return a diner.

        Raises:
            KeyError: no such diner.
        """
        return self.diners[self._places[diner_id]]

    def _enter(self, position: int, diner: RosterDiner) -> None:
        names = (
            self.lasts.add(read_name(diner.last_name), position),
            self.firsts.add(read_name(diner.first_name), position),
        )
        used_name = read_name(diner.used_name)
        if used_name.squashed and used_name != self.lasts.names[names[0]]:
            self.used[position] = self.lasts.add(used_name, position)
        used, former = cards_in_use(diner), read_all(diner.old_cards)
        if position == len(self.diners):
            self.diners.append(diner)
            self.names.append(names)
            self.cards.append(used)
            self.old_cards.append(former)
        else:
            self.diners[position], self.names[position] = diner, names
            self.cards[position], self.old_cards[position] = used, former
        for table, key in self._keys(position):
            table[key].append(position)
        self._sites.update(card.site_code for card in used if card.site_code)

    def _take_out(self, position: int) -> None:
        for table, key in self._keys(position):
            table[key].remove(position)
        last, first = self.names[position]
        self.lasts.remove(last, position)
        self.firsts.remove(first, position)
        if position in self.used:
            self.lasts.remove(self.used.pop(position), position)
        self._sites = self._sites - Counter(card.site_code for card in self.cards[position] if card.site_code)

    def _keys(self, position: int) -> Iterator[tuple[defaultdict[Any, list[int]], Any]]:
        """Yield each table with the diner's key in it."""
        yield self.pairs, self.names[position]
        if position in self.used:
            yield self.pairs, (self.used[position], self.names[position][1])
        for number in {card.number for card in self.cards[position]}:
            yield self.by_number, number
        for number in {card.number for card in self.old_cards[position]}:
            yield self.by_old_number, number
        for key in {email_key(email) for email in self.diners[position].emails} - {""}:
            yield self.by_email, key

    def search(self, text: str, limit: int) -> tuple[RosterDiner, ...]:
        """Return the diners whose name, class or card holds every word of the text.

        Beginnings of words come first, then the roster's order; an empty text gives the roster's first ones.
        When nobody holds it, the diners whose last name is most like it.
        """
        if not self._search_keys:
            self._search_keys = [
                search_key(
                    diner.last_name,
                    diner.used_name,
                    diner.first_name,
                    diner.class_name,
                    " ".join((diner.card, *diner.more_cards)),
                )
                for diner in self.diners
            ]
        spelt = [spelling.split() for spelling in spellings(text)]
        keys = self._search_keys
        inside = [
            position
            for position, key in enumerate(keys)
            if any(all(word in key for word in words) for words in spelt)
        ]
        inside.sort(
            key=lambda position: (
                not any(all(f" {word}" in keys[position] for word in words) for words in spelt)
            )
        )
        if not inside:
            names = self.lasts.alike(read_name(text))
            inside = [position for name in names for position in self.lasts.positions[name]]
        return tuple(self.diners[position] for position in inside[:limit])
