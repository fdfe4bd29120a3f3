"""`turbo-admin retention`: in numbers first, then for good."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.people import LEA_MARTIN, MONDAY, SCHOOL_NAME, SITE_CODE, UAI, make_received
from turbo_admin.cli import main
from turbo_admin.demo.stage import MemoryVault
from turbo_admin.office.desk.context import open_desk
from turbo_admin.office.intake import acts
from turbo_admin.office.intake.lines import request_lines
from turbo_admin.office.settings import school_edits
from turbo_admin.store import requests


@pytest.fixture
def base(tmp_path: Path) -> str:
    """A database with a request that was refused three years ago."""
    where = str(tmp_path / "bureau.sqlite")
    desk = open_desk(where, vault=MemoryVault(), now=lambda: MONDAY - timedelta(days=3 * 365))
    school_edits.add_school(desk, UAI, SCHOOL_NAME, SITE_CODE)
    with desk.database.write() as session:
        requests.add_request(session, UAI, make_received(LEA_MARTIN, request_id="old"))
    acts.refuse(desk, ["old"], "")
    desk.close()
    return where


def left(base: str) -> int:
    desk = open_desk(base, vault=MemoryVault())
    number = len(request_lines(desk))
    desk.close()
    return number


def test_a_dry_run_says_in_numbers_and_erases_nothing(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["retention", "--dry-run", "--database", base]) == 0
    said = capsys.readouterr().out
    assert f"{SCHOOL_NAME} ({UAI})" in said
    assert "à effacer\u00a0: 1\u00a0demande, 0\u00a0compte" in said
    assert left(base) == 1


def test_it_erases_and_says_so_in_json(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["retention", "--json", "--database", base]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["uai"], told["requests"], told["accounts"], told["months"]) == (UAI, 1, 0, 12)
    assert left(base) == 0
    main(["retention", "--dry-run", "--json", "--database", base])
    assert json.loads(capsys.readouterr().out)["requests"] == 0
