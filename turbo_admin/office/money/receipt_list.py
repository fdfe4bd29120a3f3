"""The list of receipts: each as one piece with its lines, and each take-back as a piece of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from turbo_admin.core.errors import Refused
from turbo_admin.core.french import full_name
from turbo_admin.core.matching.spellings import fold
from turbo_admin.core.money.receipt_numbers import parse_receipt_number, receipt_number
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.money.receipts import DETAILS
from turbo_admin.store.engine.books.ledger_records import CashLine
from turbo_admin.store.ledger import configuration, entries
from turbo_admin.store.ledger.entries import CashFilter as CashFilter  # noqa: PLC0414 (for the screen)


@dataclass(frozen=True, slots=True)
class PieceLine:
    """What one diner's wallet gained or lost.

    Attributes:
        wallet: `self`, `cafeteria` or `forfait`.
    """

    diner_id: str
    name: str
    class_name: str
    wallet: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class ReceiptPiece:
    """A receipt, or what took it back, as the list shows it.

    Attributes:
        number: as papers bear it; a take-back has that of its receipt.
        reference: what the means asked for, the on-line payment's own, or why it was taken back.
        is_reversal: whether this takes a receipt back.
        is_taken_back: whether this receipt was taken back.
        slip_number: of the slip (BE) that holds it; 0 for none.
        search: all that the search looks in, folded.
    """

    receipt_id: str
    number: str
    booked_on: date
    booked_at: datetime
    paid_on: date
    means: str
    means_label: str
    payer: str
    reference: str
    lines: tuple[PieceLine, ...]
    total_cents: int
    is_reversal: bool
    is_taken_back: bool
    slip_number: int
    operator: str
    search: str


@needs(Right.CONSULT)
def receipt_pieces(desk: Desk, wanted: CashFilter) -> list[ReceiptPiece]:
    """Return receipts and take-backs, latest first."""
    with desk.database.read() as session:
        lines = entries.cash_lines(session, wanted)
        alone = len(configuration.regies(session)) == 1
        labels = {one.code: one.label for one in configuration.means_of_payment(session)}
        taken_back = entries.taken_back(session, {line.receipt_id for line in lines})
    pieces = [_piece(list(some), labels, taken_back, alone=alone) for _, some in groupby(lines, key=_key_of)]
    return pieces[::-1]


@needs(Right.CONSULT)
def receipt_of_number(desk: Desk, typed: str) -> str:
    """Return the id of a receipt by its number as papers bear it.

    Raises:
        Refused: `receipt_number_unreadable`, `receipt_unknown`.
    """
    with desk.database.read() as session:
        only = configuration.regies(session)[0].code
        regie, year, number = parse_receipt_number(typed, only)
        record = entries.receipt_of_number(session, regie, year, number)
    if record is None:
        raise Refused("receipt_unknown")
    return record.id


def _key_of(line: CashLine) -> tuple[str, bool, date]:
    return line.receipt_id, line.reverses is not None, line.booked_on


def _piece(
    lines: Sequence[CashLine], labels: dict[str, str], taken_back: set[str], *, alone: bool
) -> ReceiptPiece:
    first = lines[0]
    number = receipt_number(first.regie, first.year, first.number, alone=alone)
    reference = reference_of(first)
    shown = tuple(
        PieceLine(
            one.diner_id,
            full_name(one.last_name, one.first_name),
            one.class_name,
            one.wallet_kind,
            one.amount_cents,
        )
        for one in lines
    )
    label = labels[first.means]
    words = (number, label, reference, first.payer, *(f"{one.name} {one.class_name}" for one in shown))
    return ReceiptPiece(
        receipt_id=first.receipt_id,
        number=number,
        booked_on=first.booked_on,
        booked_at=first.booked_at,
        paid_on=first.paid_on,
        means=first.means,
        means_label=label,
        payer=first.payer,
        reference=reference,
        lines=shown,
        total_cents=sum(one.amount_cents for one in shown),
        is_reversal=first.reverses is not None,
        is_taken_back=first.reverses is None and first.receipt_id in taken_back,
        slip_number=first.slip_number or 0,
        operator=first.operator,
        search=fold(" ".join(words)),
    )


def reference_of(line: CashLine) -> str:
    """Return what a list shows beside the means: what it asked for, an on-line reference, why it was taken back."""
    if line.reverses is not None:
        return f"annulation\u00a0: {line.reason}"
    return line.reference or " ".join(line.details[name] for name in DETAILS if line.details.get(name))
