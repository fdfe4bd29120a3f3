"""E-mail addresses as families type them: validation, normalisation, suggestions for typing errors."""

import re
import unicodedata

from rapidfuzz.distance import OSA

from turbo_admin.core.errors import Refused

LONGEST = 254
_LONGEST_LOCAL = 64
# What mail servers accept in practice, narrower than RFC 5322: dot-separated atoms, letters of any alphabet included (SMTPUTF8).
_ATOM = r"[^\s@\"(),:;<>\[\]\\.\x00-\x20\x7f]+"
_LABEL = r"[^\W_](?:[^\W_]|-)*"
_SHAPE = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}")

_DOTLESS = ("gmail.com", "googlemail.com")
# Providers of families, and where they have addresses; the usual one first.
_PROVIDERS: dict[str, tuple[str, ...]] = {
    "gmail": ("com",),
    "hotmail": ("fr", "com"),
    "outlook": ("fr", "com"),
    "yahoo": ("fr", "com"),
    "icloud": ("com",),
    "orange": ("fr", "com"),
    "wanadoo": ("fr",),
    "laposte": ("net",),
    "free": ("fr",),
    "sfr": ("fr",),
}
# Endings that nobody of these providers has.
_MISTYPED_ENDINGS: dict[str, frozenset[str]] = {
    "fr": frozenset({"f", "r", "fe", "ft", "fd", "frr", "ffr"}),
    "com": frozenset({"c", "co", "cm", "om", "con", "comm", "cim", "cpm", "vom", "xom", "ocm", "cmo"}),
    "net": frozenset({"n", "ne", "et", "nt", "nett", "ner"}),
}
_OTHER_ENDINGS = frozenset({"fr", "com", "net"})
# One letter more, less or other than a provider's, and providers themselves. Shorter names are too near to others.
_ALIKE = frozenset({"mail", "email", "ymail", "cloud"})
_SHORTEST_NAME = 5


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
    """Return the corrected address for a usual typing error in the domain, else None.

    | typed | meant |
    | --- | --- |
    | gmaill.com, gmial.com | gmail.com: one letter more, less, other, or two exchanged |
    | hotmail.f, outlook.co | hotmail.fr, outlook.com: an ending that the provider does not have |
    | icloud.fr, gmail.fr | icloud.com, gmail.com: the only ending of the provider |
    """
    local, _, domain = address.rpartition("@")
    name, _, ending = domain.lower().partition(".")
    provider = name if name in _PROVIDERS else _provider_like(name)
    meant = _ending_meant(_PROVIDERS[provider], ending) if provider else ""
    return f"{local}@{provider}.{meant}" if meant and f"{provider}.{meant}" != domain.lower() else None


def _provider_like(name: str) -> str:
    if name in _ALIKE:
        return ""
    near = (one for one in _PROVIDERS if len(one) >= _SHORTEST_NAME and OSA.distance(one, name) == 1)
    return next(near, "")


def _ending_meant(endings: tuple[str, ...], typed: str) -> str:
    """Return the ending that was meant among a provider's, empty when what was typed may be right."""
    if typed in endings:
        return typed
    mistyped = [one for one in endings if typed in _MISTYPED_ENDINGS[one]]
    if mistyped:
        return mistyped[0]
    return endings[0] if len(endings) == 1 and typed in _OTHER_ENDINGS else ""
