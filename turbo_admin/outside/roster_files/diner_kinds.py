"""Tells pupils and staff apart by the words of schools' files."""

import re
from functools import lru_cache

from turbo_admin.core.matching.spellings import fold
from turbo_admin.outside.roster_files.diner_rows import PUPIL, STAFF

_STAFF_WORDS = frozenset(
    [
        *("commensal", "commensaux", "personnel", "personnels", "professeur", "prof"),
        *("profs", "enseignant", "enseignante", "enseignants", "adulte", "agent"),
        *("agents", "administratif", "administration", "surveillant", "surveillante", "aed"),
        *("aesh", "ass", "atee", "atos", "atoss", "direction"),
        *("intendance", "assistant", "assistante", "passage", "exterieur", "salarie"),
        *("adultes", "commensale", "commensales", "personnelle", "professeure", "professeures"),
        *("professeurs", "enseignantes", "surveillants", "assistants", "salaries", "exterieurs"),
        *("atsem", "cpe", "agente", "agentes"),
    ]
)
# Values of a column « Fonction » for a pupil: « élève », a régime, or an office in the class.
_OF_PUPILS = re.compile(
    r"(?:eleves?|etudiante?s?|collegienn?e?s?|lyceenn?e?s?|ecolier|ecoliere|apprentie?s?|apprenante?s?|enfants?|scolaire|"
    r"pupils?|students?|dp|dpan|demi pensionn?aires?|demi pension|internes?|externes?|forfait|boursiere?s?|boursier|"
    r"(?:eco )?deleguee?s?|suppleante?|tutorat|dp ?\d|(?:sans|neant|aucune?|nc|n a|na|non))(?: .*)?"
)
# Words allowed beside those of the staff in the name of a class: « Personnel de l’établissement ».
_BESIDE = frozenset(
    [
        *(
            "de",
            "du",
            "des",
            "d",
            "l",
            "la",
            "le",
            "les",
            "et",
            "etablissement",
            "college",
            "lycee",
            "ecole",
            "ecoles",
        ),
        *(
            "education",
            "service",
            "technique",
            "techniques",
            "autres",
            "cantine",
            "restauration",
            "vie",
            "scolaire",
        ),
    ]
)


@lru_cache(maxsize=1024)
def kind_of(said: str) -> str:
    """Return the kind by a category, a régime or the name of a sheet: « élève » or « commensal »."""
    return PUPIL if _STAFF_WORDS.isdisjoint(fold(said).split()) else STAFF


@lru_cache(maxsize=1024)
def kind_by_work(said: str) -> str:
    """Return the kind by a column « Fonction » or « Métier »; empty when it does not decide.

    Professeur, Cuisinier, Infirmière    commensal
    Élève, Délégué de classe, DP4        élève
    """
    words = fold(said)
    if not words:
        return ""
    return PUPIL if _OF_PUPILS.fullmatch(words) and kind_of(said) == PUPIL else STAFF


@lru_cache(maxsize=1024)
def is_class_of_staff(name: str) -> bool:
    """Whether a class name means the staff: « Personnel », « Adultes », « Commensaux »."""
    words = set(fold(name).split())
    return bool(words & _STAFF_WORDS) and words <= _STAFF_WORDS | _BESIDE
