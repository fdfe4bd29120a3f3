"""Accueil: what needs doing."""

from dataclasses import dataclass
from datetime import date, timedelta

from turbo_admin.core.credentials import PARIS
from turbo_admin.office.desk import Desk
from turbo_admin.office.intake_lines import request_counts
from turbo_admin.office.sync import SyncStatus, sync_status
from turbo_admin.store import accounts, changes, requests, schools

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
    counts = request_counts(desk)
    with desk.database.read() as session:
        known = schools.schools(session)
        present = sum(schools.diner_counts(session).values())
        mails = accounts.mail_counts(session)
        to_hand = sum(1 for sheet in accounts.sheets(session) if not sheet.mail_id)
        refused = changes.count_refused(session)
        received, answered = requests.per_day(session, desk.now() - timedelta(days=_DAYS_SHOWN))
    paired = any(school.paired_at for school in known)
    today = desk.now().astimezone(PARIS).date()
    days = [today - timedelta(days=ago) for ago in range(_DAYS_SHOWN - 1, -1, -1)]
    return Overview(
        first_steps=not (paired and present and counts.total),
        has_school=bool(known),
        paired=paired,
        diners=present,
        open=counts.open,
        overdue=counts.overdue,
        rejected_mails=mails.get("failed", 0),
        to_hand=to_hand,
        refused_changes=refused,
        sync=sync_status(desk),
        per_day=tuple((day, received.get(day, 0), answered.get(day, 0)) for day in days),
    )
