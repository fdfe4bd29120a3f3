"""`turbo-admin import`: the same kinds of files, counts, and exit codes."""

import json
from pathlib import Path

import pytest

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
