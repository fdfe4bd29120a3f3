import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
import zxingcpp
from reportlab.pdfbase import pdfmetrics

from turbo_admin.core.errors import Cancelled, Refused
from turbo_admin.outside.paper.credential_page import of
from turbo_admin.outside.paper.credential_sheet import CredentialSheet, SheetSchool, sheet_order
from turbo_admin.outside.paper.fonts import (
    BOLD,
    REGULAR,
    SEMIBOLD,
    fit,
    printable,
    use_fonts,
    width,
    wrap,
    wrap_to_fit,
)
from turbo_admin.outside.paper.sheet_writer import write_sheets

DAY = date(2026, 11, 22)
SCHOOL = SheetSchool(
    name="Collège Georges-Exemple",
    uai="0990001N",
    address_lines=("1 rue Inventée", "99000 Exempleville"),
    phone="01 00 00 00 00",
    email="intendance@exemple.fr",
    town="Exempleville",
    portal_url="https://espace.exemple.fr/e/0990001N",
)
LAN = CredentialSheet(
    school=SCHOOL,
    diner_names=(("Nguyễn", "Thị Lan"),),
    class_name="6 B",
    kind="élève",
    login="ln482716",
    password="k7mf-9xwq-3tpa",
    link_url="https://espace.exemple.fr/e/0990001N/activer/AbCdEfGhIjKlMnOpQrStUv",
    expires=date(2027, 2, 20),
    reference="D-2026-00412",
)


def pdf(sheets: Sequence[CredentialSheet]) -> bytes:
    stream = io.BytesIO()
    write_sheets(stream, sheets, DAY)
    return stream.getvalue()


def texts(content: bytes) -> list[str]:
    """The text of each page, no-break blanks as ordinary ones."""
    with pdfium.PdfDocument(content) as document:
        return [_text(page) for page in document]


def _text(page: Any) -> str:
    words = page.get_textpage()
    text = str(words.get_text_bounded())
    words.close()
    page.close()
    return text.replace("\u00a0", " ").replace("\r\n", "\n")


def boxes(content: bytes) -> list[tuple[str, float, float, float, float]]:
    """Each letter of the first page with its left, top, right and bottom in mm from the upper left corner."""
    with pdfium.PdfDocument(content) as document:
        page = document[0]
        words = page.get_textpage()
        found = []
        for at in range(words.count_chars()):
            left, bottom, right, top = words.get_charbox(at)
            letter = words.get_text_range(at, 1)
            found.append(
                (letter, left / 72 * 25.4, 297 - top / 72 * 25.4, right / 72 * 25.4, 297 - bottom / 72 * 25.4)
            )
        words.close()
        page.close()
    return found


def image(content: bytes, page_number: int = 0) -> Any:
    with pdfium.PdfDocument(content) as document:
        page = document[page_number]
        bitmap = page.render(scale=300 / 72)
        picture = bitmap.to_pil().convert("L")
        bitmap.close()
        page.close()
    return picture


def test_a_sheet_says_all_that_a_family_needs() -> None:
    text = texts(pdf([LAN]))[0]
    for part in (
        "Collège Georges-Exemple",
        "0990001N",
        "Aux responsables de",
        "NGUYỄN Thị Lan",
        "Classe 6 B",
        "Exempleville, le 22 novembre 2026",
        "ln482716",
        "k7mf-9xwq-3tpa",
        "jusqu’au 20 février 2027",
        "espace.exemple.fr/e/0990001N",
        "12 caractères au moins",
        "« identifiant \\ mot de passe oublié(s) ? »",
        "courriers indésirables",
        "D-2026-00412 · 6 B · imprimé le 22/11/2026",
        "l’espace restauration de Thị Lan",
    ):
        assert part in text


def test_the_code_on_paper_leads_to_the_sheets_own_link() -> None:
    sheets = [replace(LAN, link_url=f"{LAN.link_url[:-1]}{n}") for n in range(2)]
    content = pdf(sheets)
    for page, sheet in enumerate(sheets):
        codes = zxingcpp.read_barcodes(image(content, page))
        assert [code.text for code in codes] == [sheet.link_url]


def test_the_addressee_stands_in_the_envelopes_window_and_nothing_else_does() -> None:
    letters = [box for box in boxes(pdf([LAN])) if box[0].strip()]
    seen = [box for box in letters if box[1] >= 90 and 34 <= box[2] <= 90]
    assert "".join(box[0] for box in seen).replace("\u00a0", "") == "AuxresponsablesdeNGUYỄNThịLanClasse6B"
    assert all(box[1] >= 100 and box[3] <= 190 for box in seen)
    assert all(box[2] >= 55 and box[4] <= 79 for box in seen if box[2] > 54)


def test_pages_follow_the_order_given_and_carry_their_own_school() -> None:
    other = replace(LAN, school=replace(SCHOOL, name="Lycée Autre-Exemple"), login="ab123456")
    pages = texts(pdf([LAN, other, LAN]))
    assert ["Lycée Autre-Exemple" in page for page in pages] == [False, True, False]
    assert ["ab123456" in page for page in pages] == [False, True, False]


def test_a_staff_diner_is_written_to_by_name() -> None:
    text = texts(pdf([replace(LAN, kind="commensal", class_name="", diner_names=(("Legrand", "Anne"),))]))[0]
    assert "LEGRAND Anne" in text
    assert "Aux responsables de" not in text
    assert "Classe" not in text
    assert "votre espace restauration" in text


def test_all_diners_of_an_account_are_named() -> None:
    names = (("Martin", "Léa"), ("Martin", "Éva"), ("Roux", "Hugo"))
    text = texts(pdf([replace(LAN, diner_names=names)]))[0]
    assert "MARTIN Léa\nMARTIN Éva\nROUX Hugo" in text
    assert "l’espace restauration de Léa, d’Éva et de Hugo" in text.replace("\n", " ")
    many = tuple(("Martin", f"Zoé{'abcdefg'[n]}") for n in range(7))
    text = texts(pdf([replace(LAN, diner_names=many)]))[0]
    assert "et 4 autres hôtes" in text
    assert "Zoég" in text


@pytest.mark.parametrize(
    "name", ["Łukaszewski", "Şahin", "Đặng", "Bjørnsen", "Œuvrard", "Петренко", "Παπαδόπουλος", "Əliyev"]
)
def test_every_latin_greek_and_cyrillic_name_prints_as_it_is(name: str) -> None:
    assert name in texts(pdf([replace(LAN, diner_names=(("X", name),))]))[0]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("محمد", "?"),
        ("王 伟", "? ?"),
        ("Léa 🙂", "Léa"),
        ("Ana\u200d\u0301", "Aná"),
        ("J\u0301o", "J\u0301o"),
        ("Jean\u2011Paul", "Jean-Paul"),
        ("a\tb\nc", "a b c"),
        ("É" + "e\u0301", "Éé"),
        ("?", "?"),
        ("", ""),
    ],
)
def test_what_the_font_lacks_becomes_a_question_or_falls_away(written: str, printed: str) -> None:
    assert printable(written) == printed


def test_an_account_of_another_script_still_gets_its_sheet() -> None:
    text = texts(pdf([replace(LAN, diner_names=(("محمد", "王伟"),), class_name="你")]))[0]
    assert "ln482716" in text
    assert "\ufffd" not in text


def test_the_three_weights_hold_the_same_letters() -> None:
    use_fonts()
    held = [set(pdfmetrics.getFont(name).face.charToGlyph) for name in (REGULAR, SEMIBOLD, BOLD)]
    assert held[0] == held[1] == held[2]


def test_names_of_any_length_stay_on_the_page() -> None:
    long = "W" * 90
    sheet = replace(
        LAN,
        school=replace(
            SCHOOL, name=f"Collège {long}", address_lines=(long,), town=long, portal_url=f"https://{long}"
        ),
        diner_names=((f"{long} {long}", long), (long, "Léa")),
        class_name=long,
        login=long,
        reference=long,
    )
    assert all(
        box[1] >= 15 and box[3] <= 195 and box[2] >= 10 and box[4] <= 290
        for box in boxes(pdf([sheet]))
        if box[0].strip()
    )


def test_a_line_shrinks_before_it_is_cut() -> None:
    use_fonts()
    assert fit("Léa", REGULAR, 10, 100, 6) == ("Léa", 10)
    text, size = fit("Une ligne un peu longue", REGULAR, 10, 90, 6)
    assert text == "Une ligne un peu longue"
    assert 6 < size < 10
    text, size = fit("W" * 200, REGULAR, 10, 90, 6)
    assert text.endswith("…")
    assert width(text, REGULAR, size) <= 90


def test_wrapping_loses_no_letter_and_overflows_no_line() -> None:
    use_fonts()
    text = "un deux " + "W" * 80 + " trois quatre"
    lines = wrap(text, REGULAR, 10, 120)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line, REGULAR, 10) <= 120 for line in lines)
    lines, size = wrap_to_fit(text * 20, REGULAR, (10, 8), 120, 3)
    assert (len(lines), size) == (3, 8)
    assert lines[-1].endswith("…")


def test_the_document_names_no_person_and_no_password_outside_its_pages() -> None:
    content = pdf([LAN])
    with pdfium.PdfDocument(content) as document:
        described = document.get_metadata_dict()
    assert described["Title"] == "Identifiants de l’Espace Numérique"
    assert "482716" not in str(described)
    assert "k7mf" not in str(described)
    assert b"/Lang" in content
    assert b"fr-FR" in content
    assert b"k7mf" not in content
    assert b"Lan" not in content.replace(b"/Lang", b"")


def test_fonts_are_embedded_as_subsets() -> None:
    content = pdf([LAN])
    assert content.count(b"/FontFile2") >= 3
    assert len(content) < 120_000


def test_sheets_lie_by_class_then_name_with_numbers_as_numbers() -> None:
    people = [
        ("10 C", "A", "A"),
        ("", "Adjoint", "Anne"),
        ("3 A", "Éluard", "Paul"),
        ("3 A", "Zola", "Léa"),
        ("3 A", "Élan", "Zoé"),
        ("6 B", "A", "A"),
        ("2nde 1", "A", "A"),
        ("3A", "Alpha", "A"),
        ("CAP 1", "A", "A"),
    ]
    assert [f"{c}/{last}" for c, last, _ in sorted(people, key=lambda person: sheet_order(*person))] == [
        "2nde 1/A",
        "3A/Alpha",
        "3 A/Élan",
        "3 A/Éluard",
        "3 A/Zola",
        "6 B/A",
        "10 C/A",
        "CAP 1/A",
        "/Adjoint",
    ]


def test_of_is_elided_before_a_vowel_only() -> None:
    assert [of(name) for name in ("Léa", "Éva", "Hugo", "Œdipe", "Yann", "")] == [
        "de Léa",
        "d’Éva",
        "de Hugo",
        "d’Œdipe",
        "de Yann",
        "de ",
    ]


def test_progress_is_reported_and_stopping_writes_nothing(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []

    def report(done: int, total: int) -> None:
        seen.append((done, total))
        if done == 2:
            raise Cancelled

    path = tmp_path / "fiches.pdf"
    with pytest.raises(Cancelled):
        write_sheets(path, [LAN] * 5, DAY, report)
    assert seen == [(1, 5), (2, 5)]
    assert list(tmp_path.iterdir()) == []
    write_sheets(path, [LAN] * 5, DAY)
    assert len(texts(path.read_bytes())) == 5


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        write_sheets(tmp_path / "nope" / "fiches.pdf", [LAN], DAY)
    assert refusal.value.code == "file_not_written"
