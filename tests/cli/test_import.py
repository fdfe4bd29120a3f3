"""`turbo-admin import`: the same kinds of files, counts, and exit codes."""

import json
from pathlib import Path

import pytest

from tests.office.roster.test_roster_sheets import workbook
from tests.siecle_files import PUPILS, guardians_xml, pupils_xml, zipped
from turbo_admin.cli import main


def test_files_of_siecle_together_counts_question_and_undo(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], keyring_memory: object
) -> None:
    base = ["--school", "0990001N", "--database", str(tmp_path / "b.db"), "--json"]
    pupils = zipped(tmp_path / "e.zip", e=pupils_xml())
    guardians = tmp_path / "r.xml"
    guardians.write_bytes(guardians_xml())

    def run(*words: str) -> tuple[int, dict[str, object]]:
        code = main(words)
        out = capsys.readouterr().out
        return code, json.loads(out) if out.startswith("{") else {}

    code, dry = run("import", str(pupils), str(guardians), *base, "--dry-run")
    assert (code, dry["create"], dry["applied"]) == (0, len(PUPILS), False)
    code, done = run("import", str(pupils), str(guardians), *base)
    assert (code, done["create"], done["applied"]) == (0, len(PUPILS), True)
    code, again = run("import", str(pupils), str(guardians), *base)
    assert (code, again["create"], again["change"], again["same"]) == (0, 0, 0, len(PUPILS))
    fewer = tmp_path / "f.xml"
    fewer.write_bytes(pupils_xml(PUPILS[:1]))
    code, asked = run("import", str(fewer), *base)
    assert (code, asked["left"], asked["applied"]) == (3, 2, False)
    assert run("import", str(fewer), *base, "--absent", "gardes")[0] == 0
    code, agreed = run("import", str(fewer), *base, "--yes")
    assert (code, agreed["applied"]) == (0, True)
    database = ["--database", str(tmp_path / "b.db")]
    assert run("undo-import", str(agreed["import"]), *database)[0] == 0
    assert run("undo-import", str(agreed["import"]), *database)[0] == 3
    assert run("import", str(guardians), *base)[0] == 4


def test_a_sheet_that_was_not_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], keyring_memory: object
) -> None:
    header = ["Nom", "Prénom", "Classe"]
    path = workbook(
        tmp_path / "classes.xlsx",
        A=[header, ["NEUF", "Éva", "6 A"]],
        B=[header, ["ONZE", "Tom", "6 B"], ["", "Zoé", ""]],
        Tarifs=[["Repas", "Prix"], ["Midi", "4,50"]],
    )
    base = ["--school", "0990001N", "--database", str(tmp_path / "b.db")]
    assert main(["import", str(path), *base, "--dry-run"]) == 0
    out, said = capsys.readouterr()
    assert "2\u00a0hôtes créés" in out
    assert "classes.xlsx\u00a0: La feuille «\u00a0Tarifs\u00a0» n’a pas été lue" in said
    assert (
        "classes.xlsx, feuille «\u00a0B\u00a0», ligne 3, colonne «\u00a0Nom\u00a0»\u00a0: Nom manquant"
        in said
    )
    assert main(["import", str(path), *base, "--absent", "sortis"]) == 3
    assert "Tarifs" in capsys.readouterr().out
