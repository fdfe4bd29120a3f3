"""Delays counted in the office's opening days, without public holidays and closures (« Sous 48 h »)."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, Literal, NamedTuple

from turbo_admin.core.french import PARIS

OPENING_DAYS_PROMISED = 2
# Of the school holidays of mainland France.
Zone = Literal["A", "B", "C"]
ZONES: tuple[Zone, ...] = ("A", "B", "C")
# Bound of the search for an open day; longer closures are a wrong calendar, and all days count.
_LONGEST_CLOSURE_DAYS = 120


class ClosedPeriod(NamedTuple):
    """Days on which the office is closed, both included."""

    first: date
    last: date
    label: str = ""

    def holds(self, day: date) -> bool:
        """Whether the day falls within it."""
        return self.first <= day <= self.last


class OfficeHours(NamedTuple):
    """Days on which the office handles requests.

    Attributes:
        weekdays: 0 Monday … 6 Sunday; empty means Monday to Friday.
        closures: the school's own.
    """

    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    closures: tuple[ClosedPeriod, ...] = ()

    def is_open(self, day: date) -> bool:
        """Whether the office is open that day."""
        return (
            day.weekday() in (self.weekdays or frozenset(range(5)))
            and day not in public_holidays(day.year)
            and not any(closure.holds(day) for closure in self.closures)
        )

    def next_open(self, day: date) -> date:
        """Return the day itself if the office is open, else the next one that is."""
        for ahead in range(_LONGEST_CLOSURE_DAYS):
            if self.is_open(day + timedelta(days=ahead)):
                return day + timedelta(days=ahead)
        return day


def hours_written(settings: Mapping[str, Any]) -> OfficeHours:
    """Return the opening hours in a school's settings; reads only these keys, for the start of the window."""
    closures = (
        ClosedPeriod(date.fromisoformat(one["first"]), date.fromisoformat(one["last"]), one.get("label", ""))
        for one in settings.get("closures", ())
    )
    return OfficeHours(frozenset(settings.get("opening_weekdays", range(5))), tuple(closures))


def easter(year: int) -> date:
    """Return Easter Sunday (Gregorian computus of Meeus)."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    skipped, rest = divmod(century, 4)
    moon = (19 * golden + century - skipped - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    leaps, years = divmod(of_century, 4)
    sunday = (32 + 2 * rest + 2 * leaps - moon - years) % 7
    month, day = divmod(moon + sunday - 7 * ((golden + 11 * moon + 22 * sunday) // 451) + 114, 31)
    return date(year, month, day + 1)


@cache
def public_holidays(year: int) -> Collection[date]:
    """Return the eleven public holidays of mainland France."""
    sunday = easter(year)
    fixed = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
    moving = {sunday + timedelta(days=days) for days in (1, 39, 50)}
    return frozenset({date(year, month, day) for month, day in fixed} | moving)


def deadline(received: datetime, hours: OfficeHours) -> datetime:
    """Return the deadline of a request, UTC.

    The same hour two opening days later; a request made on a closed day counts from the next opening's first
    minute of the day.
    """
    local = received.astimezone(PARIS)
    clock = local.time() if hours.is_open(local.date()) else time()
    return datetime.combine(_due_day(local.date(), hours), clock, tzinfo=PARIS).astimezone(UTC)


def count_overdue(received: Iterable[datetime], hours: OfficeHours, now: datetime) -> int:
    """Return how many requests are overdue, by the times they were received.

    An earlier request is never due later, so only those due today are compared one by one.
    """
    times, today = sorted(received), now.astimezone(PARIS).date()

    def due_day(at: datetime) -> date:
        return _due_day(at.astimezone(PARIS).date(), hours)

    before = bisect_left(times, today, key=due_day)
    today_too = bisect_right(times, today, key=due_day)
    return before + sum(deadline(at, hours) < now for at in times[before:today_too])


def _due_day(received: date, hours: OfficeHours) -> date:
    day = hours.next_open(received)
    for _ in range(OPENING_DAYS_PROMISED):
        day = hours.next_open(day + timedelta(days=1))
    return day


class Countdown:
    """Deadlines and remaining opening hours at one moment, for lists of up to 100,000 requests.

    Same results as `deadline` and `opening_hours_left`, cached by day.
    """

    def __init__(self, now: datetime, hours: OfficeHours) -> None:
        self._now, self._hours = now, hours
        self._due: dict[date, tuple[date, bool]] = {}
        self._left: dict[date, float] = {}

    def deadline(self, received: datetime) -> datetime:
        """Return the deadline of a request, UTC."""
        local = received.astimezone(PARIS)
        day = local.date()
        known = self._due.get(day)
        if known is None:
            due = deadline(received, self._hours).astimezone(PARIS).date()
            known = self._due[day] = (due, self._hours.is_open(day))
        clock = local.time() if known[1] else time()
        return datetime.combine(known[0], clock, tzinfo=PARIS).astimezone(UTC)

    def hours_left(self, due: datetime) -> float:
        """Return the opening hours from now to a deadline, negative once it has passed."""
        day = due.astimezone(PARIS).date()
        midnight = datetime.combine(day, time(), tzinfo=PARIS).astimezone(UTC)
        if day not in self._left:
            self._left[day] = opening_hours_left(self._now, midnight, self._hours)
        # A deadline is always on an opening day, so all hours of that day count.
        return self._left[day] + (due - midnight).total_seconds() / 3600


def opening_hours_left(now: datetime, due: datetime, hours: OfficeHours) -> float:
    """Return the hours from now to the deadline that fall on opening days; negative once it has passed."""
    if now > due:
        return -opening_hours_left(due, now, hours)
    start, end = now.astimezone(PARIS), due.astimezone(PARIS)
    seconds, day = 0.0, start.date()
    while day <= end.date():
        if hours.is_open(day):
            opens = max(datetime.combine(day, time(), tzinfo=PARIS), start)
            shuts = min(datetime.combine(day + timedelta(days=1), time(), tzinfo=PARIS), end)
            seconds += max((shuts.astimezone(UTC) - opens.astimezone(UTC)).total_seconds(), 0.0)
        day += timedelta(days=1)
    return seconds / 3600
