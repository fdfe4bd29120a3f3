"""Phonetic key of names as read in French, coarse enough to match LORENT with LAURENT."""

import re

# In this order, on folded letters. A key only ever lets two names be near, so a rule may be coarse.
_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("sch|sh|tch|ch", "7"),
        ("ph", "f"),
        ("ck|qu|q|c(?![eiy7])", "k"),
        ("c|z", "s"),
        ("h", ""),
        ("g(?=[eiy])", "j"),
        ("gu(?=[eiy])", "g"),
        ("eau|aul(?=[tdx])|au", "o"),
        ("ou", "u"),
        ("oi", "wa"),
        ("ai|ei|ey|ay", "e"),
        ("y", "i"),
        ("w", "v"),
        (r"(.)\1+", r"\1"),
        # Silent final consonants; a final e or s is kept, since Louis is not Louise.
        ("(?<=..)[tdx]$", ""),
    )
)


def sound(letters: str) -> str:
    """Return a key that names sounding alike share: mohamed for Mohammed, lorent for LAURENT; other alphabets as they are."""
    for pattern, sound in _RULES:
        letters = pattern.sub(sound, letters)
    return letters
