"""What changes a balance without a receipt: correction, refund, transfer between two diners."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.core.french import money
from turbo_admin.core.money.amounts import LARGEST_CENTS
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.money.booked_day import open_day
from turbo_admin.office.money.receipts import WALLETS
from turbo_admin.office.money.regies import regie_of
from turbo_admin.store import diners
from turbo_admin.store.engine.books.ledger_records import NewEntry
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.ledger import closings, entries, wallets

_LONGEST = 200
_CODES = {
    "correction": JournalCode.WALLET_CORRECTED,
    "refund": JournalCode.WALLET_REFUNDED,
    "transfer": JournalCode.WALLET_TRANSFERRED,
}


@dataclass(frozen=True, slots=True)
class WalletOf:
    """A wallet, by its diner and kind."""

    diner_id: str
    kind: str = "self"


@needs(Right.CASH)
def correct_balance(desk: Desk, of: WalletOf, amount_cents: int, reason: str, *, regie: str = "") -> int:
    """Add to a balance, or take from it when below zero, for a reason.

    Returns:
        The balance after it, in cents.

    Raises:
        Refused: `reason_missing`, `amount_zero`, `amount_too_large`, `wallet_unknown`, `diner_not_there`,
            `regie_unknown`; `clock_behind`. Nothing was booked.
    """
    _check_amount(amount_cents)
    return _book(desk, "correction", [(of, amount_cents)], reason, regie)


@needs(Right.CASH)
def refund(desk: Desk, of: WalletOf, amount_cents: int, reason: str, *, regie: str = "") -> int:
    """Pay a balance back, such as to a diner who leaves.

    Args:
        amount_cents: above zero, at most what stands on the wallet.

    Returns:
        The balance after it, in cents.

    Raises:
        Refused: as `correct_balance`; `amount_not_positive`, `balance_too_small`.
    """
    if amount_cents <= 0:
        raise Refused("amount_not_positive")
    return _book(desk, "refund", [(of, -amount_cents)], reason, regie)


@needs(Right.CASH)
def transfer(
    desk: Desk, giver: WalletOf, taker: WalletOf, amount_cents: int, reason: str, *, regie: str = ""
) -> int:
    """Move an amount from one wallet to another, such as between brother and sister.

    Returns:
        The giver's balance after it, in cents.

    Raises:
        Refused: as `refund`; `same_wallet`.
    """
    if amount_cents <= 0:
        raise Refused("amount_not_positive")
    if giver == taker:
        raise Refused("same_wallet")
    both = [(giver, -amount_cents), (taker, amount_cents)]
    return _book(desk, "transfer", both, reason, regie)


def _check_amount(cents: int) -> None:
    if not cents:
        raise Refused("amount_zero")
    if abs(cents) > LARGEST_CENTS:
        raise Refused("amount_too_large", largest=money(LARGEST_CENTS))


def _book(desk: Desk, kind: str, changes: list[tuple[WalletOf, int]], reason: str, regie: str) -> int:
    """Book the changes in one transaction; return the balance of the first wallet after them."""
    if not reason.strip():
        raise Refused("reason_missing")
    with desk.database.write() as session:
        of = regie_of(session, regie)
        closings.hold_books(session, of.code)
        opened = _opened(session, [wallet for wallet, _ in changes])
        first = opened[changes[0][0]]
        if kind in {"refund", "transfer"}:
            _check_balance(session, first, -changes[0][1])
        by = entries.BookedBy(of.code, open_day(session, desk, of.code, None), desk.now(), desk.operator.who)
        entries.add_entries(
            session,
            by,
            [NewEntry(kind, opened[one], cents, reason=reason.strip()[:_LONGEST]) for one, cents in changes],
        )
        desk.note(session, _CODES[kind], [(changes[0][0].diner_id, changes[-1][0].diner_id)])
        return wallets.balance_of(session, first)


def _opened(session: Session, wanted: list[WalletOf]) -> dict[WalletOf, str]:
    if any(one.kind not in WALLETS for one in wanted):
        raise Refused("wallet_unknown", wallets=", ".join(WALLETS))
    ids = {one.diner_id for one in wanted}
    if ids - set(diners.diners_by_id(session, ids)):
        raise Refused("diner_not_there")
    opened = wallets.open_wallets(session, {(one.diner_id, one.kind) for one in wanted})
    return {one: opened[one.diner_id, one.kind] for one in wanted}


def _check_balance(session: Session, wallet_id: str, cents: int) -> None:
    """Refuse to take more than there is: read under the lock of the books, so that two PCs cannot take it twice."""
    there = wallets.balance_of(session, wallet_id)
    if cents > there:
        raise Refused("balance_too_small", balance=money(there))
