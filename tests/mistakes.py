"""Invented rosters full of people easily taken for each other, and requests as families mistype them; all seeded."""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from turbo_admin.core.matching.evidence import MatchRequest, RosterDiner
from turbo_admin.core.matching.first_names import SHORT_FORMS
from turbo_admin.core.matching.spellings import same_spelling

SITE, OTHER_SITE = "0683", "0771"
_LASTS = """
MARTIN MARTINEZ DUPONT DUPOND DURAND LE|GALL BEN|ALI THOMAS DUPONT-MARTIN NGUYEN DA|SILVA M’BAYE LEFÈVRE
LEFEBVRE RENAUD RENAULT DE|LA|TOUR TOURÉ ROUX LEROUX LE|ROUX SIMON KONÉ KOWALSKI GARCIA|LOPEZ BA LI Y MARIE
NICOLAS BERNARD BENARD GIRARD GIRAUD EL|AMRANI HENRY HENRI ŞAHİN D’ARTAGNAN SAINT-AUBIN O’CONNOR
"""
_FIRSTS = """
Léa Léo Lina Léna Luna Hugo Ugo Thomas Tom Tim Jean Jean-Paul Jean-Pierre Alex Alexandre Alexandra Alexis Zoé
Maxime Maxence Max Louis Louise Lou Gabriel Gabrielle Marie Marie-Lou Marie-Anne Anne-Marie Noé Noa Noah Élina
Élisa Élise Mathis Mathieu Matthieu Mathilde Mohamed Mohammed Mohamed|Amine Yassine Yasmine Théo Théophile Inès
Nicolas Simon Martin Camille Clément Clémence Sofia Sophia Jules Julie Julia Julien Thị|Lan Minh Wei Aya Maya
"""
LASTS = tuple(name.replace("|", " ") for name in _LASTS.split())
FIRSTS = tuple(name.replace("|", " ") for name in _FIRSTS.split())
# Of German, Nordic, Tahitian, Breton, Turkish and Chinese families, and French names with two vowels in a row.
_SPELT_LASTS = """
MÜLLER MUELLER MULLER MÖLLER MILLER SCHRÖDER SCHROEDER GROSS GROß-KÖHLER KÖHLER KOEHLER STRAUß STRAUSS BJØRNSEN
JØRGENSEN JOERGENSEN JORGENSEN ÅNGSTRÖM AAGAARD ØSTERGÅRD ÖSTLUND OESTLUND LUND KJÆR TEʻURA TEHEIʻURA TAʻAROA LE|FALC’HUN
PLUSQUELLECʼH LE|GOAEC LE|GOAC MOËLAN MOLAN SAMUEL NOËL MANUEL ISRAEL LOEIZ VON|DER|MÜHLEN MÜHLEN LÜ LU LUE XUE
D’ARTAGNAN DELL’ORTO N’DIAYE ÖZTÜRK GÜL GUEL
"""
_SPELT_FIRSTS = """
Jörn Joern Joren Jorun Jörg Joerg Jürgen Juergen Jörgen Søren Soeren Åse Aase Åsa Bjørn Björk Käthe Kaethe Katie Jérôme
Günther Guenther Joëlle Jolle Joël Noël Noelle Noa Nola Samuel Samul Samuelle Manuel Emmanuel Raphaël Raphal Michael
Mickaël Mikael Maël Mal Gaël Yaël Vaiʻana Vai Ana Heiʻura Hina Ra’i Ria Loeiz Loïz Suelen Sulen Gwenaël Aʿisha Isha
Saʿid D’Angelo Angelo Lü Lüe Özge Oezge Gülay Guelay Pär Paer Måns Maans Zoé Aude Maude Ülker
"""
SPELT_LASTS = tuple(name.replace("|", " ") for name in _SPELT_LASTS.split())
SPELT_FIRSTS = tuple(_SPELT_FIRSTS.split())
_TWO_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"}
_TWO_LETTERS |= {one.upper(): two.upper() for one, two in _TWO_LETTERS.items()} | {"ß": "ss"}
_ONE_LETTER = {
    "".join(_TWO_LETTERS.get(letter, letter) for letter in name): name
    for name in (*SPELT_LASTS, *SPELT_FIRSTS)
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a request may mean.

    Attributes:
        on_roster: a brother or sister who eats elsewhere is not.
        emails: of the family, whatever the roster knows of them.
    """

    diner: RosterDiner
    family: int
    emails: tuple[str, ...]
    on_roster: bool = True


def crowd(
    draw: random.Random, families: int, lasts: Sequence[str] = LASTS, firsts: Sequence[str] = FIRSTS
) -> list[Person]:
    """Invent families of one to four: twins with neighbouring cards, namesakes, some who left and came back."""
    people: list[Person] = []
    card = 100
    for family in range(families):
        last = draw.choice(lasts)
        emails = (f"f{family}@exemple.fr", f"g{family}@exemple.fr")[: draw.choice([0, 1, 1, 2])]
        known = emails if draw.random() < 0.8 else ()
        for first in draw.sample(firsts, draw.choice([1, 1, 2, 2, 3, 4])):
            card += draw.choice([1, 1, 1, 2, 7, 10, 90])
            number = f"{OTHER_SITE if draw.random() < 0.1 else SITE}-{card:05}"
            diner = RosterDiner(
                str(len(people)),
                number if draw.random() < 0.95 else "",
                last if draw.random() < 0.95 else draw.choice(lasts),
                first,
                "",
                draw.random() < 0.08,
                known if draw.random() < 0.9 else (),
            )
            people.append(Person(diner, family, emails, draw.random() < 0.88))
    return people + list(_complications(draw, people))


def with_used_names(draw: random.Random, people: list[Person]) -> list[Person]:
    """Let some families, and some children alone, go by another last name, often one that others bear."""
    families = {person.family: draw.choice(LASTS) for person in people if draw.random() < 0.2}
    named = []
    for person in people:
        used = draw.choice(LASTS) if draw.random() < 0.1 else families.get(person.family, "")
        named.append(replace(person, diner=replace(person.diner, used_name=used)))
    return named


def _complications(draw: random.Random, people: list[Person]) -> Iterator[Person]:
    """Cards given to somebody else, children who came back, fathers of their sons' names, fives shared by schools."""
    for number, person in enumerate(draw.sample(people, len(people) // 8), len(people)):
        one, fresh = person.diner, f"{SITE}-{40_000 + 3 * number:05}"
        stranger = draw.choice(people)
        kind = draw.randrange(5)
        if kind == 0 and one.left and one.card:
            yield replace(
                person, diner=replace(stranger.diner, id=str(number), card=one.card, left=False, emails=())
            )
        elif kind == 1 and one.left:
            yield replace(person, diner=replace(one, id=str(number), card=fresh, left=False))
        elif kind == 2:
            yield replace(person, diner=replace(one, id=str(number), card=fresh))
        elif kind == 3 and one.card:
            site = OTHER_SITE if one.card.startswith(SITE) else SITE
            yield replace(
                stranger,
                diner=replace(stranger.diner, id=str(number), card=site + one.card[4:]),
                on_roster=True,
            )
        elif kind == 4 and one.card:
            yield replace(person, diner=replace(one, id=str(number), card=one.card[:-1] + "7"))


def spelt_request(draw: random.Random, person: Person, people: list[Person]) -> MatchRequest:
    """Type what a family would whose keyboard has other letters and apostrophes than the roster, mistakes and all."""
    asked = request(draw, person, people)
    return replace(asked, last_name=_spelt(draw, asked.last_name), first_name=_spelt(draw, asked.first_name))


def _spelt(draw: random.Random, name: str) -> str:
    kind = draw.random()
    if kind < 0.4:
        name = "".join(_TWO_LETTERS.get(letter, letter) if draw.random() < 0.9 else letter for letter in name)
    elif kind < 0.6:
        # Nobody writes Löiz for Loeiz: only names that are known with the one letter.
        name = _ONE_LETTER.get(name, name)
    apostrophe = draw.choice(["'", "’", "ʻ", "ʼ", "ʿ", "`", "´", ""])
    return re.sub("['’ʻʼʿ]", apostrophe, name)


def request(draw: random.Random, person: Person, people: list[Person]) -> MatchRequest:
    """Type what a family would that means `person`, with up to three mistakes."""
    diner = person.diner
    last, first = diner.last_name, diner.first_name
    if diner.used_name and draw.random() < 0.5:
        last = diner.used_name
    for _ in range(draw.choice([0, 1, 1, 2])):
        last, first = draw.choice(_NAME_MISTAKES)(draw, last, first)
    return MatchRequest("r", _card(draw, person, people), last, first, _email(draw, person, people))


def is_the_others(asked: MatchRequest, meant: Person, other: RosterDiner) -> bool:
    """Whether a request is by all its words the other's, so that nobody could tell.

    A namesake, whose card was typed, or a brother or sister whose very name a slip has made, and whose card was typed.
    """
    theirs, card = _names_of(other), asked.card[-5:].zfill(5) == other.card[-5:]
    typed = [f"{asked.last_name} {asked.first_name}", f"{asked.first_name} {asked.last_name}"]
    if card and _share_name(typed, theirs):
        return True
    return (card or not meant.on_roster) and _share_name(_names_of(meant.diner), theirs)


def _names_of(diner: RosterDiner) -> list[str]:
    lasts = list(filter(None, (diner.last_name, diner.used_name)))
    return [f"{last} {diner.first_name}" for last in lasts] + [f"{diner.first_name} {last}" for last in lasts]


def _share_name(some: list[str], others: list[str]) -> bool:
    return any(same_spelling(one.strip(), other) for one in some for other in others)


def _card(draw: random.Random, person: Person, people: list[Person]) -> str:
    card = person.diner.card
    family = [one.diner.card for one in people if one.family == person.family and one is not person]
    kind = draw.random()
    if kind < 0.12 and family:
        return draw.choice(family)[-5:]
    if kind < 0.18:
        return draw.choice(["", "99999", "00000", "inconnue"])
    if kind < 0.21:
        return draw.choice(people).diner.card[-5:]
    if kind < 0.36 and card:
        return slip(draw, card[-5:], "0123456789")
    if kind < 0.5:
        return card
    return card[-5:].lstrip("0") if kind < 0.7 else card[-5:]


def _email(draw: random.Random, person: Person, people: list[Person]) -> str:
    kind = draw.random()
    if kind < 0.55 and person.emails:
        return draw.choice(person.emails)
    if kind < 0.6:
        return draw.choice([*draw.choice(people).emails, "y@exemple.org"])
    return "x@exemple.org"


def slip(draw: random.Random, text: str, letters: str = "abcdefghijklmnopqrstuvwxyz") -> str:
    """Type one letter wrong, too many, not at all, or swap two."""
    if not text:
        return text
    at = draw.randrange(len(text))
    return draw.choice(
        [
            text[:at] + draw.choice(letters) + text[at + 1 :],
            text[:at] + draw.choice(letters) + text[at:],
            text[:at] + text[at + 1 :],
            text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
        ]
    )


def _plain(_draw: random.Random, last: str, first: str) -> tuple[str, str]:
    bare = (unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode() for name in (last, first))
    plain_last, plain_first = bare
    return plain_last.lower(), plain_first.upper()


def _swapped(_draw: random.Random, last: str, first: str) -> tuple[str, str]:
    return first, last


def _joined(draw: random.Random, last: str, first: str) -> tuple[str, str]:
    return (f"{last} {first}", "") if draw.random() < 0.5 else ("", f"{first} {last}")


def _slipped_last(draw: random.Random, last: str, first: str) -> tuple[str, str]:
    return slip(draw, last), first


def _slipped_first(draw: random.Random, last: str, first: str) -> tuple[str, str]:
    return last, slip(draw, first)


def _in_part(draw: random.Random, last: str, first: str) -> tuple[str, str]:
    def part(name: str) -> str:
        return draw.choice(name.replace("-", " ").replace("’", " ").split() or [name])

    return (part(last), first) if draw.random() < 0.5 else (last, part(first))


def _short(draw: random.Random, last: str, first: str) -> tuple[str, str]:
    shorts = [short for short, full in SHORT_FORMS.items() if first.lower() in full]
    return last, draw.choice(shorts) if shorts else first


def _initial(_draw: random.Random, last: str, first: str) -> tuple[str, str]:
    return last, first[:1] + "."


_NAME_MISTAKES: tuple[Callable[[random.Random, str, str], tuple[str, str]], ...] = (
    _plain,
    _swapped,
    _joined,
    _slipped_last,
    _slipped_first,
    _slipped_first,
    _in_part,
    _short,
    _initial,
)
