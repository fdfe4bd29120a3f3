"""The one rounding, and the one splitting, of the whole program."""

from collections.abc import Sequence
from fractions import Fraction


def round_half_up(cents: Fraction) -> int:
    """Return the nearest whole cent; a half goes away from zero."""
    doubled = abs(cents) * 2
    nearest = (doubled.numerator + doubled.denominator) // (2 * doubled.denominator)
    return nearest if cents >= 0 else -nearest


def split_cents(total: int, weights: Sequence[int], *, rest_to_first: bool = True) -> list[int]:
    """Return the parts of an amount; they always add up to it.

    Each part is rounded down, and the cents that are left go one by one to parts that were.

    Args:
        weights: at least one above zero, none below.
        rest_to_first: whether the cents that are left go to the first parts; else to the last.

    Raises:
        ValueError: there is nothing to share among.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("no weight to share among")
    sign, amount = (1, total) if total >= 0 else (-1, -total)
    parts = [amount * weight // whole for weight in weights]
    # More parts were rounded down than there are cents left.
    takers = [position for position, weight in enumerate(weights) if amount * weight % whole]
    left = amount - sum(parts)
    for position in takers[:left] if rest_to_first else takers[len(takers) - left :]:
        parts[position] += 1
    return [sign * part for part in parts]
