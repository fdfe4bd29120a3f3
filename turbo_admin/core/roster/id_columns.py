"""Tests by its values whether a column of numbers identifies persons."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

# Share of rows that may break a pattern or repeat a value: a deleted line, a typing error.
_SLACK = 0.05
# Share of values that must look like postcodes or telephones: a few cells hold something else.
_MANY = 0.8
_SHORTEST_COUNT = 3
_NUMBER_IN = re.compile(r"(.*?)([0-9]{1,15})([^0-9]*)")
_POSTCODE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}")
_PHONE = re.compile(r"(?:\+33|0)[1-9][0-9]{8}")
_OF_PLACES = frozenset({"code", "cp", "code postal", "code commune", "code insee", "insee"})
# Share of known persons with another number, above which a column does not identify persons.
_UNSTABLE = 0.1


class Flaw(StrEnum):
    """Why a column of numbers identifies nobody; the value is French, for the clerk."""

    COUNTS = "elle compte les lignes"
    REPEATS = "la même valeur y revient pour plusieurs hôtes"
    PLACES = "elle ressemble à un code postal"
    PHONES = "elle contient des numéros de téléphone"
    UNSTABLE = "ses valeurs ne sont plus celles des mêmes personnes"
    ANSWERED = "vous avez répondu qu’elle ne désigne pas les personnes"


def flaw_of(values: Sequence[str], kind: str, *, counts_plainly: bool = False) -> Flaw | None:
    """Return why a column cannot identify persons, by its values alone.

        1, 2, 3, 4 …            COUNTS   (also in another order, and with a line deleted here and there)
        1, 2, 3, 1, 2, 3 …      REPEATS  (a number within the class; a placeholder)
        99000, 99100, 99120 …   PLACES
        0612345678 …            PHONES

    Args:
        values: of the rows that have one, in the order of the file, one a person.
        kind: normalised title of the column.
        counts_plainly: only bare numbers may count the lines, as in a column of INE.

    Returns:
        None for a column that may be one of ids.
    """
    if len(values) < 2:
        return None
    # Numbers within the class, or a placeholder such as 0.
    if sum(number - 1 for number in Counter(values).values() if number > 1) > _SLACK * len(values):
        return Flaw.REPEATS
    compact = [re.sub(r"[ .-]", "", value) for value in values]
    if _share(compact, _PHONE) >= _MANY:
        return Flaw.PHONES
    if _are_places(compact, kind):
        return Flaw.PLACES
    may_count = not counts_plainly or all(value.isdecimal() for value in compact)
    return Flaw.COUNTS if may_count and _counts(compact) else None


def follow_each_other(values: Sequence[str]) -> bool:
    """Whether each number is the one after the number of the line above: such numbers may count the lines.

    Two such numbers do not make two persons of one name; from another number than 1 on they may be ids all the same.
    """
    numbers = [int(value) for value in values if value.isascii() and value.isdigit()]
    is_number = len(numbers) == len(values) >= _SHORTEST_COUNT
    return is_number and all(after == before + 1 for before, after in pairwise(numbers))


def flaw_of_agreement(agree: int, differ: int) -> Flaw | None:
    """Return whether a column still identifies the persons that it identified before.

    Args:
        agree, differ: persons matched by name alone with the same number as before, and with another.
    """
    # A single difference may be a correction.
    return Flaw.UNSTABLE if differ > 1 and differ > _UNSTABLE * (agree + differ) else None


def _counts(values: Sequence[str]) -> bool:
    """Whether the numbers begin at 0 or 1 (10 in tens) and follow each other, whatever stands around them.

    « 1, 2, 3 », « 6A-01, 6A-02, 6B-01 » and « 10, 20, 30 » count; « 4012, 4077 » do not, nor do « H00001, H00002 », which a
    program gives: whoever is in the second line of a list keeps that number.
    """
    parted = [_NUMBER_IN.fullmatch(value) for value in values]
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for found in parted:
        if found is not None:
            groups[found[1], found[3]].append(int(found[2]))
    # One prefix for all: numbers that a program gives, which stay with their persons.
    if len(groups) == 1 and any(next(iter(groups))):
        return False
    counted = sum(len(numbers) for numbers in groups.values() if _is_count(sorted(numbers)))
    return counted >= len(values) * (1 - _SLACK)


def _is_count(numbers: Sequence[int]) -> bool:
    if len(numbers) < 2:
        return False
    step = min(after - before for before, after in pairwise(numbers)) or 1
    # A count begins at 0, at 1 or, in tens, at 10; ids begin anywhere.
    if numbers[0] > step:
        return False
    return (numbers[-1] - numbers[0]) // step + 1 <= len(numbers) * (1 + _SLACK) + 1


def _are_places(values: Sequence[str], kind: str) -> bool:
    if kind not in _OF_PLACES or _share(values, _POSTCODE) < _MANY:
        return False
    # Postcodes of one school are mostly of one département, their first two digits.
    [(_, most)] = Counter(value[:2] for value in values).most_common(1)
    return most >= _MANY * len(values)


def _share(values: Sequence[str], shape: re.Pattern[str]) -> float:
    return sum(shape.fullmatch(value) is not None for value in values) / len(values)
