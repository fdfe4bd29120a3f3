"""Numbers as papers bear them: `R2026-000123`, `R2026-B-000123` where there are several régies, `FQE2026-014`."""

import re

from turbo_admin.core.errors import Refused

_TYPED = re.compile(
    r"R?(?P<year>\d{4})-(?:(?P<regie>[A-Z0-9]{1,4})-)?(?P<number>\d{1,9})", re.IGNORECASE | re.ASCII
)


def receipt_number(regie: str, year: int, number: int, *, alone: bool) -> str:
    """Return a receipt's number.

    Args:
        alone: whether there is no other régie, whose code is then left out.
    """
    return f"R{year}-{'' if alone else f'{regie}-'}{number:06}"


def closing_number(paper: str, regie: str, year: int, number: int, *, alone: bool) -> str:
    """Return the number of a closed day or slip.

    Args:
        paper: `FQE` or `BE`.
        alone: as in `receipt_number`.
    """
    return f"{paper}{year}-{'' if alone else f'{regie}-'}{number:03}"


def parse_receipt_number(typed: str, only_regie: str) -> tuple[str, int, int]:
    """Return the régie, the year and the number of a receipt as typed.

    Args:
        only_regie: the régie of a number without its code.

    Raises:
        Refused: `receipt_number_unreadable`.
    """
    found = _TYPED.fullmatch(typed.strip())
    if found is None:
        raise Refused("receipt_number_unreadable", typed=typed.strip()[:40])
    return (found["regie"] or only_regie).upper(), int(found["year"]), int(found["number"])
