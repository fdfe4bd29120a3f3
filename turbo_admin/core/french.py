"""French formats of dates, delays, counts and names."""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from turbo_admin.core.gettext_marks import N_

# Not imported from `core.credentials.rules`, which loads the hashing library before the first window.
PARIS = ZoneInfo("Europe/Paris")

NBSP = "\u00a0"
NNBSP = "\u202f"
_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_HOURS_A_DAY = 24


def long_date(day: date) -> str:
    """`22 novembre 2026`, `1er mars 2027`."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{_MONTHS[day.month - 1]} {day.year}"


def short_time(at: datetime) -> str:
    """`19/11 18:02`, in Paris."""
    return f"{at.astimezone(PARIS):%d/%m %H:%M}"


def near_date(day: date) -> str:
    """`lundi 16 novembre`, for a day of this week."""
    return f"{_DAYS[day.weekday()]} {day.day}{NBSP}{_MONTHS[day.month - 1]}"


def when(
    at: datetime,
    now: datetime,
    *,
    say: Callable[[str], str] = str,
    long_date: Callable[[date], str] = long_date,
    near_date: Callable[[date], str] = near_date,
) -> str:
    """`aujourd’hui à 04:37`, `hier à 18:02`, `lundi 16 novembre à 08:00`, in Paris.

    Args:
        say, long_date, near_date: those of another language, for `language`.
    """
    local, today = at.astimezone(PARIS), now.astimezone(PARIS).date()
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return say(N_("aujourd’hui à {clock}")).format(clock=clock)
    if local.date() == today - timedelta(days=1):
        return say(N_("hier à {clock}")).format(clock=clock)
    if timedelta() < today - local.date() < timedelta(days=7):
        return say(N_("{date} à {clock}")).format(date=near_date(local.date()), clock=clock)
    return say(N_("le {date} à {clock}")).format(date=long_date(local.date()), clock=clock)


def moment(at: datetime) -> str:
    """`22 novembre 2026 à 18:02`, in Paris."""
    local = at.astimezone(PARIS)
    return f"{long_date(local.date())} à {local:%H:%M}"


def thousands(number: int) -> str:
    """`100 000`, parted by a narrow no-break space."""
    return f"{number:,}".replace(",", NNBSP)


def count(number: int, singular: str, plural: str = "") -> str:
    """`1 demande`, `0 demande`, `12 demandes`; thousands parted by a narrow no-break space."""
    noun = singular if abs(number) < 2 else plural or f"{singular}s"
    return thousands(number) + NBSP + noun


def of(name: str) -> str:
    """`de MARTIN Léa`, `d’ABEILLE Zoé`; an H may be mute or not, and keeps « de »."""
    plain = unicodedata.normalize("NFD", name[:1].casefold())[:1]
    return f"d’{name}" if plain and plain in "aeiouyœæ" else f"de {name}"


def in_words(names: Sequence[str], most: int = 6) -> str:
    """`6 A`, `6 A et 6 B`, `6 A, 6 B et 3 autres`."""
    shown = list(names[:most])
    if len(names) > most:
        more = len(names) - most
        shown.append(f"{more} autre" + ("s" if more > 1 else ""))
    return " et ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def short_seconds(seconds: float) -> str:
    """`0,4 s`: seconds to the tenth."""
    return f"{seconds:.1f}".replace(".", ",") + f"{NBSP}s"


def delay(hours_left: float) -> str:
    """`reste 14 h`, `reste 1 j`, `reste 20 min`, `dépassé 4 h`."""
    head = "dépassé" if hours_left < 0 else "reste"
    hours = abs(hours_left)
    if hours < 1:
        return f"{head} {int(hours * 60)}{NBSP}min"
    if hours < _HOURS_A_DAY:
        return f"{head} {int(hours)}{NBSP}h"
    return f"{head} {int(hours // _HOURS_A_DAY)}{NBSP}j"


def full_name(last_name: str, first_name: str, used_name: str = "") -> str:
    """`MARTIN Léa`: the family name in capitals first, as the office reads it; `MARTIN Léa (usage DURAND)`."""
    used = f" (usage {used_name.upper()})" if used_name else ""
    return f"{last_name.upper()} {first_name}{used}".strip()


def money(cents: int) -> str:
    """`418,50 €` with no-break spaces."""
    sign = "-" if cents < 0 else ""
    euros, rest = divmod(abs(cents), 100)
    return f"{sign}{euros:,}".replace(",", NNBSP) + f",{rest:02d}{NBSP}€"
