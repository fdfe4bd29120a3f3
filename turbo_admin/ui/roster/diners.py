"""« Hôtes »: the list of diners, with search, correction and export."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from turbo_admin.core.french import count, thousands
from turbo_admin.core.matching.spellings import fold
from turbo_admin.office.overview.diner_file import DinerFile, read_diner_file
from turbo_admin.office.roster.correcting import KINDS
from turbo_admin.office.roster.diners import DinerListLine, export_diners, list_diners
from turbo_admin.office.settings.schools import SchoolSummary, schools
from turbo_admin.ui.forms.roster.diners import Ui_Diners
from turbo_admin.ui.kit.combo_boxes import fill
from turbo_admin.ui.kit.exporting import Exported
from turbo_admin.ui.kit.icons import icon, set_button_icon
from turbo_admin.ui.kit.keys import bind
from turbo_admin.ui.kit.list_page import EmptyState, ListPage, show_empty_button
from turbo_admin.ui.kit.navigation import PageKey, ShowDiner
from turbo_admin.ui.kit.page import BarMessage, Workplace
from turbo_admin.ui.kit.row_table import ColumnLayout
from turbo_admin.ui.kit.rows_model import TableCell
from turbo_admin.ui.kit.school_box import SchoolBox
from turbo_admin.ui.kit.theme import semibold, tabular
from turbo_admin.ui.kit.ticked_rows import TICK, FilteredRows, SortKey
from turbo_admin.ui.roster.diner_edit import DinerEditDialog

_HEADERS = ("", "Hôte", "Classe", "Catégorie", "N° carte", "E-mails", "Compte", "Établissement")
_, NAME, CLASS, KIND, CARD, EMAILS, ACCOUNT, SCHOOL = range(len(_HEADERS))
_LAYOUT = ColumnLayout(
    {NAME: 250, CLASS: 80, KIND: 110, CARD: 140, ACCOUNT: 120, SCHOOL: 170},
    stretch=EMAILS,
    sort=(CLASS, False),
)
# Sorts after every folded text.
_LAST = "~"
_SORT_KEYS: dict[int, Callable[[DinerListLine], SortKey]] = {
    NAME: lambda line: fold(line.name),
    CLASS: lambda line: line.order,
    KIND: lambda line: line.kind,
    CARD: lambda line: line.card or _LAST,
    EMAILS: lambda line: line.emails[0].casefold() if line.emails else _LAST,
    # Those with an account first: False sorts before True.
    ACCOUNT: lambda line: not line.has_account,
    SCHOOL: lambda line: fold(line.school),
}
_ANY_KIND, _ANY_CLASS = "Toutes les catégories", "Toutes les classes"
_NO_DINER = EmptyState(
    "Aucun hôte au fichier",
    "Importez la liste de l’établissement : SIECLE, ONDE, Excel ou CSV.",
    "Importer des hôtes…",
)
_NONE_MATCHES = EmptyState(
    "Aucun hôte ne correspond",
    "Essayez un autre mot ou une autre classe, ou cherchez aussi parmi les sortis.",
    "Tout afficher",
)


class DinersPage(ListPage):
    """The list of diners."""

    form: Ui_Diners
    key = PageKey.DINERS
    title = "Hôtes"
    crumbs = "Fichier"
    offers_export = True

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.form = Ui_Diners()
        self.form.setupUi(self)
        self.model = FilteredRows(_HEADERS, self._cells, _SORT_KEYS, self)
        self.schools = SchoolBox(self.form.school, workplace.memory, self.memory_key)
        self.table = self.bind_table(self.model, _LAYOUT, lambda line: line.id)
        # No act applies to several diners: the tick column of the shared model is hidden.
        self.form.table.setColumnHidden(TICK, True)
        self._set_up()
        self._connect()

    @property
    def memory_key(self) -> str:
        # The page's first name: a new one would lose the column widths that PCs have stored.
        return "hosts"

    def refresh(self) -> None:
        desk = self.workplace.desk
        self.workplace.tasks.read(self, lambda _: (schools(desk), list_diners(desk)), self._on_read)

    def export(self) -> Exported:
        desk, ids = self.workplace.desk, [line.id for line in self.model.records]
        return Exported(
            "Exporter les hôtes",
            "hotes.xlsx",
            ("hôte exporté", "hôtes exportés"),
            lambda path, report: export_diners(desk, path, ids, report=report),
        )

    def remember(self) -> None:
        self.table.remember()
        self.schools.remember()

    def _set_up(self) -> None:
        form = self.form
        self.set_up_search(form.search, width=360)
        self.set_up_export(form.export_button)
        fill(form.kind, [(_ANY_KIND, ""), *((kind, kind) for kind in KINDS)])
        fill(form.class_box, [(_ANY_CLASS, None)])
        set_button_icon(form.open_button, self.workplace.theme, "identification-card", "on_accent")

    def _connect(self) -> None:
        form = self.form
        form.search.textChanged.connect(self._on_narrowed)
        for box in (form.kind, form.class_box, form.school):
            box.currentIndexChanged.connect(self._on_narrowed)
        form.with_left.toggled.connect(self._on_narrowed)
        form.open_button.clicked.connect(self._on_open)
        form.edit_button.clicked.connect(self._on_edit)
        form.import_button.clicked.connect(lambda: self.signals.open_page(PageKey.ROSTER_IMPORT))
        form.empty_button.clicked.connect(self._on_empty_button)
        form.table.activated.connect(lambda _: self._on_open())
        form.table.selectionModel().currentRowChanged.connect(self._show_choice)
        bind("F2", form.table, self._on_edit, Qt.ShortcutContext.WidgetShortcut)

    def _on_read(self, read: tuple[list[SchoolSummary], list[DinerListLine]]) -> None:
        self.schools.show(read[0])
        self.model.show(read[1])
        self._show_classes(read[1])
        self._on_narrowed()
        self._show_choice()
        self.filled.emit()

    def _show_classes(self, lines: list[DinerListLine]) -> None:
        names = dict.fromkeys(line.class_name for line in lines)
        # In order of first appearance: lines come sorted by school year, which names alone do not give.
        choices = [(name or "(sans classe)", name) for name in names]
        fill(self.form.class_box, [(_ANY_CLASS, None), *choices])

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
        self.show_list_or_empty()
        show_empty_button(form, _NONE_MATCHES if self.model.everything else _NO_DINER)
        form.count.setText(
            f"{count(len(self.model.records), 'hôte')} sur {thousands(len(self.model.everything))}"
        )
        self._show_choice()

    def _show_choice(self) -> None:
        has_current = self.table.current is not None
        self.form.open_button.setEnabled(has_current)
        self.form.edit_button.setEnabled(has_current)
        self.form.export_button.setEnabled(self.has_rows)

    def _on_open(self) -> None:
        line = self.table.current
        if line is not None:
            self.signals.open_page(ShowDiner(line.id))

    def _on_edit(self) -> None:
        line = self.table.current
        if line is not None:
            desk = self.workplace.desk
            self.workplace.tasks.read(self, lambda _: read_diner_file(desk, line.id), self._ask_edit)

    def _ask_edit(self, file: DinerFile) -> None:
        # Read again before editing: the line may be minutes old.
        dialog = DinerEditDialog(self.workplace, file, self)
        dialog.saved.connect(self.refresh)
        dialog.saved.connect(self.signals.records_changed)
        dialog.saved.connect(lambda: self.signals.show_message(BarMessage(f"{file.name} est modifié.")))
        dialog.open()

    def _on_empty_button(self) -> None:
        if not self.model.everything:
            self.signals.open_page(PageKey.ROSTER_IMPORT)
            return
        self.form.search.clear()
        for box in (self.form.kind, self.form.class_box, self.form.school):
            box.setCurrentIndex(0)
        self.form.with_left.setChecked(True)

    def _cells(self, line: DinerListLine) -> tuple[TableCell, ...]:
        table, theme = self.form.table, self.workplace.theme
        muted = QColor(theme.colours.muted)
        more = f" (+ {line.other_cards})" if line.other_cards else ""
        held = ("a un compte", "check-circle-fill", "certain") if line.has_account else ("", "", "")
        return (
            TableCell(""),
            TableCell(
                f"{line.name} — sorti" if line.left else line.name,
                font=semibold(table.font()),
                colour=muted if line.left else None,
            ),
            TableCell(line.class_name, colour=muted),
            TableCell(line.kind, colour=muted),
            TableCell((line.card or "—") + more, font=tabular(table.font())),
            TableCell(", ".join(line.emails) or "—"),
            TableCell(held[0], icon=icon(theme, held[1], held[2]) if held[0] else None),
            TableCell(line.school, colour=muted),
        )
