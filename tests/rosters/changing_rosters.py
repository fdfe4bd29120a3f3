"""Seeded pairs of lists of one school: before, and after a term or a year; who each line is about is known.

A pair is of a kind, and a kind is clean when nothing in it is mistyped, reused or foreign: a careful clerk would not want
to be asked who somebody is.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tests.rosters import roster_changes as changes
from tests.rosters.roster_programs import Numbers, Program, Written, german, hawaiian, plain, titled, write
from tests.rosters.roster_world import Change, moves, school_of, term_passes, year_passes

_FEWEST, _MOST = 5, 40
# « MUELLER » and « MULLER » are two names to whoever has not seen « MÜLLER »: no history has both.
_SPELLINGS = (str, plain, titled, hawaiian)
_FORMATS = (
    {"form": "xlsx"},
    {"separator": ";", "encoding": "cp1252"},
    {"separator": ",", "encoding": "utf-8"},
    {"separator": "\t", "encoding": "utf-8-sig"},
    {"separator": ";", "encoding": "iso-8859-15"},
    {"separator": ";", "encoding": "utf-16"},
)
_TITLES = ("Matricule", "Identifiant", "N° interne", "Numéro", "Code", "ID")
Programs = Callable[[random.Random], tuple[Program, ...]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of pairs.

    Attributes:
        programs: that write the lists, one a list: two, or three where they alternate.
        first: done to the school before the first list, beside what is usual.
        then: done before each further list.
        passes: a term or a year.
    """

    name: str
    clean: bool
    programs: Programs
    then: tuple[Change, ...] = ()
    first: tuple[Change, ...] = ()
    passes: Change = term_passes


@dataclass(frozen=True, slots=True)
class History:
    """Lists of one school, one after the other.

    Attributes:
        seed: by which it is made again.
        shown: the programs that wrote them.
    """

    kind: Kind
    seed: int
    lists: tuple[Written, ...]
    shown: tuple[Program, ...]


def one(**fields: object) -> Programs:
    """Let one program write all lists, in some format."""

    def programs(draw: random.Random) -> tuple[Program, ...]:
        program = _some_program(draw, fields)
        return program, program

    return programs


def two(before: Mapping[str, object], after: Mapping[str, object], *more: Mapping[str, object]) -> Programs:
    """Let different programs write the lists, each in some format and spelling."""

    def programs(draw: random.Random) -> tuple[Program, ...]:
        return tuple(_some_program(draw, fields) for fields in (before, after, *more))

    return programs


def any_columns(draw: random.Random) -> tuple[Program, ...]:
    """Let one program with some of the columns write all lists."""
    program = _some_program(draw, {name: draw.random() < 0.5 for name in _COLUMNS})
    if draw.random() < 0.5:
        program = replace(program, numbers=Numbers.REAL, title=draw.choice(_TITLES))
    return program, program


def any_two(draw: random.Random) -> tuple[Program, ...]:
    """Let two programs write the lists, each with some of the columns, and its own way with the rest."""
    return any_columns(draw)[0], any_columns(draw)[0]


def nasty_two(draw: random.Random) -> tuple[Program, ...]:
    """The same, and columns of numbers of all sorts."""
    return tuple(
        replace(program, numbers=draw.choice(list(Numbers)), title=draw.choice(_TITLES[:4]))
        for program in any_two(draw)
    )


_COLUMNS = ("ine", "elenoet", "birth", "card", "emails")
_SIECLE, _SIECLE_BOTH, _ONDE = {"form": "siecle"}, {"form": "siecle", "emails": True}, {"form": "onde"}
_CARD: dict[str, object] = {"card": True}
_BORN: dict[str, object] = {"birth": True}
_INE: dict[str, object] = {"ine": True, "birth": True}
_INE_ALONE: dict[str, object] = {"ine": True}
_REAL: dict[str, object] = {"numbers": Numbers.REAL}


def _numbered(numbers: Numbers, title: str = "Numéro", **more: object) -> dict[str, object]:
    return {"numbers": numbers, "title": title, **more}


_CLEAN = (
    Kind("one program, some columns", True, any_columns),
    Kind("one program, some columns, a year", True, any_columns, passes=year_passes),
    Kind("names and classes alone", True, one()),
    Kind("names and classes alone, a year", True, one(), passes=year_passes),
    Kind("real numbers", True, one(**_REAL)),
    Kind("real numbers from 1, a year", True, one(numbers=Numbers.SMALL), passes=year_passes),
    Kind("SIECLE", True, one(**_SIECLE_BOTH)),
    Kind("SIECLE, a year", True, one(**_SIECLE), passes=year_passes),
    Kind("ONDE, a year", True, one(**_ONDE), passes=year_passes),
    Kind("cards, then SIECLE", True, two(_CARD, _SIECLE)),
    Kind("SIECLE, then cards, then SIECLE", True, two(_SIECLE, {**_CARD, "emails": True}, _SIECLE)),
    Kind("another program and spelling", True, any_two),
    Kind("other spellings of names alone", True, two({"spell": str}, {"spell": german}, {"spell": titled})),
    Kind("running numbers", True, one(**_numbered(Numbers.RUNNING))),
    Kind("running numbers, sorted otherwise", True, two(
        _numbered(Numbers.RUNNING, order="class"), _numbered(Numbers.RUNNING, order="name"))),
    Kind("running numbers, a year", True, one(**_numbered(Numbers.RUNNING, "Code", card=True)), passes=year_passes),
    Kind("numbers within the class", True, one(**_numbered(Numbers.PER_CLASS, "N°", order="class"))),
    Kind("cards anew, born", True, one(card=True, birth=True), (changes.cards_anew,), passes=year_passes),
    Kind("cards anew, addresses", True, one(card=True, emails=True), (changes.cards_anew,)),
    Kind("two cards", True, one(**_CARD, twice=True), (changes.second_cards,)),
    Kind("namesakes told apart", True, one(**_INE), (changes.namesakes_change_class,),
         (changes.namesakes, changes.father_and_son), year_passes),
    Kind("somebody comes back", True, two(_SIECLE, _SIECLE, _SIECLE), (changes.come_back,)),
)  # fmt: skip
_DIRTY = (
    Kind("running numbers from 100", False, one(**_numbered(Numbers.FROM_100))),
    Kind("numbers of a longer list", False, one(**_numbered(Numbers.GAPS, "N° interne", birth=True))),
    Kind("numbers of a longer list, names alone", False, one(**_numbered(Numbers.GAPS))),
    Kind("a foreign « N° interne »", False, two(
        _numbered(Numbers.REAL, "N° interne"), _numbered(Numbers.FOREIGN, "N° interne"))),
    Kind("a foreign number, born", False, two(
        _numbered(Numbers.REAL, birth=True), _numbered(Numbers.FOREIGN, "Matricule", birth=True))),
    Kind("two programs take turns", False, two(
        _numbered(Numbers.REAL, "Identifiant"), _numbered(Numbers.FOREIGN, "Identifiant", card=True),
        _numbered(Numbers.REAL, "Identifiant"))),
    Kind("a postcode called « Code »", False, one(**_numbered(Numbers.POSTCODE, "Code"))),
    Kind("a leaver's number", False, one(**_REAL), (changes.number_of_a_leaver,)),
    Kind("a leaver's INE", False, one(**_INE), (changes.ine_of_a_leaver,)),
    Kind("a leaver's INE, nothing else", False, one(**_INE_ALONE), (changes.ine_of_a_leaver,)),
    Kind("INEs exchanged", False, one(**_SIECLE), (changes.ine_swapped,)),
    Kind("INEs exchanged, nothing else", False, one(**_INE_ALONE), (changes.ine_swapped,)),
    Kind("INEs corrected", False, one(**_INE), (changes.ine_corrected,)),
    Kind("placeholder INEs", False, one(**_INE_ALONE), (changes.ine_placeholder,), (changes.ine_placeholder,)),
    Kind("ELENOET anew", False, one(elenoet=True), (changes.elenoet_renumbered,)),
    Kind("ELENOET anew, a year of SIECLE", False, one(**_SIECLE), (changes.elenoet_renumbered,), passes=year_passes),
    Kind("a leaver's ELENOET", False, one(elenoet=True), (changes.elenoet_of_a_leaver,)),
    Kind("a leaver's card", False, one(**_CARD), (changes.card_of_a_leaver,)),
    Kind("the elder's card", False, one(card=True, emails=True), (changes.card_of_the_elder,)),
    Kind("cards dealt out again", False, one(**_CARD), (changes.cards_reshuffled,), passes=year_passes),
    Kind("cards dealt out again, born", False, one(card=True, birth=True), (changes.cards_reshuffled,)),
    Kind("cards anew, names alone, a year", False, one(**_CARD), (changes.cards_anew,), passes=year_passes),
    Kind("last names corrected, INE", False, one(**_INE), (changes.last_name_slip,)),
    Kind("last names corrected, born", False, one(**_BORN), (changes.last_name_slip,)),
    Kind("last names corrected, cards", False, one(**_CARD), (changes.last_name_slip,)),
    Kind("last names corrected, nothing else", False, one(), (changes.last_name_slip,)),
    Kind("first names corrected", False, any_columns, (changes.first_name_slip,)),
    Kind("last names changed, INE and birth", False, one(**_INE), (changes.last_name_changed,)),
    Kind("last names changed, INE alone", False, one(**_INE_ALONE), (changes.last_name_changed,)),
    Kind("last names changed, numbers alone", False, one(**_REAL), (changes.last_name_changed,)),
    Kind("compound names shortened", False, any_columns, (changes.compound_shortened,)),
    Kind("names in use exchanged", False, any_columns, (changes.used_name_swapped,)),
    Kind("births corrected", False, one(**_BORN), (changes.birth_corrected,)),
    Kind("births corrected, INE", False, one(**_INE), (changes.birth_corrected,)),
    Kind("twins", False, any_columns, (changes.twin_comes,), (changes.twin_comes,)),
    Kind("brothers and sisters take over", False, any_columns, (changes.twin_takes_over,)),
    Kind("namesakes by class alone", False, one(), (moves,), (changes.namesakes,)),
    Kind("namesakes exchange classes", False, one(), (changes.namesakes_change_class,), (changes.namesakes,)),
    Kind("one of two namesakes leaves", False, one(), (changes.namesake_leaves,), (changes.namesakes,)),
    Kind("namesakes by class alone, a year", False, one(), (), (changes.namesakes,), year_passes),
    Kind("fathers and sons", False, any_two, (), (changes.father_and_son,), year_passes),
    Kind("anything", False, nasty_two, (changes.anything,)),
    Kind("anything, a year", False, nasty_two, (changes.anything,), passes=year_passes),
)  # fmt: skip
KINDS = _CLEAN + _DIRTY


def histories(count: int, folder: Path, first_seed: int = 0) -> Iterator[History]:
    """Write that many histories, the kinds in turn, each into a folder of its own."""
    for seed in range(first_seed, first_seed + count):
        yield history(KINDS[seed % len(KINDS)], seed, folder / f"{seed:05d}")


def history(kind: Kind, seed: int, folder: Path) -> History:
    """Write a history of a kind."""
    draw = random.Random(seed)  # noqa: S311 (a replayable school, not a secret)
    school = school_of(draw, draw.randint(_FEWEST, _MOST))
    programs = kind.programs(draw)
    for change in kind.first:
        change(school)
    lists = [write(school, programs[0], folder / "0")]
    for place, program in enumerate(programs[1:], 1):
        for change in kind.then:
            change(school)
        kind.passes(school)
        lists.append(write(school, program, folder / str(place)))
    return History(kind, seed, tuple(lists), programs)


def _some_program(draw: random.Random, fields: Mapping[str, object]) -> Program:
    about: dict[str, object] = {} if "form" in fields else dict(draw.choice(_FORMATS))
    about |= {"order": draw.choice(["name", "name", "class", "entered"]), "spell": draw.choice(_SPELLINGS)}
    return Program(**(about | dict(fields)))  # type: ignore[arg-type]
