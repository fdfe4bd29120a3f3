"""Where a page stands: it scrolls when the window is smaller than the page can be."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from turbo_admin.ui.kit.page import Page


class PageArea(QScrollArea):
    """A page, in sight as a whole where the window is large enough.

    On a laptop of 1366×768 at scale 1.5, 910×430 are left for the window: no control may be out of reach there.
    """

    def __init__(self, page: Page, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        # Tab goes from control to control; Qt scrolls to each by itself.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Not `canvas`: a page has widgets of its own that the style sheet's rule would reach.
        self.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)
        self.setWidget(page)
        page.setAutoFillBackground(False)
