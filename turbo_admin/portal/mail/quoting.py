"""A server's own words, fit for the office and the host: one line, without addresses, names of machines, ids or URLs."""

import re
import unicodedata
from collections.abc import Iterator

_LONGEST = 160
# What is read of an answer; servers write a line or two.
_READ_AT_MOST = 4_000

_URL = re.compile(r"\b(?:https?|ftp|mailto|tel):\S+|\bwww\.\S+", re.IGNORECASE)
# A display name goes with its address; « a @ exemple.fr », « a(at)exemple.fr » and « a%40exemple.fr » are addresses too.
_ADDRESS = re.compile(
    r"(?:\"[^\"<>\n]{1,80}\"\s*)?<?(?:\"[^\"\n]{1,80}\"|[^\s<>()\[\]{}\"',;:«»]{1,256})(?: ?@ ?|\(at\)|\[at\]|%40|=40)"
    r"[^\s<>()\[\]{}\"',;:«»]+>?",
    re.IGNORECASE,
)
_IP = re.compile(r"\[?(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)\]?|\[?(?:IPv6:)?\b[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,}\]?", re.I)  # fmt: skip
_MACHINE = re.compile(r"\[?(?<![\w.])(?:[\w-]{1,63}\.){1,10}[a-z]{2,24}(?![\w.]*\w)\]?", re.IGNORECASE)
# Providers' numbers stay, since one can look them up: OFR_417, LPN007_510, SFR_IN_105, TSS04.
_NUMBER = re.compile(r"[A-Z]{2,}[A-Z0-9]*(?:_[A-Z0-9]+)*_?\d{2,3}")
_TOKEN = re.compile(r"[\w+/=#.:-]{8,}")
_LONGEST_WORD = 30
_CODES = re.compile(r"^\W*(?:[245]\d\d(?:[ -]+|$))?(?:#?[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)\W*)?")
_SAID = re.compile(r"^.*\bsaid: ", re.IGNORECASE)
_REPLY = re.compile(r"\(?in reply to [^)]*\)?", re.IGNORECASE)
_EMPTY = re.compile(r"<\W*>|\[\W*\]|\(\W*\)|\"\W*\"|'\W*'")


def decoded(raw: bytes | str) -> str:
    """Return what a server said; it may speak UTF-8 or the encoding of old French servers."""
    if isinstance(raw, str):
        return raw
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def without_addresses(said: str) -> str:
    """Return a text without its addresses, whose words mean nothing: `quota@exemple.fr` is not about a quota."""
    return _ADDRESS.sub(" ", said[:_READ_AT_MOST])


def words_of(said: str, to: str = "") -> str:
    """Return the words of an answer, at most 160 letters; empty when nothing but codes is left.

    Args:
        said: may be of several lines.
        to: the recipient's address: neither it nor the words of its local part are left.
    """
    text = " ".join(_CODES.sub("", _visible(line)) for line in said[:_READ_AT_MOST].splitlines())
    text = _REPLY.sub(" ", _SAID.sub("", text))
    for pattern in (_URL, _ADDRESS, _IP, _MACHINE, *_of_recipient(to)):
        text = pattern.sub(" ", text)
    return _tidy(_TOKEN.sub(_unless_id, text))


def _visible(line: str) -> str:
    """Without control and direction characters, which would have a line shown otherwise than it is."""
    return "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in line)


def _of_recipient(to: str) -> Iterator[re.Pattern[str]]:
    local = to.rpartition("@")[0]
    parts = re.split(r"[._+-]", local)
    for word in sorted({local, "".join(parts), *parts}, key=len, reverse=True):
        if len(word) > 2:
            yield re.compile(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", re.IGNORECASE)


def _unless_id(found: re.Match[str]) -> str:
    token = found[0]
    is_id = any(map(str.isdigit, token)) and not _NUMBER.fullmatch(token.rstrip(".:"))
    return " " if is_id or len(token) > _LONGEST_WORD else token


def _tidy(text: str) -> str:
    before = ""
    while before != text:
        before, text = text, " ".join(_EMPTY.sub(" ", text).split())
    text = re.sub(r" ([.,;:])(?= |$)", r"\1", text.replace("«", '"').replace("»", '"'))
    text = _CODES.sub("", text).strip(" \t:;,-=<>()[]{}'\"|#")
    if not any(map(str.isalpha, text)):
        return ""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
