"""Reads pupils and guardians from the text tables of ONDE, the official software of primary schools."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from turbo_admin.core.errors import BadData
from turbo_admin.core.french import NBSP, full_name
from turbo_admin.core.matching.spellings import fold
from turbo_admin.core.roster.addresses import read_addresses
from turbo_admin.core.roster.classes import class_key
from turbo_admin.core.roster.title_words import DinerField
from turbo_admin.outside.files.csv_reader import TextRow, text_rows
from turbo_admin.outside.files.progress import ReadProgress
from turbo_admin.outside.roster_files.diner_cells import LONGEST_NAME, bad_address, text_of, wrong_name
from turbo_admin.outside.roster_files.diner_columns import column_letter
from turbo_admin.outside.roster_files.diner_list import FileDiners
from turbo_admin.outside.roster_files.diner_rows import PUPIL, FileDiner, RowProblem, name_key, used_beside

_PUPILS = frozenset({"nom eleve", "prenom eleve", "libelle classe"})
_GUARDIANS = frozenset({"nom responsable", "nom de famille enfant", "prenom enfant"})
_USED_NAME, _LAST, _FIRST, _CLASS = (
    "nom d usage enfant",
    "nom de famille enfant",
    "prenom enfant",
    "classes enfants",
)
_EMAIL = "courriel"
_REPORT_EVERY = 500
Child = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Guardians:
    """The children in a file of guardians, with their guardians' addresses.

    Attributes:
        rows: one a child, in the file's order; no birth date, no national id.
    """

    rows: tuple[FileDiner, ...]
    problems: tuple[RowProblem, ...]


def is_pupils(header: Sequence[str]) -> bool:
    """Whether a header is that of ONDE's pupils."""
    return {fold(title) for title in header} >= _PUPILS


def is_guardians(header: Sequence[str]) -> bool:
    """Whether a header is that of ONDE's guardians."""
    return {fold(title) for title in header} >= _GUARDIANS


def read_guardians(content: bytes, name: str, report: ReadProgress) -> Guardians:
    """Read the guardians: one guardian a row; the last columns are the children, four columns each.

    These columns are repeated under the same titles for the largest family, so they are read by
    position.

    Raises:
        BadData: `file_not_text`, `csv_damaged`, `no_header`, `no_rows`.
    """
    rows = text_rows(content, name)
    titles = next((row.cells for row in rows if is_guardians(row.cells)), None)
    if titles is None:
        raise BadData("no_header", where=name)
    reader = _GuardianReader(titles, name)
    for seen, row in enumerate(rows):
        if seen % _REPORT_EVERY == 0:
            report(seen, 0)
        reader.read(row)
    if not reader.diner_list.rows:
        raise BadData("no_rows", where=name)
    return Guardians(tuple(reader.diner_list.rows.values()), tuple(reader.diner_list.problems))


def with_guardians(
    pupils: Sequence[FileDiner], guardians: Guardians, file: str
) -> tuple[list[FileDiner], list[RowProblem]]:
    """Add guardians' addresses to pupils, by name and, for namesakes, by class."""
    by_name: dict[str, list[FileDiner]] = {}
    for child in guardians.rows:
        by_name.setdefault(child.key, []).append(child)
    namesakes: dict[str, int] = {}
    for pupil in pupils:
        namesakes[pupil.key] = namesakes.get(pupil.key, 0) + 1
    told: list[FileDiner] = []
    for pupil in pupils:
        children = by_name.get(pupil.key, [])
        if namesakes[pupil.key] > 1:
            children = [
                child for child in children if class_key(child.class_name) == class_key(pupil.class_name)
            ]
        addresses = dict.fromkeys(email for child in children for email in child.emails)
        told.append(replace(pupil, emails=tuple({**dict.fromkeys(pupil.emails), **addresses})))
    lonely = [child for key, some in by_name.items() if key not in namesakes for child in some]
    return told, [_lonely(child, file) for child in lonely]


def _lonely(child: FileDiner, file: str) -> RowProblem:
    name = full_name(child.last_name, child.first_name)
    text = f"{name} n’est pas dans le fichier des élèves{NBSP}: ses responsables sont laissés de côté."
    return RowProblem(child.row, "", text, file)


class _GuardianReader:
    """Reads the rows below the header."""

    def __init__(self, titles: Sequence[str], file: str) -> None:
        folded = [fold(title) for title in titles]
        # Positions of the first child's columns by title, and the distance to the next child's.
        self._at = {
            title: folded.index(title) for title in (_USED_NAME, _LAST, _FIRST, _CLASS) if title in folded
        }
        self._start = min(self._at.values())
        again = [position for position, title in enumerate(folded) if title == folded[self._start]]
        self._width = again[1] - again[0] if len(again) > 1 else max(self._at.values()) - self._start + 1
        self._emails = [position for position, title in enumerate(folded) if title.startswith(_EMAIL)]
        self._titles = titles
        self.diner_list = FileDiners(file)
        self._children: dict[Child, int] = {}

    def read(self, row: TextRow) -> None:
        """Add one guardian."""
        emails = tuple(self._addresses(row))
        for position, (last, used, first, class_name) in self._children_of(row):
            if not last and not first:
                continue
            for which, name in ((DinerField.LAST, last), (DinerField.FIRST, first)):
                if wrong := wrong_name(which, name):
                    self.diner_list.problem(
                        row.number, self._title(position), f"{wrong}{NBSP}: cet enfant est laissé de côté."
                    )
                    break
            else:
                self._keep(row.number, (last, used, first), class_name, emails)

    def _keep(
        self, number: int, names: tuple[str, str, str], class_name: str, emails: tuple[str, ...]
    ) -> None:
        last, used, first = names
        child = name_key(last, first), class_key(class_name)
        # A row may hold several children, so children are numbered on their own.
        position = self._children.setdefault(child, len(self._children) + 1)
        held = self.diner_list.rows.get(position)
        known = held.emails if held else ()
        merged = tuple(dict.fromkeys(known + emails))
        self.diner_list.rows[position] = FileDiner(
            row=held.row if held else number,
            key=child[0],
            external_id="",
            last_name=last,
            first_name=first,
            class_name=class_name,
            card="",
            kind=PUPIL,
            emails=merged,
            left=False,
            used_name=used_beside(last, used)[:LONGEST_NAME],
        )

    def _children_of(self, row: TextRow) -> Iterator[tuple[int, tuple[str, str, str, str]]]:
        """Yield (position, (last name, name in use, first name, class)) of each child, beyond the header too."""
        for shift in range(0, len(row.cells) - self._start, self._width):
            used, last, first, class_name = (
                self._cell(row, self._at[title] + shift) if title in self._at else ""
                for title in (_USED_NAME, _LAST, _FIRST, _CLASS)
            )
            yield self._start + shift, (last or used, used, first, class_name)

    def _addresses(self, row: TextRow) -> Iterator[str]:
        for position in self._emails:
            cell = read_addresses(self._cell(row, position))
            yield from cell.found
            for one in cell.unread:
                self.diner_list.problem(row.number, self._titles[position], bad_address(one))

    def _title(self, position: int) -> str:
        return self._titles[position] if position < len(self._titles) else column_letter(position)

    @staticmethod
    def _cell(row: TextRow, position: int) -> str:
        return text_of(row.cells[position]) if 0 <= position < len(row.cells) else ""
