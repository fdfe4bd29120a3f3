"""E-mail addresses as families type them: validation, normalisation, suggestions for typing errors."""

import re
import unicodedata

from turbo_admin.core.errors import Refused

LONGEST = 254
_LONGEST_LOCAL = 64
# What mail servers accept in practice, narrower than RFC 5322: dot-separated atoms, letters of any alphabet included (SMTPUTF8).
_ATOM = r"[^\s@\"(),:;<>\[\]\\.\x00-\x20\x7f]+"
_LABEL = r"[^\W_](?:[^\W_]|-)*"
_SHAPE = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}")

_DOTLESS = ("gmail.com", "googlemail.com")
# Frequent typing errors of domains, and their corrections.
_MISTYPED = {
    "gmial.com": "gmail.com",
    "gmai.com": "gmail.com",
    "gmal.com": "gmail.com",
    "gamil.com": "gmail.com",
    "gmail.fr": "gmail.com",
    "gmail.con": "gmail.com",
    "gmail.co": "gmail.com",
    "hotmial.com": "hotmail.com",
    "hotmai.fr": "hotmail.fr",
    "hotmal.fr": "hotmail.fr",
    "hotmail.con": "hotmail.com",
    "orage.fr": "orange.fr",
    "ornage.fr": "orange.fr",
    "orange.con": "orange.com",
    "wanado.fr": "wanadoo.fr",
    "wanadou.fr": "wanadoo.fr",
    "yaho.fr": "yahoo.fr",
    "yahou.fr": "yahoo.fr",
    "yahoo.con": "yahoo.com",
    "laopste.net": "laposte.net",
    "laposte.fr": "laposte.net",
    "outlok.fr": "outlook.fr",
    "outlook.con": "outlook.com",
    "sfr.com": "sfr.fr",
    "free.com": "free.fr",
}


def parse_email(typed: str) -> str:
    """Return the address as it will be stored: trimmed, NFC, domain in lower case.

    Raises:
        Refused: `email_empty` or `email_shape`.
    """
    address = typed.strip()
    plain = address.isascii() and address.isprintable()
    if not plain:
        address = unicodedata.normalize("NFC", address)
    if not address:
        raise Refused("email_empty")
    local, _, domain = address.rpartition("@")
    if (
        not _SHAPE.fullmatch(address)
        or len(address) > LONGEST
        or (not plain and any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co"} for letter in address))
        or len(local.encode()) > _LONGEST_LOCAL
    ):
        raise Refused("email_shape")
    return f"{local}@{domain.lower()}"


def same_email(one: str, other: str) -> bool:
    """Whether two addresses reach the same mailbox in practice: case and outer blanks apart."""
    return email_key(one) == email_key(other)


def email_key(address: str) -> str:
    """Return the key under which spellings of one address are equal; empty for an empty address."""
    if address.isascii():
        return address.strip().lower()
    return unicodedata.normalize("NFC", address.strip()).casefold()


def mailbox_key(address: str) -> str:
    """Return a key for the mailbox of an address. For counting only, never as an identity.

    `+tag` is dropped everywhere, dots at Gmail only.
    """
    local, _, domain = email_key(address).rpartition("@")
    local = local.partition("+")[0] or local
    if domain in _DOTLESS:
        local, domain = local.replace(".", ""), _DOTLESS[0]
    return f"{local}@{domain}"


def suggest_email(address: str) -> str | None:
    """Return the corrected address for a known typing error in the domain, else None."""
    local, _, domain = address.rpartition("@")
    meant = _MISTYPED.get(domain.lower())
    return f"{local}@{meant}" if meant else None
