"""Files that are too large to be lists: refused before they are held in memory, in the words of what they are."""

import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from turbo_admin.core.errors import BadData
from turbo_admin.outside.files.csv_reader import MOST_CELLS, TextRow, rows_in
from turbo_admin.outside.roster_files.diner_files import read_files

TODAY = date(2026, 11, 24)
_MEASURE = """
import sys
from datetime import date
from pathlib import Path
from turbo_admin.core.errors import BadData
from turbo_admin.outside.roster_files.diner_files import read_files
try:
    read_files([Path(sys.argv[1])], date(2026, 11, 24))
except BadData as error:
    print(error.code, end=" ")
status = Path("/proc/self/status").read_text()
print(int(status.partition("VmHWM:")[2].split()[0]) // 1024)
"""


def refused(path: Path) -> BadData:
    with pytest.raises(BadData) as refusal:
        read_files([path], TODAY)
    assert "classeur" not in str(refusal.value)
    return refusal.value


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells the memory that a process has had")
def test_a_small_archive_of_a_huge_list_is_refused_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "liste.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("liste.csv", b"Nom;Prenom\n" + b"A;B\n" * 15_000_000)
    told = subprocess.run([sys.executable, "-c", _MEASURE, path], capture_output=True, text=True, check=True)
    code, megabytes = told.stdout.split()
    assert code == "table_too_long"
    assert int(megabytes) < 600


def test_an_archive_that_unpacks_to_more_than_a_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "liste.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("liste.csv", b"A;B\n" * 20_000_000)
    assert refused(path).code == "archive_too_big"


def test_a_text_table_of_too_many_lines_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Prenom\n" + "A;B\n" * 200_001)
    assert refused(path).code == "table_too_long"


def test_empty_lines_that_a_spreadsheet_leaves_below_a_list_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Prenom\nABEILLE;Zoe\n" + ";\n" * 300_000)
    assert [row.last_name for row in read_files([path], TODAY).rows] == ["ABEILLE"]


@pytest.mark.parametrize(
    "row",
    [
        "A;" * 100_000,
        "A" * 1_000_001,
        # One row that goes on over many lines.
        '"A\nB' + '";"C\nD' * 4_000 + '"',
    ],
)
def test_a_row_that_is_longer_than_any_list_s_is_refused_with_its_line(row: str, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(f"Nom;Prenom\nABEILLE;Zoe\n{row}\n")
    error = refused(path)
    assert error.code == "line_too_long"
    assert "ligne " in error.where


def test_a_row_of_as_many_cells_as_are_read_passes() -> None:
    [row] = rows_in(";" * (MOST_CELLS - 1) + "x\n", "l.csv")
    assert len(row.cells) == MOST_CELLS


def test_columns_of_a_text_table_beyond_those_of_a_list_are_left_out_and_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Prenom" + ";x" * 300 + "\nABEILLE;Zoe" + ";1" * 300 + "\n")
    read = read_files([path], TODAY)
    assert [row.last_name for row in read.rows] == ["ABEILLE"]
    assert any("au-delà de la 200e" in problem.text for problem in read.problems)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_any_system_ends_them(end: str) -> None:
    text = f'Nom;Prenom{end}ABEILLE;"Zoe{end}Ana"{end}GUEPE;Eva'
    assert list(rows_in(text, "l.csv")) == [
        TextRow(1, ("Nom", "Prenom")),
        TextRow(2, ("ABEILLE", f"Zoe{end}Ana")),
        TextRow(4, ("GUEPE", "Eva")),
    ]


def test_a_long_word_without_accents_is_looked_at_once(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(b"Nom;Prenom\n" + b"A" * 3_000_000 + b"\nZo\xe9;Ana\n")
    assert refused(path).code == "line_too_long"


def archive_of(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_an_archive_of_no_list_is_told_as_one(tmp_path: Path) -> None:
    path = archive_of(tmp_path / "a.zip", {"lisezmoi.txt": b"Bonjour, voici, la liste"})
    assert refused(path).code == "archive_without_list"


def test_an_archive_that_is_too_deep_is_told_as_one(tmp_path: Path) -> None:
    content = b"Nom;Prenom\nABEILLE;Zoe\n"
    for name in ("liste.csv", "a.zip", "b.zip"):
        content = archive_of(tmp_path / "x.zip", {name: content}).read_bytes()
    assert refused(tmp_path / "x.zip").code == "archive_too_deep"


def test_a_list_in_a_text_of_an_archive_is_read(tmp_path: Path) -> None:
    path = archive_of(tmp_path / "a.zip", {"liste.txt": b"Nom;Prenom\nABEILLE;Zoe\n"})
    assert len(read_files([path], TODAY).rows) == 1


def test_many_copies_in_an_archive_are_counted_rather_than_listed(tmp_path: Path) -> None:
    content = b"Nom;Prenom\nABEILLE;Zoe\n"
    path = archive_of(tmp_path / "a.zip", {f"{number}.csv": content for number in range(100)})
    problems = read_files([path], TODAY).problems
    assert len(problems) < 10
    assert "94" in problems[-1].text


def test_a_list_on_a_hidden_sheet_is_told_as_one(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Bonjour"])
    hidden = book.create_sheet("Base")
    for row in (["Nom", "Prénom"], ["ABEILLE", "Zoé"]):
        hidden.append(row)
    hidden.sheet_state = "veryHidden"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(BadData, match="masquée"):
        read_files([tmp_path / "a.xlsx"], TODAY)
