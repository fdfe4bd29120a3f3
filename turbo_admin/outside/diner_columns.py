"""Which column of a school's table holds what, guessed from its header."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from turbo_admin.core.names import fold


class Field(StrEnum):
    """What a column holds."""

    LAST = "nom"
    FIRST = "prénom"
    BOTH = "nom et prénom"
    CLASS = "classe"
    CARD = "carte"
    KIND = "catégorie"
    REGIME = "régime"
    LEFT = "sorti"
    PRESENT = "présent"
    EXTERNAL_ID = "identifiant"
    SCHOOL = "établissement"
    EMAIL = "e-mail"


# Headers seen in exports of canteen, school-life and State software, folded. The first that is present wins.
_SYNONYMS: dict[Field, tuple[str, ...]] = {
    Field.LAST: (
        "nom",
        "nom de famille",
        "nom usage",
        "nom d usage",
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
        "ine",
        "identifiant national",
        "numero national",
        "elenoet",
        "n eleve",
        "numero eleve",
        "numero",
        "code",
    ),
    Field.SCHOOL: ("uai", "rne", "uai rne", "code uai", "code rne", "etablissement", "code etablissement"),
}
_EMAIL = re.compile(r"\b(e ?mails?|mails?|courriels?|mel)\b")


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


def guess_columns(header: Sequence[str]) -> Columns | None:
    """Recognise a header row; None when it does not say where the names stand."""
    folded = [fold(title) for title in header]
    at = {
        field: folded.index(synonym)
        for field, synonyms in _SYNONYMS.items()
        for synonym in reversed(synonyms)
        if synonym in folded
    }
    if not ({Field.LAST, Field.FIRST} <= at.keys() or Field.BOTH in at):
        return None
    emails = tuple(place for place, title in enumerate(folded) if _EMAIL.search(title))
    return Columns(at, emails, tuple(" ".join(title.split()) for title in header))


def column_letter(place: int) -> str:
    """Return what a spreadsheet calls a column: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
