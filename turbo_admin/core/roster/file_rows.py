"""The rows of a file, with counts over all of them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Generic, TypeVar

from turbo_admin.core.roster.classes import class_key
from turbo_admin.core.roster.persons import Person, keys_of

R = TypeVar("R", bound=Person)


class FileRows(Generic[R]):
    """The rows of one file; each is named by its position.

    Attributes:
        rows: in the order of the file.
        keys: of each row's names.
    """

    def __init__(self, rows: Sequence[R]) -> None:
        self.rows = rows
        self.keys = [keys_of(row) for row in rows]
        # By kind: a teacher and a pupil with the same name are two persons.
        self._counted = [
            tuple(f"{one}|{row.kind}" for one in key.own) for key, row in zip(self.keys, rows, strict=True)
        ]
        self._names = Counter(one for counted in self._counted for one in counted)
        self._classes = Counter(
            (counted[0], class_key(row.class_name)) for counted, row in zip(self._counted, rows, strict=True)
        )
        self._namesakes: defaultdict[str, list[int]] | None = None

    def is_named_once(self, at: int) -> bool:
        """Whether no other row has the name."""
        return all(self._names[key] == 1 for key in self._counted[at])

    def is_alone_in_class(self, at: int) -> bool:
        """Whether no other row with the name has the class."""
        return self._classes[self._counted[at][0], class_key(self.rows[at].class_name)] == 1

    def namesakes(self, at: int) -> list[int]:
        """Return the other rows with the name."""
        if self.is_named_once(at):
            return []
        if self._namesakes is None:
            self._namesakes = defaultdict(list)
            for other, counted in enumerate(self._counted):
                for key in counted:
                    if self._names[key] > 1:
                        self._namesakes[key].append(other)
        found = dict.fromkeys(other for key in self._counted[at] for other in self._namesakes[key])
        return [other for other in found if other != at]
