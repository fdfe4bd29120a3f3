"""Content of a credential sheet, and the order in which sheets print."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from turbo_admin.core.matching.spellings import fold

SheetOrder = tuple[bool, tuple[tuple[int, int, str], ...], str, str]

STAFF = "commensal"


@dataclass(frozen=True, slots=True)
class SheetSchool:
    """A school's data for paper; only the name and the portal's address are never empty.

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
    """Content of one sheet. It holds a password: never log it, never keep it longer than printing takes.

    Attributes:
        diner_names: (last, first) of every diner of the account, one or more.
        class_name: of the first; empty for staff.
        kind: « élève » is written to « Aux responsables de », « commensal » by name.
        link_url: address in the QR code.
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


# Cached: the same diners are sorted in every list and batch.
@lru_cache(maxsize=8192)
def sheet_order(class_name: str, last_name: str, first_name: str) -> SheetOrder:
    """Return the sort key of printing: class, then name; those without a class last.

    Numbers within a class sort as numbers: « 2nde 1 » < « 3 A » < « 6 B » < « 10 C » < « CAP 1 ».
    """
    pieces = re.findall(r"\d+|[^\W\d]+", fold(class_name))
    key = tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces)
    return not key, key, fold(last_name), fold(first_name)
