"""What is remembered of the office's states: the last one taken of each record, records erased for good, and the sums.

Whoever writes here holds the school's row, so that a sum is never altered by two transactions at once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection, text

from turbo_admin.portal.base.events import append_events
from turbo_admin.protocol.canonical import KindSum
from turbo_admin.protocol.events import StateErased

# NO KEY lets pages write rows that refer to the school meanwhile.
_LOCK_SCHOOL = text("SELECT last_rev FROM school WHERE school_id = :uai FOR NO KEY UPDATE")
# Rows travel as one JSON text, not as arrays: psycopg writes an array value by value, in Python.
_READ = text(
    "SELECT kind, key, rev, content_hash, life, erased FROM change_state"
    " JOIN json_to_recordset(CAST(:rows AS json)) AS wanted (kind text, key text) USING (kind, key)"
    " WHERE school_id = :uai"
)
_KEEP = text(
    "INSERT INTO change_state (school_id, kind, key, rev, content_hash, life, erased)"
    " SELECT :uai, kind, key, rev, digest, life, digest = '' FROM json_to_recordset(CAST(:rows AS json))"
    " AS new (kind text, key text, rev bigint, digest text, life bigint)"
    " ON CONFLICT (school_id, kind, key) DO UPDATE SET rev = excluded.rev, content_hash = excluded.content_hash,"
    " life = excluded.life, erased = excluded.erased"
)
_SUMS = text(
    "SELECT kind, count, total FROM state_sum WHERE school_id = :uai AND kind = ANY(CAST(:kinds AS text[]))"
)
_KEEP_SUMS = text(
    "INSERT INTO state_sum (school_id, kind, count, total)"
    " SELECT :uai, kind, count, total FROM json_to_recordset(CAST(:rows AS json))"
    " AS new (kind text, count bigint, total text)"
    " ON CONFLICT (school_id, kind) DO UPDATE SET count = excluded.count, total = excluded.total"
)

StateName = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ToldState:
    """The last state taken of a record.

    Attributes:
        rev: 0 for a record that the portal has erased before it was told.
        digest: `protocol.canonical.state_digest`; empty once the record was erased.
    """

    rev: int
    digest: str
    life: int

    @property
    def is_erased(self) -> bool:
        """Whether the record was erased for good, in this life of it and those before."""
        return not self.digest


def lock_school(connection: Connection, uai: str) -> int:
    """Hold the school's row until the end of the transaction, as writers of told states do; return its greatest rev."""
    return int(connection.execute(_LOCK_SCHOOL, {"uai": uai}).scalar_one())


def read_told_states(
    connection: Connection, uai: str, names: Iterable[StateName]
) -> dict[StateName, ToldState]:
    """Return what is remembered of some records, by (kind, key)."""
    rows: list[dict[str, object]] = [{"kind": kind, "key": key} for kind, key in names]
    if not rows:
        return {}
    found = connection.execute(_READ, {"uai": uai, "rows": _as_json(rows)})
    return {(one.kind, one.key): ToldState(one.rev, one.content_hash, one.life) for one in found}


def keep_told_states(
    connection: Connection,
    uai: str,
    states: Mapping[StateName, ToldState],
    former: Mapping[StateName, ToldState],
) -> None:
    """Remember states that were taken, or that their records were erased, and alter the sums.

    Args:
        former: what was remembered before of the same records, as `read_told_states` returned it.
    """
    if not states:
        return
    rows: list[dict[str, object]] = [
        {"kind": kind, "key": key, "rev": one.rev, "digest": one.digest, "life": one.life}
        for (kind, key), one in states.items()
    ]
    connection.execute(_KEEP, {"uai": uai, "rows": _as_json(rows)})
    removed: defaultdict[str, list[str]] = defaultdict(list)
    added: defaultdict[str, list[str]] = defaultdict(list)
    for (kind, key), one in states.items():
        known = former.get((kind, key))
        if known is not None and not known.is_erased:
            removed[kind].append(known.digest)
        if not one.is_erased:
            added[kind].append(one.digest)
    _alter_sums(connection, uai, removed, added)


def erase_told_states(
    connection: Connection, uai: str, erased: Mapping[str, Collection[str]], *, now: datetime
) -> None:
    """Remember that the portal has erased records for good, and tell the office; call it last.

    Args:
        connection: a transaction that holds the school's row (`lock_school`).
        erased: kind -> keys.
    """
    names = [(kind, key) for kind, keys in erased.items() for key in keys]
    former = read_told_states(connection, uai, names)
    gone = {}
    for name in names:
        known = former.get(name)
        if known is None or not known.is_erased:
            # Of a record that was never told, its first life has ended.
            gone[name] = ToldState(known.rev if known else 0, "", known.life if known else 1)
    keep_told_states(connection, uai, gone, former)
    bodies = [StateErased(kind=kind, key=key, life=one.life) for (kind, key), one in gone.items()]
    if bodies:
        append_events(connection, uai, "state.erased", bodies, at=now)


def _alter_sums(
    connection: Connection, uai: str, removed: Mapping[str, list[str]], added: Mapping[str, list[str]]
) -> None:
    kinds = sorted({*removed, *added})
    if not kinds:
        return
    found = connection.execute(_SUMS, {"uai": uai, "kinds": kinds})
    sums = {kind: KindSum(count, total) for kind, count, total in found}
    rows: list[dict[str, object]] = []
    for kind in kinds:
        new = sums.get(kind, KindSum()).changed(removed.get(kind, ()), added.get(kind, ()))
        rows.append({"kind": kind, "count": new.count, "total": new.total})
    connection.execute(_KEEP_SUMS, {"uai": uai, "rows": _as_json(rows)})


def _as_json(rows: list[dict[str, object]]) -> str:
    return msgspec.json.encode(rows).decode()
