"""Compares two decodings of the same words: Windows-1252, or MS-DOS or Macintosh.

For words in capitals both often give letters only, and no impossible word:

| bytes | as Windows-1252 | as MS-DOS (850) | as Macintosh |
| --- | --- | --- | --- |
| 41 47 4E D4 53 | AGNÔS | AGNÈS | AGN‘S |
| 4A 4F E8 4C | JOèL | JOÞL | JOËL |

A decoding is accepted when it gives more usual words and the other none; anything between is not guessed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from turbo_admin.outside.files.eight_bit_encodings import FOREIGN, Judged, decoder
from turbo_admin.outside.files.known_words import BROKEN, KNOWN, POSSIBLE, RARE, USUAL, grade

# Share of words that may look more usual in another encoding by chance.
_BY_CHANCE = 0.1
# Share of words of a MS-DOS or Macintosh text that may have letters not used in French.
_FEW_RARE = 0.5
# Typographic marks prove nothing, except within a word such as « N’DIAYE ».
_PRINT = re.compile(r"[^\w\x00-\x7f’]|(?<!\b[^\W\d_])’|’(?![^\W\d_])")
# « NòRIA », as a Macintosh's « NÓRIA » is read.
_SMALL_AMID = re.compile("(?<=[A-ZÀ-Þ])[ß-öø-ÿ](?=[A-ZÀ-Þ])")
_VOWELS = "aeiouáéíóúýàèìòùâêîôûäëïöü"
# Letters that Turkish (1254), Czech, Hungarian and Romanian (1250) give when decoded as Windows-1252.
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
    """Evidence for one encoding against Windows-1252.

    Attributes:
        pro, proof: positions of words that are more usual in it; of these, known words that Windows decodes strangely.
        con: positions of words usual only in Windows-1252, or impossible in this encoding.
        open: positions of words possible in both.
        broken: positions of impossible words.
    """

    pro: list[int]
    proof: list[int]
    con: list[int]
    open: list[int]
    broken: list[int]

    @property
    def is_likely(self) -> bool:
        """Whether it is the encoding of all words; a few may look more usual in Windows-1252 by chance."""
        return bool(self.pro) and len(self.con) <= _BY_CHANCE * len(self.pro) and not self.broken

    @property
    def doubtful(self) -> list[int]:
        """Positions of words that must not be decoded as Windows-1252 unasked."""
        if self.proof:
            return self.proof
        if len(self.pro) > _BY_CHANCE * len(self.con):
            return self.pro
        return [] if self.con else self.open


def weigh(words: Sequence[bytes], western: str) -> dict[str, Weighed]:
    """Compare each other encoding with a Western one.

    Args:
        words: words with letters beyond ASCII, each once.
    """
    usual, texts = _grades(words, western)
    return {name: _weighed(usual, texts, *_grades(words, name)) for name in FOREIGN}


def aliens(texts: Sequence[str]) -> Iterator[int]:
    """Yield the positions of words with letters from outside Western Europe: « Gülþen », « DVOØÁK »."""
    return (position for position, text in enumerate(texts) if _ALIEN.search(text))


def is_plausible(words: Sequence[bytes], name: str) -> bool:
    """Whether an encoding gives usual words; mere letters prove nothing, since Hebrew gives some too."""
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
