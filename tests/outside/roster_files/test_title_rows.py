"""Which line of a table names its columns."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.sources import ROOT
from turbo_admin.core.errors import BadData
from turbo_admin.core.roster.title_words import DinerField
from turbo_admin.outside.roster_files.diner_files import heads_of, look_at
from turbo_admin.outside.roster_files.spreadsheets import read_diners

TODAY = date(2026, 11, 24)
CASES = ROOT / "tests" / "golden" / "cases"


def table(folder: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(folder / "liste.xlsx")
    return folder / "liste.xlsx"


def test_groups_above_the_titles_are_no_titles() -> None:
    [row] = read_diners(CASES / "two_header_rows" / "liste.xlsx", today=TODAY).rows
    assert (row.row, row.last_name, row.first_name, row.class_name) == (5, "ABEILLE", "Zoé", "6 A")
    assert row.emails == ("rita@example.org", "luc@example.org")


def test_a_real_list_is_read_below_its_groups_with_its_second_sheet() -> None:
    path = CASES / "group_row_over_titles" / "Liste DP.xlsx"
    read = read_diners(path, today=TODAY)
    assert read.table.title_row == 4
    assert read.sheets == ("Élèves DP 26-27", "Personnel")
    assert read.unread == ("Lisez-moi",)
    staff = [row for row in read.rows if row.sheet == "Personnel"]
    assert [row.kind for row in staff] == ["commensal"] * 8
    # 302 lines with something in them: a total and one without a name are left aside, others are told as doubles.
    aside = [problem.skipped for problem in read.problems if problem.skipped]
    assert "Total 293" in aside
    assert "Sansnom" in aside
    pupils = [row for row in read.rows if row.sheet != "Personnel"]
    # The column of leaving days stands right of the groups, below none.
    assert any(row.left for row in pupils)
    assert len(pupils) + len(aside) <= 302
    assert {row.row for row in pupils} <= set(range(5, 307))


def test_a_list_without_titles_is_refused_and_its_first_pupil_is_no_title() -> None:
    path = CASES / "no_header_pronote" / "liste.csv"
    with pytest.raises(BadData, match="Aucune ligne de titres reconnue"):
        read_diners(path, today=TODAY)
    shown = look_at(path)
    assert shown is not None
    assert (shown.title_row, shown.titles, shown.samples[0]) == (0, ("", ""), ("ABEILLE", "Zoé"))
    read = read_diners(path, today=TODAY, fields=[DinerField.LAST, DinerField.FIRST])
    assert [row.last_name for row in read.rows] == ["ABEILLE", "BOURDON", "CIGALE"]


@pytest.mark.parametrize(
    "rows",
    [
        [["ABEILLE", "Zoé", "ULIS"], ["BOURDON", "Max", "6 A"], ["CIGALE", "Ana", "6 B"]],
        [["ABEILLE", "Zoé", "6 A", 4217], ["BOURDON", "Max", "6 A", 4300]],
        [["Abeille", "Zoé"], ["BOURDON", "Max"]],
        [["ABEILLE", "Zoé", "Élève"], ["BOURDON", "Max", "Élève"], ["CIGALE", "Ana", "Commensal"]],
        [["ABEILLE Zoé", "a@exemple.fr"], ["BOURDON Max", "b@exemple.fr"]],
    ],
)
def test_the_first_pupil_of_any_list_is_no_title(rows: list[list[Any]], tmp_path: Path) -> None:
    shown = look_at(table(tmp_path, rows))
    assert shown is not None
    assert shown.title_row == 0
    assert len(shown.samples) == len(rows)


def test_lists_without_titles_are_known_again_one_by_one(tmp_path: Path) -> None:
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    first.write_text("ABEILLE;Zoé\nBOURDON;Max\n", encoding="utf-8")
    second.write_text("Zoé;ABEILLE\nMax;BOURDON\n", encoding="utf-8")
    keys = {shown.key for path in (first, second) if (shown := look_at(path))}
    assert len(keys) == 2


def test_titles_on_two_lines_are_read_as_one(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        [
            ["Nom", "Prénom", "Classe", "Responsable 1", None, "Responsable 2", None],
            [None, None, None, "Nom", "E-mail", "Nom", "E-mail"],
            ["ABEILLE", "Zoé", "6 A", "ABEILLE Rita", "r@exemple.fr", "ROUGE Luc", "l@exemple.fr"],
        ],
    )
    read = read_diners(path, today=TODAY)
    assert read.problems == ()
    [row] = read.rows
    assert (row.last_name, row.class_name, row.emails) == ("ABEILLE", "6 A", ("r@exemple.fr", "l@exemple.fr"))


@pytest.mark.parametrize("group", ["Responsable légal", "Parents", "Père", "Représentant 1"])
def test_names_below_a_group_of_guardians_are_no_diners(group: str, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        [
            [group, None, "Élève", None, None],
            ["Nom", "Prénom", "Nom", "Prénom", "Classe"],
            ["ROUGE", "Rita", "BOURDON", "Max", "6 A"],
        ],
    )
    [row] = read_diners(path, today=TODAY).rows
    assert (row.last_name, row.first_name) == ("BOURDON", "Max")


def test_a_group_of_pupils_and_guardians_hides_nobody(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        [["Élèves et responsables", None, "Cantine"], ["Nom", "Prénom", "Régime"], ["BOURDON", "Max", "DP"]],
    )
    assert [row.last_name for row in read_diners(path, today=TODAY).rows] == ["BOURDON"]


def test_a_title_of_the_page_changes_nothing(tmp_path: Path) -> None:
    path = table(
        tmp_path, [["Liste des élèves et de leurs responsables"], ["Nom", "Prénom"], ["BOURDON", "Max"]]
    )
    read = read_diners(path, today=TODAY)
    assert read.table.titles == ("Nom", "Prénom")
    assert read.table.title_row == 2


def test_totals_and_titles_again_are_left_aside_and_told(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        [
            ["Élève", "Classe"],
            ["BOURDON Max", "6 A"],
            ["Total 6 A", 1],
            ["Élève", "Classe"],
            ["ABEILLE Zoé", "6 B"],
            ["Effectif : 2"],
            ["Sous-total élèves"],
        ],
    )
    read = read_diners(path, today=TODAY)
    assert [row.last_name for row in read.rows] == ["BOURDON", "ABEILLE"]
    assert [(problem.row, problem.skipped) for problem in read.problems] == [
        (3, "Total 6 A 1"),
        (4, "Élève Classe"),
        (6, "Effectif : 2"),
        (7, "Sous-total élèves"),
    ]


def test_the_line_of_titles_can_be_moved_and_every_column_is_reached(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        [
            ["Nom", "Prénom"],
            ["Nom de l’élève", "Prénom de l’élève", None, "Div."],
            ["BOURDON", "Max", "x", "6 A", 4217],
        ],
    )
    [head] = heads_of(path)
    assert [number for number, _ in head.rows] == [1, 2, 3]
    assert head.table(2).titles == ("Nom de l’élève", "Prénom de l’élève", "", "Div.", "")
    assert head.table(2).key == head.table(2).key
    fields = [DinerField.LAST, DinerField.FIRST, None, DinerField.CLASS, DinerField.CARD]
    [row] = read_diners(path, today=TODAY, title_row=2, fields=fields).rows
    assert (row.row, row.class_name, row.card) == (3, "6 A", "04217")
    shown = look_at(path, title_row=2)
    assert shown is not None
    assert shown.title_row == 2
    with pytest.raises(BadData):
        look_at(path, title_row=40)


def test_the_heads_show_every_sheet() -> None:
    heads = heads_of(CASES / "group_row_over_titles" / "Liste DP.xlsx")
    assert [(head.sheet, head.title_row) for head in heads] == [
        ("Élèves DP 26-27", 4),
        ("Personnel", 3),
        ("Lisez-moi", 0),
    ]
    assert len(heads[0].rows) == 25
    assert heads_of(CASES / "no_uai" / "ElevesSansAdresses.xml") == ()


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (["Nom de", "Prénom de", "N° de"], ["l'élève", "l'élève", "carte"]),
        (["Nom", "Prénom", "N°"], ["de l'élève", "de l'élève", "carte"]),
    ],
)
def test_a_title_cut_between_two_lines_is_read_as_one(
    upper: list[str], lower: list[str], tmp_path: Path
) -> None:
    read = read_diners(table(tmp_path, [upper, lower, ["ABEILLE", "Zoé", "04217"]]), today=TODAY)
    assert [(row.last_name, row.first_name, row.card) for row in read.rows] == [("ABEILLE", "Zoé", "04217")]


def test_two_classes_side_by_side_are_told(tmp_path: Path) -> None:
    rows = [
        ["6 A", None, "5 B", None],
        ["Nom", "Prénom", "Nom", "Prénom"],
        ["ABEILLE", "Zoé", "GUEPE", "Max"],
    ]
    read = read_diners(table(tmp_path, rows), today=TODAY)
    [problem] = read.problems
    assert problem.text.startswith("Les colonnes C et D semblent nommer d’autres hôtes")


def test_columns_beyond_those_that_are_read_are_among_the_unread_ones(tmp_path: Path) -> None:
    wide = [["Nom", "Prénom", *[None] * 200, "Classe"], ["ABEILLE", "Zoé", *[None] * 200, "6 A"]]
    assert read_diners(table(tmp_path, wide), today=TODAY).unread_columns == ("GS et suivantes",)
