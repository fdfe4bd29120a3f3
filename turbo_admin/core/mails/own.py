"""A school's own words in its mails: what they may hold, and how their blanks are filled in.

What security depends on (link, identifiant, password, until when, what to do if it was not you) is none of them.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Annotated

from msgspec import Meta

from turbo_admin.core.errors import Refused
from turbo_admin.core.french import NBSP

LONGEST_SUBJECT, LONGEST_TEXT = 150, 2_000
# What the portal takes at most: another version of the office may allow more than this one.
_LONGEST_SENT_LINE, _LONGEST_SENT_TEXT = 200, 4_000
_BLANK = re.compile(r"\{([a-z_]+)\}")
_BRACED = re.compile(r"\{([^{}]*)\}")
_PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class OwnText:
    """What a school says in one kind of mail; what is empty is said in the words of `words.WORDS`.

    Attributes:
        kind: a key of `words.WORDS`.
        opening: plain text before the facts, paragraphs parted by an empty line.
        closing: the same, after them.
    """

    kind: Annotated[str, Meta(max_length=_LONGEST_SENT_LINE)]
    subject: Annotated[str, Meta(max_length=_LONGEST_SENT_LINE)] = ""
    opening: Annotated[str, Meta(max_length=_LONGEST_SENT_TEXT)] = ""
    closing: Annotated[str, Meta(max_length=_LONGEST_SENT_TEXT)] = ""


@dataclass(frozen=True, slots=True)
class MailSite:
    """Whose mail it is.

    Attributes:
        public_url: without a slash at its end.
        address: lines.
        own: the school's own words, by their kind.
    """

    uai: str
    public_url: str
    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    delay_hours: int = 48
    shows_password: bool = True
    own: Mapping[str, OwnText] = field(default_factory=dict)

    def link(self, page: str = "") -> str:
        """Return the address of a page of the school."""
        return f"{self.public_url}/e/{self.uai}" + (f"/{page}" if page else "")

    @property
    def reach(self) -> list[str]:
        """How the office is reached: telephone, then e-mail, those that it gave."""
        return [part for part in (self.phone, self.email) if part.strip()]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its blanks filled in, once: a value that looks like a blank stays as it is."""
    return _BLANK.sub(lambda blank: values[blank[1]], text) if "{" in text else text


def check(text: str, blanks: Collection[str], *, longest: int = LONGEST_TEXT) -> None:
    """Check a school's own words.

    Args:
        blanks: the names that may stand between braces.

    Raises:
        Refused: `mail_text_blank`, `mail_text_brace`, `mail_text_long`.
    """
    if len(text) > longest:
        raise Refused("mail_text_long", longest=str(longest))
    unknown = next((found[0] for found in _BRACED.finditer(text) if found[1] not in blanks), "")
    if unknown:
        raise Refused("mail_text_blank", blank=unknown, known=", ".join(f"{{{blank}}}" for blank in blanks))
    rest = _BRACED.sub("", text)
    if "{" in rest or "}" in rest:
        raise Refused("mail_text_brace")


def own_words(
    text: str, blanks: Collection[str], values: Mapping[str, str], *, longest: int = LONGEST_TEXT
) -> str:
    """Return a school's own words, filled in.

    Returns:
        Empty when there are none, and when they cannot be said: badly written, or with nothing to fill a blank in.
    """
    if not text.strip():
        return ""
    try:
        check(text, blanks, longest=longest)
    except Refused:
        return ""
    if any(not values[blank[1]] for blank in _BLANK.finditer(text)):
        return ""
    return well_set(fill(text.strip(), values))


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, which an empty line parts; no line begins or ends with a blank."""
    lines = "\n".join(line.strip() for line in text.splitlines())
    return [part.strip() for part in _PARAGRAPHS.split(lines) if part.strip()]


def tidy(text: str) -> str:
    """Return a text without blanks around it, and without control characters other than line breaks."""
    kept = "\n".join(text.splitlines())
    return "".join(one for one in kept if one == "\n" or unicodedata.category(one) != "Cc").strip()


def well_set(text: str) -> str:
    """Put the no-break spaces that French typography asks for, where the office typed plain ones."""
    for sign in (":", ";", "!", "?", "»"):
        text = text.replace(f" {sign}", f"{NBSP}{sign}")
    return text.replace("« ", f"«{NBSP}")
