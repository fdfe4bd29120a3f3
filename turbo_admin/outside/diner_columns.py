"""Which column of a school's table holds what, guessed from its header."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from turbo_admin.core.names import fold


class Field(StrEnum):
    """What a column holds."""

    LAST = "nom"
    USED = "nom d’usage"
    FIRST = "prénom"
    BOTH = "nom et prénom"
    CLASS = "classe"
    CARD = "carte"
    KIND = "catégorie"
    REGIME = "régime"
    LEFT = "sorti"
    PRESENT = "présent"
    EXTERNAL_ID = "identifiant"
    INE = "INE"
    ELENOET = "n° élève"
    BIRTH = "né(e) le"
    SCHOOL = "établissement"
    EMAIL = "e-mail"


# Headers seen in exports of canteen, school-life and State software, folded. The first that is present wins.
_SYNONYMS: dict[Field, tuple[str, ...]] = {
    Field.LAST: (
        "nom",
        "nom de famille",
        "nom eleve",
        "nom de l eleve",
        "nom hote",
        "nom de l hote",
        "nom convive",
        "nom du convive",
        "nom du titulaire",
        "last name",
        "last",
    ),
    Field.USED: (
        "nom usage",
        "nom d usage",
        "nom d usage eleve",
        "nom usage eleve",
        "nom d usage de l eleve",
        "nom marital",
    ),
    Field.FIRST: (
        "prenom",
        "prenoms",
        "prenom s",
        "prenom usage",
        "prenom eleve",
        "prenom de l eleve",
        "prenom hote",
        "prenom de l hote",
        "prenom convive",
        "prenom du titulaire",
        "prenom 1",
        "first name",
        "first",
    ),
    Field.BOTH: ("nom prenom", "nom et prenom", "nom prenoms", "nom complet", "eleve", "hote", "convive"),
    Field.CLASS: (
        "classe",
        "division",
        "classe division",
        "classe s",
        "div",
        "libelle classe",
        "code classe",
        "code division",
        "structure",
        "class",
    ),
    Field.CARD: (
        "n carte",
        "no carte",
        "num carte",
        "numero carte",
        "n de carte",
        "no de carte",
        "numero de carte",
        "numero de la carte",
        "carte",
        "carte self",
        "n carte self",
        "numero carte self",
        "code carte",
        "badge",
        "n badge",
        "no badge",
        "num badge",
        "numero badge",
        "n de badge",
        "numero de badge",
        "code badge",
        "card",
    ),
    Field.KIND: (
        "categorie",
        "qualite",
        "type",
        "type hote",
        "type d hote",
        "type de convive",
        "statut",
        "public",
    ),
    Field.REGIME: ("regime", "regime de restauration", "code regime"),
    Field.LEFT: (
        "sorti e le",
        "sorti le",
        "sortie le",
        "date sortie",
        "date de sortie",
        "sorti e",
        "sorti",
        "sortie",
        "parti le",
        "date de depart",
        "left",
    ),
    Field.PRESENT: ("actif", "present", "en activite"),
    Field.EXTERNAL_ID: (
        "identifiant",
        "id",
        "identifiant hote",
        "id hote",
        "code hote",
        "matricule",
        "numero interne",
        "n interne",
        "numero",
        "code",
    ),
    Field.INE: (
        "ine",
        "n ine",
        "no ine",
        "numero ine",
        "code ine",
        "ine eleve",
        "identifiant national",
        "identifiant national eleve",
        "id national",
        "numero national",
    ),
    Field.ELENOET: (
        "elenoet",
        "n eleve",
        "no eleve",
        "numero eleve",
        "n interne eleve",
        "numero eleve etablissement",
    ),
    Field.BIRTH: (
        "ne e le",
        "ne le",
        "nee le",
        "date de naissance",
        "date naissance",
        "date naiss",
        "naissance",
        "date naissance eleve",
    ),
    Field.SCHOOL: ("uai", "rne", "uai rne", "code uai", "code rne", "etablissement", "code etablissement"),
}
_EMAIL = re.compile(r"\b(e ?mails?|mails?|courriels?|mel)\b")
# A column without a known title is one of addresses when most of what it shows is.
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands.

    Attributes:
        at: place of the column, 0 for the first; a field that is absent has none.
        emails: places of all columns of addresses, in their order.
        titles: the header as written.
    """

    at: dict[Field, int]
    emails: tuple[int, ...]
    titles: tuple[str, ...]

    def title(self, place: int) -> str:
        """Return the header of a column; its letter when it has none."""
        title = self.titles[place] if place < len(self.titles) else ""
        return title or column_letter(place)

    @property
    def has_names(self) -> bool:
        """Whether it is known where the names stand."""
        return {Field.LAST, Field.FIRST} <= self.at.keys() or Field.BOTH in self.at

    @property
    def fields(self) -> tuple[Field | None, ...]:
        """What each column holds, None for one that is left out."""
        held: list[Field | None] = [None] * len(self.titles)
        for field, place in self.at.items():
            held[place] = field
        for place in self.emails:
            held[place] = Field.EMAIL
        return tuple(held)


def guess_columns(header: Sequence[str], samples: Sequence[Sequence[str]] = ()) -> Columns:
    """Recognise the columns of a header row by their titles; addresses also by what stands below.

    Args:
        samples: the first rows below, as text.
    """
    folded = [fold(title) for title in header]
    at = {
        field: folded.index(synonym)
        for field, synonyms in _SYNONYMS.items()
        for synonym in reversed(synonyms)
        if synonym in folded
    }
    if Field.USED in at and not {Field.LAST, Field.BOTH} & at.keys():
        # The only name there is.
        at[Field.LAST] = at.pop(Field.USED)
    taken = set(at.values())
    emails = tuple(
        place
        for place, title in enumerate(folded)
        if place not in taken and (_EMAIL.search(title) or _are_addresses(samples, place))
    )
    return Columns(at, emails, _titles(header))


def chosen_columns(header: Sequence[str], fields: Sequence[Field | None]) -> Columns:
    """Return the columns as the clerk has chosen them.

    Args:
        fields: what each column holds; of a field named twice, e-mails apart, the first column counts.
    """
    at: dict[Field, int] = {}
    for place, field in enumerate(fields[: len(header)]):
        if field is not None and field is not Field.EMAIL:
            at.setdefault(field, place)
    emails = tuple(place for place, field in enumerate(fields[: len(header)]) if field is Field.EMAIL)
    return Columns(at, emails, _titles(header))


def headers_key(header: Sequence[str]) -> str:
    """Return by what a table with the same titles in the same order is known again."""
    return hashlib.sha256("\x1f".join(fold(title) for title in header).encode()).hexdigest()


def _are_addresses(samples: Sequence[Sequence[str]], place: int) -> bool:
    cells = [row[place] for row in samples if place < len(row) and row[place]]
    return bool(cells) and sum("@" in cell for cell in cells) > _MOSTLY * len(cells)


def _titles(header: Sequence[str]) -> tuple[str, ...]:
    return tuple(" ".join(title.split()) for title in header)


def column_letter(place: int) -> str:
    """Return what a spreadsheet calls a column: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
