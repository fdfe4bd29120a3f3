"""Account requests: recorded once, told to the office, acknowledged by mail; then confirmed by a button."""

import hashlib
import re
import uuid
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from turbo_admin.core.credentials import Provisional, draw_provisional, hash_token
from turbo_admin.core.errors import Unreachable
from turbo_admin.core.intake import Intake
from turbo_admin.portal.events import append_event
from turbo_admin.portal.mail.queue import AlertData, RequestData, queue_mail, seal
from turbo_admin.portal.schools import find_school
from turbo_admin.protocol.events import RequestConfirmed, RequestReceived

# Two identical sendings within it are one request: a double click, a « Précédent » then « Envoyer ».
SAME_WITHIN = timedelta(minutes=10)
# A confirmation is worth something as long as the request may wait for the office, holidays included.
CONFIRM_WITHIN = timedelta(days=90)
# One mail an hour says that there is something to do; a hundred would be read by nobody.
ALERT_EVERY = timedelta(hours=1)
TOKEN_SHAPE = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)

_ALERTED = text(
    "SELECT EXISTS (SELECT FROM mail WHERE school_id = :uai AND kind = 'alerte' AND created_at > :since)"
)
_ALONE = text("SELECT pg_advisory_xact_lock(:number)")
_RECENT = text(
    "SELECT card, last_name, first_name, email FROM account_request"
    " WHERE school_id = :uai AND received_at > :since AND lower(email) = lower(:email)"
)
_INSERT = text(
    "INSERT INTO account_request (school_id, request_id, card, last_name, first_name, email, received_at, confirm_hash)"
    " VALUES (:uai, :id, :card, :last_name, :first_name, :email, :now, :confirm_hash)"
)
_CONFIRM = text(
    "UPDATE account_request SET confirmed_at = :now, confirm_hash = NULL"
    " WHERE school_id = :uai AND confirm_hash = :confirm_hash AND confirmed_at IS NULL AND received_at > :since"
    " RETURNING request_id"
)


def record_request(connection: Connection, uai: str, intake: Intake, *, now: datetime) -> str | None:
    """Record a request, tell the office, and queue its acknowledgement, in this transaction.

    Returns:
        The request's id; None when the same one was recorded a moment ago, and nothing was done.
    """
    # Two sendings at the same instant must see each other: the second waits for the first to be committed.
    connection.execute(_ALONE, {"number": _lock_number(uai, intake)})
    if _is_repeated(connection, uai, intake, since=now - SAME_WITHIN):
        return None
    request_id, secret = uuid.uuid4().hex, Provisional("", draw_provisional().link_token)
    values = {
        "card": intake.card,
        "last_name": intake.last_name,
        "first_name": intake.first_name,
        "email": intake.email,
    }
    confirm_hash = hash_token(secret.link_token)
    connection.execute(
        _INSERT, {"uai": uai, "id": request_id, **values, "now": now, "confirm_hash": confirm_hash}
    )
    _acknowledge(connection, uai, intake, request_id, secret, now=now)
    _alert_office(connection, uai, now=now)
    body = RequestReceived(request_id=request_id, received_at=now, **values)
    append_event(connection, uai, "request.received", body, at=now)
    return request_id


def confirm_request(connection: Connection, uai: str, token: str, *, now: datetime) -> bool:
    """Confirm the address of a request, once.

    Args:
        token: from the acknowledgement's link.

    Returns:
        Whether it was confirmed just now; False for a token that is unknown, used or too old.
    """
    values = {"uai": uai, "confirm_hash": hash_token(token), "now": now, "since": now - CONFIRM_WITHIN}
    request_id = connection.execute(_CONFIRM, values).scalar_one_or_none()
    if request_id is None:
        return False
    body = RequestConfirmed(request_id=request_id, confirmed_at=now)
    append_event(connection, uai, "request.confirmed", body, at=now)
    return True


def _is_repeated(connection: Connection, uai: str, intake: Intake, *, since: datetime) -> bool:
    rows = connection.execute(_RECENT, {"uai": uai, "email": intake.email, "since": since})
    return any(Intake(*row).same_as == intake.same_as for row in rows)


def _acknowledge(
    connection: Connection, uai: str, intake: Intake, request_id: str, secret: Provisional, *, now: datetime
) -> None:
    try:
        sealed = seal(connection, secret)
    except Unreachable:
        # No mail worker has started yet: the request matters more than its button.
        sealed = None
    queue_mail(
        connection,
        uai,
        kind="demande",
        to=intake.email,
        data=RequestData(first_name=intake.first_name, last_name=intake.last_name),
        sealed=sealed,
        request_id=request_id,
        expires_at=now + CONFIRM_WITHIN,
        now=now,
    )


def _alert_office(connection: Connection, uai: str, *, now: datetime) -> None:
    """Tell the office by mail, where it wants to be told, once an hour at most."""
    school = find_school(connection, uai)
    address = school.settings.request_alert_email if school else ""
    if not address or connection.scalar(_ALERTED, {"uai": uai, "since": now - ALERT_EVERY}):
        return
    queue_mail(connection, uai, kind="alerte", to=address, data=AlertData(received_at=now), now=now)


def _lock_number(uai: str, intake: Intake) -> int:
    digest = hashlib.sha256("\0".join((uai, *intake.same_as)).encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
