"""The base of the dialogs: within the screen, whatever they hold."""

from itertools import pairwise

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

# Title bar and edges that Windows 11 draws around a window; Qt knows them only once it is shown.
_TITLE_BAR, _EDGE = 32, 8


class Dialog(QDialog):
    """A dialog that is never larger than the screen: what does not fit scrolls, above the buttons.

    The layout is a column whose last row holds the buttons.
    """

    def showEvent(self, event: QShowEvent) -> None:
        self._fit()
        super().showEvent(event)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        # A sentence that appears in an open dialog makes it grow.
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._fit()
        return done

    def _fit(self) -> None:
        room = usable_area(self)
        least = self.minimumSizeHint()
        if least.width() > room.width() or least.height() > room.height():
            _make_scroll(self)
        self.resize(self.size().boundedTo(room.size()))
        place = self.geometry()
        inside = place.translated(
            max(0, room.left() - place.left()) - max(0, place.right() - room.right()),
            max(0, room.top() - place.top()) - max(0, place.bottom() - room.bottom()),
        )
        if inside != place:
            self.move(self.pos() + inside.topLeft() - place.topLeft())


def usable_area(window: QWidget) -> QRect:
    """Return the part of the window's screen that what it holds can take: without taskbar, title bar and edges."""
    return window.screen().availableGeometry().adjusted(_EDGE, _TITLE_BAR, -_EDGE, -_EDGE)


def _make_scroll(dialog: QDialog) -> None:
    """Put all but the last row of a dialog's layout into an area that scrolls; once."""
    column = dialog.layout()
    if column is None or dialog.findChild(QScrollArea, "scrolled") is not None:
        return
    buttons = _last_row(dialog, column)
    in_order, focused = _focus_chain(dialog), dialog.focusWidget()
    area, body = QScrollArea(dialog), QWidget()
    area.setObjectName("scrolled")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    body.setProperty("part", "canvas")
    if isinstance(buttons, QLayout):
        column.removeItem(buttons)
    else:
        column.removeWidget(buttons)
    margins = column.contentsMargins()
    # Hands the layout and its widgets over to the body.
    body.setLayout(column)
    column.setContentsMargins(0, margins.top(), 0, margins.bottom())
    area.setWidget(body)
    outer = QVBoxLayout(dialog)
    outer.setContentsMargins(margins.left(), 0, margins.right(), margins.bottom())
    outer.addWidget(area, 1)
    if isinstance(buttons, QLayout):
        outer.addLayout(buttons)
    else:
        outer.addWidget(buttons)
    # A widget that gets another parent goes to the end of the chain, and loses the focus.
    for one, following in pairwise(in_order):
        QWidget.setTabOrder(one, following)
    if focused is not None or in_order:
        (focused or in_order[0]).setFocus()


def _last_row(dialog: QDialog, column: QLayout) -> QLayout | QWidget:
    """Return the row of buttons: a box of the dialog's own, or the last layout within its column."""
    box = dialog.findChild(QDialogButtonBox, options=Qt.FindChildOption.FindDirectChildrenOnly)
    if box is not None and column.indexOf(box) == column.count() - 1:
        return box
    return [row for row in column.children() if isinstance(row, QLayout)][-1]


def _focus_chain(dialog: QDialog) -> list[QWidget]:
    """Return the widgets of a dialog in the order of the Tab key."""
    chain, one = [], dialog.nextInFocusChain()
    while one is not None and one is not dialog:
        if one.focusPolicy() != Qt.FocusPolicy.NoFocus:
            chain.append(one)
        one = one.nextInFocusChain()
    return chain
