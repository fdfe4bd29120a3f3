"""One row of a school's table made into a diner, with every problem told by file, sheet, row and column."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from turbo_admin.core.cards import parse_card
from turbo_admin.core.emails import email_key, parse_email
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import NBSP, full_name
from turbo_admin.core.names import fold
from turbo_admin.core.uai import parse_uai
from turbo_admin.outside.diner_columns import Columns, Field

Cell = str | bool | int | float | date | datetime | None

PUPIL, STAFF = "élève", "commensal"
_STAFF_WORDS = frozenset(
    [
        "commensal",
        "commensaux",
        "personnel",
        "personnels",
        "professeur",
        "prof",
        "profs",
        "enseignant",
        "enseignante",
        "enseignants",
        "adulte",
        "agent",
        "agents",
        "administratif",
        "administration",
        "surveillant",
        "surveillante",
        "aed",
        "aesh",
        "ass",
        "atee",
        "atos",
        "atoss",
        "direction",
        "intendance",
        "assistant",
        "assistante",
        "passage",
        "exterieur",
        "salarie",
    ]
)
_YES = frozenset(["1", "oui", "o", "vrai", "true", "yes", "y", "x", "sorti", "sortie", "parti", "partie"])
_NO = frozenset(["0", "non", "n", "faux", "false", "no", "actif", "active", "present", "presente"])
# What spreadsheets show for a broken formula.
_BROKEN = re.compile(r"#(N/A|REF!|VALUE!|VALEUR!|NAME\?|NOM\?|DIV/0!|NULL!|NUM!|NOMBRE!)", re.IGNORECASE)
_DATES = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y")
_LONGEST_NAME = 100
_LONGEST_CLASS = 40
_FULL_CARD_WITHOUT_ZERO = 8


@dataclass(frozen=True, slots=True)
class DinerRow:
    """A diner as a spreadsheet has it.

    Attributes:
        row: of the file, 1 for the first.
        external_id: the other software's, empty when there is none.
        card: `04217`, `0683-04217`, or empty.
        kind: « élève » or « commensal ».
        emails: valid ones, each once, in the order of the columns.
        uai: of the school, empty when the file does not say.
    """

    row: int
    external_id: str
    last_name: str
    first_name: str
    class_name: str
    card: str
    kind: str
    emails: tuple[str, ...]
    left: bool
    uai: str = ""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What could not be understood.

    Attributes:
        row: of the file, 1 for the first.
        column: its header; empty when the whole row is meant.
        text: French, says what was done about it.
        sheet: empty for a text file.
    """

    row: int
    column: str
    text: str
    file: str = ""
    sheet: str = ""

    @property
    def where(self) -> str:
        """Return `hotes.xlsx, feuille « Hôtes », ligne 5, colonne « N° carte »`."""
        parts = [self.file] if self.file else []
        parts += [f"feuille «{NBSP}{self.sheet}{NBSP}»"] if self.sheet else []
        parts.append(f"ligne {self.row}")
        parts += [f"colonne «{NBSP}{self.column}{NBSP}»"] if self.column else []
        return ", ".join(parts)


class RowReader:
    """Reads the rows of one sheet, one after the other, and remembers what they said.

    Attributes:
        rows: the diners by row, in the file's order.
        problems: in the file's order.
    """

    def __init__(self, file: str, sheet: str, today: date) -> None:
        self.file = file
        self.rows: dict[int, DinerRow] = {}
        self.problems: list[RowProblem] = []
        self._sheet = sheet
        self._today = today
        self._by_number: dict[str, list[int]] = {}
        self._by_external: dict[str, int] = {}

    def read(self, number: int, cells: Sequence[Cell], columns: Columns) -> None:
        """Take in one row that is not empty."""
        row = _Row(self, number, cells, columns)
        names = row.names()
        if names is None:
            return
        diner = DinerRow(
            row=number,
            external_id=row.get(Field.EXTERNAL_ID)[:_LONGEST_NAME],
            last_name=names[0],
            first_name=names[1],
            class_name=row.get(Field.CLASS)[:_LONGEST_CLASS],
            card=row.card(),
            kind=row.kind(),
            emails=row.emails(),
            left=row.left(),
            uai=row.uai(),
        )
        self._keep(diner, columns)

    def _keep(self, diner: DinerRow, columns: Columns) -> None:
        """Keep the diner; a second row of the same person (one a guardian) only adds its addresses."""
        holder = self._holder(diner.card)
        namesake = holder or self.rows.get(self._by_external.get(diner.external_id, 0))
        if namesake and _same_name(namesake, diner):
            keys = {email_key(email) for email in namesake.emails}
            new = tuple(email for email in diner.emails if email_key(email) not in keys)
            self.rows[namesake.row] = replace(namesake, emails=namesake.emails + new)
            return
        if holder:
            name = full_name(holder.last_name, holder.first_name)
            text = f"La carte {diner.card} est déjà celle de {name}, ligne {holder.row}"
            self._repeated(diner, columns, Field.CARD, text)
            diner = replace(diner, card="")
        if diner.external_id in self._by_external:
            text = f"L’identifiant {diner.external_id} est déjà celui de la ligne {self._by_external[diner.external_id]}"
            self._repeated(diner, columns, Field.EXTERNAL_ID, text)
            diner = replace(diner, external_id="")
        self.rows[diner.row] = diner
        if diner.card:
            self._by_number.setdefault(parse_card(diner.card).number, []).append(diner.row)
        if diner.external_id:
            self._by_external[diner.external_id] = diner.row

    def _holder(self, card: str) -> DinerRow | None:
        """Return who has the card already; `04217` and `0683-04217` are one card, two schools' are two."""
        if not card:
            return None
        wanted = parse_card(card)
        for row in self._by_number.get(wanted.number, ()):
            site = parse_card(self.rows[row].card).site_code
            if not site or not wanted.site_code or site == wanted.site_code:
                return self.rows[row]
        return None

    def _repeated(self, diner: DinerRow, columns: Columns, field: Field, text: str) -> None:
        without = f"{NBSP}: l’hôte est repris sans {'carte' if field is Field.CARD else 'identifiant'}."
        self.problem(diner.row, columns.title(columns.at[field]), text + without)

    def problem(self, row: int, column: str, text: str) -> None:
        """Note a problem."""
        self.problems.append(RowProblem(row, column, text, self.file, self._sheet))

    def has_left(self, text: str, value: Cell) -> bool | None:
        """Return whether the cell says that the diner has left; None when it says nothing known."""
        day = _day(value) or _day(text)
        if day is not None:
            return day <= self._today
        word = fold(text)
        return True if word in _YES else False if word in _NO or not word else None

    @staticmethod
    def text(value: Cell) -> str:
        """Return a cell as one line of text: numbers without a decimal zero, control characters gone."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return "oui" if value else "non"
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, datetime | date):
            return f"{value:%d/%m/%Y}"
        text = "".join(
            " " if unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp"} else letter
            for letter in str(value)
        )
        text = unicodedata.normalize("NFC", " ".join(text.split()))
        return "" if _BROKEN.fullmatch(text) else text


class _Row:
    """One row with its columns known."""

    def __init__(self, reader: RowReader, number: int, cells: Sequence[Cell], columns: Columns) -> None:
        self._reader = reader
        self._number = number
        self._cells = cells
        self._columns = columns

    def get(self, field: Field) -> str:
        """Return the text of a field; empty when the column is absent."""
        return self._reader.text(self._raw(field))

    def _raw(self, field: Field) -> Cell:
        place = self._columns.at.get(field)
        return self._cells[place] if place is not None and place < len(self._cells) else None

    def _problem(self, field: Field, text: str) -> None:
        place = self._columns.at.get(field, self._columns.at.get(Field.BOTH))
        self._reader.problem(self._number, self._columns.title(place) if place is not None else "", text)

    def names(self) -> tuple[str, str] | None:
        """Return last and first name; None, with a problem noted, when one is missing or cannot be one."""
        last, first = self.get(Field.LAST), self.get(Field.FIRST)
        if not last and not first:
            last, first = split_name(self.get(Field.BOTH))
        for field, name in ((Field.LAST, last), (Field.FIRST, first)):
            if not any(letter.isalpha() for letter in name):
                what = f"{field.capitalize()} manquant"
                self._problem(field, f"{what}{NBSP}: cette ligne est laissée de côté.")
                return None
            if len(name) > _LONGEST_NAME:
                self._problem(
                    field, f"{field.capitalize()} trop long{NBSP}: cette ligne est laissée de côté."
                )
                return None
        return last, first

    def card(self) -> str:
        """Return the card with its zeros; empty, with a problem noted, when it cannot be one."""
        text = self.get(Field.CARD)
        if not text:
            return ""
        if text.isdecimal() and len(text) == _FULL_CARD_WITHOUT_ZERO:
            text = "0" + text
        try:
            return str(parse_card(text))
        except Refused:
            self._problem(
                Field.CARD,
                f"«{NBSP}{text[:20]}{NBSP}» n’est pas un numéro de carte (04217 ou 0683-04217){NBSP}: "
                "l’hôte est repris sans carte.",
            )
            return ""

    def kind(self) -> str:
        """Return « commensal » when category or régime says so."""
        words = {*fold(self.get(Field.KIND)).split(), *fold(self.get(Field.REGIME)).split()}
        return STAFF if words & _STAFF_WORDS else PUPIL

    def emails(self) -> tuple[str, ...]:
        """Return the valid addresses of all columns, each once; the others are noted as problems."""
        found: dict[str, str] = {}
        for place in self._columns.emails:
            cell = self._reader.text(self._cells[place]) if place < len(self._cells) else ""
            # « Mme Martin <a@exemple.fr> »: the words around an address are nobody's fault.
            typed = [word.strip("<>()") for word in re.split(r"[\s;,/]+", cell) if "@" in word]
            if not typed and any(letter.isalnum() for letter in cell):
                typed = [cell]
            for one in typed:
                try:
                    address = parse_email(one.removeprefix("mailto:"))
                except Refused:
                    self._bad_address(place, one)
                else:
                    found.setdefault(email_key(address), address)
        return tuple(found.values())

    def _bad_address(self, place: int, typed: str) -> None:
        text = f"«{NBSP}{typed[:60]}{NBSP}» n’est pas une adresse e-mail{NBSP}: elle est laissée de côté."
        self._reader.problem(self._number, self._columns.title(place), text)

    def left(self) -> bool:
        """Return whether the diner has left, by a leaving date, a tick, or a « présent » that says no."""
        text = self.get(Field.LEFT)
        left = self._reader.has_left(text, self._raw(Field.LEFT))
        if left is None:
            self._problem(
                Field.LEFT,
                f"«{NBSP}{text[:30]}{NBSP}» n’est ni une date ni oui ou non{NBSP}: l’hôte est repris comme présent.",
            )
        return bool(left) or fold(self.get(Field.PRESENT)) in {"0", "non", "n", "faux", "false", "no"}

    def uai(self) -> str:
        """Return the school's UAI; empty when the column holds something else, such as its name."""
        try:
            return parse_uai(self.get(Field.SCHOOL))
        except Refused:
            return ""


def split_name(both: str) -> tuple[str, str]:
    """Cut « DUPONT MARTIN Léa » where the capitals end; without that sign the first word is the last name."""
    words = both.replace(",", " ").split()
    capitals = 0
    while capitals < len(words) and words[capitals].isupper() and len(words[capitals]) > 1:
        capitals += 1
    cut = capitals if 0 < capitals < len(words) else 1
    return " ".join(words[:cut]), " ".join(words[cut:])


def _same_name(one: DinerRow, other: DinerRow) -> bool:
    return fold(one.last_name) == fold(other.last_name) and fold(one.first_name) == fold(other.first_name)


def _day(value: Cell) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        for shape in _DATES:
            try:
                return datetime.strptime(value.strip(), shape).date()  # noqa: DTZ007 (a day has no zone)
            except ValueError:
                continue
    return None
