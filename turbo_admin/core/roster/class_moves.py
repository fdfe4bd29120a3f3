"""Detects a new school year, and which class became which, between the roster and a file."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from turbo_admin.core.roster.classes import class_key
from turbo_admin.core.roster.persons import Person

# Share of diners matched by name alone whose class changed, from which it is a new school year.
_MOVED = 0.5
# Share of a class, and number of pupils, that must go to one class for it to be the following class.
_FOLLOWED, _FEWEST = 0.1, 2
# Rank of each level, by its name.
_LEVELS = {
    level: rank
    for rank, level in enumerate(
        ("tps", "ps", "ms", "gs", "cp", "ce1", "ce2", "cm1", "cm2", "6", "5", "4", "3", "2", "1", "t")
    )
}
_LEVEL = re.compile(
    r"tps|ps|ms|gs|cp|ce[12]|cm[12]|[1-6](?![0-9])|2(?=[0-9])|t(?=[a-z]?[0-9]|s|l|es|stmg|g|$)"
)


class ClassMoves:
    """The changes of classes.

    Args:
        pairs: (row, diner) matched by their names alone.

    Attributes:
        has_moved: whether most have another class than before: a new school year.
    """

    def __init__(self, pairs: Iterable[tuple[Person, Person]]) -> None:
        classes = [(class_key(one.class_name), class_key(other.class_name)) for one, other in pairs]
        classes = [(now, before) for now, before in classes if now and before]
        self.has_moved = sum(now != before for now, before in classes) > _MOVED * len(classes)
        self._to: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for now, before in classes:
            self._to[before][now] += 1

    def follows(self, row: Person, person: Person) -> bool:
        """Whether a row has a diner's class, or the one that followed it."""
        now, before = class_key(row.class_name), class_key(person.class_name)
        if not now or not before:
            return False
        if now == before:
            return True
        went = self._to[before]
        return went[now] >= max(_FEWEST, _FOLLOWED * went.total())


def goes_back(row: Person, person: Person) -> bool:
    """Whether a row's class is of a lower level than a diner's: pupils do not go back from 3 A to 6 B."""
    now, before = level_of(row.class_name), level_of(person.class_name)
    return now is not None and before is not None and now < before


def level_of(class_name: str) -> int | None:
    """Return the rank of a class's level, the youngest first; None for an unknown level."""
    found = _LEVEL.match(class_key(class_name))
    return _LEVELS.get(found[0]) if found else None
