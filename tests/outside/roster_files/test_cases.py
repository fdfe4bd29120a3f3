"""Small files that were once read wrongly."""

from datetime import date
from pathlib import Path

from turbo_admin.outside.roster_files.diner_files import FilesRead, read_files

CASES = Path(__file__).parents[2] / "golden" / "cases"
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


def test_a_pupil_who_left_and_came_back_is_present_in_the_new_class() -> None:
    (ana,) = read("left_and_back").rows
    assert (ana.last_name, ana.left, ana.class_name, ana.elenoet) == ("LIBELLULE", False, "6 C", "75")


def test_a_second_card_is_told_and_an_only_card_is_kept() -> None:
    found = read("two_cards")
    assert [(row.last_name, row.card) for row in found.rows] == [("ABEILLE", "04217"), ("BOURDON", "04300")]
    [problem] = found.problems
    assert (problem.row, problem.column) == (3, "N° carte")
    assert problem.text.replace("\u00a0", " ") == (
        "ABEILLE Zoé a deux cartes, 04217 et 05555 : c’est 04217 qui est reprise. Si l’autre sert aussi, ajoutez-la "
        "dans sa fiche."
    )


def test_years_of_two_digits_are_what_they_mean() -> None:
    assert [row.birth for row in read("two_digit_years").rows] == ["1961-05-12", "2014-03-02", "1957-01-01"]


def test_days_with_a_time_are_days() -> None:
    found = read("dates_with_time")
    assert [row.birth for row in found.rows] == ["2014-03-02"] * 4
    assert [row.last_name for row in found.rows if row.left] == ["BOURDON", "DORYPHORE"]
    assert found.problems == ()
