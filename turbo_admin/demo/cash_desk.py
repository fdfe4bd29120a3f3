"""The end of the demo's day: families pay at the desk, one receipt is taken back, the day and a slip are closed."""

from pathlib import Path

from turbo_admin.core.french import count, money
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.money.balances import balance_lines
from turbo_admin.office.money.booked_day import paris_day
from turbo_admin.office.money.closing import close_day, close_slip
from turbo_admin.office.money.receipts import NewReceipt, ReceiptLine, book_receipt
from turbo_admin.office.money.taking_back import reverse_receipt

# Means, cents and what the means asks for, of each family that comes to the desk.
_PAID: tuple[tuple[str, tuple[int, ...], dict[str, str]], ...] = (
    ("especes", (1725,), {}),
    ("cheque", (3450, 1725), {"bank": "Crédit Mutuel", "number": "0004517", "drawer": "Famille"}),
    ("carte", (4760,), {}),
    ("cheque", (5835,), {"bank": "La Banque Postale", "number": "7182044", "drawer": "Famille"}),
    ("especes", (1725,), {}),
    ("virement", (9520,), {"number": "VIR-2026-118"}),
)
# Of `_PAID`: cash for the wrong child.
_TAKEN_BACK = 4


def cash(desk: Desk, uai: str, folder: Path) -> str:
    """Book receipts, close the day (FQE) and a slip of the cheques (BE), and leave both papers in a folder.

    Returns:
        What it came to, in French.
    """
    people = iter(balance_lines(desk, uai))
    booked = [
        book_receipt(
            desk,
            NewReceipt(
                means,
                [ReceiptLine(next(people).diner_id, cents) for cents in amounts],
                details=details,
            ),
        )
        for means, amounts, details in _PAID
    ]
    reverse_receipt(desk, booked[_TAKEN_BACK].record.id, "mauvais enfant")
    today = paris_day(desk.now())
    folder.mkdir(exist_ok=True)
    papers = (close_day(desk, today), close_slip(desk, today, today, means=["cheque"]))
    for paper in papers:
        (folder / f"{paper.number}.pdf").write_bytes(paper.pdf)
    total = sum(one.record.total_cents for one in booked)
    numbers = " et ".join(paper.number for paper in papers)
    return f"{count(len(booked), 'reçu')}, {money(total)}, dont un annulé\u00a0; {numbers}"
