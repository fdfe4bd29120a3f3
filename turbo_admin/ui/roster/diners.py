"""« Hôtes »: everybody with a card, found, opened, corrected, exported."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLineEdit, QWidget

from turbo_admin.core.french import count, thousands
from turbo_admin.core.matching.spellings import fold
from turbo_admin.office.overview.diner_file import HostFile, host_file
from turbo_admin.office.roster.diners import KINDS, HostLine, export_hosts, host_lines
from turbo_admin.office.settings.schools import School, schools
from turbo_admin.ui.forms.roster.diners import Ui_Hosts
from turbo_admin.ui.kit.columns import current_row, dress_table, restore_columns
from turbo_admin.ui.kit.exporting import Exported
from turbo_admin.ui.kit.icons import dress_button, icon
from turbo_admin.ui.kit.keys import bind
from turbo_admin.ui.kit.page import Notice, Page, Workplace
from turbo_admin.ui.kit.row_keeper import RowKeeper
from turbo_admin.ui.kit.rows_model import Cell
from turbo_admin.ui.kit.school_box import SchoolBox
from turbo_admin.ui.kit.tasks import Report
from turbo_admin.ui.kit.theme import semibold, tabular
from turbo_admin.ui.kit.ticked_rows import TickedRows
from turbo_admin.ui.roster.diner_edit import HostEditDialog

if TYPE_CHECKING:
    from turbo_admin.office.desk.context import Desk

_HEADERS = ("", "Hôte", "Classe", "Catégorie", "N° carte", "E-mails", "Compte", "Établissement")
_, NAME, CLASS, KIND, CARD, EMAILS, ACCOUNT, SCHOOL = range(len(_HEADERS))
_WIDTHS = {NAME: 250, CLASS: 80, KIND: 110, CARD: 140, ACCOUNT: 120, SCHOOL: 170}
_LAST = "~"
_KEYS: dict[int, Callable[[HostLine], object]] = {
    NAME: lambda line: fold(line.name),
    CLASS: lambda line: line.order,
    KIND: lambda line: line.kind,
    CARD: lambda line: line.card or _LAST,
    EMAILS: lambda line: line.emails[0].casefold() if line.emails else _LAST,
    ACCOUNT: lambda line: not line.has_account,
    SCHOOL: lambda line: fold(line.school),
}
_ANY_KIND, _ANY_CLASS = "Toutes les catégories", "Toutes les classes"


class HostsPage(Page):
    """The list of diners."""

    key = "hosts"
    title = "Hôtes"
    crumbs = "Fichier"
    offers_export = True

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(place, parent)
        self.form = Ui_Hosts()
        self.form.setupUi(self)
        self.model = TickedRows(_HEADERS, self._cells, _KEYS, self)
        self.schools = SchoolBox(self.form.school, place.memory, self.key)
        self._dress()
        self._connect()

    def arrive(self, about: object = None) -> None:
        """Be shown.

        Args:
            about: a text to search for; None leaves the search as it is.
        """
        if isinstance(about, str):
            self.form.search.setText(about)
        self.refresh()
        self.form.table.setFocus()

    def refresh(self) -> None:
        desk = self.place.desk
        self.place.tasks.read(self, lambda _: (schools(desk), host_lines(desk)), self._on_read)

    def exported(self) -> Exported | None:
        ids = [line.id for line in self.model.records]
        return (
            Exported(
                "Exporter les hôtes",
                "hotes.xlsx",
                ("hôte exporté", "hôtes exportés"),
                partial(_write, self.place.desk, ids),
            )
            if ids
            else None
        )

    def remember(self) -> None:
        self.place.memory.remember_header(self.key, self.form.table.horizontalHeader())
        self.schools.remember()

    def _dress(self) -> None:
        form, theme = self.form, self.place.theme
        form.search.addAction(
            icon(theme, "magnifying-glass", "muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        form.search.setMinimumWidth(360)
        form.kind.addItem(_ANY_KIND, "")
        for kind in KINDS:
            form.kind.addItem(kind, kind)
        form.class_box.addItem(_ANY_CLASS, None)
        form.table.setModel(self.model)
        RowKeeper(form.table, self.model)
        dress_table(form.table, _WIDTHS, stretch=EMAILS)
        form.table.setColumnHidden(0, True)
        form.table.setSortingEnabled(True)
        restore_columns(self.place.memory, self.key, form.table, (CLASS, False))
        dress_button(form.open_button, theme, "identification-card", "on_accent")
        dress_button(form.export_button, theme, "export", "muted")

    def _connect(self) -> None:
        form = self.form
        form.search.textChanged.connect(self._on_narrowed)
        for box in (form.kind, form.class_box, form.school):
            box.currentIndexChanged.connect(self._on_narrowed)
        form.with_left.toggled.connect(self._on_narrowed)
        form.open_button.clicked.connect(self._on_open)
        form.edit_button.clicked.connect(self._on_edit)
        form.import_button.clicked.connect(lambda: self.wishes.page.emit("roster_import", None))
        form.export_button.clicked.connect(lambda: self.wishes.act.emit("export"))
        form.empty_button.clicked.connect(self._on_empty_button)
        form.table.activated.connect(lambda _: self._on_open())
        form.table.selectionModel().currentRowChanged.connect(self._show_choice)
        bind("F2", form.table, self._on_edit, Qt.ShortcutContext.WidgetShortcut)
        bind("Ctrl+R", self, form.search.setFocus)
        self.place.theme.changed.connect(self.model.repaint)

    def _on_read(self, read: tuple[list[School], list[HostLine]]) -> None:
        self.schools.show(read[0])
        self.model.show(read[1])
        self._show_classes(read[1])
        self._on_narrowed()
        self._show_choice()
        self.filled.emit()

    def _show_classes(self, lines: list[HostLine]) -> None:
        box, wanted = self.form.class_box, self.form.class_box.currentData()
        names = list(dict.fromkeys(line.class_name for line in lines))
        box.blockSignals(True)
        box.clear()
        box.addItem(_ANY_CLASS, None)
        for name in names:
            box.addItem(name or "(sans classe)", name)
        box.setCurrentIndex(max(0, 1 + names.index(wanted) if wanted in names else 0))
        box.blockSignals(False)

    def _on_narrowed(self) -> None:
        form = self.form
        uai, kind, name = self.schools.uai, form.kind.currentData(), form.class_box.currentData()
        with_left = form.with_left.isChecked()
        self.model.narrow(
            form.search.text(),
            lambda line: (
                (with_left or not line.left)
                and (not uai or line.uai == uai)
                and (not kind or line.kind == kind)
                and (name is None or line.class_name == name)
            ),
        )
        nothing = not self.model.everything
        form.views.setCurrentWidget(form.list_view if self.model.records else form.empty_view)
        form.empty_title.setText("Aucun hôte au fichier" if nothing else "Aucun hôte ne correspond")
        form.empty_text.setText(
            "Importez la liste de l’établissement : SIECLE, ONDE, Excel ou CSV."
            if nothing
            else "Essayez un autre mot ou une autre classe, ou cherchez aussi parmi les sortis."
        )
        form.empty_button.setText("Importer des hôtes…" if nothing else "Tout afficher")
        form.count.setText(
            f"{count(len(self.model.records), 'hôte')} sur {thousands(len(self.model.everything))}"
        )
        self._show_choice()

    def _show_choice(self) -> None:
        one = self.model.record(current_row(self.form.table)) is not None
        self.form.open_button.setEnabled(one)
        self.form.edit_button.setEnabled(one)
        self.form.export_button.setEnabled(bool(self.model.records))

    def _on_open(self) -> None:
        line = self.model.record(current_row(self.form.table))
        if line is not None:
            self.wishes.page.emit("host_file", line.id)

    def _on_edit(self) -> None:
        line = self.model.record(current_row(self.form.table))
        if line is not None:
            desk = self.place.desk
            self.place.tasks.read(self, lambda _: host_file(desk, line.id), self._ask_edit)

    def _ask_edit(self, file: HostFile) -> None:
        dialog = HostEditDialog(self.place, file, self)
        dialog.saved.connect(self.refresh)
        dialog.saved.connect(self.wishes.changed)
        dialog.saved.connect(lambda: self.wishes.tell.emit(Notice(f"{file.name} est modifié.")))
        dialog.open()

    def _on_empty_button(self) -> None:
        if not self.model.everything:
            self.wishes.page.emit("roster_import", None)
            return
        self.form.search.clear()
        for box in (self.form.kind, self.form.class_box, self.form.school):
            box.setCurrentIndex(0)
        self.form.with_left.setChecked(True)

    def _cells(self, line: HostLine) -> tuple[Cell, ...]:
        table, theme = self.form.table, self.place.theme
        muted = QColor(theme.colours.muted)
        more = f" (+ {line.other_cards})" if line.other_cards else ""
        held = ("a un compte", "check-circle-fill", "certain") if line.has_account else ("", "", "")
        return (
            Cell(""),
            Cell(
                f"{line.name} — sorti" if line.left else line.name,
                font=semibold(table.font()),
                colour=muted if line.left else None,
            ),
            Cell(line.class_name, colour=muted),
            Cell(line.kind, colour=muted),
            Cell((line.card or "—") + more, font=tabular(table.font())),
            Cell(", ".join(line.emails) or "—"),
            Cell(held[0], icon=icon(theme, held[1], held[2]) if held[0] else None),
            Cell(line.school, colour=muted),
        )


def _write(desk: "Desk", ids: Sequence[str], path: Path, report: Report) -> int:
    return export_hosts(desk, path, ids, report=report)
