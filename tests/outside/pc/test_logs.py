"""The log files of this PC, on a disk that takes nothing."""

import logging
from pathlib import Path

import pytest

from turbo_admin.outside.pc.logs import LogFile

_FULL = Path("/dev/full")
_record = logging.LogRecord(
    "turbo_admin", logging.INFO, __file__, 1, "school %s: received %d", ("X", 1), None
)


@pytest.mark.skipif(not _FULL.exists(), reason="no device that is always full")
def test_a_full_disk_is_no_bug_of_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    log = LogFile(_FULL, "%(message)s")
    log.handle(_record)
    log.close()
    assert capsys.readouterr().err == ""


def test_a_mistake_of_ours_in_a_line_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = LogFile(tmp_path / "x.log", "%(message)s")
    log.handle(logging.LogRecord("turbo_admin", logging.INFO, __file__, 1, "%d", ("no number",), None))
    log.close()
    assert "TypeError" in capsys.readouterr().err


def test_what_fits_is_written(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "x.log", "%(levelname)s %(message)s")
    log.handle(_record)
    log.close()
    assert (tmp_path / "x.log").read_text(encoding="utf-8") == "INFO school X: received 1\n"
