"""A diner as read from a file, and problems located by file, sheet, row and column."""

from dataclasses import dataclass

from msgspec import Struct

from turbo_admin.core.french import NBSP
from turbo_admin.core.matching.spellings import fold

PUPIL, STAFF = "élève", "commensal"


class FileDiner(Struct, frozen=True, gc=False):
    """A diner as read from a file.

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


# Unit of a file -> French for « it is skipped »; XML has no lines.
ASIDE = {"ligne": "cette ligne est laissée de côté.", "élève": "cet élève est laissé de côté."}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something in a file that could not be read.

    Attributes:
        row: of the file, 1 for the first; 0 for the file as a whole.
        column: its header; empty when the whole row is meant.
        text: French, says what was done about it.
        sheet: empty for a text file.
        unit: what is counted by `row`.
        skipped: the person whose row is skipped; empty when the row is imported.
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


def used_beside(last_name: str, used_name: str) -> str:
    """Return the nom d'usage when it differs from the last name; else an empty text."""
    differs = any(map(str.isalpha, used_name)) and fold(used_name) != fold(last_name)
    return used_name if differs else ""


def name_key(last_name: str, first_name: str) -> str:
    """Return the folded key of a name, equal for its spellings."""
    return f"{fold(last_name)}|{fold(first_name)}"
