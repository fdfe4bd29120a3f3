"""Stores the result of a claimed mail, with the event for the office; decides whether the queue goes on."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, text

from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.mail.failure_reasons import REASONS
from turbo_admin.portal.mail.mail_state_events import append_mail_state
from turbo_admin.portal.mail.queue_state import is_running, note_trouble, resume_queue, stop_queue
from turbo_admin.portal.mail.sending import BACK_OFF, ClaimedMail, SendingResult

# Retry interval of a mail that alone meets trouble on our side, while others are sent.
_ALONE_WAIT = timedelta(minutes=15)

_log = structlog.get_logger("courriels")

# Matches only while the claim is still ours: another worker may have taken it over.
_MINE = " WHERE school_id = :uai AND mail_id = :mail_id AND state = 'sending' AND claimed_at = :claimed_at"
_NO_TRY = (
    "UPDATE mail SET state = CASE WHEN attempts > 1 THEN 'retry' ELSE 'queued' END, attempts = attempts - 1,"
    " next_at = :next_at, claimed_at = NULL"
)
_RECORD = text(
    "UPDATE mail SET state = :state, last_error = :reason, next_at = :next_at, claimed_at = NULL,"
    " attempts = CASE WHEN :tried THEN attempts ELSE greatest(attempts - 1, 1) END,"
    " sent_at = CASE WHEN :state = 'sent' THEN CAST(:now AS timestamptz) END,"
    " sealed = CASE WHEN :state = 'retry' THEN sealed END"
    " WHERE school_id = :uai AND mail_id = :mail_id AND state = 'sending' AND claimed_at = :claimed_at"
    # Binds the transaction to the mail's school, for the office's event in the same transaction.
    " RETURNING set_config('app.school_id', school_id, true)"
)
# A mail that has failed before keeps the reason of its failure.
_PUT_BACK = text(
    _NO_TRY + ", last_error = CASE WHEN attempts > 1 OR :reason = '' THEN last_error ELSE :reason END" + _MINE
)
# It is due again when the queue is retried, after mails due earlier: it may be the only one in trouble.
_STOPPED_BY = text(
    _NO_TRY + ", last_error = :reason" + _MINE + " RETURNING set_config('app.school_id', school_id, true)"
)


def record_result(database: PortalDatabase, mail: ClaimedMail, result: SendingResult, now: datetime) -> bool:
    """Store the result of a mail and append the office's event, in one transaction.

    Args:
        database: as `turbo_worker`.
        mail: as it was claimed; another worker may have taken it over since, then nothing is stored.

    Returns:
        Whether the next mail may be tried; False when the whole queue has to wait.
    """
    # First: if the queue cannot be stopped, the mail must not be marked as failed.
    if result.everyone:
        goes_on = _wait_for_server(database, mail, result, now)
    else:
        goes_on = True
        _record(database, mail, result, now)
    _log.info(
        "mail",
        uai=mail.school_id,
        mail_id=mail.mail_id,
        kind=mail.kind,
        state=result.state,
        try_=mail.attempts,
    )
    return goes_on


def release_claim(
    database: PortalDatabase, mail: ClaimedMail, pause: timedelta, now: datetime, *, reason: str = ""
) -> None:
    """Release a claimed mail that was not tried; it does not count as an attempt.

    Args:
        reason: French, why it waits, for the host; empty for none.
    """
    with database.school(mail.school_id) as connection:
        connection.execute(_PUT_BACK, _values(mail) | {"next_at": now + pause, "reason": reason})


def _record(database: PortalDatabase, mail: ClaimedMail, result: SendingResult, now: datetime) -> None:
    wait = result.wait or BACK_OFF[min(mail.attempts, len(BACK_OFF)) - 1]
    values = _values(mail) | {
        "state": result.state,
        "reason": result.reason,
        "now": now,
        "next_at": now + wait,
        "tried": result.wait is None,
    }
    with database.begun(lambda one: one.execute(_RECORD, values).rowcount == 1) as (connection, mine):
        if not mine:
            return
        if result.state == "sent" and mail.stopped_at is not None:
            resume_queue(connection)
        if result.trouble:
            note_trouble(connection, result.trouble, result.reason, now=now)
        _append_event(connection, mail, result, now)


def _wait_for_server(
    database: PortalDatabase, mail: ClaimedMail, result: SendingResult, now: datetime
) -> bool:
    """Stop the queue; a mail that stopped it before, and fails the same way while others are sent, waits alone."""

    def first(connection: Connection) -> tuple[bool, bool]:
        alone = _met_before(mail, result) and is_running(connection)
        again_at = now + _ALONE_WAIT
        if not alone:
            again_at = stop_queue(connection, result.trouble, result.reason, now=now)
        values = _values(mail) | {"reason": result.reason, "next_at": again_at}
        return alone, connection.execute(_STOPPED_BY, values).rowcount == 1

    with database.begun(first) as (connection, (alone, mine)):
        if mine:
            _append_event(connection, mail, result, now)
    return alone


def _met_before(mail: ClaimedMail, result: SendingResult) -> bool:
    known = REASONS.get(result.trouble)
    return bool(mail.last_error) and mail.last_error.startswith(known.words if known else result.reason)


def _append_event(connection: Connection, mail: ClaimedMail, result: SendingResult, now: datetime) -> None:
    first = mail.attempts == 1 and mail.last_error != result.reason
    append_mail_state(connection, mail, result.state, result.reason, now, first_try=first, moot=result.moot)


def _values(mail: ClaimedMail) -> dict[str, object]:
    return {"uai": mail.school_id, "mail_id": mail.mail_id, "claimed_at": mail.claimed_at}
