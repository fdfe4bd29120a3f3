"""Cells as secretariats fill them in: what is read, what is told, and that nothing is dropped in silence."""

from collections.abc import Sequence
from datetime import date

import pytest

from turbo_admin.outside.diner_columns import guess_columns
from turbo_admin.outside.gathered import Gathered
from turbo_admin.outside.row_reader import RowReader
from turbo_admin.outside.workbooks import Cell

TODAY = date(2026, 11, 23)


def gather(titles: Sequence[str], *rows: Sequence[Cell]) -> Gathered:
    gathered = Gathered("h.csv")
    reader = RowReader(gathered, guess_columns(titles), TODAY)
    for number, row in enumerate(rows, 2):
        reader.read(number, row)
    gathered.settle()
    return gathered


def one(title: str, cell: Cell) -> tuple[Gathered, str]:
    """Read one row with one column beside the name; return also what is told, blanks made plain."""
    gathered = gather(["Nom", "Prénom", title], ["ABEILLE", "Zoé", cell])
    return gathered, " ".join(problem.text.replace("\u00a0", " ") for problem in gathered.problems)


@pytest.mark.parametrize(
    ("written", "card", "says"),
    [
        ("4217.0", "04217", ""),
        ("n° 04217", "04217", ""),
        ("néant", "", ""),
        ("00000", "", ""),
        ("-", "", ""),
        ("04306 (perdue)", "", "« 04306 (perdue) » : cette carte ne sert plus"),
        ("04306 (neuve)", "04306", "la carte 04306 est reprise. Vérifiez"),
        ("04217 / 04218", "", "« 04217 / 04218 » n’est pas à coup sûr un numéro de carte"),
        ("4.2E+03", "", "Écrivez ses 5 derniers chiffres (04217)"),
    ],
)
def test_a_card_is_read_or_told(written: str, card: str, says: str) -> None:
    gathered, told = one("N° carte", written)
    assert gathered.rows[0].card == card
    assert says in told
    assert bool(told) == bool(says)
