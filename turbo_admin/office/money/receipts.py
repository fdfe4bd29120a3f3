"""Receipts: money that comes in for one or several diners, under one number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.core.french import long_date, money
from turbo_admin.core.money.amounts import LARGEST_CENTS
from turbo_admin.core.money.receipt_numbers import receipt_number
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.money.booked_day import open_day, paris_day
from turbo_admin.office.money.printed_numbers import check_known, keep_number
from turbo_admin.office.money.regies import regie_of
from turbo_admin.store import diners, schools
from turbo_admin.store.engine.books.ledger_records import (
    MeansRecord,
    NewEntry,
    ReceiptRecord,
    RegieRecord,
)
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.ledger import closings, configuration, entries, wallets
from turbo_admin.store.ledger.numbers import Series

# What a means can ask for: name of the detail -> its French.
DETAILS: Mapping[str, str] = {"bank": "banque", "number": "numéro", "drawer": "tireur"}
WALLETS = ("self", "cafeteria", "forfait")
_LONGEST = 200
_MOST_LINES = 1_000


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """What one diner's wallet gains.

    Attributes:
        amount_cents: above zero.
        wallet: one of `WALLETS`.
    """

    diner_id: str
    amount_cents: int
    wallet: str = "self"


@dataclass(frozen=True, slots=True)
class NewReceipt:
    """A receipt as the clerk enters it.

    Attributes:
        means: code of the means of payment.
        details: what the means asks for, by the names of `DETAILS`.
        paid_on: the day that the money bears; None for the booked day.
        booked_on: a day that is still open; None for the first open one from today on.
        regie: code; empty for the only one.
    """

    means: str
    lines: Sequence[ReceiptLine]
    payer: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    paid_on: date | None = None
    booked_on: date | None = None
    regie: str = ""

    @property
    def total_cents(self) -> int:
        """The sum of the lines."""
        return sum(line.amount_cents for line in self.lines)


@dataclass(frozen=True, slots=True)
class BookedReceipt:
    """A receipt that was booked.

    Attributes:
        number: as papers bear it.
        postponed: whether it was booked on a later day than today, which is closed.
    """

    record: ReceiptRecord
    number: str
    postponed: bool


@needs(Right.CASH)
def book_receipt(desk: Desk, new: NewReceipt) -> BookedReceipt:
    """Book a receipt under the next number, and what each diner gains, in one transaction.

    Raises:
        Refused: `receipt_empty`, `receipt_too_long`, `amount_not_positive`, `amount_too_large`, `wallet_unknown`,
            `diner_not_there`, `means_unknown`, `means_asks`, `cash_limit`, `regie_unknown`, `paid_later`; `day_closed`,
            `month_closed`, `day_to_come`, `clock_behind` (`booked_day.open_day`); `numbers_in_doubt`. Nothing was booked.
    """
    with desk.database.write() as session:
        regie = regie_of(session, new.regie)
        closings.hold_books(session, regie.code)
        means = _means_of(session, new.means)
        _check_lines(session, new)
        _check_means(regie, means, new)
        day = open_day(session, desk, regie.code, new.booked_on)
        check_known(session, regie, day.year)
        if new.paid_on is not None and new.paid_on > paris_day(desk.now()):
            raise Refused("paid_later", day=long_date(new.paid_on))
        by = entries.BookedBy(regie.code, day, desk.now(), desk.operator.who)
        record = entries.add_receipt(
            session,
            by,
            means=means.code,
            total_cents=new.total_cents,
            payer=new.payer.strip()[:_LONGEST],
            paid_on=new.paid_on or min(day, paris_day(desk.now())),
            details={name: new.details.get(name, "").strip()[:_LONGEST] for name in means.asks},
            reference="",
            workstation=desk.workstation,
        )
        opened = wallets.open_wallets(session, {(line.diner_id, line.wallet) for line in new.lines})
        entries.add_entries(
            session,
            by,
            [
                NewEntry(
                    "receipt", opened[line.diner_id, line.wallet], line.amount_cents, receipt_id=record.id
                )
                for line in new.lines
            ],
        )
        desk.note(
            session,
            JournalCode.RECEIPT_BOOKED,
            [(one, record.id) for one in {x.diner_id: 0 for x in new.lines}],
        )
        number, epoch = number_of(session, record), schools.epoch(session)
    keep_number(epoch, record.regie, Series.RECEIPT, record.year, record.number)
    return BookedReceipt(record, number, postponed=new.booked_on is None and day > paris_day(desk.now()))


def number_of(session: Session, record: ReceiptRecord) -> str:
    """Return a receipt's number as papers bear it."""
    alone = len(configuration.regies(session)) == 1
    return receipt_number(record.regie, record.year, record.number, alone=alone)


def _means_of(session: Session, code: str) -> MeansRecord:
    known = [one for one in configuration.means_of_payment(session) if one.active]
    for one in known:
        # What comes from the portal alone: typed by hand, the same payment would be counted twice.
        if one.code == code and one.nature != "online":
            return one
    raise Refused("means_unknown", means=", ".join(one.code for one in known if one.nature != "online"))


def _check_lines(session: Session, new: NewReceipt) -> None:
    if not new.lines:
        raise Refused("receipt_empty")
    if len(new.lines) > _MOST_LINES:
        raise Refused("receipt_too_long", most=_MOST_LINES)
    if any(line.amount_cents <= 0 for line in new.lines):
        raise Refused("amount_not_positive")
    if new.total_cents > LARGEST_CENTS:
        raise Refused("amount_too_large", largest=money(LARGEST_CENTS))
    if any(line.wallet not in WALLETS for line in new.lines):
        raise Refused("wallet_unknown", wallets=", ".join(WALLETS))
    ids = {line.diner_id for line in new.lines}
    if ids - set(diners.diners_by_id(session, ids)):
        raise Refused("diner_not_there")


def _check_means(regie: RegieRecord, means: MeansRecord, new: NewReceipt) -> None:
    missing = [DETAILS[name] for name in means.asks if not new.details.get(name, "").strip()]
    if missing:
        raise Refused("means_asks", means=means.label, details=", ".join(missing))
    limit = regie.cash_limit_cents
    if means.nature == "cash" and limit and new.total_cents > limit:
        raise Refused("cash_limit", limit=money(limit))
