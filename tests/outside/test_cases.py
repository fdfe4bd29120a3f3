"""Small files that were once read wrongly."""

from datetime import date
from pathlib import Path

from turbo_admin.outside.diner_files import FilesRead, read_files

CASES = Path(__file__).parent.parent / "golden" / "cases"
TODAY = date(2026, 11, 23)


def read(case: str) -> FilesRead:
    return read_files(sorted((CASES / case).iterdir()), TODAY)


def test_flags_and_teachers_addresses_are_nobodys_guardian() -> None:
    found = read("mail_flag_columns")
    assert [row.emails for row in found.rows] == [
        ("rita@example.org",),
        ("luc@example.org",),
        ("eve@example.org",),
    ]
    assert found.problems == ()
    assert found.table
    assert found.table.guess.unread == ("Accepte les mails", "Mail professeur principal")


def test_titles_with_stars_brackets_and_hints_are_understood() -> None:
    (zoe,) = read("starred").rows
    assert (zoe.last_name, zoe.class_name, zoe.birth, zoe.card) == ("ABEILLE", "6 A", "2014-03-02", "04217")
    assert zoe.emails == ("a@example.org",)


def test_the_diners_are_the_children_and_not_their_guardians() -> None:
    assert [(row.last_name, row.first_name) for row in read("guardian_first").rows] == [
        ("ABEILLE", "Zoé"),
        ("BOURDON", "Max"),
    ]


def test_cards_that_a_spreadsheet_took_for_sums_are_read() -> None:
    found = read("card_decimal")
    assert [row.card for row in found.rows] == ["04217", "04300", "04301"]
    assert found.problems == ()
