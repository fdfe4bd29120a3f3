"""API keys of workstations: draw, authenticate, throttle, replace, revoke. Only hashes are stored."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, TextClause, text

from turbo_admin.core.credentials.rules import draw_token, hash_token, same_hash
from turbo_admin.core.errors import Refused
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.base.throttle import Limit, bucket, seconds_left, take
from turbo_admin.portal.schools.overview import schools_of

# `seen_at` is written at most once a minute.
_SEEN_EVERY = timedelta(minutes=1)

_INSERT = text(
    "INSERT INTO workstation_key (school_id, key_id, key_hash, name, office_epoch, created_at, replaces)"
    " VALUES (:uai, :key_id, :hash, :name, :epoch, :now, :replaces)"
)
_FIND = text(
    "SELECT k.key_id, k.key_hash, k.name, k.seen_at, k.replaces, k.renewal_asked_at, s.office_epoch"
    " FROM workstation_key k JOIN school s USING (school_id)"
    " WHERE k.school_id = :uai AND k.key_hash = :hash AND k.revoked_at IS NULL"
)
_SEEN = text("UPDATE workstation_key SET seen_at = :now WHERE school_id = :uai AND key_id = :key_id")
# The replaced key, and other replacements of it whose answer never arrived.
_RETIRE = text(
    "UPDATE workstation_key SET revoked_at = :now WHERE school_id = :uai AND revoked_at IS NULL"
    " AND (key_id = :replaces OR (replaces = :replaces AND key_id <> :key_id))"
)
_LIST = text(
    "SELECT key_id, name, created_at, seen_at, revoked_at, renewal_asked_at FROM workstation_key"
    " WHERE school_id = :uai ORDER BY created_at, key_id"
)
_REVOKE = text(
    "UPDATE workstation_key SET revoked_at = :now"
    " WHERE school_id = :uai AND key_id = :key_id AND revoked_at IS NULL"
)
_ASK_RENEWAL = text(
    "UPDATE workstation_key SET renewal_asked_at = :now"
    " WHERE school_id = :uai AND key_id = :key_id AND revoked_at IS NULL"
)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A workstation's key: `<UAI>.<256 bits>`; shown this once, only its hash is stored."""

    key: str
    key_id: str


@dataclass(frozen=True, slots=True)
class Caller:
    """An authenticated workstation.

    Attributes:
        office_epoch: of the office database that the school is bound to; empty for none.
        renewal_due: whether the host has asked for this key to be replaced.
        wait_s: how long it has to wait when it has called too often, else 0.
    """

    uai: str
    key_id: str
    name: str
    office_epoch: str
    renewal_due: bool
    wait_s: int


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key as the host sees it; the key itself is stored nowhere.

    Attributes:
        name: the workstation's.
        seen: UTC, to the minute; None before its first use.
        renewal_asked: UTC, None unless the host has asked for its replacement.
    """

    uai: str
    key_id: str
    name: str
    created: datetime
    seen: datetime | None
    revoked: datetime | None
    renewal_asked: datetime | None


def new_key(
    connection: Connection,
    uai: str,
    *,
    office_epoch: str,
    workstation: str,
    now: datetime,
    replaces: str = "",
) -> NewKey:
    """Draw a key.

    Args:
        replaces: the id of the key that is revoked when this one is first used; empty for none.
    """
    # The UAI in front: the call is bound to its school before any query.
    new = NewKey(f"{uai}.{draw_token()}", uuid.uuid4().hex)
    values = {
        "uai": uai,
        "key_id": new.key_id,
        "hash": hash_token(new.key),
        "name": workstation,
        "epoch": office_epoch,
        "now": now,
        "replaces": replaces,
    }
    connection.execute(_INSERT, values)
    return new


def admit(connection: Connection, uai: str, key_hash: str, limit: Limit, *, now: datetime) -> Caller | None:
    """Authenticate a workstation by its key's hash and count the call; None for an unknown or revoked key.

    Commit it before the call is handled, so that a call that fails counts too.
    """
    row = connection.execute(_FIND, {"uai": uai, "hash": key_hash}).one_or_none()
    # Compared in constant time, besides the index look-up.
    if row is None or not same_hash(row.key_hash, key_hash):
        return None
    values = {"uai": uai, "key_id": row.key_id, "replaces": row.replaces, "now": now}
    # The former key is valid until the new one is used: a lost answer must not lock the workstation out.
    if row.seen_at is None and row.replaces:
        connection.execute(_RETIRE, values)
    if row.seen_at is None or row.seen_at < now - _SEEN_EVERY:
        connection.execute(_SEEN, values)
    key = bucket("appel", row.key_id)
    allowed = take(connection, uai, key, limit, now=now)
    return Caller(
        uai=uai,
        key_id=row.key_id,
        name=row.name,
        office_epoch=row.office_epoch or "",
        renewal_due=row.renewal_asked_at is not None,
        wait_s=0 if allowed else seconds_left(connection, uai, key, limit, now=now),
    )


def list_keys(database: PortalDatabase, uai: str) -> list[KeyLine]:
    """Return the keys of a school, the oldest first, those revoked too.

    Args:
        database: as `turbo_owner`.
        uai: empty for all schools.

    Raises:
        Refused: `portal_school_unknown`.
    """
    lines = []
    for one in schools_of(database, uai):
        with database.school(one) as connection:
            lines += [KeyLine(one, *row) for row in connection.execute(_LIST, {"uai": one})]
    return lines


def revoke_key(database: PortalDatabase, key_id: str, *, now: datetime | None = None) -> None:
    """Revoke a key: the workstation has to be paired again.

    Args:
        database: as `turbo_owner`.

    Raises:
        Refused: `portal_key_id`: there is no such key, or it has ended already.
    """
    _update(database, key_id, _REVOKE, now or datetime.now(UTC))


def ask_renewal(database: PortalDatabase, key_id: str, *, now: datetime | None = None) -> None:
    """Ask a workstation to replace its key at its next synchronisation. Arguments and errors: see `revoke_key`."""
    _update(database, key_id, _ASK_RENEWAL, now or datetime.now(UTC))


def _update(database: PortalDatabase, key_id: str, statement: TextClause, now: datetime) -> None:
    # Row-level security shows one school at a time, so the key's school is found by trying each.
    for uai in schools_of(database):
        with database.school(uai) as connection:
            values = {"uai": uai, "key_id": key_id, "now": now}
            if connection.execute(statement, values).rowcount:
                return
    raise Refused("portal_key_id", key=key_id)
