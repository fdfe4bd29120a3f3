"""What the portal has acknowledged of each state, and the sums that prove that both sides hold the same."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from turbo_admin.protocol.canonical import KindSum
from turbo_admin.store.engine.chunks import chunks
from turbo_admin.store.engine.sync_records import AcknowledgedState
from turbo_admin.store.engine.sync_tables import PendingChangeTable, ToldStateTable, ToldSumTable

_STATE = cast(Table, ToldStateTable.__table__)
_SUM = cast(Table, ToldSumTable.__table__)
_COLUMNS = tuple(_STATE.c[name] for name in AcknowledgedState.__slots__)
_FIND = select(*_COLUMNS).where(
    _STATE.c.uai == bindparam("uai"),
    _STATE.c.kind == bindparam("kind"),
    _STATE.c.key.in_(bindparam("keys", expanding=True)),
)
_SUMS = select(_SUM.c.kind, _SUM.c.count, _SUM.c.total).where(_SUM.c.uai == bindparam("uai"))


def told_states(session: Session, uai: str, kind: str, keys: Collection[str]) -> dict[str, AcknowledgedState]:
    """Return what the portal has acknowledged, erased ones too, by key; what was never told is left out."""
    found: dict[str, AcknowledgedState] = {}
    for some in chunks(keys):
        rows = session.connection().execute(_FIND, {"uai": uai, "kind": kind, "keys": some})
        found.update((row.key, AcknowledgedState(*row)) for row in rows)
    return found


def all_told(session: Session, uai: str, kind: str) -> dict[str, AcknowledgedState]:
    """Return all that the portal has acknowledged of a kind, erased ones too, by key."""
    query = select(*_COLUMNS).where(_STATE.c.uai == uai, _STATE.c.kind == kind)
    return {row.key: AcknowledgedState(*row) for row in session.connection().execute(query)}


def live_keys(session: Session, uai: str, kind: str) -> list[str]:
    """Return the keys of a kind that the portal has acknowledged and not erased."""
    query = select(_STATE.c.key).where(_STATE.c.uai == uai, _STATE.c.kind == kind, _STATE.c.erased.is_(False))
    return list(session.connection().execute(query).scalars())


def known_at_portal(session: Session, uai: str, kind: str, keys: Collection[str]) -> set[str]:
    """Return the keys of states that the portal has acknowledged, or may have received without an answer."""
    found: set[str] = set()
    for some in chunks(keys):
        found.update(
            session.scalars(
                select(ToldStateTable.key).where(
                    ToldStateTable.uai == uai,
                    ToldStateTable.kind == kind,
                    ToldStateTable.key.in_(some),
                    ToldStateTable.erased.is_(False),
                )
            )
        )
        found.update(
            session.scalars(
                select(PendingChangeTable.key).where(
                    PendingChangeTable.uai == uai,
                    PendingChangeTable.kind == kind,
                    PendingChangeTable.key.in_(some),
                    PendingChangeTable.sent_rev > 0,
                )
            )
        )
    return found


def erased_keys(session: Session, uai: str, kind: str) -> set[str]:
    """Return the keys of a kind that the portal has erased, and that do not wait to be sent in a new life."""
    waiting = select(PendingChangeTable.key).where(
        PendingChangeTable.uai == uai, PendingChangeTable.kind == kind, PendingChangeTable.refused == ""
    )
    query = select(_STATE.c.key).where(
        _STATE.c.uai == uai, _STATE.c.kind == kind, _STATE.c.erased, _STATE.c.key.not_in(waiting)
    )
    return set(session.connection().execute(query).scalars())


def store(session: Session, uai: str, states: Sequence[AcknowledgedState]) -> None:
    """Store what the portal has acknowledged, erasures too, and bring the sums up to date."""
    connection = session.connection()
    for kind in sorted({one.kind for one in states}):
        new = {one.key: one for one in states if one.kind == kind}
        before = told_states(session, uai, kind, new)
        connection.execute(
            _upsert_states(connection.dialect.name),
            [
                {
                    "uai": uai,
                    "kind": kind,
                    "key": one.key,
                    "life": one.life,
                    "rev": one.rev,
                    "digest": one.digest,
                    "erased": one.erased,
                }
                for one in new.values()
            ],
        )
        _change_sum(session, uai, kind, before.values(), new.values())


def sums(session: Session, uai: str) -> dict[str, KindSum]:
    """Return the sum of each kind that was told; kinds of which nothing is told are left out."""
    rows = session.connection().execute(_SUMS, {"uai": uai})
    return {kind: KindSum(number, total) for kind, number, total in rows if number}


def forget_told(session: Session, uai: str) -> None:
    """Forget what a portal was told, which is no longer the one that this database speaks to."""
    connection = session.connection()
    connection.execute(_STATE.delete().where(_STATE.c.uai == uai))
    connection.execute(_SUM.delete().where(_SUM.c.uai == uai))


def _change_sum(
    session: Session,
    uai: str,
    kind: str,
    before: Collection[AcknowledgedState],
    after: Collection[AcknowledgedState],
) -> None:
    connection = session.connection()
    present = sums(session, uai).get(kind, KindSum())
    changed = present.changed(
        [one.digest for one in before if not one.erased], [one.digest for one in after if not one.erased]
    )
    connection.execute(
        _upsert_sum(connection.dialect.name),
        {"uai": uai, "kind": kind, "count": changed.count, "total": changed.total},
    )


@cache
def _upsert_states(dialect: str) -> Any:
    new: Any = postgresql.insert(_STATE) if dialect == "postgresql" else sqlite.insert(_STATE)
    return new.on_conflict_do_update(
        index_elements=["uai", "kind", "key"],
        set_={name: new.excluded[name] for name in ("life", "rev", "digest", "erased")},
    )


@cache
def _upsert_sum(dialect: str) -> Any:
    new: Any = postgresql.insert(_SUM) if dialect == "postgresql" else sqlite.insert(_SUM)
    return new.on_conflict_do_update(
        index_elements=["uai", "kind"], set_={name: new.excluded[name] for name in ("count", "total")}
    )
