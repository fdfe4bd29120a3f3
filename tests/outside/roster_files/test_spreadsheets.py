import errno
import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from turbo_admin.core.errors import BadData, Refused
from turbo_admin.outside.files.atomic import whole_file
from turbo_admin.outside.files.excel_writer import write_table
from turbo_admin.outside.roster_files.spreadsheets import read_diners

TODAY = date(2026, 11, 23)
HEADER = ["Nom", "Prénom", "Classe", "N° carte", "E-mail"]


def workbook(path: Path, rows: list[list[Any]], *, title: str = "Hôtes") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_a_workbook_with_a_title_above_its_header_is_read(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "hotes.xlsx",
        [
            ["Liste des hôtes au 23/11/2026"],
            [],
            [
                "NOM",
                "Prénom",
                "Division",
                "N° de carte",
                "Courriel responsable 1",
                "Courriel responsable 2",
                "Catégorie",
                "Sorti(e) le",
                "Identifiant",
                "UAI",
            ],
            [
                "MARTIN",
                "Léa",
                "5 A",
                4217,
                "A@Exemple.fr",
                "b@exemple.fr; c@exemple.fr",
                "Élève",
                None,
                17,
                "0990001N",
            ],
            ["LEGRAND", "Anne", None, "683-20001", None, None, "Professeur", "01/09/2026", "P18", "Lycée"],
            ["DURAND", "Zoé", "6 B", 4300.0, None, None, "", datetime(2027, 1, 1), None, None],  # noqa: DTZ001
        ],
    )
    read = read_diners(path, today=TODAY)

    assert read.problems == ()
    lea, anne, zoe = read.rows
    assert (lea.row, lea.last_name, lea.first_name, lea.class_name) == (4, "MARTIN", "Léa", "5 A")
    assert (lea.card, lea.external_id, lea.kind, lea.left, lea.uai) == (
        "04217",
        "17",
        "élève",
        False,
        "0990001N",
    )
    assert lea.emails == ("A@exemple.fr", "b@exemple.fr", "c@exemple.fr")
    assert (anne.card, anne.kind, anne.left, anne.uai) == ("0683-20001", "commensal", True, "")
    assert (zoe.card, zoe.left) == ("04300", False)


@pytest.mark.parametrize(
    ("written", "card"),
    [
        (4217, "04217"),
        ("04217", "04217"),
        (7.0, "00007"),
        ("0683-04217", "0683-04217"),
        ("683-04217", "0683-04217"),
        (68304217, "0683-04217"),
        ("068304217", "0683-04217"),
        (None, ""),
    ],
)
def test_cards_keep_their_zeros(written: Any, card: str, tmp_path: Path) -> None:
    path = workbook(tmp_path / "h.xlsx", [HEADER, ["MARTIN", "Léa", "5 A", written, None]])
    assert read_diners(path).rows[0].card == card


def test_every_problem_says_file_sheet_row_and_column(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "hotes.xlsx",
        [
            HEADER,
            ["MARTIN", "Léa", "5 A", 4217, "pas une adresse"],
            ["DUPONT", "Hugo", "3 C", "0683-04217", None],
            ["DURAND", "Zoé", "3 C", "A12", None],
            ["", "Tom", "3 C", None, None],
            ["BLANC", "#N/A", "3 C", None, None],
        ],
    )
    read = read_diners(path)

    assert [problem.where.replace("\u00a0", " ") for problem in read.problems] == [
        "hotes.xlsx, feuille « Hôtes », ligne 2, colonne « E-mail »",
        "hotes.xlsx, feuille « Hôtes », ligne 3, colonne « N° carte »",
        "hotes.xlsx, feuille « Hôtes », ligne 4, colonne « N° carte »",
        "hotes.xlsx, feuille « Hôtes », ligne 5, colonne « Nom »",
        "hotes.xlsx, feuille « Hôtes », ligne 6, colonne « Prénom »",
    ]
    assert "déjà celle de MARTIN Léa, ligne 2" in read.problems[1].text
    assert [(row.last_name, row.card) for row in read.rows] == [
        ("MARTIN", "04217"),
        ("DUPONT", ""),
        ("DURAND", ""),
    ]


def test_one_row_a_guardian_makes_one_diner_with_both_addresses(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "h.xlsx",
        [
            HEADER,
            ["MARTIN", "Léa", "5 A", 4217, "a@exemple.fr"],
            ["Martin", "Lea", "5 A", 4217, "B@exemple.fr"],
            ["MARTIN", "Léa", "5 A", 4217, "A@EXEMPLE.FR"],
        ],
    )
    read = read_diners(path)
    assert [row.emails for row in read.rows] == [("a@exemple.fr", "B@exemple.fr")]
    assert read.problems == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_tables_are_read_in_any_usual_form(encoding: str, separator: str, tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    text = "Nom;Prénom;Classe;Badge;Mél\r\nMARTIN;Léa;5 A;04217;a@exemple.fr\r\n\r\nDUPONT;Hugo;;;\r\n"
    path.write_bytes(text.replace(";", separator).encode(encoding))
    read = read_diners(path)
    assert [(row.row, row.first_name, row.card) for row in read.rows] == [
        (2, "Léa", "04217"),
        (4, "Hugo", ""),
    ]


def test_one_column_of_names_is_cut_where_the_capitals_end(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text("Élève;Classe\nDE LA TOUR Jean Baptiste;5 A\nMartin Léa;5 A\n", encoding="utf-8")
    rows = read_diners(path).rows
    assert [(row.last_name, row.first_name) for row in rows] == [
        ("DE LA TOUR", "Jean Baptiste"),
        ("Martin", "Léa"),
    ]


def test_the_first_visible_sheet_with_a_header_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    notes = book.active
    assert notes is not None
    notes.append(["Bonjour"])
    hidden = book.create_sheet("caché")
    hidden.append(HEADER)
    hidden.append(["CACHE", "Tom"])
    hidden.sheet_state = "hidden"
    form = book.create_sheet("modèle")
    form.append(HEADER)
    form.sheet_state = "veryHidden"
    gone = book.create_sheet("Sortis")
    gone.append(HEADER)
    gone.append(["PARTI", "Tom"])
    gone.sheet_state = "hidden"
    shown = book.create_sheet("liste")
    shown.append(HEADER)
    shown.append(["MARTIN", "Léa"])
    book.save(tmp_path / "h.xlsx")
    read = read_diners(tmp_path / "h.xlsx")
    assert [row.last_name for row in read.rows] == ["MARTIN"]
    said = [problem.text.replace("\u00a0", " ") for problem in read.problems]
    assert [text for text in said if "masquée" in text] == [
        f"La feuille « {name} » n’a pas été lue : elle est masquée dans le classeur. Affichez-la si elle compte."
        for name in ("caché", "Sortis")
    ]
    # Who may stand there is asked about before anybody is marked as left; the list of departures is not.
    assert read.unread == ("caché", "Sheet")


def test_a_formula_without_a_result_is_no_missing_name(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "h.xlsx",
        [
            HEADER,
            ["=1+1;@SUM(A1)", "Léa", "5 A", None, None],
            ["MARTIN", "=B2", "5 A", None, None],
            ["DUPONT", "Hugo", "=A1", "=A1", None],
            [None, "Tom", "5 A", None, None],
        ],
    )
    read = read_diners(path, today=TODAY)
    assert [(row.last_name, row.class_name, row.card) for row in read.rows] == [("DUPONT", "", "")]
    told = [(problem.row, problem.column, problem.text) for problem in read.problems]
    assert [one[:2] for one in told] == [(2, "Nom"), (3, "Prénom"), (5, "Nom")]
    assert ["formule sans résultat" in text for _, _, text in told] == [True, True, False]


def test_a_formula_whose_result_is_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    source = workbook(tmp_path / "s.xlsx", [HEADER, ["=A9", "Léa"]])
    path = tmp_path / "h.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            # As Excel writes it.
            computed = old.read(name).replace(b'<c r="A2">', b'<c r="A2" t="str">')
            new.writestr(name, computed)
    [problem] = read_diners(path, today=TODAY).problems
    assert problem.text.startswith("Nom manquant")


def damaged(path: Path) -> bytes:
    whole = workbook(path, [HEADER, ["MARTIN", "Léa"]]).read_bytes()
    return whole[: len(whole) // 2]


def with_entity(path: Path) -> bytes:
    """A workbook whose strings expand without end."""
    source = workbook(path, [HEADER, ["MARTIN", "Léa"]])
    bomb = b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = bomb + content.partition(b"?>")[2]
            new.writestr(name, content)
    return target.getvalue()


def zip_bomb(path: Path) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/bomb.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(410):
            member.write(b"\0" * 1024 * 1024)
    return target.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"  \r\n", "file_empty"),
        (OLE, "workbook_old"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "workbook_protected"),
        (b"PK\x03\x04 not a zip", "workbook_damaged"),
        (damaged, "workbook_damaged"),
        (with_entity, "workbook_damaged"),
        (zip_bomb, "workbook_too_big"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "file_no_table"),
        (b"\x01\x02\0\0\x05\0\0\0\0", "file_not_text"),
        (b"bonjour\nmonde\n", "no_header"),
        (b"Nom;Pr\xc3\xa9nom\n", "no_rows"),
        (b'Nom;Pr\xc3\xa9nom\n"MARTIN;L\xc3\xa9a\n', "csv_damaged"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_plain_words(
    content: Any, code: str, tmp_path: Path
) -> None:
    path = tmp_path / "hotes.xlsx"
    data = content(tmp_path / "source.xlsx") if callable(content) else content
    path.write_bytes(data)
    with pytest.raises(BadData) as refusal:
        read_diners(path)
    assert refusal.value.code == code
    assert str(refusal.value).startswith("hotes.xlsx")


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "nope.xlsx", "file_missing"), (tmp_path, "file_unreadable")):
        with pytest.raises(BadData) as refusal:
            read_diners(path)
        assert refusal.value.code == code


def test_a_list_is_written_with_types_and_without_formulas(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    moment = datetime.fromisoformat("2026-11-19T17:02:00+00:00")
    write_table(
        path,
        "Hôtes [5 A] : liste",
        ["Nom", "Solde", "Reçue le", "Né le", "Actif"],
        [
            ['=HYPERLINK("http://exemple.fr")', 4.5, moment, date(2014, 3, 2), True],
            ["+33 1", 3, None, None, False],
        ],
    )
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    assert "[" not in sheet.title
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E3"
    first = next(iter(sheet.iter_rows(min_row=2, max_row=2)))
    assert [cell.data_type for cell in first] == ["s", "n", "d", "d", "s"]
    assert first[0].value == '=HYPERLINK("http://exemple.fr")'
    assert first[0].quotePrefix
    assert first[2].value == datetime(2026, 11, 19, 18, 2)  # noqa: DTZ001 (Excel knows no zones)
    assert sheet.column_dimensions["A"].width > 20
    book.close()


def test_what_was_written_is_read_again_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "l.xlsx"
    write_table(path, "Hôtes", HEADER, [["=MARTIN\x00", "-Léa", "5 A", "04217", "a@exemple.fr"]])
    row = read_diners(path).rows[0]
    assert (row.last_name, row.first_name, row.card) == ("=MARTIN", "-Léa", "04217")


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "l.pdf"
    path.write_bytes(b"old")

    def fill_the_disk() -> None:
        with whole_file(path) as stream:
            stream.write(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(Refused) as refusal:
        fill_the_disk()
    assert refusal.value.code == "disk_full"
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_cannot_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        write_table(tmp_path / "nope" / "l.xlsx", "Liste", ["A"], [])
    assert refusal.value.code == "file_not_written"
