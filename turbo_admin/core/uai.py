"""UAI, the official code of a school (formerly RNE): seven digits and a check letter."""

import re

from turbo_admin.core.errors import Refused

_KEYS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_SHAPE = re.compile(r"[0-9]{7}[A-Z]")


def parse_uai(typed: str) -> str:
    """Return the UAI in capitals without spaces.

    Raises:
        Refused: `uai_shape` or `uai_key` (wrong check letter).
    """
    uai = "".join(typed.split()).upper()
    if not _SHAPE.fullmatch(uai):
        raise Refused("uai_shape", typed=typed.strip()[:20])
    if _KEYS[int(uai[:7]) % len(_KEYS)] != uai[7]:
        raise Refused("uai_key", uai=uai)
    return uai


def make_uai(number: int) -> str:
    """Return the UAI of a seven-digit number, with its check letter."""
    return f"{number:07d}{_KEYS[number % len(_KEYS)]}"
