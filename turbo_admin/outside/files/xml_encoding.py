"""Detects the encoding of a SIECLE document: the declared one, unless its words contradict it."""

import codecs
import re
from collections.abc import Callable, Iterable, Sequence

from turbo_admin.core.french import NBSP
from turbo_admin.outside.files.csv_reader import UTF16_MARKS
from turbo_admin.outside.files.decoding import Reading, Unsure
from turbo_admin.outside.files.eight_bit_encodings import CONTROL, FOREIGN, TABLES
from turbo_admin.outside.files.encodings import judge_text, judge_words, words_of
from turbo_admin.outside.files.known_words import USUAL, grade
from turbo_admin.outside.files.utf7 import word_in_utf7

# Returns the pieces of a document, from the beginning at each call.
Pieces = Callable[[], Iterable[bytes]]

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
# Words that suffice to detect the encoding; and the longest text without a tag in a SIECLE document.
_MOST_WORDS, _LONGEST_WORD = 100_000, 10_000
_OURS = {"iso8859-1": "cp1252", "mac-roman": "mac_roman"}
_UTF8 = "utf-8"


def reading_of(pieces: Pieces) -> tuple[Reading | None, str]:
    """Return (how to decode the document when its declaration is wrong, else None; a French remark).

    No French text in a Western encoding is strict UTF-8 by chance: « é » would have to stand as « Ã© » throughout.

    Raises:
        Unsure: as `encodings.judge_words` and `judge_text`; its words fit neither the declared encoding nor another.
    """
    declared, words = _declared_and_words(pieces)
    if not words:
        return None, ""
    name = _name_of(declared)
    try:
        reading = judge_text("\n".join(word.decode("utf-8") for word in words))
    except UnicodeDecodeError:
        if name == _UTF8:
            return None, ""
    else:
        if name == _UTF8 and not reading.undone:
            return None, ""
        return reading, reading.remark or _wrongly_declared(declared, "UTF-8")
    if name in TABLES:
        reading = judge_words(words, name)
        if name in FOREIGN and reading.codec == name:
            return reading, ""
        return reading, reading.remark or (
            _wrongly_declared(declared, reading.codec) if name in FOREIGN else ""
        )
    return _other(sorted(words), declared)


def _declared_and_words(pieces: Pieces) -> tuple[str, set[bytes]]:
    """Return the encoding that a document declares, empty for none, and its words beyond ASCII.

    Raises:
        Unsure: it has words in UTF-7.
    """
    words: set[bytes] = set()
    declared, rest = "", None
    for piece in pieces():
        if rest is None:
            found = _DECLARED.match(piece.removeprefix(codecs.BOM_UTF8))
            declared, rest = found[1].decode() if found else "", b""
        if len(words) > _MOST_WORDS or piece.startswith(UTF16_MARKS):
            break
        # A word cut by the border of two pieces is examined with the second one.
        held = rest + piece
        end = held.rfind(b"<") + 1
        if held.isascii() and word_in_utf7(held[:end]):
            raise Unsure("file_letters")
        words.update(words_of(held[:end]))
        rest = held[end:][-_LONGEST_WORD:]
    return declared, words


def _name_of(declared: str) -> str:
    """Return the name of an encoding as `TABLES` has it; else as Python names it; empty for an unknown one."""
    try:
        name = codecs.lookup(declared or _UTF8).name
    except LookupError:
        return ""
    return _OURS.get(name, name)


def _other(words: Sequence[bytes], declared: str) -> tuple[Reading | None, str]:
    """Choose between Windows-1252 and the non-Western encoding that the document declares.

    Raises:
        Unsure: some words are usual in one, others in the other.
    """
    try:
        texts = [word.decode(declared) for word in words]
    except (LookupError, UnicodeError):
        return None, ""
    try:
        reading = judge_words(words)
    except Unsure:
        return None, ""
    read = [(reading.decode(word), text) for word, text in zip(words, texts, strict=True)]
    unlike = [(ours, theirs) for ours, theirs in read if ours != theirs]
    usual = sum(
        bool(CONTROL.search(theirs)) or grade(ours) >= max(USUAL, grade(theirs) + 1)
        for ours, theirs in unlike
    )
    if not usual:
        return None, ""
    if usual < len(unlike):
        raise Unsure("file_letters")
    return reading, reading.remark or _wrongly_declared(declared, reading.codec)


def _wrongly_declared(declared: str, codec: str) -> str:
    written = {"cp1252": "Windows-1252", "iso8859-15": "ISO-8859-15"}.get(codec, codec)
    return f"Ce fichier annonce le codage {declared}, mais il est écrit en {written}{NBSP}: il a été lu en {written}."
