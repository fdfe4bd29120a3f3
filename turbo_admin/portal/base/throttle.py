"""Throttles: one atomic upsert in PostgreSQL, so that a hundred guesses at once count as a hundred.

A bucket is a window that begins with its first try. Within it each further try has its own earliest moment, counted
from that beginning: some are free, then the delay grows, then nothing until the window ends.
"""

import hashlib
import ipaddress
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

_TAKE = text(
    "INSERT INTO throttle AS t (school_id, key, window_start, count)"
    # In one order, so that two that count the same buckets never wait for each other.
    " SELECT :uai, k, :now, 1 FROM unnest(CAST(:keys AS text[])) k ORDER BY k"
    " ON CONFLICT (school_id, key) DO UPDATE SET"
    " count = CASE WHEN t.window_start <= :over OR t.window_start > :ahead THEN 1 ELSE t.count + 1 END,"
    " window_start = CASE WHEN t.window_start <= :over OR t.window_start > :ahead THEN :now ELSE t.window_start END"
    " WHERE t.window_start <= :over OR t.window_start > :ahead OR (t.count < cardinality(CAST(:delays AS integer[]))"
    # Of two concurrent tries, the one that read its clock first may be counted second.
    " AND t.window_start + (CAST(:delays AS integer[]))[t.count + 1] * interval '1 second'"
    " <= greatest(CAST(:now AS timestamptz), t.window_start))"
    " RETURNING key"
)
_GIVE_BACK = text(
    "UPDATE throttle t SET count = greatest(count - 1, 0)"
    # Locked in the order in which they were counted, so that nobody waits for each other.
    " FROM (SELECT o.key FROM unnest(CAST(:keys AS text[])) WITH ORDINALITY AS k (key, place)"
    " JOIN throttle o ON o.school_id = :uai AND o.key = k.key ORDER BY k.place FOR UPDATE OF o) counted"
    " WHERE t.school_id = :uai AND t.key = counted.key"
)
_COUNTED = text("SELECT window_start, count FROM throttle WHERE school_id = :uai AND key = :key")
_MINUTE, _HOUR = 60, 3600
# A window that begins later than that was opened by a clock that was ahead, and is over.
_CLOCKS_DIFFER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """How often something may be tried.

    Attributes:
        window: how long a bucket lives.
        delays: for each try in turn, the seconds after the first from which it is allowed.
    """

    window: timedelta
    delays: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a portal, per school.

    The worst 24 hours for an account are the end of one window and the beginning of the next: 11 + 12 guesses from
    strangers. A device that has signed in to that very account has its own bucket, so a family is not shut out by them.
    A school behind one address: successes are given back, so only failures count.
    A workstation's first synchronisation of 100,000 diners is some 200 calls; a loop gone wild is stopped.
    """

    guesses: Limit = Limit(
        timedelta(hours=24),
        (
            *(0, 0, 0, 0, 0),
            2 * _MINUTE,
            15 * _MINUTE,
            30 * _MINUTE,
            1 * _HOUR,
            2 * _HOUR,
            4 * _HOUR,
            8 * _HOUR,
        ),
    )
    guesses_of_device: Limit = Limit(timedelta(hours=24), (0,) * 8 + (15 * _MINUTE, 30 * _MINUTE))
    failures_of_address: Limit = Limit(timedelta(hours=1), (0,) * 300)
    requests_of_address: Limit = Limit(timedelta(hours=1), (0,) * 600)
    requests_of_email: Limit = Limit(timedelta(hours=24), (0,) * 20)
    forgotten_of_name: Limit = Limit(timedelta(hours=24), (0,) * 4)
    forgotten_of_address: Limit = Limit(timedelta(hours=1), (0,) * 120)
    addresses_of_account: Limit = Limit(timedelta(hours=24), (0,) * 5)
    data_of_account: Limit = Limit(timedelta(hours=1), (0,) * 20)
    calls_of_key: Limit = Limit(timedelta(minutes=1), (0,) * 600)


def take(connection: Connection, uai: str, key: str, limit: Limit, *, now: datetime) -> bool:
    """Count one try if it is allowed.

    Args:
        key: from `bucket`.

    Returns:
        Whether it is; a refused one is not counted, so that insisting does not prolong the wait.
    """
    return key in take_each(connection, uai, {key}, limit, now=now)


def take_each(
    connection: Connection, uai: str, keys: Collection[str], limit: Limit, *, now: datetime
) -> set[str]:
    """Count one try in each of several buckets, where it is allowed; return those where it is."""
    values = {
        "uai": uai,
        "keys": list(keys),
        "now": now,
        "over": now - limit.window,
        "ahead": now + _CLOCKS_DIFFER,
        "delays": list(limit.delays),
    }
    return set(connection.scalars(_TAKE, values))


def seconds_left(connection: Connection, uai: str, key: str, limit: Limit, *, now: datetime) -> int:
    """Return in how many seconds the next try is allowed, at least 1; for one that was refused."""
    counted = connection.execute(_COUNTED, {"uai": uai, "key": key}).one_or_none()
    if counted is None:
        return 1
    beginning, count = counted
    delay = limit.delays[count] if count < len(limit.delays) else limit.window.total_seconds()
    left = (beginning + timedelta(seconds=delay) - now).total_seconds()
    return max(math.ceil(float(left)), 1)


def give_back(connection: Connection, uai: str, keys: Sequence[str]) -> None:
    """Take back the count of a try that turned out to be right, in every bucket where it was counted.

    Args:
        keys: in the order in which they were taken.
    """
    connection.execute(_GIVE_BACK, {"uai": uai, "keys": list(keys)})


def bucket(purpose: str, who: str) -> str:
    """Return the key of a bucket: a hash, so that the table names nobody."""
    return f"{purpose}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"


def address_group(address: str) -> str:
    """Return what counts as one address: itself for IPv4, the subscriber's /64 for IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return address
