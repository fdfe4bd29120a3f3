"""Accueil: what needs doing."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from turbo_admin.core.delays import count_overdue, hours_written
from turbo_admin.core.french import PARIS
from turbo_admin.office.desk import Desk
from turbo_admin.office.standing import LEASE, SyncStatus, described
from turbo_admin.store import glance
from turbo_admin.store.glance import Requests

_DAYS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page shows.

    Attributes:
        first_steps: a new installation, which is shown its three first steps instead.
        rejected_mails: credential mails that came back and were not dealt with.
        to_hand: sheets that are neither handed over nor mailed.
        refused_changes: what the portal refused and nobody has dealt with.
        per_day: (day, requests received, requests answered), the last 30 days, oldest first.
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
    per_day: tuple[tuple[date, int, int], ...]


def overview(desk: Desk) -> Overview:
    """Return what needs doing."""
    now = desk.now()
    with desk.database.glance() as bare:
        known = glance.schools(bare)
        present = sum(glance.diner_counts(bare).values())
        asked = glance.requests(bare, now - timedelta(days=_DAYS_SHOWN))
        exchange = glance.exchange(bare, LEASE, now)
        to_hand = glance.sheets_to_hand(bare)
    paired = any(school.paired_at for school in known)
    overdue = sum(
        count_overdue(asked.open_since.get(school.uai, ()), hours_written(school.settings), now)
        for school in known
    )
    return Overview(
        first_steps=not (paired and present and asked.by_state),
        has_school=bool(known),
        paired=paired,
        diners=present,
        open=asked.by_state.get("open", 0),
        overdue=overdue,
        rejected_mails=exchange.mails.get("failed", 0),
        to_hand=to_hand,
        refused_changes=exchange.refused,
        sync=described(exchange, now),
        per_day=_per_day(asked, now),
    )


def _per_day(asked: Requests, now: datetime) -> tuple[tuple[date, int, int], ...]:
    received, answered = (
        Counter(at.astimezone(PARIS).date() for at in times) for times in (asked.received, asked.answered)
    )
    today = now.astimezone(PARIS).date()
    days = (today - timedelta(days=ago) for ago in range(_DAYS_SHOWN - 1, -1, -1))
    return tuple((day, received[day], answered[day]) for day in days)
