"""Pairing: exchanges a one-time code for a workstation's key, and binds the school to one office database."""

import re
import secrets
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, text

from turbo_admin.core.credentials.rules import PASSWORD_ALPHABET, hash_token, same_hash
from turbo_admin.portal.base.throttle import Limit, address_group, bucket, take
from turbo_admin.portal.schools.keys import NewKey, new_key

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
_USE_CODE = text("UPDATE pairing_code SET used_at = :now WHERE school_id = :uai AND code_hash = :hash")
_OFFICE = text("SELECT office_epoch FROM school WHERE school_id = :uai FOR NO KEY UPDATE")
_BIND = text("UPDATE school SET office_epoch = :epoch WHERE school_id = :uai")


class PairingRefusal(StrEnum):
    """Why a pairing was refused."""

    BAD_CODE = "bad_code"
    BOUND_ELSEWHERE = "bound_elsewhere"


def new_code(connection: Connection, uai: str, *, now: datetime) -> str:
    """Draw a one-time code, `0990001N-k7mf-9xwq-3tpa`, valid for seven days; earlier codes stay valid until they expire."""
    groups = ("".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    code = "-".join((uai, *groups))
    tidy = tidy_code(code)
    assert tidy is not None  # noqa: S101 (we have just drawn it)
    connection.execute(
        _INSERT_CODE, {"uai": uai, "hash": hash_token(tidy[1]), "now": now, "expires": now + CODE_LIFE}
    )
    return code


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
