"""Workbooks: cell for cell what openpyxl reads, and capped."""

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from turbo_admin.core.errors import BadData
from turbo_admin.outside.files.excel_reader import Workbook
from turbo_admin.outside.files.progress import no_progress
from turbo_admin.outside.files.sheet_text import UNCOMPUTED

CELLS: list[list[Any]] = [
    ["Nom", 'É <&> "x"', " deux  blancs ", "", "ligne\nsuivante"],
    [1, 4217, 1.5, -3, 1e20, 0],
    [True, False, None, "après un vide", None, "encore"],
    [date(2014, 3, 2), datetime(2026, 11, 24, 8, 30), date(1900, 1, 15)],  # noqa: DTZ001
    ["=1+1", "#N/A", "04217"],
]


def rows_of(path: Path) -> list[tuple[int, list[Any]]]:
    """Read the first sheet."""
    book = Workbook(path.read_bytes(), path.name)
    try:
        return list(book.rows(book.sheets[0], no_progress))
    finally:
        book.close()


def _day(cell: Any) -> Any:
    """A day as openpyxl has it: with a time."""
    is_day = isinstance(cell, date) and not isinstance(cell, datetime)
    return datetime(cell.year, cell.month, cell.day) if is_day else cell  # noqa: DTZ001 (Excel knows no zones)


@pytest.mark.parametrize("inline", [True, False])
def test_each_kind_of_cell_is_what_openpyxl_reads(inline: bool, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    book = openpyxl.Workbook(write_only=inline)
    sheet = book.create_sheet("Liste", 0)
    for row in CELLS:
        sheet.append(row)
    book.save(path)
    reference = openpyxl.load_workbook(path, read_only=True, data_only=True)
    wanted = [list(row) for row in reference["Liste"].iter_rows(values_only=True)]
    reference.close()
    got = {number: cells for number, cells in rows_of(path)}
    for number, row in enumerate(wanted, 1):
        cells = got.get(number, [])
        computed = ["" if cell == UNCOMPUTED else _day(cell) for cell in cells]
        width = max(len(row), len(cells))
        padded = ["" if cell is None else cell for cell in row] + [""] * (width - len(row))
        assert computed + [""] * (width - len(cells)) == padded, number


def test_gaps_prefixes_and_pronunciations_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    openpyxl.Workbook().save(path)
    other = tmp_path / "x.xlsx"
    sheet = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        '<x:row r="3"><x:c r="B3" t="inlineStr"><x:is><x:r><x:t>Lé</x:t></x:r><x:r><x:t>a</x:t></x:r>'
        '<x:rPh sb="0" eb="1"><x:t>prononcé</x:t></x:rPh></x:is></x:c><x:c r="D3"><x:f>1+1</x:f><x:v>2</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    assert rows_of(other) == [(3, ["", "Léa", "", 2])]


def test_an_encrypted_member_is_damage_and_not_a_bug(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    openpyxl.Workbook().save(path)
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(mark, place + 4)
    with pytest.raises(BadData, match="abîmé"):
        Workbook(bytes(content), "t.xlsx")


def with_parts(sheet: str, **others: bytes) -> bytes:
    """A workbook whose sheet and other parts are these."""
    source, target = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(source)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    whole = f'<worksheet xmlns="{space}"><sheetData>{sheet}</sheetData></worksheet>'
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = others.get(name.rpartition("/")[2].partition(".")[0], old.read(name))
            new.writestr(name, whole if name == "xl/worksheets/sheet1.xml" else part)
    return target.getvalue()


def read_parts(content: bytes) -> list[tuple[int, list[Any]]]:
    book = Workbook(content, "t.xlsx")
    return list(book.rows(book.sheets[0], no_progress))


def cell(place: str, value: str = "1") -> str:
    digits = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{digits}"><c r="{place}"><v>{value}</v></c></row>'


def test_a_cell_at_the_end_of_the_sheet_costs_nothing() -> None:
    book = Workbook(with_parts(cell("A1") + cell("XFD1048576")), "t.xlsx")
    assert list(book.rows(book.sheets[0], no_progress)) == [(1, [1])]
    assert book.is_cut


def test_what_a_sheet_says_of_its_size_is_not_believed() -> None:
    whole = with_parts(cell("A1"))
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            said = b'<dimension ref="A1:XFD1048576"/><sheetData>'
            new.writestr(name, old.read(name).replace(b"<sheetData>", said))
    assert read_parts(target.getvalue()) == [(1, [1])]


def test_cells_for_their_looks_alone_are_no_cells() -> None:
    looks = "".join(
        f'<row r="{row}"><c r="A{row}" s="1"/><c r="XFD{row}" s="1"/></row>' for row in (2, 1_048_576)
    )
    book = Workbook(with_parts(cell("B1") + looks), "t.xlsx")
    assert list(book.rows(book.sheets[0], no_progress)) == [(1, ["", 1])]
    assert not book.is_cut


def test_a_cell_in_the_last_row_is_read_with_its_number() -> None:
    assert read_parts(with_parts(cell("A1") + cell("B1048576"))) == [(1, [1, ""]), (1_048_576, ["", 1])]


@pytest.mark.parametrize(
    "sheet",
    [
        cell("A1") + cell("GR1048576"),
        cell("A1") + '<row r="1048576"><c s="1" r="GR1048576"><v>1</v></c></row>',
        "<row r='1048576'><c t='n' r='GR1048576'><v>1</v></c></row>" + cell("A1"),
        "<row/>" * 1_048_575 + "<row>" + "<c><v>1</v></c>" * 200 + "</row>" + cell("A1"),
    ],
)
def test_more_cells_than_a_list_has_are_refused_before_they_take_memory(sheet: str) -> None:
    with pytest.raises(BadData) as refusal:
        Workbook(with_parts(sheet), "t.xlsx")
    assert refusal.value.code == "workbook_too_big"


@pytest.mark.parametrize(
    "sheet",
    [
        cell("ZZZZZZ99999999999"),
        cell("A0"),
        cell("A99999999"),
        '<row r="1"><c r="A1" t="s"><v>99999</v></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>',
        '<row r="1"><c r="A1"',
        cell("A1") + '<row r="1"><c x="></row>" r="XFD1048576"><v>1</v></c></row>',
        cell("A1") + "<row r='1'><c x='></row><' r='XFD1048576'><v>1</v></c></row>",
    ],
)
def test_cells_that_make_no_sense_are_damage(sheet: str) -> None:
    with pytest.raises(BadData) as refusal:
        read_parts(with_parts(sheet))
    assert refusal.value.code == "workbook_damaged"


@pytest.mark.parametrize("declared", [b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", b"<!DOCTYPE x>"])
@pytest.mark.parametrize("part", ["styles", "workbook"])
def test_no_part_may_declare_entities(part: str, declared: bytes) -> None:
    with pytest.raises(BadData) as refusal:
        Workbook(with_parts(cell("A1"), **{part: declared + b"<styleSheet/>"}), "t.xlsx")
    assert refusal.value.code == "workbook_damaged"


def test_a_formula_that_was_never_computed_says_so_and_others_show_their_result() -> None:
    row = (
        '<c r="A1"><f>B9</f></c><c r="B1" s="0" t="n"><f>B9</f><v></v></c><c r="C1"><f t="shared" si="0"/><v/></c>'
        '<c r="D1" t="str"><f>""</f><v></v></c><c r="E1"><f>1+1</f><v>2</v></c><c r="F1" t="b"><v>1</v></c>'
    )
    [(_, cells)] = read_parts(with_parts(f'<row r="1">{row}</row>'))
    assert cells == [UNCOMPUTED, UNCOMPUTED, UNCOMPUTED, "", 2, True]


def test_errors_of_any_version_are_texts() -> None:
    row = "".join(
        f'<c r="{column}1" t="e"><v>{error}</v></c>'
        for column, error in (("A", "#N/A"), ("B", "#REF!"), ("C", "#SPILL!"), ("D", "#BUSY!"))
    )
    assert read_parts(with_parts(f'<row r="1">{row}</row>')) == [(1, ["#N/A", "#REF!", "#SPILL!", "#BUSY!"])]


def test_rows_and_columns_without_numbers_follow_one_another() -> None:
    sheet = "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>"
    assert read_parts(with_parts(sheet)) == [(1, [1, 2]), (3, [3, ""])]


def test_empty_rows_and_columns_in_front_do_not_move_what_follows() -> None:
    assert read_parts(with_parts(cell("D7") + cell("C9"))) == [(7, ["", "", "", 1]), (9, ["", "", 1, ""])]


def test_days_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001 (Excel knows no zones)
    sheet = book.active
    assert sheet is not None
    sheet.append([date(2014, 3, 2), time(8, 30)])
    book.save(tmp_path / "t.xlsx")
    [(_, cells)] = rows_of(tmp_path / "t.xlsx")
    assert cells == [date(2014, 3, 2), time(8, 30)]


@pytest.mark.parametrize("rename", [str.upper, lambda name: name.replace("/", "\\"), lambda name: "/" + name])
def test_parts_are_found_whatever_their_names_look_like(rename: Any, tmp_path: Path) -> None:
    source = io.BytesIO()
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Nom", "Prénom"])
    book.save(source)
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name if name.startswith("[") else rename(name), old.read(name))
    assert read_parts(target.getvalue()) == [(1, ["Nom", "Prénom"])]


def test_parts_are_found_by_their_relationships() -> None:
    source, target = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Nom", "Prénom"])
    book.save(source)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            moved = (
                name.replace("xl/", "classeur/")
                .replace("sheet1.xml", "a.xml")
                .replace("sharedStrings", "textes")
            )
            links = old.read(name).replace(b"xl/", b"classeur/").replace(b"sheet1.xml", b"a.xml")
            new.writestr(moved, links.replace(b"sharedStrings.xml", b"textes.xml"))
    assert read_parts(target.getvalue()) == [(1, ["Nom", "Prénom"])]


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_of_a_large_sheet_the_head_can_be_read_alone(prefix: str) -> None:
    rows = "".join(
        f'<{prefix}row r="{row}"><{prefix}c r="A{row}"><{prefix}v>{row}</{prefix}v></{prefix}c></{prefix}row>'
        for row in range(1, 40_001)
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    whole = (
        f'<{prefix}worksheet xmlns{":x" if prefix else ""}="{space}"><{prefix}sheetData>{rows}'
        f"</{prefix}sheetData></{prefix}worksheet>"
    )
    source, target = io.BytesIO(with_parts("")), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, whole if name == "xl/worksheets/sheet1.xml" else old.read(name))
    book = Workbook(target.getvalue(), "t.xlsx", is_head=True)
    head = list(book.rows(book.sheets[0], no_progress))
    assert 25 < len(head) < 40_000
    assert head == [(row, [row]) for row in range(1, len(head) + 1)]
    assert len(read_parts(target.getvalue())) == 40_000
