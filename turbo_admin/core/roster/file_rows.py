"""The rows of a file with what is counted over all of them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Generic, TypeVar

from turbo_admin.core.roster.classes import class_key
from turbo_admin.core.roster.persons import Person, keys_of

R = TypeVar("R", bound=Person)


class FileRows(Generic[R]):
    """The rows of one file; each is named by its place.

    Attributes:
        rows: in the order of the file.
        keys: of each row's names, the family name's first.
    """

    def __init__(self, rows: Sequence[R]) -> None:
        self.rows = rows
        self.keys = [keys_of(row) for row in rows]
        self._names = Counter(key[0] for key in self.keys)
        self._classes = Counter(
            (key[0], class_key(row.class_name)) for key, row in zip(self.keys, rows, strict=True)
        )
        self._namesakes: defaultdict[str, list[int]] | None = None

    def is_named_once(self, at: int) -> bool:
        """Whether no other row has the name."""
        return self._names[self.keys[at][0]] == 1

    def is_alone_in_class(self, at: int) -> bool:
        """Whether no other row of the name has the class."""
        return self._classes[self.keys[at][0], class_key(self.rows[at].class_name)] == 1

    def namesakes(self, at: int) -> list[int]:
        """Return the other rows with the name."""
        key = self.keys[at][0]
        if self._names[key] == 1:
            return []
        if self._namesakes is None:
            self._namesakes = defaultdict(list)
            for other, keys in enumerate(self.keys):
                if self._names[keys[0]] > 1:
                    self._namesakes[keys[0]].append(other)
        return [other for other in self._namesakes[key] if other != at]
