"""Who has, and who asks for, an account that shows a diner."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from turbo_admin.store import accounts, requests
from turbo_admin.store.engine.account_records import AccountRecord
from turbo_admin.store.engine.account_tables import AccountDinerTable, AccountTable
from turbo_admin.store.engine.chunks import chunks
from turbo_admin.store.engine.request_records import RequestRecord
from turbo_admin.store.engine.request_tables import RequestTable


def holders_by_diner(session: Session, diner_ids: Collection[str]) -> Mapping[str, list[AccountRecord]]:
    """Return the accounts that hold each diner and are not closed, oldest first; an empty list for no account."""
    pairs: list[tuple[str, str]] = []
    for some in chunks(diner_ids):
        query = (
            select(AccountDinerTable.diner_id, AccountTable.id)
            .join(AccountTable, AccountTable.id == AccountDinerTable.account_id)
            .where(AccountDinerTable.diner_id.in_(some), AccountTable.state != "closed")
            .order_by(AccountTable.created_at, AccountTable.id)
        )
        pairs += [(diner_id, account_id) for diner_id, account_id in session.execute(query)]
    known = accounts.accounts_by_id(session, {account_id for _, account_id in pairs})
    found: dict[str, list[AccountRecord]] = defaultdict(list)
    for diner_id, account_id in pairs:
        found[diner_id].append(known[account_id])
    return found


def open_requests_by_diner(session: Session, diner_ids: Collection[str]) -> Mapping[str, list[RequestRecord]]:
    """Return the open requests that each diner is attached to, oldest first; an empty list for none."""
    ids: list[str] = []
    for some in chunks(diner_ids):
        query = select(RequestTable.id).where(
            RequestTable.diner_id.in_(some), RequestTable.state == requests.OPEN
        )
        ids += session.scalars(query.order_by(RequestTable.received_at, RequestTable.id))
    found: dict[str, list[RequestRecord]] = defaultdict(list)
    for request in requests.requests_by_id(session, ids):
        found[request.diner_id or ""].append(request)
    return found
