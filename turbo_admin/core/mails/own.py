"""A school's own texts in its mails: validation, and filling in of placeholders.

Security-relevant parts (link, login, password, expiry, warning) are not among them.
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
# Limits of the portal, larger than ours: another version of the office may allow more.
_LONGEST_SENT_LINE, _LONGEST_SENT_TEXT = 200, 4_000
_BLANK = re.compile(r"\{([a-z_]+)\}")
_BRACED = re.compile(r"\{([^{}]*)\}")
_PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class OwnText:
    """A school's texts in one kind of mail; an empty one means the standard text of `words.WORDS`.

    Attributes:
        kind: a key of `words.WORDS`.
        opening: plain text before the facts, paragraphs separated by an empty line.
        closing: the same, after them.
    """

    kind: Annotated[str, Meta(max_length=_LONGEST_SENT_LINE)]
    subject: Annotated[str, Meta(max_length=_LONGEST_SENT_LINE)] = ""
    opening: Annotated[str, Meta(max_length=_LONGEST_SENT_TEXT)] = ""
    closing: Annotated[str, Meta(max_length=_LONGEST_SENT_TEXT)] = ""


@dataclass(frozen=True, slots=True)
class MailSite:
    """The school's data for its mails.

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
        """Telephone and e-mail of the office, those that are known."""
        return [part for part in (self.phone, self.email) if part.strip()]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Fill placeholders in, in one pass: a value that looks like a placeholder is not filled in again."""
    return _BLANK.sub(lambda blank: values[blank[1]], text) if "{" in text else text


def check(text: str, blanks: Collection[str], *, longest: int = LONGEST_TEXT) -> None:
    """Validate a school's own text.

    Args:
        blanks: the allowed placeholders.

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
    """Return a school's own text, filled in.

    Returns:
        Empty when there is none, when it is invalid, or when a value for a placeholder is missing.
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
    """Return the paragraphs of a text, separated by empty lines, with lines stripped."""
    lines = "\n".join(line.strip() for line in text.splitlines())
    return [part.strip() for part in _PARAGRAPHS.split(lines) if part.strip()]


def tidy(text: str) -> str:
    """Strip a text, and drop control characters other than line breaks."""
    kept = "\n".join(text.splitlines())
    return "".join(one for one in kept if one == "\n" or unicodedata.category(one) != "Cc").strip()


def well_set(text: str) -> str:
    """Replace plain spaces by the no-break spaces of French typography."""
    for sign in (":", ";", "!", "?", "»"):
        text = text.replace(f" {sign}", f"{NBSP}{sign}")
    return text.replace("« ", f"«{NBSP}")
