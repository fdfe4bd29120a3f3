"""Typing errors in card numbers: distance between two of them."""

from rapidfuzz.distance import OSA

from turbo_admin.core.matching.cards import NUMBER_DIGITS, Card, digits_in


def digits_of(typed: str, card: Card | None) -> str:
    """Return the digits to compare for typing errors: the number as typed, without the school's code and not padded."""
    digits = digits_in(typed)
    return card.number if card and (card.site_code or len(digits) == len(card.number)) else digits


def one_slip(one: str, other: str) -> bool:
    """Whether two strings of digits differ by one error: a digit wrong, missing, extra, or two swapped."""
    return one != other and OSA.distance(one, other, score_cutoff=1) <= 1


def is_near(digits: str, number: str) -> bool:
    """Whether digits as typed are one slip from a number of five digits, zeros in front typed or not."""
    return one_slip(digits.zfill(len(number)), number) or one_slip(digits, number.lstrip("0"))


def near_numbers(digits: str) -> set[str]:
    """Return the five-digit numbers one slip from the digits as typed.

    Around one hundred for five digits; empty when far too few or too many were typed to be a number.
    """
    if not 2 <= len(digits) <= NUMBER_DIGITS + 1:
        return set()
    full = digits.zfill(NUMBER_DIGITS)
    near: set[str] = set()
    if len(full) == NUMBER_DIGITS:
        for at in range(NUMBER_DIGITS):
            before, after = full[:at], full[at + 1 :]
            near.update([before + digit + after for digit in "0123456789"])
            near.add(before + after[:1] + full[at] + after[1:])
    others = [digits[:at] + digits[at + 1 :] for at in range(len(digits))]
    if len(digits) < NUMBER_DIGITS:
        others += [
            digits[:at] + digit + digits[at:] for at in range(len(digits) + 1) for digit in "0123456789"
        ]
    near.update([number.zfill(NUMBER_DIGITS) for number in others])
    return near - {full}
