"""The languages of the families' site: French, and one for each catalogue in `portal/locales`.

A language is one file, named after it (`en.po`, `pt_BR.po`) and made from `portal.pot`. It is read when the process starts.
What it leaves untranslated is said in French, and so is a text whose blanks it has changed: it could not be filled in.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from gettext import GNUTranslations
from importlib import resources
from importlib.abc import Traversable

import structlog
from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from turbo_admin.core.language import FRENCH, Language, current

_BLANK = re.compile(r"\{\w*\}|%\(\w+\)s")
_SIGNS = re.compile(r"[{}%]")
_RANGE = re.compile(
    r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?", re.ASCII
)
# Browsers send ten languages or so; longer headers are cut.
_LONGEST_HEADER = 500
_log = structlog.get_logger("turbo_admin.portal")


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages at hand; French is the first."""

    known: tuple[Language, ...] = (FRENCH,)

    @property
    def several(self) -> bool:
        """Whether there is a choice."""
        return len(self.known) > 1

    def named(self, code: str) -> Language:
        """Return the language of a code that was remembered, French when it is not, or no more, at hand."""
        return next((one for one in self.known if one.code == code), FRENCH)

    def choose(self, accepted: str) -> Language:
        """Return the language that a browser prefers among those at hand, else French.

        Args:
            accepted: the header Accept-Language, whatever was sent.
        """
        for wish in _wishes(accepted):
            for language in self.known:
                if wish in {"*", language.code.lower(), language.code.lower().partition("-")[0]}:
                    return language
        return FRENCH


def read_languages(folder: Traversable | None = None) -> Languages:
    """Return French and the languages of a folder, the program's own when none is given."""
    folder = folder or resources.files("turbo_admin.portal").joinpath("locales")
    files = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".po")), key=lambda one: one.name
    )
    return Languages((FRENCH, *(_read(entry) for entry in files)))


def language_name(code: str) -> str:
    """Name a language in the one at hand: `français`; as it is written when nobody knows it."""
    try:
        return Locale.parse(code, sep="-").get_display_name(current().code.replace("-", "_")) or code
    except (ValueError, UnknownLocaleError):
        return code


def _read(entry: Traversable) -> Language:
    locale = Locale.parse(entry.name.removesuffix(".po"))
    catalogue = read_po(io.BytesIO(entry.read_bytes()), locale=locale, abort_invalid=True)
    _leave_out_misfits(catalogue)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    code = str(locale).replace("_", "-")
    return Language(
        code, GNUTranslations(compiled), partial(_date, locale, "long"), partial(_date, locale, "full")
    )


def _date(locale: Locale, length: str, day: date) -> str:
    return format_date(day, length, locale)


def _leave_out_misfits(catalogue: Catalog) -> None:
    misfits = [one.id for one in catalogue if one.id and not _fits(_forms(one.id), _forms(one.string or ""))]
    for text in misfits:
        catalogue.delete(text)
    if misfits:
        _log.warning("translations_left_out", language=f"{catalogue.locale}", how_many=len(misfits))


def _forms(texts: str | Sequence[str]) -> list[str]:
    return [texts] if isinstance(texts, str) else [*texts]


def _fits(ours: list[str], theirs: list[str]) -> bool:
    """Whether a translation has no other placeholders than the French; an empty one fits."""
    allowed = {blank for text in ours for blank in _BLANK.findall(text)}
    signs = _stray_signs(ours[0])
    return all(
        not text or (set(_BLANK.findall(text)) <= allowed and _stray_signs(text) == signs) for text in theirs
    )


def _stray_signs(text: str) -> list[str]:
    return sorted(_SIGNS.findall(_BLANK.sub("", text)))


def _wishes(accepted: str) -> Iterator[str]:
    """Parse Accept-Language: language codes in lower case by descending weight, each followed by itself without its country."""
    ranges = [_RANGE.fullmatch(piece) for piece in accepted[:_LONGEST_HEADER].split(",")]
    weighed = [(float(found[2] or 1), found[1].lower()) for found in ranges if found]
    for _, wish in sorted((pair for pair in weighed if pair[0] > 0), key=lambda pair: -pair[0]):
        yield wish
        yield wish.partition("-")[0]
