"""What a demo starts, and what it says when it fails."""

from pathlib import Path

import pytest

from turbo_admin.demo.stage import Stage


def test_the_end_of_the_portals_log_is_shown_when_a_demo_fails(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(TimeoutError), Stage(tmp_path, 20) as stage:
        raise TimeoutError("the sheets were not shown")
    said = capfd.readouterr().err
    assert said.startswith(f"Journal du portail\u00a0: {stage.log}.")
    assert '"event": "ready"' in stage.log.read_text(encoding="utf-8")
    assert said.splitlines()[1:] == stage.log.read_text(encoding="utf-8").splitlines()[-15:]


def test_a_demo_that_ends_well_shows_nothing_of_the_log(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with Stage(tmp_path, 20) as stage:
        assert stage.portal_url.startswith("http://127.0.0.1:")
    assert capfd.readouterr().err == ""
