"""Synchronisation: events received, who holds the run lock, and the journal of runs."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from turbo_admin.protocol.messages import Event
from turbo_admin.store.engine.row_copier import copier
from turbo_admin.store.engine.run_lock import LEASE
from turbo_admin.store.engine.sync_records import RunRecord
from turbo_admin.store.engine.sync_tables import LeaseTable, ReceivedEventTable, SyncRunTable

_run = copier(RunRecord)
_LEASE = cast(Table, LeaseTable.__table__)
_HOLDER = select(_LEASE).where(_LEASE.c.name == LEASE)
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


def note_holder(session: Session, holder: str, *, workstation: str, now: datetime) -> None:
    """Note who holds the run lock; a former holder's note was left by a run that was killed."""
    connection = session.connection()
    connection.execute(delete(_LEASE).where(_LEASE.c.name == LEASE))
    values = {"name": LEASE, "holder": holder, "workstation": workstation, "since": now}
    connection.execute(insert(_LEASE), [values])


def holder(session: Session) -> tuple[str, str, datetime] | None:
    """Return (run, workstation, since when) of whoever holds the run lock, or held it when it was killed."""
    row = session.connection().execute(_HOLDER).one_or_none()
    return (row.holder, row.workstation, row.since) if row else None


def is_holder(session: Session, run_id: str) -> bool:
    """Whether the run lock is noted as held by this run: another one has not overtaken it."""
    noted = holder(session)
    return noted is not None and noted[0] == run_id


def forget_holder(session: Session, run_id: str) -> None:
    """Take the note back, if it is still ours."""
    session.connection().execute(delete(_LEASE).where(_LEASE.c.name == LEASE, _LEASE.c.holder == run_id))


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
