"""Recognises rows that are no diners: totals, repeated titles, class headings, a program's notes."""

import re
from collections.abc import Sequence

from turbo_admin.core.french import NBSP
from turbo_admin.core.matching.spellings import fold
from turbo_admin.outside.files.excel_reader import CellValue
from turbo_admin.outside.roster_files.diner_cells import class_of_sheet, text_of

TITLES_AGAIN = f"Cette ligne répète les titres{NBSP}: elle est laissée de côté."
_TOTAL_TOLD = f"Cette ligne est un total, et non un hôte{NBSP}: elle est laissée de côté."
_NOTE_TOLD = f"Cette ligne est une note du fichier, et non un hôte{NBSP}: elle est laissée de côté."
# « Total », « Effectif : 28 », « Total des élèves | 28 ».
_TOTAL = re.compile(r"(?:sous )?(?:total|totaux|effectifs?|nombre|somme|moyenne)\b")
_CELLS_OF_TOTAL = 2
# Quick test of the beginning, which most rows fail.
_PERHAPS = re.compile(
    r"\s*(?:sous|tota|effe|nomb|somm|moye|[ée]di|impr|g[ée]n|expo|extr|[ée]tab|r[ée]al|cr[ée]|arr|fait|mi|liste|sour|l[ée]g|"
    r"rema|note|n\.?b|date|aute|logi|docu|fich)",
    re.IGNORECASE,
)
# « Total | élèves | 28 », « Nombre | d’élèves | 28 »; TOTAL Paul is somebody.
_COUNTED = re.compile(
    r"(?:(?:general|generaux|des?|du|d|les|la|par) )*(?:eleves?|hotes?|convives?|enfants?|lignes?|inscrits?|repas|"
    r"rationnaires|demi pensionnaires|dp|classes?|general|page|personnes|commensaux|\d+)(?: .*)?"
)
# « Édité | par Mme Durand », « Imprimé | le 12/09 »; « Édité » alone may be a name.
_MADE = re.compile(
    r"(?:edite|imprime|genere|exporte|extrait|etabli|realise|cree|arrete|fait|mis a jour|liste)e?s?"
)
_BY = re.compile(r"(?:par|le|a|au|depuis|de|du|avec)\b.*")
_NOTE = re.compile(
    r"\s*(?:source|[ée]dit(?:é|ion|eur)|imprim|g[ée]n[ée]r|export|extra(?:it|ction)|l[ée]gende|remarques?|notes?|n\.?b\.?|"
    r"mise? [àa] jour|date|auteur|logiciel|document|fichier)[^\W\d]*\s*:.*",
    re.IGNORECASE,
)


def skip_reason(held: Sequence[CellValue]) -> str:
    """Return the remark on a row that is no diner; empty for a diner's row.

    Args:
        held: the non-empty cells of the row.
    """
    if len(held) > 1 and not (isinstance(held[0], str) and _PERHAPS.match(held[0])):
        return ""
    texts = [text_of(cell) for cell in held]
    first, second = fold(texts[0]) if texts else "", fold(texts[1]) if len(texts) > 1 else ""
    if _TOTAL.match(first) and (len(held) <= _CELLS_OF_TOTAL or _COUNTED.fullmatch(second)):
        return _TOTAL_TOLD
    if (texts and _NOTE.fullmatch(texts[0])) or (_MADE.fullmatch(first) and _BY.fullmatch(second)):
        return _NOTE_TOLD
    if len(texts) == 1 and class_of_sheet(texts[0]):
        return (
            f"«{NBSP}{texts[0]}{NBSP}» semble être le titre d’une classe{NBSP}: cette ligne est laissée de côté, et les "
            f"hôtes qui la suivent n’ont de classe que dans une colonne «{NBSP}Classe{NBSP}». Écrivez-la à chaque ligne, "
            "puis relisez le fichier."
        )
    return ""


def repeats_titles(cells: Sequence[CellValue], titles: Sequence[str]) -> bool:
    """Whether a row repeats the titles."""
    texts = [text_of(cell) for cell in cells]
    return [fold(text) for text in texts] == [fold(title) for title in titles[: len(texts)]]
