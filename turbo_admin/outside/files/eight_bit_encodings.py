"""Tables of 8-bit encodings, and patterns of words that cannot have been written in one."""

import codecs
import re
from collections.abc import Callable, Sequence


def _table(codec: str) -> str:
    """Return the 256 characters of an encoding; undefined bytes become the control character of their number."""
    letters = (bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in range(256))
    return "".join(letters)


_LATIN9, _WINDOWS = _table("iso8859-15"), _table("cp1252")
# 80–9F are control characters in ISO 8859-15, yet Windows programs write « ’ » and « œ » there.
TABLES = {
    "cp1252": _WINDOWS,
    "iso8859-15": _LATIN9[:0x80] + _WINDOWS[0x80:0xA0] + _LATIN9[0xA0:],
    "cp850": _table("cp850"),
    "mac_roman": _table("mac_roman"),
}
# « L´HERMINE » and « ŒUVRARD » in one list: typed in Windows, written as ISO 8859-15.
TABLES["typed_in_latin9"] = TABLES["iso8859-15"][:0xB4] + "´" + TABLES["iso8859-15"][0xB5:]
WESTERN = ("cp1252", "iso8859-15", "typed_in_latin9")
FOREIGN = {"cp850": "MS-DOS", "mac_roman": "Macintosh"}
ENCODING = {name: {ord(letter): byte for byte, letter in enumerate(table)} for name, table in TABLES.items()}
CONTROL = re.compile("[\x80-\x9f]")
_CONTROLS = {byte: _WINDOWS[byte] for byte in range(0x80, 0xA0)}

_LETTER = r"[^\W\d_]"
# Symbols that never touch a letter.
SYMBOLS = "‚ƒˆ˜¦¯¸¬¢¥µ¼½¾÷×±¶√∫∂≈∆◊Ω≠∞≤≥∑∏π⁄ıˇ˘˙˚˝˛ﬁﬂ‰\u2500-\u259f\u25a0"
_BROKEN = re.compile(
    "|".join(
        (
            "[\x80-\x9f]",
            f"(?<={_LETTER})[{SYMBOLS}„‹“¡¿¤]",
            f"[{SYMBOLS}”›™…²³¹€](?={_LETTER})",
            f"(?<={_LETTER})[‡†•£§©®ª«»](?={_LETTER})",
            # « No‘l », « Zo‘ »; « Mata‘i » and « l‘école » can be written.
            f"(?<={_LETTER})‘(?=l|$|[^\\W\\d_aeiouAEIOU])",
            # « ‘ve », « „ME »: an opening quotation mark that is never closed.
            "(?<!\\w)(?:‘(?=[a-z])|„(?=\\w))(?!.*[’“”])",
            # « ZoŽ »: a capital behind small letters that begins no other name.
            "(?<=[a-zß-öø-ÿœšž])(?:[ŠŒŽŸ]|[À-ÖØ-Þ](?![a-zß-öø-ÿ]{2}))",
            "(?<=[A-ZÀ-Þ])[ŠŒŽŸ](?=[a-z])",
            # « LÕHERMINE », « ANAìS », « BENOëT » of a Macintosh; « NOÓL », « ANAØS », « Nø » of MS-DOS.
            f"(?<!{_LETTER})[LDld]Õ(?=[AEIOUYHÉÈaeiouyhéè])",
            f"[AO]Ó(?=L)|[AO][Øì](?=[SC])|Oë(?=T)|(?<!{_LETTER})[Nn]ø(?!{_LETTER})",
            # « ´I´EK », where « L´HERMINE » can be written.
            f"(?<!\\b[A-Za-z])´(?={_LETTER})",
            # « Kšhne », « JŽHN ».
            "(?<=[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ])[šŽ](?=[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ])",
            # « M–rier », « GISC·RD », « S‡ », « Nœria », where « Marie–Claude » and « Gal·la » can be written.
            f"(?<={_LETTER})[–—](?=[a-z])|(?<={_LETTER})(?<![lL])·|·(?![lL])(?={_LETTER})",
            f"(?<={_LETTER})[‡†™]|[œŒ](?=[jrbpqvxzJRBPQVXZ])",
            # « NEª », « ªÜKRÜ », where « Mª » and « Nº » can be written.
            f"(?<=\\w\\w)[ªº]|(?<!\\w)[ªº](?={_LETTER})",
            # A Cyrillic or a Greek text.
            "[À-ÖØ-öø-ÿ]{3}",
        )
    )
)
# Decoded as MS-DOS or Macintosh, words such as « FRANéOIS », « PrÇnom », « H‘L » are wrong.
_MIXED_CASE = re.compile(
    "(?<=[A-ZÀ-Þ])[À-ÖØ-Þ](?=[a-zß-öø-ÿ]{2})|(?<=[A-ZÀ-Þ]{2})[ß-öø-ÿœ]|(?<![a-zß-ÿ])[ß-öø-ÿœ](?=[A-ZÀ-Þ]{2})|(?<=[a-zß-öø-ÿœ])[À-ÖØ-Þ]"
    f"|(?<=[A-ZÀ-Þ])[ß-öø-ÿœ](?=[A-ZÀ-Þ])|(?<={_LETTER})‘(?={_LETTER})"
)
# « L´HERMINE »: an apostrophe of Windows, a letter in ISO 8859-15.
_APOSTROPHE = re.compile(f"(?<!{_LETTER})[LDNMTSJCldnmtsjc]Ž(?=[AEIOUYHaeiouyhÉÈéè])")
_ACCENTED = re.compile(r"[^\W\d_a-zA-Z]")
_RARE = re.compile(r"[^\W\d_a-zA-ZéèêëàâäçîïôöùûüÿœæñÉÈÊËÀÂÄÇÎÏÔÖÙÛÜŸŒÆÑ]")
_UNCOMMON = re.compile(f"[äöæâñüùûÿÄÖÆÂÑÜÙÛŸ]|(?<!{_LETTER})[ß-öø-ÿ](?={_LETTER})")
_BROKEN_COST, _RARE_COST, _UNCOMMON_COST = 10, 2, 1
# Prior costs: MS-DOS and Macintosh must be clearly better than Windows; Western encodings are nearly equal.
PRIOR = {"cp1252": 1, "iso8859-15": 1, "typed_in_latin9": 3, "cp850": 4, "mac_roman": 4}


class Judged:
    """Words decoded with one encoding, and how plausible they are.

    Args:
        name: of the encoding.

    Attributes:
        broken: positions of impossible words.
        cost: sum of the words' costs.
    """

    def __init__(self, name: str, words: Sequence[bytes]) -> None:
        read = [decoder(name)(word) for word in words]
        self.broken = {position for position, word in enumerate(read) if _BROKEN.search(word)}
        if name == "iso8859-15":
            self.broken |= {position for position, word in enumerate(read) if _APOSTROPHE.search(word)}
        if name in FOREIGN:
            self.broken |= {position for position, word in enumerate(read) if _MIXED_CASE.search(word)}
        self._accented = {position for position, word in enumerate(read) if _ACCENTED.search(word)}
        self._rare = {position for position, word in enumerate(read) if _RARE.search(word)}
        uncommon = sum(bool(_UNCOMMON.search(word)) for word in read)
        self.cost = _BROKEN_COST * len(self.broken) + _RARE_COST * len(self._rare) + _UNCOMMON_COST * uncommon

    def is_good(self, position: int) -> bool:
        """Whether a word has only usual letters, some of them beyond ASCII; « … » proves nothing."""
        return position in self._accented and position not in self.broken and position not in self._rare


def cost_of(word: str) -> int:
    """Return the cost of a word, higher for less likely ones; 0 for an empty one."""
    if not word:
        return _BROKEN_COST
    return _BROKEN_COST * bool(_BROKEN.search(word)) + _RARE_COST * bool(_RARE.search(word))


def decoder(name: str) -> Callable[[bytes], str]:
    """Return an incremental decoder of one text.

    Args:
        name: of the encoding, or `utf-8`.
    """
    if name == "utf-8":
        return codecs.getincrementaldecoder("utf-8")().decode
    return lambda piece: codecs.charmap_decode(piece, "strict", TABLES[name])[0]


def encoded(text: str, table: dict[int, int]) -> bytes:
    """Encode a text.

    Raises:
        UnicodeError: the encoding lacks some of its letters.
    """
    return codecs.charmap_encode(text, "strict", table)[0]


def of_windows(text: str) -> str:
    """Replace control characters by those of Windows-1252 at the same byte."""
    return text.translate(_CONTROLS) if CONTROL.search(text) else text
