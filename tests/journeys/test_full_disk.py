"""A disk without room: a clear French message, nothing lost, and on it goes when there is room again."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.journeys.conftest import ROOT, Run
from tests.office.conftest import write_people
from tests.people import CAST, LEA_MARTIN, UAI
from turbo_admin.core.errors import Refused
from turbo_admin.outside.files.atomic import whole_file

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the limit is set by the shell's ulimit")


def test_an_import_that_finds_no_room_writes_nothing_and_can_be_repeated(
    run: Run, program_environment: dict[str, str], tmp_path: Path
) -> None:
    database = str(tmp_path / "bureau.db")
    first = write_people(tmp_path / "hotes.csv", CAST)
    assert run("import", str(first), "--school", UAI, "--database", database).code == 0
    crowd = [
        replace(LEA_MARTIN, id=f"d-{n}", card=f"0683-{n:05d}", first_name=f"Léa {n}")
        for n in range(20_000, 26_000)
    ]
    many = write_people(tmp_path / "beaucoup.csv", crowd)
    arguments = ("import", str(many), "--school", UAI, "--database", database)
    limited = subprocess.run(
        # 512 blocks of 512 or 1,024 bytes, as the shell counts them: far less than what 6,000 diners take.
        ["/bin/sh", "-c", 'ulimit -f 512; exec "$@"', "sh", sys.executable, "-m", "turbo_admin", *arguments],
        env=program_environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert limited.returncode == 3, limited
    assert "il est plein" in limited.stderr  # a limit on files is told by SQLite as a disk that fails
    assert "9\u00a0inchangés" in run("import", str(first), "--school", UAI, "--database", database).out
    assert "6\u202f000\u00a0hôtes créés" in run(*arguments).out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_sheets_that_find_no_room_leave_no_half_file(tmp_path: Path) -> None:
    target = tmp_path / "fiches.pdf"
    target.write_bytes(b"the former ones")
    with pytest.raises(Refused, match="disque est plein"):
        _fill(target)
    assert target.read_bytes() == b"the former ones"
    assert [path.name for path in tmp_path.iterdir()] == ["fiches.pdf"]


def _fill(target: Path) -> None:
    with whole_file(target) as stream, Path("/dev/full").open("wb", 0) as full:
        stream.write(b"half of the new")
        full.write(b"x")
