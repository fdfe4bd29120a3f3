"""FQE and BE: what they say, that closing is final, and that a kept paper is printed again as it was."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pypdfium2
import pytest
from sqlalchemy import text

from tests.office.conftest import Clock
from tests.office.money.money_desk import CHEQUE, book, diner_id
from tests.people import HUGO_MARTIN, LEA_MARTIN, LUKASZ
from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.money.books_check import check_books
from turbo_admin.office.money.cash_reports import day_sheet, slip_draft
from turbo_admin.office.money.closing import close_day, close_slip, day_pdf, lock_month, slip_draft_pdf
from turbo_admin.office.money.receipts import NewReceipt, ReceiptLine, book_receipt
from turbo_admin.office.money.taking_back import reverse_receipt

TODAY = date(2026, 11, 23)


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def words_of(pdf: bytes) -> str:
    """All words of a PDF, its no-break spaces as spaces."""
    return " ".join("\n".join(pages_of(pdf)).replace("\u00a0", " ").replace("\u202f", " ").split())


def book_family(desk: Desk) -> None:
    """Book a cheque for two children, cash, and cash that is taken back."""
    lea, hugo = diner_id(desk, LEA_MARTIN), diner_id(desk, HUGO_MARTIN)
    lines = [ReceiptLine(lea, 3450), ReceiptLine(hugo, 1725, "forfait")]
    book_receipt(desk, NewReceipt("cheque", lines, "Mme Martin", CHEQUE))
    book(desk, 2000, LUKASZ)
    wrong = book(desk, 1725)
    reverse_receipt(desk, wrong.record.id, "mauvais enfant")


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def test_a_day_sheet_sums_by_means_and_account_and_shows_take_backs(desk: Desk) -> None:
    book_family(desk)
    sheet = day_sheet(desk, TODAY)
    means = {one.code: (one.received, one.taken_back, one.amount_cents) for one in sheet.summary.means}
    assert {code: sums for code, sums in means.items() if sums != (0, 0, 0)} == {
        "especes": (2, 1, 2000),
        "cheque": (1, 0, 5175),
    }
    assert (sheet.summary.pieces, sheet.summary.total_cents) == (4, 7175)
    assert [(account, cents) for account, _, cents in sheet.summary.by_account] == [
        ("4112", 1725),
        ("4191", 5450),
    ]
    assert (sheet.opening_cents, sheet.closing_cents, sheet.number) == (0, 2000, 0)


def test_one_means_alone_stands_in_the_title_and_on_the_paper(desk: Desk) -> None:
    book_family(desk)
    alone = day_sheet(desk, TODAY, means=["en_ligne"])
    assert (alone.summary.filter_text, alone.summary.pieces) == ("paiement en ligne seulement", 0)
    words = words_of(day_pdf(desk, TODAY, means=["en_ligne"]).pdf)
    assert "paiement en ligne seulement" in words
    assert "zéro euro." in words
    cheques = words_of(day_pdf(desk, TODAY, means=["cheque", "carte"]).pdf)
    assert "chèque et carte bancaire seulement" in cheques
    assert "WIŚNIEWSKI" not in cheques
    assert refusal(lambda: day_sheet(desk, TODAY, means=["or"])) == "means_not_there"


def test_the_paper_of_a_day_says_everything_once(desk: Desk) -> None:
    book_family(desk)
    words = words_of(day_pdf(desk, TODAY).pdf)
    for said in (
        *("Fiche quotidienne d’encaissement", "23 novembre 2026", "provisoire, journée non arrêtée"),
        *("R2026-000001 à 000003", "MARTIN Léa", "Crédit Mutuel 0004517 MARTIN Claire", "WIŚNIEWSKI Łukasz"),
        *("annulation : mauvais enfant", "−17,25", "71,75 €"),
        "soixante et onze euros et soixante-quinze centimes.",
        *("4112 Familles, forfaits", "4191 Avances des hôtes à la prestation", "Page 1 sur 1"),
    ):
        assert said in words, said


def test_a_closed_day_takes_no_line_and_is_printed_again_byte_for_byte(desk: Desk, clock: Clock) -> None:
    book_family(desk)
    closed = close_day(desk, TODAY, paid_over_cents=1500)
    assert closed.number == "FQE2026-001"
    clock.pass_by(days=3)
    again = day_pdf(desk, TODAY)
    assert (again.number, again.pdf) == (closed.number, closed.pdf)
    assert "provisoire" not in words_of(closed.pdf)
    assert refusal(lambda: close_day(desk, TODAY)) == "day_already_closed"
    assert refusal(lambda: close_day(desk, TODAY - timedelta(days=1))) == "day_already_closed"
    book(desk, 1000)
    sheet = day_sheet(desk, TODAY + timedelta(days=3))
    assert (sheet.opening_cents, sheet.closing_cents) == (500, 1500)
    assert check_books(desk).ok


def test_days_are_closed_in_order_and_never_ahead(desk: Desk, clock: Clock) -> None:
    book(desk)
    clock.pass_by(days=1)
    book(desk)
    tomorrow = TODAY + timedelta(days=1)
    assert refusal(lambda: close_day(desk, tomorrow)) == "close_earlier_first"
    assert refusal(lambda: close_day(desk, tomorrow + timedelta(days=1))) == "day_to_come"
    assert refusal(lambda: close_day(desk, TODAY, paid_over_cents=9999)) == "paid_over_too_much"
    assert [close_day(desk, day).number for day in (TODAY, tomorrow)] == ["FQE2026-001", "FQE2026-002"]


def test_a_slip_holds_each_line_once_and_a_take_back_goes_to_a_later_one(desk: Desk, clock: Clock) -> None:
    book_family(desk)
    kept = book(desk, 400)
    first = close_slip(desk, TODAY, TODAY, means=["especes"])
    assert first.number == "BE2026-001"
    assert refusal(lambda: close_slip(desk, TODAY, TODAY, means=["especes"])) == "slip_empty"
    clock.pass_by(days=1)
    reverse_receipt(desk, kept.record.id, "erreur")
    rest = slip_draft(desk, TODAY, TODAY + timedelta(days=1))
    assert [(one.number, one.amount_cents) for one in rest.lines] == [(1, 3450), (1, 1725), (4, -400)]
    second = close_slip(desk, TODAY, TODAY + timedelta(days=1))
    words = words_of(second.pdf)
    for said in (
        "BE2026-002",
        "Exemplaire 1 sur 3",
        "Exemplaire 3 sur 3",
        "47,75 €",
        "du 23/11/2026 au 24/11/2026",
    ):
        assert said in words, said
    assert len(pages_of(second.pdf)) == 3
    assert check_books(desk).ok


def test_a_draft_of_a_slip_says_that_it_is_one(desk: Desk) -> None:
    book_family(desk)
    words = words_of(slip_draft_pdf(desk, TODAY, TODAY))
    assert "provisoire, bordereau non arrêté" in words
    assert close_slip(desk, TODAY, TODAY).number == "BE2026-001"


def test_a_month_is_locked_when_it_is_over_and_all_its_days_are_closed(desk: Desk, clock: Clock) -> None:
    book(desk)
    assert refusal(lambda: lock_month(desk, TODAY)) == "month_not_over"
    clock.pass_by(days=10)
    assert refusal(lambda: lock_month(desk, TODAY)) == "close_earlier_first"
    close_day(desk, TODAY)
    lock_month(desk, TODAY)
    assert refusal(lambda: lock_month(desk, TODAY)) == "month_already_locked"


@pytest.mark.both_engines
def test_of_two_pcs_one_closes_the_day_and_no_line_comes_after(
    open_pc: Callable[[str], Desk], desk: Desk
) -> None:
    book(desk)
    other = open_pc("bruno")

    def close(pc: Desk) -> str:
        try:
            return close_day(pc, TODAY).number
        except Refused as refused:
            return refused.code

    def book_some(pc: Desk) -> list[date]:
        return [book(pc).record.booked_on for _ in range(5)]

    with ThreadPoolExecutor(4) as pool:
        closed, booked = pool.map(close, [desk, other]), pool.map(book_some, [desk, other])
        assert sorted(closed) == ["FQE2026-001", "day_already_closed"]
        days = {day for some in booked for day in some}
    assert days <= {TODAY, TODAY + timedelta(days=1)}
    found = check_books(desk)
    assert (found.ok, found.receipts) == (True, 11)


def test_what_does_not_add_up_is_said(desk: Desk) -> None:
    book_family(desk)
    close_day(desk, TODAY)
    for statement in (
        "UPDATE wallet SET balance_cents = balance_cents + 1 WHERE kind = 'forfait'",
        "UPDATE number_series SET last = last + 2 WHERE series = 'receipt'",
    ):
        with desk.database.write() as session:
            session.execute(text(statement))
    faults = check_books(desk).faults
    assert len(faults) == 2
    assert "17,26" in faults[0]
    assert "2\u00a0numéros sans écriture, à partir de 4" in faults[1]


def test_a_long_slip_goes_on_over_pages_with_its_end_together(desk: Desk) -> None:
    lea = diner_id(desk, LEA_MARTIN)
    for _ in range(2):
        book_receipt(desk, NewReceipt("cheque", [ReceiptLine(lea, 100)] * 100, details=CHEQUE))
    pages = pages_of(close_slip(desk, TODAY, TODAY).pdf)
    assert len(pages) % 3 == 0
    [last] = [page for page in pages[: len(pages) // 3] if "Le régisseur remet" in page]
    assert "MARTIN Léa" in last
    assert sum(page.count("MARTIN Léa") for page in pages) == 600
