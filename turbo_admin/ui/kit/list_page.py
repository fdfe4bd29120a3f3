"""The base of pages that show one list: search field, table, empty state, export, ticks."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QStackedWidget, QTableView, QWidget

from turbo_admin.core.french import NBSP, count, thousands
from turbo_admin.ui.kit.exporting import Exported
from turbo_admin.ui.kit.icons import icon, set_button_icon
from turbo_admin.ui.kit.keys import bind
from turbo_admin.ui.kit.navigation import Command, Destination, SearchPage
from turbo_admin.ui.kit.page import Page
from turbo_admin.ui.kit.row_table import ColumnLayout, RowTable
from turbo_admin.ui.kit.rows_model import RowsModel, RowType

# Of a search field on a small screen, in device independent pixels.
_NARROW_SEARCH = 170


class ListForm(Protocol):
    """The widgets that the form of every list page has: either the list is shown, or why it is empty."""

    table: QTableView
    views: QStackedWidget
    list_view: QWidget
    empty_view: QFrame


class EmptyForm(ListForm, Protocol):
    """A form whose empty state depends on the filters."""

    empty_title: QLabel
    empty_text: QLabel


class ButtonForm(EmptyForm, Protocol):
    """A form whose empty state has a button that goes on."""

    empty_button: QPushButton


@dataclass(frozen=True, slots=True)
class EmptyState:
    """What an empty list says.

    Attributes:
        button: what the button says; empty for none.
    """

    title: str
    text: str
    button: str = ""


class ListPage(Page):
    """A page whose main part is a table. A subclass sets up its form and its `RowTable`, then the parts it has."""

    form: ListForm
    _search: QLineEdit | None = None

    def arrive(self, destination: Destination) -> None:
        if isinstance(destination, SearchPage):
            self.search_for(destination.text)
        self.refresh()
        # Arrow keys, digits and Space work at once, without a click into the list.
        self.form.table.setFocus()

    def search_for(self, text: str) -> None:
        """Put a text into the search field."""
        if self._search is not None:
            self._search.setText(text)

    def exported(self) -> Exported | None:
        return self.export() if self.has_rows else None

    def export(self) -> Exported | None:
        """Return the list as it is shown; called when it has rows. None for a page that exports nothing."""
        return None

    @property
    def has_rows(self) -> bool:
        """Whether the list shows anything."""
        return self.form.table.model().rowCount() > 0

    def set_up_search(self, field: QLineEdit, width: int = 0) -> None:
        """Give the search field its icon and its key.

        Args:
            width: where there is room, in device independent pixels; 0 leaves it to the form.
        """
        self._search = field
        magnifier = icon(self.workplace.theme, "magnifying-glass", "muted")
        field.addAction(magnifier, QLineEdit.ActionPosition.LeadingPosition)
        if width:
            field.setMinimumWidth(_NARROW_SEARCH)
            field.setMaximumWidth(width)
        bind("Ctrl+R", self, field.setFocus)

    def set_up_export(self, button: QPushButton) -> None:
        """Give the export button its icon and its command."""
        set_button_icon(button, self.workplace.theme, "export", "muted")
        button.clicked.connect(lambda: self.signals.run(Command.EXPORT))

    def bind_table(
        self,
        model: RowsModel[RowType],
        layout: ColumnLayout,
        identity: Callable[[RowType], Hashable] | None = None,
    ) -> RowTable[RowType]:
        """Bind the form's table to its model, as `RowTable` does; the page's name is the key of its columns."""
        table = self.form.table
        return RowTable(self.workplace, table, model, layout, identity=identity, memory_key=self.memory_key)

    def show_list_or_empty(self) -> None:
        """Show the list, or the empty state when it has no rows."""
        form = self.form
        form.views.setCurrentWidget(form.list_view if self.has_rows else form.empty_view)


def show_empty_state(form: EmptyForm, empty: EmptyState) -> None:
    """Write what the empty list says."""
    form.empty_title.setText(empty.title)
    form.empty_text.setText(empty.text)


def show_empty_button(form: ButtonForm, empty: EmptyState) -> None:
    """Write what the empty list says and offers."""
    show_empty_state(form, empty)
    form.empty_button.setText(empty.button)
    form.empty_button.setVisible(bool(empty.button))


def ticked_text(ticked: int, one: str, many: str, shown: int, hidden: int = 0) -> str:
    """Return `3 comptes cochés sur 12 ; 2 lignes cochées sont masquées`.

    Args:
        ticked: how many of those shown.
        one, many: « compte coché », « comptes cochés ».
        hidden: how many ticked ones are filtered out.
    """
    text = f"{count(ticked, one, many)} sur {thousands(shown)}"
    masked = count(hidden, "ligne cochée est masquée", "lignes cochées sont masquées")
    return f"{text}{NBSP}; {masked}" if hidden else text
