"""Account requests: recorded once with their event for the office and their acknowledgement; later confirmed by a button."""

import hashlib
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, text

from turbo_admin.core.credentials.rules import Provisional, draw_provisional, hash_token
from turbo_admin.core.credentials.sealing import seal_for_mail
from turbo_admin.core.emails import mailbox_key
from turbo_admin.core.errors import Unreachable
from turbo_admin.core.intake.reference import request_reference
from turbo_admin.core.intake.rules import Intake
from turbo_admin.core.mails.payloads import AlertData, RequestData
from turbo_admin.portal.accounts.page_query import read_page_context_within
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.base.events import append_event, append_events
from turbo_admin.portal.base.throttle import Limits, bucket, take_each
from turbo_admin.portal.mail.queue import MailDraft, queue_mail, queue_mails
from turbo_admin.portal.schools.registry import find_school, read_identity
from turbo_admin.protocol.events import RequestConfirmed, RequestReceived

# Two identical sendings within it are one request: a double click, a « Précédent » then « Envoyer ».
SAME_WITHIN = timedelta(minutes=10)
# A confirmation is worth something as long as the request may wait for the office, holidays included.
CONFIRM_WITHIN = timedelta(days=90)
# One mail an hour says that there is something to do; a hundred would be read by nobody.
ALERT_EVERY = timedelta(hours=1)
TOKEN_SHAPE = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)

_ALERTED = text(
    "SELECT EXISTS (SELECT FROM mail WHERE school_id = :uai AND kind = 'alerte' AND created_at > :since"
    " AND created_at <= :now)"
)
_ALONE = text("SELECT pg_advisory_xact_lock(n) FROM unnest(CAST(:numbers AS bigint[])) n")
_RECENT = text(
    "SELECT request_id, card, last_name, first_name, email FROM account_request"
    " WHERE school_id = :uai AND received_at > :since AND email_low = ANY(CAST(:emails AS text[]))"
)
_INSERT = text(
    "INSERT INTO account_request (school_id, request_id, card, last_name, first_name, email, received_at, confirm_hash,"
    " link_hash, language, trapped, asked_by)"
    " SELECT :uai, r.id, r.card, r.last_name, r.first_name, r.email, :now, r.link_hash, r.link_hash, r.language,"
    " r.trapped, r.asked_by"
    " FROM unnest(CAST(:ids AS text[]), CAST(:cards AS text[]), CAST(:last_names AS text[]),"
    " CAST(:first_names AS text[]), CAST(:emails AS text[]), CAST(:link_hashes AS text[]),"
    " CAST(:languages AS text[]), CAST(:trapped AS boolean[]), CAST(:asked_by AS text[]))"
    " AS r (id, card, last_name, first_name, email, link_hash, language, trapped, asked_by)"
)
_CONFIRM = text(
    "UPDATE account_request SET confirmed_at = :now, confirm_hash = NULL"
    " WHERE school_id = :uai AND confirm_hash = :confirm_hash AND confirmed_at IS NULL AND received_at > :since"
    " RETURNING request_id"
)


@dataclass(frozen=True, slots=True)
class RequestOutcome:
    """What became of a request that came in.

    Attributes:
        state: « limited » when too many came from its address, « crowded » for its mailbox, « unknown » when there is no
            such school.
        request_id: of a request that was taken: its own, or that of the same one recorded a moment ago.
    """

    state: Literal["taken", "limited", "crowded", "unknown"]
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request as recorded; not new when the same one was recorded a moment ago, and nothing was done."""

    request_id: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class SubmittedRequest:
    """A request as it came in.

    Attributes:
        address: the bucket in which requests from there are counted.
        now: when it came, UTC.
    """

    intake: Intake
    address: str
    now: datetime

    @property
    def email(self) -> str:
        """The bucket in which requests for that mailbox are counted; those of an account have one that no stranger fills."""
        if self.intake.asked_by:
            return bucket("demande-compte", self.intake.asked_by)
        return bucket("demande", mailbox_key(self.intake.email))

    @property
    def exclusive_keys(self) -> frozenset[str]:
        """Two for one mailbox, or from one address, are counted one after the other."""
        return frozenset((self.address, self.email))


@dataclass(frozen=True, slots=True)
class _New:
    """A request that is to be recorded, and the token by which its address is confirmed."""

    intake: Intake
    request_id: str
    link_token: str


def take_requests(
    database: PortalDatabase, limits: Limits, uai: str, asked: Sequence[SubmittedRequest]
) -> list[RequestOutcome]:
    """Count requests, and record those that are allowed, in one transaction.

    Args:
        asked: each from another address, for another mailbox (`SubmittedRequest.exclusive_keys`).

    Returns:
        For each what became of it.
    """
    now = max(one.now for one in asked)
    with database.begun(lambda connection: read_page_context_within(connection, uai, "", now=now)) as (
        connection,
        found_context,
    ):
        if found_context is None:
            return [RequestOutcome("unknown") for _ in asked]
        addresses = {one.address for one in asked}
        near = take_each(connection, uai, addresses, limits.requests_of_address, now=now)
        emails = {one.email for one in asked if one.address in near}
        free = take_each(connection, uai, emails, limits.requests_of_email, now=now) if emails else set()
        allowed = [one for one in asked if one.address in near and one.email in free]
        recorded = iter(
            record_requests(connection, uai, [one.intake for one in allowed], now=now) if allowed else ()
        )
        return [
            RequestOutcome("taken", next(recorded).request_id)
            if one in allowed
            else RequestOutcome("crowded" if one.address in near else "limited")
            for one in asked
        ]


def record_request(connection: Connection, uai: str, intake: Intake, *, now: datetime) -> str | None:
    """Record a request, tell the office, and queue its acknowledgement, in this transaction.

    Returns:
        The request's id; None when the same one was recorded a moment ago, and nothing was done.
    """
    (recorded,) = record_requests(connection, uai, [intake], now=now)
    return recorded.request_id if recorded.is_new else None


def record_requests(
    connection: Connection, uai: str, intakes: Sequence[Intake], *, now: datetime
) -> list[RecordedRequest]:
    """Record several requests of a school, see `record_request`; return them in their order."""
    # Two sendings at the same instant must see each other: the second waits for the first to be committed.
    connection.execute(_ALONE, {"numbers": sorted({_lock_number(uai, intake) for intake in intakes})})
    known = _recent(connection, uai, intakes, since=now - SAME_WITHIN)
    fresh: list[_New] = []
    recorded: list[RecordedRequest] = []
    for intake in intakes:
        is_new = intake.same_as not in known
        if is_new:
            fresh.append(_New(intake, uuid.uuid4().hex, draw_provisional().link_token))
            known[intake.same_as] = fresh[-1].request_id
        recorded.append(RecordedRequest(known[intake.same_as], is_new))
    if fresh:
        _insert(connection, uai, fresh, now=now)
        _acknowledge(connection, uai, fresh, now=now)
        _alert_office(connection, uai, now=now)
        bodies = [
            RequestReceived(
                request_id=one.request_id,
                card=one.intake.card,
                last_name=one.intake.last_name,
                first_name=one.intake.first_name,
                email=one.intake.email,
                received_at=now,
                trapped=one.intake.trapped,
                asked_by=one.intake.asked_by,
            )
            for one in fresh
        ]
        append_events(connection, uai, "request.received", bodies, at=now)
    return recorded


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


def _recent(
    connection: Connection, uai: str, intakes: Sequence[Intake], *, since: datetime
) -> dict[tuple[str, str, str, str], str]:
    """Return the requests that came a moment ago from the same addresses: what they are known by -> their id."""
    emails = [intake.email.lower() for intake in intakes]
    rows = connection.execute(_RECENT, {"uai": uai, "emails": emails, "since": since})
    return {Intake(*typed).same_as: request_id for request_id, *typed in rows}


def _insert(connection: Connection, uai: str, fresh: Sequence[_New], *, now: datetime) -> None:
    columns = {
        "ids": [one.request_id for one in fresh],
        "cards": [one.intake.card for one in fresh],
        "last_names": [one.intake.last_name for one in fresh],
        "first_names": [one.intake.first_name for one in fresh],
        "emails": [one.intake.email for one in fresh],
        "link_hashes": [hash_token(one.link_token) for one in fresh],
        "languages": [one.intake.language for one in fresh],
        "trapped": [one.intake.trapped for one in fresh],
        "asked_by": [one.intake.asked_by for one in fresh],
    }
    connection.execute(_INSERT, {"uai": uai, "now": now, **columns})


def _acknowledge(connection: Connection, uai: str, fresh: Sequence[_New], *, now: datetime) -> None:
    try:
        key = read_identity(connection).mail_public_key
    except Unreachable:
        # No mail worker has started yet: the request matters more than its button.
        key = None
    drafts = [
        MailDraft(
            kind="demande",
            to=one.intake.email,
            data=RequestData(language=one.intake.language, reference=request_reference(one.request_id)),
            sealed=seal_for_mail(Provisional("", one.link_token), key) if key else None,
            request_id=one.request_id,
            expires_at=now + CONFIRM_WITHIN,
        )
        for one in fresh
    ]
    queue_mails(connection, uai, drafts, now=now)


def _alert_office(connection: Connection, uai: str, *, now: datetime) -> None:
    """Tell the office by mail, where it wants to be told, once an hour at most."""
    school = find_school(connection, uai)
    address = school.settings.request_alert_email if school else ""
    if not address or connection.scalar(_ALERTED, {"uai": uai, "since": now - ALERT_EVERY, "now": now}):
        return
    queue_mail(connection, uai, kind="alerte", to=address, data=AlertData(received_at=now), now=now)


def _lock_number(uai: str, intake: Intake) -> int:
    digest = hashlib.sha256("\0".join((uai, *intake.same_as)).encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
