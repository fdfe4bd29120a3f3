"""The exchange with the portal: events heard, the lease of the running one, and the journal of runs."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from turbo_admin.protocol.messages import Event
from turbo_admin.store.records import RunRecord, copier
from turbo_admin.store.tables import LeaseRow, ReceivedEventRow, SyncRunRow

_run = copier(RunRecord)
_LEASE = cast(Table, LeaseRow.__table__)
_HELD = (_LEASE.c.name == bindparam("lease")) & (_LEASE.c.holder == bindparam("by"))
_KEEP_LEASE = update(_LEASE).where(_HELD).values(expires_at=bindparam("until"))
_GIVE_LEASE_BACK = delete(_LEASE).where(_HELD)


def unheard(session: Session, events: Sequence[Event]) -> list[Event]:
    """Return the events not heard before, in order."""
    ids = [event.id for event in events]
    heard = set(session.scalars(select(ReceivedEventRow.id).where(ReceivedEventRow.id.in_(ids))))
    return [event for event in events if event.id not in heard]


def remember(session: Session, uai: str, events: Sequence[Event], known_kinds: Collection[str]) -> None:
    """Remember events; one of an unknown kind keeps its body and waits for the next version."""
    if not events:
        return
    session.execute(
        insert(ReceivedEventRow),
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
) -> list[tuple[str, str, str, bytes | None]]:
    """Return (event, school, kind, body) of events that an older version kept and this one knows, in order."""
    rows = session.execute(
        select(ReceivedEventRow.id, ReceivedEventRow.uai, ReceivedEventRow.kind, ReceivedEventRow.body)
        .where(ReceivedEventRow.applied.is_(False), ReceivedEventRow.kind.in_(known_kinds))
        .order_by(ReceivedEventRow.uai, ReceivedEventRow.seq)
    )
    return [(one, uai, kind, body) for one, uai, kind, body in rows]


def mark_applied(session: Session, event_ids: Collection[str]) -> None:
    """Note that kept events have now been applied."""
    session.execute(
        update(ReceivedEventRow).where(ReceivedEventRow.id.in_(event_ids)).values(applied=True, body=None)
    )


def take_lease(
    session: Session, name: str, holder: str, *, workstation: str, now: datetime, until: datetime
) -> bool:
    """Take the lease, or take it over once it has expired.

    Returns:
        False when another holds it.
    """
    values = {"name": name, "holder": holder, "workstation": workstation, "expires_at": until}
    statement = _insert_of(session.get_bind().dialect.name)(LeaseRow).values(**values)
    statement = statement.on_conflict_do_update(
        index_elements=["name"],
        set_={key: statement.excluded[key] for key in ("holder", "workstation", "expires_at")},
        where=or_(LeaseRow.expires_at < now, LeaseRow.holder == holder),
    )
    session.execute(statement)
    return session.scalars(select(LeaseRow.holder).where(LeaseRow.name == name)).one() == holder


def _insert_of(dialect: str) -> Any:
    """Return the INSERT that knows ON CONFLICT; the other dialect is not loaded, it takes a tenth of a start."""
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgresql_insert

        return postgresql_insert
    from sqlalchemy.dialects.sqlite import insert as sqlite_insert

    return sqlite_insert


def lease_holder(session: Session, name: str) -> str:
    """Return the workstation that holds the lease, empty for none."""
    return session.scalars(select(LeaseRow.workstation).where(LeaseRow.name == name)).one_or_none() or ""


def held_by(session: Session, name: str, now: datetime) -> str:
    """Return who holds the lease at this moment, empty for nobody."""
    query = select(LeaseRow.holder).where(LeaseRow.name == name, LeaseRow.expires_at >= now)
    return session.scalars(query).one_or_none() or ""


def keep_lease(session: Session, name: str, holder: str, until: datetime) -> bool:
    """Hold the lease longer; False when another has taken it over."""
    kept = session.connection().execute(_KEEP_LEASE, {"lease": name, "by": holder, "until": until})
    return kept.rowcount == 1


def give_lease_back(session: Session, name: str, holder: str) -> None:
    """Give the lease back, if it is still ours."""
    session.connection().execute(_GIVE_LEASE_BACK, {"lease": name, "by": holder})


def begin_run(session: Session, run: RunRecord) -> int:
    """Write the line of a run that begins; without an end it counts as cut."""
    values = {name: getattr(run, name) for name in RunRecord.__slots__}
    return session.scalars(insert(SyncRunRow).values(**values).returning(SyncRunRow.id)).one()


def end_run(session: Session, line: int, **values: Any) -> None:
    """Write how a run came out."""
    session.execute(update(SyncRunRow).where(SyncRunRow.id == line).values(**values))


def runs(session: Session, limit: int, *, uai: str = "", troubled: bool = False) -> list[RunRecord]:
    """Return the journal of synchronisations, latest first.

    Args:
        uai: of one school only; empty for all.
        troubled: only those that failed, were cut or still run, or met a refusal.
    """
    query = select(SyncRunRow).order_by(SyncRunRow.id.desc()).limit(limit)
    if uai:
        query = query.where(SyncRunRow.uai == uai)
    if troubled:
        query = query.where(
            or_(SyncRunRow.error_code != "", SyncRunRow.refused > 0, SyncRunRow.ended_at.is_(None))
        )
    return [_run(row) for row in session.scalars(query)]
