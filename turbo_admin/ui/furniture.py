"""What the window has besides menus and pages, put in once Accueil is there: its icon, the strip of the act that runs,
the panel of the synchronisation.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon

from turbo_admin.ui.bars import BusyStrip
from turbo_admin.ui.frame import Frame
from turbo_admin.ui.page import Workplace
from turbo_admin.ui.resources import resource
from turbo_admin.ui.sync_panel import SyncPanel


def furnish(frame: Frame, place: Workplace) -> SyncPanel:
    """Furnish the window, and return the panel of the synchronisation."""
    frame.setWindowIcon(QIcon(str(resource("turbo-admin.svg"))))
    frame.form.bars_layout.addWidget(BusyStrip(frame.tasks, frame))
    panel = SyncPanel(place, frame)
    frame.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, panel)
    panel.requests_wanted.connect(lambda: frame.open_page("intake", ""))
    panel.journal_wanted.connect(lambda: frame.open_page("sync_journal", "refused"))
    return panel
