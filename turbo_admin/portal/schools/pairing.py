"""Pairing: exchanges a one-time code for a workstation's key, and binds the school to one office database."""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, text

from turbo_admin.core.credentials.rules import PASSWORD_ALPHABET, hash_token, same_hash
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.base.throttle import Limit, address_group, bucket, take
from turbo_admin.portal.schools.keys import NewKey, new_key
from turbo_admin.portal.schools.overview import schools_of

CODE_LIFE = timedelta(days=7)
_GROUPS, _GROUP = 3, 4
_TYPED = re.compile(rf"([0-9]{{7}}[a-z])([{PASSWORD_ALPHABET}]{{{_GROUPS * _GROUP}}})")
# Every dash that a word processor or a mail program may have put in.
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—_.]+")

# A code has 59 random bits, safe without a limit; it spares log and database a flood of guesses.
TRIES = 20
_LIMIT = Limit(timedelta(minutes=15), (0,) * TRIES)

_INSERT_CODE = text(
    "INSERT INTO pairing_code (school_id, code_hash, created_at, expires_at) VALUES (:uai, :hash, :now, :expires)"
)
# The row lock: of two PCs that use the same code at once, one succeeds.
_FIND_CODE = text(
    "SELECT code_hash FROM pairing_code"
    " WHERE school_id = :uai AND code_hash = :hash AND used_at IS NULL AND expires_at > :now FOR UPDATE"
)
_WAITING = text(
    "SELECT created_at, expires_at FROM pairing_code WHERE school_id = :uai AND used_at IS NULL AND expires_at > :now"
    " ORDER BY created_at, code_hash"
)
_CANCEL = text("DELETE FROM pairing_code WHERE school_id = :uai AND used_at IS NULL AND expires_at > :now")
_USE_CODE = text("UPDATE pairing_code SET used_at = :now WHERE school_id = :uai AND code_hash = :hash")
_OFFICE = text("SELECT office_epoch FROM school WHERE school_id = :uai FOR NO KEY UPDATE")
_BIND = text("UPDATE school SET office_epoch = :epoch WHERE school_id = :uai")


class PairingRefusal(StrEnum):
    """Why a pairing was refused."""

    BAD_CODE = "bad_code"
    BOUND_ELSEWHERE = "bound_elsewhere"


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A code that waits to be used, as the host sees it; the code itself is stored nowhere.

    Attributes:
        created, expires: UTC.
    """

    uai: str
    created: datetime
    expires: datetime


def new_code(connection: Connection, uai: str, *, now: datetime, keep_earlier: bool = False) -> str:
    """Draw a one-time code, `0990001N-k7mf-9xwq-3tpa`, valid for seven days.

    Args:
        keep_earlier: whether codes that wait stay valid until they expire: several workstations are being paired.
    """
    if not keep_earlier:
        connection.execute(_CANCEL, {"uai": uai, "now": now})
    groups = ("".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    code = "-".join((uai, *groups))
    tidy = tidy_code(code)
    assert tidy is not None  # noqa: S101 (we have just drawn it)
    connection.execute(
        _INSERT_CODE, {"uai": uai, "hash": hash_token(tidy[1]), "now": now, "expires": now + CODE_LIFE}
    )
    return code


def waiting_codes(database: PortalDatabase, uai: str, *, now: datetime | None = None) -> list[CodeLine]:
    """Return the codes that a workstation may be paired with, the oldest of each school first.

    Args:
        database: as `turbo_owner`.
        uai: empty for all schools.

    Raises:
        Refused: `portal_school_unknown`.
    """
    now, lines = now or datetime.now(UTC), []
    for one in schools_of(database, uai):
        with database.school(one) as connection:
            lines += [CodeLine(one, *row) for row in connection.execute(_WAITING, {"uai": one, "now": now})]
    return lines


def cancel_codes(database: PortalDatabase, uai: str, *, now: datetime | None = None) -> int:
    """Cancel the codes of a school that wait; return how many there were. Arguments and errors: see `waiting_codes`."""
    now, [school] = now or datetime.now(UTC), schools_of(database, uai)
    with database.school(school) as connection:
        return connection.execute(_CANCEL, {"uai": school, "now": now}).rowcount


def tidy_code(typed: str) -> tuple[str, str] | None:
    """Return (UAI, normalised code), whatever its blanks, dashes and capitals; None when it is no code."""
    found = _TYPED.fullmatch(_SEPARATORS.sub("", typed).lower())
    return (found[1].upper(), found[0]) if found else None


def count_try(connection: Connection, uai: str, address: str, *, now: datetime | None = None) -> bool:
    """Count a try from an address; return whether it may be evaluated. Commit it even when the pairing fails.

    Args:
        connection: of a school that exists.
    """
    key = bucket("pair", address_group(address))
    return take(connection, uai, key, _LIMIT, now=now or datetime.now(UTC))


def pair(
    connection: Connection,
    uai: str,
    code: str,
    *,
    office_epoch: str,
    workstation: str,
    replace: bool,
    now: datetime | None = None,
) -> NewKey | PairingRefusal:
    """Exchange a code for a key; a refusal does not consume the code.

    The first office database binds the school. The key of another one, once it is said to replace that one, may list
    what the portal holds and bind (`schools.binding`), and nothing else.

    Args:
        code: as `tidy_code` returned it.
        office_epoch: the office database that asks.
        replace: whether another office database than the one that is bound may have a key.
    """
    now, code_hash = now or datetime.now(UTC), hash_token(code)
    found = connection.scalar(_FIND_CODE, {"uai": uai, "hash": code_hash, "now": now})
    if found is None or not same_hash(str(found), code_hash):
        return PairingRefusal.BAD_CODE
    bound = connection.scalar(_OFFICE, {"uai": uai})
    if bound is None:
        connection.execute(_BIND, {"uai": uai, "epoch": office_epoch})
    elif bound != office_epoch and not replace:
        return PairingRefusal.BOUND_ELSEWHERE
    connection.execute(_USE_CODE, {"uai": uai, "hash": code_hash, "now": now})
    return new_key(connection, uai, office_epoch=office_epoch, workstation=workstation, now=now)
