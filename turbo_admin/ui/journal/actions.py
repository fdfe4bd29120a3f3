"""« Journal des actions »: who did what and when, read as it is scrolled."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLineEdit, QWidget

from turbo_admin.core.french import NBSP, PARIS, count
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.journal.lines import (
    PAGE,
    ActionFilter,
    ActionLine,
    action_count,
    action_lines,
    actors,
    export_actions,
)
from turbo_admin.ui.forms.journal.actions import Ui_Actions
from turbo_admin.ui.journal.actions_filters import ActionsFilters
from turbo_admin.ui.journal.retention import RetentionDialog
from turbo_admin.ui.kit.columns import choose_row, current_row, dress_table, restore_columns
from turbo_admin.ui.kit.exporting import Exported
from turbo_admin.ui.kit.growing_rows import GrowingRows
from turbo_admin.ui.kit.icons import dress_button, icon
from turbo_admin.ui.kit.keys import bind
from turbo_admin.ui.kit.page import Page, Workplace
from turbo_admin.ui.kit.rows_model import Cell
from turbo_admin.ui.kit.tasks import Job
from turbo_admin.ui.kit.theme import semibold, tabular

_HEADERS = ("Le", "Qui", "Poste", "Action", "Sujet", "Lié à")
_WIDTHS = {0: 138, 1: 110, 2: 130, 3: 320, 4: 270}
_OTHER = 5


@dataclass(frozen=True, slots=True)
class _Read:
    """What a reading brought."""

    lines: list[ActionLine]
    total: int
    people: list[str]


class ActionsPage(Page):
    """The journal of acts, narrowed by period, person, domain and words."""

    key = "actions"
    title = "Journal des actions"
    crumbs = "Comptabilité › Espace numérique"

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(place, parent)
        self.form = Ui_Actions()
        self.form.setupUi(self)
        self.model = GrowingRows(_HEADERS, self._cells, self)
        self._total = 0
        self._reading: Job[Any] | None = None
        self._dress()
        today = place.desk.now().astimezone(PARIS).date()
        self.filters = ActionsFilters(self.form, place.memory, self.key, today)
        self._connect()

    def arrive(self, about: object = None) -> None:
        """Be shown.

        Args:
            about: a text to search for since always; None leaves the filters as they are.
        """
        if isinstance(about, str):
            self.filters.search_always(about)
        self.refresh()
        self.form.table.setFocus()

    def refresh(self) -> None:
        desk, narrowing = self.place.desk, self.filters.narrowing()
        if self._reading is not None:
            # What was typed since has overtaken it.
            self._reading.cancel()
        self._reading = self.place.tasks.read(
            self, lambda _: _read(desk, narrowing), partial(self._on_read, narrowing)
        )

    def exported(self) -> Exported | None:
        """The acts that are asked for, those that were not read yet too."""
        desk, narrowing = self.place.desk, self.filters.narrowing()
        return (
            Exported(
                "Exporter le journal des actions",
                "journal-des-actions.xlsx",
                ("ligne exportée", "lignes exportées"),
                lambda path, report: export_actions(desk, path, narrowing, report=report),
            )
            if self.model.records
            else None
        )

    def remember(self) -> None:
        self.place.memory.remember_header(self.key, self.form.table.horizontalHeader())
        self.filters.remember()

    def _dress(self) -> None:
        form, theme, memory = self.form, self.place.theme, self.place.memory
        form.search.addAction(
            icon(theme, "magnifying-glass", "muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        form.table.setModel(self.model)
        dress_table(form.table, _WIDTHS, stretch=_OTHER, moves=False)
        restore_columns(memory, self.key, form.table)
        dress_button(form.export_button, theme, "export", "muted")

    def _connect(self) -> None:
        form = self.form
        self.filters.changed.connect(self.refresh)
        form.table.selectionModel().currentRowChanged.connect(self._show_detail)
        form.table.activated.connect(lambda _: self._on_open())
        form.export_button.clicked.connect(lambda: self.wishes.act.emit("export"))
        form.retention_button.clicked.connect(self._on_retention)
        form.empty_button.clicked.connect(self.filters.clear)
        self.model.more_wanted.connect(self._on_more)
        self.place.theme.changed.connect(self.model.repaint)
        bind("Ctrl+R", self, form.search.setFocus)

    def _on_read(self, narrowing: ActionFilter, read: _Read) -> None:
        if narrowing != self.filters.narrowing():
            return
        form, before = self.form, self.model.record(current_row(self.form.table))
        self.filters.offer_people(read.people)
        self._total = read.total
        self.model.begin(read.lines, more=len(read.lines) < read.total)
        if read.lines:
            ids = [line.id for line in read.lines]
            choose_row(form.table, ids.index(before.id) if before and before.id in ids else 0)
        form.views.setCurrentWidget(form.list_view if read.lines else form.empty_view)
        form.empty_title.setText(
            "Aucune action ne correspond" if read.people else "Aucune action pour l’instant"
        )
        form.empty_text.setText(
            "Essayez un autre mot, une période plus longue ou un autre domaine."
            if read.people
            else "Ce qui est fait s’inscrit ici, avec qui, où et quand."
        )
        form.empty_button.setVisible(bool(read.people))
        form.export_button.setEnabled(bool(read.lines))
        self._show_count()
        self._show_detail()
        self.filled.emit()

    def _on_more(self) -> None:
        desk, narrowing, last = self.place.desk, self.filters.narrowing(), self.model.records[-1].id
        self.place.tasks.read(
            self,
            lambda _: action_lines(desk, narrowing, before=last),
            partial(self._on_follow, narrowing, last),
        )

    def _on_follow(self, narrowing: ActionFilter, last: int, lines: list[ActionLine]) -> None:
        if narrowing == self.filters.narrowing() and self.model.records and self.model.records[-1].id == last:
            self.model.extend(lines, more=len(lines) == PAGE)
            self._show_count()

    def _show_count(self) -> None:
        shown, total = len(self.model.records), self._total
        text = count(total, "action")
        self.form.count.setText(f"{shown} affichées sur {text}" if shown < total else text)

    def _show_detail(self) -> None:
        """Show the current line in full: names may be longer than their columns."""
        line = self.model.record(current_row(self.form.table))
        self.form.detail.setText(_in_full(line) if line is not None else "")

    def _on_open(self) -> None:
        """Go to the page of the diner that the current line is about."""
        line = self.model.record(current_row(self.form.table))
        if line is not None and line.diner_id:
            self.wishes.page.emit("host_file", line.diner_id)

    def _on_retention(self) -> None:
        dialog = RetentionDialog(self.place, self)
        dialog.erased.connect(self.refresh)
        dialog.erased.connect(self.wishes.changed)
        dialog.tell.connect(self.wishes.tell)
        dialog.open()

    def _cells(self, line: ActionLine) -> tuple[Cell, ...]:
        table, muted = self.form.table, QColor(self.place.theme.colours.muted)
        return (
            Cell(f"{line.at.astimezone(PARIS):%d/%m/%Y %H:%M}", font=tabular(table.font())),
            Cell(line.who),
            Cell(line.workstation, colour=muted),
            Cell(line.text, font=semibold(table.font()), tip=f"{line.text} ({line.group})"),
            Cell(line.subject or "—", colour=None if line.subject else muted),
            Cell(line.other or "—", colour=muted),
        )


def _in_full(line: ActionLine) -> str:
    """Return `demande refusée : DUPOND Hugo (lié à ab123456 · MARTIN Léa)`."""
    about = f"{NBSP}: {line.subject}" if line.subject else ""
    return f"{line.text[:1].upper()}{line.text[1:]}{about}" + (f" (lié à {line.other})" if line.other else "")


def _read(desk: Desk, narrowing: ActionFilter) -> _Read:
    return _Read(action_lines(desk, narrowing), action_count(desk, narrowing), actors(desk))
