"""Finds the line of titles of a table among its first lines.

| lines | effect |
| --- | --- |
| a title of the page, a date, « Élève » merged over names | skipped: a line below names more columns |
| groups over titles: « Responsable 1 » over « Nom », « E-mail » | the groups of guardians are added: « Nom Responsable 1 » |
| titles on two lines: « Nom » beside « Responsable 1 » over « E-mail » | read as one |
| the names are not understood, but two other columns are | it is the line of titles; the clerk chooses the names |
| no line is understood, and the first says the same kinds of things as those below | the table has no titles |
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from turbo_admin.core.matching.spellings import fold
from turbo_admin.core.roster.title_words import DinerField
from turbo_admin.outside.files.excel_reader import CellValue, Row
from turbo_admin.outside.roster_files.diner_cells import text_of
from turbo_admin.outside.roster_files.diner_columns import DinerColumns, guess_columns

# Lines searched for titles: they are seldom lower.
WITHIN = 20
SAMPLES = 5
# Group titles of columns about guardians.
GUARDIANS = frozenset(
    [
        *("responsable", "responsables", "parent", "parents", "pere", "mere", "tuteur", "tutrice", "tuteurs"),
        *("representant", "representants", "famille", "familles", "contact", "contacts", "payeur", "payeurs"),
        *("resp", "legal", "legaux", "conjoint", "urgence"),
    ]
)
_DINERS = frozenset(["eleve", "eleves", "enfant", "enfants", "hote", "hotes", "convive", "convives"])
_IDENTITY = frozenset({DinerField.LAST, DinerField.USED, DinerField.FIRST, DinerField.BOTH, DinerField.BIRTH})
# Cells that are no titles: numbers, dates, addresses.
_DATA = re.compile(r"[\d\s.,/:-]*\d[\d\s.,/:-]*|.*@.*|.*\d{1,2}/\d{1,2}/\d{2,4}.*")
_CUT = re.compile(r"\b(?:de|du|des|d|de l|de la|n|no)$")
_OVER = re.compile(r"\s*[Nn][°ºo.]+\s*")
_GOES_ON = re.compile(r"(?:de|du|des|d) ")
_DATA_COST, _TITLE_WORTH = 3, 2
_MOST_ALIKE = 1
# Share of lines with the same word from which it is a value; titles repeated on each page are fewer.
_OFTEN = 0.4


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A line of titles.

    Attributes:
        position: among the examined rows; -1 for a table without titles.
        titles: of all columns that hold anything, empty ones too.
        columns: the columns guessed from the titles.
    """

    position: int
    titles: tuple[str, ...]
    columns: DinerColumns


def best_title_row(rows: Sequence[Row]) -> TitleRow | None:
    """Return the line that names most columns, names included.

    Without names, the one that names most other columns; without any, the first that differs in kind from
    the lines below; else the table has no titles. None when no row has two words.

    Args:
        rows: the first ones of the table.
    """
    positions = range(min(len(rows), WITHIN))
    found = [title_row_at(rows, position) for position in positions if not _is_repeated(rows, position)]
    named = [one for one in found if one.columns.has_names and _own_titles(rows, one)]
    known = named or [one for one in found if _own_titles(rows, one) > 1]
    if known:
        # max() returns the first of equals.
        return max(known, key=lambda one: (_worth(rows, one), _is_lower_half(rows, one.position)))
    wordy = [position for position, (_, cells) in enumerate(rows[:WITHIN]) if _words(cells) > 1]
    if not wordy:
        return None
    position = next((position for position in wordy if _is_unlike_below(rows, position)), -1)
    return title_row_at(rows, position)


def title_row_at(rows: Sequence[Row], position: int) -> TitleRow:
    """Return a given line as the line of titles.

    Args:
        position: among the rows; -1 for none.
    """
    width = max((len(cells) for _, cells in rows), default=0)
    titles = _titles(rows, position) if position >= 0 else []
    padded = (*titles, *[""] * (width - len(titles)))
    return TitleRow(position, padded, guess_columns(padded))


def _titles(rows: Sequence[Row], position: int) -> list[str]:
    """Return the titles of a line, with those of the line above it that belong to them."""
    number, cells = rows[position]
    own = [text_of(cell) for cell in cells]
    above = (
        [text_of(cell) for cell in rows[position - 1][1]]
        if position and rows[position - 1][0] == number - 1
        else []
    )
    if not _is_above(above, own):
        return own
    titles: list[str] = []
    group = ""
    for column in range(max(len(own), len(above))):
        mine = own[column] if column < len(own) else ""
        over = above[column] if column < len(above) else ""
        group = over or group
        if mine and _goes_on(over, mine):
            titles.append(f"{over} {mine}")
        else:
            titles.append(f"{mine} {group}" if _is_of_guardians(group) and _names(mine) else mine or over)
    return titles


def _goes_on(over: str, mine: str) -> bool:
    """Whether a title continues on the next line: « Nom de » over « l’élève », « Nom » over « de l’élève », « N° » over « carte »."""
    return bool(over) and bool(_CUT.search(fold(over)) or _OVER.fullmatch(over) or _GOES_ON.match(fold(mine)))


def _is_lower_half(rows: Sequence[Row], position: int) -> bool:
    """Whether a line goes on with the titles of the line above it."""
    if not position or rows[position - 1][0] != rows[position][0] - 1:
        return False
    pairs = zip(rows[position - 1][1], rows[position][1], strict=False)
    return any(
        _goes_on(over, mine) for over, mine in ((text_of(one), text_of(two)) for one, two in pairs) if mine
    )


def _is_above(above: Sequence[str], own: Sequence[str]) -> bool:
    """Whether a line is part of the titles below it: groups, or titles over two lines."""
    held = [column for column, text in enumerate(above) if text]
    if not held or any(_DATA.fullmatch(above[column]) for column in held):
        return False
    first = next((column for column, text in enumerate(own) if text), 0)
    # A page title is alone at the left.
    return len(held) > 1 or held[0] > first


def _is_of_guardians(group: str) -> bool:
    words = fold(group).split()
    return not GUARDIANS.isdisjoint(words) and _DINERS.isdisjoint(words)


def _names(title: str) -> bool:
    """Whether a title would be taken as a diner's name or birth."""
    return not _IDENTITY.isdisjoint(guess_columns([title]).at)


def _is_repeated(rows: Sequence[Row], position: int) -> bool:
    """Whether a supposed title occurs in other lines too: « Élève » in a column of categories."""
    own = [text_of(cell) for cell in rows[position][1]]
    others = [cells for at, (_, cells) in enumerate(rows) if at != position]
    for column in guess_columns(own).at.values():
        same = sum(
            column < len(cells) and fold(text_of(cells[column])) == fold(own[column]) for cells in others
        )
        if same > _OFTEN * len(others):
            return True
    return False


def _own_titles(rows: Sequence[Row], row: TitleRow) -> int:
    """Return how many columns the line names itself, rather than the one above it."""
    own = guess_columns([text_of(cell) for cell in rows[row.position][1]])
    return len(own.at) + len(own.emails)


def _worth(rows: Sequence[Row], row: TitleRow) -> int:
    columns = row.columns
    data = sum(_is_data(cell) for cell in rows[row.position][1])
    return (
        _TITLE_WORTH * (len(columns.at) + len(columns.emails)) - _DATA_COST * data + _names_below(rows, row)
    )


def _names_below(rows: Sequence[Row], row: TitleRow) -> bool:
    """Whether a line below has a value in the column of the names."""
    position = row.columns.at.get(DinerField.LAST, row.columns.at.get(DinerField.BOTH, 0))
    return any(
        position < len(cells) and isinstance(cells[position], str) and cells[position]
        for _, cells in rows[row.position + 1 :]
    )


def _is_data(cell: CellValue) -> bool:
    return bool(_DATA.fullmatch(cell)) if isinstance(cell, str) else cell is not None


def _words(cells: Sequence[CellValue]) -> int:
    return sum(isinstance(cell, str) and bool(cell.strip()) for cell in cells)


def _is_unlike_below(rows: Sequence[Row], position: int) -> bool:
    """Whether a line of unknown words is one of titles: words above numbers or addresses."""
    cells = [text_of(cell) for cell in rows[position][1]]
    if any(_is_data(cell) for cell in rows[position][1]):
        return False
    unlike = alike = 0
    for column, cell in enumerate(cells):
        below = [
            text_of(row[column])
            for _, row in rows[position + 1 : position + 1 + SAMPLES]
            if column < len(row)
        ]
        below = [text for text in below if text]
        if not cell or not below:
            continue
        unlike += not _has_figures(cell) and all(map(_has_figures, below))
        alike += sum(_shape(text) == _shape(cell) for text in below) * 2 > len(below)
    return bool(unlike) and alike <= _MOST_ALIKE


def _has_figures(text: str) -> bool:
    return "@" in text or any(letter.isdigit() for letter in text)


def _shape(text: str) -> tuple[str, ...]:
    """Return the kinds of the words of a text: capitals, small letters, figures."""
    return tuple("A" if word.isupper() else "a" if word.islower() else "Aa" for word in text.split())
