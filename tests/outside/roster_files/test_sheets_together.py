"""Workbooks of several sheets: which are read together, and what is said of the others."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from turbo_admin.core.errors import BadData
from turbo_admin.core.roster.title_words import DinerField
from turbo_admin.outside.roster_files.spreadsheets import read_diners

TODAY = date(2026, 11, 23)
HEADER = ["Nom", "Prénom", "Classe", "N° carte", "E-mail"]


def sheets(path: Path, **tables: list[list[Any]]) -> Path:
    """Write a workbook of several sheets."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for title, rows in tables.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_one_sheet_a_class_is_read_whole_and_says_where_each_line_stands(tmp_path: Path) -> None:
    path = sheets(
        tmp_path / "classes.xlsx",
        Consignes=[["Une feuille par classe."]],
        vide=[],
        **{
            "6A": [HEADER, ["MARTIN", "Léa", "6 A", 101, None]],
            "6B": [
                ["Classe de 6 B"],
                ["Prénom", "Nom", "N° carte", "Classe", "E-mail"],
                ["Hugo", "DUPONT", 101, "6 B", None],
                ["Zoé", "DURAND", 102, "6 B", "z@exemple.fr"],
            ],
        },
        Tarifs=[["Code", "Prix"], ["A", 4.5]],
        Adultes=[["Nom", "Prénom", "E-mail"], ["LEGRAND", "Anne", "a@exemple.fr"]],
    )
    read = read_diners(path, today=TODAY)

    assert [(row.spot(), row.last_name, row.card, row.emails) for row in read.rows] == [
        ("feuille 6A, ligne 2", "MARTIN", "00101", ()),
        ("feuille 6B, ligne 3", "DUPONT", "", ()),
        ("feuille 6B, ligne 4", "DURAND", "00102", ("z@exemple.fr",)),
        ("feuille Adultes, ligne 2", "LEGRAND", "", ("a@exemple.fr",)),
    ]
    assert [row.kind for row in read.rows] == ["", "", "", "commensal"]
    assert read.sheets == ("6A", "6B", "Adultes")
    assert set(read.unread) == {"Consignes", "Tarifs"}
    said = {problem.where: problem.text.replace("\u00a0", " ") for problem in read.problems}
    taken = said.pop("classes.xlsx, feuille «\u00a06B\u00a0», ligne 3, colonne «\u00a0N° carte\u00a0»")
    assert "déjà celle de MARTIN Léa, feuille 6A, ligne 2" in taken
    texts = " ".join(problem.text.replace("\u00a0", " ") for problem in read.problems if not problem.row)
    assert "La feuille « Consignes » n’a pas été lue : aucune ligne de titres" in texts
    assert "La feuille « Tarifs » n’a pas été lue : aucune ligne de titres" in texts
    assert "vide" not in texts


@pytest.mark.parametrize("name", ["Sortis", "Départs 2026", "ANCIENS_élèves"])
def test_a_sheet_named_after_those_who_left_brings_nobody_back(name: str, tmp_path: Path) -> None:
    gone = {name: [HEADER, ["PARTI", "Tom", "6 A", 103, None]]}
    here = {"6A": [HEADER, ["MARTIN", "Léa", "6 A", 101, None]]}
    for tables in (gone | here, here | gone):
        read = read_diners(sheets(tmp_path / "h.xlsx", **tables), today=TODAY)
        assert [row.last_name for row in read.rows] == ["MARTIN"]
        [remark] = read.problems
        assert "n’a pas été lue\u00a0: son nom est celui d’une liste de départs" in remark.text
        assert read.unread == ()
    alone = read_diners(sheets(tmp_path / "h.xlsx", **gone), today=TODAY)
    assert [row.last_name for row in alone.rows] == ["PARTI"]
    assert "porte le nom d’une liste de départs" in alone.problems[0].text


def test_what_the_clerk_chose_for_the_first_sheet_holds_for_those_with_its_titles(tmp_path: Path) -> None:
    path = sheets(
        tmp_path / "h.xlsx",
        A=[["Qui", "Où"], ["MARTIN Léa", "6 A"]],
        B=[["Où", "Qui"], ["6 B", "DUPONT Hugo"]],
        C=[["Plat", "Prix"], ["Frites", 3]],
    )
    read = read_diners(path, today=TODAY, fields=[DinerField.BOTH, DinerField.CLASS])
    assert [(row.sheet, row.first_name, row.class_name) for row in read.rows] == [
        ("A", "Léa", "6 A"),
        ("B", "Hugo", "6 B"),
    ]
    assert read.unread == ("C",)


def test_a_diner_listed_in_two_sheets_is_one_with_all_addresses(tmp_path: Path) -> None:
    header = ["Nom", "Prénom", "Classe", "Né(e) le", "E-mail"]
    path = sheets(
        tmp_path / "h.xlsx",
        Tous=[header, ["MARTIN", "Léa", "6 A", "02/03/2014", "a@exemple.fr"]],
        **{
            "6A": [
                header,
                ["MARTIN", "Léa", "6 A", "02/03/2014", "b@exemple.fr"],
                ["MARTIN", "Léa", "6 A", "05/03/2014", "c@exemple.fr"],
            ]
        },
    )
    rows = read_diners(path, today=TODAY).rows
    assert [row.emails for row in rows] == [("a@exemple.fr", "b@exemple.fr"), ("c@exemple.fr",)]


@pytest.mark.parametrize(
    ("first", "second", "classes"),
    [
        ("6A", "6 B", ("6A", "6 B")),
        ("Classe de CM1-CM2", "CP", ("CM1-CM2", "CP")),
        ("TG2", "1re STMG 2", ("TG2", "1re STMG 2")),
        ("6A", "Externes", ("", "")),
        ("4 jours", "5 jours", ("", "")),
        ("Feuil1", "Feuil2", ("", "")),
    ],
)
def test_sheets_named_after_classes_tell_the_class_where_no_column_does(
    first: str, second: str, classes: tuple[str, str], tmp_path: Path
) -> None:
    head = ["Nom", "Prénom"]
    book: dict[str, list[list[Any]]] = {first: [head, ["MARTIN", "Léa"]], second: [head, ["DUPONT", "Hugo"]]}
    read = read_diners(sheets(tmp_path / "classes.xlsx", **book), today=TODAY)

    assert tuple(row.class_name for row in read.rows) == classes
    said = [problem.text for problem in read.problems if "nom de la feuille" in problem.text]
    assert len(said) == bool(classes[0])


def test_a_column_of_classes_is_believed_rather_than_the_sheets(tmp_path: Path) -> None:
    head = ["Nom", "Prénom", "Classe"]
    book: dict[str, list[list[Any]]] = {
        "6A": [head, ["MARTIN", "Léa", "6e A"]],
        "6B": [head, ["DUPONT", "Hugo", None]],
    }
    read = read_diners(sheets(tmp_path / "classes.xlsx", **book), today=TODAY)

    assert [row.class_name for row in read.rows] == ["6e A", ""]
    assert read.problems == ()


def test_a_list_about_people_who_are_listed_already_makes_no_doubles(tmp_path: Path) -> None:
    path = sheets(
        tmp_path / "h.xlsx",
        Liste=[HEADER, *([f"NOM{n}", "Léa", "6 A", n, None] for n in range(1, 9))],
        Allergies=[["Nom", "Prénom", "Allergie"], ["NOM3", "Léa", "noix"], ["NOM5", "LEA", "œufs"]],
        Impayés=[["Prénom", "Nom", "Dû"], ["Léa", "NOM1", 12.5], ["Tom", "AILLEURS", 3]],
    )
    read = read_diners(path, today=TODAY)
    assert len(read.rows) == 8
    assert read.sheets == ()
    told = [problem.text.replace("\u00a0", " ") for problem in read.problems]
    assert [
        text.startswith(f"La feuille « {name} » n’a pas été lue : ses personnes")
        for text, name in zip(told, ("Allergies", "Impayés"), strict=True)
    ] == [True, True]
    # Somebody may stand there alone.
    assert read.unread == ("Impayés",)


@pytest.mark.parametrize("name", ["Responsables", "Parents 6e", "Responsable légal 1"])
def test_a_sheet_of_guardians_makes_no_diners(name: str, tmp_path: Path) -> None:
    guardians = {name: [["Nom", "Prénom", "E-mail"], ["ROUGE", "Rita", "rita@exemple.fr"]]}
    here = {"Élèves": [HEADER, ["MARTIN", "Léa", "6 A", 101, None]]}
    for tables in (guardians | here, here | guardians):
        read = read_diners(sheets(tmp_path / "h.xlsx", **tables), today=TODAY)
        assert [row.last_name for row in read.rows] == ["MARTIN"]
        assert "liste de responsables" in read.problems[0].text


def test_the_clerk_can_have_any_sheet_read_alone(tmp_path: Path) -> None:
    path = sheets(
        tmp_path / "h.xlsx",
        Élèves=[HEADER, ["MARTIN", "Léa", "6 A", 101, None]],
        Cartes=[["Liste des cartes"], ["Nom", "Prénom", "Carte"], ["MARTIN", "Léa", 102]],
    )
    read = read_diners(path, today=TODAY, sheet="Cartes")
    [row] = read.rows
    assert (row.row, row.card) == (3, "00102")
    assert read.unread == ("Élèves",)
    assert "seule la feuille «\u00a0Cartes\u00a0» a été choisie" in read.problems[0].text
    with pytest.raises(BadData, match="de feuille «\u00a0Tarifs"):
        read_diners(path, today=TODAY, sheet="Tarifs")
