"""Requests for an account."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session

from turbo_admin.core.intake.reference import request_reference
from turbo_admin.core.matching.spellings import fold
from turbo_admin.protocol.events import RequestReceived
from turbo_admin.store.engine.chunks import chunks
from turbo_admin.store.engine.diner_tables import DinerTable
from turbo_admin.store.engine.request_records import AttachedDiner, ListedRequest, RequestRecord
from turbo_admin.store.engine.request_tables import RequestTable
from turbo_admin.store.engine.row_copier import copier
from turbo_admin.store.engine.sync_tables import PendingChangeTable, ToldStateTable

_record = copier(RequestRecord)
OPEN, ISSUED, REFUSED = "open", "issued", "refused"
_ROWS_AT_ONCE = 1000
# In the order of ListedRequest, then of AttachedDiner. Columns, not entities: the ORM's own loading takes twice the time.
_REQUEST, _DINER = RequestTable.__table__.c, DinerTable.__table__.c
_OF_REQUEST = ListedRequest.__struct_fields__[: ListedRequest.__struct_fields__.index("candidates")]
_LISTED = select(
    *(_REQUEST[name] for name in _OF_REQUEST),
    func.json_array_length(_REQUEST.candidates),
    *(_DINER[name] for name in AttachedDiner.__struct_fields__),
).join_from(RequestTable.__table__, DinerTable.__table__, _DINER.id == _REQUEST.diner_id, isouter=True)
_DINER_FROM = len(_OF_REQUEST) + 1


def requests(session: Session, uai: str | None = None, *, only_open: bool = False) -> list[RequestRecord]:
    """Return requests, oldest first."""
    query = select(RequestTable).order_by(RequestTable.received_at, RequestTable.id)
    if uai:
        query = query.where(RequestTable.uai == uai)
    if only_open:
        query = query.where(RequestTable.state == OPEN)
    return [_record(row) for row in session.scalars(query.execution_options(yield_per=1000))]


def listed_requests(
    session: Session, *, ids: Collection[str] | None = None, only_open: bool = False, first: int | None = None
) -> Iterator[ListedRequest]:
    """Return what a list shows of requests, oldest first, as they are read.

    Args:
        ids: these only, few; None for all.
        first: so many at most.
    """
    query = _LISTED.order_by(_REQUEST.received_at, _REQUEST.id).limit(first)
    if ids is not None:
        query = query.where(_REQUEST.id.in_(ids))
    if only_open:
        query = query.where(_REQUEST.state == OPEN)
    connection = session.connection().execution_options(yield_per=_ROWS_AT_ONCE)
    for rows in connection.execute(query).partitions():
        for row in rows:
            diner = AttachedDiner(*row[_DINER_FROM:]) if row.diner_id else None
            yield ListedRequest(*(*row[:_DINER_FROM], diner))


def requests_by_id(session: Session, ids: Sequence[str]) -> list[RequestRecord]:
    """Return requests in the order of the ids; unknown ids are left out."""
    found: dict[str, RequestRecord] = {}
    for some in chunks(ids):
        rows = session.scalars(select(RequestTable).where(RequestTable.id.in_(some)))
        found.update((row.id, _record(row)) for row in rows)
    return [found[one] for one in ids if one in found]


def requests_of_diner(session: Session, diner_id: str) -> list[RequestRecord]:
    """Return the requests that a diner is attached to, oldest first."""
    query = select(RequestTable).where(RequestTable.diner_id == diner_id).order_by(RequestTable.received_at)
    return [_record(row) for row in session.scalars(query)]


def add_request(session: Session, uai: str, received: RequestReceived, *, is_news: bool = True) -> None:
    """Add a request as received from the portal; it is not matched yet.

    Args:
        is_news: whether guardians may be notified of it once it is matched.
    """
    values = {
        "id": received.request_id,
        "uai": uai,
        "card": received.card,
        "last_name": received.last_name,
        "first_name": received.first_name,
        "email": received.email,
        "received_at": received.received_at,
        "trapped": received.trapped,
        "asked_by": received.asked_by,
        "search": fold(
            f"{received.card} {received.last_name} {received.first_name} {received.email}"
            f" {request_reference(received.request_id)}"
        ),
        "match_due": 1 if is_news else 2,
        "match_done": 0 if is_news else 1,
    }
    session.execute(insert(RequestTable), [values])


def diners_decided(session: Session, uai: str) -> set[str]:
    """Return the diners that a person has chosen for a request, or that a request was dealt with for."""
    query = select(RequestTable.diner_id).where(
        RequestTable.uai == uai,
        RequestTable.diner_id.is_not(None),
        or_(RequestTable.chosen_by != "", RequestTable.state != OPEN),
    )
    return {diner_id for diner_id in session.scalars(query) if diner_id}


def all_ids(session: Session, uai: str) -> list[str]:
    """Return all requests of a school."""
    return list(session.scalars(select(RequestTable.id).where(RequestTable.uai == uai)))


def undecided_ids(session: Session, uai: str) -> list[str]:
    """Return the requests of a school about which the office has never decided anything."""
    return list(
        session.scalars(select(RequestTable.id).where(RequestTable.uai == uai, RequestTable.decision == 0))
    )


def keep_from_mailing_again(session: Session, uai: str) -> None:
    """Note that the refusals of a school that the portal has acknowledged have been mailed, whatever it remembers."""
    acknowledged = select(ToldStateTable.key).where(
        ToldStateTable.uai == uai, ToldStateTable.kind == "request", ToldStateTable.erased.is_(False)
    )
    waiting = select(PendingChangeTable.key).where(
        PendingChangeTable.uai == uai, PendingChangeTable.kind == "request"
    )
    session.execute(
        update(RequestTable)
        .where(RequestTable.uai == uai, RequestTable.id.in_(acknowledged), RequestTable.id.not_in(waiting))
        .values(mailed_decision=RequestTable.decision)
    )


def decided_ids(session: Session, uai: str) -> list[str]:
    """Return the requests of a school about which the office has ever decided something."""
    return list(
        session.scalars(select(RequestTable.id).where(RequestTable.uai == uai, RequestTable.decision > 0))
    )


def answered_by_sheets(session: Session, sheet_ids: Collection[str]) -> list[RequestRecord]:
    """Return the requests that sheets answer."""
    found: list[RequestRecord] = []
    for some in chunks(sheet_ids):
        query = select(RequestTable).where(RequestTable.sheet_id.in_(some), RequestTable.state == ISSUED)
        found += [_record(row) for row in session.scalars(query)]
    return found


def update_request(session: Session, request_id: str, **values: Any) -> None:
    """Change columns of a request."""
    session.execute(update(RequestTable).where(RequestTable.id == request_id).values(**values))


def close_requests(
    session: Session,
    ids: Collection[str],
    state: str,
    *,
    at: datetime,
    who: str,
    account_id: str | None = None,
    sheet_id: str = "",
    reason: str = "",
) -> int:
    """Mark open requests as dealt with: a decision of the office.

    Args:
        account_id, sheet_id: that answer them.
        reason: what a refusal says to the family.

    Returns:
        How many were still open and now are not; fewer than asked means that another PC was quicker.
    """
    closed = 0
    for some in chunks(ids):
        done = session.execute(
            update(RequestTable)
            .where(RequestTable.id.in_(some), RequestTable.state == OPEN)
            .values(
                state=state,
                dealt_at=at,
                dealt_by=who,
                account_id=account_id,
                sheet_id=sheet_id,
                reason=reason,
                decision=RequestTable.decision + 1,
            )
        )
        closed += int(getattr(done, "rowcount", 0))
    return closed


def reopen_requests(session: Session, ids: Collection[str]) -> None:
    """Let requests that were answered wait for an answer again, with a new match: a decision of the office too."""
    for some in chunks(ids):
        session.execute(
            update(RequestTable)
            .where(RequestTable.id.in_(some))
            .values(
                state=OPEN,
                dealt_at=None,
                dealt_by="",
                account_id=None,
                sheet_id="",
                reason="",
                decision=RequestTable.decision + 1,
                match_due=RequestTable.match_due + 1,
            )
        )


def answered_by(session: Session, account_ids: Collection[str]) -> list[RequestRecord]:
    """Return the requests that accounts answer."""
    found: list[RequestRecord] = []
    for some in chunks(account_ids):
        query = select(RequestTable).where(RequestTable.account_id.in_(some), RequestTable.state == ISSUED)
        found += [_record(row) for row in session.scalars(query)]
    return found


def ids_answered_by(session: Session, account_ids: Collection[str]) -> list[str]:
    """Return the ids of the requests that accounts answer."""
    found: list[str] = []
    for some in chunks(account_ids):
        query = select(RequestTable.id).where(RequestTable.account_id.in_(some), RequestTable.state == ISSUED)
        found += session.scalars(query)
    return found


def count_by_state(session: Session, uai: str | None = None) -> Counter[str]:
    """Return the number of requests by state."""
    # By the order of the index: SQLite would sort all of them first to count by state alone.
    query = select(RequestTable.state, func.count()).group_by(RequestTable.uai, RequestTable.state)
    if uai:
        query = query.where(RequestTable.uai == uai)
    found: Counter[str] = Counter()
    for state, number in session.execute(query):
        found[state] += number
    return found


def received_since(session: Session, since: datetime) -> list[datetime]:
    """Return when the requests received since then were received, in any order."""
    return list(session.scalars(select(RequestTable.received_at).where(RequestTable.received_at >= since)))


def answered_since(session: Session, since: datetime) -> list[datetime]:
    """Return when the requests dealt with since then were dealt with, in any order."""
    query = select(_REQUEST.dealt_at).where(_REQUEST.dealt_at >= since)
    return list(session.scalars(query))


def open_since(session: Session, uai: str) -> list[datetime]:
    """Return when a school's open requests were received, in any order."""
    query = select(RequestTable.received_at).where(RequestTable.uai == uai, RequestTable.state == OPEN)
    return list(session.scalars(query))
