"""French typography: what a printer would mark in the margin."""

import html
import re
from pathlib import Path
from xml.etree import ElementTree

from babel.messages.pofile import read_po

_NO_BREAK = "\u00a0\u202f"
_RULES = (
    ("straight apostrophe", re.compile(r"(?<=[A-Za-zÀ-ÿœŒ])'(?=[A-Za-zÀ-ÿœŒ«])")),
    # A sign at the end of a word; not within a time (18:02), an address (https://…) or a query (?x=1).
    # One that opens a text stands alone, as an icon does.
    ("no-break space before", re.compile(rf"(?<!^)(?<![{_NO_BREAK}:;!?…(«»])[:;!?](?=[\s»)]|$)")),
    ("no-break space before", re.compile(rf"(?<!^)(?<![{_NO_BREAK}])»")),
    ("no-break space after", re.compile(rf"«(?![{_NO_BREAK}])")),
    ("three dots for an ellipsis", re.compile(r"\w\.\.\.")),
    ("straight quotes", re.compile(r"(?<=\s)\"[A-Za-zÀ-ÿ][^\"]*\"(?=[\s.,]|$)")),
)
_FILLED_IN = re.compile(r"\{\{.*?\}\}|\{[^{}]*\}", re.DOTALL)
_FRENCH = re.compile(
    r"[À-ÿœŒ’]|\b(?:le|la|les|des|du|un|une|et|est|pour|pas|vous|votre|dans|avec|sur|aux?|ou|par|ce|cette|qui|que)\b",
    re.IGNORECASE,
)
_BLANK = re.compile(r"%\(\w+\)s")
_COMMENTS = re.compile(r"\{#.*?#\}|<!--.*?-->|\{%.*?%\}|<style.*?</style>", re.DOTALL)
_INLINE_TAGS = re.compile(r"</?(?:a|abbr|b|em|i|span|strong|small|code|kbd|bdi|time)\b[^>]*>", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>", re.DOTALL)


def problems(text: str) -> list[str]:
    """What is wrong in a French text, each with what stands around it; empty for a clean one."""
    plain = _FILLED_IN.sub("X", text)
    return [
        f"{name}: …{plain[max(found.start() - 25, 0) : found.end() + 10]!r}…"
        for name, rule in _RULES
        for found in rule.finditer(plain)
    ]


def is_french(text: str) -> bool:
    """Whether a string is a French sentence or label, rather than a key, a pattern or a piece of code."""
    words = text.split()
    return (
        len(words) > 1
        and bool(_FRENCH.search(text))
        and not re.search(r"https?://\S+$|[\\^$]\w|SELECT |</?\w+", text)
    )


def form_strings(path: Path) -> list[str]:
    """The texts of a Qt form that a person reads."""
    return [
        string.text
        for string in ElementTree.parse(path).iter("string")  # noqa: S314 (our own files)
        if string.text and string.get("notr") != "true"
    ]


def catalogue_strings(path: Path) -> list[str]:
    """The texts of a gettext catalogue as a person reads them; what is filled in is told as `X`."""
    with path.open("rb") as stream:
        entries = [one.id for one in read_po(stream) if one.id]
    texts = [text for one in entries for text in ((one,) if isinstance(one, str) else one)]
    return [html.unescape(_BLANK.sub("X", _TAGS.sub("", text))) for text in texts]


def template_strings(path: Path) -> list[str]:
    """The texts of an HTML template that a person reads, a piece a block; what Jinja fills in is told as `X`."""
    source = _COMMENTS.sub("", path.read_text(encoding="utf-8"))
    source = re.sub(r"\{\{.*?\}\}", "X", source, flags=re.DOTALL)
    blocks = _TAGS.split(_INLINE_TAGS.sub("", source))
    return [
        html.unescape(" ".join(re.split(r"[ \t\r\n]+", block))).strip(" ")
        for block in blocks
        if block.strip()
    ]
