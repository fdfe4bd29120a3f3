"""A language in which every text of the catalogue stands between brackets: what stands outside came past the catalogue."""

import re
from html.parser import HTMLParser
from pathlib import Path

from babel.messages.pofile import read_po, write_po

from installer.extract_texts import TEMPLATE
from turbo_admin.portal.base.languages import Languages, read_languages

# Esperanto stands for any other language; its words are ours between brackets.
OTHER = "eo"
OPEN, SHUT = "⟦", "⟧"
_SPOKEN = ("alt", "aria-label", "placeholder", "title")
# Names and addresses: the same in every language.
_NAMES = re.compile(r"Turbo Admin|Collège de l’Exemple|RGAA|AGPL[\w.-]*|https?://\S+|PDF|JSON")


def bracketed(folder: Path) -> Languages:
    """Return French and that language, whose catalogue is written into a folder."""
    with TEMPLATE.open("rb") as stream:
        catalogue = read_po(stream, locale=OTHER)
    for one in catalogue:
        if one.id:
            texts = (one.id,) if isinstance(one.id, str) else one.id
            said = tuple(f"{OPEN}{text}{SHUT}" for text in texts)
            one.string = said[0] if isinstance(one.id, str) else said
    with (folder / f"{OTHER}.po").open("wb") as stream:
        write_po(stream, catalogue)
    return read_languages(folder)


class _Words(HTMLParser):
    """Gathers what a page says: its text, and what is said in place of pictures and fields."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in {"script", "style"}
        self.found += [value for name, value in attrs if name in _SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.found.append(data)


def words(page: str) -> list[str]:
    """Return what a page says, piece by piece."""
    found = _Words()
    found.feed(page)
    return [one.strip() for one in found.found if one.strip()]


def says_something(text: str) -> bool:
    """Whether a piece holds anything but names and signs."""
    return any(letter.isalpha() for letter in _NAMES.sub("", text))


def left_out(text: str, *facts: str) -> list[str]:
    """Return what stands outside the brackets, other than names.

    Args:
        facts: what is the same in every language, besides.
    """
    for fact in facts:
        text = text.replace(fact, "")
    depth, outside = 0, ""
    for letter in text:
        depth += (letter == OPEN) - (letter == SHUT)
        outside += letter if not depth and letter != SHUT else "\n"
    return [line.strip() for line in outside.split("\n") if says_something(line)]
