"""Matches the rows of a file with known diners, all rows together.

A diner belongs to one row: rows that name a diner exactly are matched first, and only the remaining diners may
be the diner of a row by a number or a near name.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Generic

from turbo_admin.core.matching.spellings import fold
from turbo_admin.core.roster.answer_by_index import AnswerByIndex, each_once
from turbo_admin.core.roster.class_moves import ClassMoves
from turbo_admin.core.roster.classes import class_key
from turbo_admin.core.roster.file_rows import FileRows, R
from turbo_admin.core.roster.id_columns import Flaw
from turbo_admin.core.roster.identity import Doubt, IdentityEvidence, IdentityVerdict, judge
from turbo_admin.core.roster.known_people import K, KnownPeople, differ
from turbo_admin.core.roster.name_alone import NameAlone, is_of_class
from turbo_admin.core.roster.persons import (
    Births,
    IdKind,
    Names,
    Person,
    compare_names,
    keys_of,
    share_address,
    void_births,
)
from turbo_admin.core.roster.trust import find_flaws, known_by_name_alone


@dataclass(frozen=True, slots=True)
class Answer(Generic[K]):
    """The match of a row.

    Attributes:
        diner: None for a new one, or when undecided.
        asked: the diner it may be, subject to the clerk's answer about `doubt`.
        rivals: the diners it may be, when several are equally likely.
        namesakes: of a new one, who bears the name already, and is not known to be somebody else.
        alike: of a new one, who has a near name and the class or an address, and is not in the file by that name.
    """

    diner: K | None = None
    asked: K | None = None
    doubt: Doubt | None = None
    rivals: tuple[K, ...] = ()
    namesakes: tuple[K, ...] = ()
    alike: tuple[K, ...] = ()


class RowMatcher(Generic[K, R]):
    """Matches rows with diners.

    Args:
        known: all diners of the school, those who left too.
        rows: of the file, all of them, in its order.
        site_code: the school's, for cards that lack it.
        cards_of: returns a diner's other cards, former ones too.
        certified: numbers that the format of the file defines (the INE and ELENOET of SIECLE).
        answered: numbers that, by the clerk's answer, do not identify persons in this kind of file.

    Attributes:
        flaws: numbers that identify nobody in this file, with the reason.
    """

    def __init__(
        self,
        known: Sequence[K],
        rows: Sequence[R],
        *,
        site_code: str = "",
        cards_of: Callable[[K], Sequence[str]] = lambda _: (),
        certified: Collection[IdKind] = (),
        answered: Collection[IdKind] = (),
    ) -> None:
        void = void_births([one.birth for one in known]) | void_births([row.birth for row in rows])
        self._known, self._file = KnownPeople(known, cards_of, site_code, void), FileRows(rows)
        self.flaws: Mapping[IdKind, Flaw] = find_flaws(self._known, self._file, certified, answered)
        self._trusted = tuple(one for one in IdKind if one not in self.flaws)
        pairs = known_by_name_alone(self._known, self._file)
        self._moves = ClassMoves((row, known[position]) for row, position in pairs)
        self._name_alone = NameAlone(self._known, self._file, self._trusted, self._moves)
        self._claimed: set[int] = set()

    def answers(self) -> list[Answer[K]]:
        """Return the match of each row, in order."""
        number = len(self._file.rows)
        if not self._known:
            return [Answer()] * number
        exact = [self._by_exact_name(at) for at in range(number)]
        for one in exact:
            self._claimed.update(one.positions)
        found = [one if one.is_settled else self._of_rest(at, one) for at, one in enumerate(exact)]
        return [self._answer(one) for one in each_once(exact, found)]

    # Rows that name a diner

    def _by_exact_name(self, at: int) -> AnswerByIndex:
        row, bearers = self._file.rows[at], self._bearers(at)
        seen = {position: self._evidence(row, position, Names.EQUAL) for position in bearers}
        born = [position for position, found in seen.items() if found.births is Births.SAME]
        numbered = [
            position for position, found in seen.items() if found.ids and found.births is not Births.OTHER
        ]
        for pool in (born, numbered):
            strong = [position for position in pool if seen[position].is_strong]
            chosen = strong or [position for position in pool if seen[position].ids] or pool
            if len(chosen) == 1 and not self._class_contradicts(at, chosen[0], seen):
                return AnswerByIndex.of(judge(seen[chosen[0]]), chosen[0], seen[chosen[0]].doubt)
            if pool:
                return AnswerByIndex(rivals=tuple(pool if len(pool) > 1 else seen))
        is_alone = len(bearers) == 1 and self._file.is_named_once(at)
        possible = [
            position
            for position in bearers
            if not self._contradicts(row, position, seen[position], is_alone=is_alone)
        ]
        found = self._name_alone.decide(at, possible)
        if not found.is_settled and is_alone:
            [position] = bearers
            if judge(seen[position]) is IdentityVerdict.ASK:
                return AnswerByIndex(asked=position, doubt=seen[position].doubt)
        return found

    def _class_contradicts(self, at: int, chosen: int, seen: Mapping[int, IdentityEvidence]) -> bool:
        """Whether the class indicates a namesake, against only a card or a program's number for the chosen one."""
        found, row = seen[chosen], self._file.rows[at]
        if len(seen) == 1 or found.births is Births.SAME or self._moves.has_moved:
            return False
        if not found.ids.isdisjoint({IdKind.INE, IdKind.ELENOET}) or is_of_class(
            row, self._known.people[chosen]
        ):
            return False
        return any(is_of_class(row, self._known.people[position]) for position in seen if position != chosen)

    def _bearers(self, at: int) -> list[int]:
        """Return the diners with a row's name; without any, those whose other name it may be."""
        row, keys = self._file.rows[at], self._file.keys[at]
        people = self._known.people
        numbered = (position for position in self._with_numbers(row) if keys.meet(keys_of(people[position])))
        found = dict.fromkeys((*self._known.named(keys.own), *numbered))
        if not found:
            # Two cousins may share a first name and a nom d'usage: further evidence is needed.
            others = (*self._known.called(keys.own), *self._known.named(keys.used))
            found = dict.fromkeys(position for position in others if self._is_likely(row, position))
        return list(found)

    def _is_likely(self, row: R, position: int) -> bool:
        """Whether birth date, address or class support a diner whose other name the row has."""
        person = self._known.people[position]
        births = self._known.births(row, position)
        return births is Births.SAME or (births is Births.UNKNOWN and self._is_near(row, person))

    def _contradicts(self, row: R, position: int, found: IdentityEvidence, *, is_alone: bool) -> bool:
        """Whether a namesake is certainly somebody else.

        Args:
            is_alone: whether the name is borne once on both sides: another number of the same program is then a
                person entered anew, unless the class is another one too.
        """
        if found.births in {Births.CLOSE, Births.OTHER} or found.ine_differs:
            return True
        person = self._known.people[position]
        if is_alone and not differ(class_key(row.class_name), class_key(person.class_name)):
            return False
        return (
            IdKind.EXTERNAL in self._trusted
            and bool(person.external_kind)
            and person.external_kind == row.external_kind
            and differ(person.external_id, row.external_id)
        )

    # The rest: rows that name nobody, diners whom no row names

    def _of_rest(self, at: int, exact: AnswerByIndex) -> AnswerByIndex:
        row = self._file.rows[at]
        positions = chain(self._with_numbers(row), self._known.born_on(row.birth), self._known.nearby(row))
        seen = {
            position: self._evidence(row, position)
            for position in dict.fromkeys(positions)
            if position not in self._claimed
        }
        steps = {position: judge(found) for position, found in seen.items()}
        same = [position for position, step in steps.items() if step is IdentityVerdict.SAME]
        asked = [position for position, step in steps.items() if step is IdentityVerdict.ASK]
        if len(same) == 1 and not any(seen[position].is_strong for position in asked):
            return AnswerByIndex(diner=same[0])
        if same:
            return AnswerByIndex(rivals=(*same, *asked))
        if asked:
            best = min(asked, key=lambda position: (not seen[position].is_strong, seen[position].names.value))
            return AnswerByIndex(asked=best, doubt=seen[best].doubt)
        return AnswerByIndex(namesakes=exact.namesakes, alike=self._alike(row, seen))

    def _alike(self, row: R, seen: Mapping[int, IdentityEvidence]) -> tuple[int, ...]:
        people = self._known.people
        return tuple(position for position, found in seen.items() if _is_alike(row, people[position], found))

    def _with_numbers(self, row: R) -> list[int]:
        """Return the positions of diners that share a trusted number with a row."""
        found = (self._known.with_number(which, row) for which in self._trusted)
        return [position for position in found if position is not None]

    def _evidence(self, row: R, position: int, names: Names | None = None) -> IdentityEvidence:
        person = self._known.people[position]
        return IdentityEvidence(
            names=names or compare_names(row, person),
            births=self._known.births(row, position),
            ids=self._known.shared(row, position, self._trusted),
            ine_differs=IdKind.INE in self._trusted and differ(row.ine, person.ine),
            is_near=self._is_near(row, person),
        )

    def _is_near(self, row: R, person: K) -> bool:
        return self._moves.follows(row, person) or share_address(row, person)

    def _answer(self, found: AnswerByIndex) -> Answer[K]:
        people = self._known.people
        return Answer(
            diner=None if found.diner is None else people[found.diner],
            asked=None if found.asked is None else people[found.asked],
            doubt=found.doubt,
            rivals=tuple(people[position] for position in found.rivals),
            namesakes=tuple(people[position] for position in found.namesakes),
            alike=tuple(people[position] for position in found.alike),
        )


def _is_alike(row: Person, person: Person, found: IdentityEvidence) -> bool:
    """Whether to mention an unmatched diner beside a new one."""
    if found.births in {Births.CLOSE, Births.OTHER} or found.ine_differs:
        return False
    if found.names is Names.CORRECTED:
        return True
    if found.names is Names.FIRST:
        # Another last name and the same guardians: MARTIN Léa, DURAND Léa.
        return share_address(row, person)
    if found.names is Names.ALIKE and fold(row.first_name).split()[:1] == fold(person.first_name).split()[:1]:
        return True
    return found.is_near and found.names in {Names.SWAPPED, Names.RESPELT, Names.ALIKE}
