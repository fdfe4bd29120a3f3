"""Parts of the window that are added after the home page is shown: icon, progress bar, synchronisation panel."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon

from turbo_admin.ui.kit.navigation import PageKey, ReconcileSchool, SearchPage, ShowRefusedChanges
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.kit.resources import resource
from turbo_admin.ui.sync.sync_panel import SyncPanel
from turbo_admin.ui.window.bars import BusyStrip
from turbo_admin.ui.window.frame import Frame


def add_docks(frame: Frame, workplace: Workplace) -> SyncPanel:
    """Add them to the window; return the synchronisation panel."""
    frame.setWindowIcon(QIcon(str(resource("turbo-admin.svg"))))
    frame.form.bars_layout.addWidget(BusyStrip(frame.tasks, frame))
    panel = SyncPanel(workplace, frame)
    frame.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, panel)
    panel.requests_wanted.connect(lambda: frame.open_page(SearchPage(PageKey.INTAKE)))
    panel.agreement_wanted.connect(lambda uai: frame.open_page(ReconcileSchool(uai)))
    panel.journal_wanted.connect(lambda: frame.open_page(ShowRefusedChanges()))
    return panel
