"""Collects the diners of one file, merging the rows of one person."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from turbo_admin.core.french import NBSP, count, full_name
from turbo_admin.core.matching.cards import NUMBER_DIGITS
from turbo_admin.core.roster.classes import class_key
from turbo_admin.core.roster.days import has_month_first
from turbo_admin.core.roster.id_columns import follow_each_other
from turbo_admin.core.roster.title_words import DinerField
from turbo_admin.outside.files.excel_reader import CellValue
from turbo_admin.outside.roster_files.diner_cells import birth_of, is_placeholder, parse_ine, text_of
from turbo_admin.outside.roster_files.diner_rows import ASIDE, FileDiner, RowProblem
from turbo_admin.outside.roster_files.repeated_ids import (
    ID_FIELDS,
    id_of,
    is_one_person,
    with_id,
    without_repeated_ids,
)
from turbo_admin.outside.roster_files.row_merging import merged

# Bound of pairwise comparisons; no school has so many namesakes.
_MOST_NAMESAKES = 50
_MONTHS = 12


class FileDiners:
    """The diners of one file, and the problems met.

    Rows are collected first; `merge_duplicates` then merges the rows of one person.

    | two rows share | they are |
    | --- | --- |
    | a card or an id, and the name (or first name and birth date) | one person |
    | the name and the birth date | one person, unless their INE differ |
    | the name and the class, and nothing that differs | one person, with a remark |
    | the name, and the birth date or the INE differ, or one is of the staff | two persons |
    | the name, and nothing tells | two persons, with a remark |

    Args:
        file, sheet, unit: of the rows, for messages.
        titles: the file's titles of the fields, for messages.

    Attributes:
        sheet: that is being read, for messages; empty for a text file.
        rows: the diners by their position, in the file's order; empty until `merge_duplicates`.
        problems: in the file's order once settled.
    """

    def __init__(
        self, file: str, sheet: str = "", unit: str = "ligne", titles: dict[DinerField, str] | None = None
    ) -> None:
        self.file = file
        self.rows: dict[int, FileDiner] = {}
        self.problems: list[RowProblem] = []
        self.titles = titles or {}
        self.sheet, self._unit = sheet, unit
        self._kept: list[FileDiner] = []
        self._sheets: list[str] = []
        self._titles_of: dict[str, dict[DinerField, str]] = {}
        # Holds True after a day that is certainly month first, False after one certainly day first.
        self._month_first: set[bool] = set()
        self._is_counted = False
        self._placeholders: dict[str, int] = {}
        self._by_card: defaultdict[str, list[int]] = defaultdict(list)
        self._by_id: dict[tuple[DinerField, str, str], int] = {}
        self._by_key: defaultdict[str, list[int]] = defaultdict(list)
        self._born: defaultdict[tuple[str, str], list[int]] = defaultdict(list)

    def keep(self, diner: FileDiner) -> None:
        """Add a row."""
        self._kept.append(diner)
        self._sheets.append(self.sheet)
        self._titles_of.setdefault(self.sheet, self.titles)

    @property
    def names(self) -> set[str]:
        """The folded names of the rows kept so far, as `FileDiner.key`."""
        return {diner.key for diner in self._kept}

    def problem(self, row: int, column: str, text: str, *, skipped: str = "") -> None:
        """Add a problem; `skipped` names the person whose row is skipped for it."""
        self.problems.append(RowProblem(row, column, text, self.file, self.sheet, self._unit, skipped))

    def remark(self, column: str, text: str) -> None:
        """Add a remark on a whole column."""
        self.problems.append(RowProblem(0, column, text, self.file))

    def ine(self, row: int, written: str, without: str) -> str:
        """Return the national id of a row; empty, with a problem added, for an invalid one.

        Args:
            without: the remark on a row taken without it.
        """
        ine = parse_ine(written)
        if any(map(str.isalnum, written)) and not ine:
            if is_placeholder(written):
                self._placeholders[written] = self._placeholders.get(written, 0) + 1
            else:
                text = f"«{NBSP}{written[:20]}{NBSP}» n’est pas un INE (11 signes){NBSP}: {without}"
                self.problem(row, self.titles.get(DinerField.INE, ""), text)
        return ine

    def birth(
        self, row: int, written: CellValue, today: date, *, is_staff: bool = False, is_pupil: bool = False
    ) -> str:
        """Return the day of birth of a row, `2014-03-02`; empty, with a problem added, for an invalid one."""
        text = text_of(written)
        day = birth_of(written, today, is_staff=is_staff, is_pupil=is_pupil)
        if isinstance(written, str) and (order := has_month_first(text)) is not None:
            self._month_first.add(order)
        if day is None and any(map(str.isalnum, text)):
            said = (
                f"«{NBSP}{text[:30]}{NBSP}» n’est pas une date de naissance (jj/mm/aaaa, de 1900 à aujourd’hui){NBSP}: "
                "elle est laissée de côté."
            )
            if birth_of(written, today):
                said = (
                    f"«{NBSP}{text[:30]}{NBSP}» n’est pas à coup sûr la date de naissance d’un élève{NBSP}: elle est laissée "
                    "de côté. Écrivez l’année en entier (2014)."
                )
            self.problem(row, self.titles.get(DinerField.BIRTH, ""), said)
        return day.isoformat() if day else ""

    def merge_duplicates(self) -> None:
        """Merge the rows of each person, and sort the problems in the file's order."""
        self._remark_placeholders()
        if self._month_first == {True}:
            self._drop_doubtful_births()
        cleaned = without_repeated_ids(self._kept, self._unit, self._add_remark)
        self._is_counted = follow_each_other([diner.external_id for diner in cleaned])
        for position, diner in enumerate(cleaned):
            self._enter(position, diner)
        sheets = list(dict.fromkeys([*self._sheets, *(problem.sheet for problem in self.problems)]))
        order = {sheet: position for position, sheet in enumerate(sheets)}
        # Remarks on the whole file first, in the order they were added.
        self.problems.sort(key=lambda one: (order[one.sheet], one.row) if one.row else (-1, 0))
        self._kept.clear()

    def _enter(self, at: int, diner: FileDiner) -> None:
        position = self._same_person(diner)
        if position is None:
            position = self._alike(at, diner)
        if position is not None:
            if self._is_counted:
                diner = with_id(diner, DinerField.EXTERNAL_ID, "")
            first = self.rows[position]
            one = merged(first, diner, self._unit, lambda field, text: self._add_remark(at, field, text))
        else:
            position = at
            one = diner
        self.rows[position] = self._with_own_card(at, position, one)
        self._index(position)

    def _index(self, position: int) -> None:
        diner = self.rows[position]
        if diner.card and position not in self._by_card[diner.card[-NUMBER_DIGITS:]]:
            self._by_card[diner.card[-NUMBER_DIGITS:]].append(position)
        for field in ID_FIELDS:
            if id_of(diner, field):
                self._by_id.setdefault((field, *_kind_and_id(diner, field)), position)
        for namesakes in (self._by_key[diner.key], self._born[diner.key, diner.birth]):
            if len(namesakes) < _MOST_NAMESAKES and position not in namesakes:
                namesakes.append(position)

    def _same_person(self, diner: FileDiner) -> int | None:
        """Return the position of the same person, by card, id or birth date."""
        for position in self._holders(diner.card):
            if is_one_person(self.rows[position], diner):
                return position
        for field in ID_FIELDS:
            known = self._by_id.get((field, *_kind_and_id(diner, field))) if id_of(diner, field) else None
            if known is not None and is_one_person(self.rows[known], diner):
                return known
        for position in self._born[diner.key, diner.birth] if diner.birth else ():
            if not _differ(diner.ine, self.rows[position].ine):
                return position
        return None

    def _alike(self, at: int, diner: FileDiner) -> int | None:
        """Return the position of a person with the same name and class and no contradiction, with a remark."""
        name = full_name(diner.last_name, diner.first_name)
        for position in self._by_key[diner.key]:
            other = self.rows[position]
            if _differ(diner.birth, other.birth) or _differ(diner.ine, other.ine):
                continue
            if _differ(diner.kind, other.kind):
                # A teacher and a pupil of the same name are two persons.
                continue
            is_same_class = class_key(diner.class_name) == class_key(other.class_name)
            fields = (
                (DinerField.ELENOET,) if self._is_counted else (DinerField.ELENOET, DinerField.EXTERNAL_ID)
            )
            has_other_id = any(_differ(id_of(diner, field), id_of(other, field)) for field in fields)
            if is_same_class and not has_other_id and not _differ(diner.card, other.card):
                self._say_already(at, diner, other)
                return position
            if is_same_class or not has_other_id:
                text = (
                    f"{name} figure aussi ({other.spot(self._unit)}), et rien ne dit si c’est la même personne{NBSP}: "
                    "deux hôtes sont repris. Leur date de naissance ou leur INE dans le fichier le dirait."
                )
                self._note(at, "", text)
        return None

    def _say_already(self, at: int, diner: FileDiner, other: FileDiner) -> None:
        name = full_name(diner.last_name, diner.first_name)
        already = f"{name} est déjà {other.seat(self._unit)}{NBSP}: "
        if _adds(diner, other):
            self._note(
                at,
                "",
                f"{already}ce qui est nouveau ici lui est ajouté. Si ce sont deux personnes, donnez leur date de naissance.",
            )
        else:
            self._note(at, "", f"{already}{ASIDE[self._unit]}", skipped=name)

    def _with_own_card(self, at: int, position: int, diner: FileDiner) -> FileDiner:
        """Remove a card that another present person has; one who has left releases it."""
        for other in self._holders(diner.card):
            if other == position:
                continue
            holder = self.rows[other]
            name = full_name(holder.last_name, holder.first_name)
            if holder.left and not diner.left:
                self.rows[other] = replace(holder, card="")
                text = f"La carte {diner.card} est aussi celle de {name}, {holder.spot(self._unit)}, qui est sorti{NBSP}: elle lui est retirée."
                self._add_remark(at, DinerField.CARD, text)
                continue
            text = f"La carte {diner.card} est déjà celle de {name}, {holder.spot(self._unit)}"
            self._add_remark(at, DinerField.CARD, f"{text}{NBSP}: l’hôte est repris sans carte.")
            return replace(diner, card="")
        return diner

    def _holders(self, card: str) -> Iterator[int]:
        """Yield the positions of rows with the same card; `04217` and `0683-04217` are one card, two schools' are two."""
        site = card[: -NUMBER_DIGITS - 1]
        for position in tuple(self._by_card.get(card[-NUMBER_DIGITS:], ())) if card else ():
            held = self.rows[position].card
            held_site = held[: -NUMBER_DIGITS - 1]
            if held[-NUMBER_DIGITS:] == card[-NUMBER_DIGITS:] and (
                not site or not held_site or held_site == site
            ):
                yield position

    def _remark_placeholders(self) -> None:
        for written, times in self._placeholders.items():
            text = (
                f"«{NBSP}{written[:20]}{NBSP}» ({count(times, 'fois', 'fois')}) n’est l’INE de personne{NBSP}: ces hôtes sont "
                "repris sans INE."
            )
            self.remark(self.titles.get(DinerField.INE, ""), text)

    def _drop_doubtful_births(self) -> None:
        """Drop ambiguous days of birth when the column is in the American order."""
        for at, diner in enumerate(self._kept):
            if diner.birth and date.fromisoformat(diner.birth).day <= _MONTHS:
                self._kept[at] = replace(diner, birth="")
        text = (
            "Les dates de cette colonne sont écrites mois/jour/année (12/31/2014)"
            f"{NBSP}: celles qui se liraient aussi jour/mois/année ne sont pas reprises. Mettez la colonne au format "
            "jj/mm/aaaa, puis relisez le fichier."
        )
        self._add_remark(None, DinerField.BIRTH, text)

    def _add_remark(self, at: int | None, field: DinerField, text: str) -> None:
        titles = self.titles if at is None else self._titles_of[self._sheets[at]]
        self._note(at, titles.get(field, ""), text)

    def _note(self, at: int | None, column: str, text: str, *, skipped: str = "") -> None:
        """Note a problem of a row that was kept; without a position, of the whole file."""
        if at is None:
            self.remark(column, text)
            return
        row, sheet = self._kept[at].row, self._sheets[at]
        self.problems.append(RowProblem(row, column, text, self.file, sheet, self._unit, skipped))


def _kind_and_id(diner: FileDiner, field: DinerField) -> tuple[str, str]:
    return diner.external_kind if field is DinerField.EXTERNAL_ID else "", id_of(diner, field)


def _differ(one: str, other: str) -> bool:
    """Whether both are known and differ."""
    return bool(one and other and one != other)


def _adds(diner: FileDiner, other: FileDiner) -> bool:
    """Whether a row adds values to the first one."""
    told = ((diner.card, other.card), (diner.birth, other.birth), (diner.regime, other.regime))
    ids = any(id_of(diner, field) and not id_of(other, field) for field in ID_FIELDS)
    is_more = ids or any(new and new != known for new, known in told)
    return is_more or diner.left != other.left or not set(diner.emails) <= set(other.emails)
