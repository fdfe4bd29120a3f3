"""Encodings of small lists and of capitals, where two readings give letters: told by which words are usual, or refused."""

from datetime import date

import pytest

from tests.all_cases import all_cases
from tests.siecle_files import Pupil, pupils_xml
from turbo_admin.core.errors import BadData
from turbo_admin.outside.files.csv_reader import decode
from turbo_admin.outside.roster_files.siecle import SiecleRead, read_siecle


def listed(*names: str) -> str:
    return "Nom;Prenom\n" + "".join(f"DUPONT;{name}\n" for name in names)


@pytest.mark.parametrize("codec", ["cp850", "mac_roman"])
@all_cases(
    "names",
    [
        *(
            "AGNÈS",
            "LEFÈVRE",
            "HÔPITAL",
            "CÔTE",
            "SOLÈNE",
            "SAÏD",
            "JOËL",
            "CHÂTEAU",
            "GENEVIÈVE",
            "FRANÇOIS",
        ),
        *("MÜLLER Søren", "LEFÈVRE AGNÈS HÔPITAL JOËL CHÂTEAU", "BENOÎT NOËL"),
    ],
)
def test_capitals_of_an_old_encoding_are_known_by_usual_words(names: str, codec: str) -> None:
    text = listed(*names.split())
    read = decode(text.encode(codec), "l.csv")
    assert read.text == text
    assert "codage" in read.remark


@pytest.mark.parametrize("name", ["BŒUF", "N’DIAYE", "M’BAREK", "O’NEIL", "CŒUR"])
def test_letters_and_apostrophes_of_a_macintosh_alone_are_enough(name: str) -> None:
    assert decode(listed(name).encode("mac_roman"), "l.csv").text == listed(name)


@pytest.mark.parametrize("codec", ["cp1252", "iso8859-15"])
@all_cases(
    "name",
    [
        *("AGNÈS", "LEFÈVRE", "CÔTE", "JÉRÔME", "SAÏD", "NOËL", "BENOÎT", "FRANÇOIS", "HéLèNE", "FRANçOIS"),
        *("MÜLLER", "KÖHLER", "Jörg", "ØSTBY", "Søren", "Bjørn", "ÅBERG", "GONÇALVES", "SIMÕES", "JOÃO"),
        *("LÓPEZ", "MUÑOZ", "RAMÓN", "NÚÑEZ", "Víctor", "Guðrún", "Þór", "Hêtre", "Sèvre", "Mâcon", "Ú"),
    ],
)
def test_a_name_in_a_usual_encoding_needs_no_other_beside_it(name: str, codec: str) -> None:
    read = decode(listed(name).encode(codec), "l.csv")
    assert (read.text, read.remark) == (listed(name), "")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (listed("HÉLÈNE").encode("cp863"), "the MS-DOS of Canada"),
        (listed("Gülşen", "AĞAOĞLU", "Uğur").encode("cp1254"), "Turkish"),
        (listed("Jiří", "DVOŘÁK").encode("cp1250"), "Czech"),
        (listed("SZŐKE", "KŐRÖSI").encode("cp1250"), "Hungarian"),
        (listed("Zoé").encode("utf-7"), "UTF-7"),
        (listed("Пётр", "Мария").encode("utf-7"), "UTF-7"),
        (listed("כהן", "לוי").encode("gb18030"), "Hebrew in GB18030"),
        (listed("محمد", "حسن").encode("gb18030"), "Arabic in GB18030"),
        (listed("PRUDHÔME").encode("cp1252"), "PRUDHÈME of MS-DOS as well"),
        (listed("Zoé", "Léa").encode("cp1252") + "DUPONT;AGNÈS\n".encode("cp850"), "two encodings"),
        (listed("Jörg").encode("mac_roman").replace(b"J\x9arg", b"K\x9ahne"), "Köhne of a Macintosh"),
    ],
)
def test_letters_that_nothing_tells_surely_are_refused(content: bytes, why: str) -> None:
    with pytest.raises(BadData, match="CSV UTF-8"):
        decode(content, "l.csv")
    assert why


def test_one_name_of_foreign_letters_in_a_long_list_is_told() -> None:
    names = [f"Zoé{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    read = decode(listed(*names, "Gülşen").encode("cp1254"), "l.csv")
    assert "Gülþen" in read.remark
    assert "UTF-8" in read.remark


@pytest.mark.parametrize("text", ["zoe+AOk@exemple.fr", "Maths+Bio", "A+B", "+33612345678", "Espagnol+Latin"])
def test_plus_signs_in_ascii_are_no_utf7(text: str) -> None:
    assert decode(listed(text).encode(), "l.csv").text == listed(text)


def export(last: str, first: str, codec: str, declared: str, number: int = 501) -> bytes:
    document = pupils_xml([Pupil(number, last, first)], encoding="UTF-8").decode()
    return document.replace('"UTF-8"', f'"{declared}"', 1).encode(codec)


def read(content: bytes, *others: bytes) -> SiecleRead:
    files = [(f"{place}.xml", one) for place, one in enumerate((content, *others), 1)]
    return read_siecle(files, date(2026, 10, 1), lambda _done, _total: None)


@pytest.mark.parametrize("declared", ["IBM850", "macintosh", "ISO-8859-2", "ISO-8859-1", "windows-1252"])
@pytest.mark.parametrize("last", ["LEFÈVRE", "HÔPITAL"])
def test_an_export_that_declares_a_wrong_encoding_is_read_by_its_words(last: str, declared: str) -> None:
    [row] = read(export(last, "Hélène", "cp1252", declared)).rows
    assert (row.last_name, row.first_name) == (last, "Hélène")


@pytest.mark.parametrize(
    ("codec", "declared", "last"),
    [
        ("cp850", "IBM850", "LEFÈVRE"),
        ("mac_roman", "macintosh", "LEFÈVRE"),
        ("iso8859-2", "ISO-8859-2", "DVOŘÁK"),
        ("cp1250", "windows-1250", "KŐRÖSI"),
    ],
)
def test_an_export_that_declares_its_encoding_rightly_is_believed(
    codec: str, declared: str, last: str
) -> None:
    assert read(export(last, "Luc", codec, declared)).rows[0].last_name == last


@pytest.mark.parametrize("last", ["CŒUR", "BŒUF", "ŠIMEK"])
def test_letters_of_iso_8859_15_in_an_export_that_declares_iso_8859_1_are_read(last: str) -> None:
    assert read(export(last, "Luc", "iso8859-15", "ISO-8859-1")).rows[0].last_name == last


def test_an_export_in_utf7_is_refused() -> None:
    with pytest.raises(BadData, match="abîmées"):
        read(export("LEFEVRE", "Zo+AOk-", "ascii", "ISO-8859-15"))


def test_two_pupils_under_one_number_are_of_two_exports() -> None:
    with pytest.raises(BadData, match="deux personnes différentes") as refusal:
        read(export("ABEILLE", "Zoé", "utf-8", "UTF-8"), export("GUEPE", "Eva", "utf-8", "UTF-8"))
    assert refusal.value.code == "siecle_ids_clash"


def test_one_pupil_in_two_files_is_read_once_and_it_is_said() -> None:
    one = export("ABEILLE", "Zoé", "utf-8", "UTF-8")
    found = read(one, one + b" ")
    assert len(found.rows) == 1
    assert any("n’est lu qu’une fois" in problem.text for problem in found.problems)
