"""Names as people write them: folding, particles, usual forms, and how well two of them agree.

One name is one field: a family name, or the first names. `compare` says how well what was typed agrees with what
the roster holds; which diner is meant is the business of `core.matching`.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from rapidfuzz.distance import OSA, Indel, Levenshtein

# Letters that Unicode does not take apart, to their Latin base. `str.casefold` has made ß into ss before.
_LETTERS = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ø": "o",
        "ı": "i",
        "þ": "th",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "ə": "e",
        "ĳ": "ij",
        "ŀ": "l",
        "ɓ": "b",
        "ɗ": "d",
        "ƙ": "k",
        "ƴ": "y",
    }
)
# Accents that stand apart once decomposed; marks of other alphabets carry meaning and stay.
_ACCENTS = re.compile("[\u0300-\u036f]+")
_NOT_IN_NAMES = re.compile(r"[^\w]+|_+")
PARTICLES = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "le",
        "la",
        "les",
        "l",
        "el",
        "al",
        "ben",
        "ibn",
        "bin",
        "bint",
        "ould",
        "ait",
        "van",
        "von",
        "der",
        "den",
        "dem",
        "ter",
        "da",
        "do",
        "dos",
        "di",
        "del",
        "della",
    ]
)
_SAINTS = {"st": "saint", "ste": "sainte"}
# What families add before a name, and never belongs to it.
_TITLES = frozenset(
    ["m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle", "famille", "eleve", "enfant"]
)

# Usual short forms of first names, folded. Modest on purpose: a short form is only ever half of an agreement.
_SHORT_FORMS: dict[str, str] = {
    "abdel": "abdelkader abdelkarim abdelaziz abdelhamid abderrahmane abdelmalek abdellah",
    "alex": "alexandre alexandra alexis alexia alexander",
    "antho": "anthony",
    "ben": "benjamin benoit",
    "cathy": "catherine katherine",
    "charlie": "charles charlotte charline",
    "chris": "christophe christian christopher christine christelle",
    "clem": "clement clementine clemence",
    "dom": "dominique",
    "elo": "elodie eloise",
    "flo": "florian florent florence flora floriane",
    "fred": "frederic frederique frederick",
    "gab": "gabriel gabrielle gabin",
    "gabi": "gabriel gabrielle gabriela",
    "gaby": "gabriel gabrielle gabriela",
    "greg": "gregoire gregory",
    "gus": "augustin gustave auguste",
    "isa": "isabelle isabella isaline",
    "jb": "jeanbaptiste",
    "jeff": "geoffrey jeffrey",
    "jo": "joseph joel jonathan josephine jordan johan",
    "jon": "jonathan",
    "jp": "jeanphilippe jeanpierre jeanpaul",
    "kat": "katherine katia",
    "leo": "leonard leonardo leopold leonie leon leonore",
    "lili": "lilian liliane lilia elisabeth",
    "lou": "louise louane louanne louna",
    "manu": "emmanuel emmanuelle manuel manuela",
    "marg": "margaux margot marguerite",
    "margot": "marguerite",
    "mat": "mathieu matthieu mathis matteo mathilde mathias",
    "math": "mathieu mathis mathilde mathias mathys",
    "matt": "matthieu matthias matteo matthew",
    "max": "maxime maxence maximilien maximilian maximin",
    "mel": "melanie melissa melina",
    "mika": "mickael michael mikael",
    "mo": "mohamed mohammed moussa",
    "moh": "mohamed mohammed mohammad",
    "momo": "mohamed mohammed mohammad moussa",
    "nat": "nathalie nathan natacha",
    "nath": "nathan nathalie nathanael",
    "nico": "nicolas nicole",
    "oliv": "olivier olivia",
    "pat": "patrick patricia",
    "phil": "philippe philibert",
    "quent": "quentin",
    "raph": "raphael raphaelle",
    "rom": "romain romane",
    "romu": "romuald",
    "sacha": "alexandre alexandra",
    "sam": "samuel samantha samira samy",
    "sandra": "alexandra cassandra",
    "seb": "sebastien",
    "sev": "severine severin",
    "soph": "sophie sophia",
    "steph": "stephane stephanie stephen",
    "steve": "stephen steven",
    "theo": "theodore theophile theotime mattheo matheo",
    "tim": "timothee timothe timeo timothy",
    "tina": "christina valentina martina",
    "tom": "thomas tomas",
    "tony": "anthony antoine antonio antony",
    "val": "valentin valentine valerie",
    "vero": "veronique",
    "vic": "victor victoire victoria",
    "will": "william willy",
    "xav": "xavier",
    "yass": "yassine yasmine yassin",
    "yo": "yohan yoann yoan",
    "zac": "zacharie zachary",
    "zack": "zacharie zakaria zachary",
    "zak": "zakaria zakariya",
}
SHORT_FORMS = {short: frozenset(full.split()) for short, full in _SHORT_FORMS.items()}
FULL_FORMS = {
    full: frozenset(short for short, forms in SHORT_FORMS.items() if full in forms)
    for full in frozenset().union(*SHORT_FORMS.values())
}


class Agreement(IntEnum):
    """How well one typed name agrees with one name of the roster, best last."""

    DIFFERENT = 0
    NEAR = 1
    USUAL = 2
    EQUAL = 3


@dataclass(frozen=True, slots=True)
class Name:
    """One name, folded once.

    Attributes:
        squashed: all letters in one run, `delatour`; empty for an empty name.
        tokens: its words in order, `("de", "la", "tour")`.
        strong: its words without particles, or all of them when nothing else is left.
    """

    squashed: str
    tokens: tuple[str, ...]
    strong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing two names gave.

    Attributes:
        agreement: the step of the scale.
        likeness: 0.0 to 1.0, to order candidates; 1.0 for equal names.
        how: French, for the clerk; empty for equal and for different names.
    """

    agreement: Agreement
    likeness: float
    how: str = ""


def fold(name: str) -> str:
    """Return the form in which spellings of one name meet: lower case, Latin base letters, single spaces.

        Éléonore      eleonore          D’ARTAGNAN     d artagnan
        Łukasz        lukasz            DUPONT-MARTIN  dupont martin
        Şahin Ðặng    sahin dang        Straße         strasse

    Other alphabets keep their letters, casefolded. Empty for what holds no letter or digit.
    """
    if name.isascii():
        return _NOT_IN_NAMES.sub(" ", name.casefold()).strip()
    # The look-alike compatibility forms go first; İ casefolds to i and a dot, which then falls away.
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    bare = unicodedata.normalize("NFC", _ACCENTS.sub("", spread).translate(_LETTERS))
    return " ".join(_keep_marks(bare).split())


def _keep_marks(text: str) -> str:
    # `\w` leaves out vowel signs of Indic and other scripts; without them two names would look alike.
    return "".join(
        letter if letter.isalnum() or unicodedata.category(letter) in {"Mc", "Mn"} else " " for letter in text
    )


@lru_cache(maxsize=65536)
def read_name(name: str) -> Name:
    """Fold a name and take it apart; titles and words with digits in them (« 6B ») are left out."""
    words = [_SAINTS.get(word, word) for word in fold(name).split() if not any(map(str.isdigit, word))]
    if len(words) > 1:
        words = [word for word in words if word not in _TITLES] or words
    strong = tuple(word for word in words if word not in PARTICLES)
    return Name("".join(words), tuple(words), strong or tuple(words))


def search_key(*parts: str) -> str:
    """Return what a search box looks into: all parts folded, each word after a blank."""
    return " " + " ".join(filter(None, (fold(part) for part in parts)))


def deletions(word: str) -> set[str]:
    """Return the word and all it becomes by losing one letter.

    Two words at most one slip apart (a letter more, less, other, or two neighbours swapped) share one of these,
    so that a dictionary finds every near word without comparing with all.
    """
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


# Slips allowed, by the letters of the longer name: in Léa and Léo one letter makes another child,
# in Charpentier two letters make the same name badly typed.
#   letters   slips
#   1–3       0
#   4–8       1
#   9–        2
def slips_allowed(letters: int) -> int:
    """Return how many slips still make the same name."""
    return 0 if letters < 4 else 1 if letters < 9 else 2


def compare(typed: Name, held: Name, *, first: bool) -> Compared:
    """Say how well a typed name agrees with the one the roster holds.

        typed       held             agreement
        LEROUX      LE ROUX          equal       (spaces, hyphens, accents, case aside)
        TOUR        DE LA TOUR       usual       (particle left out)
        DUPONT      DUPONT-MARTIN    usual       (double name used in part)
        Alex        Alexandre        usual       (short form; first names only)
        DUPOND      DUPONT           near        (one slip)
        L.          Léa              near        (initial; first names only)
        DURAND      DUPONT           different

    Args:
        first: the names are first names, so that short forms and initials count.
    """
    if not typed.squashed or not held.squashed:
        return Compared(Agreement.DIFFERENT, 0.0)
    if typed.squashed == held.squashed or sorted(typed.tokens) == sorted(held.tokens):
        return Compared(Agreement.EQUAL, 1.0)
    usual = _usual(typed, held, first=first)
    if usual:
        return Compared(Agreement.USUAL, 0.93, usual)
    return _near(typed, held, first=first)


def _usual(typed: Name, held: Name, *, first: bool) -> str:
    ours, theirs = set(typed.strong), set(held.strong)
    if "".join(typed.strong) == "".join(held.strong):
        return "particule mise à part"
    if _part_of(ours, theirs) or _part_of(theirs, ours):
        return "prénom composé employé en partie" if first else "nom composé employé en partie"
    if first and (_short_of(typed, held) or _short_of(held, typed)):
        return "forme courte du prénom"
    return ""


def _part_of(some: set[str], whole: set[str]) -> bool:
    # A part of one or two letters (« le », « ng ») is too little to stand for the whole name.
    return some < whole and any(len(word) > 2 for word in some)


def _short_of(short: Name, full: Name) -> bool:
    known = SHORT_FORMS.get(short.squashed, frozenset())
    return full.squashed in known or any(token in known for token in full.tokens[:1])


def _near(typed: Name, held: Name, *, first: bool) -> Compared:
    if first and len(typed.squashed) == 1 and held.squashed.startswith(typed.squashed):
        return Compared(Agreement.NEAR, 0.6, "initiale seule")
    likeness = Indel.normalized_similarity(typed.squashed, held.squashed)
    if _slipped(typed.squashed, held.squashed):
        return Compared(Agreement.NEAR, max(likeness, 0.75), "à une faute de frappe près")
    part = min(_covered(typed.strong, held.strong), _covered(held.strong, typed.strong), key=len) or (0.0,)
    if all(part):
        return Compared(
            Agreement.NEAR, max(likeness, 0.9 * min(part)), "une partie, à une faute de frappe près"
        )
    return Compared(Agreement.DIFFERENT, likeness)


def _covered(words: tuple[str, ...], others: tuple[str, ...]) -> tuple[float, ...]:
    # Jean-Paul and Jean-Pierre share a word and are brothers: each word of the shorter name must be found.
    return tuple(max((_word_likeness(word, other) for other in others), default=0.0) for word in words)


def _word_likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return float(Indel.normalized_similarity(one, other)) if _slipped(one, other) else 0.0


def _slipped(one: str, other: str) -> bool:
    allowed = slips_allowed(max(len(one), len(other)))
    return allowed > 0 and OSA.distance(one, other, score_cutoff=allowed) <= allowed


def differences(typed: str, roster: str) -> list[tuple[str, bool]]:
    """Cut the typed text into runs, each with whether it differs from the roster's.

    Accents, case and punctuation do not differ. Called the other way round it marks the roster's side.

        DUPOND, DUPONT    [("DUPON", False), ("D", True)]
        DUPONT, DUPOND    [("DUPON", False), ("T", True)]
        Lea, Léa          [("Lea", False)]
    """
    letters, places = _letters_with_places(typed)
    other, _ = _letters_with_places(roster)
    changed: set[int] = set()
    for step in Levenshtein.opcodes(letters, other):
        if step.tag != "equal":
            changed.update(places[step.src_start : step.src_end])
    marks = [place in changed for place in range(len(typed))]
    return [
        ("".join(letter for letter, _ in run), differs)
        for differs, run in groupby(zip(typed, marks, strict=True), key=itemgetter(1))
    ]


def _letters_with_places(text: str) -> tuple[str, list[int]]:
    # œ folds to two letters, an apostrophe to none: each folded letter remembers where it came from.
    pairs = [(folded, place) for place, letter in enumerate(text) for folded in fold(letter)]
    return "".join(folded for folded, _ in pairs), [place for _, place in pairs]
