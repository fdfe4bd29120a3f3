"""Periodic cleaning: expired sessions, throttles, provisional passwords, old bodies of events."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from turbo_admin.portal.accounts.sessions import IDLE, LONGEST
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.schools.overview import schools_of

# Longer than the longest throttle window.
_THROTTLE_LIFE = timedelta(hours=48)
_EVENT_BODY_LIFE = timedelta(days=30)
# A family's own log; see docs/decisions.md, « Logs ».
_LOG_LIFE = timedelta(days=365)

_THROTTLES = text("DELETE FROM throttle WHERE school_id = :uai AND window_start < :throttle_life")
# What a clock that is ahead would delete too early, for good.
_IRREVERSIBLE = (
    text(
        "DELETE FROM session WHERE school_id = :uai AND (created_at < :session_life OR seen_at < :session_idle)"
    ),
    text("DELETE FROM provisional WHERE school_id = :uai AND expires_at < :now"),
    text("DELETE FROM email_change WHERE school_id = :uai AND expires_at < :now"),
    text("DELETE FROM account_log WHERE school_id = :uai AND at < :log_life"),
    text(
        "UPDATE event SET body = NULL"
        " WHERE school_id = :uai AND body IS NOT NULL AND acknowledged_at < :event_body_life"
    ),
)


def clean(database: PortalDatabase, *, is_clock_steady: bool, now: datetime | None = None) -> None:
    """Delete what has expired, school by school: sessions, throttles, provisional passwords, old bodies of events.

    What has expired opens nothing: it may lie a day longer.

    Args:
        database: as `turbo_worker`.
        is_clock_steady: `ClockWatch.is_steady`; otherwise nothing is deleted but throttles.
    """
    now = now or datetime.now(UTC)
    moments = {
        "now": now,
        "session_life": now - LONGEST,
        "session_idle": now - IDLE,
        "throttle_life": now - _THROTTLE_LIFE,
        "log_life": now - _LOG_LIFE,
        "event_body_life": now - _EVENT_BODY_LIFE,
    }
    # A transaction for each school: row-level security shows one school at a time.
    for uai in schools_of(database):
        with database.school(uai) as connection:
            for statement in (_THROTTLES, *(_IRREVERSIBLE if is_clock_steady else ())):
                connection.execute(statement, {"uai": uai, **moments})
