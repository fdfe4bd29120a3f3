"""Encodings of small lists and of capitals, where two readings give letters: told by which words are usual, or refused."""

import pytest

from turbo_admin.core.errors import BadData
from turbo_admin.outside.textfiles import decode


def listed(*names: str) -> str:
    return "Nom;Prenom\n" + "".join(f"DUPONT;{name}\n" for name in names)


@pytest.mark.parametrize("codec", ["cp850", "mac_roman"])
@pytest.mark.parametrize(
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
@pytest.mark.parametrize(
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
