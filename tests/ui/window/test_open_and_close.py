"""The window is opened and closed again and again, and the process ends well."""

import os
import subprocess
import sys
from pathlib import Path

from tests.sources import ROOT
from turbo_admin.office.desk.context import Desk

_TIMES, _PATIENCE_S = 10, 120
# Every other time it is closed while pages are still being loaded.
_OPEN_AND_CLOSE = """
import faulthandler
import sys
faulthandler.dump_traceback_later(int(sys.argv[3]))
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from turbo_admin.app import build, qt_application
from turbo_admin.demo.stage import MemoryVault
from turbo_admin.office.desk.context import open_desk
from turbo_admin.ui.kit.navigation import PageKey
application = qt_application()
def until(done):
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if done() else None)
    timer.start(2)
    loop.exec()
for number in range(int(sys.argv[2])):
    desktop = build(open_desk(sys.argv[1], vault=MemoryVault()), Path(sys.argv[1]).with_name("ecran.ini"))
    desktop.window.show()
    until(lambda: desktop.window.commands is not None)
    if number % 2:
        until(lambda: desktop.tasks.is_idle)
        desktop.window.open_page(PageKey.INTAKE)
        until(lambda: desktop.tasks.is_idle)
    assert desktop.window.close()
    desktop.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    application.processEvents()
print("closed")
faulthandler.cancel_dump_traceback_later()
"""


def test_the_window_opened_and_closed_many_times_ends_the_process_well(desk: Desk, tmp_path: Path) -> None:
    desk.database.close()
    folders = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "STATE", "CACHE")}
    # Where it hangs is said before we lose patience.
    arguments = [desk.database_address, str(_TIMES), str(_PATIENCE_S - 10)]
    words = [sys.executable, "-X", "faulthandler", "-c", _OPEN_AND_CLOSE, *arguments]
    # A file holds what it said until then, also when it never ends.
    written = tmp_path / "stderr.txt"
    with written.open("w", encoding="utf-8") as errors:
        program = subprocess.Popen(
            words, cwd=ROOT, env=os.environ | folders, stdout=subprocess.PIPE, stderr=errors, encoding="utf-8"
        )
        try:
            out, _ = program.communicate(timeout=_PATIENCE_S)
        except subprocess.TimeoutExpired:
            program.kill()
            out, _ = program.communicate()
    said = written.read_text(encoding="utf-8")
    assert (program.returncode, out.split()) == (0, ["closed"]), said
    assert "Traceback" not in said, said
