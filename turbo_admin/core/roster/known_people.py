"""Index of a school's diners by number, name, birth date and address."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from turbo_admin.core.emails import email_key
from turbo_admin.core.matching.cards import full_card
from turbo_admin.core.matching.spellings import fold
from turbo_admin.core.roster.classes import class_key
from turbo_admin.core.roster.persons import Births, IdKind, Person, compare_births, keys_of

K = TypeVar("K", bound=Person)
# (class, address or initial; folded name): a diner that shares both with a row may be meant.
_Near = tuple[str, str]
# (which number, kind of its column for another program's, the number).
_Number = tuple[IdKind, str, str]
_AMBIGUOUS = -1
# Marks a key with the initial of the last name, in place of class or address.
_INITIAL = "^"
# Marks a key with the last name and the first of the first names: Zoé, and Zoé Marie Anne.
_FIRST_WORD = "="


class KnownPeople(Generic[K]):
    """An index of diners by position.

    Args:
        people: all diners of the school, those who left too.
        cards_of: returns a diner's other cards, former ones too.
        site_code: of cards that lack theirs.
        void_births: placeholder days of birth.

    Attributes:
        people: as given.
    """

    def __init__(
        self,
        people: Sequence[K],
        cards_of: Callable[[K], Sequence[str]],
        site_code: str,
        void_births: Collection[str] = (),
    ) -> None:
        self.people, self._cards_of, self._site_code = people, cards_of, site_code
        self._void_births = frozenset(void_births)
        self._by_name: defaultdict[str, list[int]] = defaultdict(list)
        self._by_used_name: defaultdict[str, list[int]] = defaultdict(list)
        self._by_number: dict[_Number, int] = {}
        self._by_birth: defaultdict[str, list[int]] | None = None
        self._near: defaultdict[_Near, list[int]] = defaultdict(list)
        for position, person in enumerate(people):
            self._enter(position, person)
        for position, person in enumerate(people):
            for card in cards_of(person):
                self._by_number.setdefault((IdKind.CARD, "", card), position)

    def __bool__(self) -> bool:
        return bool(self.people)

    def _enter(self, position: int, person: K) -> None:
        keys = keys_of(person)
        for key in keys.own:
            self._by_name[key].append(position)
        for key in keys.used:
            self._by_used_name[key].append(position)
        for which in (IdKind.INE, IdKind.ELENOET, IdKind.EXTERNAL):
            self._enter_number(which, person.external_kind, number_of(person, which), position)
        if person.external_id:
            # An earlier version stored the INE as another program's number.
            self._by_number.setdefault((IdKind.INE, "", person.external_id), position)
        card = (IdKind.CARD, "", person.card)
        if person.card and not (person.left and card in self._by_number):
            self._by_number[card] = position

    def _enter_number(self, which: IdKind, kind: str, number: str, position: int) -> None:
        """Register a number; one that two diners share identifies nobody."""
        if number:
            key = (which, kind if which is IdKind.EXTERNAL else "", number)
            self._by_number[key] = position if key not in self._by_number else _AMBIGUOUS

    def named(self, keys: Sequence[str]) -> Sequence[int]:
        """Return the positions of diners whose family and first name match one of the keys."""
        return _places(self._by_name, keys)

    def called(self, keys: Sequence[str]) -> Sequence[int]:
        """Return the positions of diners whose nom d'usage and first name match one of the keys."""
        return _places(self._by_used_name, keys)

    def with_number(self, which: IdKind, row: Person) -> int | None:
        """Return the position of the diner with a row's number; None for nobody or several."""
        number = full_card(row.card, self._site_code) if which is IdKind.CARD else number_of(row, which)
        if not number:
            return None
        # Numbers stored by an earlier version have no kind.
        kinds = (row.external_kind, "") if which is IdKind.EXTERNAL else ("",)
        found = (self._by_number.get((which, kind, number)) for kind in kinds)
        return next((position for position in found if position is not None and position != _AMBIGUOUS), None)

    def shared(self, row: Person, position: int, trusted: Sequence[IdKind]) -> frozenset[IdKind]:
        """Return the trusted numbers that a row and a diner share."""
        return frozenset(which for which in trusted if self.with_number(which, row) == position)

    def has_other_card(self, row: Person, position: int) -> bool:
        """Whether a row has a card, and a diner another one."""
        person, card = self.people[position], full_card(row.card, self._site_code)
        return differ(person.card, card) and card not in self._cards_of(person)

    def births(self, row: Person, position: int) -> Births:
        """Compare the birth dates of a row and a diner; placeholders count as unknown."""
        born = self.people[position].birth
        if row.birth in self._void_births or born in self._void_births:
            return Births.UNKNOWN
        return compare_births(row.birth, born)

    def born_on(self, birth: str) -> Sequence[int]:
        """Return the positions of diners born on a day."""
        if self._by_birth is None:
            self._by_birth = defaultdict(list)
            for position, person in enumerate(self.people):
                if person.birth:
                    self._by_birth[person.birth].append(position)
        return self._by_birth.get(birth, ()) if birth and birth not in self._void_births else ()

    def nearby(self, row: Person) -> Iterator[int]:
        """Yield the positions of diners that a row with a corrected name may mean.

        They share a class or an address with it and the last or the first name; or the first name and the initial of
        the last one; or the last name and the first of the first names.
        """
        if not self._near:
            for position, person in enumerate(self.people):
                for key in _near_keys(person):
                    self._near[key].append(position)
        for key in _near_keys(row):
            yield from self._near.get(key, ())


def _places(table: Mapping[str, list[int]], keys: Sequence[str]) -> Sequence[int]:
    if len(keys) == 1:
        return table.get(keys[0], ())
    return list(dict.fromkeys(position for key in keys for position in table.get(key, ())))


def number_of(person: Person, which: IdKind) -> str:
    """Return a number of a person; the card as written."""
    if which is IdKind.INE:
        return person.ine
    if which is IdKind.ELENOET:
        return person.elenoet
    return person.external_id if which is IdKind.EXTERNAL else person.card


def differ(one: str, other: str) -> bool:
    """Whether both are known and differ."""
    return bool(one and other and one != other)


def _near_keys(person: Person) -> Iterator[_Near]:
    last, first, used = fold(person.last_name), fold(person.first_name), fold(person.used_name)
    where = {f"@{email_key(address)}" for address in person.emails}
    if person.class_name:
        where.add(class_key(person.class_name))
    for position in where:
        for name in {last, first, used} - {""}:
            yield position, name
    for name in {last[:1], used[:1]} - {""}:
        yield f"{_INITIAL}{name}", first
    for name in {last, used} - {""}:
        yield f"{_FIRST_WORD}{name}", first.partition(" ")[0]
