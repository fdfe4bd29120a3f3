"""What need not be kept any more, and its erasing."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, func, not_, or_, select, update
from sqlalchemy.orm import Session

from turbo_admin.store.engine.tables import (
    AccountDinerRow,
    AccountRow,
    DinerRow,
    RequestRow,
    SheetRow,
)
from turbo_admin.store.requests import OPEN, REFUSED

_CHUNK = 500


def old_requests(session: Session, uai: str, before: datetime) -> list[str]:
    """Return the requests that were refused, or received and never answered, before a moment."""
    query = select(RequestRow.id).where(
        RequestRow.uai == uai,
        or_(
            and_(RequestRow.state == REFUSED, RequestRow.dealt_at < before),
            and_(RequestRow.state == OPEN, RequestRow.received_at < before),
        ),
    )
    return list(session.scalars(query))


def old_accounts(session: Session, uai: str, before: datetime) -> list[str]:
    """Return the accounts that were closed, or all of whose diners left, before a moment."""
    held = select(AccountDinerRow.diner_id).where(AccountDinerRow.account_id == AccountRow.id)
    staying = (
        select(AccountDinerRow.diner_id)
        .join(DinerRow, DinerRow.id == AccountDinerRow.diner_id)
        .where(
            AccountDinerRow.account_id == AccountRow.id,
            or_(not_(DinerRow.left), DinerRow.left_at.is_(None), DinerRow.left_at >= before),
        )
    )
    query = select(AccountRow.id).where(
        AccountRow.uai == uai,
        or_(
            and_(exists(held), not_(exists(staying))),
            AccountRow.closed_at < before,
        ),
    )
    return list(session.scalars(query))


def diners_with_old_addresses(session: Session, uai: str, before: datetime) -> list[str]:
    """Return the diners who left before a moment and for whom addresses are still known."""
    query = select(DinerRow.id, DinerRow.emails).where(
        DinerRow.uai == uai, DinerRow.left, DinerRow.left_at < before
    )
    return [one for one, emails in session.execute(query) if emails]


def count_sheets(session: Session, account_ids: Sequence[str]) -> int:
    """Return how many sheets accounts have had."""
    return sum(
        session.scalars(
            select(func.count())
            .select_from(SheetRow)
            .where(SheetRow.account_id.in_(account_ids[start : start + _CHUNK]))
        ).one()
        for start in range(0, len(account_ids), _CHUNK)
    )


def count_spent_secrets(session: Session, uai: str, now: datetime) -> int:
    """Return how many passwords are kept that open nothing any more."""
    query = select(func.count()).select_from(SheetRow).where(SheetRow.uai == uai, *_spent(now))
    return session.scalars(query).one()


def erase_spent_secrets(session: Session, uai: str, now: datetime) -> None:
    """Erase the passwords that open nothing any more."""
    session.execute(update(SheetRow).where(SheetRow.uai == uai, *_spent(now)).values(secret=None))


def delete_requests(session: Session, ids: Sequence[str]) -> None:
    """Delete requests."""
    for start in range(0, len(ids), _CHUNK):
        session.execute(delete(RequestRow).where(RequestRow.id.in_(ids[start : start + _CHUNK])))


def _spent(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (SheetRow.secret.is_not(None), or_(SheetRow.expires_at < now, SheetRow.used_at.is_not(None)))
