"""One row of a school's file made into a diner, with every problem told by file, sheet, row and column."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from turbo_admin.core.cards import parse_card
from turbo_admin.core.emails import email_key, parse_email
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import NBSP, full_name
from turbo_admin.core.names import fold
from turbo_admin.core.regimes import read_regime
from turbo_admin.core.uai import parse_uai
from turbo_admin.outside.diner_columns import Columns, Field
from turbo_admin.outside.workbooks import Cell

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
_FRENCH_DAY = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_WORDS = re.compile(r"[\s;,/]+")
_INE = re.compile(r"[0-9A-Z]{10,11}")
_LONGEST_NAME = 100
_LONGEST_CLASS = 40
_FULL_CARD_WITHOUT_ZERO = 8
_NUMBER_DIGITS = 5


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


class Gathered:
    """The diners of one file, each once, and what was wrong with them.

    Args:
        file, sheet, unit: where they stand, for messages.
        titles: what the file calls a field, for messages.

    Attributes:
        rows: the diners by row, in the file's order.
        problems: in the file's order.
    """

    def __init__(
        self, file: str, sheet: str = "", unit: str = "ligne", titles: dict[Field, str] | None = None
    ) -> None:
        self.file = file
        self.rows: dict[int, DinerRow] = {}
        self.problems: list[RowProblem] = []
        self.titles = titles or {}
        self._sheet, self._unit = sheet, unit
        self._by_card: dict[str, list[int]] = {}
        self._by_id: dict[Field, dict[str, int]] = {Field.EXTERNAL_ID: {}, Field.INE: {}, Field.ELENOET: {}}
        self._bare: dict[tuple[str, str], int] = {}

    def keep(self, diner: DinerRow) -> None:
        """Keep a diner; a second row of the same person (one a guardian) only adds its addresses."""
        holder = self._holder(diner.card) if diner.card else None
        same = self._same_person(diner, holder)
        if same is not None:
            if new := _new_addresses(same.emails, diner.emails):
                self.rows[same.row] = replace(same, emails=same.emails + new)
            return
        if holder:
            name = full_name(holder.last_name, holder.first_name)
            text = f"La carte {diner.card} est déjà celle de {name}, {self._unit} {holder.row}"
            self._repeated(diner, Field.CARD, f"{text}{NBSP}: l’hôte est repris sans carte.")
            diner = replace(diner, card="")
        diner = self._without_repeated_ids(diner)
        if not (diner.card or diner.external_id or diner.ine or diner.elenoet or diner.birth):
            first = self._bare.setdefault((diner.key, fold(diner.class_name)), diner.row)
            if first != diner.row:
                self._twice(diner, first)
                return
        self.rows[diner.row] = diner
        if diner.card:
            self._by_card.setdefault(diner.card[-_NUMBER_DIGITS:], []).append(diner.row)
        for field, value in _ids(diner):
            if value:
                self._by_id[field][value] = diner.row

    def problem(self, row: int, column: str, text: str, *, skipped: str = "") -> None:
        """Note a problem; `skipped` names who is left aside for it."""
        self.problems.append(RowProblem(row, column, text, self.file, self._sheet, self._unit, skipped))

    def _holder(self, card: str) -> DinerRow | None:
        """Return who has the card already; `04217` and `0683-04217` are one card, two schools' are two."""
        site = card[: -_NUMBER_DIGITS - 1]
        for row in self._by_card.get(card[-_NUMBER_DIGITS:], ()):
            held = self.rows[row].card[: -_NUMBER_DIGITS - 1]
            if not site or not held or held == site:
                return self.rows[row]
        return None

    def _same_person(self, diner: DinerRow, holder: DinerRow | None) -> DinerRow | None:
        if holder is not None and holder.key == diner.key:
            return holder
        for field, value in _ids(diner):
            row = self._by_id[field].get(value) if value else None
            if row is not None and self.rows[row].key == diner.key:
                return self.rows[row]
        return None

    def _without_repeated_ids(self, diner: DinerRow) -> DinerRow:
        """Take away the ids that another row has already: two persons never share one."""
        for field, value in _ids(diner):
            row = self._by_id[field].get(value) if value else None
            if row is not None:
                of = "la ligne" if self._unit == "ligne" else f"l’{self._unit}"
                text = f"L’identifiant {value} est déjà celui de {of} {row}"
                self._repeated(diner, field, f"{text}{NBSP}: l’hôte est repris sans identifiant.")
                diner = _without(diner, field)
        return diner

    def _repeated(self, diner: DinerRow, field: Field, text: str) -> None:
        self.problem(diner.row, self.titles.get(field, ""), text)

    def _twice(self, diner: DinerRow, first: int) -> None:
        name = full_name(diner.last_name, diner.first_name)
        text = f"{name} est déjà {self._unit} {first}{NBSP}: cette ligne est laissée de côté."
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


class RowReader:
    """Reads the rows of one sheet, one after the other.

    Args:
        gathered: where the diners go.
        columns: what stands where.
        today: a diner whose leaving day is later has not left.
    """

    def __init__(self, gathered: Gathered, columns: Columns, today: date) -> None:
        self._gathered, self._columns, self._today = gathered, columns, today
        gathered.titles = {field: columns.title(place) for field, place in columns.at.items()}
        self._number = 0
        self._cells: Sequence[Cell] = ()

    def read(self, number: int, cells: Sequence[Cell]) -> None:
        """Take in one row that is not empty."""
        self._number, self._cells = number, cells
        names = self._names()
        if names is None:
            return
        last, first = names
        self._gathered.keep(
            DinerRow(
                row=number,
                key=name_key(last, first),
                external_id=self._get(Field.EXTERNAL_ID)[:_LONGEST_NAME],
                last_name=last,
                first_name=first,
                class_name=self._get(Field.CLASS)[:_LONGEST_CLASS],
                card=self._card(),
                kind=self._kind(),
                emails=self._emails(),
                left=self._left(),
                uai=self._uai(),
                ine=self._ine(),
                elenoet=self._get(Field.ELENOET)[:_LONGEST_CLASS],
                birth=self._birth(),
                regime=read_regime(self._get(Field.REGIME))[:_LONGEST_NAME]
                if Field.REGIME in self._columns.at
                else "",
            )
        )

    def _get(self, field: Field) -> str:
        """Return the text of a field; empty when the column is absent."""
        place = self._columns.at.get(field)
        return text_of(self._cells[place]) if place is not None and place < len(self._cells) else ""

    def _raw(self, field: Field) -> Cell:
        place = self._columns.at.get(field)
        return self._cells[place] if place is not None and place < len(self._cells) else None

    def _problem(self, field: Field, text: str, *, skipped: str = "") -> None:
        place = self._columns.at.get(field, self._columns.at.get(Field.BOTH))
        column = self._columns.title(place) if place is not None else ""
        self._gathered.problem(self._number, column, text, skipped=skipped)

    def _names(self) -> tuple[str, str] | None:
        """Return last and first name; None, with a problem noted, when one is missing or cannot be one."""
        last, first = self._get(Field.LAST), self._get(Field.FIRST)
        if not last and not first:
            last, first = split_name(self._get(Field.BOTH))
        for field, name in ((Field.LAST, last), (Field.FIRST, first)):
            wrong = wrong_name(field, name)
            if wrong:
                who = full_name(last, first) or "(sans nom)"
                self._problem(
                    field, f"{wrong}{NBSP}: cette ligne est laissée de côté.", skipped=who[:_LONGEST_NAME]
                )
                return None
        return last, first

    def _card(self) -> str:
        """Return the card with its zeros; empty, with a problem noted, when it cannot be one."""
        text = self._get(Field.CARD)
        if not text:
            return ""
        if text.isdecimal() and text.isascii():
            if len(text) <= _NUMBER_DIGITS:
                return text.zfill(_NUMBER_DIGITS)
            if len(text) == _FULL_CARD_WITHOUT_ZERO:
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

    def _kind(self) -> str:
        """Return « commensal » when category or régime says so; empty when there is no such column."""
        if Field.KIND not in self._columns.at and Field.REGIME not in self._columns.at:
            return ""
        return _kind_of(f"{self._get(Field.KIND)} {self._get(Field.REGIME)}")

    def _emails(self) -> tuple[str, ...]:
        """Return the valid addresses of all columns, each once; the others are noted as problems."""
        found: dict[str, str] = {}
        for place in self._columns.emails:
            cell = text_of(self._cells[place]) if place < len(self._cells) else ""
            # « Mme Martin <a@exemple.fr> »: the words around an address are nobody's fault.
            typed = [word.strip("<>()") for word in _WORDS.split(cell) if "@" in word] if cell else []
            if not typed and any(letter.isalnum() for letter in cell):
                typed = [cell]
            for one in typed:
                try:
                    address = parse_email(one.removeprefix("mailto:"))
                except Refused:
                    self._gathered.problem(self._number, self._columns.title(place), bad_address(one))
                else:
                    found.setdefault(email_key(address), address)
        return tuple(found.values())

    def _left(self) -> bool:
        """Return whether the diner has left, by a leaving date, a tick, or a « présent » that says no."""
        text = self._get(Field.LEFT)
        left = self._has_left(text, self._raw(Field.LEFT)) if text else False
        if left is None:
            self._problem(
                Field.LEFT,
                f"«{NBSP}{text[:30]}{NBSP}» n’est ni une date ni oui ou non{NBSP}: l’hôte est repris comme présent.",
            )
        if left or Field.PRESENT not in self._columns.at:
            return bool(left)
        return fold(self._get(Field.PRESENT)) in {"0", "non", "n", "faux", "false", "no"}

    def _has_left(self, text: str, value: Cell) -> bool | None:
        """Return whether the cell says that the diner has left; None when it says nothing known."""
        day = day_of(value) or day_of(text)
        if day is not None:
            return day <= self._today
        word = fold(text)
        return True if word in _YES else False if word in _NO or not word else None

    def _uai(self) -> str:
        """Return the school's UAI; empty when the column holds something else, such as its name."""
        try:
            return parse_uai(self._get(Field.SCHOOL)) if Field.SCHOOL in self._columns.at else ""
        except Refused:
            return ""

    def _ine(self) -> str:
        text = self._get(Field.INE)
        ine = parse_ine(text)
        if text and not ine:
            self._problem(
                Field.INE,
                f"«{NBSP}{text[:20]}{NBSP}» n’est pas un INE (11 signes){NBSP}: l’hôte est repris sans lui.",
            )
        return ine

    def _birth(self) -> str:
        raw = self._raw(Field.BIRTH)
        text = text_of(raw)
        day = (day_of(raw) or day_of(text)) if text else None
        if text and day is None:
            self._problem(
                Field.BIRTH,
                f"«{NBSP}{text[:20]}{NBSP}» n’est pas une date{NBSP}: l’hôte est repris sans date de naissance.",
            )
        return day.isoformat() if day else ""


@lru_cache(maxsize=1024)
def _kind_of(said: str) -> str:
    return PUPIL if _STAFF_WORDS.isdisjoint(fold(said).split()) else STAFF


def name_key(last_name: str, first_name: str) -> str:
    """Return what two spellings of one person's name share."""
    return f"{fold(last_name)}|{fold(first_name)}"


def parse_ine(typed: str) -> str:
    """Return a national id in capitals, its lost zeros put back; empty when it is none."""
    ine = typed.replace(" ", "").upper()
    return ine.zfill(11) if _INE.fullmatch(ine) and any(map(str.isdigit, ine)) else ""


def wrong_name(field: Field, name: str) -> str:
    """Return what is wrong with a last or first name, empty for nothing."""
    if not any(letter.isalpha() for letter in name):
        return f"{field.capitalize()} manquant"
    return f"{field.capitalize()} trop long" if len(name) > _LONGEST_NAME else ""


def bad_address(typed: str) -> str:
    """Return what is said of an address that is none."""
    return f"«{NBSP}{typed[:60]}{NBSP}» n’est pas une adresse e-mail{NBSP}: elle est laissée de côté."


def text_of(value: Cell) -> str:
    """Return a cell as one line of text: numbers without a decimal zero, control characters gone."""
    if type(value) is str:
        if value.isprintable():
            text = " ".join(value.split())
            if not text.isascii():
                text = unicodedata.normalize("NFC", text)
            return "" if text.startswith("#") and _BROKEN.fullmatch(text) else text
    elif value is None:
        return ""
    elif isinstance(value, bool):
        return "oui" if value else "non"
    elif isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "".join(
        " " if unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp"} else letter for letter in str(value)
    )
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    return "" if _BROKEN.fullmatch(text) else text


def split_name(both: str) -> tuple[str, str]:
    """Cut « DUPONT MARTIN Léa » where the capitals end; without that sign the first word is the last name."""
    words = both.replace(",", " ").split()
    capitals = 0
    while capitals < len(words) and words[capitals].isupper() and len(words[capitals]) > 1:
        capitals += 1
    cut = capitals if 0 < capitals < len(words) else 1
    return " ".join(words[:cut]), " ".join(words[cut:])


def day_of(value: Cell) -> date | None:
    """Return the day that a cell holds, as a date or as text; None when it holds none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    if french := _FRENCH_DAY.fullmatch(value):
        day, month, year = map(int, french.groups())
        try:
            return date(year, month, day)
        except ValueError:
            return None
    for shape in _DATES:
        try:
            return datetime.strptime(value.strip(), shape).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    return None
