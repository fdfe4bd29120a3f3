"""What is said of a file that cannot be read: in the words of what its name says that it is."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.outside.roster_files.test_siecle import TODAY
from tests.siecle_files import guardians_xml, pupils_xml, zipped
from tests.sources import ROOT
from turbo_admin.core.errors import BadData
from turbo_admin.outside.files.excel_writer import write_table
from turbo_admin.outside.roster_files.diner_files import look_at, read_files

CASES = ROOT / "tests" / "golden" / "cases"
EMPTY_ZIP = b"PK\x05\x06" + b"\0" * 18


def ods(path: Path) -> Path:
    """Write what LibreOffice writes, in small."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content/>")
        archive.writestr("META-INF/manifest.xml", "<manifest:manifest/>")
    return path


def bomb(path: Path) -> Path:
    """Write an export that would unpack without end."""
    return zipped(path, e=b"<BEE_ELEVES>" + b" " * (401 * 1024 * 1024))


def photos(path: Path) -> Path:
    """Write an archive of something else."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.jpg", b"...")
    return path


@pytest.mark.parametrize(
    ("name", "content", "says", "never"),
    [
        ("h.xlsx", b"", "classeur est vide ou abîmé", "format texte"),
        ("h.XLSX", b"\0" * 4000, "classeur est vide ou abîmé", "format texte"),
        ("h.xlsx", b"\x89PNG\r\n\0\0", "est une image, et non un tableau", "format texte"),
        ("h.xlsx", b"\x01\x02\0\0\x05\0\0\0\0", "enregistrez-le à nouveau en .xlsx", "format texte"),
        ("h.xlsx", EMPTY_ZIP, "classeur est vide ou abîmé", "format texte"),
        ("h.xlsx", b"PK\x03\x04 not a zip", "classeur est vide ou abîmé", "format texte"),
        ("e.zip", b"", "archive .zip est vide ou abîmée", "classeur"),
        ("e.zip", EMPTY_ZIP, "archive .zip est vide ou abîmée", "classeur"),
        ("e.zip", b"PK\x03\x04 not a zip", "archive .zip est vide ou abîmée", "classeur"),
        ("e.zip", photos, "aucun fichier .xml", "classeur"),
        ("e.zip", bomb, "Cette archive, ou ce fichier XML, contient trop de données", "classeur"),
        ("e.xml", b"", "fichier XML est vide ou abîmé", "tableau"),
        ("e.xml", b"\0" * 4000, "fichier XML est vide ou abîmé", "tableau"),
        ("e.xml", b"ELEVE 1\n", "fichier XML est vide ou abîmé", "titres"),
        ("h.ods", ods, "format .ods (LibreOffice, OpenOffice). Ouvrez-le, enregistrez-le en .xlsx", "SIECLE"),
        ("h.csv", b"", "Ce fichier est vide", "classeur"),
        ("h.csv", b"\x89PNG\r\n\0\0", "est une image", "classeur"),
        ("h.csv", b"\x01\x02\0\0\x05\0\0\0\0", "format texte", "classeur"),
    ],
)
def test_what_cannot_be_read_is_told_by_what_it_should_be(
    tmp_path: Path, name: str, content: bytes | Callable[[Path], Path], says: str, never: str
) -> None:
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        content(path)
    with pytest.raises(BadData) as refusal:
        read_files([path], TODAY)
    text = str(refusal.value).replace("\u00a0", " ")
    assert text.startswith(f"{name} :")
    assert says in text
    assert never not in text


def test_the_choice_of_columns_says_the_same_of_a_damaged_workbook(tmp_path: Path) -> None:
    path = tmp_path / "h.xlsx"
    path.write_bytes(b"\0" * 4000)
    with pytest.raises(BadData, match="classeur est vide ou abîmé"):
        look_at(path)


@pytest.mark.parametrize("content", [b"", EMPTY_ZIP], ids=["nothing", "an archive of nothing"])
def test_an_archive_named_in_capitals_among_several_files_is_the_one_told_of(
    content: bytes, tmp_path: Path
) -> None:
    good, bad = zipped(tmp_path / "bon.zip", e=b"<BEE_ELEVES/>"), tmp_path / "VIDE.ZIP"
    bad.write_bytes(content)
    with pytest.raises(BadData) as refusal:
        read_files([good, bad], TODAY)
    assert str(refusal.value).startswith("VIDE.ZIP\u00a0: Cette archive")


_EXCEL_XML = b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'


@pytest.mark.parametrize("name", ["liste.xls", "liste.xlsx", "liste.csv", "liste.xml"])
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<html><table><tr><td>Nom</td></tr></table></html>", "une page web (HTML), quel que soit son nom"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>\n<html>", "une page web (HTML)"),
        (b"<!-- export -->\n<TABLE border=1>", "une page web (HTML)"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "une page web (MHTML)"),
        (_EXCEL_XML, "un classeur Excel 2003 au format XML"),
        (b'ID;PWXL;N;E\nP;PGeneral\nC;Y1;X1;K"Nom"\nE\n', "un tableau au format SYLK"),
        (b"%PDF-1.7\n", "un document PDF, et non un tableau"),
        (b"{\\rtf1\\ansi Nom}", "un texte au format RTF"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "une image"),
        (b'[{"nom": "ABEILLE"}]', "un fichier de données JSON"),
        (b"BEGIN:VCARD\n", "un carnet d’adresses"),
        (b"Rar!\x1a\x07", "une archive RAR"),
    ],
)
def test_a_file_that_is_something_else_is_called_by_its_name(
    content: bytes, says: str, name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    for act in (lambda: read_files([path], TODAY), lambda: look_at(path)):
        with pytest.raises(BadData) as refusal:
            act()
        text = str(refusal.value).replace("\u00a0", " ")
        assert text.startswith(f"{name} : Ce fichier est {says}")
        assert ".xlsx" in text


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("word/document.xml", "un document Word"),
        ("ppt/presentation.xml", "une présentation"),
        (
            "xl/workbook.bin",
            "un classeur Excel binaire (.xlsb), quel que soit son nom : ouvrez-le dans Excel",
        ),
        ("Index/Document.iwa", "un classeur Numbers (Apple) : ouvrez-le dans Numbers"),
    ],
)
def test_documents_that_are_zips_are_called_by_their_names(part: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "x")
    with pytest.raises(BadData) as refusal:
        read_files([path], TODAY)
    assert says in str(refusal.value).replace("\u00a0", " ")


def test_a_page_of_html_named_as_a_workbook_is_refused_with_what_to_do() -> None:
    with pytest.raises(BadData, match=r"ouvrez-le dans Excel et enregistrez-le en \.xlsx"):
        read_files([CASES / "html_xls" / "liste.xls"], TODAY)


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_what_a_mac_leaves_in_an_archive_is_passed_over() -> None:
    read = read_files([CASES / "macos_zip" / "ExportXML.zip"], TODAY)
    assert len(read.rows) == 2
    assert not any("MACOSX" in problem.where for problem in read.problems)


@pytest.mark.parametrize(
    "name",
    [
        "Export/2026/Eleves.XML",
        "Export\\Eleves.xml",
        "\u00c9l\u00e8ves.Xml",
        "\u00c9l\u00e8ves.xml".encode().decode("cp437"),
    ],
)
def test_folders_capitals_and_odd_names_make_no_difference(name: str, tmp_path: Path) -> None:
    junk = {"Thumbs.db": b"x", "a/desktop.ini": b"x", ".DS_Store": b"x", "~$Eleves.xml": b"x", "a/": b""}
    path = packed(tmp_path / "e.zip", {name: pupils_xml()} | junk)
    read = read_files([path], TODAY)
    assert len(read.rows) == 3
    assert not any("n’a pas été lu" in problem.text for problem in read.problems)


def test_an_archive_in_an_archive_is_opened_and_no_deeper(tmp_path: Path) -> None:
    inner = packed(tmp_path / "i.zip", {"e.xml": pupils_xml()}).read_bytes()
    deep = packed(tmp_path / "d.zip", {"i.zip": inner, "r.xml": guardians_xml()}).read_bytes()
    assert len(read_files([packed(tmp_path / "1.zip", {"i.zip": inner})], TODAY).rows) == 3
    read = read_files([packed(tmp_path / "2.zip", {"d.zip": deep, "e.xml": pupils_xml()})], TODAY)
    assert len(read.rows) == 3
    assert read.has_guardians
    assert any("archive d’une archive" in problem.text for problem in read.problems)


@pytest.mark.parametrize("kind", ["csv", "txt", "xlsx"])
def test_an_archive_of_one_table_is_read_as_the_table(kind: str, tmp_path: Path) -> None:
    rows = [["Nom", "Prénom"], ["ABEILLE", "Zoé"]]
    content = "\n".join(";".join(row) for row in rows).encode()
    if kind == "xlsx":
        write_table(tmp_path / "t.xlsx", "Liste", rows[0], rows[1:])
        content = (tmp_path / "t.xlsx").read_bytes()
    path = packed(tmp_path / "t.zip", {f"Listes/liste.{kind}": content, "photo.jpg": b"x"})
    read = read_files([path], TODAY)
    assert [row.first_name for row in read.rows] == ["Zoé"]
    assert [problem.where for problem in read.problems] == ["t.zip › photo.jpg"]
    shown = look_at(path)
    assert shown is not None
    assert shown.titles == ("Nom", "Prénom")


def test_the_same_file_twice_in_an_archive_is_read_once_and_it_is_said(tmp_path: Path) -> None:
    table = "Nom;Prénom\nABEILLE;Zoé\n".encode()
    read = read_files([packed(tmp_path / "t.zip", {"a.csv": table, "copie/a.csv": table})], TODAY)
    assert len(read.rows) == 1
    assert "copie de" in read.problems[0].text


def test_two_tables_in_an_archive_do_not_go_together(tmp_path: Path) -> None:
    tables = {f"{name}.csv": f"Nom;Prénom\n{name};Zoé\n".encode() for name in ("ABEILLE", "BOURDON")}
    with pytest.raises(BadData) as refusal:
        read_files([packed(tmp_path / "t.zip", tables)], TODAY)
    assert refusal.value.code == "files_mixed"


def test_a_protected_archive_and_one_that_unpacks_without_end_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "e.zip", {"e.xml": pupils_xml()})
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + offset] |= 1
    path.write_bytes(content)
    with pytest.raises(BadData, match="mot de passe"):
        read_files([path], TODAY)
    inner = packed(tmp_path / "i.zip", {"e.xml": b" " * (201 * 1024 * 1024)}).read_bytes()
    with pytest.raises(BadData) as refusal:
        read_files([packed(tmp_path / "b.zip", {"1.zip": inner, "2.zip": inner})], TODAY)
    assert refusal.value.code == "archive_too_big"


def test_what_is_wrong_within_an_archive_is_told_of_the_file_within(tmp_path: Path) -> None:
    broken = "Nom;Prénom\nLÉGER;Zoé\n".encode("cp1252") + b"BELIER;Zo\x82\n"
    with pytest.raises(BadData) as refusal:
        read_files([packed(tmp_path / "t.zip", {"l.csv": broken})], TODAY)
    assert (refusal.value.code, refusal.value.where) == ("file_two_encodings", "t.zip › l.csv, ligne 3")


def test_a_table_that_begins_like_sylk_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text("ID;Prénom;Nom\nP;Zoé;ABEILLE\n", encoding="utf-8")
    assert [row.last_name for row in read_files([path], TODAY).rows] == ["ABEILLE"]


def test_names_whose_letters_were_lost_before_are_told(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text("Nom;Prénom\nABEILLE;Zo?\nB?LIER;Max\nCIGALE;Ana\n", encoding="utf-8")
    read = read_files([path], TODAY)
    [problem] = read.problems
    assert len(read.rows) == 3
    assert "2 noms contiennent «\u00a0?\u00a0» (lignes 2, 3)" in problem.text
