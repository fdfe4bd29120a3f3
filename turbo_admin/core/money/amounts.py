"""Amounts: whole numbers of cents. Read as a clerk types them; `core.french.money` writes them for screens and papers."""

import re

from turbo_admin.core.errors import Refused
from turbo_admin.core.french import money

# The most that one amount may say: ten million euros.
LARGEST_CENTS = 1_000_000_000
_CENTS = 100
_DIGITS = len(str(LARGEST_CENTS))
_SPACES = re.compile(r"\s+")  # no-break spaces too
# Thousands in groups of three, or no groups; two decimals at most, after a comma or a point.
_TYPED = re.compile(
    r"(?P<sign>[-−+]?) ?(?P<euros>[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,](?P<cents>[0-9]{1,2}))?"
)


def parse_cents(typed: str) -> int:
    """Return the cents of an amount as typed: `12,5`, `12.50 €`, `1 000 000,00`, `-3`.

    Raises:
        Refused: `amount_unreadable`: not an amount, or one whose mark could part thousands as well as cents (`1.234`);
            `amount_too_large`.
    """
    text = _SPACES.sub(" ", typed).strip().removesuffix("€").removesuffix("EUR").strip()
    found = _TYPED.fullmatch(text)
    if found is None:
        raise Refused("amount_unreadable", typed=typed.strip()[:40])
    euros = found["euros"].replace(" ", "").lstrip("0") or "0"
    # Python refuses to read a number of thousands of digits.
    cents = int(euros) * _CENTS + int((found["cents"] or "").ljust(2, "0")) if len(euros) <= _DIGITS else None
    if cents is None or cents > LARGEST_CENTS:
        raise Refused("amount_too_large", largest=money(LARGEST_CENTS))
    return -cents if found["sign"] in {"-", "−"} else cents


def plain_cents(cents: int) -> str:
    """Return an amount for a program to read: `1234,50`, `-3,00`, without marks of thousands nor unit."""
    euros, rest = divmod(abs(cents), _CENTS)
    return f"{'-' if cents < 0 else ''}{euros},{rest:02}"
