"""What need not be kept any more, and its erasing."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, func, not_, or_, select, update
from sqlalchemy.orm import Session

from turbo_admin.store.engine.account_tables import AccountDinerTable, AccountTable, SheetTable
from turbo_admin.store.engine.chunks import chunks
from turbo_admin.store.engine.diner_tables import DinerTable
from turbo_admin.store.engine.request_tables import RequestTable
from turbo_admin.store.requests import OPEN, REFUSED


def old_requests(session: Session, uai: str, before: datetime) -> list[str]:
    """Return the requests that were refused, or received and never answered, before a moment."""
    query = select(RequestTable.id).where(
        RequestTable.uai == uai,
        or_(
            and_(RequestTable.state == REFUSED, RequestTable.dealt_at < before),
            and_(RequestTable.state == OPEN, RequestTable.received_at < before),
        ),
    )
    return list(session.scalars(query))


def old_accounts(session: Session, uai: str, before: datetime) -> list[str]:
    """Return the accounts that were closed, or all of whose diners left, before a moment."""
    held = select(AccountDinerTable.diner_id).where(AccountDinerTable.account_id == AccountTable.id)
    staying = (
        select(AccountDinerTable.diner_id)
        .join(DinerTable, DinerTable.id == AccountDinerTable.diner_id)
        .where(
            AccountDinerTable.account_id == AccountTable.id,
            or_(not_(DinerTable.left), DinerTable.left_at.is_(None), DinerTable.left_at >= before),
        )
    )
    query = select(AccountTable.id).where(
        AccountTable.uai == uai,
        or_(
            and_(exists(held), not_(exists(staying))),
            AccountTable.closed_at < before,
        ),
    )
    return list(session.scalars(query))


def diners_with_old_addresses(session: Session, uai: str, before: datetime) -> list[str]:
    """Return the diners who left before a moment and for whom addresses are still known."""
    query = select(DinerTable.id, DinerTable.emails).where(
        DinerTable.uai == uai, DinerTable.left, DinerTable.left_at < before
    )
    return [one for one, emails in session.execute(query) if emails]


def count_sheets(session: Session, account_ids: Sequence[str]) -> int:
    """Return how many sheets accounts have had."""
    return sum(
        session.scalars(
            select(func.count()).select_from(SheetTable).where(SheetTable.account_id.in_(some))
        ).one()
        for some in chunks(account_ids)
    )


def count_spent_secrets(session: Session, uai: str, now: datetime) -> int:
    """Return how many passwords are kept that open nothing any more."""
    query = select(func.count()).select_from(SheetTable).where(SheetTable.uai == uai, *_spent(now))
    return session.scalars(query).one()


def erase_spent_secrets(session: Session, uai: str, now: datetime) -> None:
    """Erase the passwords that open nothing any more."""
    session.execute(update(SheetTable).where(SheetTable.uai == uai, *_spent(now)).values(secret=None))


def delete_requests(session: Session, ids: Sequence[str]) -> None:
    """Delete requests."""
    for some in chunks(ids):
        session.execute(delete(RequestTable).where(RequestTable.id.in_(some)))


def _spent(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (SheetTable.secret.is_not(None), or_(SheetTable.expires_at < now, SheetTable.used_at.is_not(None)))
