"""Short ways to book what tests need."""

from collections.abc import Mapping

from sqlalchemy import select

from tests.people import LEA_MARTIN, Person
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.money.receipts import BookedReceipt, NewReceipt, ReceiptLine, book_receipt
from turbo_admin.store.engine.books.ledger_records import EntryRecord, WalletRecord
from turbo_admin.store.engine.diner_tables import DinerTable
from turbo_admin.store.ledger import entries, wallets

CHEQUE: Mapping[str, str] = {"bank": "Crédit Mutuel", "number": "0004517", "drawer": "MARTIN Claire"}


def diner_id(desk: Desk, person: Person) -> str:
    """The id, in the base, of one of the cast."""
    with desk.database.read() as session:
        return session.scalars(select(DinerTable.id).where(DinerTable.external_id == person.id)).one()


def book(
    desk: Desk, cents: int = 1725, person: Person = LEA_MARTIN, means: str = "especes", **more: object
) -> BookedReceipt:
    """Book a receipt of one line."""
    details = CHEQUE if means == "cheque" else {"number": "7"} if means in {"virement", "prelevement"} else {}
    line = ReceiptLine(diner_id(desk, person), cents)
    return book_receipt(desk, NewReceipt(means, [line], details=details, **more))  # type: ignore[arg-type]


def wallets_of(desk: Desk, person: Person = LEA_MARTIN) -> list[WalletRecord]:
    """The wallets of one of the cast."""
    with desk.database.read() as session:
        return wallets.wallets_of(session, [diner_id(desk, person)])


def balance(desk: Desk, person: Person = LEA_MARTIN) -> int:
    """What stands on the self wallet of one of the cast."""
    return sum(one.balance_cents for one in wallets_of(desk, person) if one.kind == "self")


def entries_of(desk: Desk, person: Person = LEA_MARTIN) -> list[EntryRecord]:
    """The entries of one of the cast."""
    with desk.database.read() as session:
        return entries.entries_of_wallets(
            session, {one.id for one in wallets.wallets_of(session, [diner_id(desk, person)])}
        )
