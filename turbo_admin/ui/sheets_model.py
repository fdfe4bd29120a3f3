"""The persons whose credentials wait for paper or mail."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication

from turbo_admin.office.sheets import Delivery, SheetLine
from turbo_admin.ui.icons import icon
from turbo_admin.ui.rows_model import Cell, Index, RowsModel
from turbo_admin.ui.theme import Theme, semibold

HEADERS = ("", "Personne", "Classe", "État")
TICK, PERSON, CLASS, STATE = range(len(HEADERS))
_LOOKS = {
    Delivery.TO_HAND: ("tray", "muted"),
    Delivery.PRINTED: ("printer", "accent"),
    Delivery.HANDED: ("hand", "certain"),
    Delivery.MAIL_WAITING: ("clock", "probable"),
    Delivery.MAILED: ("paper-plane-tilt", "certain"),
    Delivery.MAIL_RETRY: ("clock-counter-clockwise", "probable"),
    Delivery.REJECTED: ("warning-circle", "none"),
    Delivery.CONNECTED: ("check-circle-fill", "certain"),
    Delivery.REPLACED: ("prohibit", "muted"),
    Delivery.WITHDRAWN: ("prohibit", "muted"),
}
_MAIL_ON_ITS_WAY = frozenset(
    {Delivery.MAIL_WAITING, Delivery.MAILED, Delivery.MAIL_RETRY, Delivery.CONNECTED}
)


class SheetsModel(RowsModel):
    """Sheets with ticks.

    Signals:
        ticks_changed: other persons are ticked.
    """

    ticks_changed = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(HEADERS, self._cells_of, parent)
        self._theme = theme
        self._ticked: set[str] = set()
        theme.changed.connect(self.repaint)

    def show(self, records: Sequence[SheetLine]) -> None:
        """Show other sheets; ticks of those that are still there stay."""
        self._ticked &= {line.id for line in records}
        super().show(records)
        self.ticks_changed.emit()

    @property
    def lines(self) -> Sequence[SheetLine]:
        """The sheets, in order."""
        return self.records

    def ticked(self) -> list[SheetLine]:
        """Return the ticked sheets, in order."""
        return [line for line in self.lines if line.id in self._ticked]

    def tick(self, ids: Iterable[str]) -> None:
        """Tick these, and only these."""
        self._ticked = set(ids)
        if self.lines:
            self.dataChanged.emit(self.index(0, TICK), self.index(len(self.lines) - 1, TICK))
        self.ticks_changed.emit()

    def toggle(self, rows: Iterable[int]) -> None:
        """Tick rows, or untick them when all of them are."""
        ids = {self.lines[row].id for row in rows if 0 <= row < len(self.lines)}
        self.tick(self._ticked - ids if ids <= self._ticked else self._ticked | ids)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == TICK else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and index.column() == TICK:
            ticked = self.lines[index.row()].id in self._ticked
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return "cochée" if ticked else "non cochée"
            return None
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != TICK:
            return False
        self.toggle([index.row()])
        return True

    def _cells_of(self, line: SheetLine) -> tuple[Cell, ...]:
        name, colour = _LOOKS[line.delivery]
        muted = QColor(self._theme.colours.muted)
        trouble = QColor(self._theme.colours.none) if line.delivery is Delivery.REJECTED else None
        tip = f"{line.login} · {line.email or 'sans adresse e-mail'} · demandeur {line.asker}"
        return (
            Cell(""),
            Cell(", ".join(line.names), font=_name_font(), tip=tip),
            Cell(line.class_name, colour=muted),
            Cell(_state(line), icon=icon(self._theme, name, colour), colour=trouble),
        )


def without_mail(lines: Sequence[SheetLine]) -> list[str]:
    """Return the sheets that nothing was mailed for, or whose mail came back: paper is their way."""
    return [
        line.id
        for line in lines
        if line.delivery not in _MAIL_ON_ITS_WAY and line.delivery is not Delivery.HANDED
    ]


def _state(line: SheetLine) -> str:
    on_paper = line.printed and line.delivery in _MAIL_ON_ITS_WAY
    return f"{line.delivery_text} · imprimé" if on_paper else line.delivery_text


def _name_font() -> QFont:
    return semibold(QGuiApplication.font())
