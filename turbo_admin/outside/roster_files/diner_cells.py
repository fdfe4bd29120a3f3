"""Parses single cells of a school's file: text, day, name, national id."""

import re
import unicodedata
from datetime import date, datetime

from turbo_admin.core.french import NBSP
from turbo_admin.core.matching.spellings import fold
from turbo_admin.core.roster.classes import class_key
from turbo_admin.core.roster.days import read_birth, read_day
from turbo_admin.core.roster.title_words import DinerField
from turbo_admin.outside.files.excel_reader import CellValue

# Error values of spreadsheets, and `excel_reader.UNCOMPUTED`.
_BROKEN = re.compile(
    r"#(N/A|REF!|VALUE!|VALEUR!|NAME\?|NOM\?|DIV/0!|NULL!|NUM!|NOMBRE!|FORMULE!)", re.IGNORECASE
)
_INE = re.compile(r"[0-9A-Z]{10,11}")
_NO_INE = re.compile(
    r"nc|n c|na|n a|neant|inconnue?|sans|aucun|absente?|non (?:connu|renseigne|communique)e?|ras|vide|provisoire|"
    r"en (?:attente|cours)|a (?:venir|completer)|pas d ine"
)
LONGEST_NAME = 100
# Names of classes: « 6 B », « 5ème 3 », « 2nde 4 », « TG2 », « CM1-CM2 », « 1re STMG 2 », « 3 A SEGPA ».
_OF_SECONDARY = "[1-6] ?(?:eme|ere|nde|re|de|e|d)?(?: ?(?!jour|tour|repas|trim|sem|serv)[a-z]{1,5})?"
_WORDS = "terminale|term|tle|cp|ce[12]|cm[12]|tps|ps|ms|gs|ulis|segpa|upe2a|cap|bts|bac"
_IN_WORDS = f"(?:{_WORDS})(?: (?:{_WORDS}))*(?: ?[a-z]| [a-z]{{2,5}})?"
_CLASS = re.compile(
    f"(?:{_OF_SECONDARY}|{_IN_WORDS}|t ?[a-z]?(?= ?[0-9]))(?: ?[0-9]{{1,2}})?(?: ?[a-z])?(?: segpa| ulis)?"
)
_CLASS_OF = re.compile(r"\s*classe\s+(?:de\s+)?", re.IGNORECASE)


def text_of(value: CellValue) -> str:
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


def day_of(value: CellValue, today: date) -> date | None:
    """Parse a day from a date or a text; None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else read_day(text_of(value), today)


def birth_of(value: CellValue, today: date, *, is_staff: bool = False, is_pupil: bool = False) -> date | None:
    """Parse a day of birth, from 1900 to today; None for anything else."""
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return day if date(1900, 1, 1) <= day <= today else None
    return read_birth(text_of(value), today, is_staff=is_staff, is_pupil=is_pupil)


def class_of_sheet(title: str) -> str:
    """Return the class that a sheet is named after, « 6 B » for « Classe 6 B »; empty when it is named otherwise."""
    named = _CLASS_OF.sub("", text_of(title), count=1)
    # Also by its key, for « Troisième A ».
    return named if _CLASS.fullmatch(fold(named)) or _CLASS.fullmatch(class_key(named)) else ""


def split_name(both: str, *, first_name_first: bool = False) -> tuple[str, str]:
    """Split « DUPONT MARTIN Léa » or « Léa DUPONT MARTIN » into last and first name, by the capitals.

    Args:
        first_name_first: the order when capitals do not decide; the first name is then one word.
    """
    words = both.replace(",", " ").split()
    is_capital = [word.isupper() and len(word) > 1 for word in words]
    ahead = is_capital.index(False) if False in is_capital else 0
    behind = is_capital[::-1].index(False) if False in is_capital else 0
    if behind and not ahead:
        return " ".join(words[-behind:]), " ".join(words[:-behind])
    if first_name_first and not ahead:
        return " ".join(words[1:]), " ".join(words[:1])
    cut = ahead or 1
    return " ".join(words[:cut]), " ".join(words[cut:])


def parse_ine(typed: str) -> str:
    """Return a national id in capitals, with its leading zeros; empty for an invalid one or a placeholder."""
    ine = typed.replace(" ", "").upper()
    is_one = _INE.fullmatch(ine) and any(map(str.isdigit, ine)) and not is_placeholder(typed)
    return ine.zfill(11) if is_one else ""


def is_placeholder(typed: str) -> bool:
    """Whether a national id is a placeholder for an unknown one: zeros, XXXXXXXXXXX, NC, 0123456789A."""
    ine = typed.replace(" ", "").upper()
    digits = "".join(filter(str.isdigit, ine))
    return (
        len(set(ine)) == 1
        or (bool(digits) and not int(digits))
        or ine.startswith(("0123456789", "1234567890"))
        or _NO_INE.fullmatch(fold(typed)) is not None
    )


def wrong_name(field: DinerField, name: str) -> str:
    """Return what is wrong with a last or first name, empty for nothing."""
    if not any(letter.isalpha() for letter in name):
        return f"{field.capitalize()} manquant"
    return f"{field.capitalize()} trop long" if len(name) > LONGEST_NAME else ""


def bad_address(typed: str) -> str:
    """Return the remark on an invalid address."""
    return (
        f"«{NBSP}{typed[:LONGEST_NAME]}{NBSP}» n’est pas une adresse e-mail{NBSP}: elle est laissée de côté."
    )
