"""Workbooks of several sheets: one plan for all of them, and nobody left for a sheet that was not read."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from tests.people import CAST, HUGO_MARTIN, LEA_MARTIN, UAI, Person
from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.roster import apply, importing
from turbo_admin.office.roster.plan import Action

HEADER = ("Identifiant", "Nom", "Prénom", "Classe", "N° carte", "E-mail", "Sorti")


def row(one: Person) -> tuple[str, ...]:
    """Return a person's line."""
    emails = ", ".join(one.emails)
    return (
        one.id,
        one.last_name,
        one.first_name,
        one.class_name,
        one.card,
        emails,
        "oui" if one.left else "",
    )


def workbook(path: Path, **sheets: Sequence[Sequence[str]]) -> Path:
    """Write a workbook, one sheet for each keyword."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


def test_nobody_leaves_because_a_class_has_a_sheet_of_its_own(desk: Desk, tmp_path: Path) -> None:
    first, *others = CAST
    path = workbook(tmp_path / "h.xlsx", A=[HEADER, row(first)], B=[HEADER, *map(row, others)])
    made = importing.plan_import(desk, path, UAI, leave_absent=True)
    assert (made.same, made.left, made.problems, made.questions()) == (len(CAST), 0, (), ())
    assert [(one.sheet, one.row) for one in made.rows[:2]] == [("A", 2), ("B", 2)]


def test_lines_and_remarks_stand_in_the_order_of_the_sheets(desk: Desk, tmp_path: Path) -> None:
    unnamed = ("", "SANS", "", "6 A", "", "", "")
    again = ("", *row(LEA_MARTIN)[1:4], "", "", "")
    path = workbook(
        tmp_path / "h.xlsx",
        B=[HEADER, row(HUGO_MARTIN), row(LEA_MARTIN), unnamed],
        A=[HEADER, unnamed, again],
    )
    made = importing.plan_import(desk, path, UAI, leave_absent=False)
    assert [(one.sheet, one.row, one.action) for one in made.rows] == [
        ("B", 2, Action.SAME),
        ("B", 3, Action.SAME),
        ("B", 4, Action.SKIP),
        ("A", 2, Action.SKIP),
        ("A", 3, Action.SKIP),
    ]
    assert [(one.sheet, one.row) for one in made.problems] == [("B", 4), ("A", 2), ("A", 3)]
    assert "MARTIN Léa est déjà feuille B, ligne 3" in made.problems[-1].text


def test_marking_who_is_absent_asks_first_when_a_sheet_was_not_read(desk: Desk, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "h.xlsx", A=[HEADER, *map(row, CAST)], B=[["Famille", "Petit nom"], ["NEUF", "Éva"]]
    )
    made = importing.plan_import(desk, path, UAI, leave_absent=True)
    [question] = made.questions()
    assert "La feuille «\u00a0B\u00a0» n’a pas été lue" in question
    assert importing.plan_import(desk, path, UAI, leave_absent=False).questions() == ()
    path = workbook(
        tmp_path / "h.xlsx", A=[HEADER, *map(row, CAST[1:])], B=[["Famille", "Petit nom"], ["NEUF", "É"]]
    )
    with pytest.raises(Refused, match="n’a pas été lue"):
        apply.apply_import(desk, importing.plan_import(desk, path, UAI, leave_absent=True))
