"""Requests for an account."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session

from turbo_admin.core.matching.names import fold
from turbo_admin.protocol.events import RequestReceived
from turbo_admin.store.engine.records import Attached, RequestGlance, RequestRecord, copier
from turbo_admin.store.engine.tables import DinerRow, RequestRow

_record = copier(RequestRecord)
_CHUNK = 500
OPEN, ISSUED, REFUSED = "open", "issued", "refused"
_GLANCED = 1000
# In the order of RequestGlance, then of Attached. Columns of the tables themselves: the ORM's own loading costs as much
# as all the rest.
_REQUEST, _DINER = RequestRow.__table__.c, DinerRow.__table__.c
_GLANCE = select(
    *(_REQUEST[name] for name in RequestGlance._fields[: RequestGlance._fields.index("candidates")]),
    func.json_array_length(_REQUEST.candidates),
    _REQUEST.dealt_at,
    _REQUEST.dealt_by,
    _REQUEST.search,
    *(_DINER[name] for name in Attached._fields),
).join_from(RequestRow.__table__, DinerRow.__table__, _DINER.id == _REQUEST.diner_id, isouter=True)
_OF_DINER = RequestGlance._fields.index("diner")


def requests(session: Session, uai: str | None = None, *, only_open: bool = False) -> list[RequestRecord]:
    """Return requests, oldest first."""
    query = select(RequestRow).order_by(RequestRow.received_at, RequestRow.id)
    if uai:
        query = query.where(RequestRow.uai == uai)
    if only_open:
        query = query.where(RequestRow.state == OPEN)
    return [_record(row) for row in session.scalars(query.execution_options(yield_per=1000))]


def glances(
    session: Session, *, ids: Collection[str] | None = None, only_open: bool = False, first: int | None = None
) -> Iterator[RequestGlance]:
    """Return what a list shows of requests, oldest first, as they are read.

    Args:
        ids: these only, few; None for all.
        first: so many at most.
    """
    query = _GLANCE.order_by(_REQUEST.received_at, _REQUEST.id).limit(first)
    if ids is not None:
        query = query.where(_REQUEST.id.in_(ids))
    if only_open:
        query = query.where(_REQUEST.state == OPEN)
    connection = session.connection().execution_options(yield_per=_GLANCED)
    for rows in connection.execute(query).partitions():
        for row in rows:
            diner = Attached._make(row[_OF_DINER:]) if row.diner_id else None
            yield RequestGlance._make((*row[:_OF_DINER], diner))


def requests_by_id(session: Session, ids: Sequence[str]) -> list[RequestRecord]:
    """Return requests in the order of the ids; unknown ids are left out."""
    found: dict[str, RequestRecord] = {}
    for start in range(0, len(ids), _CHUNK):
        rows = session.scalars(select(RequestRow).where(RequestRow.id.in_(ids[start : start + _CHUNK])))
        found.update((row.id, _record(row)) for row in rows)
    return [found[one] for one in ids if one in found]


def requests_of_diner(session: Session, diner_id: str) -> list[RequestRecord]:
    """Return the requests that a diner is attached to, oldest first."""
    query = select(RequestRow).where(RequestRow.diner_id == diner_id).order_by(RequestRow.received_at)
    return [_record(row) for row in session.scalars(query)]


def add_request(session: Session, uai: str, told: RequestReceived) -> None:
    """Keep a request as the portal told it; matching comes next."""
    values = {
        "id": told.request_id,
        "uai": uai,
        "card": told.card,
        "last_name": told.last_name,
        "first_name": told.first_name,
        "email": told.email,
        "received_at": told.received_at,
        "search": fold(f"{told.card} {told.last_name} {told.first_name} {told.email}"),
    }
    session.execute(insert(RequestRow), [values])


def diners_decided(session: Session, uai: str) -> set[str]:
    """Return the diners that a person has chosen for a request, or that a request was dealt with for."""
    query = select(RequestRow.diner_id).where(
        RequestRow.uai == uai,
        RequestRow.diner_id.is_not(None),
        or_(RequestRow.chosen_by != "", RequestRow.state != OPEN),
    )
    return {diner_id for diner_id in session.scalars(query) if diner_id}


def update_request(session: Session, request_id: str, **values: Any) -> None:
    """Change columns of a request."""
    session.execute(update(RequestRow).where(RequestRow.id == request_id).values(**values))


def close_requests(
    session: Session,
    ids: Collection[str],
    state: str,
    *,
    at: datetime,
    who: str,
    account_id: str | None = None,
) -> int:
    """Mark open requests as dealt with.

    Returns:
        How many were still open and now are not; fewer than asked means that another PC was quicker.
    """
    closed = 0
    wanted = list(ids)
    for start in range(0, len(wanted), _CHUNK):
        done = session.execute(
            update(RequestRow)
            .where(RequestRow.id.in_(wanted[start : start + _CHUNK]), RequestRow.state == OPEN)
            .values(state=state, dealt_at=at, dealt_by=who, account_id=account_id)
        )
        closed += int(getattr(done, "rowcount", 0))
    return closed


def reopen_requests(session: Session, ids: Collection[str]) -> None:
    """Let requests that were answered wait for an answer again."""
    wanted = list(ids)
    for start in range(0, len(wanted), _CHUNK):
        session.execute(
            update(RequestRow)
            .where(RequestRow.id.in_(wanted[start : start + _CHUNK]))
            .values(state=OPEN, dealt_at=None, dealt_by="", account_id=None)
        )


def answered_by(session: Session, account_ids: Collection[str]) -> list[RequestRecord]:
    """Return the requests that accounts answer."""
    found: list[RequestRecord] = []
    wanted = list(account_ids)
    for start in range(0, len(wanted), _CHUNK):
        query = select(RequestRow).where(
            RequestRow.account_id.in_(wanted[start : start + _CHUNK]), RequestRow.state == ISSUED
        )
        found += [_record(row) for row in session.scalars(query)]
    return found


def ids_answered_by(session: Session, account_ids: Collection[str]) -> list[str]:
    """Return the ids of the requests that accounts answer."""
    found: list[str] = []
    wanted = list(account_ids)
    for start in range(0, len(wanted), _CHUNK):
        query = select(RequestRow.id).where(
            RequestRow.account_id.in_(wanted[start : start + _CHUNK]), RequestRow.state == ISSUED
        )
        found += session.scalars(query)
    return found


def count_by_state(session: Session, uai: str | None = None) -> Counter[str]:
    """Return the number of requests by state."""
    # By the order of the index: SQLite would sort all of them first to count by state alone.
    query = select(RequestRow.state, func.count()).group_by(RequestRow.uai, RequestRow.state)
    if uai:
        query = query.where(RequestRow.uai == uai)
    found: Counter[str] = Counter()
    for state, number in session.execute(query):
        found[state] += number
    return found


def open_since(session: Session, uai: str) -> list[datetime]:
    """Return when a school's open requests were received, in any order."""
    query = select(RequestRow.received_at).where(RequestRow.uai == uai, RequestRow.state == OPEN)
    return list(session.scalars(query))
