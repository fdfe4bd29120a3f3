"""The demo with a screen: everything is made ready, then the desk is the visitor's."""

import signal
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer

from turbo_admin.app import build, qt_application
from turbo_admin.demo.families import Family, make_requests
from turbo_admin.demo.school import SCHOOLS
from turbo_admin.demo.stage import Stage
from turbo_admin.office.outbox import pairing
from turbo_admin.office.roster import apply, importing
from turbo_admin.office.settings import school_edits

# Python hears Ctrl+C only when Qt lets it run now and then.
_LISTEN_EVERY_MS = 200


def open_demo(folder: Path, *, diners: int, requests: int, say: Callable[[str], None]) -> int:
    """Start everything, let the families ask, and open the desk; all stops when its window is shut.

    Returns:
        The exit code of the desk.
    """
    with Stage(folder, diners) as stage:
        say(f"Portail : {stage.portal_url}")
        for school in SCHOOLS:
            pairing.pair(stage.desk, stage.portal_url, stage.pairing_code(school))
            school_edits.rename_school(stage.desk, school.uai, school.name, school.site_code)
            plan = importing.plan_import(stage.desk, stage.roster_file(school), school.uai)
            apply.apply_import(stage.desk, plan)
            say(f"{school.name} : {stage.families_url(school)}")
        for typed in make_requests(stage.roster, requests):
            with Family(stage.portal_url, typed.uai) as family:
                family.ask_account(typed)
        say(f"Courriels gardés dans {folder / 'mail'}. Appuyez sur « Synchroniser maintenant » (F5).")
        return _show(stage, folder)


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
