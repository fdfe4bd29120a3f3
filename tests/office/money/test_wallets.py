"""Balances: corrections, refunds, transfers, what came back unpaid, and what stands on a diner's page."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from tests.office.money.money_desk import balance, book, diner_id
from tests.people import HUGO_MARTIN, LEA_MARTIN, UAI
from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.money.balances import balance_lines, movements_of, set_meal_price
from turbo_admin.office.money.books_check import check_books
from turbo_admin.office.money.taking_back import note_unpaid, reverse_receipt
from turbo_admin.office.money.wallet_acts import WalletOf, correct_balance, refund, transfer


@pytest.fixture
def lea(desk: Desk) -> WalletOf:
    return WalletOf(diner_id(desk, LEA_MARTIN))


@pytest.fixture
def hugo(desk: Desk) -> WalletOf:
    return WalletOf(diner_id(desk, HUGO_MARTIN))


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def test_a_correction_a_transfer_and_a_refund_move_cents_and_lose_none(
    desk: Desk, lea: WalletOf, hugo: WalletOf
) -> None:
    book(desk, 5000, LEA_MARTIN, "carte")
    assert correct_balance(desk, lea, -250, "repas compté deux fois") == 4750
    assert transfer(desk, lea, hugo, 1750, "fratrie") == 3000
    assert refund(desk, lea, 3000, "départ") == 0
    assert balance(desk, HUGO_MARTIN) == 1750
    moves = [
        (one.kind, one.amount_cents, one.balance_cents, one.reason)
        for one in movements_of(desk, lea.diner_id)
    ]
    assert moves == [
        ("receipt", 5000, 5000, ""),
        ("correction", -250, 4750, "repas compté deux fois"),
        ("transfer", -1750, 3000, "fratrie"),
        ("refund", -3000, 0, "départ"),
    ]
    assert check_books(desk).ok


def test_nobody_gets_more_than_there_is_and_nothing_is_moved_for_nothing(
    desk: Desk, lea: WalletOf, hugo: WalletOf
) -> None:
    book(desk, 1000, LEA_MARTIN)
    assert refusal(lambda: refund(desk, lea, 1001, "départ")) == "balance_too_small"
    assert refusal(lambda: transfer(desk, lea, hugo, 1001, "x")) == "balance_too_small"
    assert refusal(lambda: transfer(desk, lea, lea, 1, "x")) == "same_wallet"
    assert refusal(lambda: transfer(desk, lea, WalletOf("nobody"), 1, "x")) == "diner_not_there"
    assert refusal(lambda: refund(desk, lea, 0, "x")) == "amount_not_positive"
    assert refusal(lambda: transfer(desk, lea, hugo, -1, "x")) == "amount_not_positive"
    assert refusal(lambda: correct_balance(desk, lea, 0, "x")) == "amount_zero"
    assert refusal(lambda: correct_balance(desk, lea, -(10**12), "x")) == "amount_too_large"
    assert refusal(lambda: correct_balance(desk, lea, 5, "  ")) == "reason_missing"
    assert refusal(lambda: correct_balance(desk, WalletOf(lea.diner_id, "noel"), 5, "x")) == "wallet_unknown"
    assert (balance(desk), balance(desk, HUGO_MARTIN)) == (1000, 0)


@pytest.mark.both_engines
def test_two_pcs_cannot_refund_one_balance_twice(
    open_pc: Callable[[str], Desk], desk: Desk, lea: WalletOf
) -> None:
    book(desk, 1000, LEA_MARTIN)
    other = open_pc("bruno")

    def pay_back(pc: Desk) -> str:
        try:
            return str(refund(pc, lea, 1000, "départ"))
        except Refused as refused:
            return refused.code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(pay_back, [desk, other])) == ["0", "balance_too_small"]
    assert balance(desk) == 0


def test_a_cheque_that_comes_back_is_owed_again_and_keeps_its_receipt(desk: Desk, lea: WalletOf) -> None:
    cheque = book(desk, 4000, LEA_MARTIN, "cheque")
    cash = book(desk, 500, LEA_MARTIN)
    assert note_unpaid(desk, cheque.record.id, "sans provision") == 1
    assert balance(desk) == 500
    first = movements_of(desk, lea.diner_id)[0]
    assert (first.number, first.taken_back) == (cheque.number, True)
    assert refusal(lambda: note_unpaid(desk, cheque.record.id, "encore")) == "receipt_reversed"
    assert refusal(lambda: reverse_receipt(desk, cheque.record.id, "encore")) == "receipt_reversed"
    assert refusal(lambda: note_unpaid(desk, cash.record.id, "x")) == "unpaid_cash"
    assert refusal(lambda: note_unpaid(desk, "none", "x")) == "receipt_unknown"
    assert check_books(desk).ok


def test_balances_say_how_many_meals_they_are(desk: Desk, lea: WalletOf, hugo: WalletOf) -> None:
    book(desk, 2415, LEA_MARTIN)
    correct_balance(desk, hugo, -100, "dette reprise")
    by_name = {line.name: line for line in balance_lines(desk, UAI)}
    assert (by_name["MARTIN Léa"].cents, by_name["MARTIN Léa"].meals) == ({"self": 2415}, None)
    assert "PETIT Noé" not in by_name  # has left, and never had money
    set_meal_price(desk, 345, date(2026, 9, 1))
    set_meal_price(desk, 400, date(2027, 1, 1))
    by_name = {line.name: line for line in balance_lines(desk, UAI)}
    assert (by_name["MARTIN Léa"].meals, by_name["MARTIN Hugo"].meals, by_name["GARCIA Inès"].meals) == (
        7,
        -1,
        0,
    )
    assert refusal(lambda: set_meal_price(desk, 0, date(2026, 9, 1))) == "amount_not_positive"
