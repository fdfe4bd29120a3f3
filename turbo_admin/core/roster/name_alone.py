"""Decides which diner with a row's name is meant, without number and birth date."""

from collections.abc import Sequence
from typing import Generic

from turbo_admin.core.roster.answer_by_index import AnswerByIndex
from turbo_admin.core.roster.class_moves import ClassMoves, goes_back
from turbo_admin.core.roster.classes import class_key
from turbo_admin.core.roster.file_rows import FileRows, R
from turbo_admin.core.roster.identity import Doubt
from turbo_admin.core.roster.known_people import K, KnownPeople, differ
from turbo_admin.core.roster.persons import Births, IdKind, Person, share_address


class NameAlone(Generic[K, R]):
    """Decides by the name, the address, the class and the card.

    Args:
        trusted: numbers that identify persons in this file.
        moves: the changes of classes.
    """

    def __init__(
        self, known: KnownPeople[K], file: FileRows[R], trusted: Sequence[IdKind], moves: ClassMoves
    ) -> None:
        self._known, self._file, self._trusted, self._moves = known, file, trusted, moves

    def decide(self, at: int, bearers: Sequence[int]) -> AnswerByIndex:
        """Return who a row is about, among diners with its name and no contradiction."""
        row = self._file.rows[at]
        reached = [
            position
            for position in bearers
            if share_address(row, self._known.people[position]) and not self._is_of_another_row(at, position)
        ]
        namesakes = reached or [position for position in bearers if not self._is_another(row, position)]
        if not namesakes:
            return AnswerByIndex(namesakes=tuple(bearers))
        alone = self._file.is_named_once(at) or (bool(reached) and self._fits_alone(at, reached[0]))
        if len(namesakes) == 1 and alone:
            [position] = namesakes
            if not reached and self._goes_back(row, position):
                return AnswerByIndex(asked=position, doubt=Doubt.CLASS)
            return AnswerByIndex(diner=position)
        same = [position for position in namesakes if self._says_class(row, position)]
        if reached:
            # In a new school year the class may be the namesake's.
            same = [position for position in same if not self._known.has_other_card(row, position)]
        if len(same) == 1 and self._file.is_alone_in_class(at):
            return AnswerByIndex(diner=same[0])
        return AnswerByIndex(rivals=tuple(namesakes))

    def _says_class(self, row: R, position: int) -> bool:
        return not self._moves.has_moved and is_of_class(row, self._known.people[position])

    def _is_another(self, row: R, position: int) -> bool:
        """Whether a namesake without further evidence is somebody else."""
        person = self._known.people[position]
        if self._known.births(row, position) is Births.SAME:
            return False
        if differ(row.kind, person.kind):
            # A parent on the staff may have a pupil's name.
            return True
        same_class = class_key(person.class_name) == class_key(row.class_name)
        # Left, and back in another class: as likely a newcomer of the same name.
        if person.left and not same_class:
            return True
        # Another card and another class: a namesake, not the same child with a new card; unless all cards are new.
        return (
            IdKind.CARD in self._trusted
            and not self._moves.follows(row, person)
            and self._known.has_other_card(row, position)
        )

    def _goes_back(self, row: R, position: int) -> bool:
        person = self._known.people[position]
        is_unknown = self._known.births(row, position) is Births.UNKNOWN
        # A class that goes back in a new school year, 3A to 6B, suggests another child.
        return self._moves.has_moved and is_unknown and goes_back(row, person)

    def _is_of_another_row(self, at: int, position: int) -> bool:
        """Whether another row with the same name is certainly about the diner."""
        others = (self._file.rows[other] for other in self._file.namesakes(at))
        return any(self._known.shared(other, position, self._trusted) for other in others)

    def _fits_alone(self, at: int, position: int) -> bool:
        """Whether no other row of the file has the diner's name and an address of the diner's."""
        person = self._known.people[position]
        return not any(share_address(self._file.rows[other], person) for other in self._file.namesakes(at))


def is_of_class(one: Person, other: Person) -> bool:
    """Whether both are of one class, as far as it is known."""
    key = class_key(one.class_name)
    return bool(key) and key == class_key(other.class_name)
