"""not committed"""

import pytest
from PySide6.QtWidgets import QApplication
from tests.ui.conftest import *
from tests.ui.test_taking_back import again, page
from turbo_admin.core.colours import DARK, LIGHT
from turbo_admin.office import credentials, sheets
from turbo_admin.ui.columns import choose_row


def shoot(desktop, widget, name):
    for colours, look in ((LIGHT, "light"), (DARK, "dark")):
        desktop.theme.show(colours) if hasattr(desktop, "theme") else widget.place.theme.show(colours)
        QApplication.processEvents()
        QApplication.processEvents()
        widget.grab().save(f"/tmp/shots/{name}-{look}.png")


def test_second(page, desktop, qtbot, desk, portal):
    from tests.people import make_received
    from turbo_admin.office.sync import synchronise

    portal.tell("request.received", make_received(LEA_MARTIN, request_id="b2"))
    synchronise(desk)
    page.refresh()
    settle(qtbot, desktop)
    page.model.toggle([page.model.requests.row_of("b2")])
    page.form.issue_button.click()
    d = dialog(qtbot)
    settle(qtbot, desktop)
    d.boxes["again"].setCurrentIndex(2)
    shoot(desktop, d, "second")


def test_revoke(desktop, qtbot, desk):
    issued = credentials.issue(desk, ["lea"])
    sheets.mark_printed(desk, issued.sheets)
    p = go(qtbot, desktop, "intake", "")
    p.form.tabs.setCurrentIndex(1)
    choose_row(p.form.table, 0)
    settle(qtbot, desktop)
    shoot(desktop, desktop.window, "intake")
    p.form.revoke_button.click()
    d = dialog(qtbot)
    settle(qtbot, desktop)
    shoot(desktop, d, "revoke1")
    d.form.next.setCurrentIndex(1)
    settle(qtbot, desktop)
    shoot(desktop, d, "revoke2")
    d.form.cancel.click()
    p = go(qtbot, desktop, "sheets", issued.batch_id)
    shoot(desktop, desktop.window, "sheets")
    p = go(qtbot, desktop, "settings", UAI)
    p.form.notify_guardians.window()
    shoot(desktop, desktop.window, "settings")
