"""« Sous 48 h », in the office's opening days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_admin.core.credentials.rules import PARIS
from turbo_admin.core.intake.opening_hours import (
    ClosedPeriod,
    Countdown,
    OfficeHours,
    count_overdue,
    deadline,
    easter,
    opening_hours_left,
    public_holidays,
)

ALWAYS = OfficeHours()
AUTUMN = OfficeHours(closures=(ClosedPeriod(date(2026, 10, 17), date(2026, 11, 1), "Toussaint"),))


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1961, "04-02"),
        (2000, "04-23"),
        (2008, "03-23"),
        (2026, "04-05"),
        (2027, "03-28"),
        (2038, "04-25"),
        (2285, "03-22"),
    ],
)
def test_easter_falls_where_the_church_has_it(year: int, day: str) -> None:
    assert easter(year).isoformat() == f"{year}-{day}"


def test_a_year_has_its_eleven_holidays() -> None:
    days = public_holidays(2026)
    assert len(set(days)) == 11
    assert {date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25), date(2026, 11, 11)} <= set(days)


@pytest.mark.parametrize(
    ("received", "hours", "due"),
    [
        # An ordinary week: the same hour, two days later.
        ("2026-11-23T18:02", ALWAYS, "2026-11-25T18:02"),
        # Friday evening: the weekend does not count.
        ("2026-11-20T18:02", ALWAYS, "2026-11-24T18:02"),
        # Saturday: counted from Monday's first minute.
        ("2026-11-21T15:00", ALWAYS, "2026-11-25T00:00"),
        # Armistice day, a Wednesday.
        ("2026-11-10T09:00", ALWAYS, "2026-11-13T09:00"),
        ("2026-11-11T09:00", ALWAYS, "2026-11-16T00:00"),
        # The school's own closure, and the clock going back within it.
        ("2026-10-16T09:00", AUTUMN, "2026-11-03T09:00"),
        ("2026-10-20T09:00", AUTUMN, "2026-11-04T00:00"),
        # Summer time begins on Sunday 28 March 2027; Easter Monday is the day after.
        ("2027-03-26T09:00", ALWAYS, "2027-03-31T09:00"),
    ],
)
def test_a_request_is_due_two_opening_days_later(received: str, hours: OfficeHours, due: str) -> None:
    assert deadline(paris(received), hours) == paris(due)


def test_an_office_open_on_saturdays_counts_them() -> None:
    hours = OfficeHours(weekdays=frozenset({0, 1, 2, 3, 4, 5}))
    assert deadline(paris("2026-11-20T18:00"), hours) == paris("2026-11-23T18:00")


def test_no_opening_day_ticked_means_an_ordinary_week() -> None:
    assert OfficeHours(weekdays=frozenset()).is_open(date(2026, 11, 23))
    assert not OfficeHours(weekdays=frozenset()).is_open(date(2026, 11, 22))


def test_a_closure_without_end_does_not_hang() -> None:
    never = OfficeHours(closures=(ClosedPeriod(date(2026, 1, 1), date(2036, 1, 1)),))
    assert deadline(paris("2026-11-23T09:00"), never) > paris("2026-11-23T09:00")


def test_a_closure_lasts_from_its_first_to_its_last_day() -> None:
    hours = OfficeHours(closures=(ClosedPeriod(date(2026, 11, 23), date(2026, 11, 25)),))
    days = [date(2026, 11, day) for day in (20, 23, 24, 25, 26)]
    assert [hours.is_open(day) for day in days] == [True, False, False, False, True]


@pytest.mark.parametrize(
    ("closed_days", "opens"), [(119, date(2026, 1, 5) + timedelta(days=119)), (120, date(2026, 1, 5))]
)
def test_a_closure_of_120_days_is_no_longer_believed(closed_days: int, opens: date) -> None:
    first = date(2026, 1, 5)
    closure = ClosedPeriod(first, first + timedelta(days=closed_days - 1))
    assert OfficeHours(closures=(closure,)).next_open(first) == opens


def test_a_request_is_overdue_after_its_deadline_not_at_it() -> None:
    received = [paris("2026-11-23T18:02"), paris("2026-11-20T09:00"), paris("2026-11-25T09:00")]
    due = paris("2026-11-25T18:02")
    assert count_overdue(received, ALWAYS, due) == 1
    assert count_overdue(received, ALWAYS, due + timedelta(seconds=1)) == 2
    assert count_overdue([], ALWAYS, due) == 0


@pytest.mark.parametrize(
    ("now", "due", "left"),
    [
        ("2026-11-23T18:00", "2026-11-24T08:00", 14.0),
        ("2026-11-20T18:00", "2026-11-23T06:00", 12.0),
        ("2026-11-24T12:00", "2026-11-24T08:00", -4.0),
        ("2026-11-23T06:00", "2026-11-20T18:00", -12.0),
        ("2026-11-21T06:00", "2026-11-22T18:00", 0.0),
    ],
)
def test_only_opening_days_are_counted_down(now: str, due: str, left: float) -> None:
    assert opening_hours_left(paris(now), paris(due), ALWAYS) == left


MOMENTS = st.integers(0, 5 * 366 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(MOMENTS)
def test_a_deadline_lies_ahead_on_an_opening_day(received: datetime) -> None:
    due = deadline(received, AUTUMN)
    assert due > received
    assert AUTUMN.is_open(due.astimezone(PARIS).date())


@given(MOMENTS, MOMENTS)
def test_who_asks_first_is_due_first(one: datetime, other: datetime) -> None:
    first, second = sorted((one, other))
    assert deadline(first, ALWAYS) <= deadline(second, ALWAYS)


@given(MOMENTS, MOMENTS)
def test_a_countdown_says_what_is_counted_one_by_one(now: datetime, received: datetime) -> None:
    countdown = Countdown(now, AUTUMN)
    due = countdown.deadline(received)
    assert due == countdown.deadline(received) == deadline(received, AUTUMN)
    assert countdown.hours_left(due) == pytest.approx(opening_hours_left(now, due, AUTUMN), abs=1e-6)
