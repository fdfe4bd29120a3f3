"""The invented school: two establishments, their families, their staff. Everybody in it is made up."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count, islice
from pathlib import Path

from openpyxl import Workbook

from turbo_admin.core.matching.spellings import fold
from turbo_admin.core.uai import make_uai
from turbo_admin.demo.names import DOMAINS, GUARDIANS, ORIGINS, WEIGHTS

PUPIL, STAFF = "élève", "commensal"
_STAFF_SHARE, _LEFT_SHARE, _TWIN_SHARE, _NO_EMAIL_SHARE = 0.04, 0.02, 0.05, 0.03
_CHILDREN = (1, 2, 3)
_CHILDREN_WEIGHTS = (62, 30, 8)
_LEFT_ON = date(2026, 10, 16)
_HEADERS = (
    "Identifiant", "Nom", "Prénom", "Classe", "Catégorie", "N° carte", "E-mail responsable 1", "E-mail responsable 2",
    "Sorti le",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class InventedSchool:
    """An establishment.

    Attributes:
        site_code: the first four digits of its cards.
        share: of the diners, 0 to 1.
    """

    uai: str
    name: str
    site_code: str
    classes: tuple[str, ...]
    share: float


COLLEGE = InventedSchool(
    make_uai(990001),
    "Collège des Tilleuls",
    "0683",
    tuple(f"{level} {letter}" for level in (6, 5, 4, 3) for letter in "ABCD"),
    0.7,
)
LYCEE = InventedSchool(
    make_uai(990002), "Lycée du Canal", "0684", tuple(f"2nde {number}" for number in range(1, 7)), 0.3
)
SCHOOLS = (COLLEGE, LYCEE)


@dataclass(frozen=True, slots=True)
class InventedDiner:
    """Somebody with a card.

    Attributes:
        id: the office's own, `H00042`.
        card: in full, `0683-04217`.
        kind: `PUPIL` or `STAFF`.
        emails: the guardians' or, for staff, their own; sometimes none.
        family: diners of one number live together; 0 for staff.
    """

    id: str
    uai: str
    card: str
    last_name: str
    first_name: str
    class_name: str
    kind: str
    emails: tuple[str, ...]
    left: bool
    family: int


def make_roster(diners: int = 400, seed: int = 2026) -> list[InventedDiner]:
    """Invent the diners of both establishments.

    Among them: siblings and twins who share addresses, one pair of homonyms, staff, a few who have left.

    Args:
        diners: how many in all, 0 to 100,000.
        seed: the same seed and number make the same school.

    Returns:
        The collège's diners, then the lycée's, each in the order of their ids.
    """
    draw = random.Random(seed)  # noqa: S311 (invented people, no secret)
    sizes = [round(diners * COLLEGE.share)]
    sizes.append(diners - sizes[0])
    numbers, families = count(1), count(1)
    taken: set[tuple[str, str]] = set()
    roster: list[InventedDiner] = []
    for school, size in zip(SCHOOLS, sizes, strict=True):
        people = list(islice(_people(school, draw, families, taken), size))
        people = _with_homonyms(people)
        roster += _with_cards(people, school, draw, numbers)
    return roster


def of_school(roster: Iterable[InventedDiner], uai: str) -> list[InventedDiner]:
    """Return the diners of one establishment, in order."""
    return [diner for diner in roster if diner.uai == uai]


def write_roster_xlsx(path: Path, diners: Sequence[InventedDiner]) -> None:
    """Write diners as a secretariat would hand them over: a workbook with one headed sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Hôtes")
    sheet.append(_HEADERS)
    for diner in diners:
        first, second = (*diner.emails, "", "")[:2]
        sheet.append(
            (
                diner.id,
                diner.last_name,
                diner.first_name,
                diner.class_name,
                diner.kind,
                diner.card,
                first,
                second,
            )
            + ((_LEFT_ON,) if diner.left else ())
        )
    book.save(path)


def _people(
    school: InventedSchool, draw: random.Random, families: Iterator[int], taken: set[tuple[str, str]]
) -> Iterator[InventedDiner]:
    while True:
        last_name, first_names = _names(draw)
        if draw.random() < _STAFF_SHARE:
            yield _staff(school, draw, last_name, _untaken(draw, last_name, first_names, taken))
            continue
        children = draw.choices(_CHILDREN, _CHILDREN_WEIGHTS)[0]
        twins = children > 1 and draw.random() < _TWIN_SHARE * 3
        family, emails = next(families), _guardians(draw, last_name)
        class_name = draw.choice(school.classes)
        for child in range(children):
            if child and not (twins and child == 1):
                class_name = draw.choice(school.classes)
            yield InventedDiner(
                id="",
                uai=school.uai,
                card="",
                last_name=last_name,
                first_name=_untaken(draw, last_name, first_names, taken),
                class_name=class_name,
                kind=PUPIL,
                emails=emails,
                left=draw.random() < _LEFT_SHARE,
                family=family,
            )


def _staff(school: InventedSchool, draw: random.Random, last_name: str, first_name: str) -> InventedDiner:
    email = f"{_slug(first_name)}.{_slug(last_name)}@{draw.choice(DOMAINS)}"
    return InventedDiner("", school.uai, "", last_name, first_name, "", STAFF, (email,), False, 0)


def _names(draw: random.Random) -> tuple[str, tuple[str, ...]]:
    last_names, first_names = draw.choices(ORIGINS, WEIGHTS)[0]
    if draw.random() < 0.1:
        # A family of two origins: the children's first names come from the other side.
        first_names = draw.choice(ORIGINS)[1]
    return draw.choice(last_names), first_names


def _untaken(
    draw: random.Random, last_name: str, first_names: tuple[str, ...], taken: set[tuple[str, str]]
) -> str:
    # A large school runs out of pairs; then homonyms come by themselves, as they do in life.
    for _ in range(20):
        first_name = draw.choice(first_names)
        if (last_name, first_name) not in taken:
            break
    taken.add((last_name, first_name))
    return first_name


def _guardians(draw: random.Random, last_name: str) -> tuple[str, ...]:
    if draw.random() < _NO_EMAIL_SHARE:
        return ()
    domain = draw.choice(DOMAINS)
    number = draw.randrange(100, 1000)
    names = draw.sample(GUARDIANS, draw.choice((1, 1, 2)))
    return tuple(f"{name}.{_slug(last_name)}{number}@{domain}" for name in names)


def _slug(name: str) -> str:
    return "".join(letter for letter in fold(name).lower() if letter.isascii() and letter.isalnum())


def _with_homonyms(people: list[InventedDiner]) -> list[InventedDiner]:
    """Make the last pupil bear the names of the first one, in another family and class if there is one."""
    pupils = [place for place, person in enumerate(people) if person.kind == PUPIL]
    if len(pupils) < 20:
        return people
    first, last = people[pupils[0]], pupils[-1]
    namesake = replace(people[last], last_name=first.last_name, first_name=first.first_name, left=False)
    return [*people[:last], namesake, *people[last + 1 :]]


def _with_cards(
    people: Sequence[InventedDiner], school: InventedSchool, draw: random.Random, numbers: Iterator[int]
) -> Iterator[InventedDiner]:
    # Cards are handed out at the counter: neighbours in a family have neighbouring numbers, families do not.
    free = iter(draw.sample(range(1, 100_000), len(people)))
    cards = list(islice(free, len(people)))
    taken = set(cards)
    for place, person in enumerate(people):
        before = people[place - 1] if place else None
        twin = before and before.family == person.family and before.class_name == person.class_name != ""
        if twin and cards[place - 1] + 1 not in taken and cards[place - 1] + 1 < 100_000:
            cards[place] = cards[place - 1] + 1
            taken.add(cards[place])
        yield replace(person, id=f"H{next(numbers):05d}", card=f"{school.site_code}-{cards[place]:05d}")
