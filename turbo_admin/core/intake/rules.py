"""Intake: an account request as a family types it, all of its fields checked at once.

Whatever was sent comes out as text that a page can show and a database can keep: no NUL, no lone surrogate, no
character that hides or reorders others.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from turbo_admin.core.emails import email_key, parse_email, suggest_email
from turbo_admin.core.errors import Refused
from turbo_admin.core.language import current as current_language
from turbo_admin.core.matching.cards import parse_card, read_card

FIELDS = ("carte", "nom", "prenom", "email")
LONGEST = 200
# What is shown again to someone who sent a novel: enough to see what is wrong.
_SHOWN = 300
# Control, surrogate, private, unassigned. Of the invisible ones (Cf), only the two joiners that some alphabets need stay.
_DROPPED = frozenset({"Cc", "Cs", "Co", "Cn", "Cf"})
_JOINERS = frozenset("\u200c\u200d")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Intake:
    """A request that may be recorded: trimmed, NFC, at most 200 characters a field.

    Attributes:
        card: as typed; `core.matching.cards.parse_card` reads it.
        email: valid, domain in lower case.
        language: of the page on which it was typed, as HTML has it; empty when nobody knows.
    """

    card: str
    last_name: str
    first_name: str
    email: str
    language: str = ""

    @property
    def same_as(self) -> tuple[str, str, str, str]:
        """What two sendings of one request share: card number, names without case, mailbox."""
        # A card recorded by an earlier version may be one that is not certain today.
        card = read_card(self.card)
        return (
            card.number if card else self.card.casefold(),
            self.last_name.casefold(),
            self.first_name.casefold(),
            email_key(self.email),
        )


@dataclass(frozen=True, slots=True)
class Problems:
    """Why a request was not taken.

    Attributes:
        typed: what was typed, by field, fit to be shown again.
        errors: French sentence by field, in the order of the form.
        doubt: an address that is probably meant (`gmail.com` for `gmial.com`), empty when nothing looks mistyped. It is
            no error: the same address sent again with `verified` is taken.
    """

    typed: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    doubt: str = ""


def check_request(fields: Mapping[str, str], *, verified: str = "") -> Intake | Problems:
    """Check a request, every field of it.

    Args:
        fields: by the names of `FIELDS`; a missing one counts as empty, others are ignored.
        verified: the address that the family has been asked to check already.
    """
    typed = _cleaned(fields)
    errors: dict[str, str] = {}
    values = {name: _read(name, typed[name], errors) for name in FIELDS}
    shown = typed_request(fields).typed
    if errors:
        return Problems(shown, errors)
    doubt = suggest_email(values["email"]) or ""
    if doubt and email_key(clean(verified)) != email_key(values["email"]):
        return Problems(shown, doubt=doubt)
    names = (values["nom"], values["prenom"])
    return Intake(typed["carte"], *names, values["email"], current_language().code)


def typed_request(fields: Mapping[str, str]) -> Problems:
    """Return a request as it was typed, fit to be shown again, nothing judged."""
    return Problems({name: text[:_SHOWN] for name, text in _cleaned(fields).items()})


def _cleaned(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: clean(fields.get(name, "")) for name in FIELDS}


def clean(text: str) -> str:
    """Return one line of text: NFC, blanks tidied, what cannot be seen or stored dropped."""
    single = _BLANKS.sub(" ", text)
    kept = (sign for sign in single if unicodedata.category(sign) not in _DROPPED or sign in _JOINERS)
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def parse_last_name(typed: str) -> str:
    """Check a family name.

    Raises:
        Refused: `last_name_empty`, `name_letters` or `text_long`.
    """
    if not typed:
        raise Refused("last_name_empty")
    return _name(typed)


def parse_first_name(typed: str) -> str:
    """Check a first name.

    Raises:
        Refused: `first_name_empty`, `name_letters` or `text_long`.
    """
    if not typed:
        raise Refused("first_name_empty")
    return _name(typed)


def _name(typed: str) -> str:
    if not any(sign.isalpha() for sign in typed) or "@" in typed:
        raise Refused("name_letters")
    return _short(typed)


def _card(typed: str) -> str:
    parse_card(typed[: LONGEST + 1])
    return _short(typed)


def _email(typed: str) -> str:
    # Longest first: no pattern is run over a novel.
    return parse_email(_short(typed) if len(typed) > LONGEST else typed)


def _short(typed: str) -> str:
    if len(typed) > LONGEST:
        raise Refused("text_long", longest=LONGEST)
    return typed


_READERS: Mapping[str, Callable[[str], str]] = {
    "carte": _card,
    "nom": parse_last_name,
    "prenom": parse_first_name,
    "email": _email,
}


def _read(name: str, typed: str, errors: dict[str, str]) -> str:
    try:
        return _READERS[name](typed)
    except Refused as refused:
        errors[name] = str(refused)
        return ""
