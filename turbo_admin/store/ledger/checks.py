"""Reads of the whole books that look for what does not add up."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from turbo_admin.store.engine.books.closing_tables import (
    DayClosingTable,
    DepositSlipEntryTable,
    DepositSlipTable,
)
from turbo_admin.store.engine.books.ledger_records import ReceiptRecord
from turbo_admin.store.engine.books.ledger_tables import EntryTable, ReceiptTable, WalletTable
from turbo_admin.store.engine.row_copier import copier
from turbo_admin.store.ledger.numbers import EVERY_YEAR, Series

_receipt = copier(ReceiptRecord)


def sizes(session: Session) -> tuple[int, int, int]:
    """Return how many entries, receipts and wallets there are."""
    entries, receipts, wallets = (
        session.scalars(select(func.count()).select_from(table)).one()
        for table in (EntryTable, ReceiptTable, WalletTable)
    )
    return entries, receipts, wallets


def used_numbers(session: Session) -> Iterator[tuple[str, str, int, int]]:
    """Give every number that stands in the books, as (régie, series, year, number)."""
    query = union_all(
        select(
            EntryTable.regie,
            literal(Series.ENTRY.value).label("series"),
            literal(EVERY_YEAR).label("year"),
            EntryTable.position.label("number"),
        ),
        *(
            select(table.regie, literal(series.value), table.year, table.number)
            for table, series in (
                (ReceiptTable, Series.RECEIPT),
                (DayClosingTable, Series.DAY_CLOSING),
                (DepositSlipTable, Series.DEPOSIT_SLIP),
            )
        ),
    )
    rows = session.execute(query.execution_options(yield_per=1000))
    yield from ((regie, series, year, number) for regie, series, year, number in rows)


def receipts_that_differ(session: Session) -> list[tuple[ReceiptRecord, int]]:
    """Return the receipts whose total is not the sum of their own lines, each with that sum."""
    cents = func.coalesce(func.sum(EntryTable.amount_cents), 0)
    query = (
        select(ReceiptTable, cents)
        .outerjoin(EntryTable, (EntryTable.receipt_id == ReceiptTable.id) & EntryTable.reverses.is_(None))
        .group_by(ReceiptTable.id)
        .having(cents != ReceiptTable.total_cents)
    )
    return [(_receipt(row), int(total)) for row, total in session.execute(query)]


def wrong_reversals(session: Session) -> list[tuple[str, int]]:
    """Return the reverse entries that do not take back exactly what they name, with the cents between."""
    former = aliased(EntryTable)
    query = (
        select(EntryTable.id, EntryTable.amount_cents + former.amount_cents)
        .join(former, former.id == EntryTable.reverses)
        .where(
            (EntryTable.amount_cents + former.amount_cents != 0) | (EntryTable.wallet_id != former.wallet_id)
        )
    )
    return [(entry, int(cents)) for entry, cents in session.execute(query)]


def slip_total(session: Session, slip_id: str) -> int:
    """Return the sum of the entries of a slip."""
    query = (
        select(func.coalesce(func.sum(EntryTable.amount_cents), 0))
        .join(DepositSlipEntryTable, DepositSlipEntryTable.entry_id == EntryTable.id)
        .where(DepositSlipEntryTable.slip_id == slip_id)
    )
    return int(session.scalars(query).one())


def entries_after_closing(session: Session, regie: str) -> list[date]:
    """Return the closed days on which something was booked once they were closed."""
    query = (
        select(DayClosingTable.day)
        .join(
            EntryTable,
            (EntryTable.regie == DayClosingTable.regie)
            & (EntryTable.booked_on == DayClosingTable.day)
            & (EntryTable.booked_at > DayClosingTable.closed_at),
        )
        .where(DayClosingTable.regie == regie)
        .distinct()
        .order_by(DayClosingTable.day)
    )
    return list(session.scalars(query))
