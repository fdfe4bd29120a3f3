"""Synchronisation: events received, the lease of the running one, and the journal of runs."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from turbo_admin.protocol.messages import Event
from turbo_admin.store.engine.row_copier import copier
from turbo_admin.store.engine.sync_records import RunRecord
from turbo_admin.store.engine.sync_tables import LeaseTable, ReceivedEventTable, SyncRunTable

_run = copier(RunRecord)
_LEASE = cast(Table, LeaseTable.__table__)
_HELD = (_LEASE.c.name == bindparam("lease")) & (_LEASE.c.holder == bindparam("by"))
_KEEP_LEASE = update(_LEASE).where(_HELD).values(expires_at=bindparam("until"))
_GIVE_LEASE_BACK = delete(_LEASE).where(_HELD)
_HOLDER = select(_LEASE.c.holder).where(_LEASE.c.name == bindparam("lease"))
_RUN = cast(Table, SyncRunTable.__table__)
_BEGIN_RUN = insert(_RUN).returning(_RUN.c.id)
_END_RUN = update(_RUN).where(_RUN.c.id == bindparam("line"))
_EVENT = cast(Table, ReceivedEventTable.__table__)
_KEPT = (
    select(_EVENT.c.id, _EVENT.c.uai, _EVENT.c.kind, _EVENT.c.seq, _EVENT.c.body)
    .where(_EVENT.c.applied.is_(False), _EVENT.c.kind.in_(bindparam("kinds", expanding=True)))
    .order_by(_EVENT.c.uai, _EVENT.c.seq)
)
_HEARD = select(_EVENT.c.id).where(_EVENT.c.id.in_(bindparam("ids", expanding=True)))


def unheard(session: Session, events: Sequence[Event]) -> list[Event]:
    """Return the events not received before, in order."""
    ids = [event.id for event in events]
    heard = set(session.connection().execute(_HEARD, {"ids": ids}).scalars())
    return [event for event in events if event.id not in heard]


def remember(session: Session, uai: str, events: Sequence[Event], known_kinds: Collection[str]) -> None:
    """Remember events; one of an unknown kind keeps its body and waits for the next version."""
    if not events:
        return
    session.connection().execute(
        insert(_EVENT),
        [
            {
                "id": event.id,
                "uai": uai,
                "seq": event.seq,
                "kind": event.kind,
                "at": event.at,
                "applied": event.kind in known_kinds,
                "body": None if event.kind in known_kinds or event.is_erased else bytes(event.body),
            }
            for event in events
        ],
    )


def kept_for_later(
    session: Session, known_kinds: Collection[str]
) -> list[tuple[str, str, str, int, bytes | None]]:
    """Return (event, school, kind, seq, body) of events that an older version stored and this one knows, in order."""
    rows = session.connection().execute(_KEPT, {"kinds": list(known_kinds)})
    return [(one, uai, kind, seq, body) for one, uai, kind, seq, body in rows]


def mark_applied(session: Session, event_ids: Collection[str]) -> None:
    """Note that kept events have now been applied."""
    session.execute(
        update(ReceivedEventTable).where(ReceivedEventTable.id.in_(event_ids)).values(applied=True, body=None)
    )


def take_lease(
    session: Session, name: str, holder: str, *, workstation: str, now: datetime, until: datetime
) -> bool:
    """Take the lease, or take it over once it has expired.

    Returns:
        False when another holds it.
    """
    values = {"name": name, "holder": holder, "workstation": workstation, "expires_at": until}
    connection = session.connection()
    connection.execute(_take_lease(connection.dialect.name), {**values, "now": now, "by": holder})
    return bool(connection.execute(_HOLDER, {"lease": name}).scalar_one() == holder)


@cache
def _take_lease(dialect: str) -> Any:
    """Return the dialect's INSERT, which knows ON CONFLICT."""
    new: Any = postgresql.insert(_LEASE) if dialect == "postgresql" else sqlite.insert(_LEASE)
    return new.on_conflict_do_update(
        index_elements=["name"],
        set_={key: new.excluded[key] for key in ("holder", "workstation", "expires_at")},
        where=or_(_LEASE.c.expires_at < bindparam("now"), _LEASE.c.holder == bindparam("by")),
    )


def lease_holder(session: Session, name: str) -> str:
    """Return the workstation that holds the lease, empty for none."""
    return session.scalars(select(LeaseTable.workstation).where(LeaseTable.name == name)).one_or_none() or ""


def held_by(session: Session, name: str, now: datetime) -> str:
    """Return who holds the lease at this moment, empty for nobody."""
    query = select(LeaseTable.holder).where(LeaseTable.name == name, LeaseTable.expires_at >= now)
    return session.scalars(query).one_or_none() or ""


def keep_lease(session: Session, name: str, holder: str, until: datetime) -> bool:
    """Hold the lease longer; False when another has taken it over."""
    renewed = session.connection().execute(_KEEP_LEASE, {"lease": name, "by": holder, "until": until})
    return renewed.rowcount == 1


def give_lease_back(session: Session, name: str, holder: str) -> None:
    """Give the lease back, if it is still ours."""
    session.connection().execute(_GIVE_LEASE_BACK, {"lease": name, "by": holder})


def begin_run(session: Session, run: RunRecord) -> int:
    """Write the line of a run that begins; without an end it counts as cut."""
    values = {name: getattr(run, name) for name in RunRecord.__slots__}
    return int(session.connection().execute(_BEGIN_RUN, values).scalar_one())


def end_run(session: Session, line: int, **values: Any) -> None:
    """Write how a run came out."""
    session.connection().execute(_END_RUN, {"line": line, **values})


def runs(session: Session, limit: int | None, *, uai: str = "", troubled: bool = False) -> list[RunRecord]:
    """Return the journal of synchronisations, latest first.

    Args:
        uai: of one school only; empty for all.
        troubled: only those that failed, were cut or still run, or met a refusal.
    """
    query = select(SyncRunTable).order_by(SyncRunTable.id.desc()).limit(limit)
    if uai:
        query = query.where(SyncRunTable.uai == uai)
    if troubled:
        query = query.where(
            or_(SyncRunTable.error_code != "", SyncRunTable.refused > 0, SyncRunTable.ended_at.is_(None))
        )
    return [_run(row) for row in session.scalars(query)]
