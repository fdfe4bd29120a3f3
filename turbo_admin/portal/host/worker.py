"""The mail worker's loop; between mails it runs the periodic cleaning.

A mail is claimed (`sending`) in one transaction and its result stored in another, so no lock is held during SMTP. The
claim of a worker that died is taken over after `STALE_CLAIM`, with the same Message-ID.
"""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from select import select
from typing import Any

import psycopg
import structlog
from sqlalchemy import text

from turbo_admin.core.credentials.sealing import public_mail_key
from turbo_admin.core.errors import Unreachable
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.host.cleaning import clean
from turbo_admin.portal.host.clock_watch import ClockWatch, record_clock
from turbo_admin.portal.host.silent_offices import mail_silent_offices
from turbo_admin.portal.host.stopper import Stopper
from turbo_admin.portal.mail.queue import CHANNEL
from turbo_admin.portal.mail.queue_state import LONGEST_STOP, try_now
from turbo_admin.portal.mail.rate_limit import SendingPause
from turbo_admin.portal.mail.send_results import record_result, release_claim
from turbo_admin.portal.mail.sending import (
    LONGEST_WAIT,
    ClaimedMail,
    MailSender,
    SendingResult,
    try_mail,
)

# A claim older than this belongs to a worker that has died.
STALE_CLAIM = timedelta(minutes=5)
# Mails claimed in one transaction, since each commit waits for the disk. Each result is still stored before the next
# mail is sent: a worker that dies leaves at most one mail of unknown result.
_AT_ONCE = 8
# A claim held longer, behind a slow server, is released, well before another worker may take it over.
_HELD_AT_MOST = STALE_CLAIM / 2
# Pause when a mail is due and could not be claimed: another worker holds its row.
_PAUSE_S = 20.0
# A crashed database is back within a second; one that stays away is tried less and less often.
_RECONNECT_S, _LONGEST_RECONNECT_S = 0.5, 8.0
_LONGEST_SLEEP_S = 60.0
_CLEAN_EVERY_S = 3600.0

_log = structlog.get_logger("courriels")

_CLAIM = text(
    # MATERIALIZED: evaluated once whatever the plan, or LIMIT could be exceeded.
    "WITH due AS MATERIALIZED (SELECT school_id, mail_id FROM mail"
    " WHERE state IN ('queued', 'retry', 'sending') AND CASE WHEN state = 'sending'"
    " THEN claimed_at < :stale OR claimed_at > :longest"
    " ELSE next_at <= :now OR next_at > :longest OR expires_at <= :now END"
    # Nothing is sent while the queue is stopped; what has expired is not sent in any case.
    " AND (expires_at <= :now OR NOT EXISTS (SELECT FROM meta"
    " WHERE mail_stopped_until > :now AND mail_stopped_until <= :longest_stop))"
    " ORDER BY next_at LIMIT :many FOR UPDATE SKIP LOCKED)"
    " UPDATE mail m SET state = 'sending', claimed_at = :now, attempts = attempts + 1"
    " FROM due JOIN school s USING (school_id) CROSS JOIN meta"
    " WHERE m.school_id = due.school_id AND m.mail_id = due.mail_id"
    " RETURNING m.school_id, m.mail_id, m.kind, m.to_address, CAST(m.data AS text) AS data, m.sealed, m.message_id,"
    " m.attempts, m.last_error, m.account_id, m.request_id, m.created_at, m.expires_at, m.claimed_at, m.next_at,"
    " CAST(s.settings AS text) AS settings, meta.public_url, meta.mail_stopped_at AS stopped_at"
)
# Postpones all mails for a domain that reached its rate limit, instead of claiming them one by one.
_HOLD_BACK = text(
    "UPDATE mail SET next_at = :at, last_error = CASE WHEN state = 'queued' THEN :reason ELSE last_error END"
    " WHERE state IN ('queued', 'retry') AND next_at < :at"
    " AND lower(split_part(to_address, '@', 2)) = :domain"
)
_NEXT_DUE = text(
    "SELECT greatest(min(CASE WHEN state = 'sending' THEN claimed_at + CAST(:stale AS interval) ELSE next_at END),"
    " CASE WHEN count(*) > 0 THEN (SELECT mail_stopped_until FROM meta) END)"
    " FROM mail WHERE state IN ('queued', 'retry', 'sending')"
)
_KEEP_KEY = text("UPDATE meta SET mail_public_key = :key WHERE mail_public_key IS DISTINCT FROM :key")


@dataclass(slots=True)
class WorkInHand:
    """Mails that a worker has claimed; kept in memory while the database is unreachable.

    Attributes:
        claimed: claimed mails not tried yet.
        done: results not stored yet: these mails were taken or refused by a server, and must not be sent again.
    """

    claimed: deque[ClaimedMail] = field(default_factory=deque)
    done: list[tuple[ClaimedMail, SendingResult]] = field(default_factory=list)


def publish_key(database: PortalDatabase, mail_key: bytes) -> None:
    """Store the public key that secrets are sealed for from now on.

    Args:
        database: as `turbo_worker`.
        mail_key: the private one.
    """
    with database.host() as connection:
        connection.execute(_KEEP_KEY, {"key": public_mail_key(mail_key)})


def _begin(mailer: MailSender) -> None:
    publish_key(mailer.database, mailer.mail_key)
    with mailer.database.host() as connection:
        # The host may just have repaired what had stopped the queue.
        try_now(connection, now=_clock())


def work_once(
    mailer: MailSender,
    *,
    now: datetime | None = None,
    in_hand: WorkInHand | None = None,
    stop: Stopper | None = None,
) -> int:
    """Try every mail that is due, until none is left or the queue is stopped.

    Args:
        now: UTC; the clock's when absent.
        in_hand: state of a call that lost the database; its results are stored first.
        stop: once asked, no further mail is begun.

    Returns:
        How many were tried, sent or not.

    Raises:
        Unreachable: the database; claims and results stay in `in_hand`.
    """
    done, in_hand = 0, in_hand or WorkInHand()
    try:
        while True:
            while in_hand.done:
                mail, result = in_hand.done[0]
                goes_on = record_result(mailer.database, mail, result, now or _clock())
                # Removed only after the commit: otherwise a lost connection would lose the result.
                del in_hand.done[0]
                done += 1
                if not goes_on or (stop is not None and stop.asked):
                    _put_all_back(mailer.database, in_hand, now or _clock())
                    return done
            if not in_hand.claimed:
                in_hand.claimed.extend(_claim(mailer.database, now or _clock()))
            if not in_hand.claimed:
                return done
            _deal_with(mailer, in_hand, now or _clock())
    finally:
        mailer.transport.close()


def _deal_with(mailer: MailSender, in_hand: WorkInHand, now: datetime) -> None:
    """Send the next claimed mail, or release its claim when it is too old or rate-limited."""
    mail = in_hand.claimed[0]
    if now - mail.claimed_at > _HELD_AT_MOST:
        release_claim(mailer.database, mail, timedelta(), now)
    elif pause := mailer.pace.take(mail.to_address, mail.kind, now):
        _hold_back(mailer.database, mail, pause, now)
    else:
        in_hand.done.append((mail, try_mail(mailer, mail, now)))
    in_hand.claimed.popleft()


def run(mailer: MailSender, stop: Stopper) -> None:
    """Run until asked to stop; between mails, wait on LISTEN, so that a queued mail leaves at once."""
    _begin(mailer)
    watch, cleaned_at = ClockWatch(), -_CLEAN_EVERY_S
    in_hand, pause = WorkInHand(), _RECONNECT_S
    while not stop.asked:
        try:
            with _listening(mailer.database) as listener:
                pause = _RECONNECT_S
                while not stop.asked:
                    watch.look()
                    if time.monotonic() - cleaned_at > _CLEAN_EVERY_S:
                        record_clock(mailer.database, watch)
                        clean(mailer.database, is_clock_steady=watch.is_steady)
                        mail_silent_offices(mailer.database)
                        cleaned_at = time.monotonic()
                    work_once(mailer, in_hand=in_hand, stop=stop)
                    _sleep(listener, stop, _seconds_to_next(mailer.database))
        except (Unreachable, psycopg.OperationalError):
            _log.warning("database_unreachable")
            select([stop.fileno()], [], [], pause)
            pause = min(2 * pause, _LONGEST_RECONNECT_S)


def _claim(database: PortalDatabase, now: datetime) -> list[ClaimedMail]:
    values = {
        "now": now,
        "stale": now - STALE_CLAIM,
        # Times that no clock which tells the truth can have written close nothing.
        "longest": now + LONGEST_WAIT,
        "longest_stop": now + LONGEST_STOP,
        "many": _AT_ONCE,
    }
    with database.begun(lambda connection: connection.execute(_CLAIM, values).all()) as (_, found):
        pass
    # UPDATE … RETURNING keeps no order.
    return sorted(found, key=lambda mail: mail.next_at)


def _put_all_back(database: PortalDatabase, in_hand: WorkInHand, now: datetime) -> None:
    while in_hand.claimed:
        release_claim(database, in_hand.claimed[0], timedelta(), now)
        in_hand.claimed.popleft()


def _hold_back(database: PortalDatabase, mail: ClaimedMail, pause: SendingPause, now: datetime) -> None:
    release_claim(database, mail, pause.lasts, now, reason=pause.reason)
    if pause.domain:
        with database.host() as connection:
            values = {"domain": pause.domain, "at": now + pause.lasts, "reason": pause.reason}
            connection.execute(_HOLD_BACK, values)


def _seconds_to_next(database: PortalDatabase) -> float:
    with database.host() as connection:
        due = connection.scalar(_NEXT_DUE, {"stale": STALE_CLAIM})
    if due is None:
        return _LONGEST_SLEEP_S
    left = float((due - _clock()).total_seconds())
    return min(left, _LONGEST_SLEEP_S) if left > 0 else _PAUSE_S


@contextmanager
def _listening(database: PortalDatabase) -> Iterator["psycopg.Connection[Any]"]:
    """Open a connection that LISTENs for new mails; outside the pool, since it lasts."""
    _, options = database.engine.dialect.create_connect_args(database.engine.url)
    with closing(psycopg.connect(**options, autocommit=True, connect_timeout=10)) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        yield listener


def _sleep(listener: "psycopg.Connection[Any]", stop: Stopper, seconds: float) -> None:
    """Sleep until a mail is queued, the time has come, or a stop is asked."""
    select([listener.fileno(), stop.fileno()], [], [], seconds)
    # Drop further notifications: the queue is read once for all of them.
    for _ in listener.notifies(timeout=0):
        pass


def _clock() -> datetime:
    return datetime.now(UTC)
