"""Receipts: numbered without a gap, booked whole or not at all, taken back by reverse entries only."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.office.conftest import Clock
from tests.office.money.money_desk import CHEQUE, balance, book, diner_id, entries_of, wallets_of
from tests.people import GONE, HUGO_MARTIN, LEA_MARTIN, LOUISE_DURAND
from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.money.closing import close_day, lock_month
from turbo_admin.office.money.receipts import NewReceipt, ReceiptLine, book_receipt
from turbo_admin.office.money.taking_back import reverse_receipt
from turbo_admin.store.ledger import wallets

TODAY = date(2026, 11, 23)


def test_a_receipt_is_numbered_and_credits_each_child(desk: Desk) -> None:
    lea, hugo = diner_id(desk, LEA_MARTIN), diner_id(desk, HUGO_MARTIN)
    lines = [ReceiptLine(lea, 3450), ReceiptLine(hugo, 1725), ReceiptLine(lea, 6000, "forfait")]
    booked = book_receipt(desk, NewReceipt("cheque", lines, "Mme Martin", CHEQUE))
    assert (booked.number, booked.record.total_cents, booked.postponed) == ("R2026-000001", 11175, False)
    assert (booked.record.booked_on, booked.record.paid_on) == (TODAY, TODAY)
    assert dict(booked.record.details) == dict(CHEQUE)
    assert (balance(desk), balance(desk, HUGO_MARTIN)) == (3450, 1725)
    assert {one.kind: one.balance_cents for one in wallets_of(desk)} == {"self": 3450, "forfait": 6000}
    assert book(desk).number == "R2026-000002"
    assert [one.position for one in entries_of(desk)] == [1, 3, 4]


def test_who_has_left_may_still_pay_what_is_owed(desk: Desk) -> None:
    book(desk, 500, GONE)
    assert balance(desk, GONE) == 500


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"lines": []}, "receipt_empty"),
        ({"lines": [ReceiptLine("", 0)]}, "amount_not_positive"),
        ({"lines": [ReceiptLine("", -100)]}, "amount_not_positive"),
        ({"lines": [ReceiptLine("nobody", 100)]}, "diner_not_there"),
        ({"lines": [ReceiptLine("", 100, "noel")]}, "wallet_unknown"),
        ({"lines": [ReceiptLine("", 1_000_000_001)]}, "amount_too_large"),
        ({"lines": [ReceiptLine("", 1)] * 1_001}, "receipt_too_long"),
        ({"lines": [ReceiptLine("", 30_001)]}, "cash_limit"),
        ({"means": "or"}, "means_unknown"),
        ({"means": "en_ligne"}, "means_unknown"),
        ({"means": "cheque", "details": {"bank": "CIC", "number": " "}}, "means_asks"),
        ({"regie": "Z"}, "regie_unknown"),
        ({"paid_on": TODAY + timedelta(days=1)}, "paid_later"),
        ({"booked_on": TODAY + timedelta(days=1)}, "day_to_come"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_booked(
    desk: Desk, change: dict[str, object], code: str
) -> None:
    lea = diner_id(desk, LEA_MARTIN)
    new = replace(NewReceipt("especes", [ReceiptLine("", 100)]), **change)  # type: ignore[arg-type]
    new = replace(new, lines=[replace(one, diner_id=one.diner_id or lea) for one in new.lines])
    with pytest.raises(Refused) as refused:
        book_receipt(desk, new)
    assert refused.value.code == code
    assert wallets_of(desk) == []
    # The number was not used either.
    assert book(desk).number == "R2026-000001"


def test_a_receipt_is_taken_back_once_and_keeps_its_number(desk: Desk, clock: Clock) -> None:
    lea, hugo = diner_id(desk, LEA_MARTIN), diner_id(desk, HUGO_MARTIN)
    booked = book_receipt(desk, NewReceipt("especes", [ReceiptLine(lea, 100), ReceiptLine(hugo, 200)]))
    clock.pass_by(days=1)
    assert reverse_receipt(desk, booked.record.id, "mauvais enfant") == 2
    assert (balance(desk), balance(desk, HUGO_MARTIN)) == (0, 0)
    first, back = entries_of(desk)
    assert (back.reverses, back.amount_cents, back.reason) == (first.id, -100, "mauvais enfant")
    assert back.booked_on == TODAY + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        reverse_receipt(desk, booked.record.id, "encore")
    assert (refused.value.code, refused.value.values["number"]) == ("receipt_reversed", "R2026-000001")
    assert book(desk).number == "R2026-000002"


def test_taking_back_needs_a_reason_and_a_receipt(desk: Desk) -> None:
    booked = book(desk)
    for receipt_id, reason, code in (
        (booked.record.id, " ", "reason_missing"),
        ("none", "x", "receipt_unknown"),
    ):
        with pytest.raises(Refused) as refused:
            reverse_receipt(desk, receipt_id, reason)
        assert refused.value.code == code
    assert balance(desk) == 1725


def test_numbers_begin_again_with_the_civil_year_of_the_booked_day(desk: Desk, clock: Clock) -> None:
    assert book(desk).number == "R2026-000001"
    clock.now = clock.now.replace(month=12, day=31, hour=22, minute=59)
    assert book(desk).number == "R2026-000002"
    clock.pass_by(minutes=1)  # midnight in Paris
    assert book(desk).number == "R2027-000001"
    # 31/12 is closed, and a line of it arrives: it enters the next year's books under its own date.
    close_day(desk, date(2026, 11, 23))
    close_day(desk, date(2026, 12, 31))
    late = book(desk, paid_on=date(2026, 12, 31))
    assert (late.number, late.record.paid_on, late.record.booked_on) == (
        "R2027-000002",
        date(2026, 12, 31),
        date(2027, 1, 1),
    )


def test_once_today_is_closed_a_receipt_is_of_the_next_open_day(desk: Desk) -> None:
    book(desk)
    close_day(desk, TODAY)
    booked = book(desk)
    assert (booked.record.booked_on, booked.record.paid_on, booked.postponed) == (
        TODAY + timedelta(days=1),
        TODAY,
        True,
    )
    with pytest.raises(Refused) as refused:
        book(desk, booked_on=TODAY)
    assert refused.value.code == "day_closed"


def test_nothing_is_typed_into_a_locked_month(desk: Desk, clock: Clock) -> None:
    book(desk)
    close_day(desk, TODAY)
    clock.pass_by(days=10)
    lock_month(desk, TODAY)
    with pytest.raises(Refused) as refused:
        book(desk, booked_on=date(2026, 11, 30))
    assert refused.value.code == "month_closed"
    assert book(desk).record.booked_on == date(2026, 12, 3)


def test_a_clock_behind_the_books_is_refused_and_no_number_is_used(desk: Desk, clock: Clock) -> None:
    book(desk)
    clock.pass_by(days=-2)
    with pytest.raises(Refused) as refused:
        book(desk)
    assert refused.value.code == "clock_behind"
    clock.pass_by(days=2)
    assert book(desk).number == "R2026-000002"


@pytest.mark.both_engines
def test_two_pcs_that_book_at_once_share_the_numbers_without_a_gap(
    open_pc: Callable[[str], Desk], desk: Desk
) -> None:
    pcs = [desk, open_pc("bruno")]
    lea, louise = diner_id(desk, LEA_MARTIN), diner_id(desk, LOUISE_DURAND)

    def book_ten(pc: Desk) -> list[int]:
        new = NewReceipt("especes", [ReceiptLine(lea, 100), ReceiptLine(louise, 50)])
        return [book_receipt(pc, new).record.number for _ in range(10)]

    with ThreadPoolExecutor(2) as pool:
        numbers = sorted(number for some in pool.map(book_ten, pcs) for number in some)
    assert numbers == list(range(1, 21))
    assert (balance(desk), balance(desk, LOUISE_DURAND)) == (2000, 1000)
    with desk.database.read() as session:
        assert wallets.wrong_balances(session) == []


@pytest.mark.both_engines
@pytest.mark.parametrize("statement", [
    "UPDATE entry SET amount_cents = 1", "DELETE FROM entry", "UPDATE receipt SET number = 9", "DELETE FROM receipt",
])  # fmt: skip
def test_the_database_itself_keeps_what_is_booked(desk: Desk, statement: str) -> None:
    book(desk)
    with pytest.raises(DBAPIError, match="never changed"), desk.database.write() as session:
        session.execute(text(statement))
    assert balance(desk) == 1725
