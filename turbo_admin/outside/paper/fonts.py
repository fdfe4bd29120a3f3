"""Fonts of printed pages: embedded Source Sans Pro, fallback for missing letters, fitting and wrapping of lines."""

import unicodedata
from collections.abc import Sequence
from functools import cache

import font_source_sans_pro
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, SEMIBOLD, BOLD = "SourceSansPro", "SourceSansProSemibold", "SourceSansProBold"
# Replaces words in scripts that the font lacks, instead of black boxes.
UNKNOWN = "?"
_SAME_SIGN = {"\u2011": "-", "\u2010": "-", "\u2212": "–", "\u2028": " ", "\u2029": " "}


def use_fonts() -> None:
    """Register the three weights with reportlab; the first call takes about 50 ms."""
    # Binary streams, not ASCII85: a fifth smaller, and written faster. (reportlab cannot write
    # inline images that way: a logo is drawn with `drawImage`.)
    rl_config.useA85 = 0
    known = pdfmetrics.getRegisteredFontNames()
    for name in (REGULAR, SEMIBOLD, BOLD):
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, font_source_sans_pro.font_files_ttf[name]))


@cache
def _letters() -> frozenset[int]:
    # All three weights have the same letters, which a test checks.
    use_fonts()
    return frozenset(pdfmetrics.getFont(REGULAR).face.charToGlyph)


def printable(text: str) -> str:
    """Return the text on one line, with only letters that the font has.

    Every Latin letter, Greek and Cyrillic stay as they are. A letter with an unusual accent loses the accent; a
    word of another script (Arabic, Chinese) becomes one `?`, since a wrong transcription would be worse on an
    official letter than a gap; pictures and other signs fall away.

        Nguyễn Łukasz Đặng Şevval    unchanged
        محمد                         ?
        Léa 🙂                       Léa
    """
    # Joiners and direction marks are invisible, and separate an accent from its letter.
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    composed = unicodedata.normalize("NFC", seen)
    if not all(ord(letter) in _letters() for letter in composed):
        pieces: list[str] = []
        for letter in composed:
            piece = _printable_letter(letter)
            # One `?` for a whole word.
            if piece != UNKNOWN or letter == UNKNOWN or not pieces or pieces[-1] != UNKNOWN:
                pieces.append(piece)
        composed = "".join(pieces)
    return " ".join(filter(None, composed.split(" ")))


def _printable_letter(letter: str) -> str:
    if ord(letter) in _letters():
        return letter
    if letter in _SAME_SIGN:
        return _SAME_SIGN[letter]
    category = unicodedata.category(letter)
    if category.startswith("Z") or category == "Cc":
        return " "
    if category[0] not in "LN":
        return ""
    base = unicodedata.normalize("NFKD", letter)
    kept = "".join(part for part in base if ord(part) in _letters() and not unicodedata.combining(part))
    return kept or UNKNOWN


def width(text: str, font: str, size: float) -> float:
    """Return the width of a line, in points."""
    return float(pdfmetrics.stringWidth(text, font, size))


def fit(text: str, font: str, size: float, room: float, smallest: float) -> tuple[str, float]:
    """Return a line and a font size that fit the room: first smaller, then cut with « … »."""
    wide = width(text, font, size)
    if wide <= room:
        return text, size
    size = max(smallest, size * room / wide)
    if width(text, font, size) > room + 0.01:
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if width(text[:middle].rstrip() + "…", font, size) <= room:
                low = middle
            else:
                high = middle - 1
        text = text[:low].rstrip() + "…"
    return text, size


def wrap(text: str, font: str, size: float, room: float) -> list[str]:
    """Break a text at blanks (not no-break spaces); a word longer than a line is broken within."""
    lines: list[str] = []
    line, used, blank = "", 0.0, width(" ", font, size)
    for word in text.split(" "):
        wide = width(word, font, size)
        if line and used + blank + wide <= room:
            line, used = f"{line} {word}", used + blank + wide
            continue
        if line:
            lines.append(line)
        line, used = word, wide
        while len(line) > 1 and used > room:
            cut = _longest_start(line, font, size, room)
            lines.append(line[:cut])
            line = line[cut:]
            used = width(line, font, size)
    return [*lines, line] if line else lines


def _longest_start(word: str, font: str, size: float, room: float) -> int:
    return next(
        (cut for cut in range(len(word), 1, -1) if width(word[:cut], font, size) <= room),
        1,
    )


def wrap_to_fit(
    text: str, font: str, sizes: Sequence[float], room: float, most_lines: int
) -> tuple[list[str], float]:
    """Wrap at the largest size that needs at most so many lines; cut at the smallest size."""
    for size in sizes:
        lines = wrap(text, font, size, room)
        if len(lines) <= most_lines:
            return lines, size
    last, _ = fit(" ".join(lines[most_lines - 1 :]), font, sizes[-1], room, sizes[-1])
    return [*lines[: most_lines - 1], last], sizes[-1]
