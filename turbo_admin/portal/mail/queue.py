"""Putting a mail in the queue, in the transaction of the fact that asks for it.

| kind | data | secret |
| --- | --- | --- |
| demande | RequestData | link token of the confirmation, no password |
| identifiants | CredentialsData | provisional password and link token |
| oubli | ForgottenData | provisional password and link token |
| refus | RefusalData | |
| motdepasse | AccountData | |
| adresse | AddressData | link token of the confirmation, no password |
| adresse-prise | AddressTakenData | |
| adresse-demandee, adresse-changee | AccountData | |
| fermeture | AccountData | |
| espaces-relies | AccountData | |
| alerte | AlertData | |
| silence | SilenceData | |
| vigilance | VigilanceData | |
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from msgspec import Struct, field
from sqlalchemy import Connection, text

from turbo_admin.core.credentials import Provisional
from turbo_admin.core.sealing import seal_for_mail
from turbo_admin.portal.schools import read_identity

# The worker listens on it; what it says is nothing, so that nothing can leak.
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


class RequestData(Struct, frozen=True, kw_only=True):
    """`demande`: the acknowledgement of an account request."""

    first_name: str
    last_name: str


class CredentialsData(Struct, frozen=True, kw_only=True):
    """`identifiants`.

    Attributes:
        diners: « Léa MARTIN », one a diner.
    """

    login: str
    expires_at: datetime
    diners: list[str] = field(default_factory=list)


class Login(Struct, frozen=True, kw_only=True):
    """An identifiant and whom it is for."""

    login: str
    diners: list[str] = field(default_factory=list)


class ForgottenData(Struct, frozen=True, kw_only=True):
    """`oubli`.

    Attributes:
        login: the account that the provisional password opens.
        others: further accounts of the same address, to be asked for by their identifiant.
    """

    login: str
    expires_at: datetime
    diners: list[str] = field(default_factory=list)
    others: list[Login] = field(default_factory=list)


class RefusalData(Struct, frozen=True, kw_only=True):
    """`refus`: the office's words."""

    reason: str


class AccountData(Struct, frozen=True, kw_only=True):
    """`motdepasse`, `adresse-demandee`, `adresse-changee`, `fermeture`, `espaces-relies`: what has just been done to this account."""

    login: str
    changed_at: datetime


class AddressData(Struct, frozen=True, kw_only=True):
    """`adresse`: for an address that a family wants to use; it may be a stranger's, so whose account stays out."""

    expires_at: datetime


class AddressTakenData(Struct, frozen=True, kw_only=True):
    """`adresse-prise`: the same, when another account of the school has that address."""

    asked_at: datetime


class AlertData(Struct, frozen=True, kw_only=True):
    """`alerte`: the office is told that a request waits; who asks stays out of the mail."""

    received_at: datetime


class SilenceData(Struct, frozen=True, kw_only=True):
    """`silence`: the office is told that it has not synchronised for too long."""

    last_sync_at: datetime


class VigilanceData(Struct, frozen=True, kw_only=True):
    """`vigilance`: somebody who answers for a diner is told that another address has an account for it, or asks.

    Attributes:
        opened: whether it has one; else it asks.
    """

    first_name: str
    opened: bool


DATA: dict[str, type[Struct]] = {
    "demande": RequestData,
    "identifiants": CredentialsData,
    "oubli": ForgottenData,
    "refus": RefusalData,
    "motdepasse": AccountData,
    "adresse": AddressData,
    "adresse-prise": AddressTakenData,
    "adresse-demandee": AccountData,
    "adresse-changee": AccountData,
    "fermeture": AccountData,
    "espaces-relies": AccountData,
    "alerte": AlertData,
    "silence": SilenceData,
    "vigilance": VigilanceData,
}

# Those that say nothing without their secret: once it is erased they cannot be written again.
SECRETIVE = frozenset({"identifiants", "oubli"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A mail that is to be queued.

    Attributes:
        kind: a key of `DATA`, whose type the data has; it holds no secret.
        sealed: the secret, by `seal` or by the office.
        expires_at: after it the mail is not sent any more, and its secret is erased.
    """

    kind: str
    to: str
    data: Struct
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
    data: Struct,
    sealed: bytes | None = None,
    mail_id: str | None = None,
    account_id: str = "",
    request_id: str = "",
    expires_at: datetime | None = None,
    now: datetime | None = None,
) -> str:
    """Queue a mail; it leaves within a second or so of the commit.

    Args:
        kind: a key of `DATA`, whose type the data has; it holds no secret.
        sealed: the secret, by `seal` or by the office.
        expires_at: after it the mail is not sent any more, and its secret is erased.

    Returns:
        The mail's id.
    """
    draft = Draft(
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


def queue_mails(connection: Connection, uai: str, drafts: Sequence[Draft], *, now: datetime) -> None:
    """Queue several mails at once; see `queue_mail`."""
    _queue(connection, uai, drafts, [uuid.uuid4().hex for _ in drafts], now)


def _queue(
    connection: Connection, uai: str, drafts: Sequence[Draft], mail_ids: Sequence[str], now: datetime
) -> None:
    for draft in drafts:
        if type(draft.data) is not DATA[draft.kind]:
            raise TypeError(draft.kind)
    columns = {
        "ids": list(mail_ids),
        "kinds": [draft.kind for draft in drafts],
        "addresses": [draft.to for draft in drafts],
        "data": [msgspec.json.encode(draft.data).decode() for draft in drafts],
        "sealed": [draft.sealed for draft in drafts],
        "message_ids": [uuid.uuid4().hex for _ in drafts],
        "account_ids": [draft.account_id for draft in drafts],
        "request_ids": [draft.request_id for draft in drafts],
        "expire": [draft.expires_at for draft in drafts],
    }
    connection.execute(_INSERT, {"uai": uai, "now": now, **columns})
    connection.execute(_WAKE, {"channel": CHANNEL})
