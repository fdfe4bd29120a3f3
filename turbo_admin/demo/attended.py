"""The demo with a screen: everything is made ready, then the desk is the visitor's."""

import signal
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QTimer

from turbo_admin.app import build, qt_application
from turbo_admin.core.french import count
from turbo_admin.demo.asking import ask_all
from turbo_admin.demo.families import make_requests
from turbo_admin.demo.school import SCHOOLS
from turbo_admin.demo.stage import Stage
from turbo_admin.demo.steps import DemoSteps
from turbo_admin.office.outbox import pairing
from turbo_admin.office.roster import apply, importing
from turbo_admin.office.settings import school_edits, schools

# Python hears Ctrl+C only when Qt lets it run now and then.
_LISTEN_EVERY_MS = 200


def open_demo(
    folder: Path, *, diners: int, requests: int, steps: DemoSteps, ready: Callable[[Stage], None]
) -> int:
    """Start everything, let the families ask, and open the desk; all stops when its window is shut.

    Args:
        diners, requests: how many are invented.
        steps: runs each step and writes its line.
        ready: called just before the window opens.

    Returns:
        The exit code of the desk.
    """
    with ExitStack() as stack:
        with steps.step("start", "Démarrage du portail et du bureau") as result:
            stage = stack.enter_context(Stage(folder, diners))
            result.text = f"portail {stage.portal_url}"
        with steps.step("import", "Liaison au portail, import des hôtes") as result:
            result.text = f"{count(_fill_roster(stage), 'hôte')} présents"
        with steps.step("ask", "Les familles demandent leur compte") as result:
            taken = ask_all(stage.portal_url, make_requests(stage.roster, requests))
            result.text = count(len(taken), "demande")
        ready(stage)
        return _show(stage, folder)


def _fill_roster(stage: Stage) -> int:
    """Pair and import each establishment, and return how many diners the office has."""
    for school in SCHOOLS:
        pairing.pair(stage.desk, stage.portal_url, stage.pairing_code(school))
        school_edits.rename_school(stage.desk, school.uai, school.name, school.site_code)
        plan = importing.plan_import(stage.desk, stage.roster_file(school), school.uai)
        apply.apply_import(stage.desk, plan)
    return sum(school.diners for school in schools.schools(stage.desk))


def _show(stage: Stage, folder: Path) -> int:
    application = qt_application()
    desktop = build(stage.desk, folder / "ecran.ini")
    desktop.window.show()
    signal.signal(signal.SIGINT, lambda *_: application.quit())
    listen = QTimer()
    listen.timeout.connect(lambda: None)
    listen.start(_LISTEN_EVERY_MS)
    code = application.exec()
    desktop.close()
    return code
