"""The language in which families are addressed.

French is the source language; any other is a gettext catalogue (`portal.base.languages` reads it). The language is a
context variable, since errors become text where no language can be passed along. The default is French, for the office
and the command line; a mail has the language stored with it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from gettext import NullTranslations

from turbo_admin.core import french


@dataclass(frozen=True, slots=True)
class Language:
    """A language.

    Attributes:
        code: as HTML has it: `fr`, `en`, `pt-BR`.
        catalogue: translation of each French text.
        long_date: `22 novembre 2026`.
        near_date: `lundi 16 novembre`, for a day of this week.
    """

    code: str
    catalogue: NullTranslations
    long_date: Callable[[date], str]
    near_date: Callable[[date], str]


FRENCH = Language("fr", NullTranslations(), french.long_date, french.near_date)
_current: ContextVar[Language] = ContextVar("language", default=FRENCH)


def current() -> Language:
    """Return the language of the current context."""
    return _current.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Set the language within the block; threads started within inherit it."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


def _(text: str) -> str:
    """Translate a French text, before its placeholders are filled in, to the current language."""
    return _current.get().catalogue.gettext(text)


def long_date(day: date) -> str:
    """`22 novembre 2026`."""
    return _current.get().long_date(day)


def clock(at: datetime) -> str:
    """`18:02`, in Paris."""
    return f"{at.astimezone(french.PARIS):%H:%M}"


def moment(at: datetime) -> str:
    """`22 novembre 2026 à 18:02`, in Paris."""
    day = at.astimezone(french.PARIS).date()
    return _("{date} à {clock}").format(date=long_date(day), clock=clock(at))


def when(at: datetime, now: datetime) -> str:
    """`aujourd’hui à 04:37`, `hier à 18:02`, `le 22 novembre 2026 à 18:02`, in Paris."""
    language = _current.get()
    return french.when(
        at, now, say=language.catalogue.gettext, long_date=language.long_date, near_date=language.near_date
    )
