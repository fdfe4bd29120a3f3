"""Entries and receipts: written once, in one transaction with the balances that they change."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, insert, select
from sqlalchemy.orm import Session

from turbo_admin.store.engine.books.closing_tables import DepositSlipEntryTable, DepositSlipTable
from turbo_admin.store.engine.books.ledger_records import CashLine, EntryRecord, NewEntry, ReceiptRecord
from turbo_admin.store.engine.books.ledger_tables import EntryTable, ReceiptTable, WalletTable
from turbo_admin.store.engine.chunks import chunks
from turbo_admin.store.engine.diner_tables import DinerTable
from turbo_admin.store.engine.ids import new_id
from turbo_admin.store.engine.row_copier import copier
from turbo_admin.store.ledger.numbers import EVERY_YEAR, Series, take_numbers
from turbo_admin.store.ledger.wallets import change_balance

_receipt = copier(ReceiptRecord)
_entry = copier(EntryRecord)


@dataclass(frozen=True, slots=True)
class BookedBy:
    """Where, when and by whom entries are booked.

    Attributes:
        booked_on: the day of the books, in Paris.
        booked_at: the moment, UTC.
    """

    regie: str
    booked_on: date
    booked_at: datetime
    operator: str


def add_receipt(
    session: Session,
    by: BookedBy,
    *,
    means: str,
    total_cents: int,
    payer: str,
    paid_on: date,
    details: Mapping[str, str],
    reference: str,
    workstation: str,
) -> ReceiptRecord:
    """Write a receipt under the next number of its régie and year; its entries follow (`add_entries`)."""
    [number] = take_numbers(session, by.regie, Series.RECEIPT, by.booked_on.year)
    record = ReceiptRecord(
        id=new_id(),
        regie=by.regie,
        year=by.booked_on.year,
        number=number,
        means=means,
        payer=payer,
        total_cents=total_cents,
        paid_on=paid_on,
        booked_on=by.booked_on,
        booked_at=by.booked_at,
        details=dict(details),
        reference=reference,
        operator=by.operator,
        workstation=workstation,
    )
    session.execute(insert(ReceiptTable), [asdict(record)])
    return record


def add_entries(session: Session, by: BookedBy, entries: Sequence[NewEntry]) -> list[EntryRecord]:
    """Book entries in the order given, and change the balances of their wallets."""
    if not entries:
        return []
    positions = take_numbers(session, by.regie, Series.ENTRY, EVERY_YEAR, len(entries))
    records = [
        EntryRecord(
            id=new_id(),
            regie=by.regie,
            position=position,
            booked_on=by.booked_on,
            booked_at=by.booked_at,
            kind=entry.kind,
            wallet_id=entry.wallet_id,
            amount_cents=entry.amount_cents,
            receipt_id=entry.receipt_id,
            reverses=entry.reverses,
            operator=by.operator,
            reason=entry.reason,
        )
        for position, entry in zip(positions, entries, strict=True)
    ]
    session.execute(insert(EntryTable), [asdict(record) for record in records])
    for wallet_id in sorted({entry.wallet_id for entry in entries}):
        change_balance(
            session, wallet_id, sum(one.amount_cents for one in entries if one.wallet_id == wallet_id)
        )
    return records


def receipts_by_id(session: Session, ids: Collection[str]) -> dict[str, ReceiptRecord]:
    """Return receipts by id; unknown ids are left out."""
    found: dict[str, ReceiptRecord] = {}
    for some in chunks(sorted(ids)):
        rows = session.scalars(select(ReceiptTable).where(ReceiptTable.id.in_(some)))
        found.update((row.id, _receipt(row)) for row in rows)
    return found


def receipt_of_number(session: Session, regie: str, year: int, number: int) -> ReceiptRecord | None:
    """Return a receipt by its number; None for one that was never given."""
    query = select(ReceiptTable).where(
        ReceiptTable.regie == regie, ReceiptTable.year == year, ReceiptTable.number == number
    )
    row = session.scalars(query).one_or_none()
    return _receipt(row) if row else None


def entries_of_receipt(session: Session, receipt_id: str) -> list[EntryRecord]:
    """Return the entries of a receipt, those that take others back too, in order."""
    query = select(EntryTable).where(EntryTable.receipt_id == receipt_id).order_by(EntryTable.position)
    return [_entry(row) for row in session.scalars(query)]


def taken_back(session: Session, receipt_ids: Collection[str]) -> set[str]:
    """Return which of the receipts were taken back."""
    found: set[str] = set()
    for some in chunks(sorted(receipt_ids)):
        query = select(EntryTable.receipt_id).where(
            EntryTable.receipt_id.in_(some), EntryTable.reverses.is_not(None)
        )
        found.update(filter(None, session.scalars(query)))
    return found


def entries_of_wallets(session: Session, wallet_ids: Collection[str]) -> list[EntryRecord]:
    """Return the entries of wallets, in the order of the books."""
    found: list[EntryRecord] = []
    for some in chunks(sorted(wallet_ids)):
        found += map(_entry, session.scalars(select(EntryTable).where(EntryTable.wallet_id.in_(some))))
    return sorted(found, key=lambda one: (one.regie, one.position))


def last_booked_at(session: Session, regie: str) -> datetime | None:
    """Return the moment of the last entry of a régie; None for none."""
    query = select(EntryTable.booked_at).where(EntryTable.regie == regie)
    return session.scalars(query.order_by(EntryTable.position.desc()).limit(1)).one_or_none()


@dataclass(frozen=True, slots=True)
class CashFilter:
    """Which lines of receipts are asked for.

    Attributes:
        first, last: booked days, both included; None for no limit.
        means: codes; empty for all.
        regie, uai, operator: empty for all.
        free: only those that no slip holds.
    """

    first: date | None = None
    last: date | None = None
    means: tuple[str, ...] = ()
    regie: str = ""
    uai: str = ""
    operator: str = ""
    free: bool = False


def cash_lines(session: Session, wanted: CashFilter) -> list[CashLine]:
    """Return the lines of receipts, those that take others back too, in the order of the books."""
    rows = session.execute(_cash_query(wanted).order_by(EntryTable.regie, EntryTable.position))
    return [CashLine(*row) for row in rows]


# In the order of the fields of `CashLine`.
_COLUMNS: list[Any] = [
    *(EntryTable.id, ReceiptTable.id, EntryTable.regie, ReceiptTable.year, ReceiptTable.number),
    *(EntryTable.booked_on, EntryTable.booked_at, EntryTable.position, EntryTable.amount_cents),
    *(EntryTable.reverses, EntryTable.reason, ReceiptTable.means, ReceiptTable.payer, ReceiptTable.details),
    *(
        ReceiptTable.paid_on,
        ReceiptTable.reference,
        EntryTable.operator,
        WalletTable.kind,
        WalletTable.diner_id,
    ),
    *(DinerTable.uai, DinerTable.last_name, DinerTable.first_name, DinerTable.class_name),
    DepositSlipTable.number,
]


def _cash_query(wanted: CashFilter) -> Select[Any]:
    query = (
        select(*_COLUMNS)
        .select_from(EntryTable)
        .join(ReceiptTable, ReceiptTable.id == EntryTable.receipt_id)
        .join(WalletTable, WalletTable.id == EntryTable.wallet_id)
        .join(DinerTable, DinerTable.id == WalletTable.diner_id)
        .outerjoin(DepositSlipEntryTable, DepositSlipEntryTable.entry_id == EntryTable.id)
        .outerjoin(DepositSlipTable, DepositSlipTable.id == DepositSlipEntryTable.slip_id)
    )
    for column, value in (
        (EntryTable.regie, wanted.regie),
        (DinerTable.uai, wanted.uai),
        (EntryTable.operator, wanted.operator),
    ):
        if value:
            query = query.where(column == value)
    if wanted.first:
        query = query.where(EntryTable.booked_on >= wanted.first)
    if wanted.last:
        query = query.where(EntryTable.booked_on <= wanted.last)
    if wanted.means:
        query = query.where(ReceiptTable.means.in_(wanted.means))
    if wanted.free:
        query = query.where(DepositSlipEntryTable.slip_id.is_(None))
    return query
