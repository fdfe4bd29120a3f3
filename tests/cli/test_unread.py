"""Commands whose reader has gone, as behind `| head -1`: they end in silence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.people import LEA_MARTIN, SCHOOL_NAME, SITE_CODE, UAI, make_received
from turbo_admin.cli.exit_codes import UNREAD
from turbo_admin.demo.stage import MemoryVault
from turbo_admin.office.desk.context import open_desk
from turbo_admin.office.settings import school_edits
from turbo_admin.store import requests

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes")


@pytest.fixture
def base(tmp_path: Path) -> str:
    """A database with more requests than a pipe holds."""
    where = str(tmp_path / "bureau.sqlite")
    desk = open_desk(where, vault=MemoryVault())
    school_edits.add_school(desk, UAI, SCHOOL_NAME, SITE_CODE)
    with desk.database.write() as session:
        for number in range(300):
            requests.add_request(session, UAI, make_received(LEA_MARTIN, request_id=f"r{number}"))
    desk.close()
    return where


def run(*words: str, stream: str = "stdout", unbuffered: str = "") -> tuple[int, str]:
    """Run a command whose standard output, or error, is read by nobody; return its code and what the other says."""
    reader, writer = os.pipe()
    os.close(reader)
    other = {"stdout": "stderr", "stderr": "stdout"}[stream]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "turbo_admin", *words],
            **{stream: writer, other: subprocess.PIPE},  # type: ignore[call-overload]
            text=True,
            timeout=60,
            check=False,
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
        )
    finally:
        os.close(writer)
    return done.returncode, getattr(done, other)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_list_that_is_not_read_to_its_end_ends_in_silence(base: str, unbuffered: str) -> None:
    assert run("requests", "--json", "--database", base, unbuffered=unbuffered) == (UNREAD, "")


def test_a_line_that_nobody_reads_ends_in_silence() -> None:
    for words in (("--version",), ("--help",), ("portal", "serve", "--help")):
        assert run(*words) == (UNREAD, ""), words


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_error_that_nobody_reads_ends_in_silence(base: str, unbuffered: str) -> None:
    refused = ("undo-import", "none", "--database", base)
    assert run(*refused, stream="stderr", unbuffered=unbuffered) == (UNREAD, "")


def test_who_reads_all_is_told_that_all_went_well(base: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "turbo_admin", "requests", "--json", "--database", base],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr, len(done.stdout.splitlines())) == (0, "", 300)
