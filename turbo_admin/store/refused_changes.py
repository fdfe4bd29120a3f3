"""Changes that the portal refused: kept visible with why, until they pass or somebody deals with them."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from turbo_admin.protocol.kinds import ACTS
from turbo_admin.store.engine.chunks import chunks
from turbo_admin.store.engine.row_copier import copier
from turbo_admin.store.engine.sync_records import PendingRecord
from turbo_admin.store.engine.sync_tables import PendingChangeTable
from turbo_admin.store.outbox import travelled

_record = copier(PendingRecord)


def count_refused(session: Session, uai: str) -> dict[str, int]:
    """Return the number of changes that the portal refused, by kind."""
    query = (
        select(PendingChangeTable.kind, func.count())
        .where(PendingChangeTable.uai == uai, PendingChangeTable.refused != "")
        .group_by(PendingChangeTable.kind)
    )
    return {kind: number for kind, number in session.execute(query)}


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


def is_refused(session: Session, change_id: str) -> bool:
    """Whether a change is marked as refused."""
    query = select(PendingChangeTable.refused).where(PendingChangeTable.id == change_id)
    return bool(session.scalars(query).one_or_none())


def mark_refused(session: Session, change: PendingRecord, reason: str, message: str) -> None:
    """Keep a refused change visible, with why; an edit made while it travelled waits as before.

    A refusal leaves no trace at the portal. A former edit of a state that was sent without an answer may be there all the
    same; an act has no other edit.
    """
    may_be_there = 0 if change.kind in ACTS else change.sent_rev
    session.execute(
        update(PendingChangeTable)
        .where(PendingChangeTable.id == change.id)
        .values(refused=reason, refused_message=message, sent_rev=may_be_there)
    )
    travelled(session, [change], left=may_be_there)


def let_wait_again(session: Session, ids: Collection[str]) -> int:
    """Let refused changes be sent again; returns how many still were refused."""
    renewed = 0
    for some in chunks(ids):
        done = session.execute(
            update(PendingChangeTable)
            .where(PendingChangeTable.id.in_(some), PendingChangeTable.refused != "")
            .values(refused="", refused_message="")
        )
        renewed += int(getattr(done, "rowcount", 0))
    return renewed


def give_up(session: Session, change_id: str) -> bool:
    """Forget a refused change for good; False when it has been dealt with meanwhile."""
    dropped = session.execute(
        delete(PendingChangeTable).where(PendingChangeTable.id == change_id, PendingChangeTable.refused != "")
    )
    return bool(getattr(dropped, "rowcount", 0) == 1)
