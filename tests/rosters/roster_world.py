"""An invented school whose pupils come, leave, grow up and are renamed; seeded, and it knows who is who."""

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace

_LASTS = """
ABEILLE BOURDON CIGALE DORYPHORE FOURMI GRILLON HANNETON LIBELLULE MOUSTIQUE PAPILLON SAUTERELLE TAON TERMITE
DUPONT DURAND LE|GALL LEFÈVRE DE|LA|TOUR BEN|ALI EL|AMRANI N’DIAYE O’CONNOR D’ARTAGNAN MÜLLER STRAUSS SØRENSEN
WIŚNIEWSKI NGUYEN DA|SILVA GARCIA|LOPEZ DUPONT-MARTIN MARTIN KONÉ ŞAHİN TEHEIURA PETRENKO SAINT-AUBIN Y BA
"""
_FIRSTS = """
Zoé Max Ana Éva Tom Nina Hugo Jules Alice Noémie Chloé Lucas Emma Nathan Inès Manon Ethan Sarah Gabriel Rose Adam
Jean-Baptiste Marie-Lou Anne-Sophie Jürgen Søren Łukasz Thị|Lan Mohamed Fatou Ibrahim Aïcha Björn Ioana Teva Moana
Clara Arthur Elsa Paul Victor Lola Raphaël Margot Simon Agathe Basile Diane Eliott Flora Gaspard Hélène Isaac Judith
"""
# Brothers' and sisters' names that a rule of similarity would take for slips of one another.
_NEAR = (
    ("Samia", "Samira"),
    ("Léa", "Léo"),
    ("Louise", "Louisa"),
    ("Rajesh", "Ramesh"),
    ("Amir", "Amira"),
    ("René", "Renée"),
    ("Mathis", "Mathias"),
    ("Julien", "Julie"),
    ("Yanis", "Yassine"),
    ("Elisa", "Élise"),
    ("Marie", "Marie-Anne"),
    ("Luna", "Louna"),
    ("Thị Lan", "Thị Lam"),
    ("Tim", "Tom"),
)
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_TWIN, _NEAR_SHARE, _STAFF, _NO_CARD, _NO_EMAIL = 0.12, 0.15, 0.12, 0.1, 0.25
LASTS = tuple(name.replace("|", " ") for name in _LASTS.split())
FIRSTS = tuple(name.replace("|", " ") for name in _FIRSTS.split())
LEVELS = ("6", "5", "4", "3")


def folded(name: str) -> str:
    """Return what all spellings of a name share, as a reader sees it; the program's own folding is not asked."""
    letters = unicodedata.normalize("NFD", name.casefold()).translate({0xF8: "o", 0x142: "l", 0x131: "i"})
    marks = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_\u02bb\u02bc]+", " ", marks).split())


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil, or somebody of the staff, as the truth has them.

    Attributes:
        key: who it is, whatever changes.
        number, foreign: in the database of one program and of another one; both stay, and mean different persons.
        birth: `2014-03-02`.
        card: five digits, empty for none.
        other_card: a second card, empty for none.
    """

    key: int
    family: int
    last: str
    first: str
    class_name: str
    birth: str
    card: str
    ine: str
    elenoet: str
    number: str
    foreign: str
    emails: tuple[str, ...] = ()
    used: str = ""
    staff: bool = False
    left: bool = False
    other_card: str = ""

    @property
    def name(self) -> str:
        """Last and first name, folded."""
        return folded(f"{self.last} {self.first}")


@dataclass(slots=True)
class School:
    """A school at one time.

    Attributes:
        children: in the order in which they came, those who left too.
        names: all that somebody has borne, folded: a namesake is made on purpose or not at all.
    """

    draw: random.Random
    children: list[Child] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    families: int = 0
    _serial: int = 0
    _card: int = 100

    @property
    def present(self) -> list[Child]:
        """Those who have not left."""
        return [child for child in self.children if not child.left]

    @property
    def pupils(self) -> list[Child]:
        """Those who have not left, the staff apart."""
        return [child for child in self.present if not child.staff]

    @property
    def gone(self) -> list[Child]:
        """Those who left."""
        return [child for child in self.children if child.left]

    def change(self, child: Child, **fields: object) -> Child:
        """Let a child be otherwise; returns the new state."""
        changed = replace(child, **fields)  # type: ignore[arg-type]
        self.children[self.children.index(child)] = changed
        self.names.add(changed.name)
        return changed

    def add(self, last: str, first: str, family: int, **fields: object) -> Child:
        """Let a child come."""
        self._serial += 1
        self._card += self.draw.choice([1, 1, 1, 2, 7, 90])
        digits = f"{self.draw.randrange(10**9):09d}"
        child = Child(
            self._serial,
            family,
            last,
            first,
            self.class_name(),
            self.birth(),
            "" if self.draw.random() < _NO_CARD else f"{self._card:05d}",
            digits + self.draw.choice(_LETTERS) + self.draw.choice(_LETTERS),
            str(500 + self._serial),
            str(1000 + 7 * self._serial),
            # Another program has the same range of numbers for other persons.
            str(1000 + 7 * (8 - self._serial % 8 + self._serial // 8 * 8)),
            self.emails(family),
        )
        child = replace(child, **fields)  # type: ignore[arg-type]
        self.children.append(child)
        self.names.add(child.name)
        return child

    def new_card(self) -> str:
        """Return a card that nobody has had."""
        self._card += 3
        return f"{self._card:05d}"

    def class_name(self) -> str:
        """Return some class."""
        return f"{self.draw.choice(LEVELS)} {self.draw.choice('AB')}"

    def birth(self) -> str:
        """Return some day of birth."""
        draw = self.draw
        return f"{draw.randint(2011, 2015)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"

    def emails(self, family: int) -> tuple[str, ...]:
        """Return the addresses of a family's guardians; the same at each call."""
        known = [child for child in self.children if child.family == family]
        if known:
            return known[0].emails
        if self.draw.random() < _NO_EMAIL:
            return ()
        return (f"f{family}@exemple.fr", f"g{family}@exemple.fr")[: self.draw.choice([1, 1, 2])]

    def free_name(self, last: str = "", *, first: str = "") -> tuple[str, str]:
        """Return a last and first name that nobody has borne; those given stay."""
        while True:
            names = last or self.draw.choice(LASTS), first or self.draw.choice(FIRSTS)
            if folded(" ".join(names)) not in self.names:
                return names


def school_of(draw: random.Random, count: int) -> School:
    """Invent a school of about as many: families of one to three, twins, near names, some staff."""
    school = School(draw)
    while len(school.children) < count:
        add_family(school)
    # The first ones stay pupils: a school has some.
    for child in school.children[4:]:
        if draw.random() < _STAFF:
            school.change(
                child, staff=True, class_name="", birth=f"{draw.randint(1960, 2000)}{child.birth[4:]}"
            )
    return school


def add_family(school: School) -> None:
    """Let a family's children come."""
    draw = school.draw
    school.families += 1
    family, last = school.families, draw.choice(LASTS)
    firsts = list(draw.sample(FIRSTS, draw.choice([1, 1, 1, 2, 2, 3])))
    if draw.random() < _NEAR_SHARE:
        firsts = list(draw.choice(_NEAR))
    firsts = [first for first in firsts if folded(f"{last} {first}") not in school.names]
    first_born = None
    for first in firsts:
        if first_born is not None and draw.random() < 2 * _TWIN:
            # Twins: one birth, often one class.
            same = draw.random() < 0.6
            class_name = first_born.class_name if same else school.class_name()
            school.add(last, first, family, birth=first_born.birth, class_name=class_name)
        else:
            child = school.add(last, first, family)
            first_born = first_born or child


def newcomers(school: School, most: int = 3) -> None:
    """Let up to as many come: strangers, and brothers and sisters of those who are there."""
    for _ in range(school.draw.randint(0, most)):
        if school.children and school.draw.random() < 0.3:
            elder = school.draw.choice(school.children)
            last, first = school.free_name(elder.last)
            school.add(last, first, elder.family, used=elder.used)
        else:
            school.families += 1
            school.add(*school.free_name(), school.families)


def leavers(school: School, most: int = 3) -> None:
    """Let up to as many leave; somebody stays."""
    for child in some(school, school.draw.randint(0, most)):
        if len(school.present) > 2:
            school.change(child, left=True)


def some(school: School, number: int) -> list[Child]:
    """Return up to as many of those present."""
    return school.draw.sample(school.present, min(number, len(school.present)))


def moves(school: School, most: int = 2) -> None:
    """Let up to as many change their class."""
    for child in some(school, school.draw.randint(0, most)):
        if not child.staff:
            school.change(child, class_name=school.class_name())


def term_passes(school: School) -> None:
    """Let a term pass: a few come, go and change class."""
    leavers(school)
    moves(school)
    newcomers(school)


def year_passes(school: School) -> None:
    """Let a year pass: everybody changes class, the last level leaves, others come."""
    letters = school.draw.choice(["AB", "BA"])
    for child in school.pupils:
        level = LEVELS.index(child.class_name[0])
        if level + 1 == len(LEVELS):
            if len(school.present) > 2:
                school.change(child, left=True)
            continue
        letter = letters["AB".index(child.class_name[-1])]
        school.change(child, class_name=f"{LEVELS[level + 1]} {letter}")
    leavers(school, 1)
    newcomers(school, 5)


Change = Callable[[School], None]
