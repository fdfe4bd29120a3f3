"""Words beside card numbers: which number is lost, which one is new."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import takewhile

from turbo_admin.core.errors import Refused
from turbo_admin.core.matching.spellings import fold

OUT_OF_USE = re.compile(
    r"perdue?s?|perte|vole(?:e|es|s)?|vol|rendue?s?|restituee?s?|restitution|annulee?s?|casse(?:e|es|s)?|hs|"
    r"hors service|detruite?|invalide|bloquee?|desactivee?|inacti(?:f|ve)|opposition|remplacee?|perimee?|expiree?|"
    r"suppr(?:imee?)?|resiliee?|defectueu(?:x|se)|ancien(?:ne)?|ex|lost|stolen|a refaire|precedente?|morte?"
)
# Labels of a number, without a meaning of their own.
_LABELS = re.compile(
    r"n|no|ndeg|num|numeros?|cartes?|badges?|card|self|cantine|code|id|la|ma|de|du|est|mon|le|c|site|etablissement|deg"
)
_BEFORE_THE_OLD = re.compile(r"ancien(?:ne)?|ex|precedente?")
_REPLACES = "remplace"
_NEW = re.compile(r"nouve(?:lle|au|l)|nouv|nvelle|nv|neuve|new")
_ARROW = re.compile(r"[-=]+>|[→⇒➔➜⟶>]")
# Letters written or scanned in place of digits.
LETTERS_FOR_DIGITS = str.maketrans("OoIl", "0011")
_LIKE_DIGITS = re.compile(r"(?=[^0-9]*[0-9])[0-9OoIl]+")
_GLUED_LABEL = re.compile(r"(?i)(n[°ºo]?|carte|badge|num|no)(?=[0-9OoIl]*[0-9])")
RUNS = re.compile(r"[^\W_]+")
_WORDS = re.compile(rf"{RUNS.pattern}|{_ARROW.pattern}")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_DAY = re.compile(r"\W*\d{1,2}([/.-])\d{1,2}(?:\1\d{2,4})?\W*")
# « perdue le 12 septembre », « perdue en 2026 ».
_AFTER_LE = re.compile(r"\W*(?:\d{1,2}|(?:19|20)\d\d)\W*")
_FEW = 4


class _Says(Enum):
    DEAD = 0
    NEW = 1
    REPLACES = 2


@dataclass(slots=True)
class _Number:
    """A number in a text, and its meaning by the words around it."""

    text: str
    says: set[_Says] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word about the state of a card, or a separator.

    Attributes:
        word: folded; empty for a separator.
        says: None for a separator.
    """

    word: str
    says: _Says | None


@dataclass(frozen=True, slots=True)
class Parted:
    """A text split into number and words.

    Attributes:
        number: the part with the card's digits; empty without any.
        words: those beside it, folded.
        is_in_use: False when the words mean that the card is no longer in use.
    """

    number: str
    words: str = ""
    is_in_use: bool = True


def part(text: str) -> Parted:
    """Split a text into number and words; of several numbers, take the one that is not lost.

    04306 (perdue)                        04306, not in use
    04218 (04217 perdue)                  04218
    04217 perdue → 04218                  04218
    04218 remplace 04217                  04218
    carte perdue, nouvelle 04218          04218

    Raises:
        Refused: `card_not_digits` when the words contradict each other about one number.
    """
    parts, words = _clauses(text)
    numbers = [one for clause in parts for one in clause if isinstance(one, _Number)]
    if not any(isinstance(one, _Word) and one.says for clause in parts for one in clause):
        joined = " ".join(words)
        is_dead = any(OUT_OF_USE.fullmatch(word) for word in (*" ".join(words).split(), joined))
        kept = numbers[:1] if is_dead else numbers
        return Parted(" ".join(one.text for one in kept), joined, not is_dead)
    numbers = _without_days(parts)
    for clause in parts:
        _bind([one for one in clause if not isinstance(one, _Number) or one in numbers])
    return _chosen(numbers, " ".join(words))


def _chosen(numbers: list[_Number], words: str) -> Parted:
    """Return the number in use; without any, the first one."""
    if any(len(one.says) > 1 for one in numbers):
        raise Refused("card_not_digits")
    dead = [one for one in numbers if _Says.DEAD in one.says]
    alive = [one for one in numbers if one not in dead]
    if not alive:
        is_dead = any(OUT_OF_USE.fullmatch(word) for word in words.split())
        return Parted(dead[0].text if dead else "", words, not is_dead)
    text = " ".join(one.text for one in alive)
    # « 0683 (04217 perdue) » may be one card.
    if any(_digits(text) <= _FEW < _digits(one.text) for one in dead):
        raise Refused("card_not_digits")
    return Parted(text, words)


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _bind(clause: Sequence[_Number | _Word]) -> None:
    """Assign each word of a clause to the number it is about."""
    for position, one in enumerate(clause):
        if isinstance(one, _Number) or one.says is None:
            continue
        before = next((other for other in clause[:position][::-1] if isinstance(other, _Number)), None)
        after = _next_number(clause[position + 1 :])
        if one.says is _Says.NEW:
            if (said_of := after or before) is not None:
                said_of.says.add(_Says.NEW)
        elif one.says is _Says.REPLACES and after:
            after.says.add(_Says.DEAD)
        elif one.says is _Says.REPLACES and before and _is_of_another(clause[position + 1 :]):
            before.says.add(_Says.NEW)
        elif after and (before is None or _belongs_to_next(one, clause, position)):
            after.says.add(_Says.DEAD)
        elif before is not None:
            before.says.add(_Says.DEAD)


def _is_of_another(rest: Sequence[_Number | _Word]) -> bool:
    """Whether « remplace » is followed by a card without a number: « 04218 remplace la carte perdue »."""
    return any(isinstance(one, _Word) and one.says is _Says.DEAD for one in rest)


def _next_number(rest: Sequence[_Number | _Word]) -> _Number | None:
    """Return the number a word may precede; None when another word marks it as new."""
    passed = list(takewhile(lambda one: not isinstance(one, _Number), rest))
    if any(isinstance(one, _Word) and one.says is _Says.NEW for one in passed):
        return None
    found = rest[len(passed) : len(passed) + 1]
    return found[0] if found and isinstance(found[0], _Number) else None


def _belongs_to_next(word: _Word, clause: Sequence[_Number | _Word], position: int) -> bool:
    """Whether a word between two numbers is about the second: « 04218, perdue 04217 », « 04218 ancienne 04217 »."""
    if _BEFORE_THE_OLD.fullmatch(word.word):
        return True
    is_parted = clause[position - 1] == _Word("", None)
    return is_parted and isinstance(clause[position + 1], _Number)


def _without_days(clauses: Sequence[Sequence[_Number | _Word]]) -> list[_Number]:
    """Return the numbers that are not the day on which a card was lost."""
    numbers = [one for clause in clauses for one in clause if isinstance(one, _Number)]
    kept = [one for one in numbers if not _DAY.fullmatch(one.text.removeprefix(_LE))]
    kept = [
        one for one in kept if not (one.text.startswith(_LE) and _AFTER_LE.fullmatch(one.text[len(_LE) :]))
    ]
    for one in numbers:
        one.text = one.text.removeprefix(_LE).strip()
    return kept


# Marks a number that follows « le » or « en », perhaps a day.
_LE = "\x00"
_OF_A_DAY = frozenset({"le", "en", "depuis", "au"})


def _clauses(text: str) -> tuple[list[list[_Number | _Word]], list[str]]:
    """Return the clauses outside brackets and in each bracket with a number, and all words but labels."""
    outside = _BRACKETS.sub(" ", text)
    clauses: list[list[_Number | _Word]] = []
    words: list[str] = []
    if outside == text or not any(map(str.isdigit, outside)):
        return [_tokens(text, words)], words
    inside: list[str] = _BRACKETS.findall(text)
    folded = fold(" ".join(inside))
    if any(map(str.isdigit, folded)) and not any(OUT_OF_USE.fullmatch(word) for word in folded.split()):
        # A number in brackets may be half of the card.
        return [_tokens(text, words)], words
    clauses.append(_tokens(outside, words))
    for content in inside:
        own = _tokens(content, list[str]())
        words.append(fold(content))
        has_number = any(
            isinstance(one, _Number) and not _DAY.fullmatch(one.text.removeprefix(_LE)) for one in own
        )
        if has_number:
            clauses.append(own)
        else:
            clauses[0] += [one for one in own if isinstance(one, _Word)]
    return clauses, words


def _tokens(text: str, words: list[str]) -> list[_Number | _Word]:
    """Tokenise a text; words that are no labels are added to the list."""
    found: list[_Number | _Word] = []
    at, mark = 0, ""

    def number(end: int) -> None:
        piece = text[at:end]
        if any(map(str.isdigit, piece)):
            found.append(_Number(mark + piece.strip()))
        if piece.rstrip().endswith((",", ";")):
            found.append(_Word("", None))

    for run in _WORDS.finditer(text):
        word = fold(run[0])
        if _LIKE_DIGITS.fullmatch(run[0]):
            continue
        glued = _GLUED_LABEL.match(run[0])
        if glued and _LIKE_DIGITS.fullmatch(run[0][glued.end() :]):
            number(run.start())
            at, mark = run.start() + glued.end(), ""
        elif _ARROW.fullmatch(run[0]):
            number(run.start())
            found.append(_Word("", _Says.NEW))
            at, mark = run.end(), ""
        elif not any(map(str.isdigit, run[0])):
            number(run.start())
            at, mark = run.end(), _LE if word in _OF_A_DAY else ""
            says = (
                _Says.NEW if word == "par" and words[-1:] and words[-1].startswith(_REPLACES) else _says(word)
            )
            words += [] if _LABELS.fullmatch(word) else [word]
            found += [] if says is None else [_Word(word, says)]
    number(len(text))
    return found


def _says(word: str) -> _Says | None:
    if word == _REPLACES:
        return _Says.REPLACES
    if OUT_OF_USE.fullmatch(word):
        return _Says.DEAD
    return _Says.NEW if _NEW.fullmatch(word) else None
