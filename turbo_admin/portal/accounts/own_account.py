"""What a family does with its account itself: another e-mail address, and closing it.

An address takes effect when the button of the mail sent there is pressed. The address that is asked for may be that of
another account: whoever asks must not learn it, so everything goes the same way, and only the mail differs.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import partial

from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from turbo_admin.core.credentials.rules import Provisional, draw_provisional, hash_token
from turbo_admin.core.emails import email_key
from turbo_admin.core.mails.payloads import AccountData, AddressData, AddressTakenData
from turbo_admin.portal.accounts.access import Account, end_number, read_account
from turbo_admin.portal.accounts.own_log import log_activity
from turbo_admin.portal.accounts.sessions import end_all_sessions
from turbo_admin.portal.base.events import append_event
from turbo_admin.portal.mail.queue import queue_mail, seal
from turbo_admin.protocol.events import AccountClosed, AccountEmailChanged

# How long the link to a new address works.
ADDRESS_LASTS = timedelta(hours=24)

_TAKEN = text(
    "SELECT EXISTS (SELECT FROM account WHERE school_id = :uai AND account_id <> :id AND email_key = :key"
    " AND state <> 'closed')"
)
_ASK = text(
    "INSERT INTO email_change (school_id, account_id, email, token_hash, created_at, expires_at)"
    " VALUES (:uai, :id, :email, :token_hash, :now, :expires_at)"
    " ON CONFLICT (school_id, account_id) DO UPDATE SET email = excluded.email, token_hash = excluded.token_hash,"
    " created_at = excluded.created_at, expires_at = excluded.expires_at"
)
_WAITING = text(
    "SELECT email, expires_at FROM email_change"
    " WHERE school_id = :uai AND account_id = :id AND expires_at > :now"
)
_BY_TOKEN = text(
    "SELECT account_id, email FROM email_change"
    " WHERE school_id = :uai AND token_hash = :token_hash AND expires_at > :now"
)
_GIVE_UP = text("DELETE FROM email_change WHERE school_id = :uai AND account_id = :id")
_CHANGE = text(
    "UPDATE account SET email = :email, email_key = :key WHERE school_id = :uai AND account_id = :id"
)
_FAMILY_REV = text(
    "UPDATE account SET family_rev = greatest(family_rev, :seq) WHERE school_id = :uai AND account_id = :id"
)
# What was lent through the former address opens nothing any more; a sheet of the office does.
_DROP_FORGOTTEN = text(
    "DELETE FROM provisional WHERE school_id = :uai AND account_id = :id AND origin = 'forgotten'"
)
_CLOSE = text(
    "UPDATE account SET state = 'closed', family_closed_at = :now WHERE school_id = :uai AND account_id = :id"
)
_DROP_PROVISIONALS = text("DELETE FROM provisional WHERE school_id = :uai AND account_id = :id")


class AddressConfirmation(Enum):
    """Outcome of confirming a new address."""

    DONE = "done"
    DEAD = "dead"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class PendingAddress:
    """An address that waits for its confirmation."""

    email: str
    expires_at: datetime


def ask_address(connection: Connection, uai: str, account: Account, email: str, *, now: datetime) -> None:
    """Mail a link to another address, and tell the present one; nothing else changes yet.

    Args:
        account: open, proved by its password.
        email: as `parse_email` returns it.

    Raises:
        Unreachable: no mail worker has ever started.
    """
    secret, expires_at = draw_provisional(), now + ADDRESS_LASTS
    values = {"uai": uai, "id": account.account_id, "key": email_key(email)}
    taken = connection.scalar(_TAKEN, values)
    asked = {**values, "email": email, "token_hash": hash_token(secret.link_token), "now": now}
    connection.execute(_ASK, {**asked, "expires_at": expires_at})
    sealed = seal(connection, Provisional("", secret.link_token))
    queue = partial(queue_mail, connection, uai, account_id=account.account_id, now=now)
    if taken:
        queue(kind="adresse-prise", to=email, data=AddressTakenData(asked_at=now))
    else:
        data = AddressData(expires_at=expires_at)
        queue(kind="adresse", to=email, data=data, sealed=sealed, expires_at=expires_at)
    if account.email:
        _mail_family(connection, uai, account, "adresse-demandee", now=now)


def waiting_address(
    connection: Connection, uai: str, account_id: str, *, now: datetime
) -> PendingAddress | None:
    """Return the address that an account waits to be confirmed, None when there is none."""
    row = connection.execute(_WAITING, {"uai": uai, "id": account_id, "now": now}).one_or_none()
    return None if row is None else PendingAddress(*row)


def give_address_up(connection: Connection, uai: str, account_id: str) -> None:
    """Cancel the change of address that waits for its confirmation."""
    connection.execute(_GIVE_UP, {"uai": uai, "id": account_id})


def confirm_address(connection: Connection, uai: str, token: str, *, now: datetime) -> AddressConfirmation:
    """Give an account its new address, tell the former one and the office; call it last.

    Returns:
        `TAKEN` when another account of the school has got that address meanwhile.
    """
    wanted = {"uai": uai, "token_hash": hash_token(token), "now": now}
    found = connection.execute(_BY_TOKEN, wanted).one_or_none()
    if found is None:
        return AddressConfirmation.DEAD
    account = read_account(connection, uai, found.account_id, lock=True)
    # Read again under the lock: of two uses of one link at once, one succeeds.
    if account is None or account.state != "open" or connection.execute(_BY_TOKEN, wanted).first() != found:
        return AddressConfirmation.DEAD
    changed = _change_address(connection, uai, account.account_id, found.email)
    give_address_up(connection, uai, account.account_id)
    if not changed:
        return AddressConfirmation.TAKEN
    connection.execute(_DROP_FORGOTTEN, {"uai": uai, "id": account.account_id})
    if account.email:
        _mail_family(connection, uai, account, "adresse-changee", now=now)
    log_activity(connection, uai, account.account_id, "email_changed", now=now)
    body = AccountEmailChanged(account_id=account.account_id, email=found.email, changed_at=now)
    seq = append_event(connection, uai, "account.email_changed", body, at=now)
    connection.execute(_FAMILY_REV, {"uai": uai, "id": account.account_id, "seq": seq})
    return AddressConfirmation.DONE


def close_account(connection: Connection, uai: str, account: Account, *, now: datetime) -> None:
    """Close an account for good as far as its family goes, tell it by mail and tell the office; call it last.

    Args:
        account: open, proved by its password, held by this transaction.
    """
    values = {"uai": uai, "id": account.account_id}
    connection.execute(_CLOSE, {**values, "now": now})
    end_all_sessions(connection, uai, account.account_id)
    end_number(connection, uai, account.account_id)
    connection.execute(_DROP_PROVISIONALS, values)
    give_address_up(connection, uai, account.account_id)
    if account.email:
        _mail_family(connection, uai, account, "fermeture", now=now)
    log_activity(connection, uai, account.account_id, "closed", now=now)
    body = AccountClosed(account_id=account.account_id, closed_at=now)
    seq = append_event(connection, uai, "account.closed", body, at=now)
    connection.execute(_FAMILY_REV, {**values, "seq": seq})


def _mail_family(connection: Connection, uai: str, account: Account, kind: str, *, now: datetime) -> None:
    data = AccountData(login=account.login, changed_at=now)
    queue_mail(
        connection, uai, kind=kind, to=account.email, data=data, account_id=account.account_id, now=now
    )


def _change_address(connection: Connection, uai: str, account_id: str, email: str) -> bool:
    values = {"uai": uai, "id": account_id, "email": email, "key": email_key(email)}
    try:
        with connection.begin_nested():
            connection.execute(_CHANGE, values)
    except IntegrityError:
        return False
    return True
