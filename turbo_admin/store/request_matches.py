"""Which open requests have a match that is out of date, and the storing of new ones."""

from collections.abc import Collection, Sequence
from dataclasses import asdict

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import Session

from turbo_admin.store.engine.chunks import chunks
from turbo_admin.store.engine.request_records import StoredMatch
from turbo_admin.store.engine.request_tables import RequestTable
from turbo_admin.store.requests import OPEN

_IS_OUTDATED = RequestTable.match_done < RequestTable.match_due


def outdate_school(session: Session, uai: str) -> None:
    """Mark the matches of all open requests of a school as out of date."""
    _outdate(session, RequestTable.uai == uai)


def outdate(session: Session, ids: Collection[str]) -> None:
    """Mark the matches of requests as out of date; those that are not open are left as they are."""
    for some in chunks(ids):
        _outdate(session, RequestTable.id.in_(some))


def _outdate(session: Session, condition: ColumnElement[bool]) -> None:
    # In the order of the ids: two transactions that mark the same requests wait for each other instead of deadlocking.
    meant = select(RequestTable.id).where(condition, RequestTable.state == OPEN).order_by(RequestTable.id)
    session.execute(
        update(RequestTable)
        .where(RequestTable.id.in_(meant.with_for_update(key_share=True)))
        .values(match_due=RequestTable.match_due + 1),
        execution_options={"synchronize_session": False},
    )


def schools_with_outdated(session: Session) -> list[str]:
    """Return the schools with open requests whose match is out of date."""
    query = select(RequestTable.uai).where(_IS_OUTDATED, RequestTable.state == OPEN).distinct()
    return sorted(session.scalars(query))


def outdated_ids(session: Session, uai: str) -> set[str]:
    """Return the open requests of a school whose match is out of date."""
    return set(session.scalars(_outdated().where(RequestTable.uai == uai)))


def still_outdated(session: Session, ids: Collection[str]) -> list[str]:
    """Return which of the requests are open with a match that is out of date, in any order."""
    found: list[str] = []
    for some in chunks(ids):
        found += session.scalars(_outdated().where(RequestTable.id.in_(some)))
    return found


def _outdated() -> Select[str]:
    return select(RequestTable.id).where(_IS_OUTDATED, RequestTable.state == OPEN)


def lock_outdated(session: Session, ids: Sequence[str], *, wait: bool = False) -> dict[str, tuple[int, int]]:
    """Lock those of the requests that are open with a match that is out of date, until the end of this transaction.

    Args:
        ids: at most `chunks.CHUNK`.
        wait: whether to wait for requests that another transaction holds; they are left out otherwise. Whoever waits
            must hold nothing that the other one may want.

    Returns:
        (match_due, match_done) by request.
    """
    query = select(RequestTable.id, RequestTable.match_due, RequestTable.match_done).where(
        RequestTable.id.in_(ids), _IS_OUTDATED, RequestTable.state == OPEN
    )
    # On SQLite a writing transaction is alone anyway.
    rows = session.execute(query.with_for_update(key_share=True, skip_locked=not wait))
    return {row.id: (row.match_due, row.match_done) for row in rows}


def store_matches(session: Session, matches: Sequence[StoredMatch]) -> None:
    """Store new matches of requests that the session has locked."""
    if matches:
        session.execute(update(RequestTable), [asdict(one) for one in matches])
