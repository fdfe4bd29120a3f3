"""What an office does with its books while something breaks: a receipt, a take-back, a closed day, a closed slip."""

from datetime import date

from tests.faults.acts import Act, at_work
from tests.faults.world import Case, Ground
from tests.people import HUGO_MARTIN, LEA_MARTIN, Person
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.money import closing, receipt_list, receipts, taking_back
from turbo_admin.office.money.booked_day import paris_day
from turbo_admin.office.roster.search import search_diners

_PAYER, _REASON = "Mme Martin", "mauvais enfant"


def _id(desk: Desk, person: Person) -> str:
    [found] = [one.id for one in search_diners(desk, None, person.card)]
    return found


def _lines(desk: Desk) -> list[receipts.ReceiptLine]:
    return [
        receipts.ReceiptLine(_id(desk, LEA_MARTIN), 1725),
        receipts.ReceiptLine(_id(desk, HUGO_MARTIN), 3450),
    ]


def with_receipts(ground: Ground) -> Case:
    """Prepare a school with three receipts of today."""
    case = at_work(ground)
    with case.desk() as desk:
        for _ in range(3):
            receipts.book_receipt(desk, receipts.NewReceipt("especes", _lines(desk)))
    return case


def _database(case: Case) -> list[str]:
    return ["--database", str(case.seat.path)]


def _receipt_arguments(case: Case) -> list[str]:
    with case.desk() as desk:
        lines = [
            word
            for one in _lines(desk)
            for word in ("--line", f"{one.diner_id}={one.amount_cents / 100:.2f}")
        ]
    return ["receipt", "add", "--means", "especes", "--payer", _PAYER, *lines, *_database(case)]


def _pieces(desk: Desk) -> list[receipt_list.ReceiptPiece]:
    return receipt_list.receipt_pieces(desk, receipt_list.CashFilter())


def _receipt_again(desk: Desk, _case: Case) -> None:
    """Look at the list first, as a clerk does."""
    if not any(one.payer == _PAYER for one in _pieces(desk)):
        receipts.book_receipt(desk, receipts.NewReceipt("especes", _lines(desk), _PAYER))


def _reverse_arguments(case: Case) -> list[str]:
    with case.desk() as desk:
        number = _pieces(desk)[-1].number
    return ["receipt", "reverse", number, "--reason", _REASON, *_database(case)]


def _reverse_again(desk: Desk, _case: Case) -> None:
    first = _pieces(desk)[-1]
    if not first.is_taken_back:
        taking_back.reverse_receipt(desk, first.receipt_id, _REASON)


def _close_day_again(desk: Desk, _case: Case) -> None:
    day = paris_day(desk.now())
    if not closing.day_pdf(desk, day).number:
        closing.close_day(desk, day)


def _close_slip_again(desk: Desk, _case: Case) -> None:
    if not any(one.slip_number for one in _pieces(desk)):
        closing.close_slip(desk, date.min, paris_day(desk.now()))


RECEIPT = Act("receipt", at_work, _receipt_arguments, _receipt_again)
REVERSE = Act("reverse", with_receipts, _reverse_arguments, _reverse_again)
CLOSE_DAY = Act(
    "close a day",
    with_receipts,
    lambda case: ["report", "fqe", "--close", *_database(case)],
    _close_day_again,
)
CLOSE_SLIP = Act(
    "close a slip",
    with_receipts,
    lambda case: ["report", "be", "--close", *_database(case)],
    _close_slip_again,
)
BOOK_ACTS = (RECEIPT, REVERSE, CLOSE_DAY, CLOSE_SLIP)
