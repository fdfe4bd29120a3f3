"""The day of the books: never one that is closed, or that lies in a locked month."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.core.french import PARIS, long_date, moment
from turbo_admin.office.desk.context import Desk
from turbo_admin.store.ledger import closings, entries

# Two PCs' clocks differ by minutes; more is a wrong clock.
_TOLERATED = timedelta(hours=1)


def paris_day(at: datetime) -> date:
    """Return the day in Paris of a moment."""
    return at.astimezone(PARIS).date()


def open_day(session: Session, desk: Desk, regie: str, wanted: date | None) -> date:
    """Return the day on which something is booked now; the books are held by the caller (`closings.hold_books`).

    Args:
        wanted: as typed; None for today, or for the first open day after it once it is closed.

    Raises:
        Refused: `day_closed`, `month_closed`, `day_to_come`: the typed day does not do; `clock_behind`.
    """
    if wanted is not None:
        _check(session, desk, regie, wanted)
        return wanted
    _check_clock(session, desk, regie)
    first = paris_day(desk.now())
    closed, locked = closings.closed_days(session, regie, first), closings.locked_months(session, regie)
    day = first
    while day in closed or day.replace(day=1) in locked:
        day += timedelta(days=1)
    return day


def _check(session: Session, desk: Desk, regie: str, day: date) -> None:
    if day > paris_day(desk.now()):
        raise Refused("day_to_come", day=long_date(day))
    if day.replace(day=1) in closings.locked_months(session, regie):
        raise Refused("month_closed", day=long_date(day))
    last = closings.last_closed_day(session, regie)
    if last is not None and day <= last.day:
        raise Refused("day_closed", day=long_date(day), last=long_date(last.day))


def _check_clock(session: Session, desk: Desk, regie: str) -> None:
    last = entries.last_booked_at(session, regie)
    if last is not None and last > desk.now() + _TOLERATED:
        raise Refused("clock_behind", now=moment(desk.now()), last=moment(last))
