"""Figures of the home page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from turbo_admin.core.french import PARIS
from turbo_admin.core.intake.opening_hours import count_overdue, hours_written
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.outbox.status import SyncStatus, described
from turbo_admin.office.settings.schools import SchoolSummary, shown

# (day, requests received, requests answered), oldest first.
PerDay = tuple[tuple[date, int, int], ...]
_DAYS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page shows.

    Attributes:
        first_steps: whether to show the first steps of a new installation instead.
        rejected_mails: credential mails that came back and were not dealt with.
        to_hand: sheets that are neither handed over nor mailed.
        refused_changes: what the portal refused and nobody has dealt with.
    """

    first_steps: bool
    has_school: bool
    paired: bool
    diners: int
    open: int
    overdue: int
    rejected_mails: int
    to_hand: int
    refused_changes: int
    sync: SyncStatus


@dataclass(frozen=True, slots=True)
class HomeData:
    """All data of the home page, read at one moment."""

    seen: Overview
    schools: list[SchoolSummary]


@needs(Right.CONSULT)
def overview(desk: Desk) -> Overview:
    """Return the home page's figures."""
    return read_home(desk).seen


@needs(Right.CONSULT)
def read_home(desk: Desk) -> HomeData:
    """Return all data of the home page."""
    now = desk.now()
    figures = desk.database.home_figures()
    known, sync = figures.schools, figures.sync
    present = sum(figures.diners.values())
    paired = any(school.paired_at for school in known)
    overdue = sum(
        count_overdue(figures.open_since.get(school.uai, ()), hours_written(school.settings), now)
        for school in known
    )
    seen = Overview(
        first_steps=not (paired and present and figures.requests),
        has_school=bool(known),
        paired=paired,
        diners=present,
        open=figures.requests.get("open", 0),
        overdue=overdue,
        rejected_mails=sync.mails.get("failed", 0),
        to_hand=figures.sheets_to_hand,
        refused_changes=sync.refused,
        sync=described(sync, now),
    )
    return HomeData(seen, shown(known, figures.diners, figures.settings_waiting))


@needs(Right.CONSULT)
def per_day(desk: Desk) -> PerDay:
    """Return what was received and answered on each of the last 30 days."""
    # Imported on use: it loads SQLAlchemy, which `read_home` avoids at the start.
    from turbo_admin.store import requests

    now = desk.now()
    since = now - timedelta(days=_DAYS_SHOWN)
    with desk.database.read() as session:
        received = _by_day(requests.received_since(session, since))
        answered = _by_day(requests.answered_since(session, since))
    today = now.astimezone(PARIS).date()
    days = (today - timedelta(days=ago) for ago in range(_DAYS_SHOWN - 1, -1, -1))
    return tuple((day, received[day], answered[day]) for day in days)


def _by_day(times: Iterable[datetime]) -> Counter[date]:
    """Return how many of the times fall on each day in Paris."""
    return Counter(at.astimezone(PARIS).date() for at in times)
