"""Detects the encoding of a text from all of its words with letters beyond ASCII.

An 8-bit text can be decoded in several ways, and each gives some text. Only one gives words that can have
been written:

| bytes of « Zoé » | as Windows-1252 | as MS-DOS (850) | as Macintosh |
| --- | --- | --- | --- |
| 5A 6F E9 | Zoé | ZoÚ | ZoÈ |
| 5A 6F 82 | Zo‚ | Zoé | ZoÇ |
| 5A 6F 8E | ZoŽ | ZoÄ | Zoé |

A word is broken if no language writes it so: a symbol within it, a capital after small letters, an undefined byte. MS-DOS
and Macintosh are accepted only where Windows-1252 breaks words and they break none; anything between is refused. The
same words show how a text in UTF-8 was wrongly converted before: « ZoÃ© », « Zo‚ ».
"""

import re
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from typing import TypeVar

from turbo_admin.outside.files.decoding import Reading, Unsure
from turbo_admin.outside.files.eight_bit_encodings import (
    CONTROL,
    ENCODING,
    FOREIGN,
    PRIOR,
    SYMBOLS,
    TABLES,
    WESTERN,
    Judged,
    cost_of,
    decoder,
    encoded,
    of_windows,
)
from turbo_admin.outside.files.encoding_likelihood import aliens, is_plausible, weigh
from turbo_admin.outside.files.utf7 import word_in_utf7

_Word = TypeVar("_Word", str, bytes)
_LOST = "\ufffd"
_CONTROL_BYTE = re.compile(rb"[\x80-\x9f]")
# Share, and number, of words that may be broken because they were typed so: « Zo¨e ».
_MAY_BREAK, _FEW_WORDS = 0.05, 3
# Anchored at the first letter, so that a long word is scanned once only.
_WORDS_OF_BYTES = re.compile(rb"(?<![A-Za-z'\x80-\xff])[A-Za-z']*+[\x80-\xff][A-Za-z'\x80-\xff]*+")
_WORDS = re.compile(r"(?<![A-Za-z'\x80-\U0010ffff])[A-Za-z']*+[\x80-\U0010ffff][A-Za-z'\x80-\U0010ffff]*+")
# Different words beyond ASCII: 100,000 diners have fewer.
_MOST_WORDS = 300_000
# A text in UTF-8 without any of these was converted correctly.
_SUSPECT = re.compile(f"[\x80-\x9f{_LOST}{SYMBOLS}„‰‹›‡†•£§©®ª¡¿¤ÂÃÄÅâŠŒŽŸÕÓØ‘“”™…]")
_PIECES_OF_UTF8 = re.compile(rb"\xc3[\x80-\xbf]|\xe2\x80[\x90-\x9f]")
# Outside European letters and typographic marks, two bytes in a row may be valid UTF-8 by chance.
_NEVER_AGAIN = re.compile("[^\x00-\x7f\u00a0-\u017f\u2010-\u203a\u20ac\u2122]")
_MOST_CONVERSIONS = 2


def words_of(content: bytes) -> set[bytes]:
    """Return the words with bytes beyond ASCII, each once.

    Raises:
        Unsure: `too_many_words`: more than any list has.
    """
    if content.isascii():
        return set()
    return _few(found[0] for found in _WORDS_OF_BYTES.finditer(content))


def _few(words: Iterable[_Word]) -> set[_Word]:
    few: set[_Word] = set()
    for word in words:
        few.add(word)
        if len(few) > _MOST_WORDS:
            raise Unsure("too_many_words")
    return few


def has_controls(word: bytes) -> bool:
    """Whether a word has bytes that are control characters in ISO 8859."""
    return bool(_CONTROL_BYTE.search(word))


def judge(content: bytes) -> Reading:
    """Detect the encoding of a text in UTF-8 or an 8-bit encoding.

    Raises:
        Unsure: `file_two_encodings`, `file_cut`, `file_letters` or `too_many_words`.
    """
    if content.isascii():
        if word := word_in_utf7(content):
            raise Unsure("file_letters", word)
        return Reading()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        whole = content[: error.start]
        if error.reason == "unexpected end of data" and not whole.isascii():
            raise Unsure("file_cut") from error
        return judge_words(words_of(content))
    return judge_text(text)


def judge_text(text: str) -> Reading:
    """Detect the wrong conversions of a text in UTF-8.

    Raises:
        Unsure: `file_letters`.
    """
    undone: list[tuple[str, str]] = []
    while _SUSPECT.search(text):
        if _LOST in text:
            raise Unsure("file_letters", _LOST)
        text = of_windows(text)
        words = _few(word for found in _WORDS.finditer(text) if _SUSPECT.search(word := found[0]))
        found = _converted_twice(words) or _misread(words)
        if not found:
            if CONTROL.search(text):
                raise Unsure("file_letters", CONTROL.findall(text)[0])
            break
        wrong, right = found
        try:
            text = decoder(right)(encoded(text, ENCODING[wrong]))
        except UnicodeError as error:
            raise Unsure("file_letters", min(words)) from error
        undone.append(found)
        if len(undone) > _MOST_CONVERSIONS:
            raise Unsure("file_letters")
    return Reading(undone=tuple(undone))


def judge_words(words: Collection[bytes], declared: str = "cp1252") -> Reading:
    """Detect the 8-bit encoding that gives possible words.

    Args:
        words: words with letters beyond ASCII, each once.
        declared: the encoding that the text declares; preferred between the two Western ones.

    Raises:
        Unsure: `file_two_encodings` for words of two encodings, `file_letters` for words that are broken in every encoding.
    """
    words = sorted(words)
    for word in words:
        if _PIECES_OF_UTF8.search(word) or _is_utf8(word):
            raise Unsure("file_two_encodings", word)
    judged = {name: Judged(name, words) for name in TABLES}
    cost = {name: one.cost + (PRIOR[name] if name != declared else 0) for name, one in judged.items()}
    western = min(WESTERN, key=lambda name: cost[name])
    broken = judged[western].broken
    foreign = _likely(words, western) or _foreign(judged, cost[western], broken)
    if foreign and not is_plausible(words, foreign):
        raise Unsure("file_letters", words[min(broken)])
    if foreign:
        return Reading(foreign)
    mixed = [
        position for position in sorted(broken) if any(judged[name].is_good(position) for name in FOREIGN)
    ]
    if mixed:
        raise Unsure("file_two_encodings", words[mixed[0]])
    # In nearly all 8-bit encodings but ISO 8859, 80 to 9F are letters.
    lost = [position for position in sorted(broken) if has_controls(words[position])]
    if lost or len(broken) > max(len(words) >= _FEW_WORDS, _MAY_BREAK * len(words)):
        raise Unsure("file_letters", words[min(lost or broken)])
    return Reading(western, doubt=_doubt(words, western))


def _likely(words: Sequence[bytes], western: str) -> str:
    """Return the encoding in which words are usual that are strange in Windows-1252; empty for none.

    Raises:
        Unsure: some words are in such an encoding and others are not, or might be in both.
    """
    weighed = weigh(words, western)
    likely = sorted(
        (name for name, one in weighed.items() if one.is_likely), key=lambda name: -len(weighed[name].pro)
    )
    if likely:
        if len(likely) > 1 and len(weighed[likely[0]].pro) == len(weighed[likely[1]].pro):
            raise Unsure("file_letters", words[weighed[likely[0]].pro[0]])
        return likely[0]
    for one in weighed.values():
        if one.doubtful and (one.con or not one.broken):
            raise Unsure("file_two_encodings" if one.con else "file_letters", words[one.doubtful[0]])
    return ""


def _doubt(words: Sequence[bytes], western: str) -> str:
    """Return a word with letters of other languages, for the clerk to check; empty for none.

    Raises:
        Unsure: there are so many that the text must be in an encoding of those languages.
    """
    texts = [decoder(western)(word) for word in words]
    found = list(aliens(texts))
    if len(found) > _MAY_BREAK * len(words):
        raise Unsure("file_letters", words[found[0]])
    return texts[found[0]] if found else ""


def _foreign(judged: dict[str, "Judged"], western: float, broken: Collection[int]) -> str:
    """Return the only encoding without broken words where Windows-1252 has some; empty for none."""
    whole = sorted((judged[name].cost + PRIOR[name], name) for name in FOREIGN if not judged[name].broken)
    if not broken or not whole or whole[0][0] >= western:
        return ""
    if len(whole) > 1 and whole[0][0] == whole[1][0]:
        return ""
    return whole[0][1]


def _converted_twice(words: Collection[str]) -> tuple[str, str] | None:
    """Return (encoding, `utf-8`) when UTF-8 was read in an 8-bit encoding and written as UTF-8 again; None otherwise.

    Raises:
        Unsure: words were converted with different encodings.
    """
    back = {name: [_undone(word, name) for word in sorted(words)] for name in TABLES}
    again = sum(any(one) for one in zip(*back.values(), strict=True))
    # « Ãš » is « è » that was read as ISO 8859-15, and « Ú » that was read as Windows'.
    name = min(back, key=lambda name: sum(map(cost_of, back[name])))
    if not again:
        return None
    if sum(map(bool, back[name])) < again:
        raise Unsure("file_letters", sorted(words)[back[name].index("")])
    return name, "utf-8"


def _undone(word: str, name: str) -> str:
    """Restore a word whose UTF-8 was read in an encoding; empty when it was not."""
    try:
        again = encoded(word, ENCODING[name]).decode("utf-8")
    except UnicodeError:
        return ""
    return again if again != word and not _NEVER_AGAIN.search(again) else ""


def _misread(words: Collection[str]) -> tuple[str, str] | None:
    """Return the encoding that was read as Windows-1252 and written as UTF-8; None otherwise.

    Raises:
        Unsure: only some words were.
    """
    written: dict[bytes, str] = {}
    for word in words:
        with suppress(UnicodeError):
            written[encoded(word, ENCODING["cp1252"])] = word
    judged = {name: Judged(name, list(written)) for name in ("cp1252", *FOREIGN)}
    western = judged["cp1252"]
    if foreign := _foreign(judged, western.cost, western.broken):
        return "cp1252", foreign
    for position in sorted(western.broken):
        if any(judged[name].is_good(position) for name in FOREIGN):
            raise Unsure("file_letters", list(written.values())[position])
    return None


def _is_utf8(word: bytes) -> bool:
    try:
        word.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
