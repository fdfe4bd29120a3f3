"""Accounts: lookup, the passwords that open one, choosing one's own. Each call is within a transaction of the school."""

import base64
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, text

from turbo_admin.core import language
from turbo_admin.core.credentials.rules import PARIS, draw_token, hash_token, salt_of
from turbo_admin.core.emails import email_key
from turbo_admin.portal.base.events import append_event
from turbo_admin.protocol.events import AccountActivated, AccountSignedIn, CredentialSpent

# How long the provisional password of « oublié(s) » lasts.
FORGOTTEN_LASTS = timedelta(hours=24)
# A spent provisional keeps its row, without its secret, while its holder may still be choosing a password.
_SPENT_LASTS = timedelta(hours=12)
_DIGEST_BYTES = 32

_COLUMNS = "account_id, login, email, state, generation, password_hash, last_sign_in_at"
# The identifiant first: an e-mail may be shared with a closed account, an identifiant never is.
_FIND = text(
    f"SELECT {_COLUMNS} FROM account WHERE school_id = :uai"  # noqa: S608 (columns of ours, no value)
    " AND (login_low = lower(:login) OR (email_key <> '' AND email_key = :email_key AND state <> 'closed'))"
    " ORDER BY login_low = lower(:login) DESC, account_id LIMIT 1"
)
_READ = text(f"SELECT {_COLUMNS} FROM account WHERE school_id = :uai AND account_id = :id")  # noqa: S608 (as above)
_LOCK = text(
    f"SELECT {_COLUMNS} FROM account WHERE school_id = :uai AND account_id = :id FOR UPDATE"  # noqa: S608 (as above)
)
# Nothing that was lent opens a school whose portal was put back from a copy, until its office has bound: it may have
# been revoked since.
_PROVISIONALS = text(
    "SELECT origin, password_hash, expires_at > :now"
    " AND (SELECT suspended_at IS NULL FROM school WHERE school_id = :uai) AS valid FROM provisional"
    " WHERE school_id = :uai AND account_id = :id ORDER BY origin DESC"
)
_BY_LINK = text(
    "SELECT p.account_id FROM provisional p"
    " JOIN account a ON a.school_id = p.school_id AND a.account_id = p.account_id AND a.state = 'open'"
    " JOIN school s ON s.school_id = p.school_id AND s.suspended_at IS NULL"
    " WHERE p.school_id = :uai AND p.link_hash = :link_hash AND p.expires_at > :now"
)
_SPEND = text(
    "UPDATE provisional SET password_hash = :spent, link_hash = :nothing, expires_at = :until"
    " WHERE school_id = :uai AND account_id = :id AND origin = :origin"
)
# A number that is dead already, or that the office has not told yet, is not spent again.
_END_NUMBER = text(
    "UPDATE account a SET ended = p.number FROM provisional p WHERE a.school_id = :uai AND a.account_id = :id"
    " AND p.school_id = a.school_id AND p.account_id = a.account_id AND p.origin = 'office' AND p.number > a.ended"
    " RETURNING p.number"
)
_DROP_PROVISIONALS = text("DELETE FROM provisional WHERE school_id = :uai AND account_id = :id")
_LEND = text(
    "INSERT INTO provisional (school_id, account_id, origin, password_hash, link_hash, created_at, expires_at)"
    " VALUES (:uai, :id, 'forgotten', :hash, :link_hash, :now, :expires_at)"
    " ON CONFLICT (school_id, account_id, origin) DO UPDATE SET password_hash = excluded.password_hash,"
    " link_hash = excluded.link_hash, created_at = excluded.created_at, expires_at = excluded.expires_at"
)
_CHOOSE = text(
    "UPDATE account SET password_hash = :hash, password_chosen_at = :now, last_sign_in_at = :now, language = :language,"
    " generation = greatest(generation, :seq) WHERE school_id = :uai AND account_id = :id"
)
_DROP_EMAIL_CHANGE = text("DELETE FROM email_change WHERE school_id = :uai AND account_id = :id")
_SIGNED_IN = text("UPDATE account SET last_sign_in_at = :now WHERE school_id = :uai AND account_id = :id")
_REHASH = text("UPDATE account SET password_hash = :hash WHERE school_id = :uai AND account_id = :id")
_DINERS = text(
    "SELECT d.last_name, d.first_name, d.class_name FROM attachment t"
    " JOIN diner d ON d.school_id = t.school_id AND d.diner_id = t.diner_id"
    ' WHERE t.school_id = :uai AND t.account_id = :id AND NOT d."left"'
    " ORDER BY d.last_name, d.first_name, d.diner_id"
)

PasswordOrigin = Literal["own", "office", "forgotten"]


@dataclass(frozen=True, slots=True)
class Account:
    """An account with what is needed to authenticate it.

    Attributes:
        email: empty for one that was handed over on paper only.
        state: `open`, `blocked` or `closed`.
        password_hash: None until the family has chosen one.
    """

    account_id: str
    login: str
    email: str
    state: str
    generation: int
    password_hash: str | None
    last_sign_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class AcceptedPassword:
    """A password that opens an account, as its hash."""

    origin: PasswordOrigin
    hashed: str


@dataclass(frozen=True, slots=True)
class Diner:
    """A diner as its families see it."""

    last_name: str
    first_name: str
    class_name: str

    @property
    def name(self) -> str:
        """`Léa MARTIN`."""
        return f"{self.first_name} {self.last_name.upper()}".strip()


def find_account(connection: Connection, uai: str, typed: str) -> Account | None:
    """Return the account of an identifiant or an e-mail, whatever its state."""
    row = connection.execute(
        _FIND, {"uai": uai, "login": typed.strip(), "email_key": email_key(typed)}
    ).one_or_none()
    return None if row is None else Account(*row)


def read_account(connection: Connection, uai: str, account_id: str, *, lock: bool = False) -> Account | None:
    """Return an account by its id.

    Args:
        lock: whether to hold it until the end of the transaction.
    """
    row = connection.execute(_LOCK if lock else _READ, {"uai": uai, "id": account_id}).one_or_none()
    return None if row is None else Account(*row)


def accepted_passwords(
    connection: Connection, uai: str, account: Account, *, now: datetime
) -> tuple[AcceptedPassword, ...]:
    """Return the passwords that open an account at this moment, its own first."""
    rows = connection.execute(_PROVISIONALS, {"uai": uai, "id": account.account_id, "now": now})
    lent = [AcceptedPassword(row.origin, row.password_hash) for row in rows if row.valid]
    own = [AcceptedPassword("own", account.password_hash)] if account.password_hash else []
    return (*own, *lent)


def account_salt(connection: Connection, uai: str, account: Account, *, now: datetime) -> bytes | None:
    """Return the salt that all passwords of an account share, None when it has no password at all."""
    # All passwords of an account share one salt: a sign-in computes one hash, whatever it is compared with, so that its
    # time tells neither whether the account exists nor how many passwords it has.
    if account.password_hash:
        return salt_of(account.password_hash)
    rows = connection.execute(_PROVISIONALS, {"uai": uai, "id": account.account_id, "now": now}).all()
    return salt_of(rows[0].password_hash) if rows else None


def find_by_link(connection: Connection, uai: str, token: str, *, now: datetime) -> str | None:
    """Return the id of the open account that a link token opens, None when there is none any more."""
    found = connection.scalar(_BY_LINK, {"uai": uai, "link_hash": hash_token(token), "now": now})
    return None if found is None else str(found)


def spend_provisionals(connection: Connection, uai: str, account_id: str, *, now: datetime) -> int:
    """Invalidate both provisional passwords and their links.

    What stays of them is the salt, which the password that is about to be chosen shares.

    Returns:
        The number of the office's that was live, for `append_spent_event`; 0 for none.
    """
    number = end_number(connection, uai, account_id)
    for row in connection.execute(_PROVISIONALS, {"uai": uai, "id": account_id, "now": now}).all():
        connection.execute(
            _SPEND,
            {
                "uai": uai,
                "id": account_id,
                "origin": row.origin,
                "spent": _spent(row.password_hash),
                "nothing": hash_token(draw_token()),
                "until": now + _SPENT_LASTS,
            },
        )
    return number


def end_number(connection: Connection, uai: str, account_id: str) -> int:
    """Note that the number of the office's provisional password is dead; return it, 0 when none was live."""
    return int(connection.scalar(_END_NUMBER, {"uai": uai, "id": account_id}) or 0)


def append_spent_event(
    connection: Connection, uai: str, account_id: str, number: int, *, now: datetime
) -> None:
    """Append the event of a provisional password of the office that opens nothing any more; call it last.

    Args:
        number: 0 appends nothing.
    """
    if number:
        body = CredentialSpent(account_id=account_id, number=number, spent_at=now)
        append_event(connection, uai, "credential.spent", body, at=now)


def issue_forgotten_password(
    connection: Connection, uai: str, account_id: str, *, hashed: str, link_token: str, now: datetime
) -> datetime:
    """Store the provisional password of « oublié(s) », beside the account's other passwords.

    Returns:
        When it expires, UTC.
    """
    expires_at = now + FORGOTTEN_LASTS
    values = {"uai": uai, "id": account_id, "hash": hashed, "link_hash": hash_token(link_token), "now": now}
    connection.execute(_LEND, {**values, "expires_at": expires_at})
    return expires_at


def note_sign_in(connection: Connection, uai: str, account_id: str, *, now: datetime, rehashed: str) -> None:
    """Remember that an account signed in.

    Args:
        rehashed: the same password with today's parameters, empty when the stored hash has them.
    """
    connection.execute(_SIGNED_IN, {"uai": uai, "id": account_id, "now": now})
    if rehashed:
        connection.execute(_REHASH, {"uai": uai, "id": account_id, "hash": rehashed})


def append_sign_in_event(connection: Connection, uai: str, account: Account, *, now: datetime) -> None:
    """Append the event of a sign-in for the office, once a day at most; call it last.

    Args:
        account: as it was before this sign-in, held by this transaction.
    """
    former = account.last_sign_in_at
    if former is not None and former.astimezone(PARIS).date() >= now.astimezone(PARIS).date():
        return
    body = AccountSignedIn(account_id=account.account_id, signed_in_at=now)
    append_event(connection, uai, "account.signed_in", body, at=now)


def set_own_password(
    connection: Connection, uai: str, account_id: str, hashed: str, *, now: datetime
) -> None:
    """Store the password that a family has chosen, end its provisionals and tell the office; call it last.

    An address that waits for its confirmation is given up: whoever asked for it may be the one who is being shut out.
    """
    number = end_number(connection, uai, account_id)
    values = {"uai": uai, "id": account_id}
    connection.execute(_DROP_PROVISIONALS, values)
    connection.execute(_DROP_EMAIL_CHANGE, values)
    append_spent_event(connection, uai, account_id, number, now=now)
    body = AccountActivated(account_id=account_id, activated_at=now)
    seq = append_event(connection, uai, "account.activated", body, at=now)
    chosen = {**values, "hash": hashed, "now": now, "language": language.current().code, "seq": seq}
    connection.execute(_CHOOSE, chosen)


def attached_diners(connection: Connection, uai: str, account_id: str) -> list[Diner]:
    """Return the diners of an account who have not left, by name."""
    return [Diner(*row) for row in connection.execute(_DINERS, {"uai": uai, "id": account_id})]


def _spent(hashed: str) -> str:
    """Return the hash with a random digest: the salt is kept, no password matches."""
    digest = base64.b64encode(os.urandom(_DIGEST_BYTES)).decode().rstrip("=")
    return f"{hashed.rpartition('$')[0]}${digest}"
