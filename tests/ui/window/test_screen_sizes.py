"""The window, its pages and its dialogs are within the screen, on small screens and at Windows' larger scales."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources import ROOT
from turbo_admin.office.desk.context import Desk

# Pixels of the screen, scale.
_SCREENS = ((1366, 768, 1.0), (1366, 768, 1.25), (1366, 768, 1.5), (1920, 1080, 1.25), (1920, 1080, 1.5))
_TASKBAR = 48
_LONG_NAME = "DE LA ROCHEFOUCAULD-MONTMORENCY-BOUTEVILLE-DE-CHASTELLUX"
_LONG_EMAIL = f"{'maximilienne.' * 4}de-la-rochefoucauld-montmorency@{'academie-et-rectorat.' * 4}exemple.fr"


def _screen(width: int, height: int, scale: float, folder: Path) -> dict[str, str]:
    """Describe a screen to Qt's offscreen platform: what Windows leaves of it above the taskbar."""
    left = height - round(_TASKBAR * scale)
    one = {
        "name": "S",
        "x": 0,
        "y": 0,
        "width": width,
        "height": left,
        "logicalDpi": 96,
        "logicalBaseDpi": 96,
        "dpr": 1,
    }
    described = folder / "screen.json"
    described.write_text(json.dumps({"screens": [one]}), encoding="utf-8")
    return {"QT_QPA_PLATFORM": f"offscreen:configfile={described}", "QT_SCALE_FACTOR": str(scale)}


def _lengthen(base: str) -> None:
    """Give everybody the longest names and addresses that forms let through."""
    with sqlite3.connect(base) as connection:
        connection.execute("UPDATE school SET name = ?", (_LONG_NAME * 3,))
        connection.execute(
            "UPDATE diner SET last_name = ?, emails = ?", (_LONG_NAME, json.dumps([_LONG_EMAIL]))
        )
        connection.execute("UPDATE account_request SET last_name = ?, email = ?", (_LONG_NAME, _LONG_EMAIL))
    connection.close()


@pytest.mark.parametrize(("width", "height", "scale"), _SCREENS)
def test_every_page_and_every_dialog_is_within_the_screen(
    desk: Desk, tmp_path: Path, width: int, height: int, scale: float
) -> None:
    desk.database.close()
    _lengthen(desk.database_address)
    words = [sys.executable, "-m", "tests.ui.window.screen_sizes", desk.database_address]
    ran = subprocess.run(
        words,
        cwd=ROOT,
        env=os.environ | _screen(width, height, scale, tmp_path),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout.splitlines()[-1])
    assert not found, "\n".join(found)
