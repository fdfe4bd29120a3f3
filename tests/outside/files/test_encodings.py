"""Encodings: read rightly where the letters leave no doubt, refused with what to do elsewhere."""

from datetime import date
from pathlib import Path

import pytest

from tests.all_cases import all_cases
from tests.siecle_files import pupils_xml
from tests.sources import ROOT
from turbo_admin.core.errors import BadData
from turbo_admin.outside.files.csv_reader import decode
from turbo_admin.outside.roster_files.diner_files import read_files
from turbo_admin.outside.roster_files.spreadsheets import read_diners

TODAY = date(2026, 11, 24)
CASES = ROOT / "tests" / "golden" / "cases"
LIST = "Nom;Prénom;Classe;N° carte\nBÉLIER;Zoé;6ème A;1\nDUPRÉ;Léa;6ème B;2\nMARTIN;Hélène;5 A;3\nFRANÇOIS;Benoît;5 A;4\n"


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso8859-15"]
)
def test_a_usual_encoding_is_read_without_a_word(codec: str) -> None:
    read = decode(LIST.encode(codec), "l.csv")
    assert (read.text.removeprefix("\ufeff"), read.remark) == (LIST, "")


@pytest.mark.parametrize(
    ("codec", "says"), [("cp850", "MS-DOS"), ("cp437", "MS-DOS"), ("mac_roman", "Macintosh")]
)
def test_an_old_encoding_is_read_where_it_is_certain_and_it_is_said(codec: str, says: str) -> None:
    read = decode(LIST.encode(codec), "l.csv")
    assert read.text == LIST
    assert says in read.remark


@pytest.mark.parametrize("codec", ["cp850", "mac_roman"])
@all_cases(
    "word",
    [
        *(
            "Zoé",
            "Zoë",
            "ZOÉ",
            "Hélène",
            "HÉLÈNE",
            "Anaïs",
            "ANAÏS",
            "François",
            "FRANÇOIS",
            "Benoît",
            "BENOÎT",
        ),
        *("Gaëlle", "Élodie", "Jérôme", "JÉRÔME", "Prénom"),
    ],
)
def test_one_name_is_enough_to_tell_an_old_encoding(word: str, codec: str) -> None:
    assert decode(f"x;{word}\n".encode(codec), "l.csv").text == f"x;{word}\n"


@pytest.mark.parametrize("codec", ["cp1252", "latin-1", "mac_roman", "cp850", "iso8859-15"])
def test_utf8_that_was_converted_twice_is_put_right_and_it_is_said(codec: str) -> None:
    written = LIST.encode()
    twice = "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in written).encode()
    read = decode(twice, "l.csv")
    assert read.text == LIST
    assert "rétablies" in read.remark


def test_a_list_of_ms_dos_that_was_saved_as_utf8_is_put_right() -> None:
    wrong = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in LIST.encode("cp850"))
    assert "‚" in wrong
    assert decode(wrong.encode(), "l.csv").text == LIST


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"Nom\nL\xc3\xa9a\nZo\xe9\n", "file_two_encodings", 2),
        (b"Nom\nL\xe9a\nJos\xe9\nZo\x82\n", "file_two_encodings", 4),
        (b"Nom\nL\xe9a\nJos\xe9\nZo\x8e\n", "file_two_encodings", 4),
        ("Nom\nLéa\nZoÃ©\n".encode(), "file_letters", 3),
        ("Nom\nŁucja\nLéa\nZo‚\n".encode(), "file_letters", 4),
        ("Nom\nLéa\nZo\ufffd\n".encode(), "file_letters", 3),
        ("Nom\nLéa\nZoé".encode()[:-1], "file_cut", 0),
        ("Петров\nСергей\nГригорий\n".encode("cp1251"), "file_letters", 3),
    ],
)
def test_what_cannot_be_read_surely_is_refused_with_the_line(content: bytes, code: str, line: int) -> None:
    with pytest.raises(BadData) as refusal:
        decode(content, "l.csv")
    assert refusal.value.code == code
    assert refusal.value.where.startswith(f"l.csv, ligne {line}" if line else "l.csv")
    assert code == "file_cut" or "CSV UTF-8" in str(refusal.value)


def test_the_whole_file_is_judged_and_not_its_first_lines() -> None:
    plain = "Nom;Prenom\n" + "".join(f"MARTIN{n};Lea\n" for n in range(30_000))
    assert decode(plain.encode() + b"BELIER;Zo\x82\n", "l.csv").text.endswith("Zoé\n")


@pytest.mark.parametrize(
    "names",
    [
        "Łukasz Ñ ÿ Ţ Şerif İlker Iğdır Miloš Tomaš ŽIŽEK Žižek Nikšić Dvořák",
        "Nguyễn Thị Hồng ĐẶNG Vũ Phương Petře Ångström Åsa SÖDERÅ Øyvind",
        "Петров Сергей Ωmega 日本 محمد João JOÃO MÃE CAMÕES GUIMARÃES Conceição",
        "ŒUVRARD Nœl “Léa” ‘Léa’ L‘École Mata‘i L’HERMINE « Zoé » — 12 € … 50 % ½ © §",
    ],
)
def test_names_of_all_alphabets_pass_in_utf8(names: str) -> None:
    assert decode(names.encode(), "l.csv").text == names
    assert decode(names.encode(), "l.csv").remark == ""


@pytest.mark.parametrize(
    "names",
    [
        "LÓPEZ RAMÓN GASTÓN CONCEPCIÓN",
        "HéLèNE FRANçOIS ANDRé",
        "Nœl L’HERMINE L´ÉTOILE DÉJÀ…",
        "12 € 5€ Š Šime Ž Žižek ŸVES Miloš ŽIŽEK",
        "JOÃO MÃE CAMÕES Ünal Özgür Øyvind Åse Björn ÅSA Sørensen",
        "“Léa” — « Zoé » – Œuvre… N° n°3 N°carte né(e) le 6ème m²",
        "Beno¨t Léa Zoé",
        "NOMaÉ2 Léa Zoé LéaÉlise",
    ],
)
def test_windows_letters_pass(names: str) -> None:
    read = decode(names.encode("cp1252"), "l.csv")
    assert (read.text, read.remark) == (names, "")


def test_a_list_of_ms_dos_names_its_encoding_in_the_import() -> None:
    read = read_diners(CASES / "msdos_no_titles" / "liste.csv", today=TODAY)
    assert [row.first_name for row in read.rows] == ["Zoé", "Léa", "Hélène"]
    assert any("MS-DOS" in problem.text for problem in read.problems)


def test_bytes_of_windows_in_an_export_of_siecle_lose_no_letter() -> None:
    [row] = read_files([CASES / "no_elenoet" / "ElevesSansAdresses.xml"], TODAY).rows
    assert (row.last_name, row.first_name) == ("L’HERMINE", "Nœl")


def in_xml(name: bytes, folder: Path, declared: str = "ISO-8859-15") -> Path:
    path = folder / "e.xml"
    document = pupils_xml(encoding="ISO-8859-15").replace(b"ISO-8859-15", declared.encode(), 1)
    path.write_bytes(document.replace("Zoé".encode("iso8859-15"), name))
    return path


@pytest.mark.parametrize(
    ("name", "first"),
    [
        (b"N\xbdl", "Nœl"),
        (b"N\xbdl-D\x92Or", "Nœl-D’Or"),
        (b"N\x9cl", "Nœl"),
        ("Žofia Šime".encode("iso8859-15") + b" \x9cuvre", "Žofia Šime œuvre"),
        (b"L\xb4Amie N\x9cl", "L´Amie Nœl"),
    ],
)
def test_letters_of_windows_and_of_iso_stand_in_one_export(name: bytes, first: str, tmp_path: Path) -> None:
    assert read_files([in_xml(name, tmp_path)], TODAY).rows[0].first_name == first


def test_an_export_in_a_broken_encoding_is_refused(tmp_path: Path) -> None:
    for name in (b"Zo\x82", b"Zo\x8e"):
        with pytest.raises(BadData, match="Exportez-le à nouveau, et importez-le"):
            read_files([in_xml(name, tmp_path)], TODAY)


@pytest.mark.parametrize("declared", ["UTF-8", "ISO-8859-15"])
def test_an_export_that_was_converted_twice_is_put_right(declared: str, tmp_path: Path) -> None:
    document = pupils_xml(encoding="UTF-8").decode("latin-1").replace("UTF-8", declared, 1)
    (tmp_path / "deux.xml").write_text(document, encoding="utf-8")
    read = read_files([tmp_path / "deux.xml"], TODAY)
    assert [row.first_name for row in read.rows] == ["Zoé", "Tom", "Inès"]
    assert "rétablies" in read.problems[0].text
