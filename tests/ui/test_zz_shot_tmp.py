from tests.ui.conftest import *
from turbo_admin.office import credentials, settings, intake
from turbo_admin.office.sync import synchronise
from turbo_admin.core.errors import Unreachable
from turbo_admin.core.colours import DARK, LIGHT
def test_shot(desktop, qtbot, desk, portal, clock):
    credentials.issue(desk, ["lea"])
    settings.save_settings(desk, UAI, settings.SchoolSettings(name=SCHOOL_NAME))
    portal.refusals["account.issue"] = ("superseded", "…")
    portal.refusals["settings"] = ("bad_body", "…")
    clock.pass_by(hours=1); synchronise(desk)
    def cut(_): raise Unreachable("portal_unreachable")
    portal.before=cut; clock.pass_by(hours=1); synchronise(desk)
    def die(_): raise SystemError
    portal.before=die; clock.pass_by(hours=1)
    try: synchronise(desk)
    except SystemError: pass
    page=go(qtbot, desktop, "sync_journal")
    for c,e in ((LIGHT,''),(DARK,'-d')):
        desktop.theme.show(c); settle(qtbot, desktop)
        desktop.window.grab().save(f"/tmp/journal/j{e}.png")
    desktop.theme.show(LIGHT)
    go(qtbot, desktop, "home"); desktop.window.grab().save("/tmp/journal/home.png")
    page=go(qtbot, desktop, "sync_journal"); page.form.give_up.click(); dialog(qtbot).grab().save("/tmp/journal/ask.png"); dialog(qtbot).reject()
    page.form.send_all.click(); dialog(qtbot).grab().save("/tmp/journal/ask2.png"); dialog(qtbot).reject()
