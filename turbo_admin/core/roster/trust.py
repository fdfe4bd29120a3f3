"""Which numbers of a file may say who somebody is: by the values of the column, and by whom they designated before."""

from collections import Counter
from collections.abc import Collection, Iterator

from turbo_admin.core.roster.file_rows import FileRows, R
from turbo_admin.core.roster.id_columns import Flaw, flaw_of, flaw_of_agreement
from turbo_admin.core.roster.known_people import K, KnownPeople, number_of
from turbo_admin.core.roster.persons import Births, Id

_NUMBERS = (Id.INE, Id.ELENOET, Id.EXTERNAL)


def find_flaws(
    known: KnownPeople[K], file: FileRows[R], certified: Collection[Id], answered: Collection[Id]
) -> dict[Id, Flaw]:
    """Return the numbers that say nothing about who somebody is in this file, and why.

    Args:
        certified: numbers that the format of the file defines; only the persons they designate are looked at.
        answered: numbers of which the clerk said that they are not persons' in this kind of file.
    """
    flaws: dict[Id, Flaw] = dict.fromkeys(answered, Flaw.ANSWERED)
    for which in _NUMBERS:
        numbered = [row for row in file.rows if number_of(row, which)]
        kind = numbered[0].external_kind if numbered and which is Id.EXTERNAL else ""
        values = [number_of(row, which) for row in numbered]
        flaw = None if which in certified else flaw_of(values, kind, counts_plainly=which is Id.INE)
        if flaw is not None:
            flaws.setdefault(which, flaw)
    agree, differing = Counter[Id](), Counter[Id]()
    for row, place in known_by_name_alone(known, file):
        for which in Id:
            same = _agrees(known, row, place, which)
            agree[which] += same is True
            differing[which] += same is False
    for which in Id:
        flaw = flaw_of_agreement(agree[which], differing[which])
        if flaw is not None:
            flaws.setdefault(which, flaw)
    return flaws


def known_by_name_alone(known: KnownPeople[K], file: FileRows[R]) -> Iterator[tuple[R, int]]:
    """Yield the rows whose name is borne once on both sides, with the diner who bears it."""
    for at, row in enumerate(file.rows):
        bearers = known.named(file.keys[at].own)
        if len(bearers) == 1 and file.is_named_once(at):
            [place] = bearers
            if known.births(row, place) is not Births.OTHER:
                yield row, place


def _agrees(known: KnownPeople[K], row: R, place: int, which: Id) -> bool | None:
    """Whether a number of a row is a diner's; None when one of them has none."""
    person = known.people[place]
    if not number_of(row, which) or not number_of(person, which):
        return None
    if which is Id.EXTERNAL and person.external_kind != row.external_kind:
        return None
    if which is Id.CARD:
        return not known.has_other_card(row, place)
    return number_of(row, which) == number_of(person, which)
