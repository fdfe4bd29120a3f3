"""Guesses from its title what each column of a table holds."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from turbo_admin.core.matching.spellings import fold
from turbo_admin.core.roster.title_words import DinerField
from turbo_admin.core.roster.titles import Title, read_title

__all__ = ["DinerColumns", "chosen_columns", "column_letter", "guess_columns", "headers_key"]

# Share of addresses from which an untitled column counts as one of addresses.
_MOSTLY = 0.5
# Values of yes/no columns, which are not addresses whatever their title.
_FLAGS = frozenset({"oui", "non", "o", "n", "x", "0", "1", "vrai", "faux", "yes", "no", "true", "false"})
_NAMES = (DinerField.LAST, DinerField.FIRST, DinerField.BOTH)
# Fields that belong to the same person as the nearest name to the left.
_OF_THE_NAME = (DinerField.USED, DinerField.BIRTH, DinerField.EXTERNAL_ID, DinerField.KIND)


@dataclass(frozen=True, slots=True)
class DinerColumns:
    """The position of each field.

    Attributes:
        at: position of the column, 0 for the first; a field that is absent has none.
        emails: positions of all columns of addresses, in their order.
        titles: the header as written.
        unread: titles of the columns that hold something and are left out, in the file's order; the letter of one
            without a title.
        other_names: positions of names of more diners in the same rows, « Nom » and « Prénom » a second time.
    """

    at: dict[DinerField, int]
    emails: tuple[int, ...]
    titles: tuple[str, ...]
    unread: tuple[str, ...] = ()
    other_names: tuple[int, ...] = ()

    def title(self, position: int) -> str:
        """Return the header of a column; its letter when it has none."""
        return _title(self.titles, position)

    @property
    def has_names(self) -> bool:
        """Whether the columns of the names are known."""
        return {DinerField.LAST, DinerField.FIRST} <= self.at.keys() or DinerField.BOTH in self.at

    @property
    def fields(self) -> tuple[DinerField | None, ...]:
        """What each column holds, None for one that is left out."""
        held: list[DinerField | None] = [None] * len(self.titles)
        for field, position in self.at.items():
            held[position] = field
        for position in self.emails:
            held[position] = DinerField.EMAIL
        return tuple(held)

    @property
    def understood(self) -> tuple[tuple[str, DinerField], ...]:
        """The columns that are read: (title, field) in the file's order."""
        return tuple((self.title(position), field) for position, field in enumerate(self.fields) if field)


def guess_columns(header: Sequence[str], samples: Sequence[Sequence[str]] = ()) -> DinerColumns:
    """Recognise the columns of a header row by their titles; addresses also by the cells below.

    Where some names are said to be the diners' (« Nom de l'enfant »), other names beside them belong to somebody else.

    Args:
        samples: the first rows below, as text.
    """
    said = [read_title(title) for title in header]
    read = [Title() if title.nth > 1 else title for title in said]
    at = {
        field: position for field in _NAMES if (position := _best(read, field, range(len(read)))) is not None
    }
    _leave_out_others(at, read, samples)
    theirs = _beside_others(at, read)
    for field in DinerField:
        if field not in _NAMES and field is not DinerField.EMAIL:
            positions = [p for p in range(len(read)) if field not in _OF_THE_NAME or p not in theirs]
            if (position := _best(read, field, positions)) is not None:
                at[field] = position
    if DinerField.USED in at and not {DinerField.LAST, DinerField.BOTH} & at.keys():
        # Without a last name, the nom d'usage serves as one.
        at[DinerField.LAST] = at.pop(DinerField.USED)
    taken = set(at.values())
    emails = tuple(
        position
        for position, title in enumerate(read)
        if position not in taken and _holds_addresses(title, _column(samples, position))
    )
    return replace(_columns(header, at, emails, samples), other_names=_other_names(header, at, said))


def chosen_columns(header: Sequence[str], fields: Sequence[DinerField | None]) -> DinerColumns:
    """Return the columns as the clerk has chosen them.

    Args:
        fields: what each column holds; of a field named twice, e-mails apart, the first column counts.
    """
    at: dict[DinerField, int] = {}
    for position, field in enumerate(fields[: len(header)]):
        if field is not None and field is not DinerField.EMAIL:
            at.setdefault(field, position)
    emails = tuple(
        position for position, field in enumerate(fields[: len(header)]) if field is DinerField.EMAIL
    )
    return _columns(header, at, emails)


def headers_key(header: Sequence[str]) -> str:
    """Return a digest of the titles in their order, by which choices are remembered."""
    return hashlib.sha256("\x1f".join(fold(title) for title in header).encode()).hexdigest()


def column_letter(position: int) -> str:
    """Return a spreadsheet's name of a column: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _best(read: Sequence[Title], field: DinerField, among: Sequence[int]) -> int | None:
    """Return the position of the best title of a field: one that names the diner, then the preferred, then the first."""
    positions = [position for position in among if read[position].field is field]
    return min(
        positions,
        key=lambda position: (not read[position].of_diner, read[position].rank, position),
        default=None,
    )


def _leave_out_others(
    at: dict[DinerField, int], read: Sequence[Title], samples: Sequence[Sequence[str]]
) -> None:
    """Remove names of other persons, when some columns are explicitly the diners'."""
    named = {field for field in at if read[at[field]].of_diner}
    if DinerField.BOTH in named and not {DinerField.LAST, DinerField.FIRST} & named:
        if _are_other_people(at, samples):
            at.pop(DinerField.LAST, None)
            at.pop(DinerField.FIRST, None)
    elif named and DinerField.BOTH not in named:
        at.pop(DinerField.BOTH, None)
        if len({DinerField.LAST, DinerField.FIRST} & named) == 1 and not _is_only_pair(at, read):
            # A parent's last name does not go with a child's first name.
            at.pop(DinerField.LAST, None)
            at.pop(DinerField.FIRST, None)


def _is_only_pair(at: Mapping[DinerField, int], read: Sequence[Title]) -> bool:
    """Whether the file has one last and one first name, side by side: « Nom de l’élève | Prénom »."""
    positions = [position for position, title in enumerate(read) if title.field in _NAMES]
    return len(positions) == 2 and positions[1] - positions[0] == 1 and set(positions) <= set(at.values())


def _other_names(
    header: Sequence[str], at: Mapping[DinerField, int], said: Sequence[Title]
) -> tuple[int, ...]:
    """Return the columns that name more diners: columns of a second child, or repeated titles."""
    fields = [field for field in (DinerField.LAST, DinerField.FIRST, DinerField.BOTH) if field in at]
    again = {
        field: [
            position
            for position, title in enumerate(said)
            if title.field is field
            and position != at[field]
            and (title.nth > 1 or fold(header[position]) == fold(header[at[field]]))
        ]
        for field in fields
    }
    return (
        tuple(sorted(position for positions in again.values() for position in positions))
        if fields and all(again.values())
        else ()
    )


def _beside_others(at: Mapping[DinerField, int], read: Sequence[Title]) -> set[int]:
    """Return the columns that follow the names of somebody else, when some columns are explicitly the diners'."""
    if not any(read[position].of_diner for position in at.values()):
        return set()
    kept, beside, is_other = set(at.values()), set[int](), False
    for position, title in enumerate(read):
        if title.field in _NAMES:
            is_other = position not in kept
        elif is_other and not title.of_diner:
            beside.add(position)
    return beside


def _are_other_people(at: Mapping[DinerField, int], samples: Sequence[Sequence[str]]) -> bool:
    """Whether the column « Élève » names others than the plain last and first names beside it."""
    both = _column(samples, at[DinerField.BOTH])
    if not both or any(len(fold(name).split()) < 2 for name in both):
        return False
    plain = [at[field] for field in (DinerField.LAST, DinerField.FIRST) if field in at]
    return any(
        set(fold(row[at[DinerField.BOTH]]).split())
        != {word for position in plain for word in fold(row[position]).split()}
        for row in samples
        if len(row) > max(*plain, at[DinerField.BOTH], 0) and row[at[DinerField.BOTH]]
    )


def _holds_addresses(title: Title, cells: Sequence[str]) -> bool:
    if title.field is DinerField.EMAIL:
        return not cells or any(fold(cell) not in _FLAGS for cell in cells)
    return (
        not title.bars_addresses and bool(cells) and sum("@" in cell for cell in cells) > _MOSTLY * len(cells)
    )


def _column(samples: Sequence[Sequence[str]], position: int) -> list[str]:
    """Return the non-empty cells of a column."""
    return [row[position] for row in samples if position < len(row) and row[position]]


def _columns(
    header: Sequence[str],
    at: dict[DinerField, int],
    emails: tuple[int, ...],
    samples: Sequence[Sequence[str]] = (),
) -> DinerColumns:
    titles = tuple(" ".join(title.split()) for title in header)
    taken = {*at.values(), *emails}
    wide = max((len(row) for row in samples), default=0)
    unread = tuple(
        _title(titles, position)
        for position in range(max(len(titles), wide))
        if position not in taken
        and ((position < len(titles) and titles[position]) or _column(samples, position))
    )
    return DinerColumns(at, emails, titles, unread)


def _title(titles: Sequence[str], position: int) -> str:
    title = titles[position] if position < len(titles) else ""
    return title or column_letter(position)
