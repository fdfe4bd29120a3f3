"""Sends a mail to an office that has not synchronised for too long."""

from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import Row, text

from turbo_admin.core.intake.opening_hours import ClosedPeriod, OfficeHours, opening_hours_left
from turbo_admin.core.mails.payloads import SilenceData
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.mail.queue import queue_mail
from turbo_admin.protocol import codec
from turbo_admin.protocol.settings import Settings

_AT_MOST_EVERY = timedelta(days=1)
# The mail says « nobody has synchronised since … », which is soon wrong.
_MAIL_LIFE = timedelta(days=2)
# Schools never synchronised are left out: their installation is under way.
_WATCHED = text(
    "SELECT school_id, CAST(settings AS text) AS settings, last_sync_at, silence_told_at FROM school"
    " WHERE office_epoch IS NOT NULL AND last_sync_at IS NOT NULL ORDER BY school_id"
)
# Optimistic lock: of two workers, the second finds another `silence_told_at` and updates nothing.
_NOTE_MAILED = text(
    "UPDATE school SET silence_told_at = :now"
    " WHERE school_id = :uai AND silence_told_at IS NOT DISTINCT FROM :before"
)

_log = structlog.get_logger("surveillance")


def mail_silent_offices(database: PortalDatabase, *, now: datetime | None = None) -> int:
    """Mail the offices that have been silent for longer than their settings allow.

    Hours of closed days do not count. After the first mail the interval doubles each time, so that a school without
    closures for the summer does not get a mail a day.

    Args:
        database: as `turbo_worker`.

    Returns:
        How many mails were queued.
    """
    now = now or datetime.now(UTC)
    with database.host() as connection:
        watched = connection.execute(_WATCHED).all()
    return sum(_mail_office(database, school, now) for school in watched)


def _mail_office(database: PortalDatabase, school: Row[tuple[object, ...]], now: datetime) -> bool:
    settings = codec.decode(school.settings.encode(), Settings)
    if not is_silent(settings, school.last_sync_at, school.silence_told_at, now):
        return False
    to = settings.request_alert_email or settings.email
    with database.school(school.school_id) as connection:
        values = {"uai": school.school_id, "now": now, "before": school.silence_told_at}
        if connection.execute(_NOTE_MAILED, values).rowcount != 1:
            return False
        mailed = bool(to)
        _log.warning("office_silent", uai=school.school_id, mailed=mailed)
        if mailed:
            data = SilenceData(last_sync_at=school.last_sync_at)
            expires = now + _MAIL_LIFE
            queue_mail(
                connection, school.school_id, kind="silence", to=to, data=data, expires_at=expires, now=now
            )
    return mailed


def is_silent(settings: Settings, last_sync: datetime, mailed: datetime | None, now: datetime) -> bool:
    """Whether to send the office a warning now.

    Args:
        last_sync: UTC, the end of the last synchronisation that finished.
        mailed: UTC, when the last warning was queued; None for never.
    """
    hours = OfficeHours(
        frozenset(settings.opening_weekdays),
        tuple(ClosedPeriod(closure.first, closure.last) for closure in settings.closures),
    )
    if not settings.silence_hours or opening_hours_left(last_sync, now, hours) < settings.silence_hours:
        return False
    # A synchronisation since the last mail begins a new silence.
    if mailed is None or mailed < last_sync:
        return True
    return now - mailed >= max(_AT_MOST_EVERY, mailed - last_sync)
