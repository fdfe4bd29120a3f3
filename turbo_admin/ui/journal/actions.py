"""« Journal des actions »: who did what and when; read in pages while the clerk scrolls."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

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
from turbo_admin.ui.journal.growing_rows import GrowingRows
from turbo_admin.ui.journal.retention import RetentionDialog
from turbo_admin.ui.kit.exporting import Exported
from turbo_admin.ui.kit.list_page import EmptyState, ListPage, show_empty_button
from turbo_admin.ui.kit.navigation import PageKey, ShowDiner
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.kit.row_table import ColumnLayout
from turbo_admin.ui.kit.rows_model import TableCell
from turbo_admin.ui.kit.tasks import Job
from turbo_admin.ui.kit.theme import semibold, tabular

_HEADERS = ("Le", "Qui", "Poste", "Action", "Sujet", "Lié à")
_LAYOUT = ColumnLayout({0: 138, 1: 110, 2: 130, 3: 320, 4: 270}, stretch=5, movable=False)
_NO_ACTION = EmptyState(
    "Aucune action pour l’instant", "Ce qui est fait s’inscrit ici, avec qui, où et quand."
)
_NONE_MATCHES = EmptyState(
    "Aucune action ne correspond",
    "Essayez un autre mot, une période plus longue ou un autre domaine.",
    "Tout afficher",
)


@dataclass(frozen=True, slots=True)
class _Read:
    """What a reading brought."""

    lines: list[ActionLine]
    total: int
    people: list[str]


class ActionsPage(ListPage):
    """The journal of acts, filtered by period, person, domain and words."""

    form: Ui_Actions
    key = PageKey.ACTIONS
    title = "Journal des actions"
    crumbs = "Comptabilité › Espace numérique"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.form = Ui_Actions()
        self.form.setupUi(self)
        self.model = GrowingRows(_HEADERS, self._cells, self)
        self._total = 0
        self._reading: Job | None = None
        self.table = self.bind_table(self.model, _LAYOUT, lambda line: line.id)
        self.set_up_search(self.form.search)
        self.set_up_export(self.form.export_button)
        today = workplace.desk.now().astimezone(PARIS).date()
        self.filters = ActionsFilters(self.form, workplace.memory, self.memory_key, today)
        self._connect()

    def search_for(self, text: str) -> None:
        """Search in all periods."""
        self.filters.search_always(text)

    def refresh(self) -> None:
        desk, narrowing = self.workplace.desk, self.filters.narrowing()
        if self._reading is not None:
            # The filters have changed, so its result would be dropped; the reads share one thread.
            self._reading.cancel()
        self._reading = self.workplace.tasks.read(
            self, lambda _: _read(desk, narrowing), partial(self._on_read, narrowing)
        )

    def export(self) -> Exported:
        """Return the acts that the filters keep, those that were not read yet too."""
        desk, narrowing = self.workplace.desk, self.filters.narrowing()
        return Exported(
            "Exporter le journal des actions",
            "journal-des-actions.xlsx",
            ("ligne exportée", "lignes exportées"),
            lambda path, report: export_actions(desk, path, narrowing, report=report),
        )

    def remember(self) -> None:
        self.table.remember()
        self.filters.remember()

    def _connect(self) -> None:
        form = self.form
        self.filters.changed.connect(self.refresh)
        form.table.selectionModel().currentRowChanged.connect(self._show_detail)
        form.table.activated.connect(lambda _: self._on_open())
        form.retention_button.clicked.connect(self._on_retention)
        form.empty_button.clicked.connect(self.filters.clear)
        self.model.more_wanted.connect(self._on_more)

    def _on_read(self, narrowing: ActionFilter, read: _Read) -> None:
        # Filters may change while a read is on its way.
        if narrowing != self.filters.narrowing():
            return
        self.filters.offer_people(read.people)
        self._total = read.total
        self.model.begin(read.lines, more=len(read.lines) < read.total)
        self.show_list_or_empty()
        # Somebody is named in the journal: it is not empty, so the filters hide everything.
        show_empty_button(self.form, _NONE_MATCHES if read.people else _NO_ACTION)
        self.form.export_button.setEnabled(self.has_rows)
        self._show_count()
        self._show_detail()
        self.filled.emit()

    def _on_more(self) -> None:
        desk, narrowing, last = self.workplace.desk, self.filters.narrowing(), self.model.records[-1].id
        self.workplace.tasks.read(
            self,
            lambda _: action_lines(desk, narrowing, before=last),
            partial(self._on_follow, narrowing, last),
        )

    def _on_follow(self, narrowing: ActionFilter, last: int, lines: list[ActionLine]) -> None:
        # After a refresh the last row is another one, and this page no longer follows it.
        if narrowing == self.filters.narrowing() and self.model.records and self.model.records[-1].id == last:
            self.model.extend(lines, more=len(lines) == PAGE)
            self._show_count()

    def _show_count(self) -> None:
        shown, total = len(self.model.records), self._total
        text = count(total, "action")
        self.form.count.setText(f"{shown} affichées sur {text}" if shown < total else text)

    def _show_detail(self) -> None:
        """Show the current line in full: names may be longer than their columns."""
        line = self.table.current
        self.form.detail.setText(_in_full(line) if line is not None else "")

    def _on_open(self) -> None:
        """Go to the page of the diner that the current line is about."""
        line = self.table.current
        if line is not None and line.diner_id:
            self.signals.open_page(ShowDiner(line.diner_id))

    def _on_retention(self) -> None:
        dialog = RetentionDialog(self.workplace, self)
        dialog.erased.connect(self.refresh)
        dialog.erased.connect(self.signals.records_changed)
        dialog.message_raised.connect(self.signals.message_raised)
        dialog.open()

    def _cells(self, line: ActionLine) -> tuple[TableCell, ...]:
        table, muted = self.form.table, QColor(self.workplace.theme.colours.muted)
        return (
            TableCell(f"{line.at.astimezone(PARIS):%d/%m/%Y %H:%M}", font=tabular(table.font())),
            TableCell(line.who),
            TableCell(line.workstation, colour=muted),
            TableCell(line.text, font=semibold(table.font()), tip=f"{line.text} ({line.group})"),
            TableCell(line.subject or "—", colour=None if line.subject else muted),
            TableCell(line.other or "—", colour=muted),
        )


def _in_full(line: ActionLine) -> str:
    """Return `demande refusée : DUPOND Hugo (lié à ab123456 · MARTIN Léa)`."""
    about = f"{NBSP}: {line.subject}" if line.subject else ""
    return f"{line.text[:1].upper()}{line.text[1:]}{about}" + (f" (lié à {line.other})" if line.other else "")


def _read(desk: Desk, narrowing: ActionFilter) -> _Read:
    return _Read(action_lines(desk, narrowing), action_count(desk, narrowing), actors(desk))
