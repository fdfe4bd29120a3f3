"""Decides which numbers of a file identify persons: by their values, and by whom they identified before."""

from collections import Counter
from collections.abc import Collection, Iterator

from turbo_admin.core.roster.file_rows import FileRows, R
from turbo_admin.core.roster.id_columns import Flaw, flaw_of, flaw_of_agreement
from turbo_admin.core.roster.known_people import K, KnownPeople, number_of
from turbo_admin.core.roster.persons import Births, IdKind

_NUMBERS = (IdKind.INE, IdKind.ELENOET, IdKind.EXTERNAL)


def find_flaws(
    known: KnownPeople[K], file: FileRows[R], certified: Collection[IdKind], answered: Collection[IdKind]
) -> dict[IdKind, Flaw]:
    """Return the numbers that identify nobody in this file, with the reason.

    Args:
        certified: numbers that the format of the file defines; of these, only whom they identify is tested.
        answered: numbers that, by the clerk's answer, do not identify persons in this kind of file.
    """
    flaws: dict[IdKind, Flaw] = dict.fromkeys(answered, Flaw.ANSWERED)
    for which in _NUMBERS:
        numbered = [row for row in file.rows if number_of(row, which)]
        kind = numbered[0].external_kind if numbered and which is IdKind.EXTERNAL else ""
        values = [number_of(row, which) for row in numbered]
        flaw = None if which in certified else flaw_of(values, kind, counts_plainly=which is IdKind.INE)
        if flaw is not None:
            flaws.setdefault(which, flaw)
    agree, differing = Counter[IdKind](), Counter[IdKind]()
    for row, position in known_by_name_alone(known, file):
        for which in IdKind:
            same = _agrees(known, row, position, which)
            agree[which] += same is True
            differing[which] += same is False
    for which in IdKind:
        flaw = flaw_of_agreement(agree[which], differing[which])
        if flaw is not None:
            flaws.setdefault(which, flaw)
    return flaws


def known_by_name_alone(known: KnownPeople[K], file: FileRows[R]) -> Iterator[tuple[R, int]]:
    """Yield the rows whose name is unique on both sides, with their diner."""
    for at, row in enumerate(file.rows):
        bearers = known.named(file.keys[at].own)
        if len(bearers) == 1 and file.is_named_once(at):
            [position] = bearers
            if known.births(row, position) is not Births.OTHER:
                yield row, position


def _agrees(known: KnownPeople[K], row: R, position: int, which: IdKind) -> bool | None:
    """Whether a number of a row and of a diner agree; None when one has none."""
    person = known.people[position]
    if not number_of(row, which) or not number_of(person, which):
        return None
    if which is IdKind.EXTERNAL and person.external_kind != row.external_kind:
        return None
    if which is IdKind.CARD:
        return not known.has_other_card(row, position)
    return number_of(row, which) == number_of(person, which)
