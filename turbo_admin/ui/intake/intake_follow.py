"""Reads the detail of the current line of the list."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView

from turbo_admin.core.errors import TurboError
from turbo_admin.office.intake.detail import RequestDetail, request_detail
from turbo_admin.office.intake.lines import RequestLine
from turbo_admin.ui.intake.intake_detail import IntakeDetailPane
from turbo_admin.ui.intake.intake_model import RequestsModel
from turbo_admin.ui.kit.columns import choose_row, current_row
from turbo_admin.ui.kit.page import Workplace

# Lines passed over with the arrow keys are not read.
_SETTLE_MS = 60
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class IntakeFollower(QObject):
    """Reads the detail of the current line, and keeps that line the current one when the list is shown anew.

    Signals:
        detail_shown: the detail of the current line is shown.
        detail_failed: it could not be read; the window says why.
    """

    detail_shown = Signal()
    detail_failed = Signal()

    def __init__(
        self, workplace: Workplace, table: QTableView, model: RequestsModel, pane: IntakeDetailPane
    ) -> None:
        super().__init__(table)
        self._workplace, self._table, self._model, self._pane = workplace, table, model, pane
        self._current = ""
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.read)
        table.selectionModel().currentRowChanged.connect(self._on_moved)
        table.doubleClicked.connect(self._enter)
        model.modelReset.connect(self._on_reset)
        table.installEventFilter(self)
        pane.installEventFilter(self)

    def aim(self, request_id: str) -> None:
        """Set which line becomes the current one at the next reset of the model."""
        self._current = request_id

    def read(self) -> None:
        """Read the detail of the current line."""
        line = self._model.requests.line(current_row(self._table))
        if line is None:
            self._pane.clear()
            return
        act = partial(request_detail, self._workplace.desk, line.id)
        self._workplace.tasks.read(self, lambda _: act(), self._on_read, self._on_failed)

    def read_at_once(self) -> None:
        """Read the detail of the current line without waiting for the arrow keys to rest."""
        if self._settle.isActive():
            self._settle.stop()
            self.read()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self._table and event.key() in _ENTER:
                self._enter()
                return True
            if watched is self._pane and event.key() == Qt.Key.Key_Escape:
                self._table.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        self._pane.form.choose.setFocus()

    def _on_moved(self) -> None:
        line = self._model.requests.line(current_row(self._table))
        if line is not None:
            self._current = line.id
        self._settle.start()

    def _on_reset(self) -> None:
        # The row may be filtered out or answered; then the first line is the current one.
        if len(self._model.requests):
            choose_row(self._table, max(0, self._model.requests.row_of(self._current)))
        self._settle.start()

    def _on_read(self, detail: RequestDetail) -> None:
        # The clerk has moved on while this one was being read.
        if detail.line.id != self._current:
            return
        self._pane.show_detail(detail)
        row = self._model.requests.row_of(detail.line.id)
        listed = self._model.requests.line(row)
        if listed is not None and _matched(listed) != _matched(detail.line):
            # Opening it has matched it again, after another PC changed a diner: the list shows the same.
            self._model.replace(detail.line)
        self.detail_shown.emit()

    def _on_failed(self, error: TurboError) -> None:
        self.detail_failed.emit()
        self._workplace.tasks.refused.emit(error)


def _matched(line: RequestLine) -> tuple[object, ...]:
    return line.degree, line.diner_id, line.alerts, line.candidates
