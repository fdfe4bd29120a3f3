"""What the window has besides menus and pages, put in once Accueil is there: its icon, the strip of the act that runs,
the panel of the synchronisation.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon

from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.kit.resources import resource
from turbo_admin.ui.sync.sync_panel import SyncPanel
from turbo_admin.ui.window.bars import BusyStrip
from turbo_admin.ui.window.frame import Frame


def furnish(frame: Frame, place: Workplace) -> SyncPanel:
    """Furnish the window, and return the panel of the synchronisation."""
    frame.setWindowIcon(QIcon(str(resource("turbo-admin.svg"))))
    frame.form.bars_layout.addWidget(BusyStrip(frame.tasks, frame))
    panel = SyncPanel(place, frame)
    frame.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, panel)
    panel.requests_wanted.connect(lambda: frame.open_page("intake", ""))
    panel.journal_wanted.connect(lambda: frame.open_page("sync_journal", "refused"))
    return panel
