"""The table model of an import plan: its records are positions in the plan, ticked unless the clerk unticks them."""

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication

from turbo_admin.office.roster.plan import Action, ImportPlan, PlanRow
from turbo_admin.office.roster.words import unit_of
from turbo_admin.ui.kit.icons import icon
from turbo_admin.ui.kit.rows_model import Index, RowsModel, TableCell
from turbo_admin.ui.kit.theme import Theme, semibold, tabular

HEADERS = ("", "Ligne", "Ce qui sera fait", "Hôte", "Classe", "Carte", "Détail")
TICK = 0
_ICONS = {
    Action.ASK: ("question-fill", "ambiguous"),
    Action.CREATE: ("plus-circle-fill", "certain"),
    Action.CHANGE: ("pencil", "probable"),
    Action.LEAVE: ("sign-out", "ambiguous"),
    Action.SKIP: ("prohibit", "none"),
    Action.SAME: ("check", "muted"),
}


class PlanModel(RowsModel[int]):
    """The rows of a plan; a record is a position in it.

    Attributes:
        without: positions that are unticked.

    Signals:
        ticks_changed: other lines are ticked.
    """

    ticks_changed = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(HEADERS, self._cells_of, parent)
        self._theme = theme
        self._plan: ImportPlan | None = None
        self._actions: tuple[Action, ...] = ()
        self.without: set[int] = set()

    def show_plan(self, plan: ImportPlan | None) -> None:
        """Show another plan, all of its lines ticked."""
        self._plan, self.without = plan, set()
        self._headers = (HEADERS[TICK], unit_of(plan.source).capitalize(), *HEADERS[2:]) if plan else HEADERS
        self._actions = tuple(row.action for row in plan.rows) if plan is not None else ()
        self.narrow(None)

    def narrow(self, action: Action | None) -> None:
        """Show the lines of one kind only; None for all."""
        self.show(
            [position for position, one in enumerate(self._actions) if one == action]
            if action is not None
            else range(len(self._actions))
        )

    def ticked(self) -> Counter[Action]:
        """Return how many lines of each kind are ticked and write something."""
        number = Counter(self._actions)
        number.subtract(self._actions[position] for position in self.without)
        # These write nothing, ticked or not.
        for action in (Action.ASK, Action.SAME, Action.SKIP):
            del number[action]
        return number

    def toggle(self, rows: Iterable[int]) -> None:
        """Untick rows, or tick them when none of them is; those that write nothing stay as they are."""
        positions = {self.records[row] for row in rows if 0 <= row < len(self.records)}
        positions = {position for position in positions if self._writes(position)}
        self.without = self.without - positions if positions <= self.without else self.without | positions
        if self.records:
            self.dataChanged.emit(self.index(0, TICK), self.index(len(self.records) - 1, TICK))
        self.ticks_changed.emit()

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == TICK and self._writes(self.records[index.row()]):
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and index.column() == TICK:
            return self._tick_data(self.records[index.row()], role)
        return super().data(index, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != TICK:
            return False
        self.toggle([index.row()])
        return True

    def _writes(self, position: int) -> bool:
        # A position without an edit: unchanged, skipped, or waiting for an answer.
        return self._plan is not None and self._plan.edits[position] is not None

    def _tick_data(self, position: int, role: int) -> object:
        writes = self._writes(position)
        if role == Qt.ItemDataRole.CheckStateRole and writes:
            return Qt.CheckState.Unchecked if position in self.without else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return (
                "ne peut pas être cochée"
                if not writes
                else "non cochée"
                if position in self.without
                else "cochée"
            )
        return None

    def _cells_of(self, position: int) -> tuple[TableCell, ...]:
        assert self._plan is not None  # noqa: S101 (there are rows)
        row = self._plan.rows[position]
        theme, font = self._theme, QGuiApplication.font()
        muted = QColor(theme.colours.muted)
        return (
            TableCell(""),
            TableCell(_spot(row), colour=muted, font=tabular(font)),
            TableCell(str(row.action), icon=icon(theme, *_ICONS[row.action])),
            TableCell(row.name, font=semibold(font)),
            TableCell(row.class_name),
            TableCell(row.card, font=tabular(font)),
            TableCell(row.detail, colour=muted),
        )


def _spot(row: PlanRow) -> str:
    """Return `3`, or `3, 6B` among the lines of several sheets."""
    if not row.row:
        return "–"
    return f"{row.row}, {row.sheet}" if row.sheet else str(row.row)
