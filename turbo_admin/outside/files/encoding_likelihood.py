"""Which of two readings of the same words is the likely one: Windows', or one of MS-DOS or Macintosh.

In capitals both often give letters only, and neither gives what nobody can have written:

| bytes | as Windows-1252 | as MS-DOS (850) | as Macintosh |
| --- | --- | --- | --- |
| 41 47 4E D4 53 | AGNÔS | AGNÈS | AGN‘S |
| 4A 4F E8 4C | JOèL | JOÞL | JOËL |

A reading is believed where it gives more usual words and the other none; what lies between is not guessed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from turbo_admin.outside.files.eight_bit_encodings import FOREIGN, Judged, decoder
from turbo_admin.outside.files.known_words import BROKEN, KNOWN, POSSIBLE, RARE, USUAL, grade

# Of the words that Windows makes more usual, how many may be more usual by chance in another encoding.
_BY_CHANCE = 0.1
# Of the words of a Macintosh or of MS-DOS, how many may be of letters that French has not.
_FEW_RARE = 0.5
# Marks of print prove nothing for an encoding, but for « N’DIAYE ».
_PRINT = re.compile(r"[^\w\x00-\x7f’]|(?<!\b[^\W\d_])’|’(?![^\W\d_])")
# « NòRIA », as a Macintosh's « NÓRIA » is read.
_SMALL_AMID = re.compile("(?<=[A-ZÀ-Þ])[ß-öø-ÿ](?=[A-ZÀ-Þ])")
_VOWELS = "aeiouáéíóúýàèìòùâêîôûäëïöü"
# What Windows' encoding makes of Turkish (1254), and of Czech, Hungarian and Romanian (1250).
_ALIEN = re.compile(
    "|".join(
        (
            "þ(?![óorú]|ur)|(?<=[^\\W\\d_])þ(?!ór)",
            "(?<!gu)(?<![uíeaú])ð|ð(?=[aeiıou])(?<!guð)",
            "\\bý|ý(?=[^\\W\\d_])(?<![nvr]ý)|(?<![nvktes]l|.[nvktrhs])ý\\b",
            f"(?<=[{_VOWELS}])ø|ø(?=[{_VOWELS}])(?!øe(?:g|$))",
            "õ(?!e)",
        )
    ),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the words say of one encoding, against Windows'.

    Attributes:
        pro, proof: positions of the words that it makes more usual; those of them that are known and that Windows makes strange.
        con: positions of the words that are usual only in Windows', or that it breaks.
        open: positions of the words that may be either.
        broken: positions of the words that nobody can have written.
    """

    pro: list[int]
    proof: list[int]
    con: list[int]
    open: list[int]
    broken: list[int]

    @property
    def is_likely(self) -> bool:
        """Whether it is the encoding of all words; a few may be more usual in Windows' by chance."""
        return bool(self.pro) and len(self.con) <= _BY_CHANCE * len(self.pro) and not self.broken

    @property
    def doubtful(self) -> list[int]:
        """Positions of the words that must not be read by Windows' encoding without asking."""
        if self.proof:
            return self.proof
        if len(self.pro) > _BY_CHANCE * len(self.con):
            return self.pro
        return [] if self.con else self.open


def weigh(words: Sequence[bytes], western: str) -> dict[str, Weighed]:
    """Weigh each other encoding against a Western one.

    Args:
        words: those beyond ASCII, each once.
    """
    usual, texts = _grades(words, western)
    return {name: _weighed(usual, texts, *_grades(words, name)) for name in FOREIGN}


def aliens(texts: Sequence[str]) -> Iterator[int]:
    """Yield the positions of words that are no names of Western Europe: « Gülþen », « DVOØÁK »."""
    return (position for position, text in enumerate(texts) if _ALIEN.search(text))


def is_plausible(words: Sequence[bytes], name: str) -> bool:
    """Whether an encoding gives usual words, and not just letters: what it makes of Hebrew has some too."""
    grades, _ = _grades(words, name)
    rare = sum(one < POSSIBLE for one in grades)
    return not rare or (max(grades) >= USUAL and rare <= _FEW_RARE * len(grades))


def _grades(words: Sequence[bytes], name: str) -> tuple[list[int], list[str]]:
    texts = [decoder(name)(word) for word in words]
    broken = Judged(name, words).broken
    most = [POSSIBLE if _PRINT.search(text) else KNOWN for text in texts]
    if name in FOREIGN:
        most = [RARE if _PRINT.search(text) else KNOWN if len(text) > 1 else POSSIBLE for text in texts]
    return [
        BROKEN if position in broken else min(grade(text), most[position])
        for position, text in enumerate(texts)
    ], texts


def _weighed(western: list[int], texts: list[str], other: list[int], its_texts: list[str]) -> Weighed:
    found = Weighed([], [], [], [], [])
    for position, (mine, its) in enumerate(zip(western, other, strict=True)):
        if its == BROKEN:
            found.broken.append(position)
        if its > mine and its >= USUAL:
            found.pro.append(position)
            if its == KNOWN and mine < USUAL:
                found.proof.append(position)
        elif mine > its and (mine >= USUAL or its == BROKEN):
            found.con.append(position)
        elif its >= max(mine, RARE if _SMALL_AMID.search(texts[position]) else POSSIBLE) and (
            texts[position] != its_texts[position]
        ):
            found.open.append(position)
    return found
