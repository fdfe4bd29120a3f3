"""What a credential sheet says, and in which order sheets lie in a pile."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from turbo_admin.core.matching.spellings import fold

SheetOrder = tuple[bool, tuple[tuple[int, int, str], ...], str, str]

STAFF = "commensal"


@dataclass(frozen=True, slots=True)
class SheetSchool:
    """The school as its paper shows it; any text may be empty but the name and the address of the portal.

    Attributes:
        portal_url: of the school's home page, `https://espace.exemple.fr/e/0990001N`.
    """

    name: str
    uai: str
    address_lines: tuple[str, ...]
    phone: str
    email: str
    town: str
    portal_url: str


@dataclass(frozen=True, slots=True)
class CredentialSheet:
    """What one page hands over. It holds a password: never log it, never keep it longer than the page takes.

    Attributes:
        diner_names: (last, first) of every diner of the account, one or more.
        class_name: of the first; empty for staff.
        kind: « élève » is written to « Aux responsables de », « commensal » by name.
        link_url: what the QR code says.
        expires: the last day on which the password works.
    """

    school: SheetSchool
    diner_names: tuple[tuple[str, str], ...]
    class_name: str
    kind: str
    login: str
    password: str
    link_url: str
    expires: date
    reference: str


# The same diners are ordered again and again: in each list of accounts, in each batch.
@lru_cache(maxsize=8192)
def sheet_order(class_name: str, last_name: str, first_name: str) -> SheetOrder:
    """Return the key by which sheets lie in the pile: class, then name; those without a class last.

    Numbers within a class sort as numbers: « 2nde 1 » < « 3 A » < « 6 B » < « 10 C » < « CAP 1 ».
    """
    pieces = re.findall(r"\d+|[^\W\d]+", fold(class_name))
    key = tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces)
    return not key, key, fold(last_name), fold(first_name)
