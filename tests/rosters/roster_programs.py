"""Programs that write a school's list: which columns, numbers, spelling, order and format each has."""

import csv
import io
import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path

from openpyxl import Workbook

from tests.rosters.roster_world import Child, School
from tests.siecle_files import Guardian, Pupil, guardians_xml, pupils_xml

_GERMAN = str.maketrans(
    {"Ä": "AE", "Ö": "OE", "Ü": "UE", "ä": "ae", "ö": "oe", "ü": "ue", "Ø": "OE", "ø": "oe"}
)
_FIRST_OF_MANY, _PARTNERS = 100, 3


class Numbers(Enum):
    """What the column of numbers holds, if there is one."""

    NONE = auto()
    REAL = auto()  # the program's own, of each person for good
    SMALL = auto()  # the same, given from 1 on as people were entered
    RUNNING = auto()  # counts the lines
    PER_CLASS = auto()  # counts the lines of each class
    FROM_100 = auto()  # counts the lines from 101 on
    GAPS = auto()  # counts the lines of a longer list, of which some are shown
    FOREIGN = auto()  # another program's own: the same numbers, other persons
    POSTCODE = auto()


@dataclass(frozen=True, slots=True)
class Program:
    """A program's way of writing.

    Attributes:
        form: `csv`, `xlsx`, `siecle` or `onde`; the last two have the columns that the State's software has.
        separator, encoding: of a CSV file; UTF-8 where the encoding lacks a letter.
        title: of the column of numbers.
        spell: how it writes a name.
        order: `name`, `class` or `entered`.
        twice: whether who has two cards, or two guardians, has two lines.
    """

    form: str = "csv"
    separator: str = ";"
    encoding: str = "utf-8-sig"
    numbers: Numbers = Numbers.NONE
    title: str = "Matricule"
    ine: bool = False
    elenoet: bool = False
    birth: bool = False
    card: bool = False
    emails: bool = False
    classes: bool = True
    spell: Callable[[str], str] = str
    order: str = "name"
    twice: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether its lists are of every pupil, and of no one else."""
        return self.form in {"siecle", "onde"}

    @property
    def tells_apart(self) -> frozenset[str]:
        """What in its lists tells two namesakes apart."""
        if self.is_complete:
            return frozenset({"ine", "birth"})
        held = {name: getattr(self, name) for name in ("ine", "elenoet", "birth", "card", "emails")}
        return frozenset(name for name, is_held in held.items() if is_held)


@dataclass(frozen=True, slots=True)
class Written:
    """A list as a program wrote it.

    Attributes:
        who: whom a line is about, by the number that a plan's row has.
        said: what the list says of a child, by its key: folded names, class, and what else it has.
    """

    paths: tuple[Path, ...]
    who: dict[int, int]
    said: dict[int, dict[str, str]]


def plain(name: str) -> str:
    """Write a name in capitals without accents."""
    letters = unicodedata.normalize("NFD", name.replace("Ł", "L").replace("ł", "l"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).upper()


def titled(name: str) -> str:
    """Write a name in small letters with a capital each."""
    return name.title()


def german(name: str) -> str:
    """Write German and Nordic letters as two."""
    return name.translate(_GERMAN)


def hawaiian(name: str) -> str:
    """Write apostrophes as U+02BC, and blanks between words for hyphens."""
    return name.replace("’", "\u02bc").replace("-", " ")


def write(school: School, program: Program, folder: Path) -> Written:
    """Write those present as a program does."""
    folder.mkdir(parents=True, exist_ok=True)
    shown = _ordered(school, program)
    if program.form == "siecle":
        return _siecle(shown, program, folder)
    rows, who = _table(school, shown, program)
    if program.form == "xlsx":
        path = folder / "liste.xlsx"
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Hôtes")
        for row in rows:
            sheet.append(row)
        book.save(path)
    else:
        path = folder / "liste.csv"
        path.write_bytes(_csv(rows, program))
    return Written((path,), who, _said(shown, program))


def _said(shown: Sequence[Child], program: Program) -> dict[int, dict[str, str]]:
    said = {}
    for child in shown:
        about = {"name": child.name}
        if program.classes:
            about["class"] = child.class_name
        about |= {name: str(getattr(child, name)) for name in program.tells_apart}
        said[child.key] = {name: value for name, value in about.items() if value}
    return said


def _ordered(school: School, program: Program) -> list[Child]:
    shown = school.pupils if program.is_complete else school.present
    if program.order == "entered":
        return list(shown)
    if program.order == "class":
        return sorted(shown, key=lambda child: (child.class_name, child.name, child.key))
    return sorted(shown, key=lambda child: (child.name, child.key))


def _siecle(shown: Sequence[Child], program: Program, folder: Path) -> Written:
    pupils = [
        Pupil(
            int(child.elenoet),
            program.spell(child.last),
            program.spell(child.first),
            child.class_name,
            _day(child.birth),
            child.ine,
            used=program.spell(child.used),
            guardians=tuple(map(Guardian, child.emails)) if program.emails else (),
        )
        for child in shown
    ]
    paths = [folder / "ElevesSansAdresses.xml"]
    # Written as ISO-8859-15 the file could not hold every name of the world.
    paths[0].write_bytes(pupils_xml(pupils, encoding="UTF-8"))
    if program.emails:
        paths.append(folder / "ResponsablesAvecAdresses.xml")
        latin = [pupil for pupil in pupils if _has_letters(pupil.last, "iso-8859-15")]
        paths[1].write_bytes(guardians_xml(latin))
    who = {place: one.key for place, one in enumerate(shown, 1)}
    return Written(tuple(paths), who, _said(shown, program))


def _table(
    school: School, shown: Sequence[Child], program: Program
) -> tuple[list[list[str]], dict[int, int]]:
    columns = _onde_columns(program) if program.form == "onde" else _columns(school, shown, program)
    rows, who = [[title for title, _ in columns]], {}
    for child in shown:
        for one in _lines(child, program):
            rows.append([cell(one) for _, cell in columns])
            who[len(rows)] = child.key
    return rows, who


def _lines(child: Child, program: Program) -> list[Child]:
    """Return a child as often as the program has a line of it."""
    if not program.twice:
        return [child]
    cards = [card for card in (child.card, child.other_card) if card] or [""]
    return [replace(child, card=card) for card in cards]


Column = tuple[str, Callable[[Child], str]]


def _columns(school: School, shown: Sequence[Child], program: Program) -> list[Column]:
    columns: list[Column] = []
    if program.numbers is not Numbers.NONE:
        numbers = _numbers(school, shown, program.numbers)
        columns.append((program.title, lambda child: numbers[child.key]))
    columns += [
        ("Nom", lambda child: program.spell(child.last)),
        ("Prénom", lambda child: program.spell(child.first)),
    ]
    if any(child.used for child in school.children):
        columns.append(("Nom d’usage", lambda child: program.spell(child.used)))
    for is_written, title, cell in (
        (program.classes, "Classe", lambda child: child.class_name),
        (program.birth, "Né(e) le", lambda child: _day(child.birth)),
        (program.ine, "INE", lambda child: "" if child.staff else child.ine),
        (program.elenoet, "N° élève", lambda child: "" if child.staff else child.elenoet),
        (program.card, "N° carte", lambda child: child.card),
        (program.emails, "E-mail responsable", lambda child: ", ".join(child.emails)),
        (
            any(child.staff for child in shown),
            "Catégorie",
            lambda child: "Commensal" if child.staff else "Élève",
        ),
    ):
        if is_written:
            columns.append((title, cell))
    return columns


def _onde_columns(program: Program) -> list[Column]:
    return [
        ("Nom élève", lambda child: program.spell(child.last)),
        ("Nom d'usage élève", lambda child: program.spell(child.used)),
        ("Prénom élève", lambda child: program.spell(child.first)),
        ("Date naissance", lambda child: _day(child.birth)),
        ("Sexe", lambda _: "F"),
        ("INE", lambda child: child.ine),
        ("Niveau", lambda child: child.class_name[:1]),
        ("Libellé classe", lambda child: child.class_name),
        ("Identifiant classe", lambda child: str("6543".find(child.class_name[:1]))),
    ]


def _numbers(school: School, shown: Sequence[Child], kind: Numbers) -> dict[int, str]:
    if kind is Numbers.REAL:
        return {child.key: child.number for child in shown}
    if kind is Numbers.SMALL:
        return {child.key: str(child.key) for child in shown}
    if kind is Numbers.FOREIGN:
        return {child.key: child.foreign for child in shown}
    if kind is Numbers.POSTCODE:
        return {child.key: f"990{child.family % 4}0" for child in shown}
    numbers, seen, count = {}, dict[str, int](), _FIRST_OF_MANY if kind is Numbers.FROM_100 else 0
    # Who is on the longer list and not on this one changes from one printing to the next.
    gaps = random.Random(len(school.children))  # noqa: S311 (a replayable list, not a secret)
    for child in shown:
        count += gaps.randint(1, _PARTNERS) if kind is Numbers.GAPS else 1
        seen[child.class_name] = seen.get(child.class_name, 0) + 1
        numbers[child.key] = str(seen[child.class_name] if kind is Numbers.PER_CLASS else count)
    return numbers


def _csv(rows: Sequence[Sequence[str]], program: Program) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=program.separator, lineterminator="\r\n").writerows(rows)
    text = stream.getvalue()
    return text.encode(program.encoding if _has_letters(text, program.encoding) else "utf-8-sig")


def _has_letters(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _day(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))
