"""The match of a row, by positions; see `row_matcher.Answer`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from turbo_admin.core.roster.identity import Doubt, IdentityVerdict


@dataclass(frozen=True, slots=True)
class AnswerByIndex:
    """An answer by position in the list of known diners; see `row_matcher.Answer`."""

    diner: int | None = None
    asked: int | None = None
    doubt: Doubt | None = None
    rivals: tuple[int, ...] = ()
    namesakes: tuple[int, ...] = ()
    alike: tuple[int, ...] = ()

    @classmethod
    def of(cls, step: IdentityVerdict, position: int, doubt: Doubt) -> "AnswerByIndex":
        """Return the answer for one diner with the row's name."""
        if step is IdentityVerdict.SAME:
            return cls(diner=position)
        return cls(asked=position, doubt=doubt) if step is IdentityVerdict.ASK else cls(namesakes=(position,))

    @property
    def is_settled(self) -> bool:
        """Whether the row is, or may be, about a known diner."""
        return self.diner is not None or self.asked is not None or bool(self.rivals)

    @property
    def positions(self) -> tuple[int, ...]:
        """The diners whom the row is about, or may be about."""
        one = self.diner if self.diner is not None else self.asked
        return (one,) if one is not None else self.rivals


def each_once(exact: Sequence[AnswerByIndex], found: Sequence[AnswerByIndex]) -> Iterator[AnswerByIndex]:
    """Turn answers of several rows about one diner, by a number or a near name, into questions.

    Args:
        exact: the answers of the rows that name a diner exactly.
        found: all answers, those the same objects.
    """
    rest = [one.diner for at, one in enumerate(found) if one is not exact[at] and one.diner is not None]
    number = Counter(rest)
    for at, one in enumerate(found):
        if one is not exact[at] and one.diner is not None and number[one.diner] > 1:
            yield AnswerByIndex(asked=one.diner, doubt=Doubt.NAME)
        else:
            yield one
