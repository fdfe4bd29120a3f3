"""Index of the distinct names of a roster: by word, usual form or typing error, without comparing all."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping

from rapidfuzz import process
from rapidfuzz.distance import Indel

from turbo_admin.core.matching.first_names import FULL_FORMS, SHORT_FORMS
from turbo_admin.core.matching.name_comparison import (
    Agreement,
    NameComparison,
    compare,
    deletions,
    shortest_beginning,
)
from turbo_admin.core.matching.names import Name, all_readings

# Similarity (0–1) below which two folded names share no more letters than by chance.
_WORTH_A_LOOK = 0.6
_FUZZY_NAMES = 24
_REMEMBERED = 20_000
# A slip in a shorter word makes another name (see `names.slips_allowed`).
_SLIPPABLE = 4


class Vocabulary:
    """The distinct names of one field, found by word, usual form or slip."""

    def __init__(self, *, first: bool) -> None:
        self.first = first
        self.names: list[Name] = []
        self.positions: list[list[int]] = []
        self._letters: list[str] = []
        self._ids: dict[Name, int] = {}
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        self._by_slip: defaultdict[str, list[int]] = defaultdict(list)
        self._by_sound: defaultdict[str, list[int]] = defaultdict(list)
        self._in_order: list[tuple[str, int]] = []
        self._found: dict[Name, dict[int, NameComparison]] = {}

    def add(self, name: Name, position: int) -> int:
        """Add the diner at `position` under a name; return the name's id."""
        known = self._ids.get(name)
        if known is not None:
            self.positions[known].append(position)
            return known
        self._found.clear()
        self._in_order.clear()
        new = self._ids[name] = len(self.names)
        self.names.append(name)
        self._letters.append(name.squashed)
        self.positions.append([position])
        words = significant_words(name, first=self.first)
        for word in words:
            self._by_word[word].append(new)
        for sound in {reading.sound for reading in all_readings(name)}:
            self._by_sound[sound].append(new)
        for slip in {slip for word in words if len(word) >= _SLIPPABLE for slip in deletions(word)}:
            self._by_slip[slip].append(new)
        return new

    def find(self, typed: Name) -> Mapping[int, NameComparison]:
        """Return the ids of names that agree at least nearly."""
        known = self._found.get(typed)
        if known is None:
            if len(self._found) > _REMEMBERED:
                self._found.clear()
            known = self._found[typed] = self._look_up(typed)
        return known

    def knows(self, name: Name) -> bool:
        """Whether a diner has this name, in any spelling."""
        return any(
            compared.agreement is Agreement.EQUAL and self.positions[found]
            for found, compared in self.find(name).items()
        )

    def remove(self, name: int, position: int) -> None:
        """Remove the diner at `position` from a name; the name itself is kept."""
        self.positions[name].remove(position)

    def _look_up(self, typed: Name) -> dict[int, NameComparison]:
        words = significant_words(typed, first=self.first)
        ids = {found for word in words for found in self._by_word.get(word, ())}
        for word in words:
            if len(word) >= _SLIPPABLE:
                ids.update(found for slip in deletions(word) for found in self._by_slip.get(slip, ()))
        if self.first:
            forms = SHORT_FORMS.get(typed.squashed, frozenset()) | FULL_FORMS.get(typed.squashed, frozenset())
            ids.update(found for form in forms for found in self._by_word.get(form, ()))
        for reading in all_readings(typed) if typed.squashed else ():
            ids.update(self._by_sound.get(reading.sound, ()))
            ids.update(self._beginnings(reading.squashed))
        compared = {found: compare(typed, self.names[found], first=self.first) for found in ids}
        return {found: result for found, result in compared.items() if result.agreement}

    def _beginnings(self, typed: str) -> Iterator[int]:
        """Names that the typed one begins, and names that begin it."""
        least = shortest_beginning(first=self.first)
        if len(typed) < least:
            return
        if not self._in_order:
            self._in_order = sorted(
                (reading.squashed, found)
                for found, name in enumerate(self.names)
                for reading in all_readings(name)
            )
        for length in range(least, len(typed)):
            yield from self._by_word.get(typed[:length], ())
        start = bisect_left(self._in_order, (typed, 0))
        end = bisect_left(self._in_order, (typed + "\U0010ffff", 0))
        yield from (found for _, found in self._in_order[start:end])

    def with_word(self, word: str) -> list[int]:
        """Return the ids of names with exactly this word."""
        return self._by_word.get(word, [])

    def alike(self, typed: Name) -> list[int]:
        """Return the ids of the names most like it, however many slips; reads the whole vocabulary."""
        if not typed.squashed:
            return []
        return [
            found
            for _, _, found in process.extract(
                typed.squashed,
                self._letters,
                scorer=Indel.normalized_similarity,
                score_cutoff=_WORTH_A_LOOK,
                limit=_FUZZY_NAMES,
            )
        ]


def significant_words(name: Name, *, first: bool) -> set[str]:
    """Return the words a name is indexed by: the whole, the whole without particles, and each word that is no particle.

    All readings of ä, ö, ü, ø and å are among them.

    Args:
        first: they are first names, and have no particles.
    """
    found: set[str] = set()
    for reading in all_readings(name):
        found.update((reading.squashed, "".join(reading.strong)), reading.tokens if first else reading.strong)
    return found - {""}
