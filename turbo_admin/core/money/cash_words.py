"""Amounts in words, as « Arrêté à la somme de … » writes them.

num2words writes the whole numbers; its currency mode says « un million euros » and « zéro centimes ».
"""

from num2words import num2words

_CENTS = 100
_MILLION = 1_000_000


def amount_in_words(cents: int) -> str:
    """Return an amount in words: `deux cent un euros et cinq centimes`.

    Raises:
        ValueError: below zero: papers are made out for what comes in.
    """
    if cents < 0:
        raise ValueError("an amount in words is never below zero")
    euros, rest = divmod(cents, _CENTS)
    said = []
    if euros or not rest:
        # « de » after a noun: un million d’euros, but un million un euros.
        of = "d’" if euros >= _MILLION and euros % _MILLION == 0 else ""
        joined = f" {of}" if of else " "
        said.append(f"{_words(euros)}{joined}euro{'s' if euros >= 2 else ''}")
    if rest:
        said.append(f"{_words(rest)} centime{'s' if rest >= 2 else ''}")
    return " et ".join(said)


def _words(number: int) -> str:
    return str(num2words(number, lang="fr"))
