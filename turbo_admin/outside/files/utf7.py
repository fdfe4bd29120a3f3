"""Detects UTF-7, an encoding of old mail programs that looks like ASCII: « Zo+AOk- » is « Zoé »."""

import re
from contextlib import suppress

# Not within an address: « zoe+AOk@exemple.fr ».
_RUN = re.compile(rb"(?<![A-Za-z0-9+/])[A-Za-z]{0,40}(\+[A-Za-z0-9/]{3,200})(?![A-Za-z0-9/@.+])")
_LATIN = re.compile("[À-ÖØ-öø-\u02ff\u1e00-\u1eff’€]+")
# One such letter may occur by chance: « Maths+Bio ».
_OTHER = re.compile("[\u0370-\u06ff ]{2,}")


def word_in_utf7(content: bytes) -> bytes:
    """Return the first word of an ASCII text that is encoded in UTF-7; empty for none."""
    for found in _RUN.finditer(content):
        with suppress(UnicodeError):
            letters = (found[1] + b"-").decode("utf-7")
            if _LATIN.fullmatch(letters) or _OTHER.fullmatch(letters):
                return found[0]
    return b""
