"""The program closes, puts a copy in the place of the base, and opens again: in one process, as it is run."""

import os
import subprocess
import sys
from pathlib import Path

from tests.sources import ROOT
from turbo_admin.office.backup.copying import save_copy
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.settings import school_edits, schools

_RUN = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from turbo_admin.app import qt_application, run
from turbo_admin.ui.window.frame import Frame
application = qt_application()
said = []
def step():
    for window in QApplication.topLevelWidgets():
        if isinstance(window, Frame) and window.isVisible() and window.commands is not None and window.tasks.is_idle:
            if said:
                said.append(window.messages.text)
                window.close()
            else:
                from turbo_admin.office.backup.restoring import plan_restore
                said.append(window.windowTitle())
                plan = plan_restore(window.commands._workplace.desk, Path(sys.argv[2]))
                window.closing_guard.close_to_restore(plan)
timer = QTimer()
timer.timeout.connect(step)
timer.start(20)
code = run(sys.argv[1])
print(code, said[-1], len(said))
"""


def test_the_program_opens_again_on_the_copy(desk: Desk, tmp_path: Path) -> None:
    save_copy(desk, tmp_path / "lundi.db")
    school_edits.add_school(desk, "0990002P", "Lycée ajouté depuis", "")
    desk.close()
    folders = {
        f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "STATE", "CACHE", "DATA")
    }
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", _RUN, desk.database_address, str(tmp_path / "lundi.db")],
        check=False, cwd=ROOT, env=os.environ | folders, capture_output=True, text=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    code, rest = done.stdout.split(maxsplit=1)
    assert code == "0"
    assert rest.startswith("La sauvegarde lundi.db est restaurée.")
    assert rest.endswith("2\n")
    assert len(schools.schools(desk)) == 1
    desk.close()
