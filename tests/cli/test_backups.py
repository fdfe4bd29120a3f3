"""`turbo-admin backup` and `restore`."""

import json
from pathlib import Path

from tests.cli.conftest import Office
from tests.people import SCHOOL_NAME


def test_a_base_is_saved_shown_and_restored(office: Office, tmp_path: Path) -> None:
    file = str(tmp_path / "lundi.db")
    [saved] = office.lines("backup", file)
    assert (saved["file"], saved["contents"]["open_requests"]) == (file, 3)
    assert saved["contents"]["schools"] == [SCHOOL_NAME]
    office.issue("r-lea")
    [seen] = office.lines("restore", file, "--dry-run")
    assert (seen["copy"]["open_requests"], seen["present"]["open_requests"]) == (3, 2)
    assert (seen["restored"], seen["another_base"]) == (False, False)
    assert "ajoutez --yes" in office.refusal("restore", file)
    said = office.said("restore", file, "--yes")
    assert "Demandes à traiter" in said
    assert "Mettre d’accord" in said
    assert len(office.lines("requests")) == 3
    [kept] = (tmp_path / "sauvegardes").iterdir()
    assert str(kept) in said
    [back] = office.lines("restore", str(kept), "--yes")
    assert back["restored"]
    assert len(office.lines("requests")) == 2


def test_a_file_that_is_there_is_replaced_only_when_asked(office: Office, tmp_path: Path) -> None:
    file = str(tmp_path / "lundi.db")
    assert "1\u00a0établissement" in office.said("backup", file)
    assert "existe déjà" in office.refusal("backup", file)
    office.said("backup", file, "--replace")
    assert "la base elle-même" in office.refusal("backup", office.base, "--replace")


def test_a_damaged_copy_is_bad_data(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "lundi.db"
    office.said("backup", str(file))
    file.write_bytes(file.read_bytes()[:30_000])
    assert office.run("restore", str(file), "--yes") == 4
    assert "il en manque la fin" in office.capsys.readouterr().err


def test_the_copy_of_the_day_and_its_folder(office: Office, tmp_path: Path) -> None:
    [done] = office.lines("backup", "--daily")
    assert Path(done["file"]).parent == tmp_path / "sauvegardes"
    assert "déjà faite" in office.said("backup", "--daily")
    (tmp_path / "ailleurs").mkdir()
    [there] = office.lines("backup", "--folder", str(tmp_path / "ailleurs"))
    assert there == {"folder": str(tmp_path / "ailleurs"), "chosen": True, "files": []}
    office.said("backup", "--daily")
    assert len(json.loads(office.said("backup", "--list", "--json"))["files"]) == 1
    (tmp_path / "ailleurs").rename(tmp_path / "parti")
    assert office.run("backup", "--daily") == 3
    assert "branchez la clé" in office.capsys.readouterr().out
    assert not (tmp_path / "ailleurs").exists()
    [usual] = office.lines("backup", "--usual-folder")
    assert (usual["folder"], usual["chosen"]) == (str(tmp_path / "sauvegardes"), False)


def test_a_base_that_cannot_be_opened_is_set_aside_for_a_copy(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "lundi.db"
    office.said("backup", str(file))
    Path(office.base).write_bytes(b"Chers parents, " * 1000)
    assert "n’est pas une base" in office.refusal("restore", str(file), "--dry-run")
    (tmp_path / "autre.db").write_bytes(b"Chers parents, " * 1000)
    assert office.run("restore", str(tmp_path / "autre.db"), "--yes") == 4
    assert Path(office.base).read_bytes().startswith(b"Chers")
    said = office.said("restore", str(file), "--yes")
    assert str(tmp_path / "bureau.illisible-1.sqlite") in said
    assert (tmp_path / "bureau.illisible-1.sqlite").read_bytes().startswith(b"Chers")
    assert len(office.lines("requests")) == 3
