"""Closing: a day (FQE), a slip (BE), a month. What is closed keeps its paper, which is printed again as it was."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from turbo_admin.core.errors import Refused
from turbo_admin.core.french import long_date, money
from turbo_admin.core.money.receipt_numbers import closing_number
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.money.booked_day import paris_day
from turbo_admin.office.money.cash_reports import read_day_sheet, read_slip_draft
from turbo_admin.office.money.printed_numbers import check_known, keep_number
from turbo_admin.office.money.regies import regie_of
from turbo_admin.office.money.report_papers import day_paper, slip_paper
from turbo_admin.outside.paper.cash_report_writer import cash_report_pdf
from turbo_admin.store import schools
from turbo_admin.store.engine.books.ledger_records import DayClosingRecord, DepositSlipRecord
from turbo_admin.store.engine.ids import new_id
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.ledger import closings
from turbo_admin.store.ledger.numbers import Series, take_numbers


@dataclass(frozen=True, slots=True)
class ClosedPaper:
    """What was closed: its number as the paper bears it, and the paper.

    Attributes:
        pdf: the same bytes at each reprint.
    """

    number: str
    pdf: bytes


@needs(Right.CLOSINGS)
def close_day(desk: Desk, day: date, *, regie: str = "", paid_over_cents: int = 0) -> ClosedPaper:
    """Close a day, whatever the means: nothing is booked on it any more.

    Args:
        regie: code; empty for the only one.
        paid_over_cents: cash that was paid over to the accountant that day.

    Raises:
        Refused: `regie_unknown`, `day_to_come`, `day_already_closed`, `close_earlier_first`, `paid_over_too_much`.
            Nothing was closed.
    """
    with desk.database.write() as session:
        of = regie_of(session, regie)
        closings.hold_books(session, of.code)
        if day > paris_day(desk.now()):
            raise Refused("day_to_come", day=long_date(day))
        last = closings.last_closed_day(session, of.code)
        if last is not None and day <= last.day:
            raise Refused("day_already_closed", day=long_date(day), last=long_date(last.day))
        earlier = closings.first_open_with_lines(session, of.code, day)
        if earlier is not None:
            raise Refused("close_earlier_first", day=long_date(earlier))
        sheet = read_day_sheet(session, day, of.code, ())
        left = sheet.closing_cents - paid_over_cents
        if paid_over_cents < 0 or (paid_over_cents and left < 0):
            raise Refused("paid_over_too_much", cash=money(sheet.closing_cents))
        check_known(session, of, day.year)
        [number] = take_numbers(session, of.code, Series.DAY_CLOSING, day.year)
        paper = day_paper(
            session,
            replace(sheet, number=number, closing_cents=left),
            at=desk.now(),
            operator=desk.operator.who,
        )
        pdf = cash_report_pdf(paper)
        record = DayClosingRecord(
            id=new_id(),
            regie=of.code,
            day=day,
            year=day.year,
            number=number,
            opening_cents=sheet.opening_cents,
            paid_over_cents=paid_over_cents,
            closing_cents=left,
            closed_at=desk.now(),
            operator=desk.operator.who,
            paper=pdf,
            digest=digest_of(pdf),
        )
        closings.add_day_closing(session, record)
        desk.note(session, JournalCode.DAY_CLOSED, [(record.id, "")])
        epoch = schools.epoch(session)
    keep_number(epoch, of.code, Series.DAY_CLOSING, day.year, number)
    return ClosedPaper(paper.number, pdf)


@needs(Right.CLOSINGS)
def close_slip(
    desk: Desk, first: date, last: date, *, regie: str = "", means: Collection[str] = ()
) -> ClosedPaper:
    """Close a slip of the lines of these days that no slip holds; they are in no other any more.

    Args:
        means: codes of what it holds; empty for all means mixed.

    Raises:
        Refused: `regie_unknown`, `means_not_there`, `slip_empty`. Nothing was closed.
    """
    with desk.database.write() as session:
        of = regie_of(session, regie)
        closings.hold_books(session, of.code)
        summary = read_slip_draft(session, first, last, of.code, means)
        if not summary.lines:
            raise Refused("slip_empty")
        closed_on = paris_day(desk.now())
        check_known(session, of, closed_on.year)
        [number] = take_numbers(session, of.code, Series.DEPOSIT_SLIP, closed_on.year)
        paper = slip_paper(session, summary, number, at=desk.now(), operator=desk.operator.who)
        pdf = cash_report_pdf(paper)
        record = DepositSlipRecord(
            id=new_id(),
            regie=of.code,
            year=closed_on.year,
            number=number,
            closed_on=closed_on,
            closed_at=desk.now(),
            pieces=summary.pieces,
            total_cents=summary.total_cents,
            operator=desk.operator.who,
            paper=pdf,
            digest=digest_of(pdf),
        )
        closings.add_slip(session, record, [line.entry_id for line in summary.lines])
        desk.note(session, JournalCode.SLIP_CLOSED, [(record.id, "")])
        epoch = schools.epoch(session)
    keep_number(epoch, of.code, Series.DEPOSIT_SLIP, closed_on.year, number)
    return ClosedPaper(paper.number, pdf)


@needs(Right.CLOSINGS)
def lock_month(desk: Desk, month: date, *, regie: str = "") -> None:
    """Lock a month that is over: nothing is typed in it any more.

    Args:
        month: any day of it.

    Raises:
        Refused: `regie_unknown`, `month_not_over`, `month_already_locked`, `close_earlier_first`: a day of it with
            receipts is not closed.
    """
    first = month.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    with desk.database.write() as session:
        of = regie_of(session, regie)
        closings.hold_books(session, of.code)
        if following > paris_day(desk.now()):
            raise Refused("month_not_over", day=long_date(following))
        if first in closings.locked_months(session, of.code):
            raise Refused("month_already_locked", month=f"{first:%m/%Y}")
        earlier = closings.first_open_with_lines(session, of.code, following)
        if earlier is not None:
            raise Refused("close_earlier_first", day=long_date(earlier))
        closings.add_month_lock(session, of.code, first, desk.now(), desk.operator.who)
        desk.note(session, JournalCode.MONTH_LOCKED, [(f"{of.code} {first:%Y-%m}", "")])


@needs(Right.CONSULT)
def day_pdf(desk: Desk, day: date, *, regie: str = "", means: Collection[str] = ()) -> ClosedPaper:
    """Return a day's sheet as a PDF: the kept one of a closed day, and « provisoire » for an open one.

    Args:
        means: codes; a sheet about some means only is drawn anew, closed or not.

    Raises:
        Refused: `regie_unknown`, `means_not_there`.
    """
    with desk.database.read() as session:
        of = regie_of(session, regie)
        closed = closings.day_closing(session, of.code, day)
        sheet = read_day_sheet(session, day, of.code, means)
        is_whole = not sheet.summary.filter_text
        if closed is not None and is_whole:
            alone = sheet.summary.alone
            number = closing_number("FQE", of.code, closed.year, closed.number, alone=alone)
            return ClosedPaper(number, closed.paper)
        paper = day_paper(session, sheet, at=desk.now(), operator=desk.operator.who)
    return ClosedPaper(paper.number, cash_report_pdf(paper))


@needs(Right.CONSULT)
def slip_draft_pdf(
    desk: Desk, first: date, last: date, *, regie: str = "", means: Collection[str] = ()
) -> bytes:
    """Return the paper of a slip that is not closed, « provisoire ».

    Raises:
        Refused: `regie_unknown`, `means_not_there`.
    """
    with desk.database.read() as session:
        summary = read_slip_draft(session, first, last, regie, means)
        paper = slip_paper(session, summary, 0, at=desk.now(), operator=desk.operator.who)
    return cash_report_pdf(paper)


def digest_of(pdf: bytes) -> str:
    """Return the digest that is kept beside a paper: SHA-256, hexadecimal."""
    return hashlib.sha256(pdf).hexdigest()
