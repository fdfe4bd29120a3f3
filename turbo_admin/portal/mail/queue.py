"""Enqueues mails, in the transaction of the event that causes them; `core.mails.payloads` defines their data."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, text

from turbo_admin.core import language
from turbo_admin.core.credentials.rules import Provisional
from turbo_admin.core.credentials.sealing import seal_for_mail
from turbo_admin.core.mails.payloads import DATA, MailPayload
from turbo_admin.portal.schools.registry import read_identity

# The worker LISTENs on it. Notifications are empty, so that they leak nothing.
CHANNEL = "turbo_mail"
_INSERT = text(
    "INSERT INTO mail (school_id, mail_id, kind, to_address, data, sealed, message_id, next_at, account_id,"
    " request_id, created_at, expires_at)"
    " SELECT :uai, m.mail_id, m.kind, m.address, CAST(m.data AS jsonb), m.sealed, m.message_id, :now, m.account_id,"
    " m.request_id, :now, m.expires_at FROM unnest(CAST(:ids AS text[]), CAST(:kinds AS text[]),"
    " CAST(:addresses AS text[]), CAST(:data AS text[]), CAST(:sealed AS bytea[]), CAST(:message_ids AS text[]),"
    " CAST(:account_ids AS text[]), CAST(:request_ids AS text[]), CAST(:expire AS timestamptz[]))"
    " AS m (mail_id, kind, address, data, sealed, message_id, account_id, request_id, expires_at)"
)
_WAKE = text("SELECT pg_notify(:channel, '')")


# Kinds that contain a password: once it is erased, they cannot be sent again.
SECRETIVE = frozenset({"identifiants", "oubli"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MailDraft:
    """A mail that is to be queued.

    Attributes:
        kind: a key of `DATA`, whose type the data has; it holds no secret.
        data: without a language of its own, the current one is stored.
        sealed: the secret, by `seal` or by the office.
        expires_at: after it the mail is not sent, and its secret is erased.
    """

    kind: str
    to: str
    data: MailPayload
    sealed: bytes | None = None
    account_id: str = ""
    request_id: str = ""
    expires_at: datetime | None = None


def seal(connection: Connection, secret: Provisional) -> bytes:
    """Seal a secret for the mail worker.

    Raises:
        Unreachable: `portal_mail_key_missing`.
    """
    return seal_for_mail(secret, read_identity(connection).mail_public_key)


def queue_mail(
    connection: Connection,
    uai: str,
    *,
    kind: str,
    to: str,
    data: MailPayload,
    sealed: bytes | None = None,
    mail_id: str | None = None,
    account_id: str = "",
    request_id: str = "",
    expires_at: datetime | None = None,
    now: datetime | None = None,
) -> str:
    """Queue a mail; it is sent about a second after the commit.

    Args:
        kind: a key of `DATA`, whose type the data has; it holds no secret.
        sealed: the secret, by `seal` or by the office.
        expires_at: after it the mail is not sent, and its secret is erased.

    Returns:
        The mail's id.
    """
    draft = MailDraft(
        kind=kind,
        to=to,
        data=data,
        sealed=sealed,
        account_id=account_id,
        request_id=request_id,
        expires_at=expires_at,
    )
    mail_id = mail_id or uuid.uuid4().hex
    _queue(connection, uai, [draft], [mail_id], now or datetime.now(UTC))
    return mail_id


def queue_mails(connection: Connection, uai: str, drafts: Sequence[MailDraft], *, now: datetime) -> None:
    """Queue several mails at once; see `queue_mail`."""
    _queue(connection, uai, drafts, [uuid.uuid4().hex for _ in drafts], now)


def _queue(
    connection: Connection, uai: str, drafts: Sequence[MailDraft], mail_ids: Sequence[str], now: datetime
) -> None:
    # JSON would store any data; a wrong type would fail in the worker only, when it is too late.
    for draft in drafts:
        if type(draft.data) is not DATA[draft.kind]:
            raise TypeError(draft.kind)
    columns = {
        "ids": list(mail_ids),
        "kinds": [draft.kind for draft in drafts],
        "addresses": [draft.to for draft in drafts],
        "data": [msgspec.json.encode(_with_language(draft.data)).decode() for draft in drafts],
        "sealed": [draft.sealed for draft in drafts],
        "message_ids": [uuid.uuid4().hex for _ in drafts],
        "account_ids": [draft.account_id for draft in drafts],
        "request_ids": [draft.request_id for draft in drafts],
        "expire": [draft.expires_at for draft in drafts],
    }
    # One statement for all: a batch of the office may queue a thousand mails.
    connection.execute(_INSERT, {"uai": uai, "now": now, **columns})
    connection.execute(_WAKE, {"channel": CHANNEL})


def _with_language(data: MailPayload) -> MailPayload:
    return data if data.language else replace(data, language=language.current().code)
