"""Redacts a server's answer for office and host: one line, without addresses, machine names, ids or URLs."""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape

_LONGEST = 160
# Characters read of an answer; servers write a line or two.
_READ_AT_MOST = 4_000

_URL = re.compile(r"\b(?:https?|ftp|mailto|tel):\S+|\bwww\.\S+", re.IGNORECASE)
# A display name goes with its address; « a @ exemple.fr », « a(at)exemple.fr » and « a%40exemple.fr » are addresses too.
_ADDRESS = re.compile(
    r"(?:\"[^\"<>\n]{1,80}\"\s*)?<?(?:\"[^\"\n]{1,80}\"|[^\s<>()\[\]{}\"',;:«»]{1,256})(?: ?[@＠﹫] ?|\(at\)|\[at\]|%40|=40)"
    r"[^\s<>()\[\]{}\"',;:«»]+>?",
    re.IGNORECASE,
)
# « zoé arobase exemple point fr », « a AT exemple DOT fr », « a . b at exemple . fr ».
_SPELLED = re.compile(
    r"[\w+-]+(?: ?\. ?[\w+-]+){0,3} (?:(?:at|\W at \W) [\w-]+(?: (?:dot|\.) [\w-]+){1,4}"
    r"|(?:arobase|chez) [\w-]+(?: (?:point|dot|\.) [\w-]+){1,4})",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?:\b(?:t[eé]l(?:[eé]phone)?|phone|fax)\b\W{0,3})?(?<![\w.])(?:\+ ?|\(\+?)?\d(?:[ .()/-]{0,2}\d){8,14}(?![\w.]*\w)",
    re.I,
)
# Fields of directories and logs: « uid=marie,dc=exemple ».
_FIELD = re.compile(r"\b[\w-]{1,20}=\S*")
_COLORS = re.compile(r"\x1b\[[\d;]*[a-z]", re.IGNORECASE)
_IP = re.compile(r"\[?(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)\]?|\[?(?:IPv6:)?\b[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,}\]?", re.I)  # fmt: skip
_MACHINE = re.compile(r"\[?(?<![\w.])(?:[\w-]{1,63}\.){1,10}[a-z]{2,24}(?![\w.]*\w)\]?", re.IGNORECASE)
# Providers' own numbers are kept, since they can be looked up: OFR_417, LPN007_510, SFR_IN_105, TSS04.
_NUMBER = re.compile(r"[A-Z]{2,}[A-Z0-9]*(?:_[A-Z0-9]+)*_?\d{2,3}")
_TOKEN = re.compile(r"[\w+/=#.:-]{8,}")
_LONGEST_WORD = 30
_CODES = re.compile(r"^\W*(?:[245]\d\d(?:[ -]+|$))?(?:#?[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)\W*)?")
_SAID = re.compile(r"^.*\bsaid: ", re.IGNORECASE)
_REPLY = re.compile(r"\(?in reply to [^)]*\)?", re.IGNORECASE)
# Remains of « (#5.7.1) » and « see https://… », dropped.
_STATUS = re.compile(r"\(\W*[245]\.\d{1,3}\.\d{1,3}\W*\)")
_POINTER = re.compile(
    r"(?:^|[\s,;:.(-]+)(?:please |veuillez )?(?:see(?: also)?|visit(?:er)?|voir|consulte[rz]|go to|cf)\W*$",
    re.IGNORECASE,
)
_ALONE = re.compile(r"(?<!\w)_+(?!\w)")
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}
_ACCENTS = {one[0]: one for one in ("aàáâäãå", "cç", "eèéêë", "iìíîï", "nñ", "oòóôöõø", "uùúûü", "yýÿ")}
_EMPTY = re.compile(r"<\W*>|\[\W*\]|\(\W*\)|\"\W*\"|'\W*'")


def decode_answer(raw: bytes | str) -> str:
    """Decode an answer: UTF-8, else Windows-1252, which old French servers use."""
    if isinstance(raw, str):
        return raw
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def without_addresses(said: str) -> str:
    """Return a text without addresses, whose words would mislead: `quota@exemple.fr` is not about a quota."""
    return _ADDRESS.sub(" ", unescape(said[:_READ_AT_MOST]))


def redacted_words(said: str, to: str = "") -> str:
    """Return the words of an answer, at most 160 letters; empty when only codes are left.

    Args:
        said: may be of several lines.
        to: the recipient's address: neither it nor the words of its local part are left.
    """
    said = unescape(_COLORS.sub("", said[:_READ_AT_MOST]))
    text = " ".join(_CODES.sub("", _visible(line)) for line in said.splitlines())
    text = _REPLY.sub(" ", _SAID.sub("", text))
    for pattern in (_URL, _ADDRESS, _SPELLED, _PHONE, _IP, _MACHINE, _FIELD, *_of_recipient(to)):
        text = pattern.sub(" ", text)
    return _tidy(_TOKEN.sub(_unless_id, text))


def _visible(line: str) -> str:
    """Replace control and bidirectional characters, which could disguise a line."""
    return "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in line)


def _of_recipient(to: str) -> Iterator[re.Pattern[str]]:
    """Yield patterns that identify the recipient: the local part, its words, and « li at exemple »."""
    local, _, domain = to.rpartition("@")
    parts = re.split(r"[._+-]", local)
    at = (
        rf"(?:\W*(?:at|chez|arobase)?\W*\b{re.escape(domain.partition('.')[0])}(?![^\W_]))?" if domain else ""
    )
    # The longest first, or a part would be removed from within the whole.
    for word in sorted({local, "".join(parts), *parts}, key=len, reverse=True):
        if word and (len(word) > 2 or word == local):
            yield re.compile(rf"(?<![^\W_]){_with_accents(word)}(?![^\W_]){at}", re.IGNORECASE)


def _with_accents(word: str) -> str:
    """Return a pattern for a word, with any accents: the name may have those that the address lacks."""
    plain = "".join(
        one for one in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(one)
    )
    return "".join(f"[{_ACCENTS[one]}]" if one in _ACCENTS else re.escape(one) for one in plain)


def _unless_id(found: re.Match[str]) -> str:
    token = found[0]
    is_id = any(map(str.isdigit, token)) and not _NUMBER.fullmatch(token.rstrip(".:"))
    return " " if is_id or len(token) > _LONGEST_WORD else token


def _tidy(text: str) -> str:
    before = ""
    while before != text:
        before, text = text, " ".join(_EMPTY.sub(" ", text).split())
    text = _CODES.sub("", text.replace("«", '"').replace("»", '"'))
    text = _POINTER.sub("", _STATUS.sub("", text))
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
    text = _ALONE.sub(" ", _paired(text))
    text = re.sub(r" ([.,;:])(?= |$)", r"\1", " ".join(text.split())).strip(" \t:;,-=|#'")
    return text if any(map(str.isalpha, text)) else ""


def _paired(text: str) -> str:
    """Remove unmatched brackets, and quotation marks that are unpaired or around the whole text."""
    kept, opened = list(text), list[int]()
    for index, letter in enumerate(text):
        if letter in _PAIRS.values():
            opened.append(index)
        elif letter in _PAIRS:
            if opened and text[opened[-1]] == _PAIRS[letter]:
                opened.pop()
            else:
                kept[index] = " "
    for index in opened:
        kept[index] = " "
    paired = "".join(kept)
    marks = paired.count('"')
    return (
        paired.replace('"', " ")
        if marks % 2 or (marks == 2 and paired.strip()[0] == paired.strip()[-1] == '"')
        else paired
    )
