"""Drawn histories of a cash desk, held against a ledger in memory after each act."""

import random
from datetime import timedelta

import pytest

from tests.office.conftest import Clock
from tests.office.money.books_model import BooksModel
from tests.office.money.money_desk import CHEQUE, balance, diner_id
from tests.people import HUGO_MARTIN, LEA_MARTIN, LUKASZ, Person
from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.money.booked_day import paris_day
from turbo_admin.office.money.books_check import check_books
from turbo_admin.office.money.cash_reports import slip_draft
from turbo_admin.office.money.closing import close_day, close_slip
from turbo_admin.office.money.receipt_list import CashFilter, receipt_pieces
from turbo_admin.office.money.receipts import NewReceipt, ReceiptLine, book_receipt
from turbo_admin.office.money.taking_back import note_unpaid, reverse_receipt
from turbo_admin.office.money.wallet_acts import WalletOf, correct_balance, refund, transfer

PEOPLE: tuple[Person, ...] = (LEA_MARTIN, HUGO_MARTIN, LUKASZ)
ACTS_EACH = 30


class CashDesk:
    """A desk and its model, which both do what is drawn."""

    def __init__(self, desk: Desk, clock: Clock, seed: int) -> None:
        self.desk, self.clock, self.model = desk, clock, BooksModel()
        self.drawn = random.Random(seed)  # noqa: S311 (the same histories each time)
        self.ids = {one.id: diner_id(desk, one) for one in PEOPLE}
        self.receipt_ids: list[str] = []

    def act(self) -> None:
        """Do one act on both, and compare."""
        acts = [self.book, self.book, self.book, self.take_back, self.close_day, self.close_slip]
        self.drawn.choice([*acts, self.pass_a_day, self.correct, self.give_back, self.move])()
        for one in PEOPLE:
            assert balance(self.desk, one) == self.model.balances[one.id]

    def book(self) -> None:
        who = self.drawn.sample(PEOPLE, self.drawn.randint(1, len(PEOPLE)))
        lines = {one.id: self.drawn.randint(1, 9_000) for one in who}
        means = self.drawn.choice(["especes", "cheque"])
        booked = book_receipt(
            self.desk,
            NewReceipt(
                means, [ReceiptLine(self.ids[one], cents) for one, cents in lines.items()], details=CHEQUE
            ),
        )
        assert booked.record.number == self.model.book(means, lines)
        self.receipt_ids.append(booked.record.id)

    def take_back(self) -> None:
        if not self.receipt_ids:
            return
        which = self.drawn.randrange(len(self.receipt_ids))
        receipt = self.model.receipts[which]
        act = note_unpaid if receipt.means == "cheque" and self.drawn.random() < 0.5 else reverse_receipt
        if receipt.taken_back:
            with pytest.raises(Refused):
                act(self.desk, self.receipt_ids[which], "encore")
            return
        act(self.desk, self.receipt_ids[which], "motif")
        self.model.take_back(receipt)

    def close_day(self) -> None:
        today = paris_day(self.clock.now)
        day = self.model.day_to_close()
        if day is None or day != self.model.day:
            with pytest.raises(Refused):
                close_day(self.desk, today)
        if day is not None:
            close_day(self.desk, today - timedelta(days=self.model.day - day))
            self.model.closed.add(day)

    def close_slip(self) -> None:
        means = self.drawn.choice(["especes", "cheque"])
        first, last = (
            paris_day(self.clock.now) - timedelta(days=365),
            paris_day(self.clock.now) + timedelta(days=2),
        )
        if not self.model.has_free_lines(means):
            with pytest.raises(Refused):
                close_slip(self.desk, first, last, means=[means])
            return
        held = slip_draft(self.desk, first, last, means=[means])
        assert held.total_cents == self.model.close_slip(means)
        close_slip(self.desk, first, last, means=[means])

    def pass_a_day(self) -> None:
        self.clock.pass_by(days=1)
        self.model.day += 1

    def correct(self) -> None:
        one, cents = self.drawn.choice(PEOPLE), self.drawn.choice([-700, -1, 1, 350])
        correct_balance(self.desk, WalletOf(self.ids[one.id]), cents, "motif")
        self.model.balances[one.id] += cents

    def give_back(self) -> None:
        one, cents = self.drawn.choice(PEOPLE), self.drawn.randint(1, 5_000)
        if self.model.balances[one.id] < cents:
            with pytest.raises(Refused):
                refund(self.desk, WalletOf(self.ids[one.id]), cents, "motif")
            return
        refund(self.desk, WalletOf(self.ids[one.id]), cents, "motif")
        self.model.balances[one.id] -= cents

    def move(self) -> None:
        giver, taker = self.drawn.sample(PEOPLE, 2)
        cents = max(self.model.balances[giver.id], 0)
        if not cents:
            return
        transfer(self.desk, WalletOf(self.ids[giver.id]), WalletOf(self.ids[taker.id]), cents, "motif")
        self.model.balances.update({giver.id: -cents, taker.id: cents})

    def add_up(self) -> None:
        """Compare what stands at the end."""
        pieces = receipt_pieces(self.desk, CashFilter())
        assert sum(one.total_cents for one in pieces) == sum(
            sum(one.lines.values()) for one in self.model.receipts if not one.taken_back
        )
        found = check_books(self.desk)
        assert (found.faults, found.receipts) == ((), len(self.model.receipts))


@pytest.mark.parametrize("seed", range(8))
def test_a_drawn_history_ends_as_the_ledger_in_memory(desk: Desk, clock: Clock, seed: int) -> None:
    cash = CashDesk(desk, clock, seed)
    for _ in range(ACTS_EACH):
        cash.act()
    cash.add_up()
