"""Takes receipts back: by hand, or because the money did not come."""

from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.money.booked_day import open_day
from turbo_admin.office.money.receipts import number_of
from turbo_admin.store.engine.books.ledger_records import EntryRecord, NewEntry, ReceiptRecord
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.ledger import closings, configuration, entries

_LONGEST = 200


@needs(Right.CASH)
def reverse_receipt(desk: Desk, receipt_id: str, reason: str) -> int:
    """Take a receipt back by reverse entries, on the first open day; its number and its lines stay.

    Returns:
        How many entries were booked.

    Raises:
        Refused: `receipt_unknown`, `receipt_reversed`, `reason_missing`; `clock_behind`. Nothing was booked.
    """
    with desk.database.write() as session:
        booked = _take_back(session, desk, receipt_id, "receipt", reason)
        desk.note(session, JournalCode.RECEIPT_REVERSED, [(receipt_id, "")])
    return booked


@needs(Right.CASH)
def note_unpaid(desk: Desk, receipt_id: str, reason: str) -> int:
    """« Impayé »: a cheque or a debit came back; the diners owe again what they were credited, the receipt stays.

    Returns:
        How many entries were booked.

    Raises:
        Refused: as `reverse_receipt`; `unpaid_cash`: cash does not come back.
    """
    with desk.database.write() as session:
        record = entries.receipts_by_id(session, [receipt_id]).get(receipt_id)
        natures = {one.code: one.nature for one in configuration.means_of_payment(session)}
        if record is not None and natures[record.means] == "cash":
            raise Refused("unpaid_cash")
        booked = _take_back(session, desk, receipt_id, "unpaid", reason)
        desk.note(session, JournalCode.RECEIPT_UNPAID, [(receipt_id, "")])
    return booked


def _take_back(session: Session, desk: Desk, receipt_id: str, kind: str, reason: str) -> int:
    record = entries.receipts_by_id(session, [receipt_id]).get(receipt_id)
    if record is None:
        raise Refused("receipt_unknown")
    if not reason.strip():
        raise Refused("reason_missing")
    closings.hold_books(session, record.regie)
    standing = _standing(session, record)
    by = entries.BookedBy(
        record.regie, open_day(session, desk, record.regie, None), desk.now(), desk.operator.who
    )
    entries.add_entries(
        session,
        by,
        [
            NewEntry(kind, one.wallet_id, -one.amount_cents, receipt_id, one.id, reason.strip()[:_LONGEST])
            for one in standing
        ],
    )
    return len(standing)


def _standing(session: Session, record: ReceiptRecord) -> list[EntryRecord]:
    """Return the lines of a receipt that nothing has taken back."""
    booked = entries.entries_of_receipt(session, record.id)
    taken_back = {one.reverses for one in booked if one.reverses}
    standing = [one for one in booked if one.reverses is None and one.id not in taken_back]
    if not standing:
        raise Refused("receipt_reversed", number=number_of(session, record))
    return standing
