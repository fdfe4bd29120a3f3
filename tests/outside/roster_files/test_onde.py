"""ONDE's tables: pupils, and guardians whose children stand side by side."""

from datetime import date
from pathlib import Path

import pytest

from tests.siecle_files import ONDE_GUARDIANS, ONDE_PUPILS
from turbo_admin.core.errors import BadData
from turbo_admin.outside.roster_files.diner_files import FilesRead, Source, look_at, read_files

TODAY = date(2026, 11, 24)
PUPILS = f"""{ONDE_PUPILS}
MARTIN;;Léa;01/01/2016;F;111111111AA;x;99000;y;F;;;;;CYCLE II;CE2;CE2 A;9999
MARTIN;;Tom;02/02/2018;M;111111112AA;x;99000;y;F;;;;;CYCLE II;CP;CP B;9998
"""
GUARDIANS = f"""{ONDE_GUARDIANS}
M;;MARTIN;Jo;jo@exemple.fr;;MARTIN;Léa;CE2 A;;MARTIN;Tom;CP B;;MARTIN;Zia;CM2
Mme;;DURAND;Ève;eve@exemple.fr;;MARTIN;Léa;CE2 A
"""


def read(folder: Path, encoding: str, **files: str) -> FilesRead:
    """Read files of these texts together."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_bytes(text.encode(encoding))
    return read_files([folder / f"{name}.csv" for name in files], TODAY)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_pupils_get_the_addresses_of_all_their_guardians(encoding: str, tmp_path: Path) -> None:
    found = read(tmp_path, encoding, responsables=GUARDIANS, eleves=PUPILS)
    lea, tom = found.rows
    assert (found.source, found.is_complete) == (Source.ONDE, True)
    assert (lea.class_name, lea.ine, lea.birth) == ("CE2 A", "111111111AA", "2016-01-01")
    assert lea.emails == ("jo@exemple.fr", "eve@exemple.fr")
    assert tom.emails == ("jo@exemple.fr",)
    # The third child stands beyond the header: by position it is read all the same, and is nobody's pupil.
    assert [problem.text.partition(" n’est")[0] for problem in found.problems] == ["MARTIN Zia"]


def test_guardians_alone_tell_their_children_and_no_complete_list(tmp_path: Path) -> None:
    found = read(tmp_path, "utf-8", responsables=GUARDIANS)
    assert [row.first_name for row in found.rows] == ["Léa", "Tom", "Zia"]
    assert not found.is_complete


def test_two_files_of_pupils_do_not_go_together(tmp_path: Path) -> None:
    with pytest.raises(BadData, match="ne vont pas ensemble"):
        read(tmp_path, "utf-8", a=PUPILS, b=PUPILS)


def test_its_columns_are_not_to_be_chosen(tmp_path: Path) -> None:
    read(tmp_path, "utf-8", eleves=PUPILS)
    assert look_at(tmp_path / "eleves.csv") is None
