"""SIECLE's exports: what they say of pupils and guardians, and what is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.siecle_files import (
    INES,
    PUPILS,
    TOM,
    ZOE,
    Guardian,
    guardians_xml,
    pupils_xml,
    structures_xml,
    zipped,
)
from tests.sources import ROOT
from turbo_admin.core.errors import BadData
from turbo_admin.outside.roster_files.diner_files import FilesRead, Source, read_files

TODAY = date(2026, 11, 24)
_BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def read(folder: Path, *contents: bytes) -> FilesRead:
    """Read files of these contents together."""
    paths = []
    for number, content in enumerate(contents):
        paths.append(folder / f"fichier{number}.xml")
        paths[-1].write_bytes(content)
    return read_files(paths, TODAY)


@pytest.mark.parametrize("old_tags", [False, True])
def test_pupils_and_guardians_are_joined(old_tags: bool, tmp_path: Path) -> None:
    found = read(tmp_path, guardians_xml(old_tags=old_tags), structures_xml(), pupils_xml(old_tags=old_tags))
    zoe, tom, ines = found.rows
    assert (found.source, found.uai, found.year, found.is_complete) == (Source.SIECLE, "0990001N", 2026, True)
    assert (zoe.last_name, zoe.first_name, zoe.class_name, zoe.birth) == (
        "EXEMPLE",
        "Zoé",
        "5 A",
        "2014-03-02",
    )
    assert (zoe.ine, zoe.elenoet, zoe.regime) == ("000000501AA", "501", "demi-pensionnaire, 4 jours")
    # Who pays stands first, whichever way the file writes true.
    assert zoe.emails == ("b@exemple.fr", "a@exemple.fr")
    assert (tom.last_name, tom.regime) == ("ŒUVRARD", "demi-pensionnaire au ticket")
    assert tom.emails == (), "somebody to call is no guardian"
    assert ines.regime == "externe"
    assert found.problems == ()


def test_zipped_alone_or_all_in_one_they_say_the_same(tmp_path: Path) -> None:
    plain = read(tmp_path, pupils_xml(), guardians_xml())
    one = zipped(tmp_path / "tout.zip", eleves=pupils_xml(), responsables=guardians_xml())
    two = [zipped(tmp_path / "e.zip", e=pupils_xml()), zipped(tmp_path / "r.zip", r=guardians_xml())]
    assert read_files([one], TODAY).rows == plain.rows
    assert read_files(two, TODAY).rows == plain.rows


@pytest.mark.parametrize("declared", ["ISO-8859-15", "iso-8859-1", "windows-1252"])
@pytest.mark.parametrize("is_zipped", [False, True])
def test_a_file_written_in_utf8_is_read_as_such_whatever_it_declares(
    declared: str, is_zipped: bool, tmp_path: Path
) -> None:
    said = f'encoding="{declared}"'.encode()
    pupils = pupils_xml(encoding="UTF-8").replace(b'encoding="UTF-8"', said)
    guardians = guardians_xml([ZOE]).replace(b'encoding="ISO-8859-15"', said)
    if is_zipped:
        found = read_files([zipped(tmp_path / "tout.zip", e=pupils, r=guardians)], TODAY)
    else:
        found = read(tmp_path, pupils, guardians)
    assert [row.first_name for row in found.rows] == ["Zoé", "Tom", "Inès"]
    assert found.rows[1].last_name == "ŒUVRARD"
    # Plain ASCII is the same in all of them: nothing is said of it.
    [remark] = found.problems
    assert f"annonce le codage {declared}, mais il est écrit en UTF-8" in remark.text
    assert remark.where == ("tout.zip › e.xml" if is_zipped else "fichier0.xml")


def test_letters_at_the_border_of_two_pieces_are_whole(tmp_path: Path) -> None:
    pupils = pupils_xml(encoding="UTF-8").replace(b'encoding="UTF-8"', b'encoding="ISO-8859-15"')
    for shift in (1, 0):
        # The second byte of the « é » of Zoé stands in the next piece, or both do.
        fill = (1 << 18) - pupils.index("é".encode()) - shift
        padded = pupils.replace(b"<DONNEES>", b"<DONNEES>" + b" " * fill, 1)
        assert padded.index("é".encode()) == (1 << 18) - shift
        assert read(tmp_path, padded).rows[0].first_name == "Zoé"


def test_who_left_before_today_is_marked_and_who_leaves_later_is_not(tmp_path: Path) -> None:
    gone, going = replace(ZOE, left_on="10/11/2026"), replace(TOM, left_on="18/12/2026")
    assert [row.left for row in read(tmp_path, pupils_xml([gone, going])).rows] == [True, False]


def test_what_the_files_do_not_tell_is_said(tmp_path: Path) -> None:
    found = read(tmp_path, pupils_xml(structures=False))
    assert [row.class_name for row in found.rows] == ["", "", ""]
    assert not found.has_guardians
    assert ["classes" in problem.text for problem in found.problems] == [True, False]


def test_one_national_id_for_two_pupils_is_told_and_neither_is_lost(tmp_path: Path) -> None:
    twin = replace(INES, ine=ZOE.national)
    found = read(tmp_path, pupils_xml([ZOE, twin]), guardians_xml())
    # Nobody knows whose it is.
    assert [row.ine for row in found.rows] == ["", ""]
    [problem] = found.problems
    assert problem.where == "fichier0.xml, élève 2, colonne «\u00a0ID_NATIONAL\u00a0»"


def test_an_address_that_is_none_is_told_with_its_pupil(tmp_path: Path) -> None:
    found = read(tmp_path, pupils_xml([ZOE]), guardians_xml([replace(ZOE, guardians=(Guardian("pas"),))]))
    assert [(problem.row, problem.column) for problem in found.problems] == [(1, "MEL")]


@pytest.mark.parametrize(
    ("contents", "code"),
    [
        (lambda: [pupils_xml(), guardians_xml(uai="0990002P")], "siecle_files_differ"),
        (lambda: [pupils_xml(), guardians_xml(year="2025")], "siecle_files_differ"),
        (lambda: [guardians_xml()], "siecle_no_pupils"),
        (lambda: [structures_xml()], "siecle_no_pupils"),
        (lambda: [pupils_xml()[:400]], "xml_damaged"),
        (lambda: [pupils_xml().replace(b"ISO-8859-15", b"UTF-8", 1)], "xml_damaged"),
        (lambda: [pupils_xml().replace(b"<BEE_ELEVES", _BOMB + b"<BEE_ELEVES", 1)], "xml_forbidden"),
        (lambda: [b"<html><body/></html>"], "file_to_convert"),
        (lambda: [b"<liste><eleve/></liste>"], "xml_not_siecle"),
        (lambda: [b""], "xml_damaged"),
        (lambda: [b"\0" * 4000], "xml_damaged"),
        (lambda: [b"PK\x03\x04"], "xml_damaged"),
        (lambda: [pupils_xml()[60:]], "xml_damaged"),
    ],
)
def test_files_that_cannot_be_used_are_refused(
    contents: Callable[[], list[bytes]], code: str, tmp_path: Path
) -> None:
    with pytest.raises(BadData) as refusal:
        read(tmp_path, *contents())
    assert refusal.value.code == code
    assert "fichier" in str(refusal.value)


def test_a_zip_that_would_unpack_without_end_is_refused_unread(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bombe.zip", e=b"<BEE_ELEVES>" + b" " * (401 * 1024 * 1024))
    assert path.stat().st_size < 1024 * 1024
    with pytest.raises(BadData, match=r"Cette archive.* trop de données"):
        read_files([path], TODAY)


def test_a_file_of_siecle_and_a_table_do_not_go_together(tmp_path: Path) -> None:
    (tmp_path / "e.xml").write_bytes(pupils_xml(PUPILS))
    (tmp_path / "t.csv").write_text("Nom;Prénom\nMARTIN;Léa\n", encoding="utf-8")
    with pytest.raises(BadData, match="ne vont pas ensemble"):
        read_files([tmp_path / "e.xml", tmp_path / "t.csv"], TODAY)


@pytest.mark.parametrize("written", ["0990001N", "0990001n", "0990001 N", "RNE 0990001N", "UAI : 0990001n"])
def test_a_school_is_known_however_it_is_written(written: str, tmp_path: Path) -> None:
    found = read(tmp_path, pupils_xml(uai=written), guardians_xml())
    assert (found.uai, found.uai_missing) == ("0990001N", False)


@pytest.mark.parametrize(
    "written", ["2026", "2026-2027", "2026/2027", "2026 - 2027", "26-27", "26/27", "Année 2026-2027"]
)
def test_a_year_is_known_however_it_is_written(written: str, tmp_path: Path) -> None:
    found = read(
        tmp_path,
        pupils_xml(year="2026").replace(
            b"<ANNEE_SCOLAIRE>2026", f"<ANNEE_SCOLAIRE>{written}".encode("iso8859-15")
        ),
        guardians_xml(),
    )
    assert (found.year, found.year_missing) == (2026, False)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("<UAJ></UAJ><ANNEE_SCOLAIRE>2026</ANNEE_SCOLAIRE>", ["ne disent pas de quel établissement"]),
        (
            "<UAJ>0990001A</UAJ><ANNEE_SCOLAIRE>2026</ANNEE_SCOLAIRE>",
            ["« 0990001A », qui n’est pas un code UAI"],
        ),
        ("<UAJ>0990001N</UAJ>", ["ne disent pas de quelle année"]),
        (
            "<UAJ>0990001N</UAJ><ANNEE_SCOLAIRE>2026-2029</ANNEE_SCOLAIRE>",
            ["« 2026-2029 », qui ne se comprend pas"],
        ),
        ("", ["ne disent pas de quel établissement", "ne disent pas de quelle année"]),
    ],
)
def test_a_check_that_cannot_be_made_is_said(written: str, says: list[str], tmp_path: Path) -> None:
    whole = "<UAJ>0990001N</UAJ><ANNEE_SCOLAIRE>2026</ANNEE_SCOLAIRE>"
    found = read(
        tmp_path,
        pupils_xml().replace(whole.encode(), written.encode()),
    )
    told = [problem.text.replace("\u00a0", " ") for problem in found.problems if "vérifier" in problem.text]
    assert [word in text for word, text in zip(says, told, strict=True)] == [True] * len(says)
    assert (found.uai_missing, found.year_missing) == (not found.uai, not found.year)


def test_an_export_without_its_school_says_so() -> None:
    found = read_files([ROOT / "tests" / "golden" / "cases" / "no_uai" / "ElevesSansAdresses.xml"], TODAY)
    assert found.uai_missing
    assert any("de quel établissement" in problem.text for problem in found.problems)


def test_pupils_that_two_files_of_one_day_list_are_read_once_and_it_is_said(tmp_path: Path) -> None:
    found = read(tmp_path, pupils_xml(), pupils_xml(structures=False), guardians_xml())
    assert len(found.rows) == 3
    assert found.rows[0].class_name == "5 A"
    assert [problem.text for problem in found.problems if "répète" in problem.text]


def test_exports_of_two_days_do_not_go_together(tmp_path: Path) -> None:
    older = pupils_xml().replace(b"<DATE_EXPORT>01/09/2026", b"<DATE_EXPORT>01/10/2026")
    with pytest.raises(BadData) as refusal:
        read(tmp_path, pupils_xml(), older)
    assert refusal.value.code == "siecle_files_twice"
