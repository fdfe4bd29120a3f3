"""Rules for a family's own password, and its strength.

No composition rule and no periodic change, as the CNIL, NIST and OWASP advise: length, a list of common ones, and the
words that anybody who knows the school would try first.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from enum import StrEnum

from turbo_admin.core.credentials.rules import PASSWORD_ALPHABET, tidy_password
from turbo_admin.core.errors import Refused
from turbo_admin.core.gettext_marks import N_

SHORTEST = 12
# Longer than any passphrase; bounds what is hashed.
LONGEST = 256
_FOUR = f"[{PASSWORD_ALPHABET}]{{4}}"
# A provisional password, with or without its hyphens.
_PROVISIONAL = re.compile(rf"{_FOUR}-?{_FOUR}-?{_FOUR}", re.IGNORECASE | re.ASCII)
# Shorter context words would match by chance.
_SHORTEST_WORD = 3
# Letters and digits that must be left once the words of the context, years and numbers are taken out.
#   password              context          left
#   dupont-lea-2015       DUPONT, Léa      (nothing)        refused
#   Cantine2026!!cantine  cantine          (nothing)        refused
#   dupont aime le vélo   DUPONT           aimelevelo       taken
_LEFT_AT_LEAST = 6

# Lower limits in log10 of the guesses that a cracking program needs.
#   motdepasse123         5.9    refused
#   doudou doudou         8.6    refused
#   Soleil2026!!          9.9    faible
#   cheval-nuage-lampe   15.5    bonne
#   four words or more   20+     excellente
REFUSED_BELOW = 9.0
_GOOD_FROM = 12.0
_EXCELLENT_FROM = 18.0


class Strength(StrEnum):
    """Strength of a password, in one word, which agrees with « solidité »."""

    WEAK = N_("faible")
    GOOD = N_("bonne")
    EXCELLENT = N_("excellente")


def check_own_password(
    typed: str,
    confirmation: str,
    *,
    context: Iterable[str],
    common: Collection[str],
    guesses: Callable[[str, list[str]], float],
) -> str:
    """Validate a password and return the form that is hashed.

    Args:
        typed, confirmation: the two fields, untouched: blanks belong to a password.
        context: words that anybody who knows the school would try: its name, its town, the diners, the login.
        common: well-known passwords, in lower case.
        guesses: how many guesses (log10) a password takes, given such words.

    Raises:
        Refused: `password_empty`, `password_short`, `password_long`, `password_signs`, `password_provisional`,
            `password_common`, `password_context`, `password_weak` or `password_unmatched`.
    """
    password = tidy_password(typed)
    _check_shape(password)
    words = context_words(context)
    bare = _letters_and_digits(password)
    if password.lower() in common or bare in common:
        raise Refused("password_common")
    if _only_context(bare, words):
        raise Refused("password_context")
    if guesses(password, words) < REFUSED_BELOW:
        raise Refused("password_weak")
    if tidy_password(confirmation) != password:
        raise Refused("password_unmatched")
    return password


def strength(guesses_log10: float) -> Strength:
    """Return the strength for a number of guesses (log10)."""
    if guesses_log10 < _GOOD_FROM:
        return Strength.WEAK
    return Strength.GOOD if guesses_log10 < _EXCELLENT_FROM else Strength.EXCELLENT


def context_words(names: Iterable[str]) -> list[str]:
    """Return the words of names, folded, longest first, without those too short to mean anything.

    `Collège Georges-Exemple` gives `georges`, `exemple`, `college`; `cantine` is always among them.
    """
    words = {"cantine", "self", "college", "lycee"}
    for name in names:
        words.update(re.findall(r"[^\W_]+", _fold(name)))
    return sorted(
        (word for word in words if len(word) >= _SHORTEST_WORD), key=lambda word: (-len(word), word)
    )


def _check_shape(password: str) -> None:
    if not password.strip():
        raise Refused("password_empty")
    if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in password):
        raise Refused("password_signs")
    if len(password) < SHORTEST:
        raise Refused("password_short", shortest=SHORTEST, typed=len(password))
    if len(password) > LONGEST:
        raise Refused("password_long", longest=LONGEST)
    if _PROVISIONAL.fullmatch(password.strip()):
        raise Refused("password_provisional")


def _only_context(bare: str, words: list[str]) -> bool:
    left = bare
    for word in words:
        left = left.replace(word, " ")
    if left == bare:
        return False
    return len(re.sub(r"[\d\s]", "", left)) < _LEFT_AT_LEAST


def _letters_and_digits(password: str) -> str:
    return "".join(sign for sign in _fold(password) if sign.isalnum())


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
