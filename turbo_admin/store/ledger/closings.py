"""Closed days, closed slips and locked months."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime, timedelta

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from turbo_admin.store.engine.books.closing_tables import (
    DayClosingTable,
    DepositSlipEntryTable,
    DepositSlipTable,
    MonthLockTable,
)
from turbo_admin.store.engine.books.ledger_records import DayClosingRecord, DepositSlipRecord
from turbo_admin.store.engine.books.ledger_tables import EntryTable, MeansTable, ReceiptTable, RegieTable
from turbo_admin.store.engine.row_copier import copier

_day = copier(DayClosingRecord)
_slip = copier(DepositSlipRecord)


def hold_books(session: Session, regie: str) -> None:
    """Hold a régie's books until the transaction ends: a day is closed with all its lines, or none comes after."""
    session.execute(update(RegieTable).where(RegieTable.code == regie).values(code=RegieTable.code))


def closed_days(session: Session, regie: str, since: date) -> set[date]:
    """Return the closed days from one on."""
    query = select(DayClosingTable.day).where(DayClosingTable.regie == regie, DayClosingTable.day >= since)
    return set(session.scalars(query))


def last_closed_day(session: Session, regie: str) -> DayClosingRecord | None:
    """Return the latest closed day; None for none."""
    return last_closed_day_before(session, regie, date.max)


def last_closed_day_before(session: Session, regie: str, day: date) -> DayClosingRecord | None:
    """Return the latest closed day before one; None for none."""
    query = select(DayClosingTable).where(DayClosingTable.regie == regie, DayClosingTable.day < day)
    row = session.scalars(query.order_by(DayClosingTable.day.desc()).limit(1)).one_or_none()
    return _day(row) if row else None


def day_closing(session: Session, regie: str, day: date) -> DayClosingRecord | None:
    """Return a closed day; None for one that is open."""
    query = select(DayClosingTable).where(DayClosingTable.regie == regie, DayClosingTable.day == day)
    row = session.scalars(query).one_or_none()
    return _day(row) if row else None


def day_closings(session: Session, regie: str) -> list[DayClosingRecord]:
    """Return the closed days, in order."""
    query = select(DayClosingTable).where(DayClosingTable.regie == regie).order_by(DayClosingTable.day)
    return [_day(row) for row in session.scalars(query)]


def add_day_closing(session: Session, record: DayClosingRecord) -> None:
    """Close a day."""
    session.execute(insert(DayClosingTable), [asdict(record)])


def locked_months(session: Session, regie: str) -> set[date]:
    """Return the first days of the locked months."""
    return set(session.scalars(select(MonthLockTable.month).where(MonthLockTable.regie == regie)))


def add_month_lock(session: Session, regie: str, month: date, at: datetime, operator: str) -> None:
    """Lock a month.

    Args:
        month: its first day.
    """
    values = {"regie": regie, "month": month, "locked_at": at, "operator": operator}
    session.execute(insert(MonthLockTable), [values])


def slips(session: Session, regie: str) -> list[DepositSlipRecord]:
    """Return the closed slips, in order."""
    query = select(DepositSlipTable).where(DepositSlipTable.regie == regie)
    ordered = query.order_by(DepositSlipTable.year, DepositSlipTable.number)
    return [_slip(row) for row in session.scalars(ordered)]


def slip_of_number(session: Session, regie: str, year: int, number: int) -> DepositSlipRecord | None:
    """Return a slip by its number; None for one that was never closed."""
    query = select(DepositSlipTable).where(
        DepositSlipTable.regie == regie, DepositSlipTable.year == year, DepositSlipTable.number == number
    )
    row = session.scalars(query).one_or_none()
    return _slip(row) if row else None


def add_slip(session: Session, record: DepositSlipRecord, entry_ids: Collection[str]) -> None:
    """Close a slip that holds entries; one that another slip holds stops the transaction."""
    session.execute(insert(DepositSlipTable), [asdict(record)])
    session.execute(
        insert(DepositSlipEntryTable), [{"entry_id": one, "slip_id": record.id} for one in sorted(entry_ids)]
    )


def cash_between(session: Session, regie: str, after: date | None, last: date) -> int:
    """Return the cents that came in as cash after a day (None: since ever), up to another, taken-back ones off."""
    query = (
        select(func.coalesce(func.sum(EntryTable.amount_cents), 0))
        .join(ReceiptTable, ReceiptTable.id == EntryTable.receipt_id)
        .join(MeansTable, MeansTable.code == ReceiptTable.means)
        .where(EntryTable.regie == regie, MeansTable.nature == "cash", EntryTable.booked_on <= last)
    )
    if after is not None:
        query = query.where(EntryTable.booked_on > after)
    return int(session.scalars(query).one())


def cash_on(session: Session, regie: str, day: date) -> int:
    """Return the cents that came in as cash on a day, taken-back ones off."""
    return cash_between(session, regie, day - timedelta(days=1), day)


def first_open_with_lines(session: Session, regie: str, before: date) -> date | None:
    """Return the first day before one that has entries of receipts and is not closed; None for none."""
    closed = select(DayClosingTable.day).where(DayClosingTable.regie == regie)
    query = select(func.min(EntryTable.booked_on)).where(
        EntryTable.regie == regie,
        EntryTable.receipt_id.is_not(None),
        EntryTable.booked_on < before,
        EntryTable.booked_on.not_in(closed),
    )
    return session.scalars(query).one()
