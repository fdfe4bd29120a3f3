"""Parses e-mail addresses in cells of schools' files: one or several, with names, labels and blanks."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from turbo_admin.core.emails import email_key, parse_email
from turbo_admin.core.errors import Refused
from turbo_admin.core.matching.spellings import fold

_NONE = re.compile(
    r"|neant|aucune?(?: (?:adresse|mail|e mail))?|sans(?: (?:adresse|mail|e mail))?|non|nc|n c|na|n a|x+|inconnue?|vide|rien|"
    r"pas (?:d adresse|de mail|d e mail|d email)(?: .*)?|non (?:communique|renseigne)e?|0"
)
# Fast path for the usual form.
_USUAL = re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]*[A-Za-z0-9]")
_AT = re.compile(r"\s*[(\[{<]\s*(?:at|arobase|arobas|@)\s*[)\]}>]\s*", re.IGNORECASE)
_AT_IN_WORDS = re.compile(r"^(\S+)\s+(?:at|arobase|arobas|chez)\s+(\S+\.\S+)$", re.IGNORECASE)
_POINT = re.compile(r"\s*[(\[{]\s*(?:dot|point)\s*[)\]}]\s*", re.IGNORECASE)
_MAILTO = re.compile(r"mailto:|(?<=\w)\?(?:subject|cc|body)=\S*", re.IGNORECASE)
_ANGLES = re.compile(r"<\s*([^<>]*@[^<>]*)>")
_PARTS = re.compile(r"[;,|\n]+|\s*/+\s*|\s+(?:et|ou|and|&|\+)\s+", re.IGNORECASE)
_SPACED_AT = re.compile(r"\s+@\s*|\s*@\s+")
_AROUND = "<>()[]{}\"'«»“”:.,"
_LABEL = re.compile(
    r"mere|pere|maman|papa|parents?|mme|m|mr|madame|monsieur|mail|email|e|courriel|mel|adresse|perso|pro|prive|travail|"
    r"domicile|resp|responsables?|legal|legale|rl|tuteur|tutrice|famille|eleve|fils|fille|[0-9]|de|du|la|le|et|ou"
)
_LIKE_DOMAIN = re.compile(r"[\w-]\.[^\W\d_]{2,}$")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses of a cell.

    Attributes:
        found: valid addresses, each once, in their order.
        unread: text that is no valid address, for the remark; the whole cell when it has none.
    """

    found: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def read_addresses(cell: str) -> Addresses:
    """Parse the addresses of a cell.

    a@b.fr; c@d.fr, a@b.fr et c@d.fr       both
    a @ b.fr, a(at)b.fr, mailto:a@b.fr     a@b.fr
    Rita Martin <a@b.fr>, Mère : a@b.fr    a@b.fr
    rita martin@b.fr                       unread: what stands before may be part of it
    """
    if _USUAL.fullmatch(cell):
        with suppress(Refused):
            return Addresses((parse_email(cell),))
    text = _tidy(cell)
    if _NONE.fullmatch(fold(text)):
        return Addresses()
    found: dict[str, str] = {}
    unread: list[str] = []
    for part in _parts(text):
        typed = list(_typed(part))
        for one in typed:
            try:
                address = parse_email(one)
            except Refused:
                unread.append(part)
            else:
                found.setdefault(email_key(address), address)
        if not typed and _LIKE_DOMAIN.search(part):
            unread.append(part)
    if not found:
        return Addresses((), (" ".join(cell.split()),) if any(map(str.isalnum, text)) else ())
    return Addresses(tuple(found.values()), tuple(dict.fromkeys(unread)))


def _tidy(cell: str) -> str:
    text = unicodedata.normalize("NFC", cell.replace("＠", "@").replace("．", "."))
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    text = _POINT.sub(".", _AT.sub("@", _MAILTO.sub(" ", text)))
    return _AT_IN_WORDS.sub(r"\1@\2", text.strip())


def _parts(text: str) -> Iterator[str]:
    """Yield the parts between separators; an address in angle brackets is a part of its own."""
    last = 0
    for angled in _ANGLES.finditer(text):
        # Before the bracket is a person's name, perhaps after another address.
        yield from (part.strip() for part in _PARTS.split(text[last : angled.start()]) if "@" in part)
        yield angled[1].strip()
        last = angled.end()
    yield from filter(None, (part.strip() for part in _PARTS.split(text[last:])))


def _typed(part: str) -> Iterator[str]:
    """Yield the words of a part that are addresses; the part itself when that is not certain."""
    joined = _SPACED_AT.sub("@", part)
    words = joined.split()
    at = [position for position, word in enumerate(words) if "@" in word]
    if joined != part and len(words) > len(at):
        # « Mme Martin @ b.fr »: the beginning of the address is ambiguous.
        yield part
        return
    for position in at:
        if position and _may_belong(words[position - 1]) and "@" not in words[position - 1]:
            yield part
        else:
            yield words[position].strip(_AROUND)


def _may_belong(word: str) -> bool:
    """Whether a word before an address may belong to it: « rita martin@b.fr »."""
    return word[-1].isalnum() and not word[0].isupper() and not _LABEL.fullmatch(fold(word))
