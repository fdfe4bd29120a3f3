"""Workbooks read by expat: cell for cell what openpyxl reads, and capped."""

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from turbo_admin.core.errors import BadData
from turbo_admin.outside.spreadsheets import quiet
from turbo_admin.outside.workbooks import UNCOMPUTED, Workbook

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
        return list(book.rows(book.sheets[0], quiet))
    finally:
        book.close()


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
        computed = [None if cell == UNCOMPUTED else cell for cell in cells]
        assert computed + [None] * (len(row) - len(cells)) == row, number


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
    assert rows_of(other) == [(3, [None, "Léa", None, 2])]


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
