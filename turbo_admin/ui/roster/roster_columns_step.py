"""The step of an import in which the clerk says where the titles stand and what the columns hold."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.office.roster.tables import (
    TableChoice,
    TableColumns,
    are_enough,
    columns_of,
    remember_columns,
)
from turbo_admin.ui.forms.roster.roster_import import Ui_RosterImport
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.kit.typed_signals import TypedSignal
from turbo_admin.ui.roster.roster_columns import ColumnsTable, hint, twice


class ColumnsStep(QObject):
    """Shows the columns of a file in the page, and keeps what the clerk chooses.

    Args:
        owner: the page; acts are started in its name.

    Attributes:
        chosen: what the clerk has chosen for the current table.

    Signals:
        chosen_anew: the plan has to be made again.
        failed: the file could not be read.
            arg: the error.
    """

    chosen_anew = Signal()
    failed = TypedSignal[TurboError]()

    def __init__(self, workplace: Workplace, form: Ui_RosterImport, owner: QWidget) -> None:
        super().__init__(owner)
        self._workplace, self._form, self._owner = workplace, form, owner
        self.chosen = TableChoice()
        self._paths: tuple[Path, ...] = ()
        self._table: TableColumns | None = None
        self._choice = ColumnsTable(form)
        self._choice.changed.connect(self._on_column_changed)
        self._choice.moved.connect(self._on_titles_moved)
        form.columns_done.clicked.connect(self._on_done)

    def forget(self) -> None:
        """Begin with other files."""
        self.chosen = TableChoice()

    def read(self, paths: Sequence[Path], *, otherwise: TurboError | None = None) -> None:
        """Show the columns of the first file.

        Args:
            otherwise: the error to show in place of the one that keeps the columns from being read.
        """
        self._paths = tuple(paths)
        # Columns are asked of the first file only; files read together have the same titles.
        desk, chosen, path = self._workplace.desk, self.chosen, self._paths[0]
        self._workplace.tasks.read(
            self._owner,
            lambda _: columns_of(desk, path, title_row=chosen.title_row, sheet=chosen.sheet),
            self._show,
            lambda error: self.failed.emit(otherwise or error),
        )

    def _show(self, table: TableColumns | None) -> None:
        if table is None:
            return
        form = self._form
        self._table = table
        self._choice.show(table)
        self._on_column_changed()
        form.read.setEnabled(True)
        form.views.setCurrentWidget(form.columns_view)
        form.apply.hide()
        form.columns_done.show()
        form.other.show()
        form.hint.clear()
        form.columns_table.setFocus()

    def _on_titles_moved(self) -> None:
        self.chosen = TableChoice(title_row=self._choice.title_row, sheet=self._choice.sheet)
        self.read(self._paths)

    def _on_column_changed(self) -> None:
        if self._table is not None:
            fields = self._choice.fields()
            # Names are needed to match a row with a diner; a field in two columns cannot be decided.
            enough, repeated = are_enough(fields), twice(fields)
            self._form.columns_hint.setText(hint(self._table, enough, repeated))
            self._form.columns_done.setEnabled(enough and not repeated)

    def _on_done(self) -> None:
        desk, table = self._workplace.desk, self._table
        if table is None or not self._paths:
            return
        fields = self._choice.fields()
        self.chosen = replace(self.chosen, fields=fields, title_row=table.title_row)
        # Kept by title, so that next month's file needs no question.
        keep = partial(remember_columns, desk, table.key, self._paths[0].name, fields)
        self._workplace.tasks.write(
            self._owner, lambda _: keep(), lambda _: self.chosen_anew.emit(), label="Enregistrement"
        )
