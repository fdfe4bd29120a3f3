"""A person in a file or in the roster, and how well two of them agree."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from functools import lru_cache
from typing import Protocol

from turbo_admin.core.emails import email_key
from turbo_admin.core.matching.name_comparison import Agreement, compare, is_slip_of_hand
from turbo_admin.core.matching.names import Name, read_name
from turbo_admin.core.matching.spellings import fold_accents, marked_readings

_PLACEHOLDERS = frozenset({"1900-01-01", "1901-01-01", "1970-01-01", "2000-01-01"})
# A day with more births is a placeholder: in a school of 600, six are born on the most frequent day.
_MOST_BORN, _MOST_BORN_SHARE, _FEW_BIRTHS = 8, 0.03, 40


class IdKind(StrEnum):
    """A number that may identify a person."""

    INE = "INE"
    ELENOET = "n° élève"
    EXTERNAL = "identifiant"
    CARD = "carte"


class Person(Protocol):
    """A person in a file or in the roster; unknown values are empty."""

    @property
    def last_name(self) -> str: ...
    @property
    def first_name(self) -> str: ...
    @property
    def used_name(self) -> str: ...
    @property
    def class_name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def birth(self) -> str: ...
    @property
    def ine(self) -> str: ...
    @property
    def elenoet(self) -> str: ...
    @property
    def external_id(self) -> str: ...
    @property
    def external_kind(self) -> str: ...
    @property
    def card(self) -> str: ...
    @property
    def emails(self) -> tuple[str, ...]: ...
    @property
    def left(self) -> bool: ...


class Names(Enum):
    """How the names of two persons agree, best first; `compare_names` has examples.

    Attributes:
        EQUAL: but for case, accents, hyphens. The name in use may stand for the family name.
        CORRECTED: the last name may be a correction of the other one.
        SWAPPED: the first name is the other one's last name, and the last name its first.
        RESPELT: the first name is hardly anything but the other one, written otherwise.
        FIRST: the first name is the same, the last name is another one.
        ALIKE: the last names agree and the first names are near: a correction, or a sibling.
        OTHER: anything else.
    """

    EQUAL = auto()
    CORRECTED = auto()
    SWAPPED = auto()
    RESPELT = auto()
    FIRST = auto()
    ALIKE = auto()
    OTHER = auto()


class Births(Enum):
    """How two birth dates agree.

    Attributes:
        CLOSE: one part differs, or day and month are swapped: a typing error.
        UNKNOWN: one of them is unknown.
    """

    SAME = auto()
    CLOSE = auto()
    OTHER = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class NameKeys:
    """Keys of a person's name; two spellings of one name share at least one.

    Attributes:
        own: by the family name; the first one as it is folded, the others for two letters in place of ä, ö, ü, ø, å.
        used: by the name in use, where it is another one.
    """

    own: tuple[str, ...]
    used: tuple[str, ...] = ()

    def meet(self, other: "NameKeys") -> bool:
        """Whether the names share a key, of the family name or the nom d'usage."""
        return not {*self.own, *self.used}.isdisjoint((*other.own, *other.used))


def keys_of(person: Person) -> NameKeys:
    """Return the keys of a person's names.

    MULLER Léa     muller|lea
    MÜLLER Léa     muller|lea, muĕller|lea
    MUELLER Léa    mueller|lea, muĕller|lea
    LE ROUX Léa    leroux|lea
    """
    firsts = _spelt(person.first_name)
    own = tuple(f"{last}|{first}" for last in _spelt(person.last_name) for first in firsts)
    if not person.used_name:
        return NameKeys(own)
    used = (f"{last}|{first}" for last in _spelt(person.used_name) for first in firsts)
    return NameKeys(own, tuple(key for key in used if key not in own))


@lru_cache(maxsize=65536)
def _spelt(name: str) -> tuple[str, ...]:
    # LE ROUX is LEROUX, Vaiʻana is Vaiana.
    return tuple(reading.replace(" ", "") for reading in marked_readings(fold_accents(name)))


def compare_names(one: Person, other: Person) -> Names:
    """Compare the names of two persons.

    row                  roster               step
    Dupont Lea           DUPONT Léa           EQUAL
    DUPOND Léa           DUPONT Léa           CORRECTED
    DUPONT-MARTIN Léa    DUPONT Léa           CORRECTED
    DUPONT Mahtieu       DUPONT Mathieu       CORRECTED
    LÉA Dupont           DUPONT Léa           SWAPPED
    MOREAU Léa           DUPONT Léa           FIRST
    DUPONT Samira        DUPONT Samia         ALIKE
    DUPONT Hugo          DUPONT Léa           OTHER
    """
    if keys_of(one).meet(keys_of(other)):
        return Names.EQUAL
    lasts, firsts = (_lasts(one), _lasts(other)), (read_name(one.first_name), read_name(other.first_name))
    last = max(compare(a, b, first=False).agreement for a in lasts[0] for b in lasts[1])
    first = compare(*firsts, first=True).agreement
    if first is Agreement.EQUAL:
        if last is Agreement.EQUAL:
            return Names.EQUAL
        return Names.CORRECTED if last > Agreement.DIFFERENT else Names.FIRST
    if f"{_spelt(one.first_name)[0]}|{_spelt(one.last_name)[0]}" in keys_of(other).own:
        return Names.SWAPPED
    if last is Agreement.EQUAL and is_slip_of_hand(*firsts):
        return Names.RESPELT
    return Names.ALIKE if min(first, last) > Agreement.DIFFERENT else Names.OTHER


def compare_births(one: str, other: str) -> Births:
    """Compare two birth dates, each `2014-03-02` or empty."""
    if not one or not other:
        return Births.UNKNOWN
    if one == other:
        return Births.SAME
    parts, others = one.split("-"), other.split("-")
    swapped = parts[0] == others[0] and parts[1:] == others[:0:-1]
    slips = sum(part != there for part, there in zip(parts, others, strict=True))
    return Births.CLOSE if swapped or slips == 1 else Births.OTHER


def void_births(births: Sequence[str]) -> frozenset[str]:
    """Return placeholder days: those that programs write, and days with too many births.

    Args:
        births: of persons, each once; empty where it is not known.
    """
    number = Counter(filter(None, births))
    most = max(_MOST_BORN, _MOST_BORN_SHARE * number.total())
    common = {day for day, times in number.items() if times > most}
    if number.total() < _FEW_BIRTHS:
        common |= {day for day, times in number.items() if times > 2 and times * 2 > number.total()}
    return _PLACEHOLDERS | common


def share_address(one: Person, other: Person) -> bool:
    """Whether both have a common e-mail address."""
    return bool(
        one.emails
        and other.emails
        and not {email_key(known) for known in one.emails}.isdisjoint(map(email_key, other.emails))
    )


def _lasts(person: Person) -> Sequence[Name]:
    last = read_name(person.last_name)
    return (last, read_name(person.used_name)) if person.used_name else (last,)
