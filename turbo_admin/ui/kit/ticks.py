"""Delegate of tick boxes: larger than Qt's own, and a click anywhere in the cell changes them."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from turbo_admin.ui.kit.icons import icon
from turbo_admin.ui.kit.rows_model import Index
from turbo_admin.ui.kit.theme import Theme

_EDGE = 17
_CORNER = 4.0


class TickDelegate(QStyledItemDelegate):
    """Paints the check state of a cell, and changes it on a click anywhere in the cell."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._check = icon(theme, "check-bold", "on_accent")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._ground(painter, option, index)
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None:
            return
        box = _box(_rect(option))
        colours = self._theme.colours
        ticked = Qt.CheckState(state) == Qt.CheckState.Checked
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.accent if ticked else colours.muted), 1.4))
        painter.setBrush(QColor(colours.accent if ticked else colours.surface))
        painter.drawRoundedRect(box, _CORNER, _CORNER)
        if ticked:
            self._check.paint(painter, box.adjusted(2, 2, -1, -1))
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if not model.flags(index) & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            return model.setData(
                index, not index.data(Qt.ItemDataRole.CheckStateRole), Qt.ItemDataRole.CheckStateRole
            )
        # Accepts a double click, which the view would otherwise take for « open ».
        return event.type() == QEvent.Type.MouseButtonDblClick

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(_EDGE + 16, _EDGE + 8)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        # Fusion would draw its own, smaller box besides ours.
        plain.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        widget: QWidget = option.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, plain, painter, widget)


def _rect(option: QStyleOptionViewItem) -> QRect:
    # PySide's stubs lack the field's type.
    rect: QRect = option.rect
    return rect


def _box(cell: QRect) -> QRect:
    centre = cell.center()
    return QRect(QPoint(centre.x() - _EDGE // 2, centre.y() - _EDGE // 2), QSize(_EDGE, _EDGE))
