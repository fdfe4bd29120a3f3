import io
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import zxingcpp

from tests.outside.paper.test_credential_sheet import SCHOOL, boxes, image, texts
from turbo_admin.outside.paper.credential_sheet import SheetSchool
from turbo_admin.outside.paper.poster import write_poster


def poster(school: SheetSchool = SCHOOL) -> bytes:
    stream = io.BytesIO()
    write_poster(stream, school)
    return stream.getvalue()


def test_the_poster_gives_the_schools_page_in_letters_and_as_a_code() -> None:
    content = poster()
    (text,) = texts(content)
    for part in (
        "Collège Georges-Exemple",
        "Espace Numérique",
        "espace.exemple.fr/e/0990001N",
        "« Créer un compte »",
        "48 h",
        "5 derniers chiffres",
        "01 00 00 00 00",
    ):
        assert part in text
    assert [code.text for code in zxingcpp.read_barcodes(image(content))] == [SCHOOL.portal_url]


def test_a_school_with_a_long_name_and_nothing_else_still_has_a_poster() -> None:
    bare = replace(SCHOOL, name="Lycée " + "W" * 120, phone="", email="", portal_url="https://" + "w" * 150)
    assert all(box[1] >= 15 and box[3] <= 195 for box in boxes(poster(bare)) if box[0].strip())


def test_the_poster_is_one_a4_page_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "affiche.pdf"
    write_poster(path, SCHOOL)
    with pdfium.PdfDocument(path) as document:
        assert len(document) == 1
        assert [round(side / 72 * 25.4) for side in document.get_page_size(0)] == [210, 297]
