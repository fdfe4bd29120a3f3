"""The outbox: changes that wait for the portal."""

import json
from collections.abc import Iterable, Sequence
from typing import cast

from msgspec import Struct
from sqlalchemy import Table, bindparam, delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from turbo_admin.protocol import codec
from turbo_admin.protocol.changes import ORDER
from turbo_admin.store.engine.chunks import chunks
from turbo_admin.store.engine.ids import new_id
from turbo_admin.store.engine.row_copier import copier
from turbo_admin.store.engine.sync_records import PendingRecord
from turbo_admin.store.engine.sync_tables import PendingChangeTable
from turbo_admin.store.schools import take_revs

_record = copier(PendingRecord)
_TABLE = cast(Table, PendingChangeTable.__table__)
_COLUMNS = tuple(_TABLE.c[name] for name in PendingRecord.__slots__)
_INSERT = insert(_TABLE)
_COUNT = select(_TABLE.c.kind, func.count()).where(_TABLE.c.refused == "").group_by(_TABLE.c.kind)
_COUNT_OF = _COUNT.where(_TABLE.c.uai == bindparam("uai"))
_WAITING = (
    select(*_COLUMNS)
    .where(_TABLE.c.uai == bindparam("uai"), _TABLE.c.refused == "")
    .order_by(_TABLE.c.place, _TABLE.c.rev)
    .limit(bindparam("most"))
)
_STRIKE_OUT = delete(_TABLE).where(_TABLE.c.id == bindparam("told"))
_STRIKE_OUT_AT_ONCE = text("DELETE FROM pending_change WHERE id IN (SELECT value FROM json_each(:told))")
_FORGET = delete(_TABLE).where(
    _TABLE.c.uai == bindparam("whose"),
    _TABLE.c.kind == bindparam("sort"),
    _TABLE.c.key == bindparam("former"),
)


def enqueue(session: Session, uai: str, kind: str, changes: Sequence[tuple[str, Struct]]) -> None:
    """Enqueue changes for the portal, in the same transaction as the facts themselves.

    Ten edits of one thing travel as one: the row is replaced, with a new id and the next rev, so that an answer
    to the former edit does not strike out the new one.

    Args:
        changes: (key, body), each key once.
    """
    if not changes:
        return
    revs = take_revs(session, len(changes))
    forget(session, uai, kind, [key for key, _ in changes])
    session.connection().execute(
        _INSERT,
        [
            {
                "id": new_id(),
                "rev": rev,
                "uai": uai,
                "kind": kind,
                "key": key,
                "place": ORDER.index(kind),
                "body": codec.encode(body),
            }
            for rev, (key, body) in zip(revs, changes, strict=True)
        ],
    )


def forget(session: Session, uai: str, kind: str, keys: Sequence[str]) -> None:
    """Withdraw the changes of these keys; what has been sent already stays sent."""
    if not keys:
        return
    session.connection().execute(_FORGET, [{"whose": uai, "sort": kind, "former": key} for key in keys])


def forget_beginning(session: Session, uai: str, kind: str, beginning: str) -> None:
    """Withdraw the changes whose keys begin so."""
    session.execute(
        delete(PendingChangeTable).where(
            PendingChangeTable.uai == uai,
            PendingChangeTable.kind == kind,
            PendingChangeTable.key.startswith(beginning, autoescape=True),
        )
    )


def waiting(session: Session, uai: str, limit: int) -> list[PendingRecord]:
    """Return what is to be sent next: what others point at first, then in the order of the edits."""
    rows = session.connection().execute(_WAITING, {"uai": uai, "most": limit})
    return [PendingRecord(*row) for row in rows]


def pending(session: Session, uai: str, kind: str, keys: Sequence[str]) -> list[PendingRecord]:
    """Return what waits or was refused under these keys."""
    if not keys:
        return []
    found: list[PendingRecord] = []
    for some in chunks(keys):
        query = select(*_COLUMNS).where(_TABLE.c.uai == uai, _TABLE.c.kind == kind, _TABLE.c.key.in_(some))
        found += [PendingRecord(*row) for row in session.connection().execute(query)]
    return found


def waiting_keys(session: Session, kind: str) -> set[str]:
    """Return the keys of a kind that wait, of all schools; refused ones are left out."""
    return set(
        session.scalars(
            select(PendingChangeTable.key).where(
                PendingChangeTable.kind == kind, PendingChangeTable.refused == ""
            )
        )
    )


def schools_waiting(session: Session, kind: str) -> set[str]:
    """Return the schools for which changes of a kind have not reached the portal, refused ones included."""
    return set(session.scalars(select(PendingChangeTable.uai).where(PendingChangeTable.kind == kind)))


def count_waiting(session: Session, uai: str | None = None) -> dict[str, int]:
    """Return the number of changes that wait, by kind; refused ones are not counted."""
    counted = (
        session.connection().execute(_COUNT_OF, {"uai": uai}) if uai else session.connection().execute(_COUNT)
    )
    return {kind: number for kind, number in counted}


def refused(session: Session, uai: str | None = None, limit: int | None = None) -> list[PendingRecord]:
    """Return the changes that the portal refused and the clerk has not dealt with, in the order of the edits."""
    query = (
        select(PendingChangeTable).where(PendingChangeTable.refused != "").order_by(PendingChangeTable.rev)
    )
    if uai:
        query = query.where(PendingChangeTable.uai == uai)
    query = query.limit(limit)
    return [_record(row) for row in session.scalars(query)]


def refused_by_id(session: Session, ids: Sequence[str]) -> list[PendingRecord]:
    """Return changes that are still refused, in the order sent; what has been dealt with meanwhile is left out."""
    rows: list[PendingChangeTable] = []
    for some in chunks(ids):
        query = select(PendingChangeTable).where(
            PendingChangeTable.id.in_(some), PendingChangeTable.refused != ""
        )
        rows += session.scalars(query)
    return [_record(row) for row in sorted(rows, key=lambda row: (row.place, row.rev))]


def strike_out(session: Session, ids: Iterable[str]) -> None:
    """Forget changes that the portal has, by their own id: an edit made meanwhile has another and stays."""
    done, connection = list(ids), session.connection()
    if done and connection.dialect.name == "sqlite":
        connection.execute(_STRIKE_OUT_AT_ONCE, {"told": json.dumps(done)})
    elif done:
        # One by one within the driver: SQLAlchemy takes longer to write a thousand ids out.
        connection.execute(_STRIKE_OUT, [{"told": one} for one in done])


def mark_refused(session: Session, change_id: str, reason: str, message: str) -> None:
    """Keep a refused change visible, with why."""
    session.execute(
        update(PendingChangeTable)
        .where(PendingChangeTable.id == change_id)
        .values(refused=reason, refused_message=message)
    )


def send_again(session: Session, change: PendingRecord, body: bytes) -> bool:
    """Let a refused change wait for the next run, as the latest edit: a new id, the next rev.

    Returns:
        False when it is no longer there, or has been dealt with meanwhile.
    """
    [rev] = take_revs(session, 1)
    renewed = session.execute(
        update(PendingChangeTable)
        .where(PendingChangeTable.id == change.id, PendingChangeTable.refused != "")
        .values(id=new_id(), rev=rev, body=body, refused="", refused_message="")
    )
    return bool(getattr(renewed, "rowcount", 0) == 1)


def give_up(session: Session, change_id: str) -> bool:
    """Forget a refused change for good; False when it has been dealt with meanwhile."""
    dropped = session.execute(
        delete(PendingChangeTable).where(PendingChangeTable.id == change_id, PendingChangeTable.refused != "")
    )
    return bool(getattr(dropped, "rowcount", 0) == 1)
