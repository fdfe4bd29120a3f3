"""Parses days as schools' files write them: French order, ISO, months in words, serial numbers, with times."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from turbo_admin.core.french import PARIS
from turbo_admin.core.matching.spellings import fold

_FIRST_YEAR = 1900
# Plausible ages of staff.
_STAFF_AGES = range(16, 91)
# Plausible ages of pupils, from nursery school to the classes after the baccalauréat.
_PUPIL_AGES = range(1, 36)
_BORN = re.compile(r"^['’`\s]*(?:n[ée]+(?:\(?e\)?|[·.]e)?\s+)?(?:le\s*:?\s+)?", re.IGNORECASE)
_SERIAL_ZERO = date(1899, 12, 30)
_TIME = re.compile(
    r"(?<=\d)(?:T|[\s,]+(?:[aà]\s+)?)(\d{1,2})\s?[:hH]\s?(\d{2})?(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
)
_DAY_FIRST = re.compile(r"(\d{1,2}) ?([/.\- ]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4}) ?([/.\- ]) ?(\d{1,2}) ?\2 ?(\d{1,2})")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_RUN = re.compile(r"\d{7,8}")
_IN_WORDS = re.compile(
    r"(?:(?:lun|mar|mer(?:cre)?|jeu|ven(?:dre)?|sam(?:e)?)(?:di)? |dim(?:anche)? )?(?:le )?(\d{1,2}) ?(?:er )?([a-z]+) (\d{4}|\d{2})"
)
_BESIDE = re.compile(r"\s*(?:\([^()]*\)|,? ?\d+ ans)$")
_MONTHS = (
    "janvier|janv|jan|january",
    "fevrier|fevr|fev|feb|february",
    "mars|mar|march",
    "avril|avr|apr|april",
    "mai|may",
    "juin|jun|june",
    "juillet|juil|jul|july",
    "aout|aou|aug|august",
    "septembre|sept|sep|september",
    "octobre|oct|october",
    "novembre|nov|november",
    "decembre|dec|december",
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split("|")}


@dataclass(frozen=True, slots=True)
class _Written:
    """A day as written: the year may have two digits, and need not exist."""

    day: int
    month: int
    year: str
    shift: int = 0

    def in_year(self, year: int) -> date | None:
        try:
            return date(year, self.month, self.day) + timedelta(days=self.shift)
        except (ValueError, OverflowError):
            return None


def read_day(text: str, today: date) -> date | None:
    """Parse a day, None for anything else; a two-digit year is the nearest one.

    02/03/2014, 2/3/14, 02.03.2014, 20140302       2014-03-02
    2 mars 2014, 02-mars-14, 41700 (a serial)      2014-03-02
    2014-03-02T00:00:00+02:00, 2014-03-01T23:00Z   2014-03-02    (midnight in Paris)
    12/31/2014, 02/03/0014, 2014                   None
    """
    written = _read(text)
    if written is None:
        return None
    if len(written.year) > 2:
        found = written.in_year(int(written.year))
        return found if found and found.year >= _FIRST_YEAR else None
    days = [day for century in (1900, 2000) if (day := written.in_year(century + int(written.year)))]
    return min(days, key=lambda day: abs(day - today), default=None)


def read_birth(text: str, today: date, *, is_staff: bool = False, is_pupil: bool = False) -> date | None:
    """Parse a day of birth, from 1900 to today; None for anything else.

    A year of two digits is the latest one that has come; of staff, the one that makes them adults: 61 is 1961; of pupils,
    one that makes them pupils, or none.
    """
    written = _read(text)
    if written is None:
        return None
    years = [int(written.year)] if len(written.year) > 2 else [c + int(written.year) for c in (2000, 1900)]
    days = [
        day for year in years if (day := written.in_year(year)) and day.year >= _FIRST_YEAR and day <= today
    ]
    if len(written.year) == 2 and is_staff:
        days = [day for day in days if (today - day).days // 365.25 in _STAFF_AGES]
    if len(written.year) == 2 and is_pupil:
        days = [day for day in days if (today - day).days // 365.25 in _PUPIL_AGES]
    return days[0] if days else None


def has_month_first(text: str) -> bool | None:
    """Whether a day is written in the American order, 12/31/2014; None when it may be either, or is written otherwise."""
    found = _DAY_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(_without_time(_tidy(text))[0])
    if found is None:
        return None
    first, second = int(found[1]), int(found[3])
    return None if first <= 12 and second <= 12 else second > 12


def _read(text: str) -> _Written | None:
    shift = 0
    if not _DAY_FIRST.fullmatch(text):
        text, shift = _without_time(_BESIDE.sub("", _tidy(text)))
    if found := _DAY_FIRST.fullmatch(text):
        return _Written(int(found[1]), int(found[3]), found[4], shift)
    if found := _YEAR_FIRST.fullmatch(text):
        return _Written(int(found[4]), int(found[3]), found[1], shift)
    if found := _SERIAL.fullmatch(text):
        day = _SERIAL_ZERO + timedelta(days=int(found[1]))
        return _Written(day.day, day.month, str(day.year))
    if _RUN.fullmatch(text):
        return _of_run(text.zfill(8))
    if found := _IN_WORDS.fullmatch(fold(text)):
        month = _MONTH_OF.get(found[2])
        return _Written(int(found[1]), month, found[3], shift) if month else None
    return None


def _of_run(digits: str) -> _Written | None:
    """Read 20140302 or 02032014: at most one reading is a plausible day."""
    for year, month, day in ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2])):
        if year[:2] in {"19", "20"} and 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            return _Written(int(day), int(month), year)
    return None


def _tidy(text: str) -> str:
    """Strip the words around the day: « né le 02/03/2014. »."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    plain = " ".join(unicodedata.normalize("NFKC", seen).split())
    return _BORN.sub("", plain).rstrip(" .'’")


def _without_time(text: str) -> tuple[str, int]:
    """Return (text without its time, days to add: 1 when midnight in Paris is written in UTC)."""
    found = next((one for one in _TIME.finditer(text) if one.end() == len(text)), None)
    if found is None:
        return text, 0
    day = text[: found.start()].strip()
    hour, minute = int(found[1]), int(found[2] or 0)
    written = _YEAR_FIRST.fullmatch(day)
    if found[5] in {"Z", "UTC", "GMT", "+00:00", "+0000"} and written and hour < 24 and minute < 60:
        try:
            moment = datetime(int(written[1]), int(written[3]), int(written[4]), hour, minute, tzinfo=UTC)
        except ValueError:
            return day, 0
        local = moment.astimezone(PARIS)
        return day, int(local.time() == time(0) and local.date() > moment.date())
    return day, 0
