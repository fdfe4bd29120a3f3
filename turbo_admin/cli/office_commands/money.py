"""The books from the command line: receipts, cash reports, the check."""

import argparse
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from turbo_admin.cli.office_commands.desk import at_desk, print_json
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import NBSP, count, long_date, money
from turbo_admin.core.money.amounts import parse_cents
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.money import (
    booked_day,
    books_check,
    cash_reports,
    closing,
    printed_numbers,
    receipt_list,
    receipts,
    taking_back,
)
from turbo_admin.office.money.cash_reports import CashSummary
from turbo_admin.office.money.receipt_list import CashFilter, ReceiptPiece
from turbo_admin.outside.files.atomic import whole_file

_FAILED = 3


@at_desk
def add_receipt(desk: Desk, options: argparse.Namespace) -> int:
    """Book a receipt."""
    new = receipts.NewReceipt(
        means=options.means,
        lines=[_line(typed) for typed in options.line],
        payer=options.payer,
        details={name: getattr(options, name) for name in receipts.DETAILS},
        paid_on=_day(options.paid_on) if options.paid_on else None,
        booked_on=_day(options.booked_on) if options.booked_on else None,
        regie=options.regie,
    )
    booked = receipts.book_receipt(desk, new)
    record = booked.record
    if options.json:
        print_json(
            {
                "receipt_id": record.id,
                "number": booked.number,
                "booked_on": record.booked_on,
                "total_cents": record.total_cents,
            }
        )
        return 0
    later = f", au {long_date(record.booked_on)}{NBSP}: aujourd’hui est arrêté" if booked.postponed else ""
    print(f"Reçu {booked.number} enregistré{NBSP}: {money(record.total_cents)}{later}.")
    return 0


@at_desk
def reverse(desk: Desk, options: argparse.Namespace) -> int:
    """Take a receipt back."""
    receipt_id = receipt_list.receipt_of_number(desk, options.receipt)
    entries = taking_back.reverse_receipt(desk, receipt_id, options.reason)
    if options.json:
        print_json({"receipt_id": receipt_id, "entries": entries})
    else:
        print(
            f"Reçu {options.receipt} annulé{NBSP}: {count(entries, 'écriture inverse', 'écritures inverses')}."
        )
    return 0


@at_desk
def list_all(desk: Desk, options: argparse.Namespace) -> int:
    """List receipts and take-backs."""
    first, last = _period(options)
    wanted = CashFilter(
        first=first,
        last=last,
        means=_means(options),
        regie=options.regie,
        uai=options.school,
        operator=options.operator,
    )
    for piece in receipt_list.receipt_pieces(desk, wanted):
        if options.json:
            print_json(_as_json(piece))
        else:
            names = ", ".join(line.name for line in piece.lines)
            print(
                f"{piece.number}  {piece.booked_on:%d/%m/%Y}  {money(piece.total_cents)}  {piece.means_label}  {names}"
            )
    return 0


@at_desk
def day_sheet(desk: Desk, options: argparse.Namespace) -> int:
    """Show, print or close a day's sheet (FQE)."""
    day = _day(options.day) if options.day else booked_day.paris_day(desk.now())
    if options.close:
        paid_over = parse_cents(options.paid_over) if options.paid_over else 0
        closing.close_day(desk, day, regie=options.regie, paid_over_cents=paid_over)
    means = _means(options)
    sheet = cash_reports.day_sheet(desk, day, regie=options.regie, means=means)
    paper = closing.day_pdf(desk, day, regie=options.regie, means=means)
    _write(options.pdf, paper.pdf)
    if options.json:
        cash = {"opening_cents": sheet.opening_cents, "closing_cents": sheet.closing_cents}
        print_json({"number": paper.number, "day": day} | cash | _summary_as_json(sheet.summary))
        return 0
    print(f"{paper.number or 'FQE provisoire'} du {long_date(day)}{NBSP}: {_in_words(sheet.summary)}")
    return 0


@at_desk
def slip(desk: Desk, options: argparse.Namespace) -> int:
    """Show, print or close a slip (BE)."""
    first, last = _period(options)
    first, last = first or date.min, last or booked_day.paris_day(desk.now())
    means = _means(options)
    summary = cash_reports.slip_draft(desk, first, last, regie=options.regie, means=means)
    if options.close:
        paper = closing.close_slip(desk, first, last, regie=options.regie, means=means)
        number, pdf = paper.number, paper.pdf
    else:
        number = ""
        pdf = closing.slip_draft_pdf(desk, first, last, regie=options.regie, means=means)
    _write(options.pdf, pdf)
    if options.json:
        print_json({"number": number} | _summary_as_json(summary))
    else:
        print(f"{number or 'BE provisoire'}{NBSP}: {_in_words(summary)}")
    return 0


@at_desk
def lock_month(desk: Desk, options: argparse.Namespace) -> int:
    """Lock a month."""
    closing.lock_month(desk, _day(f"{options.month}-01"), regie=options.regie)
    print(f"Le mois {options.month} est clos.")
    return 0


@at_desk
def check(desk: Desk, options: argparse.Namespace) -> int:
    """Check the books."""
    found = books_check.check_books(desk)
    if options.json:
        print_json(asdict(found))
    else:
        for fault in found.faults:
            print(fault)
        sizes = f"{count(found.entries, 'écriture')}, {count(found.receipts, 'reçu')}, {count(found.wallets, 'compte')}"
        verdict = "les livres sont justes" if found.ok else count(len(found.faults), "défaut")
        print(f"{sizes}{NBSP}: {verdict}.")
    return 0 if found.ok else _FAILED


@at_desk
def confirm_numbers(desk: Desk, options: argparse.Namespace) -> int:
    """Say the last numbers on paper."""
    year = options.year or booked_day.paris_day(desk.now()).year
    typed = {"reçu": options.receipt, "FQE": options.fqe, "BE": options.be}
    on_paper = {paper: _number(one) for paper, one in typed.items()}
    following = printed_numbers.confirm_numbers(desk, year, on_paper, regie=options.regie)
    said = ", ".join(f"{paper} {number}" for paper, number in following.items())
    print(f"Prochains numéros de {year}{NBSP}: {said}.")
    return 0


def _number(typed: str) -> int | None:
    if typed == "?":
        return None
    if not typed.isascii() or not typed.isdecimal():
        raise Refused("number_unreadable", typed=typed[:40])
    return int(typed[:12])


def _line(typed: str) -> receipts.ReceiptLine:
    whose, _, amount = typed.rpartition("=")
    diner_id, _, wallet = whose.partition(":")
    return receipts.ReceiptLine(diner_id, parse_cents(amount), wallet or "self")


def _day(typed: str) -> date:
    try:
        return datetime.strptime(typed, "%Y-%m-%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError as error:
        raise Refused("day_unreadable", typed=typed[:40]) from error


def _period(options: argparse.Namespace) -> tuple[date | None, date | None]:
    if options.period:
        first, _, last = options.period.partition("..")
        return _day(first), _day(last)
    day = _day(options.day) if options.day else None
    return day, day


def _means(options: argparse.Namespace) -> tuple[str, ...]:
    return tuple(filter(None, (one.strip() for one in options.means.split(","))))


def _write(path: Path | None, pdf: bytes) -> None:
    if path is not None:
        with whole_file(path) as stream:
            stream.write(pdf)


def _in_words(summary: CashSummary) -> str:
    about = f" ({summary.filter_text})" if summary.filter_text else ""
    return f"{count(summary.pieces, 'pièce')}, {money(summary.total_cents)}{about}."


def _summary_as_json(summary: CashSummary) -> dict[str, object]:
    return {
        "means": [asdict(one) for one in summary.means],
        "pieces": summary.pieces,
        "total_cents": summary.total_cents,
        "accounts": {account: cents for account, _, cents in summary.by_account},
    }


def _as_json(piece: ReceiptPiece) -> dict[str, object]:
    # Part of the command line's interface: names may be added, never removed.
    names = ("receipt_id", "number", "booked_on", "paid_on", "means", "payer", "reference", "total_cents")
    more = ("is_reversal", "is_taken_back", "slip_number", "operator")
    return {name: getattr(piece, name) for name in (*names, *more)} | {
        "lines": [asdict(line) for line in piece.lines]
    }
