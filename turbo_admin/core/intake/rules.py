"""Validation of an account request; all fields are checked at once.

Any input becomes text that can be shown and stored: no NUL, no lone surrogate, no
invisible or reordering character.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from turbo_admin.core.emails import email_key, parse_email, suggest_email
from turbo_admin.core.errors import Refused
from turbo_admin.core.language import current as current_language
from turbo_admin.core.matching.cards import parse_card, read_card

FIELDS = ("carte", "nom", "prenom", "email")
LONGEST = 200
LONGEST_NAME = 60
# Characters of an oversized field that are shown again.
_SHOWN = 300
# Control, surrogate, private, unassigned. Of the invisible ones (Cf), only the two joiners that some alphabets need stay.
_DROPPED = frozenset({"Cc", "Cs", "Co", "Cn", "Cf"})
_JOINERS = frozenset("\u200c\u200d")
_BLANKS = re.compile(r"\s+")
# What a name holds beside letters and marks of any script. Hyphens are all of category Pd.
_IN_NAMES = frozenset(" .'’‘`´") | _JOINERS
# A full stop ends an initial or a short form (J.P., St.Jean); after a longer word it makes an address (escroc.example).
_WEB_ADDRESS = re.compile(r"[^\W\d_]{4,}\.[^\W\d_]|\bwww\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Intake:
    """A valid request: trimmed, NFC, at most 200 characters a field, 60 a name.

    Attributes:
        card: as typed; `core.matching.cards.parse_card` reads it.
        email: valid, domain in lower case.
        language: tag of the page's language; empty when unknown.
        trapped: whether the field that only robots see was filled in.
        asked_by: id of the signed-in account that asks; empty for a visitor.
    """

    card: str
    last_name: str
    first_name: str
    email: str
    language: str = ""
    trapped: bool = False
    asked_by: str = ""

    @property
    def same_as(self) -> tuple[str, str, str, str]:
        """Key of repeated submissions: card number, names without case, mailbox."""
        # A card stored by an earlier version may be rejected by today's rules.
        card = read_card(self.card)
        return (
            card.number if card else self.card.casefold(),
            self.last_name.casefold(),
            self.first_name.casefold(),
            email_key(self.email),
        )


@dataclass(frozen=True, slots=True)
class Problems:
    """Why a request was refused.

    Attributes:
        typed: the typed values by field, cleaned for display.
        errors: French sentence by field, in the order of the form.
        doubt: an address that is probably meant (`gmail.com` for `gmial.com`), empty when nothing looks mistyped. It is
            no error: the same address sent again with `verified` is taken.
    """

    typed: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    doubt: str = ""


def check_request(fields: Mapping[str, str], *, verified: str = "") -> Intake | Problems:
    """Validate all fields of a request.

    Args:
        fields: by the names of `FIELDS`; a missing one counts as empty, others are ignored.
        verified: the address that the family was already asked to check.
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
    """Return a request as typed, cleaned for display, without validation."""
    return Problems({name: text[:_SHOWN] for name, text in _cleaned(fields).items()})


def _cleaned(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: clean(fields.get(name, "")) for name in FIELDS}


def clean(text: str) -> str:
    """Return one line of text: NFC, blanks collapsed, invisible and unstorable characters dropped."""
    single = _BLANKS.sub(" ", text)
    kept = (sign for sign in single if unicodedata.category(sign) not in _DROPPED or sign in _JOINERS)
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def parse_last_name(typed: str) -> str:
    """Validate a family name.

    Raises:
        Refused: `last_name_empty`, `name_letters` or `text_long`.
    """
    if not typed:
        raise Refused("last_name_empty")
    return _name(typed)


def parse_first_name(typed: str) -> str:
    """Validate a first name.

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


def _asked_name(parse: Callable[[str], str], typed: str) -> str:
    """Validate a name that anybody may type: nothing by which a message or an address could be passed on.

    Raises:
        Refused: what `parse` raises, `name_signs`, or `text_long`.
    """
    name = parse(typed)
    if len(name) > LONGEST_NAME:
        raise Refused("text_long", longest=LONGEST_NAME)
    if not all(map(_fits_name, name)) or _WEB_ADDRESS.search(name):
        raise Refused("name_signs")
    return name


def _fits_name(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category[0] in "LM" or category == "Pd" or sign in _IN_NAMES


def _card(typed: str) -> str:
    parse_card(typed[: LONGEST + 1])
    return _short(typed)


def _email(typed: str) -> str:
    # The length is checked first, so that the pattern never runs on an oversized text.
    return parse_email(_short(typed) if len(typed) > LONGEST else typed)


def _short(typed: str) -> str:
    if len(typed) > LONGEST:
        raise Refused("text_long", longest=LONGEST)
    return typed


_READERS: Mapping[str, Callable[[str], str]] = {
    "carte": _card,
    "nom": partial(_asked_name, parse_last_name),
    "prenom": partial(_asked_name, parse_first_name),
    "email": _email,
}


def _read(name: str, typed: str, errors: dict[str, str]) -> str:
    try:
        return _READERS[name](typed)
    except Refused as refused:
        errors[name] = str(refused)
        return ""
