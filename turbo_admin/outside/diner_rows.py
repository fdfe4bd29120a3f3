"""A diner as a school's file has it, and every problem told by file, sheet, row and column."""

from dataclasses import dataclass

from msgspec import Struct
from msgspec.structs import replace

from turbo_admin.core.cards import NUMBER_DIGITS
from turbo_admin.core.emails import email_key
from turbo_admin.core.french import NBSP, full_name
from turbo_admin.core.names import fold
from turbo_admin.outside.diner_columns import Field

PUPIL, STAFF = "élève", "commensal"


class DinerRow(Struct, frozen=True, gc=False):
    """A diner as a file has it.

    Attributes:
        row: of the file, 1 for the first; of SIECLE, which pupil of the file.
        key: folded last and first name, `martin|lea`.
        external_id: the other software's, empty when there is none.
        card: `04217`, `0683-04217`, or empty.
        kind: « élève » or « commensal »; empty when the file does not say.
        emails: valid ones, each once, in the order of the columns.
        uai: of the school, empty when the file does not say.
        ine: national id, 11 signs, empty when unknown.
        elenoet: the school's own number of the pupil.
        birth: day of birth, `2014-03-02`.
        regime: in the office's words.
        sheet: where the row stands, when several sheets of a workbook are read together; empty otherwise.
        used_name: another last name the diner goes by, « nom d’usage »; empty when there is none.
        external_kind: of which column the other software's id is, `matricule`, `n interne`: ids of two kinds are never
            compared; empty without one.
    """

    row: int
    key: str
    external_id: str
    last_name: str
    first_name: str
    class_name: str
    card: str
    kind: str
    emails: tuple[str, ...]
    left: bool
    uai: str = ""
    ine: str = ""
    elenoet: str = ""
    birth: str = ""
    regime: str = ""
    sheet: str = ""
    used_name: str = ""
    external_kind: str = ""

    @property
    def used_key(self) -> str:
        """The same as `key`, by the name in use; empty when there is none."""
        return name_key(self.used_name, self.first_name) if self.used_name else ""

    def spot(self, unit: str = "ligne") -> str:
        """Return `ligne 3`, or `feuille 6B, ligne 3` among several sheets."""
        return f"feuille {self.sheet}, {unit} {self.row}" if self.sheet else f"{unit} {self.row}"

    def seat(self, unit: str) -> str:
        """Return `ligne 3`, or `l’élève 3`: who it is already."""
        return f"l’{self.spot(unit)}" if unit == "élève" else self.spot(unit)


# What is counted in a file -> that one of them is left aside; XML has no lines.
ASIDE = {"ligne": "cette ligne est laissée de côté.", "élève": "cet élève est laissé de côté."}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What could not be understood.

    Attributes:
        row: of the file, 1 for the first; 0 for the file as a whole.
        column: its header; empty when the whole row is meant.
        text: French, says what was done about it.
        sheet: empty for a text file.
        unit: what is counted by `row`.
        skipped: who the row is about, when it is left aside whole; empty when it is taken all the same.
    """

    row: int
    column: str
    text: str
    file: str = ""
    sheet: str = ""
    unit: str = "ligne"
    skipped: str = ""

    @property
    def where(self) -> str:
        """Return `hotes.xlsx, feuille « Hôtes », ligne 5, colonne « N° carte »`."""
        parts = [self.file] if self.file else []
        parts += [f"feuille «{NBSP}{self.sheet}{NBSP}»"] if self.sheet else []
        parts += [f"{self.unit} {self.row}"] if self.row else []
        parts += [f"colonne «{NBSP}{self.column}{NBSP}»"] if self.column else []
        return ", ".join(parts)

    def spot(self, *, with_sheet: bool) -> str:
        """Return `Ligne 5, N° carte`, or `Feuille 6B, ligne 5, N° carte` where several sheets were read."""
        parts = [f"feuille {self.sheet}"] if self.sheet and with_sheet else []
        parts += [f"{self.unit} {self.row}"] if self.row else []
        parts += [self.column] if self.column else []
        spot = ", ".join(parts)
        return spot[:1].upper() + spot[1:]


class Gathered:
    """The diners of one file, each once, and what was wrong with them.

    Args:
        file, sheet, unit: where they stand, for messages.
        titles: what the file calls a field, for messages.

    Attributes:
        sheet: that is being read, for messages; empty for a text file.
        rows: the diners by their place, in the file's order.
        problems: in the file's order.
    """

    def __init__(
        self, file: str, sheet: str = "", unit: str = "ligne", titles: dict[Field, str] | None = None
    ) -> None:
        self.file = file
        self.rows: dict[int, DinerRow] = {}
        self.problems: list[RowProblem] = []
        self.titles = titles or {}
        self.sheet, self._unit = sheet, unit
        self._by_card: dict[str, list[int]] = {}
        self._by_id: dict[Field, dict[str, int]] = {Field.EXTERNAL_ID: {}, Field.INE: {}, Field.ELENOET: {}}
        self._bare: dict[tuple[str, str], int] = {}
        self._born: dict[tuple[str, str, str], int] = {}

    def keep(self, diner: DinerRow) -> None:
        """Keep a diner; a second row of the same person (one a guardian) only adds its addresses."""
        place = self._holder(diner.card) if diner.card else None
        same = self._same_person(diner, place)
        if same is not None:
            self._add_addresses(same, diner.emails)
            return
        if place is not None:
            holder = self.rows[place]
            name = full_name(holder.last_name, holder.first_name)
            text = f"La carte {diner.card} est déjà celle de {name}, {holder.spot(self._unit)}"
            self._repeated(diner, Field.CARD, f"{text}{NBSP}: l’hôte est repris sans carte.")
            diner = replace(diner, card="")
        diner = self._without_repeated_ids(diner)
        place = len(self.rows)
        if not (diner.card or diner.external_id or diner.ine or diner.elenoet):
            first = self._first_like(diner, place)
            if first != place:
                if diner.birth:
                    self._add_addresses(first, diner.emails)
                else:
                    self._twice(diner, self.rows[first])
                return
        self.rows[place] = diner
        if diner.card:
            self._by_card.setdefault(diner.card[-NUMBER_DIGITS:], []).append(place)
        for field, value in _ids(diner):
            if value:
                self._by_id[field][value] = place

    def _add_addresses(self, place: int, emails: tuple[str, ...]) -> None:
        same = self.rows[place]
        if new := _new_addresses(same.emails, emails):
            self.rows[place] = replace(same, emails=same.emails + new)

    def _first_like(self, diner: DinerRow, place: int) -> int:
        """Return the first place of a diner with nothing but a name, a class and perhaps a birth date."""
        folded = fold(diner.class_name)
        if diner.birth:
            return self._born.setdefault((diner.key, folded, diner.birth), place)
        return self._bare.setdefault((diner.key, folded), place)

    def problem(self, row: int, column: str, text: str, *, skipped: str = "") -> None:
        """Note a problem; `skipped` names who is left aside for it."""
        self.problems.append(RowProblem(row, column, text, self.file, self.sheet, self._unit, skipped))

    def _holder(self, card: str) -> int | None:
        """Return the place of who has the card already; `04217` and `0683-04217` are one card, two schools' are two."""
        site = card[: -NUMBER_DIGITS - 1]
        for place in self._by_card.get(card[-NUMBER_DIGITS:], ()):
            held = self.rows[place].card[: -NUMBER_DIGITS - 1]
            if not site or not held or held == site:
                return place
        return None

    def _same_person(self, diner: DinerRow, holder: int | None) -> int | None:
        if holder is not None and self.rows[holder].key == diner.key:
            return holder
        for field, value in _ids(diner):
            place = self._by_id[field].get(value) if value else None
            if place is not None and self.rows[place].key == diner.key:
                return place
        return None

    def _without_repeated_ids(self, diner: DinerRow) -> DinerRow:
        """Take away the ids that another row has already: two persons never share one."""
        for field, value in _ids(diner):
            place = self._by_id[field].get(value) if value else None
            if place is not None:
                first = self.rows[place]
                of = "la " if first.sheet or self._unit == "ligne" else "l’"
                text = f"L’identifiant {value} est déjà celui de {of}{first.spot(self._unit)}"
                self._repeated(diner, field, f"{text}{NBSP}: l’hôte est repris sans identifiant.")
                diner = _without(diner, field)
        return diner

    def _repeated(self, diner: DinerRow, field: Field, text: str) -> None:
        self.problem(diner.row, self.titles.get(field, ""), text)

    def _twice(self, diner: DinerRow, first: DinerRow) -> None:
        name = full_name(diner.last_name, diner.first_name)
        text = f"{name} est déjà {first.seat(self._unit)}{NBSP}: {ASIDE[self._unit]}"
        self.problem(diner.row, "", text, skipped=name)


def _ids(diner: DinerRow) -> tuple[tuple[Field, str], ...]:
    return (
        (Field.EXTERNAL_ID, diner.external_id),
        (Field.INE, diner.ine),
        (Field.ELENOET, diner.elenoet),
    )


def _without(diner: DinerRow, field: Field) -> DinerRow:
    if field is Field.EXTERNAL_ID:
        return replace(diner, external_id="")
    return replace(diner, ine="") if field is Field.INE else replace(diner, elenoet="")


def _new_addresses(known: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    keys = {email_key(email) for email in known}
    return tuple(email for email in others if email_key(email) not in keys)


def used_beside(last_name: str, used_name: str) -> str:
    """Return the name in use as far as it is another one than the last name; empty otherwise."""
    differs = any(map(str.isalpha, used_name)) and fold(used_name) != fold(last_name)
    return used_name if differs else ""


def name_key(last_name: str, first_name: str) -> str:
    """Return what two spellings of one person's name share."""
    return f"{fold(last_name)}|{fold(first_name)}"
